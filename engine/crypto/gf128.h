#pragma once

#include <cstddef>

#include "crypto/block.h"

namespace tacit::crypto {

/// GF(2^128) = GF(2)[x] / (x^128 + x^7 + x^2 + x + 1). Bit i of a block is the coefficient of x^i, so 1 is
/// {1, 0}; GCM has the same field with the bits of each byte the other way round. Addition is `^`. All in
/// fixed time. `out` may be any of the inputs.

Block gf_mul(Block a, Block b);

/// 0 for 0.
Block gf_inverse(Block a);

/// out_i = a_i * b_i
void gf_mul_each(const Block* a, const Block* b, Block* out, std::size_t n);

/// out_i = addend_i ^ constant * x_i
void gf_scale_add(Block constant, const Block* x, const Block* addend, Block* out, std::size_t n);

/// The sum of a_i * b_i.
Block gf_inner_product(const Block* a, const Block* b, std::size_t n);

}  // namespace tacit::crypto
