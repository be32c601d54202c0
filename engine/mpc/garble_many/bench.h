#pragma once

#include <cstddef>
#include <cstdint>

#include "base/result.h"

namespace tacit::mpc::garble_many {

struct Benchmark {
    std::uint64_t ands = 0;
    double seconds = 0;
    double preprocessing_seconds = 0;   ///< until the triples of the first window are there, at the evaluator
    std::uint64_t bytes = 0;            ///< sent by all
    std::uint64_t evaluator_bytes = 0;  ///< sent and received by it
};

/// Both: a complete run on random inputs among `participants` in this process, one thread each and `threads`
/// for its arithmetic: AES-128, or comparisons of 64 bits side by side.
Result<Benchmark> measure_aes(std::size_t participants, unsigned threads);
Result<Benchmark> measure_comparisons(std::size_t count, std::size_t participants, unsigned threads);
/// Least, quartiles and largest of a random number of 64 bits of each of `contributors`, who do not compute.
/// Fault::internal if any host's answer is not that in the clear.
Result<Benchmark> measure_quartiles(std::size_t contributors, std::size_t hosts, unsigned threads);

}  // namespace tacit::mpc::garble_many
