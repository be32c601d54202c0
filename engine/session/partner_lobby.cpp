#include "session/partner_lobby.h"

#include <utility>

#include "session/codec.h"

namespace tacit::session {

PartnerLobby::PartnerLobby(Proposal proposal, Place place, IdentityCard me, const crypto::SigningKey& key)
    : proposal_(std::move(proposal)), place_(place), me_(std::move(me)), key_(key) {
    agreement_.proposal = proposal_;
}

bool PartnerLobby::allowed(State from, State to) {
    if (from == State::finished || from == State::ended) return false;
    return to == State::ended || static_cast<int>(to) == static_cast<int>(from) + 1;
}

void PartnerLobby::enter(State next) {
    if (!allowed(state_, next)) impossible_step("partner's lobby");
    state_ = next;
}

std::optional<IdentityCard> PartnerLobby::card(Place place) const {
    if (place == organizer_place) return proposal_.organizer;
    if (place == place_) return me_;
    if (place < agreement_.roster.cards.size()) return agreement_.roster.cards[place];
    return std::nullopt;
}

std::string PartnerLobby::name(Place place) const {
    std::vector<std::optional<IdentityCard>> cards;
    for (Place i = 0; i < proposal_.participants; ++i) cards.push_back(card(i));
    return distinct_name(cards, place);
}

Effects PartnerLobby::ended(Fault fault, Place about, std::string detail, std::string fallback_name) {
    enter(State::ended);
    std::string partner;
    if (about != End::nobody && about != place_)
        partner = card(about) || fallback_name.empty() ? name(about) : std::move(fallback_name);
    return {Changed{}, Ended{error(fault, std::move(detail), std::move(partner)),
                             about == End::nobody ? std::nullopt : std::optional(about)}};
}

Effects PartnerLobby::leave(Fault fault, Place about, std::string_view detail) {
    const Error both{fault, std::string(detail), {}};
    return leave(both, both, about);
}

Effects PartnerLobby::leave(const Error& told, const Error& here, Place about) {
    auto out = send(End{told.fault, about, about == End::nobody ? std::string() : name(about),
                        bounded_text(told.detail, max_reason)});
    for (auto& effect : ended(here.fault, about, bounded_text(here.detail, max_reason), {}))
        out.push_back(std::move(effect));
    return out;
}

Effects PartnerLobby::unexpected() {
    return leave(Fault::malformed_message, organizer_place, "a message that has no place at this step");
}

Effects PartnerLobby::connected() {
    if (over() || (connected_ && !silent_)) return {};
    connected_ = true;
    silent_ = false;
    return {Changed{}};
}

Effects PartnerLobby::silent() {
    if (over() || silent_) return {};
    silent_ = true;
    return {Changed{}};
}

Effects PartnerLobby::gone() {
    if (over()) return {};
    connected_ = false;
    return ended(Fault::partner_gone, organizer_place, "no sign of life", {});
}

Effects PartnerLobby::message(View bytes) {
    if (over()) return {};
    connected_ = true;
    const auto message = decode_message(bytes, proposal_.participants);
    if (!message.ok()) return leave(Fault::malformed_message, organizer_place, message.error().detail);
    return std::visit(
        [&](const auto& m) -> Effects {
            using T = std::decay_t<decltype(m)>;
            if constexpr (std::is_same_v<T, Agree> || std::is_same_v<T, Decline> || std::is_same_v<T, Seal> ||
                          std::is_same_v<T, Ready> || std::is_same_v<T, Finished> ||
                          std::is_same_v<T, Delivered>)
                return unexpected();
            else
                return on(m);
        },
        *message);
}

std::optional<Finding> PartnerLobby::judge(const Roster& roster) const {
    if (roster.cards[place_] != me_ || roster.agrees[place_] != *agree_)
        return Finding{Fault::cheating, organizer_place, "the roster does not hold what was sent from here"};
    auto finding = check_roster(roster, proposal_);
    // The organizer had to check all this before it passed it on.
    if (finding) finding->about = organizer_place;
    return finding;
}

Effects PartnerLobby::on(const Roster& roster) {
    if (!agreement_.roster.cards.empty() && agreement_.roster == roster) return {};
    if (state_ != State::agreed) return unexpected();
    if (const auto finding = judge(roster)) return leave(finding->fault, finding->about, finding->detail);
    agreement_.roster = roster;
    roster_hash_ = roster_hash(proposal_, roster);
    enter(State::sealing);
    auto out = send(Seal{make_seal(key_, proposal_, roster_hash_, place_)});
    out.push_back(Changed{});
    return out;
}

Effects PartnerLobby::on(const Seals& seals) {
    if (!agreement_.seals.empty() && agreement_.seals == seals.signatures) return {};
    if (state_ != State::sealing) return unexpected();
    for (Place place = 0; place < seals.signatures.size(); ++place)
        if (!seal_fits(seals.signatures[place], proposal_, roster_hash_, place,
                       agreement_.roster.cards[place]))
            return leave(Fault::cheating, organizer_place,
                         "the seal of " + name(place) + " is not for the roster that was shown here");
    agreement_.seals = seals.signatures;
    enter(State::sealed);
    return send(Ready{});
}

Effects PartnerLobby::on(const Start&) {
    if (state_ == State::running || state_ == State::finishing) return {};
    if (state_ != State::sealed) return unexpected();
    enter(State::running);
    return {Changed{}, AgreementReady{agreement_}};
}

Effects PartnerLobby::on(const Done& done) {
    if (state_ != State::finishing) return unexpected();
    const auto hash = agreement_.hash();
    if (done.outcomes[place_] != *finished_)
        return leave(Fault::cheating, organizer_place, "the outcomes do not hold what was sent from here");
    for (Place place = 0; place < done.outcomes.size(); ++place)
        if (!finished_fits(done.outcomes[place], hash, place, agreement_.roster.cards[place]))
            return leave(Fault::cheating, organizer_place,
                         "the outcome of " + name(place) + " is not well signed");
    enter(State::finished);
    return {Changed{}, AllFinished{done.outcomes}};
}

Effects PartnerLobby::on(const End& end) {
    // Somebody's own trouble is none of this side's, whatever it is called.
    if (told_fault(end.fault) != end.fault) return ended(Fault::partner_failed, organizer_place, {}, {});
    // It was not this side who said so; a deadline alone blames nobody.
    const bool accused = end.about == place_ && end.fault != Fault::deadline;
    return ended(end.fault, accused ? organizer_place : end.about, end.detail, end.name);
}

Effects PartnerLobby::agree(const crypto::CurvePublic& ephemeral, std::string_view contributes, View terms) {
    if (state_ != State::reviewing) return {};
    agree_ = make_agree(key_, proposal_, place_, ephemeral, contributes, terms);
    enter(State::agreed);
    auto out = send(*agree_);
    out.push_back(Changed{});
    return out;
}

Effects PartnerLobby::decline(std::string_view reason) {
    if (state_ != State::reviewing) return {};
    const auto text = bounded_text(reason, max_reason);
    auto out = send(Decline{text});
    for (auto& effect : ended(Fault::declined, place_, text, {})) out.push_back(std::move(effect));
    return out;
}

Effects PartnerLobby::cancel() {
    if (over()) return {};
    return leave(Fault::cancelled, place_, {});
}

Effects PartnerLobby::deadline() {
    if (over()) return {};
    // In review the wait is for the person here; later the organizer alone knows whom it is for.
    const bool mine = state_ == State::reviewing || state_ == State::running;
    return leave(Fault::deadline, mine ? place_ : organizer_place, "nothing came in the agreed time");
}

Effects PartnerLobby::delivered() {
    if (state_ != State::running || std::exchange(delivered_, true)) return {};
    return send(make_delivered(key_, agreement_.hash(), place_));
}

Effects PartnerLobby::run_finished(std::optional<crypto::Digest> commitment) {
    if (state_ != State::running) return {};
    finished_ = make_finished(key_, agreement_.hash(), place_, commitment);
    enter(State::finishing);
    auto out = send(*finished_);
    out.push_back(Changed{});
    return out;
}

Effects PartnerLobby::run_failed(const Error& error, std::optional<Place> about) {
    if (state_ != State::running) return {};
    const auto told = told_error(error);
    const bool known = about && *about < proposal_.participants && told.fault == error.fault;
    return leave(told, error, known ? *about : place_);
}

Effects PartnerLobby::faulted(Place place, const Error& error) {
    if (over()) return {};
    if (place == organizer_place) return leave(Fault::malformed_message, place, error.detail);
    // Between partners only the protocol talks, and whoever has its result needs no more of it.
    if (state_ != State::running || place >= proposal_.participants || place == place_) return {};
    return run_failed({error.fault,
                       error.detail + " (sent by " + name(place) + ", or altered by " +
                           proposal_.organizer.organisation + " on the way)",
                       {}},
                      place);
}

}  // namespace tacit::session
