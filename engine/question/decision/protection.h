#pragma once

#include "api/question.h"
#include "question/decision/formula.h"

namespace tacit::question::decision {

/// What the proposal of a Decision says of its protocol, as overlap/protection.h. `to`: who learns the
/// answer.
void describe_protocol(const Formula& formula, api::Recipients to, std::uint16_t participants,
                       api::ProposalText& text);

}  // namespace tacit::question::decision
