#pragma once

#include <string_view>

#include "base/result.h"
#include "question/decision/formula.h"

namespace tacit::question::decision {

inline constexpr std::size_t longest_formula = 2000;  ///< bytes
inline constexpr std::size_t longest_name = 200;      ///< bytes

/// Reads a formula, which may come from a partner or a command line.
///
///   formula    = sum comparison number
///   sum        = "sum" "(" name ")"                                       in any case
///   name       = bare / DQUOTE *character DQUOTE / "`" *character "`"     the quote itself is written twice
///   bare       = letter *(letter / digit)          letters: a-z, A-Z, _, all beyond ASCII
///   comparison = ">" / ">=" / "<" / "<="
///   number     = ["-" / "+"] 1*digit ["." 1*digit]                        up to six places, +-10^19
///
/// Blanks may stand between words. Fault::usage with what is wrong, at which character (counted from 1), and
/// what may stand there.
Result<Formula> parse_formula(std::string_view text);

}  // namespace tacit::question::decision
