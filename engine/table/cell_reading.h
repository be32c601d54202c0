#pragma once

#include <string_view>

#include "table/number_text.h"

namespace tacit::table {

/// A cell as a number: by the program's grammar if the file marks it as a number, else as people write.
NumberReading read_cell(std::string_view text, bool number_cell, NumberFormat format);

/// The sentences of an issue about a cell that is no usable number, and about one that is no date.
std::string_view problem_sentence(NumberProblem problem, NumberFormat format);
std::string_view next_sentence(NumberProblem problem, NumberFormat format);

/// What people write where there is no value: "n/a", "-", "#REF!", ... They have no say in what type a
/// column has. `text` is trimmed.
bool is_placeholder(std::string_view text);

/// "true" or "false" in any case. `text` is trimmed.
bool is_boolean(std::string_view text);

}  // namespace tacit::table
