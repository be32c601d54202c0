#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "mpc/circuit/stream.h"

/// What a program gives, computed in the clear: the oracle for every protocol. Memory: one value per slot.
namespace tacit::mpc::circuit {

/// Least significant bit first.
using Bits = std::vector<bool>;

/// One entry per input of the shape, in its order, of exactly its length; one per output comes back.
/// Fault::usage for other lengths.
Result<std::vector<Bits>> evaluate(const Program& program, std::span<const Bits> inputs);

/// The same for 64 runs side by side: run i in bit i of each word.
using Lanes = std::vector<std::uint64_t>;
Result<std::vector<Lanes>> evaluate_lanes(const Program& program, std::span<const Lanes> inputs);

/// The low `bits` bits, sign extended beyond 64.
Bits to_bits(std::int64_t value, std::size_t bits);
/// Bits beyond 64 are not looked at. Of an empty list 0.
std::int64_t to_signed(const Bits& bits);
std::uint64_t to_unsigned(const Bits& bits);

}  // namespace tacit::mpc::circuit
