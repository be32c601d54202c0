#pragma once

#include <optional>

#include "mpc/circuit/circuit.h"
#include "mpc/circuit/evaluate.h"
#include "question/decision/clear.h"
#include "question/decision/formula.h"
#include "question/decision/types.h"

/// A formula as a Boolean circuit. Widths follow from the ranges of the values, so that nothing overflows: an
/// undeclared number may be any of its 81 bits, and one with a declared range is brought into it inside the
/// circuit, so that whatever bits an altered program puts in, every sum has room and every number is one that
/// was agreed on.
namespace tacit::question::decision {

/// Between what a field lies, limits included.
struct Range {
    table::Decimal low = table::Decimal::whole(-largest_value);
    table::Decimal high = table::Decimal::whole(largest_value);
    bool declared = false;
    bool holds(table::Decimal value) const { return low <= value && value <= high; }
    friend bool operator==(const Range&, const Range&) = default;
};

/// Words are at most so wide, and the factors that a unit is made of likewise; more is refused.
inline constexpr std::size_t widest_word = 256, widest_factor = 100;
/// Beyond, a circuit is given up while it is made; what the protocols take is in limits.h.
inline constexpr std::size_t most_nodes = std::size_t{1} << 24;

/// A formula among participants.
struct Setting {
    Formula formula;
    std::vector<Range> ranges;  ///< parallel to Formula::fields; of a vote of no meaning
    std::uint16_t participants = 2;
    std::uint32_t recipients = everybody;  ///< bit by place
};

struct Compiled {
    mpc::circuit::Circuit circuit;
    /// Of an answer that is a number: what one unit of the word stands for.
    Rational unit;
};

/// Inputs: participant by participant, each field that it is asked for in the order of Formula::fields, as
/// input_bits. Outputs: for recipients alone, one set for all or, if the answer is one's own, one for each in
/// their order: if it can be withheld, a bit whether it is there; then a bit for yes or no, a bit by place
/// for names, or a word for a number. What is withheld is 0.
///
/// Flaws: participants that are not there, numbers that would need more than `widest_word` bits, division by
/// zero, more than `most_nodes`.
struct Compilation {
    std::optional<Compiled> compiled;
    std::optional<Flaw> flaw;  ///< of the two, one is there
};
Compilation circuit_of(const Setting& setting);

/// Bits of one input.
std::size_t input_width(const Field& field, const Range& range);
/// A value as the bits of an input; it must be within the range, a vote 0 or 1.
mpc::circuit::Bits input_bits(const Field& field, const Range& range, table::Decimal value);

/// What the recipient at `place` reads from the outputs, those for others being empty.
Answer answer_of(const Setting& setting, const Compiled& compiled,
                 const std::vector<mpc::circuit::Bits>& outputs, std::uint16_t place);

}  // namespace tacit::question::decision
