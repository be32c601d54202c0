#pragma once

#include <cstdint>
#include <span>

#include "crypto/random.h"
#include "mpc/channel.h"

namespace tacit::mpc::garble_many {

/// ANDs of the circuit that `run_benchmark` takes for `ands`.
std::uint64_t benchmark_ands(std::uint64_t ands);

/// One participant's part of a complete run on random inputs: comparisons of 64 ANDs each side by side, or
/// AES-128 for 0. Channels by participant, null in the own place.
Status run_benchmark(std::size_t self, std::uint64_t ands, unsigned threads,
                     std::span<Channel* const> channels, crypto::Random& random, Progress& progress);

}  // namespace tacit::mpc::garble_many
