#include "service/organizer_run.h"

#include <algorithm>
#include <filesystem>

#include "service/background.h"
#include "service/export.h"

namespace tacit::service {

namespace {

/// From the claim of an invitation to the first word over the partner's own key. Its program gives up after
/// net::Timing::connect, which is less.
constexpr std::chrono::seconds first_contact{20};

api::ParticipantState state_of(const session::OrganizerLobby& lobby, session::Place place) {
    using Lobby = session::OrganizerLobby::State;
    const auto& who = lobby.participants()[place];
    if (who.finished) return api::ParticipantState::finished;
    if (who.silent) return api::ParticipantState::silent;
    if (lobby.state() == Lobby::running) return api::ParticipantState::running;
    if (who.agree) return api::ParticipantState::ready;
    return who.card ? api::ParticipantState::joined : api::ParticipantState::invited;
}

std::string step_of(session::OrganizerLobby::State state) {
    using Lobby = session::OrganizerLobby::State;
    switch (state) {
        case Lobby::gathering:
            return "Waiting for partners";
        case Lobby::sealing:
        case Lobby::readying:
            return "Signing the agreement";
        default:
            return {};
    }
}

}  // namespace

OrganizerRun::OrganizerRun(Context& context, session::Proposal proposal, api::Question question)
    : SessionRun(context, proposal, std::move(question), api::Role::organizer, session::organizer_place,
                 api::Stage::lobby),
      lobby_(std::move(proposal), context.identity.signing) {}

Result<std::shared_ptr<OrganizerRun>> OrganizerRun::begin(Context& context, const api::Draft& draft,
                                                          question::Input input) {
    const auto& definition = question::definition_of(draft.question);
    session::Proposal proposal;
    proposal.session_id = context.random.array<16>();
    proposal.title = draft.title;
    proposal.organizer = context.card;
    proposal.question_kind = question::kind_of(draft.question);
    proposal.question = definition.encode(draft.question);
    proposal.participants = static_cast<std::uint16_t>(draft.partners + 1);
    proposal.deadline = static_cast<std::uint32_t>(draft.deadline.count());
    proposal.created = context.clock.wall();
    TACIT_TRY(proposal.check());

    const std::shared_ptr<OrganizerRun> run(new OrganizerRun(context, std::move(proposal), draft.question));
    run->lobby_deadline_ = std::min<std::chrono::seconds>(draft.lobby_deadline, draft.invitation_validity);
    run->invitations_end_ = context.clock.steady() + draft.invitation_validity;
    run->input_ = std::move(input);
    run->ephemeral_ = crypto::CurveKey::generate(context.random);
    TACIT_TRY(run->listen(draft));
    run->start([self = run.get()] {
        self->perform(self->lobby_.agree(self->ephemeral_->public_key(),
                                         self->definition_.summary(self->input_),
                                         self->definition_.terms(self->input_)));
        self->loop();
    });
    return run;
}

void OrganizerRun::on_closing() {
    // The keys of invitations that nobody used are erased with the session.
    const std::lock_guard lock(desk_mutex_);
    desk_->close();
}

std::vector<int> OrganizerRun::standing() const {
    std::vector<int> out{static_cast<int>(lobby_.state())};
    for (const auto& who : lobby_.participants()) out.push_back(who.card.has_value());
    for (const auto place : lobby_.waiting_for()) out.push_back(place);
    return out;
}

Status OrganizerRun::listen(const api::Draft& draft) {
    net::HostOptions options;
    options.listen = draft.listen;
    options.partners = draft.partners;
    options.session = proposal_.session_number();
    TACIT_ASSIGN(auto host, net::HostTransport::listen(options, context_.identity.curve, context_.random,
                                                       [this](net::PeerId invitation, View request) {
                                                           return pair(invitation, request);
                                                       }));
    host_ = host.get();
    {
        const std::lock_guard lock(mutex_);
        transport_ = std::move(host);
    }
    return write_invitations(draft, draft.advertise.empty() ? host_->endpoint() : draft.advertise);
}

Status OrganizerRun::write_invitations(const api::Draft& draft, const std::string& endpoint) {
    std::vector<session::InvitationRecord> records;
    files_.assign(1, {});
    std::vector<std::string> texts;
    for (session::Place place = 1; place < proposal_.participants; ++place) {
        TACIT_ASSIGN(auto made, session::make_invitation(proposal_, place, {endpoint},
                                                         context_.clock.wall() + draft.invitation_validity,
                                                         context_.identity.signing, context_.random));
        host_->allow_pairing(place, made.record.pairing_key);
        records.push_back(std::move(made.record));
        texts.push_back(made.invitation.encode());
        files_.push_back(draft.invitation_prefix + '-' + std::to_string(place) + ".tacit");
    }
    {
        const std::lock_guard lock(desk_mutex_);
        desk_.emplace(proposal_, context_.identity.signing, context_.identity.curve, std::move(records));
    }
    // Only now: whoever sees a file may use it at once.
    for (std::size_t i = 0; i < texts.size(); ++i) {
        const auto written = write_private_file(files_[i + 1], texts[i]);
        if (written) continue;
        // Nobody will answer to those that are there already.
        std::error_code ignored;
        for (std::size_t k = 0; k < i; ++k) std::filesystem::remove(files_[k + 1], ignored);
        return written;
    }
    return {};
}

Bytes OrganizerRun::pair(net::PeerId invitation, View request) {
    const std::lock_guard lock(desk_mutex_);
    if (!desk_) return {};
    auto answer = desk_->handle(invitation, request, context_.clock.wall());
    if (answer.claimed) {
        host_->admit(invitation, answer.claimed->card.curve_key);
        claimed_.push_back(std::move(*answer.claimed));
        wake();
    }
    return std::move(answer.reply);
}

session::Effects OrganizerRun::on_wish() {
    std::vector<session::Claimed> claimed;
    {
        const std::lock_guard lock(desk_mutex_);
        claimed.swap(claimed_);
    }
    session::Effects effects;
    for (const auto& one : claimed) {
        store::Partner partner;
        partner.verify_key = one.card.verify_key;
        partner.curve_key = one.card.curve_key;
        partner.organisation = one.card.organisation;
        partner.person = one.card.person;
        partner.trust = store::Trust::by_invitation;
        // The address book is a convenience: the session does not end for it.
        (void)context_.profile.upsert_partner(partner);
        claimed_at_.emplace(one.place, context_.clock.steady());
        auto more = lobby_.claimed(one.place, one.card);
        std::move(more.begin(), more.end(), std::back_inserter(effects));
    }
    return effects;
}

session::Effects OrganizerRun::on_tick() {
    if (!gathering()) return {};
    const auto now = context_.clock.steady();
    bool missing = false;
    for (session::Place place = 1; place < proposal_.participants; ++place) {
        const auto& who = lobby_.participants()[place];
        // The transport watches only over those that it has met.
        const auto claimed = claimed_at_.find(place);
        if (claimed != claimed_at_.end() && !who.connected && now - claimed->second > first_contact)
            return lobby_.gone(place);
        missing |= !who.card;
    }
    return missing && now > invitations_end_ ? lobby_.deadline() : session::Effects();
}

session::Effects OrganizerRun::on_connected(session::Place place) {
    // The claim may still wait for its turn; the lobby must hear of it first.
    auto effects = on_wish();
    auto more = lobby_.connected(place);
    std::move(more.begin(), more.end(), std::back_inserter(effects));
    return effects;
}

session::Effects OrganizerRun::on_run_finished(std::optional<crypto::Digest> commitment) {
    return lobby_.run_finished(commitment);
}

session::Effects OrganizerRun::on_run_failed(const Error& error, std::optional<session::Place> about) {
    return lobby_.run_failed(error, about);
}

api::TaskPtr OrganizerRun::agree(const api::Contribution&, std::function<void(Status)> finished) {
    return in_background(std::move(finished), [](const std::stop_token&) {
        return error(Fault::usage, "the organizer has agreed by inviting");
    });
}

void OrganizerRun::refresh(api::SessionView& view) const {
    using Lobby = session::OrganizerLobby::State;
    view.participants.clear();
    for (session::Place place = 0; place < proposal_.participants; ++place) {
        api::ParticipantView participant;
        participant.place = place;
        participant.me = place == place_;
        participant.computes = computes(place);
        if (const auto& card = lobby_.participants()[place].card) {
            participant.organisation = lobby_.name(place);
            participant.fingerprint = card->fingerprint();
            participant.person = card->person;
            participant.verified = place == place_ ? "you" : "by invitation";
        }
        participant.state = state_of(lobby_, place);
        participant.invitation_file = place == 0 ? std::string() : files_.at(place);
        view.participants.push_back(std::move(participant));
    }
    if (view.stage == api::Stage::done || view.stage == api::Stage::failed) return;
    if (lobby_.state() == Lobby::sealing || lobby_.state() == Lobby::readying)
        view.stage = api::Stage::sealing;
    if (const auto step = step_of(lobby_.state()); !step.empty()) view.progress.step = step;
    view.progress.waiting_for.clear();
    for (const auto place : lobby_.waiting_for())
        if (place != place_) view.progress.waiting_for.push_back(lobby_.name(place));
}

}  // namespace tacit::service
