#pragma once

#include <functional>

#include "crypto/big_vector.h"
#include "crypto/secret.h"
#include "mpc/ot/cot.h"
#include "mpc/vole/linear_code.h"

/// A correlation with regular noise, W = V + Delta E: the sender holds Delta and V, the receiver W and E,
/// which is zero but for one place in each of `noise_blocks` blocks. Malicious. The step before the linear
/// code of silent VOLE. Source: the single-point protocol of Weng, Yang, Katz and Wang 2021, "Wolverine"
/// (ePrint 2020/925), spsVOLE, with one check for all blocks.
namespace tacit::mpc::vole {

using crypto::BigVector;

/// 249 are needed (README); one more, so that each half of the vectors has whole blocks.
inline constexpr std::size_t noise_blocks = 250;
/// Values of the noise and one more, for the check.
inline constexpr std::size_t base_values = noise_blocks + 1;

struct NoiseShape {
    std::size_t block = 0;  ///< places in a block

    /// For `count` outputs of the code.
    static NoiseShape for_outputs(std::size_t count);
    /// The same in blocks of a power of two, as correlated trees need them.
    static NoiseShape of_full_trees(std::size_t count);
    std::size_t half() const { return noise_blocks / 2 * block; }  ///< places in each half of the vectors
    std::size_t depth() const;
    std::size_t message_blocks() const { return noise_blocks * (2 * depth() + 1); }
    std::size_t cots() const { return 128 * base_values + noise_blocks * depth(); }
};

/// What both sides must see alike, beyond what they exchange.
struct NoiseTerms {
    NoiseShape shape;
    CodeName code = CodeName::expand_convolute_7x24;
    std::uint64_t count = 0;
    std::uint64_t call = 0;  ///< how many runs with the same label came before
};

/// Public randomness of the run, from which the code is drawn: it came up after the sender was bound.
using Challenge = Block;
/// The seed of the code.
Block code_seed(const NoiseTerms& terms, const ot::Endpoint& endpoint, Challenge challenge);

/// Faults of both: whatever the COTs and the channel report; cancelled; cheating naming the peer if the check
/// fails, which only the receiver sees. V goes to the two halves, of shape.half() places each.
Result<Challenge> send_noise(const NoiseTerms& terms, ot::CotSender& cots, const ot::Endpoint& endpoint,
                             std::span<Block> first, std::span<Block> second);

/// A block of the receiver's. The secret is `place`: accesses must not depend on it.
struct NoiseBlock {
    std::size_t index;
    std::span<const Block> w;
    std::size_t place;
    Block value;
};
/// Called once for each block, by any thread of the workers.
using PlaceNoise = std::function<void(const NoiseBlock&)>;

/// W goes to the two halves; where `second` is empty, to `place` alone.
Result<Challenge> receive_noise(const NoiseTerms& terms, ot::CotReceiver& cots, const ot::Endpoint& endpoint,
                                std::span<Block> first, std::span<Block> second, const PlaceNoise& place);

/// What the receiver's channel counts, without the COTs; the sender's is the mirror image.
ChannelCounters noise_cost(const NoiseShape& shape);

}  // namespace tacit::mpc::vole
