#pragma once

#include <vector>

#include "base/result.h"
#include "crypto/hash.h"
#include "mpc/circuit/evaluate.h"
#include "mpc/circuit/stream.h"
#include "mpc/progress.h"

/// What every garbling asks of a circuit and of the inputs to it, whatever the number of participants.
namespace tacit::mpc::garble {

/// Sizes, inputs, outputs and all gates, in one pass over them: whoever has another circuit finds out before
/// anybody is blamed for what comes of it. Fault::cancelled.
Status add_program(crypto::Hasher& hasher, const circuit::Program& program, const Progress& progress);

/// Fault::usage unless `inputs` are those of participant `self`, all inputs are of somebody who takes part,
/// and inputs and outputs lie within the slots.
Status check_inputs(const circuit::Shape& shape, std::size_t participants, std::size_t self,
                    const std::vector<circuit::Bits>& inputs);

}  // namespace tacit::mpc::garble
