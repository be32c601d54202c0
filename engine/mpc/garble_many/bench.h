#pragma once

#include <cstdint>
#include <span>

#include "crypto/random.h"
#include "mpc/channel.h"
#include "mpc/circuit/circuit.h"

namespace tacit::mpc::garble_many {

/// ANDs of the circuit that `run_benchmark` takes for `ands`.
std::uint64_t benchmark_ands(std::uint64_t ands);

/// One participant's part of a complete run on random inputs: comparisons of 64 ANDs each side by side, or
/// AES-128 for 0. Channels by participant, null in the own place.
Status run_benchmark(std::size_t self, std::uint64_t ands, unsigned threads,
                     std::span<Channel* const> channels, crypto::Random& random, Progress& progress);
/// With contributors who do not compute: least, quartiles and largest of a number of 64 bits of each.
circuit::Circuit quartiles_circuit(std::size_t hosts, std::size_t contributors);
/// The first `hosts` of the channels are the hosts', the others the contributors'. A host fails with
/// Fault::internal if its answer is not that in the clear.
Status run_quartiles(std::size_t self, std::size_t hosts, const circuit::Program& program, unsigned threads,
                     std::span<Channel* const> channels, crypto::Random& random, Progress& progress);

}  // namespace tacit::mpc::garble_many
