#pragma once

#include "question/decision/clear.h"
#include "question/decision/formula.h"

/// A formula in plain language. All are complete sentences, or begin in the middle of one where they say so.
namespace tacit::question::decision {

/// "Is the combined total of exposure above 1,000,000?", "Whose bid is the highest?", "What is ...?"
std::string question_of(const Formula& formula);

/// What an answer says: "The combined total of exposure is above 1,000,000." and, for no, "... is at most
/// 1,000,000."; "Birch has the highest bid.". `names` by place.
std::string meaning_of(const Formula& formula, const Answer& answer, const std::vector<std::string>& names);

/// In the middle of a sentence, what is learnt: "a yes or no: whether the combined total of exposure is above
/// 1,000,000", "who has the highest bid: the name alone".
std::string learnt(const Formula& formula);

/// In the middle of a sentence: "the combined total of exposure", "the combined total of exposure is above
/// 10".
std::string noun_of(const Node& number);
std::string clause_of(const Node& condition);
/// The opposite of a condition, as simple as may be.
Node opposite_of(const Node& condition);
/// "above", "at least", ...
std::string words_of(Comparison comparison);
/// "the organizer", "the partner", "partner 2".
std::string place_words(std::uint16_t place);
/// With a capital and a full stop.
std::string sentence(std::string text);

/// What a number of somebody's column is: "number of filled cells".
std::string number_words(Local local);

/// How a name is asked for: "of which your own total, or a number that you type, enters the sum".
std::string purpose_of(const Formula& formula, const std::string& name);

}  // namespace tacit::question::decision
