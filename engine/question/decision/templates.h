#pragma once

#include <span>

#include "api/decision.h"
#include "base/result.h"

/// Decisions that can be asked without writing a formula: each is a formula with slots.
namespace tacit::question::decision {

/// total-limit, cross, agreement, highest, own-position, tolerance, ratio.
std::vector<api::DecisionTemplate> templates();

/// Formula, template and parameters, in the order of the slots; slots left out have no value. Fault::usage
/// with a sentence.
Result<api::DecisionQuestion> fill(const std::string& name,
                                   std::span<const api::DecisionParameter> parameters);

}  // namespace tacit::question::decision
