#pragma once

#include <immintrin.h>

#include "crypto/vector_ops.h"

// The loops of the x86-64 back ends, written once over a type of vector. Each source that includes this is
// compiled for other processors, so all that stands here has internal linkage, and nothing is taken from the
// standard library or from block.h: see vector_ops.h.
#define TACIT_INLINE [[gnu::always_inline]] inline

namespace tacit::crypto::detail {
namespace {

/// A block where it lies in memory: Block itself is not complete here. The type may alias any other.
using Memory = __m128i;
const Memory* memory(const Block* p) {
    return reinterpret_cast<const Memory*>(p);
}
Memory* memory(Block* p) {
    return reinterpret_cast<Memory*>(p);
}

/// One block per vector; also what the ends of all arrays are done with.
struct One {
    using T = __m128i;
    static constexpr std::size_t blocks = 1;
    static T load(const Memory* p) { return _mm_loadu_si128(p); }
    static void store(Memory* p, T a) { _mm_storeu_si128(p, a); }
    /// A value of 128 bits in every lane.
    static T repeat(__m128i a) { return a; }
    /// {0, 0}, {1, 0}, ... in the lanes.
    static T lane_numbers() { return _mm_setzero_si128(); }
    static T add64(T a, T b) { return _mm_add_epi64(a, b); }
    static T aes_round(T a, T key) { return _mm_aesenc_si128(a, key); }
    static T aes_last_round(T a, T key) { return _mm_aesenclast_si128(a, key); }
    static T shuffle_bytes(T a, T order) { return _mm_shuffle_epi8(a, order); }
    static T swap_halves(T a) { return _mm_shuffle_epi32(a, 0x4e); }
    /// To p, p + 2 and so on.
    static void store_every_second(Memory* p, T a) { store(p, a); }
    template <int bytes>
    static T shift_up(T a) {
        return _mm_bslli_si128(a, bytes);
    }
    template <int bytes>
    static T shift_down(T a) {
        return _mm_bsrli_si128(a, bytes);
    }
    /// Bit 0 of `halves` chooses the half of a, bit 4 that of b.
    template <int halves>
    static T multiply(T a, T b) {
        return _mm_clmulepi64_si128(a, b, halves);
    }
};

TACIT_INLINE __m128i load(const Memory* p) {
    return One::load(p);
}

/// Calls step.template batch<Vector, count>(first) for all of n blocks: with many wide vectors while they
/// fit, so that the pipeline is full, then with fewer and narrower ones.
template <class Wide, int count, class Step>
void in_batches(const Step& step, std::size_t n) {
    std::size_t i = 0;
    for (; n - i >= count * Wide::blocks; i += count * Wide::blocks) step.template batch<Wide, count>(i);
    for (; n - i >= 4; i += 4) step.template batch<One, 4>(i);
    for (; i < n; ++i) step.template batch<One, 1>(i);
}

/// What a step works on. Arrays, because g++ copies a struct of vectors through memory, in pieces that are
/// read back late.
template <class V, int count>
using Vectors = typename V::T[count];

template <class V, int count>
TACIT_INLINE void load_vectors(const Memory* p, Vectors<V, count>& out) {
    for (int j = 0; j < count; ++j) out[j] = V::load(p + j * V::blocks);
}

template <class V, int count>
TACIT_INLINE void store_vectors(Memory* p, const Vectors<V, count>& a) {
    for (int j = 0; j < count; ++j) V::store(p + j * V::blocks, a[j]);
}

/// {low + i, high} for the lanes of all vectors.
template <class V, int count>
TACIT_INLINE void load_numbers(__m128i start, std::size_t i, Vectors<V, count>& out) {
    const auto step = V::repeat(_mm_set_epi64x(0, V::blocks));
    const auto first = _mm_add_epi64(start, _mm_set_epi64x(0, static_cast<long long>(i)));
    out[0] = V::add64(V::repeat(first), V::lane_numbers());
    for (int j = 1; j < count; ++j) out[j] = V::add64(out[j - 1], step);
}

template <class V, int count>
TACIT_INLINE void aes(const Memory* round_keys, Vectors<V, count>& x) {
    const auto whitening = V::repeat(load(round_keys));
    for (int j = 0; j < count; ++j) x[j] ^= whitening;
    for (int round = 1; round < 10; ++round) {
        const auto key = V::repeat(load(round_keys + round));
        for (int j = 0; j < count; ++j) x[j] = V::aes_round(x[j], key);
    }
    const auto last = V::repeat(load(round_keys + 10));
    for (int j = 0; j < count; ++j) x[j] = V::aes_last_round(x[j], last);
}

struct Encrypt {
    const Memory* round_keys;
    const Memory* in;
    Memory* out;
    template <class V, int count>
    TACIT_INLINE void batch(std::size_t i) const {
        Vectors<V, count> x;
        load_vectors<V, count>(in + i, x);
        aes<V, count>(round_keys, x);
        store_vectors<V, count>(out + i, x);
    }
};

struct Counter {
    const Memory* round_keys;
    std::uint64_t first;
    Memory* out;
    template <class V, int count>
    TACIT_INLINE void batch(std::size_t i) const {
        Vectors<V, count> x;
        load_numbers<V, count>(_mm_set_epi64x(0, static_cast<long long>(first)), i, x);
        aes<V, count>(round_keys, x);
        store_vectors<V, count>(out + i, x);
    }
};

struct HashCr {
    const Memory* round_keys;
    const Memory* in;
    Memory* out;
    template <class V, int count>
    TACIT_INLINE void batch(std::size_t i) const {
        Vectors<V, count> x;
        load_vectors<V, count>(in + i, x);
        aes<V, count>(round_keys, x);
        // Read again: keeping the inputs as well would take more registers than there are.
        for (int j = 0; j < count; ++j) x[j] ^= V::load(in + i + j * V::blocks);
        store_vectors<V, count>(out + i, x);
    }
};

struct HashCcr {
    const Memory* round_keys;
    const Memory* in;
    Memory* out;
    template <class V>
    TACIT_INLINE static typename V::T sigma(typename V::T a) {
        return V::swap_halves(a) ^ (a & V::repeat(_mm_set_epi64x(-1, 0)));
    }
    template <class V, int count>
    TACIT_INLINE void batch(std::size_t i) const {
        Vectors<V, count> x;
        load_vectors<V, count>(in + i, x);
        for (int j = 0; j < count; ++j) x[j] = sigma<V>(x[j]);
        aes<V, count>(round_keys, x);
        for (int j = 0; j < count; ++j) x[j] ^= sigma<V>(V::load(in + i + j * V::blocks));
        store_vectors<V, count>(out + i, x);
    }
};

struct HashTccr {
    const Memory* round_keys;
    const Memory* in;
    __m128i first_tweak;
    Memory* out;
    template <class V, int count>
    TACIT_INLINE void batch(std::size_t i) const {
        Vectors<V, count> x, y;
        load_vectors<V, count>(in + i, x);
        aes<V, count>(round_keys, x);
        load_numbers<V, count>(first_tweak, i, y);
        for (int j = 0; j < count; ++j) y[j] ^= x[j];
        aes<V, count>(round_keys, y);
        for (int j = 0; j < count; ++j) x[j] ^= y[j];
        store_vectors<V, count>(out + i, x);
    }
};

/// The next round keys. The last round of AES on four equal columns does nothing but the S-box and the
/// addition of its key, for ShiftRows has no effect; so it makes the word that the schedule needs, in all
/// columns and at the speed of the pipeline, which the instruction made for it does not have (Gueron,
/// Lindell, Nof and Pinkas, "Fast garbling of circuits under standard assumptions", CCS 2015).
template <class V, int count>
TACIT_INLINE void next_keys(Vectors<V, count>& keys, int constant) {
    const auto turned_last_column = V::repeat(_mm_set1_epi32(0x0c0f0e0d));
    const auto added = V::repeat(_mm_set1_epi32(constant));
    for (int j = 0; j < count; ++j) {
        const auto word = V::aes_last_round(V::shuffle_bytes(keys[j], turned_last_column), added);
        const auto pairs = keys[j] ^ V::template shift_up<4>(keys[j]);
        keys[j] = pairs ^ V::template shift_up<8>(pairs) ^ word;
    }
}

constexpr int round_constants[10] = {0x01, 0x02, 0x04, 0x08, 0x10, 0x20, 0x40, 0x80, 0x1b, 0x36};

struct Rekeyed {
    const Memory* keys;
    const Memory* in;
    Memory* out;
    template <class V, int count>
    TACIT_INLINE void batch(std::size_t i) const {
        Vectors<V, count> key, x;
        load_vectors<V, count>(keys + i, key);
        load_vectors<V, count>(in + i, x);
        for (int j = 0; j < count; ++j) x[j] ^= key[j];
        for (int round = 0; round < 9; ++round) {
            next_keys<V, count>(key, round_constants[round]);
            for (int j = 0; j < count; ++j) x[j] = V::aes_round(x[j], key[j]);
        }
        next_keys<V, count>(key, round_constants[9]);
        for (int j = 0; j < count; ++j)
            x[j] = V::aes_last_round(x[j], key[j]) ^ V::load(in + i + j * V::blocks);
        store_vectors<V, count>(out + i, x);
    }
};

/// See half_gates.h. One half of the gates at a time: each has a key of its own.
template <class V, int count>
TACIT_INLINE void two_hashes(Vectors<V, count>& key, Vectors<V, count>& x, Vectors<V, count>& y) {
    for (int j = 0; j < count; ++j) {
        x[j] ^= key[j];
        y[j] ^= key[j];
    }
    for (int round = 0; round < 9; ++round) {
        next_keys<V, count>(key, round_constants[round]);
        for (int j = 0; j < count; ++j) {
            x[j] = V::aes_round(x[j], key[j]);
            y[j] = V::aes_round(y[j], key[j]);
        }
    }
    next_keys<V, count>(key, round_constants[9]);
    for (int j = 0; j < count; ++j) {
        x[j] = V::aes_last_round(x[j], key[j]);
        y[j] = V::aes_last_round(y[j], key[j]);
    }
}

struct GarbleAnds {
    __m128i key, delta;
    const Memory *a, *b, *first, *second, *third;
    Memory *table, *out;

