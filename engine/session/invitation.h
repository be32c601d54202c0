#pragma once

#include <optional>
#include <string>
#include <vector>

#include "crypto/curve25519.h"
#include "crypto/secret.h"
#include "session/proposal.h"

namespace tacit::session {

inline constexpr std::string_view invitation_header = "Tacit invitation. Open this file with Tacit.";

/// What both sides derive from an invitation's one-time secret.
struct PairingKeys {
    crypto::CurveKey curve;  ///< the organizer's transport lets it in for pairing requests only
    crypto::Secret<32> mac;  ///< authenticates claim and reply
};
PairingKeys derive_pairing(const InvitationId& id, const crypto::Secret<16>& secret);

/// What one partner needs to join: the whole proposal, where the organizer listens, and a secret for one use.
/// The file works for whoever opens it first, so it must reach the right person.
struct Invitation {
    InvitationId id{};
    Place place = 1;
    Proposal proposal;
    std::vector<std::string> endpoints;  ///< 1..4, "tcp://host:port"
    crypto::Secret<16> secret;
    WallTime expires;
    crypto::Signature signature{};  ///< the organizer's, over everything else

    /// The `.tacit` file: a line that people can read, then base64.
    std::string encode() const;
    /// The same without the text around it.
    Bytes encode_binary() const;
    /// Reads both forms. Faults:
    /// - invitation_invalid: not an invitation, damaged, not canonical, or the signature does not fit;
    /// - changed_proposal: everything but the proposal is as the organizer signed it;
    /// - version_differs: undamaged, but made by a program of another protocol version.
    static Result<Invitation> decode(View file);

    PairingKeys pairing_keys() const { return derive_pairing(id, secret); }
    crypto::Digest proposal_hash() const { return proposal.hash(); }
};

/// What the organizer keeps of an invitation: never the secret. `mac` is erased when the invitation is spent.
struct InvitationRecord {
    InvitationId id{};
    Place place = 1;
    crypto::CurvePublic pairing_key{};  ///< for the transport's list of keys that may pair
    std::optional<crypto::Secret<32>> mac;
    WallTime expires;
};

struct NewInvitation {
    Invitation invitation;
    InvitationRecord record;
};

/// Fault::usage for a place outside 1..participants-1, a proposal that does not check, or bad endpoints;
/// `organizer` must be the key of the proposal's organizer.
Result<NewInvitation> make_invitation(const Proposal& proposal, Place place,
                                      std::vector<std::string> endpoints, WallTime expires,
                                      const crypto::SigningKey& organizer, crypto::Random& random);

}  // namespace tacit::session
