#pragma once

#include <span>

#include "base/result.h"
#include "crypto/big_vector.h"
#include "crypto/block.h"
#include "crypto/random.h"
#include "mpc/channel.h"
#include "mpc/parallel.h"

/// Oblivious transfer. What the protocols of this folder, and those that are built on them, have in common.
namespace tacit::mpc::ot {

using crypto::BigVector;
using crypto::Block;

/// One use of the channel to one peer. Everything referred to lives at least as long as the object that was
/// set up with it; channel and randomness are used by the calling thread alone.
struct Endpoint {
    Channel& peer;
    crypto::Random& random;
    Workers& workers;
    Progress& progress;
    /// What tells this use from every other between any two participants: session, both names, purpose. Both
    /// sides have the same. Keys are hashed with it.
    View label;
};

/// Choice bits: bit i is bit i % 128 of block i / 128. Secret.
struct ChoiceBits {
    std::span<const Block> blocks;  ///< exactly as many as `count` needs; bits beyond are not looked at
    std::size_t count = 0;
};
constexpr std::size_t blocks_for(std::size_t bits) {
    return bits / 128 + (bits % 128 == 0 ? 0 : 1);
}

inline constexpr std::size_t max_cots = std::size_t{1} << 32;  ///< in one call

/// Correlated oblivious transfers with one offset Delta: the sender has blocks q, the receiver bits x and
/// blocks t, and q_j = t_j ^ x_j * Delta. Both sides call `extend` with the same counts in the same order;
/// each call gives fresh correlations under the same Delta.
///
/// Faults: usage for impossible parameters, and for every call after one that failed (a Delta that was under
/// attack is not used again); cancelled; malformed_message and cheating naming the peer; whatever the channel
/// reports.
class CotSender {
  public:
    virtual ~CotSender() = default;
    virtual Block delta() const = 0;
    virtual Result<BigVector<Block>> extend(std::size_t count) = 0;
};

class CotReceiver {
  public:
    virtual ~CotReceiver() = default;
    virtual Result<BigVector<Block>> extend(ChoiceBits choices) = 0;
};

}  // namespace tacit::mpc::ot
