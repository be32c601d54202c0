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
/// The same with contributors who do not compute: least, quartiles and largest of a number of 64 bits of
/// each. The first `hosts` of the channels are the hosts', the others the contributors'. A host fails with
/// Fault::internal if its answer is not that in the clear.
Status run_quartiles(std::size_t self, std::size_t hosts, unsigned threads,
                     std::span<Channel* const> channels, crypto::Random& random, Progress& progress);
std::uint64_t quartiles_ands(std::size_t contributors);

}  // namespace tacit::mpc::garble_many
