#pragma once

#include "mpc/circuit/circuit.h"
#include "mpc/circuit/evaluate.h"
#include "question/decision/formula.h"

/// A formula as a Boolean circuit. Widths follow from the range of the values, so that nothing overflows:
/// whatever bits a participant puts in, the sum over all has room.
namespace tacit::question::decision {

/// Bits of one participant's number in millionths, two's complement.
std::size_t value_bits();

/// Inputs: per participant its number of each name (names_of), `value_bits` wide, in the order of the
/// participants. One output bit, the answer, for those whose bits are set in `recipients`.
mpc::circuit::Circuit circuit_of(const Formula& formula, std::uint16_t participants,
                                 std::uint32_t recipients);

/// A number as the bits of an input. It must be within `largest_value`.
mpc::circuit::Bits bits_of(table::Decimal value);

}  // namespace tacit::question::decision
