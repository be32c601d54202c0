#pragma once

#include <cstddef>

#include "base/result.h"

namespace tacit::mpc::vole {

struct VoleBenchmark {
    double set_up_milliseconds = 0;  ///< base transfers and their extension's set-up, once per pair
    double vole_milliseconds = 0;    ///< one silent VOLE after that, until both sides have it
    double voles_per_second = 0;
    double bytes_per_vole = 0;  ///< both directions, set-up included
    double cots_per_second = 0;
    double bytes_per_cot = 0;
    /// The linear code alone, per element of the result: one vector, two in one pass, two over bits.
    double code_nanoseconds = 0;
    double pair_code_nanoseconds = 0;
    double binary_code_nanoseconds = 0;
};

/// Both sides in this process, a thread each and `workers` for the arithmetic of each, without a network
/// between.
Result<VoleBenchmark> measure_vole(std::size_t count, unsigned workers);

}  // namespace tacit::mpc::vole
