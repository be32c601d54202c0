#pragma once

#include "mpc/vole/regular_noise.h"

/// Silent vector oblivious linear evaluation over F = GF(2^128): C = B + Delta A, where the sender holds
/// Delta and B, and the receiver A and C. A is pseudo-random, and so is B. Malicious. See the README. Delta
/// is that of the COTs that go in, which may serve several calls.
namespace tacit::mpc::vole {

struct Parameters {
    std::size_t count = 0;  ///< elements of each vector, from 1 to max_count
    CodeName code = CodeName::expand_convolute_7x24;
    /// How many runs with the same label came before, the same on both sides.
    std::uint64_t call = 0;
};
inline constexpr std::size_t max_count = std::size_t{1} << 28;

struct VoleReceived {
    BigVector<Block> a, c;
};

/// Faults of both: usage for an impossible count; cancelled; whatever COTs and channel report;
/// malformed_message and cheating naming the peer. After a fault the COTs must not be used again: Delta may
/// have been under attack. `endpoint.progress` is told `count` elements in all, as the work goes on.
Result<BigVector<Block>> send_vole(const Parameters& parameters, ot::CotSender& cots,
                                   const ot::Endpoint& endpoint);
Result<VoleReceived> receive_vole(const Parameters& parameters, ot::CotReceiver& cots,
                                  const ot::Endpoint& endpoint);

/// COTs that one call takes, and what the receiver's channel counts beyond theirs; the sender's counts are
/// the mirror image.
std::size_t vole_cots(std::size_t count);
ChannelCounters vole_cost(std::size_t count);

}  // namespace tacit::mpc::vole
