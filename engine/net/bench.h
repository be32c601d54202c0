#pragma once

#include <cstddef>

#include "base/result.h"

namespace tacit::net {

struct ThroughputResult {
    double megabytes_per_second = 0;  ///< 10^6 payload bytes
    double seconds = 0;
    std::size_t bytes = 0;
};

/// A host and a partner (or, if `relayed`, two partners) in this process over loopback TCP: sends `messages`
/// of `size` bytes one way, waits for the answer of one byte. Connecting is not counted.
Result<ThroughputResult> measure_throughput(std::size_t size, std::size_t messages, bool relayed);

}  // namespace tacit::net
