#pragma once

#include <span>

#include "question/decision/formula.h"

namespace tacit::question::decision {

/// What a Decision answers, computed in the clear from all participants' numbers of the names (names_of), per
/// participant: for tests, rehearsals and the demo. Exact up to 10^6 participants.
bool evaluate(const Formula& formula, std::span<const std::vector<table::Decimal>> values);

}  // namespace tacit::question::decision
