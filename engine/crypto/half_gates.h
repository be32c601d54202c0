#pragma once

#include <cstddef>
#include <cstdint>

#include "crypto/block.h"
#include "crypto/vector_ops.h"

/// The hashing of half-gates (Zahur, Rosulek and Evans, ePrint 2014/756) for many independent ANDs at once,
/// with room for what authenticated garbling adds. H(x, k) = AES_k(sigma(x)) ^ sigma(x), sigma as in
/// aes_hash.h: tweakable circular correlation robust in the ideal cipher model where each k is used for one
/// gate's half alone and the first k is random (Guo, Katz, Wang, Weng and Yu, ePrint 2019/1168, section 4).
/// Gate g uses the keys {start.low + g, start.high} for a and {start.low + g, start.high ^ 1} for b.
namespace tacit::crypto {

/// Per gate, all arrays of n, `table` of 2n (GarblerArrays in vector_ops.h):
/// table[2i] = H(a) ^ H(a ^ delta) ^ first[i], table[2i + 1] = H(b) ^ H(b ^ delta) ^ a ^ second[i],
/// out[i] = H(a) ^ H(b) ^ third[i].
void garble_ands(Block start, std::uint64_t first_gate, Block delta, const GarblerArrays& arrays,
                 std::size_t n);

/// out_i = H(a_i) ^ H(b_i) ^ rest_i. `out` may be any of the inputs.
void evaluate_ands(Block start, std::uint64_t first_gate, const Block* a, const Block* b, const Block* rest,
                   Block* out, std::size_t n);

}  // namespace tacit::crypto
