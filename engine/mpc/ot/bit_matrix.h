#pragma once

#include "crypto/block.h"

namespace tacit::mpc::ot {

/// The transpose of a matrix of 128 x 128 bits: bit c of out[r] is bit r of in[c]. 128 blocks each; `out` may
/// be `in`. Fixed time.
void transpose(const crypto::Block* in, crypto::Block* out);

}  // namespace tacit::mpc::ot
