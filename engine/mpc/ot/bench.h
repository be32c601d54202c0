#pragma once

#include <cstddef>

#include "base/result.h"

namespace tacit::mpc::ot {

struct OtBenchmark {
    double base_milliseconds = 0;    ///< 128 base transfers
    double set_up_milliseconds = 0;  ///< of the extension, base transfers included
    double cots_per_second = 0;
    double bytes_per_cot = 0;  ///< both directions, without the set-up
};

/// Both sides in this process, a thread each and `workers` for the arithmetic of each, without a network
/// between.
Result<OtBenchmark> measure_ot(unsigned field_bits, std::size_t cots, unsigned workers);

}  // namespace tacit::mpc::ot
