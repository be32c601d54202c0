#pragma once

#include "api/question.h"

/// The proposal of a Total under rules or by category, in plain words.
namespace tacit::question::total {

/// `question` is valid and compares.
api::ProposalText describe_jointly(const api::TotalQuestion& question, std::uint16_t participants);

/// "both participants", "all 3 participants".
std::string all_of(std::uint16_t participants);
/// What is expected of the numbers, and that only sums of them leave one's own table.
void ask_for_numbers(const api::TotalQuestion& question, api::ProposalText& text);

}  // namespace tacit::question::total
