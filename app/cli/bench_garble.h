#pragma once

#include "cli/bench_two.h"

namespace tacit::cli {

/// Authenticated garbling alone: the first party garbles. `items` is the number of ANDs; 64 stands for one
/// comparison of two numbers.
Ready garble_party(bool first, const TwoPartyTask& task);

/// Seconds of the last run of the first party until the triples of its first batch were there.
double garble_preprocessing_seconds();

}  // namespace tacit::cli
