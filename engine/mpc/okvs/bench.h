#pragma once

#include <cstddef>

#include "base/result.h"
#include "mpc/okvs/parameters.h"

namespace tacit::mpc::okvs {

struct Timing {
    double encode_ns = 0, decode_ns = 0;  ///< wall clock per item, the best of the rounds
    std::size_t size = 0;                 ///< of the encoding, in blocks
};

/// Encodes and decodes random keys and values `rounds` times, and checks that what comes out went in.
Result<Timing> measure(const Parameters& parameters, unsigned threads, int rounds);

}  // namespace tacit::mpc::okvs
