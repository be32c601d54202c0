#pragma once

#include <cstdint>

#include "crypto/random.h"
#include "mpc/channel.h"

namespace tacit::mpc::garble {

/// One side of a run on a circuit for benchmarks, of any number of ANDs in layers of up to 4,096, made on the
/// fly: 64 input bits and the same 64 output bits on both sides. 64 ANDs stand for one comparison of two
/// numbers of 64 bits, one AND after another, of which the result is looked at.
Status run_benchmark(bool garbles, std::uint64_t ands, unsigned threads, Channel& peer,
                     crypto::Random& random, Progress& progress);

struct KernelBenchmark {
    double garbled_per_second = 0, evaluated_per_second = 0;  ///< ANDs, one thread, in the cache
};
KernelBenchmark measure_kernel();

}  // namespace tacit::mpc::garble
