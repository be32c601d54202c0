#pragma once

#include <optional>
#include <string>
#include <vector>

#include "question/decision/types.h"

/// Units of the numbers that participants bring, such as EUR or kg. They change nothing of what is computed:
/// they keep a formula from adding or comparing what is not alike, and stand in what people read.
///
/// A number in the formula has whatever unit stands beside it, and a number without a declared unit likewise;
/// what counts (count, NAME.count) has none. Times and divided by a plain number the unit stays.
namespace tacit::question::decision {

/// Checks the units of the fields (Field::unit, empty where none is declared), and writes them to the numbers
/// of the formula and to its answer. What is wrong, and where.
std::optional<Flaw> apply_units(Formula& formula);

}  // namespace tacit::question::decision
