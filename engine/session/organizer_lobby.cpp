#include "session/organizer_lobby.h"

#include <algorithm>

#include "session/codec.h"

namespace tacit::session {

OrganizerLobby::OrganizerLobby(Proposal proposal, const crypto::SigningKey& key)
    : proposal_(std::move(proposal)),
      proposal_hash_(proposal_.hash()),
      key_(key),
      participants_(proposal_.participants) {
    participants_[organizer_place].card = proposal_.organizer;
    participants_[organizer_place].connected = true;
}

bool OrganizerLobby::allowed(State from, State to) {
    switch (from) {
        case State::gathering:
            return to == State::sealing || to == State::ended;
        case State::sealing:
            return to == State::readying || to == State::ended;
        case State::readying:
            return to == State::running || to == State::ended;
        case State::running:
            return to == State::finished || to == State::ended;
        case State::finished:
        case State::ended:
            return false;
    }
    return false;
}

void OrganizerLobby::enter(State next) {
    if (!allowed(state_, next)) impossible_step("organizer's lobby");
    state_ = next;
}

bool OrganizerLobby::seated(Place place) const {
    return place != organizer_place && place < participants_.size() && participants_[place].card.has_value();
}

std::string OrganizerLobby::name(Place place) const {
    std::vector<std::optional<IdentityCard>> cards;
    for (const auto& who : participants_) cards.push_back(who.card);
    return distinct_name(cards, place);
}

std::vector<Place> OrganizerLobby::waiting_for() const {
    std::vector<Place> out;
    for (Place place = 0; place < participants_.size(); ++place) {
        const auto& who = participants_[place];
        const bool waits =
            (state_ == State::gathering && !who.agree) || (state_ == State::sealing && !who.seal) ||
            (state_ == State::readying && !who.ready) || (state_ == State::running && !who.finished);
        if (waits) out.push_back(place);
    }
    return out;
}

void OrganizerLobby::broadcast(Effects& out, const Message& message) const {
    const auto bytes = encode_message(message);
    for (Place place = 1; place < participants_.size(); ++place)
        if (participants_[place].connected) out.push_back(Send{place, bytes});
}

Effects OrganizerLobby::end(Fault fault, Place about, std::string_view detail) {
    const bool named = about != End::nobody;
    const End message{fault, about, named ? name(about) : std::string(), bounded_text(detail, max_reason)};
    const bool other = named && about != organizer_place;
    return end(message, error(fault, message.detail, other ? message.name : std::string()));
}

Effects OrganizerLobby::end(const End& told, const Error& here) {
    last_message_ = encode_message(told);
    Effects out;
    broadcast(out, told);
    enter(State::ended);
    out.push_back(Changed{});
    out.push_back(Ended{here, told.about == End::nobody ? std::nullopt : std::optional(told.about)});
    return out;
}

Effects OrganizerLobby::unexpected(Place place) {
    return end(Fault::malformed_message, place, "a message that has no place at this step");
}

Effects OrganizerLobby::claimed(Place place, const IdentityCard& card) {
    if (place == organizer_place || place >= participants_.size() || participants_[place].card) return {};
    participants_[place].card = card;  // after the end too: it will connect, and must be told
    return {Changed{}};
}

Effects OrganizerLobby::connected(Place place) {
    if (!seated(place)) return {};
    auto& who = participants_[place];
    if (over()) return {Send{place, last_message_}};
    if (who.connected && !who.silent) return {};
    who.connected = true;
    who.silent = false;
    return {Changed{}};
}

Effects OrganizerLobby::silent(Place place) {
    if (over() || !seated(place) || participants_[place].silent) return {};
    participants_[place].silent = true;
    return {Changed{}};
}

Effects OrganizerLobby::gone(Place place) {
    if (over() || !seated(place)) return {};
    auto& who = participants_[place];
    who.connected = false;
    // Its part is done and signed, the others do not need it any more.
    if (who.finished) return {Changed{}};
    if (who.delivered) {
        who.finished = who.delivered;
        auto out = try_done();
        out.insert(out.begin(), Changed{});
        return out;
    }
    return end(Fault::partner_gone, place, "no sign of life");
}

Effects OrganizerLobby::replaced(Place place) {
    if (over() || !seated(place)) return {};
    if (state_ != State::gathering) return gone(place);
    auto& who = participants_[place];
    who.connected = who.silent = false;
    who.agree.reset();
    return {Changed{}};
}

Effects OrganizerLobby::message(Place place, View bytes) {
    if (over() || !seated(place)) return {};
    participants_[place].connected = true;
    const auto message = decode_message(bytes, participants_.size());
    if (!message.ok()) return end(Fault::malformed_message, place, message.error().detail);
    return std::visit(
        [&](const auto& m) -> Effects {
            using T = std::decay_t<decltype(m)>;
            if constexpr (std::is_same_v<T, Roster> || std::is_same_v<T, Seals> || std::is_same_v<T, Start> ||
                          std::is_same_v<T, Done>)
                return unexpected(place);
            else
                return on(place, m);
        },
        *message);
}

Effects OrganizerLobby::on(Place place, const Agree& agree) {
    auto& who = participants_[place];
    if (who.agree == agree) return {};
    if (state_ != State::gathering) return unexpected(place);
    if (const auto finding = check_agree(agree, proposal_, proposal_hash_, place, *who.card))
        return end(finding->fault, place, finding->detail);
    if (++who.agrees > max_agrees)
        return end(Fault::malformed_message, place, "more consents than one partner may give");
    who.agree = agree;
    auto out = try_roster();
    out.insert(out.begin(), Changed{});
    return out;
}

Effects OrganizerLobby::on(Place place, const Decline& decline) {
    if (state_ == State::running) return unexpected(place);
    return end(Fault::declined, place, decline.reason);
}

Effects OrganizerLobby::on(Place place, const Seal& seal) {
    auto& who = participants_[place];
    if (who.seal == seal.signature) return {};
    if (state_ != State::sealing || who.seal) return unexpected(place);
    if (!seal_fits(seal.signature, proposal_, roster_hash_, place, *who.card))
        return end(Fault::cheating, place, "its seal does not fit the roster");
    who.seal = seal.signature;
    return try_seals();
}

Effects OrganizerLobby::on(Place place, const Ready&) {
    auto& who = participants_[place];
    if (who.ready) return {};
    if (state_ != State::readying) return unexpected(place);
    who.ready = true;
    return try_start();
}

Effects OrganizerLobby::on(Place place, const Finished& finished) {
    auto& who = participants_[place];
    if (who.finished == finished) return {};
    if (finished.delivered) return unexpected(place);
    // It may come back after something else stood for it.
    if (state_ != State::running || (who.finished && who.finished != who.delivered)) return unexpected(place);
    if (!finished_fits(finished, agreement_.hash(), place, *who.card))
        return end(Fault::cheating, place, "its signature of the outcome does not fit");
    who.finished = finished;
    auto out = try_done();
    out.insert(out.begin(), Changed{});
    return out;
}

Effects OrganizerLobby::on(Place place, const Delivered& delivered) {
    auto& who = participants_[place];
    const Finished finished{std::nullopt, delivered.signature, true};
    if (who.delivered == finished) return {};
    if (state_ != State::running || who.finished || who.delivered) return unexpected(place);
    if (!finished_fits(finished, agreement_.hash(), place, *who.card))
        return end(Fault::cheating, place, "its signature of what it gave does not fit");
    who.delivered = finished;
    return {Changed{}};
}

Effects OrganizerLobby::on(Place place, const End& message) {
    // Its own reasons: nobody waits for it any more.
    const bool leaves = message.fault == Fault::cancelled || message.fault == Fault::deadline ||
                        told_fault(message.fault) == Fault::partner_failed;
    if (leaves && participants_[place].delivered) return gone(place);
    if (message.fault == Fault::deadline) return deadline();  // who is late is known here alone
    // Its own trouble, whatever it calls it.
    if (told_fault(message.fault) != message.fault) return end(Fault::partner_failed, place, {});
    const bool personal = message.fault == Fault::cancelled || message.fault == Fault::declined ||
                          message.about == End::nobody || message.about == place;
    if (personal) return end(message.fault, place, message.detail);
    // It blames somebody. That is hearsay, so say whose; where it is us, the name to show here is the
    // speaker's.
    const auto hearsay = "reported by " + name(place) + ": " + message.detail;
    auto out = end(message.fault, message.about, hearsay);
    if (message.about == organizer_place) {
        auto& ended = std::get<Ended>(out.back());
        ended.error.partner = name(place);
        ended.about = place;
    }
    return out;
}

Effects OrganizerLobby::agree(const crypto::CurvePublic& ephemeral, std::string_view contributes,
                              View terms) {
    auto& me = participants_[organizer_place];
    if (state_ != State::gathering || me.agree) return {};
    me.agree = make_agree(key_, proposal_, organizer_place, ephemeral, contributes, terms);
    auto out = try_roster();
    out.insert(out.begin(), Changed{});
    return out;
}

Effects OrganizerLobby::try_roster() {
    if (!waiting_for().empty()) return {};
    Roster roster;
    for (const auto& who : participants_) {
        roster.cards.push_back(*who.card);
        roster.agrees.push_back(*who.agree);
    }
    if (const auto finding = check_roster(roster, proposal_))
        return end(finding->fault, finding->about, finding->detail);
    agreement_ = {proposal_, std::move(roster), {}};
    roster_hash_ = roster_hash(proposal_, agreement_.roster);
    participants_[organizer_place].seal = make_seal(key_, proposal_, roster_hash_, organizer_place);
    enter(State::sealing);
    Effects out;
    broadcast(out, agreement_.roster);
    out.push_back(Changed{});
    return out;
}

Effects OrganizerLobby::try_seals() {
    if (!waiting_for().empty()) return {};
    for (const auto& who : participants_) agreement_.seals.push_back(*who.seal);
    participants_[organizer_place].ready = true;
    enter(State::readying);
    Effects out;
    broadcast(out, Seals{agreement_.seals});
    return out;
}

Effects OrganizerLobby::try_start() {
    if (!waiting_for().empty()) return {};
    enter(State::running);
    Effects out;
    broadcast(out, Start{});
    out.push_back(Changed{});
    out.push_back(AgreementReady{agreement_});
    return out;
}

Effects OrganizerLobby::try_done() {
    if (!waiting_for().empty()) return {};
    Done done;
    for (const auto& who : participants_) done.outcomes.push_back(*who.finished);
    last_message_ = encode_message(done);
    enter(State::finished);
    Effects out;
    broadcast(out, done);
    out.push_back(Changed{});
    out.push_back(AllFinished{std::move(done.outcomes)});
    return out;
}

Effects OrganizerLobby::cancel() {
    if (over()) return {};
    return end(Fault::cancelled, organizer_place, {});
}

Effects OrganizerLobby::deadline() {
    if (over()) return {};
    const auto late = waiting_for();
    std::string detail = "still waiting for ";
    for (std::size_t i = 0; i < late.size(); ++i) detail += (i > 0 ? ", " : "") + name(late[i]);
    return end(Fault::deadline, late.size() == 1 ? late.front() : End::nobody, detail);
}

Effects OrganizerLobby::run_finished(std::optional<crypto::Digest> commitment) {
    auto& me = participants_[organizer_place];
    if (state_ != State::running || me.finished) return {};
    me.finished = make_finished(key_, agreement_.hash(), organizer_place, commitment);
    auto out = try_done();
    out.insert(out.begin(), Changed{});
    return out;
}

Effects OrganizerLobby::run_failed(const Error& error, std::optional<Place> about) {
    if (state_ != State::running) return {};
    const auto told = told_error(error);
    const bool known = about && *about < participants_.size() && told.fault == error.fault;
    const Place whom = known ? *about : organizer_place;
    return end(End{told.fault, whom, name(whom), bounded_text(told.detail, max_reason)},
               {error.fault, bounded_text(error.detail, max_reason),
                whom == organizer_place ? std::string() : name(whom)});
}

Effects OrganizerLobby::faulted(Place place, const Error& error) {
    if (over() || !seated(place)) return {};
    return end(Fault::malformed_message, place, error.detail);
}

}  // namespace tacit::session
