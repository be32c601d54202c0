#pragma once

#include "cli/bench_parties.h"

namespace tacit::cli {

/// The default Overlap protocol alone, on random items of which half are in common: the first party receives.
Ready psi_party(std::size_t self, const PartyTask& task);

}  // namespace tacit::cli
