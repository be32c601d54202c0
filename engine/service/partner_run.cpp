#include "service/partner_run.h"

#include <algorithm>

#include "service/background.h"
#include "service/export.h"
#include "session/pairing.h"

namespace tacit::service {

PartnerRun::PartnerRun(Context& context, session::Invitation invitation, api::Question question,
                       std::chrono::seconds deadline)
    : SessionRun(context, invitation.proposal, std::move(question), api::Role::partner, invitation.place,
                 api::Stage::connecting),
      invitation_(std::move(invitation)),
      lobby_(invitation_.proposal, invitation_.place, context.card, context.identity.signing) {
    deadline_ = std::min(deadline_, deadline);
    lobby_deadline_ = deadline;
}

std::shared_ptr<PartnerRun> PartnerRun::begin(Context& context, session::Invitation invitation,
                                              api::Question question, std::chrono::seconds deadline) {
    const std::shared_ptr<PartnerRun> run(
        new PartnerRun(context, std::move(invitation), std::move(question), deadline));
    run->ephemeral_ = crypto::CurveKey::generate(context.random);
    run->start([self = run.get()] { self->body(); });
    return run;
}

void PartnerRun::body() {
    view_.change([&](api::SessionView& view) {
        view.progress.step = "Connecting";
        view.progress.waiting_for = {proposal_.organizer.organisation};
    });
    refresh_view();
    if (const auto connected = connect(); !connected) {
        fail(connected.error());
        return;
    }
    view_.change([&](api::SessionView& view) { view.stage = api::Stage::review; });
    perform(on_wish());
    loop();
}

Error PartnerRun::named(Error error) const {
    if (error.partner.empty() && error.fault != Fault::cancelled && error.fault != Fault::out_of_memory)
        error.partner = proposal_.organizer.organisation;
    // The sentence that people read is about the address.
    if (error.fault == Fault::unreachable) error.detail = invitation_.endpoints.front();
    return error;
}

Status PartnerRun::connect() {
    const auto organizer = proposal_.organizer.organisation;
    net::ConnectOptions options;
    options.endpoints = invitation_.endpoints;
    options.host_key = proposal_.organizer.curve_key;
    options.me = place_;
    options.participants = proposal_.participants;
    options.session = proposal_.session_number();
    const auto pairing =
        session::PartnerPairing::begin(invitation_, context_.card, context_.identity.signing,
                                       context_.identity.curve, context_.clock.wall(), context_.random);
    const auto limit = std::min<std::chrono::milliseconds>(lobby_deadline_, options.timing.connect);
    const auto keys = invitation_.pairing_keys();
    const auto reply =
        net::PartnerTransport::pair(options, keys.curve, pairing.request(), limit, stop_token());
    if (!reply) return named(reply.error());
    if (const auto welcome = pairing.finish(*reply); !welcome) return named(welcome.error());
    auto transport = net::PartnerTransport::connect(options, context_.identity.curve, context_.random);
    if (!transport) return named(transport.error());

    store::Partner partner;
    partner.verify_key = proposal_.organizer.verify_key;
    partner.curve_key = proposal_.organizer.curve_key;
    partner.organisation = organizer;
    partner.person = proposal_.organizer.person;
    partner.trust = store::Trust::by_invitation;
    (void)context_.profile.upsert_partner(partner);

    const std::lock_guard lock(mutex_);
    transport_ = std::move(*transport);
    return {};
}

api::TaskPtr PartnerRun::agree(const api::Contribution& contribution, std::function<void(Status)> finished) {
    return in_background(std::move(finished), [this, contribution](const std::stop_token& stop) {
        return agree_now(contribution, stop);
    });
}

Status PartnerRun::agree_now(const api::Contribution& contribution, const std::stop_token& stop) {
    if (view().stage != api::Stage::review) return error(Fault::usage, "there is nothing to agree to now");
    TACIT_ASSIGN(auto input, input_of(context_.datasets, definition_, contribution));
    input.place = place_;
    input.participants = proposal_.participants;
    TACIT_ASSIGN(const auto check, definition_.check(question_, input, stop));
    if (!check.acceptable)
        return error(Fault::cell_invalid, "the data has cells that the question cannot use");
    if (stop.stop_requested()) return error(Fault::cancelled);
    {
        const std::lock_guard lock(mutex_);
        if (std::exchange(agreed_, true)) return error(Fault::usage, "you have agreed already");
        wish_agree_ = std::move(input);
    }
    wake();
    return {};
}

void PartnerRun::decline(const std::string& reason) {
    {
        const std::lock_guard lock(mutex_);
        wish_decline_ = reason;
    }
    wake();
}

session::Effects PartnerRun::on_wish() {
    std::unique_lock lock(mutex_);
    if (auto reason = std::exchange(wish_decline_, std::nullopt)) {
        lock.unlock();
        return lobby_.decline(*reason);
    }
    if (auto input = std::exchange(wish_agree_, std::nullopt)) {
        // What was signed is what runs: nothing takes its place later.
        if (lobby_.state() != session::PartnerLobby::State::reviewing) return {};
        input_ = std::move(*input);
        lock.unlock();
        return lobby_.agree(ephemeral_->public_key(), definition_.summary(input_), definition_.terms(input_));
    }
    return {};
}

session::Effects PartnerRun::on_cancel() {
    // That the numbers are there may still wait for its turn; said first, it lets the others go on.
    auto effects = delivered_ ? lobby_.delivered() : session::Effects();
    auto more = lobby_.cancel();
    std::move(more.begin(), more.end(), std::back_inserter(effects));
    return effects;
}

session::Effects PartnerRun::on_run_finished(std::optional<crypto::Digest> commitment) {
    return lobby_.run_finished(commitment);
}

session::Effects PartnerRun::on_run_failed(const Error& error, std::optional<session::Place> about) {
    return lobby_.run_failed(error, about);
}

void PartnerRun::refresh(api::SessionView& view) const {
    using Lobby = session::PartnerLobby::State;
    const auto state = lobby_.state();
    view.participants.clear();
    for (session::Place place = 0; place < proposal_.participants; ++place) {
        api::ParticipantView participant;
        participant.place = place;
        participant.me = place == place_;
        participant.computes = computes(place);
        if (const auto card = lobby_.card(place)) {
            participant.organisation = lobby_.name(place);
            participant.fingerprint = card->fingerprint();
            participant.person = card->person;
            participant.verified = participant.me ? "you" : "by invitation";
        }
        const bool signed_up = state >= Lobby::sealing;
        participant.state = state == Lobby::running || state == Lobby::finishing
                                ? api::ParticipantState::running
                            : signed_up || place == session::organizer_place ? api::ParticipantState::ready
                            : participant.me && state >= Lobby::agreed       ? api::ParticipantState::ready
                            : participant.me                                 ? api::ParticipantState::joined
                                                                             : api::ParticipantState::invited;
        if (place == session::organizer_place && lobby_.organizer_silent())
            participant.state = api::ParticipantState::silent;
        view.participants.push_back(std::move(participant));
    }
    if (view.stage == api::Stage::done || view.stage == api::Stage::failed ||
        view.stage == api::Stage::connecting)
        return;
    view.progress.waiting_for.clear();
    if (state == Lobby::agreed) {
        view.stage = api::Stage::lobby;
        view.progress.step = "Waiting until everybody has agreed";
        if (proposal_.participants == 2)
            view.progress.waiting_for = {proposal_.organizer.organisation};
        else
            view.progress.waiting_for = {proposal_.organizer.organisation + " and the other partners"};
    } else if (state == Lobby::sealing || state == Lobby::sealed) {
        view.stage = api::Stage::sealing;
        view.progress.step = "Signing the agreement";
        view.progress.waiting_for = {proposal_.organizer.organisation};
    } else if (state == Lobby::finishing) {
        view.progress.step = "Waiting until everybody has finished";
        view.progress.waiting_for = {proposal_.organizer.organisation};
    }
}

}  // namespace tacit::service
