#pragma once

#include "mpc/circuit/builder.h"

namespace tacit::mpc::circuit {

/// The work of Builder::finish: drops what no output needs, orders gates by AND depth, gives out slots by
/// liveness (linear scan), cuts chunks.
Circuit lay_out(const Graph& graph);

}  // namespace tacit::mpc::circuit
