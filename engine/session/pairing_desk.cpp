#include "session/pairing_desk.h"

namespace tacit::session {

PairingDesk::PairingDesk(const Proposal& proposal, const crypto::SigningKey& key,
                         const crypto::CurveKey& curve, std::vector<InvitationRecord> records)
    : key_(key),
      curve_(curve),
      session_id_(proposal.session_id),
      proposal_hash_(proposal.hash()),
      organizer_(proposal.organizer) {
    for (auto& record : records) entries_.push_back({std::move(record), std::nullopt, 0});
}

const PairingDesk::Entry* PairingDesk::find(Place place) const {
    for (const auto& entry : entries_)
        if (entry.record.place == place) return &entry;
    return nullptr;
}

bool PairingDesk::burnt(Place place) const {
    const auto* entry = find(place);
    return entry != nullptr && entry->bad >= max_bad_claims;
}

void PairingDesk::close() {
    closed_ = true;
    for (auto& entry : entries_) entry.record.mac.reset();
}

bool PairingDesk::in_use(const IdentityCard& card) const {
    const auto clashes = [&](const IdentityCard& other) {
        return other.verify_key == card.verify_key || other.curve_key == card.curve_key;
    };
    if (clashes(organizer_)) return true;
    for (const auto& entry : entries_)
        if ((entry.card && clashes(*entry.card)) || entry.record.pairing_key == card.curve_key) return true;
    return false;
}

std::optional<Fault> PairingDesk::judge(const Entry& entry, const Claim& claim, WallTime now) const {
    if (claim.proposal_hash != proposal_hash_) return Fault::changed_proposal;
    if (entry.card) {
        if (*entry.card == claim.card) return std::nullopt;  // came in time once; may come back later
        return Fault::invitation_used;
    }
    if (const auto fault = clock_verdict(entry.record.expires, now, claim.client_time)) return fault;
    if (in_use(claim.card)) return Fault::refused;
    return std::nullopt;
}

PairingAnswer PairingDesk::bad_claim(Entry& entry, WallTime now, const crypto::Digest& claim) {
    // Whoever already holds the place must not lose it to somebody else's noise.
    if (!entry.card) ++entry.bad;
    PairingAnswer answer{encode_refusal(Fault::refused, now, claim, &*entry.record.mac), std::nullopt};
    if (entry.bad >= max_bad_claims) entry.record.mac.reset();
    return answer;
}

PairingAnswer PairingDesk::handle(Place place, View request, WallTime now) {
    const auto claim_id = claim_hash(request.first(std::min(request.size(), max_pairing)));
    auto* entry = const_cast<Entry*>(find(place));
    if (closed_) return {encode_refusal(Fault::cancelled, now, claim_id, nullptr), std::nullopt};
    if (entry == nullptr || !entry->record.mac)
        return {encode_refusal(Fault::refused, now, claim_id, nullptr), std::nullopt};
    const auto& mac = *entry->record.mac;
    const auto claim = decode_claim(request);
    if (!claim.ok() && claim.error().fault == Fault::version_differs)
        return {encode_refusal(Fault::version_differs, now, claim_id, &mac), std::nullopt};
    if (!claim.ok() || claim->invitation != entry->record.id || !claim_mac_fits(request, mac) ||
        !claim_signed(request, *claim) || !claim_proves_curve(request, *claim, curve_))
        return bad_claim(*entry, now, claim_id);
    if (const auto fault = judge(*entry, *claim, now))
        return {encode_refusal(*fault, now, claim_id, &mac), std::nullopt};
    PairingAnswer answer{encode_welcome({session_id_, place, now}, claim_id, key_, mac), std::nullopt};
    if (!entry->card) {
        entry->card = claim->card;
        answer.claimed = Claimed{place, claim->card};
    }
    return answer;
}

}  // namespace tacit::session