    /// H(in) in `zero`, and in `both` with H(in ^ delta).
    template <class V, int count>
    TACIT_INLINE void half(const Memory* in, __m128i start, std::size_t i, Vectors<V, count>& zero,
                           Vectors<V, count>& both) const {
        Vectors<V, count> keys;
        load_numbers<V, count>(start, i, keys);
        const auto offset = HashCcr::sigma<V>(V::repeat(delta));
        for (int j = 0; j < count; ++j) {
            zero[j] = HashCcr::sigma<V>(V::load(in + i + j * V::blocks));
            both[j] = zero[j] ^ offset;
        }
        two_hashes<V, count>(keys, zero, both);
        for (int j = 0; j < count; ++j) {
            zero[j] ^= HashCcr::sigma<V>(V::load(in + i + j * V::blocks));
            both[j] ^= zero[j] ^ HashCcr::sigma<V>(V::load(in + i + j * V::blocks)) ^ offset;
        }
    }
    template <class V, int count>
    TACIT_INLINE void batch(std::size_t i) const {
        Vectors<V, count> zero, both;
        half<V, count>(a, key, i, zero, both);
        for (int j = 0; j < count; ++j) {
            const auto at = i + j * V::blocks;
            V::store(out + at, zero[j] ^ V::load(third + at));
            V::store_every_second(table + 2 * at, both[j] ^ V::load(first + at));
        }
        half<V, count>(b, key ^ _mm_set_epi64x(1, 0), i, zero, both);
        for (int j = 0; j < count; ++j) {
            const auto at = i + j * V::blocks;
            V::store(out + at, zero[j] ^ V::load(out + at));
            V::store_every_second(table + 2 * at + 1, both[j] ^ V::load(second + at) ^ V::load(a + at));
        }
    }
};

struct EvaluateAnds {
    __m128i key;
    const Memory *a, *b, *rest;
    Memory* out;
    template <class V, int count>
    TACIT_INLINE void batch(std::size_t i) const {
        Vectors<V, count> keys, x, sum;
        load_vectors<V, count>(rest + i, sum);
        for (int half = 0; half < 2; ++half) {
            const auto* in = half == 0 ? a : b;
            load_numbers<V, count>(key ^ _mm_set_epi64x(half, 0), i, keys);
            for (int j = 0; j < count; ++j) {
                x[j] = HashCcr::sigma<V>(V::load(in + i + j * V::blocks));
                sum[j] ^= x[j];
                x[j] ^= keys[j];
            }
            for (int round = 0; round < 9; ++round) {
                next_keys<V, count>(keys, round_constants[round]);
                for (int j = 0; j < count; ++j) x[j] = V::aes_round(x[j], keys[j]);
            }
            next_keys<V, count>(keys, round_constants[9]);
            for (int j = 0; j < count; ++j) sum[j] ^= V::aes_last_round(x[j], keys[j]);
        }
        store_vectors<V, count>(out + i, sum);
    }
};

/// low + middle * x^64 + high * x^128, not reduced.
template <class V>
struct Product {
    typename V::T low, middle, high;
};

template <class V>
TACIT_INLINE Product<V> multiply(typename V::T a, typename V::T b) {
    return {V::template multiply<0x00>(a, b),
            V::template multiply<0x01>(a, b) ^ V::template multiply<0x10>(a, b),
            V::template multiply<0x11>(a, b)};
}

/// x^128 is x^7 + x^2 + x + 1 = 0x87. The upper half of `high` stands at x^192, so its fold stands at x^64,
/// where `middle` has room for it.
template <class V>
TACIT_INLINE typename V::T reduce(const Product<V>& p) {
    const auto fold = V::repeat(_mm_set_epi64x(0, 0x87));
    const auto middle = p.middle ^ V::template multiply<0x01>(p.high, fold);
    const auto high = p.high ^ V::template shift_down<8>(middle);
    return p.low ^ V::template shift_up<8>(middle) ^ V::template multiply<0x00>(high, fold);
}

struct MulEach {
    const Memory* a;
    const Memory* b;
    Memory* out;
    template <class V, int count>
    TACIT_INLINE void batch(std::size_t i) const {
        Vectors<V, count> x, y;
        load_vectors<V, count>(a + i, x);
        load_vectors<V, count>(b + i, y);
        for (int j = 0; j < count; ++j) x[j] = reduce<V>(multiply<V>(x[j], y[j]));
        store_vectors<V, count>(out + i, x);
    }
};

/// The constant c comes with c * x^64 reduced, so that both halves of an element give a product of 192 bits,
/// and only 64 are left to be folded.
struct ScaleAdd {
    __m128i constant, shifted_constant;
    const Memory* x;
    const Memory* addend;
    Memory* out;
    ScaleAdd(const Memory* c, const Memory* x_in, const Memory* addend_in, Memory* out_in)
        : constant(load(c)),
          shifted_constant(reduce<One>(multiply<One>(constant, _mm_set_epi64x(1, 0)))),
          x(x_in),
          addend(addend_in),
          out(out_in) {}
    template <class V, int count>
    TACIT_INLINE void batch(std::size_t i) const {
        const auto fold = V::repeat(_mm_set_epi64x(0, 0x87));
        const auto c = V::repeat(constant), d = V::repeat(shifted_constant);
        Vectors<V, count> e, sum;
        load_vectors<V, count>(x + i, e);
        load_vectors<V, count>(addend + i, sum);
        for (int j = 0; j < count; ++j) {
            const auto low = V::template multiply<0x00>(e[j], c) ^ V::template multiply<0x01>(e[j], d);
            const auto middle = V::template multiply<0x10>(e[j], c) ^ V::template multiply<0x11>(e[j], d);
            sum[j] ^= low ^ V::template shift_up<8>(middle) ^ V::template multiply<0x01>(middle, fold);
        }
        store_vectors<V, count>(out + i, sum);
    }
};

template <class V>
TACIT_INLINE void accumulate(Product<V>& sum, const Memory* a, const Memory* b) {
    const auto product = multiply<V>(V::load(a), V::load(b));
    sum.low ^= product.low;
    sum.middle ^= product.middle;
    sum.high ^= product.high;
}

template <class V>
__m128i sum_of_lanes(typename V::T a) {
    __m128i lanes[V::blocks];
    __builtin_memcpy(lanes, &a, sizeof a);
    auto out = lanes[0];
    for (std::size_t j = 1; j < V::blocks; ++j) out ^= lanes[j];
    return out;
}

template <class Wide>
void inner_product(const Memory* a, const Memory* b, std::size_t n, Memory* out) {
    Product<Wide> wide{};
    std::size_t i = 0;
    for (; n - i >= Wide::blocks; i += Wide::blocks) accumulate<Wide>(wide, a + i, b + i);
    Product<One> sum{sum_of_lanes<Wide>(wide.low), sum_of_lanes<Wide>(wide.middle),
                     sum_of_lanes<Wide>(wide.high)};
    for (; i < n; ++i) accumulate<One>(sum, a + i, b + i);
    One::store(out, reduce<One>(sum));
}

void expand_key(const Memory* key, Memory* round_keys) {
    Vectors<One, 1> x{load(key)};
    One::store(round_keys, x[0]);
    for (int round = 1; round <= 10; ++round) {
        next_keys<One, 1>(x, round_constants[round - 1]);
        One::store(round_keys + round, x[0]);
    }
}

/// `count` vectors at once for what works with one key, `key_count` where each block has its own, `products`
/// for multiplication.
template <class Wide, int count, int key_count, int products>
struct Table {
    static void expand(const Block* key, Block* round_keys) { expand_key(memory(key), memory(round_keys)); }
    static void encrypt(const Block* round_keys, const Block* in, Block* out, std::size_t n) {
        in_batches<Wide, count>(Encrypt{memory(round_keys), memory(in), memory(out)}, n);
    }
    static void counter(const Block* round_keys, std::uint64_t first, Block* out, std::size_t n) {
        in_batches<Wide, count>(Counter{memory(round_keys), first, memory(out)}, n);
    }
    static void cr(const Block* round_keys, const Block* in, Block* out, std::size_t n) {
        in_batches<Wide, count>(HashCr{memory(round_keys), memory(in), memory(out)}, n);
    }
    static void ccr(const Block* round_keys, const Block* in, Block* out, std::size_t n) {
        in_batches<Wide, count>(HashCcr{memory(round_keys), memory(in), memory(out)}, n);
    }
    static void tccr(const Block* round_keys, const Block* in, const Block* first_tweak, Block* out,
                     std::size_t n) {
        in_batches<Wide, count>(
            HashTccr{memory(round_keys), memory(in), load(memory(first_tweak)), memory(out)}, n);
    }
    static void rekeyed(const Block* keys, const Block* in, Block* out, std::size_t n) {
        in_batches<Wide, key_count>(Rekeyed{memory(keys), memory(in), memory(out)}, n);
    }
    static void garble(const Block* key, const Block* delta, const GarblerArrays& arrays, std::size_t n) {
        in_batches<Wide, key_count>(
            GarbleAnds{load(memory(key)), load(memory(delta)), memory(arrays.a), memory(arrays.b),
                       memory(arrays.first), memory(arrays.second), memory(arrays.third),
                       memory(arrays.table), memory(arrays.out)},
            n);
    }
    static void evaluate(const Block* key, const Block* a, const Block* b, const Block* rest, Block* out,
                         std::size_t n) {
        in_batches<Wide, key_count>(
            EvaluateAnds{load(memory(key)), memory(a), memory(b), memory(rest), memory(out)}, n);
    }
    static void mul_each(const Block* a, const Block* b, Block* out, std::size_t n) {
        in_batches<Wide, products>(MulEach{memory(a), memory(b), memory(out)}, n);
    }
    static void scale_add(const Block* constant, const Block* x, const Block* addend, Block* out,
                          std::size_t n) {
        in_batches<Wide, products>(ScaleAdd(memory(constant), memory(x), memory(addend), memory(out)), n);
    }
    static void inner(const Block* a, const Block* b, std::size_t n, Block* out) {
        inner_product<Wide>(memory(a), memory(b), n, memory(out));
    }
    static constexpr VectorOps named(const char* name) {
        return {name,    expand, encrypt,  counter,  cr,        ccr,  tccr,
                rekeyed, garble, evaluate, mul_each, scale_add, inner};
    }
};

}  // namespace
}  // namespace tacit::crypto::detail
