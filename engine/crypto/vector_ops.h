#pragma once

#include <cstddef>
#include <cstdint>

// Included by sources that are compiled for newer processors. It must bring in no inline function: the linker
// could otherwise take a copy that only these processors can run for the whole program.
namespace tacit::crypto {

struct Block;

/// See half_gates.h.
struct GarblerArrays {
    const Block *a, *b, *first, *second, *third;
    Block *table, *out;
};

/// What one kind of processor offers, as a table of functions. `round_keys` are the 11 of AES-128. Any n, 0
/// included; out may be in. All run in fixed time: no branch and no index depends on the contents of a block.
struct VectorOps {
    const char* name;
    void (*expand_key)(const Block* key, Block* round_keys);
    void (*encrypt)(const Block* round_keys, const Block* in, Block* out, std::size_t n);
    /// out_i = AES({first + i, 0})
    void (*counter)(const Block* round_keys, std::uint64_t first, Block* out, std::size_t n);
    void (*hash_cr)(const Block* round_keys, const Block* in, Block* out, std::size_t n);
    void (*hash_ccr)(const Block* round_keys, const Block* in, Block* out, std::size_t n);
    void (*hash_tccr)(const Block* round_keys, const Block* in, const Block* first_tweak, Block* out,
                      std::size_t n);
    void (*rekeyed_hash)(const Block* keys, const Block* in, Block* out, std::size_t n);
    /// See half_gates.h; `key` is that of the first gate's a.
    void (*garble_ands)(const Block* key, const Block* delta, const GarblerArrays& arrays, std::size_t n);
    void (*evaluate_ands)(const Block* key, const Block* a, const Block* b, const Block* rest, Block* out,
                          std::size_t n);
    void (*gf_mul_each)(const Block* a, const Block* b, Block* out, std::size_t n);
    void (*gf_scale_add)(const Block* constant, const Block* x, const Block* addend, Block* out,
                         std::size_t n);
    void (*gf_inner_product)(const Block* a, const Block* b, std::size_t n, Block* out);
};

/// From the plainest to the fastest.
enum class Backend { portable, aesni, vaes256, vaes512 };

/// Nothing where this build or this processor does not have it. `portable` is always there.
const VectorOps* vector_ops(Backend backend);

/// The fastest that this processor runs; chosen once.
const VectorOps& vector_ops();

namespace detail {
extern const VectorOps portable_ops;
extern const VectorOps aesni_ops;
extern const VectorOps vaes256_ops;
extern const VectorOps vaes512_ops;
}  // namespace detail

}  // namespace tacit::crypto
