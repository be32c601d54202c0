#pragma once

#include <array>
#include <vector>

#include "crypto/hash.h"
#include "crypto/ristretto.h"
#include "crypto/secret.h"
#include "mpc/ot/cot.h"

/// Random oblivious transfers from public-key operations on ristretto255: the sender gets pairs of keys, the
/// receiver one of each pair, by its choice bit. Malicious security up to selective failure: a corrupt sender
/// may guess choice bits, and is found with certainty by the first wrong guess. Source: Canetti, Sarkar and
/// Wang 2020, "Blazing Fast OT for Three-Round UC OT Extension" (ePrint 2020/110), base protocol.
///
/// Memory of both is wiped; nothing branches on or indexes by a choice bit, a scalar or a key.
namespace tacit::mpc::ot {

using KeyPairs = BigVector<std::array<Block, 2>>;

/// More than twice the statistical security of 40 bits, as the proof of the source asks for.
inline constexpr std::size_t min_base_ots = 81;
inline constexpr std::size_t max_base_ots = std::size_t{1} << 16;

// The two sides in steps, so that transfers may go both ways at once. Faults of all steps: usage for an
// impossible count; cancelled; malformed_message for what is no element of the group and cheating for what no
// honest program sends, naming the peer; whatever the channel reports. After a fault nothing is used.

class BaseSender {
  public:
    /// Sends this side's element.
    static Result<BaseSender> begin(std::size_t count, const Endpoint& receiver);
    /// Takes the receiver's elements, and sends a challenge.
    Status challenge();
    /// Takes the answer. The keys are nobody's to use before.
    Result<KeyPairs> finish();

  private:
    explicit BaseSender(const Endpoint& receiver) : receiver_(receiver) {}

    Endpoint receiver_;
    crypto::Digest session_{};
    std::vector<crypto::Scalar, crypto::WipingAllocator<crypto::Scalar>> secret_;  ///< one
    crypto::Point offer_;
    KeyPairs keys_;
    std::optional<crypto::Digest> answer_;  ///< that is expected, once the challenge is sent
};

class BaseReceiver {
  public:
    /// Sends its elements. `choices` are not looked at after the last step.
    static Result<BaseReceiver> begin(ChoiceBits choices, const Endpoint& sender);
    Status take_offer();
    /// Takes the challenge, and sends the answer.
    Result<BigVector<Block>> finish();

  private:
    BaseReceiver(ChoiceBits choices, const Endpoint& sender) : choices_(choices), sender_(sender) {}

    ChoiceBits choices_;
    Endpoint sender_;
    crypto::Digest session_{};
    std::vector<crypto::Scalar, crypto::WipingAllocator<crypto::Scalar>> secrets_;
    Bytes elements_;
    std::optional<crypto::Point> offer_;
};

/// All steps of one side.
Result<KeyPairs> send_base(std::size_t count, const Endpoint& receiver);
Result<BigVector<Block>> receive_base(ChoiceBits choices, const Endpoint& sender);

/// What the receiver's channel will have counted after a complete run; the sender's is its mirror image.
ChannelCounters base_ot_cost(std::size_t count);

}  // namespace tacit::mpc::ot
