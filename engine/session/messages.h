#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "crypto/hash.h"
#include "session/identity.h"

namespace tacit::session {

// Control messages between the organizer and each partner; the transport carries them reliably and in order.
// One byte of tag, then the fields. `n` is the number of participants, which both sides know from the
// proposal; lists by place have exactly n elements.
//
//   1 Agree     agreement-to-be of one participant                               partner -> organizer
//   2 Decline   reason text(500)                                                 partner -> organizer
//   3 Roster    n cards, n agrees                                                organizer -> partners
//   4 Seal      signature 64                                                     partner -> organizer
//   5 Seals     n signatures                                                     organizer -> partners
//   6 Ready     (nothing)                                                        partner -> organizer
//   7 Start     (nothing)                                                        organizer -> partners
//   8 Finished  kind u8 (0 no commitment, 1 one) [, 32], signature 64            partner -> organizer
//   9 Done      n outcomes as in Finished, or kind 2 with that of Delivered      organizer -> partners
//  10 End       fault u8, about u16, name text(100), detail text(500)            both ways
//  11 Delivered signature 64                                                     partner -> organizer

/// Says yes to one proposal, and binds the key with which the partners of this session will talk.
struct Agree {
    crypto::Digest proposal_hash{};
    crypto::CurvePublic ephemeral{};
    std::string contributes;  ///< in words, e.g. "412 rows, column salary"; never data; at most 500 bytes
    /// What else is agreed with it, which the run goes by; opaque here, at most 16 bytes. Total: own rules.
    Bytes terms{};
    crypto::Signature signature{};
    friend bool operator==(const Agree&, const Agree&) = default;
};

struct Decline {
    std::string reason;
    friend bool operator==(const Decline&, const Decline&) = default;
};

/// Who takes part and what each agreed to, by place.
struct Roster {
    std::vector<IdentityCard> cards;
    std::vector<Agree> agrees;
    friend bool operator==(const Roster&, const Roster&) = default;
};

/// "This is the roster that I was shown."
struct Seal {
    crypto::Signature signature{};
    friend bool operator==(const Seal&, const Seal&) = default;
};
struct Seals {
    std::vector<crypto::Signature> signatures;
    friend bool operator==(const Seals&, const Seals&) = default;
};
struct Ready {
    friend bool operator==(const Ready&, const Ready&) = default;
};
struct Start {
    friend bool operator==(const Start&, const Start&) = default;
};

/// The run has ended well here. Recipients commit to their result; see `commit_result`.
struct Finished {
    std::optional<crypto::Digest> commitment;
    crypto::Signature signature{};
    bool delivered = false;  ///< the signature is that of a Delivered, and says nothing of the end
    friend bool operator==(const Finished&, const Finished&) = default;
};
struct Done {
    std::vector<Finished> outcomes;
    friend bool operator==(const Done&, const Done&) = default;
};

/// One's numbers are with all who compute, who need this partner no more: if it is gone before it has the
/// result, the others go on, and this stands for its Finished. It is given before the end, and so signed as
/// something else.
struct Delivered {
    crypto::Signature signature{};
    friend bool operator==(const Delivered&, const Delivered&) = default;
};

/// The session is over because of `fault`. From a partner: why it leaves; from the organizer: what everybody
/// is told. A cancel is End{cancelled, about the sender}. The sender sends, and the receiver takes, the
/// faults of `told_fault` only (lobby.h).
struct End {
    static constexpr Place nobody = 0xffff;
    Fault fault = Fault::cancelled;
    Place about = nobody;
    std::string name;    ///< organisation at that place, for those who have not seen a roster; may be empty
    std::string detail;  ///< at most 500 bytes
    friend bool operator==(const End&, const End&) = default;
};

using Message =
    std::variant<Agree, Decline, Roster, Seal, Seals, Ready, Start, Finished, Done, End, Delivered>;

Bytes encode_message(const Message& message);
/// Strict: Fault::malformed_message. Signatures are not looked at.
Result<Message> decode_message(View bytes, std::size_t participants);

// Parts of messages that records hold too.
void write_agree(wire::Writer& writer, const Agree& agree);
Agree read_agree(wire::Reader& reader);
void write_roster(wire::Writer& writer, const Roster& roster);
Roster read_roster(wire::Reader& reader, std::size_t participants);
void write_finished(wire::Writer& writer, const Finished& finished);
Finished read_finished(wire::Reader& reader);

}  // namespace tacit::session
