#pragma once

#include <optional>
#include <string_view>

#include "api/decision.h"
#include "base/result.h"
#include "question/decision/formula.h"

namespace tacit::question::decision {

inline constexpr std::size_t longest_formula = 2000;  ///< bytes
inline constexpr std::size_t longest_name = 200;      ///< bytes
/// Brackets, signs and `if` inside each other.
inline constexpr int deepest_formula = 32;

/// Reads a formula, which may come from a partner or a command line. From loose to tight:
///
///   formula     = "if" condition "then" expression                        no answer where it does not hold
///               / expression
///   expression  = "if" condition "then" expression "else" expression / disjunction
///   condition   = disjunction
///   disjunction = conjunction *("or" conjunction)
///   conjunction = negation *("and" negation)
///   negation    = "not" negation / comparison
///   comparison  = sum [(">" / ">=" / "<" / "<=" / "=" / "!=") sum / "between" sum "and" sum]
///   sum         = product *(("+" / "-") product)                          from the left
///   product     = factor *(("*" / "/") factor)                            one side of * and the right one of
///                                                                         / constant
///   factor      = ("-" / "+") factor / number / field / call / "(" expression ")"
///   call        = function "(" expression *("," expression) ")"
///   field       = name ["." ("sum" / "count" / "min" / "max" / "average")]
///   name        = bare / DQUOTE *character DQUOTE / "`" *character "`"    the quote itself is written twice
///   bare        = letter *(letter / digit)         letters: a-z, A-Z, _, all beyond ASCII
///   number      = 1*digit ["." 1*digit]            up to six places, at most 10^19
///
/// Functions, in any case, as the words between:
///
///   sum min max average median quartile(.., 1 to 3)   of each participant's own number
///   count all any none                                of each participant's own condition
///   highest lowest                                    who; only as the answer
///   mine organizer partner partner1 ... partner7      of one participant
///   min max with two or more                          of numbers
///
/// A name stands for each participant's own number (field) or, where a condition is expected, for each one's
/// yes or no; so it stands inside a function of participants. Blanks may stand between words. A comma between
/// two digits is refused, because it could be meant as part of the number.
struct Reading {
    std::optional<Formula> formula;
    std::optional<api::FormulaProblem> problem;  ///< of the two, one is there
};
Reading read_formula(std::string_view text, std::size_t longest = longest_formula);

/// The same as a Result: Fault::usage with what is wrong, at which character (counted from 1), and what may
/// stand there.
Result<Formula> parse_formula(std::string_view text, std::size_t longest = longest_formula);

/// A problem with its place: "Formula, character 9: a number is expected."
std::string sentence_of(const api::FormulaProblem& problem);
/// What is wrong at some bytes of a text.
api::FormulaProblem problem_at(std::string_view text, std::size_t begin, std::size_t end,
                               const std::string& what);

}  // namespace tacit::question::decision
