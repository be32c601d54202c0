#pragma once

#include <cstddef>

#include "crypto/block.h"

/// Passes over fewer than 2^32 blocks whose memory accesses tell nothing about a secret place.
namespace tacit::mpc::vole {

using crypto::Block;

Block sum(const Block* x, std::size_t n);

/// x[place] = value; nothing if place >= n.
void replace(Block* x, std::size_t n, std::size_t place, Block value);

/// out[i * stride] = value where i = place, and 0 elsewhere.
void mark(Block* out, std::size_t stride, std::size_t n, std::size_t place, Block value);

}  // namespace tacit::mpc::vole
