#pragma once

#include "question/definition.h"
#include "question/total/disclosure.h"

/// A Total whose numbers enter a circuit, which opens what the rules let pass.
namespace tacit::question::total {

inline constexpr std::uint16_t joint_most_participants = 64;
/// So many add up shares, unless they ask for more than that.
inline constexpr std::uint16_t plain_most_participants = 16;
inline constexpr double long_seconds = 30;
/// How many cells a circuit among so many takes, whatever the rules.
std::size_t most_cells(std::uint16_t participants);
/// The same where there are statistics.
std::size_t statistics_most_cells(std::uint16_t participants);

/// Whether so many run it as a circuit.
bool by_circuit(const api::TotalQuestion& question, std::uint16_t participants);

Layout layout_of(const api::TotalQuestion& question, std::size_t participants);

/// The strictest of those proposed and of what the participants signed with their consents. Fault::cheating
/// for terms that are no rules: only an altered program signs such.
Result<api::DisclosureRules> agreed_rules(const api::DisclosureRules& proposed, const RunContext& context);

Result<api::TotalResult> run_jointly(const api::TotalQuestion& question, const Input& input,
                                     RunContext& context);

/// Of an agreed question; stricter rules that somebody brings may add to it.
std::uint64_t joint_bytes(const api::TotalQuestion& question, std::uint16_t participants);
/// With advice to have fewer compute where the question does not say who does, that takes `long_seconds` or
/// more, and with fewer at most half as long.
api::CostEstimate joint_estimate(const api::TotalQuestion& question, std::uint16_t participants,
                                 const Machine& machine);

}  // namespace tacit::question::total
