#pragma once

#include "question/decision/circuit.h"

namespace tacit::question::decision {

/// What the proposal of a Decision says of its protocol, as overlap/protection.h.
void describe_protocol(const Setting& setting, api::ProposalText& text);

}  // namespace tacit::question::decision
