#pragma once

#include "question/decision/formula.h"

/// A formula in plain language. All are complete sentences, or begin in the middle of one where they say so.
namespace tacit::question::decision {

/// "Is the combined total of exposure above 1,000,000?"
std::string question_of(const Formula& formula);

/// "The combined total of exposure is above 1,000,000." and, for no, "... is at most 1,000,000."
std::string meaning_of(const Formula& formula, bool answer);

/// In the middle of a sentence: "whether the combined total of exposure is above 1,000,000".
std::string whether(const Formula& formula);

/// What a yes tells whoever knows an own number: "if the answer is yes and your own total is 10, you know
/// that the other one's total is above 90". In the middle of a sentence.
std::string inference(const Formula& formula, std::uint16_t participants);

}  // namespace tacit::question::decision
