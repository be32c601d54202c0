#pragma once

#include <cstddef>

#include "crypto/block.h"

/// Passes over fewer than 2^32 blocks whose memory accesses tell nothing about a secret place.
namespace tacit::mpc::vole {

using crypto::Block;

Block sum(const Block* x, std::size_t n);

/// x[place] = value; nothing if place >= n.
void replace(Block* x, std::size_t n, std::size_t place, Block value);

/// The same in two vectors: x[place] = value, y[place] = other. y is not longer than x.
void replace_both(Block* x, std::size_t n, Block value, Block* y, std::size_t m, Block other,
                  std::size_t place);

/// x[place] = value, and then the bits of `carrier` are one there and zero elsewhere.
void settle(Block* x, std::size_t n, std::size_t place, Block value, Block carrier);

/// out[i * stride] = value where i = place, and 0 elsewhere.
void mark(Block* out, std::size_t stride, std::size_t n, std::size_t place, Block value);

}  // namespace tacit::mpc::vole
