#pragma once

#include "question/definition.h"
#include "question/total/disclosure.h"

/// A Total whose numbers enter a circuit, which opens what the rules let pass.
namespace tacit::question::total {

inline constexpr std::uint16_t joint_most_participants = 16;
/// Columns of a Total with statistics.
inline constexpr std::size_t statistics_most_columns = 8;

/// How many cells a circuit among so many takes, whatever the rules.
std::size_t most_cells(std::uint16_t participants);

Layout layout_of(const api::TotalQuestion& question, std::size_t participants);

Result<api::TotalResult> run_jointly(const api::TotalQuestion& question, const Input& input,
                                     RunContext& context);

/// Of an agreed question; stricter rules that somebody brings may add to it.
std::uint64_t joint_bytes(const api::TotalQuestion& question, std::uint16_t participants);
api::CostEstimate joint_estimate(const api::TotalQuestion& question, const Machine& machine);

}  // namespace tacit::question::total
