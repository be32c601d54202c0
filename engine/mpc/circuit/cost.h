#pragma once

#include <cstdint>

#include "mpc/circuit/stream.h"

namespace tacit::mpc::circuit {

/// What a protocol's own cost is a function of.
struct Cost {
    std::uint64_t ands = 0;
    std::uint64_t linear = 0;  ///< XOR and NOT, no communication
    std::uint64_t and_depth = 0;
    std::uint64_t input_bits = 0, output_bits = 0;
    std::uint64_t slots = 0;  ///< values to be kept at a time
};
Cost cost(const Shape& shape);

std::uint64_t input_bits_of(const Shape& shape, std::uint8_t participant);
/// Participants from 0 to 31.
std::uint64_t output_bits_to(const Shape& shape, std::uint8_t participant);

}  // namespace tacit::mpc::circuit
