#pragma once

#include "mpc/circuit/circuit.h"
#include "mpc/circuit/evaluate.h"
#include "question/total/disclosure.h"

/// The disclosure rules as a Boolean circuit: what does not pass leaves it as zeros. Widths follow from those
/// of the inputs, so that nothing overflows whatever bits a participant puts in.
namespace tacit::question::total {

/// Inputs, participant by participant: of each cell the count (unsigned) and the sum in millionths (two's
/// complement). Outputs, for all hosts: of each cell whether it is shown, its sum and its count, and four
/// times each statistic, which are zero where it is not.
mpc::circuit::Circuit circuit_of(const Layout& layout);

/// One participant's inputs; each within the limits of disclosure.h.
std::vector<mpc::circuit::Bits> inputs_of(const std::vector<Part>& parts);
/// From the outputs of the circuit. Fault::internal for others.
Result<Disclosed> disclosed(const Layout& layout, const std::vector<mpc::circuit::Bits>& outputs);

}  // namespace tacit::question::total
