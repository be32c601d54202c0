#pragma once

#include "question/decision/builder.h"

namespace tacit::question::decision {

/// The proposal of a Decision in plain words: what is asked, who learns what, what nobody learns, what to
/// beware of.
api::ProposalText proposal_of(const Setting& setting);

}  // namespace tacit::question::decision
