#include "service/history.h"

#include "question/catalogue.h"
#include "service/result_codec.h"

namespace tacit::service {

store::Session stored(const api::SessionView& view, const session::Proposal& proposal,
                      const std::string& state, const std::vector<session::IdentityCard>& cards) {
    store::Session out;
    out.id = view.id;
    out.title = view.title;
    out.question = view.kind;
    out.role =
        view.role == api::Role::organizer ? store::SessionRole::organizer : store::SessionRole::partner;
    out.state = state;
    if (view.fault) out.fault = std::string(fault_name(view.fault->fault));
    out.proposal = proposal.encode();
    if (view.result) out.result = encode_result(*view.result);
    for (std::size_t place = 0; place < cards.size(); ++place)
        out.participants.push_back({static_cast<std::int64_t>(place), cards[place].organisation,
                                    cards[place].person, cards[place].verify_key});
    return out;
}

namespace {

Fault fault_from_name(const std::string& name) {
    for (int i = 0; i <= static_cast<int>(Fault::internal); ++i)
        if (fault_name(static_cast<Fault>(i)) == name) return static_cast<Fault>(i);
    return Fault::internal;
}

void add_proposal(api::SessionView& view, View bytes) {
    const auto proposal = session::Proposal::decode(bytes);
    if (!proposal) return;
    view.proposal_hash = to_hex(proposal->hash());
    const auto* definition = question::find(proposal->question_kind);
    if (definition == nullptr) return;
    if (const auto question = definition->decode(proposal->question)) {
        view.question = *question;
        view.proposal = definition->describe(*question, proposal->participants);
    }
}

/// Who computed, where not everybody did.
void add_hosts(api::SessionView& view) {
    const auto participants = static_cast<std::uint16_t>(view.participants.size());
    const auto& definition = question::definition_of(view.question);
    if (!definition.validate(view.question, participants)) return;
    const auto hosts = definition.hosts(view.question, participants);
    for (auto& participant : view.participants)
        participant.computes = hosts < participants && participant.place < hosts;
}

}  // namespace

api::ReceiptView shown(const session::Receipt& receipt) {
    api::ReceiptView view;
    view.kept = true;
    for (session::Place place = 0; place < receipt.agreement.participants(); ++place) {
        (receipt.confirmed(place) ? view.signed_by : view.missing).push_back(receipt.agreement.name(place));
    }
    return view;
}

api::SessionView shown(const store::Session& session, const std::optional<crypto::VerifyKey>& me) {
    api::SessionView view;
    view.id = session.id;
    view.title = session.title;
    view.kind = session.question;
    view.role = session.role == store::SessionRole::organizer ? api::Role::organizer : api::Role::partner;
    view.created = from_unix_ms(session.created_ms);
    view.updated = from_unix_ms(session.updated_ms);
    if (session.proposal) add_proposal(view, *session.proposal);
    for (const auto& p : session.participants) {
        api::ParticipantView participant;
        participant.place = static_cast<std::uint16_t>(p.place);
        participant.organisation = p.organisation;
        participant.person = p.person;
        session::IdentityCard card;
        card.verify_key = p.verify_key;
        participant.fingerprint = card.fingerprint();
        participant.me = me && p.verify_key == *me;
        participant.verified = participant.me ? "you" : "by invitation";
        participant.state = api::ParticipantState::finished;
        view.participants.push_back(std::move(participant));
    }
    add_hosts(view);
    if (session.result && session.result->size() > salt_size)
        if (auto result = decode_result(View(*session.result).subspan(salt_size)))
            view.result = *std::move(result);
    if (view.result) {
        view.stage = api::Stage::done;
        if (!session.fault.empty()) view.late_fault = error(fault_from_name(session.fault));
        return view;
    }
    view.stage = api::Stage::failed;
    // Not ended by the program: it was closed or killed in the middle.
    view.fault = session.fault.empty() ? error(Fault::cancelled, "the program ended during this session")
                                       : error(fault_from_name(session.fault));
    return view;
}

}  // namespace tacit::service
