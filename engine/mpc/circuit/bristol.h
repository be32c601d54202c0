#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "mpc/circuit/circuit.h"

/// Circuits as text, in Bristol Fashion (the newer of the two Bristol formats; N. Smart's collection of
/// circuits describes it).
///
///   gates wires
///   number of inputs, bits of each
///   number of outputs, bits of each
///   a line per gate:  2 1 a b out AND     2 1 a b out XOR     1 1 a out INV
///                     1 1 0|1 out EQ      1 1 a out EQW       2n n a... b... out... MAND
///
/// Wires of inputs come first, those of outputs last. Words are separated by blanks; empty lines do not
/// count.
namespace tacit::mpc::circuit {

/// Who gives and who learns, which the format does not say. Lists may be empty: then input i belongs to
/// participant i, all from 31 on to participant 31, and everybody learns everything.
struct Roles {
    std::vector<std::uint8_t> inputs;    ///< participant, per input
    std::vector<std::uint32_t> outputs;  ///< recipients as bits, per output
};

inline constexpr std::size_t max_bristol_text = std::size_t{1} << 28;
inline constexpr std::size_t max_bristol_input_bits = std::size_t{1} << 20;

/// The text is not trusted: every wire is set once, before it is read; nothing is allocated but in proportion
/// to the text, up to `max_bristol_input_bits`. Fault::file_refused with the number of the line;
/// Fault::usage if `roles` does not fit the text.
Result<Circuit> read_bristol(std::string_view text, const Roles& roles = {});

/// Every gate on a line of its own, and at the end one EQW per output bit. Fault::usage for inputs not in
/// slots 0, 1, 2, ... in their order or for more than 2^32 wires.
Result<std::string> write_bristol(const Program& program);

}  // namespace tacit::mpc::circuit
