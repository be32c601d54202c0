#pragma once

#include <optional>
#include <vector>

#include "session/pairing.h"

namespace tacit::session {

/// An invitation has been taken up; the transport may admit the card's CURVE key at this place.
struct Claimed {
    Place place = 0;
    IdentityCard card;
};

struct PairingAnswer {
    Bytes reply;
    std::optional<Claimed> claimed;  ///< only at the first good claim of an invitation
};

/// The organizer's side of all pairings of one session: a function from request and time to reply. Not thread
/// safe; no I/O. `key` and `curve`, those of the organizer's card, must outlive it.
///
/// States of an invitation:
///
///   open --good claim--> claimed --the same card again--> claimed (the same answer)
///   open --third claim without a right MAC, proof or signature--> burnt
///   open, claimed --close()--> closed (its key is erased)
///
/// Rules, in this order: closed: cancelled. Unknown place, burnt: refused. Another version: version_differs.
/// Not a claim, another invitation's id, wrong MAC, proof or signature: refused, and it counts. Another
/// proposal hash: changed_proposal. Claimed by another card: invitation_used. Too old: see `clock_verdict`. A
/// card whose keys already have a place in the session (the organizer's included): refused.
class PairingDesk {
  public:
    PairingDesk(const Proposal& proposal, const crypto::SigningKey& key, const crypto::CurveKey& curve,
                std::vector<InvitationRecord> records);

    /// `place` is what the transport knows from the pairing key of the connection.
    PairingAnswer handle(Place place, View request, WallTime now);
    /// No more pairings: all MAC keys are erased. When the session has started, and when it has ended.
    void close();
    bool burnt(Place place) const;

  private:
    struct Entry {
        InvitationRecord record;
        std::optional<IdentityCard> card;
        int bad = 0;
    };
    PairingAnswer bad_claim(Entry& entry, WallTime now, const crypto::Digest& claim);
    std::optional<Fault> judge(const Entry& entry, const Claim& claim, WallTime now) const;
    bool in_use(const IdentityCard& card) const;
    const Entry* find(Place place) const;

    const crypto::SigningKey& key_;
    const crypto::CurveKey& curve_;
    SessionId session_id_;
    crypto::Digest proposal_hash_;
    IdentityCard organizer_;
    std::vector<Entry> entries_;
    bool closed_ = false;
};

}  // namespace tacit::session
