#pragma once

#include <optional>
#include <variant>

#include "session/invitation.h"

namespace tacit::session {

// The messages by which an invitation is taken up. They run inside the CURVE connection of the pairing key
// and are an unreliable request and reply: every repeat must be harmless.
//
//   claim   = 1 u8, version u16, invitation id 16, card, client time i64, proposal hash 32, nonce 32,
//             proof 32 (of the card's CURVE key, over all before), signature 64 (of the card's key over all
//             before), MAC 32 (over all before)
//   welcome = 2 u8, version u16, session id 16, place u16, host time i64,
//             signature 64 (the organizer's, over claim hash and all before), MAC 32 (over claim hash and
//             all)
//   refusal = 3 u8, version u16, host time i64, fault u8, has MAC u8 [, MAC 32 (over claim hash and all
//   before)]
//
// First byte and version have this place in all versions, and so has the whole refusal.
//
// The proof is a hash, with all before it, of the X25519 secret between the card's CURVE key and the one of
// the organizer's card: without it a partner could put another's public key into its card, and that other one
// would find its key taken.

struct Claim {
    InvitationId invitation{};
    IdentityCard card;
    WallTime client_time;
    crypto::Digest proposal_hash{};
    ByteArray<32> nonce{};
    crypto::Signature signature{};
};

/// Fault::version_differs, or Fault::malformed_message. Signatures and MAC are not looked at.
Result<Claim> decode_claim(View bytes);
/// True if the MAC at the end of the claim was made with this key.
bool claim_mac_fits(View bytes, const crypto::Secret<32>& mac);
/// True if card and claim are signed by the card's key.
bool claim_signed(View bytes, const Claim& claim);
/// True if the claim was made with the secret half of the card's CURVE key, for the organizer with this one.
bool claim_proves_curve(View bytes, const Claim& claim, const crypto::CurveKey& organizer);
crypto::Digest claim_hash(View bytes);

struct Welcome {
    SessionId session_id{};
    Place place = 0;
    WallTime host_time;
};
Bytes encode_welcome(const Welcome& welcome, const crypto::Digest& claim, const crypto::SigningKey& organizer,
                     const crypto::Secret<32>& mac);
/// `mac` may be missing when it has been erased; such a refusal is believed for few faults only.
Bytes encode_refusal(Fault fault, WallTime host_time, const crypto::Digest& claim,
                     const crypto::Secret<32>* mac);

/// Whether an invitation is too old, by the clocks of both sides: nothing, Fault::invitation_expired or
/// Fault::wrong_clock. Both sides use it, so they come to the same answer.
///
///   host's clock | client's clock | clocks differ by more than 10 min | answer
///   in time      | in time        | any                               | nothing
///   in time      | late           | no                                | nothing: the host's clock decides
///   in time      | late           | yes                               | wrong_clock
///   late         | in time        | no                                | invitation_expired
///   late         | in time        | yes                               | wrong_clock
///   late         | late           | any                               | invitation_expired: no clock would
///   help
std::optional<Fault> clock_verdict(WallTime expires, WallTime host, WallTime client);

/// A partner's side of one pairing.
class PartnerPairing {
  public:
    /// `card` must belong to `key` and `curve`.
    static PartnerPairing begin(const Invitation& invitation, const IdentityCard& card,
                                const crypto::SigningKey& key, const crypto::CurveKey& curve, WallTime now,
                                crypto::Random& random);
    /// To be sent, unchanged, until a reply comes.
    View request() const { return request_; }
    /// What the host answered. Faults: wrong_host (the reply is not from the organizer who signed the
    /// invitation), malformed_message, or the host's refusal: invitation_used, invitation_expired,
    /// wrong_clock, version_differs, changed_proposal, refused, cancelled.
    Result<Welcome> finish(View reply) const;

  private:
    PartnerPairing() = default;
    Result<Welcome> finish_welcome(View reply) const;
    Error finish_refusal(View reply) const;

    Bytes request_;
    crypto::Digest claim_{};
    crypto::Secret<32> mac_;
    crypto::VerifyKey organizer_{};
    std::string organizer_name_;
    SessionId session_id_{};
    Place place_ = 0;
    WallTime client_time_;
    WallTime expires_;
};

}  // namespace tacit::session
