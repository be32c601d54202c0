#pragma once

#include "api/question.h"

/// The proposal of a Total under rules or by category, in plain words.
namespace tacit::question::total {

/// `question` is valid and compares.
api::ProposalText describe_jointly(const api::TotalQuestion& question, std::uint16_t participants);

/// "both participants", "all 3 participants".
std::string all_of(std::uint16_t participants);
/// That one's own table is read and only sums leave it, for AskedColumn.
inline constexpr const char* purpose_of_numbers = "a column of numbers; its sum and count enter the total";

}  // namespace tacit::question::total
