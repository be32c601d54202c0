#pragma once

#include "cli/bench_two.h"

namespace tacit::cli {

/// The default Overlap protocol alone, on random items of which half are in common: the first party receives.
Ready psi_party(bool first, const TwoPartyTask& task);

}  // namespace tacit::cli
