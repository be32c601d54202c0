#include <algorithm>
#include <array>

#include "crypto/bitsliced_aes.h"
#include "crypto/block.h"
#include "crypto/half_gates.h"
#include "crypto/vector_ops.h"

namespace tacit::crypto::detail {

namespace {

using bitsliced::width;
using Batch = std::array<Block, width>;

/// AES with one key on whatever number of blocks, in place.
class OneKey {
  public:
    explicit OneKey(const Block* round_keys) { bitsliced::repeat_key(round_keys, keys_); }
    void encrypt(Batch& batch) const {
        auto planes = bitsliced::pack(batch.data());
        bitsliced::encrypt(keys_, planes);
        bitsliced::unpack(planes, batch.data());
    }

  private:
    bitsliced::RoundKeys keys_;
};

/// Calls `step` for up to eight blocks at a time: step(start, batch) with the blocks of `in`, zeros behind
/// them; what it leaves in the batch goes to `out`.
template <class Step>
void by_batch(const Block* in, Block* out, std::size_t n, Step step) {
    for (std::size_t start = 0; start < n; start += width) {
        const auto count = std::min(width, n - start);
        Batch batch{};
        std::copy_n(in + start, count, batch.begin());
        step(start, batch);
        std::copy_n(batch.begin(), count, out + start);
    }
}

void add(Batch& batch, const Batch& other) {
    for (std::size_t k = 0; k < width; ++k) batch[k] ^= other[k];
}

void expand_key(const Block* key, Block* round_keys) {
    Batch batch{*key};
    bitsliced::RoundKeys keys;
    bitsliced::expand_key(bitsliced::pack(batch.data()), keys);
    for (std::size_t round = 0; round < keys.size(); ++round) {
        bitsliced::unpack(keys[round], batch.data());
        round_keys[round] = batch[0];
    }
}

void encrypt(const Block* round_keys, const Block* in, Block* out, std::size_t n) {
    const OneKey aes(round_keys);
    by_batch(in, out, n, [&](std::size_t, Batch& batch) { aes.encrypt(batch); });
}

void counter(const Block* round_keys, std::uint64_t first, Block* out, std::size_t n) {
    const OneKey aes(round_keys);
    by_batch(out, out, n, [&](std::size_t start, Batch& batch) {
        for (std::size_t k = 0; k < width; ++k) batch[k] = {first + start + k, 0};
        aes.encrypt(batch);
    });
}

void hash_cr(const Block* round_keys, const Block* in, Block* out, std::size_t n) {
    const OneKey aes(round_keys);
    by_batch(in, out, n, [&](std::size_t, Batch& batch) {
        const Batch x = batch;
        aes.encrypt(batch);
        add(batch, x);
    });
}

void hash_ccr(const Block* round_keys, const Block* in, Block* out, std::size_t n) {
    const OneKey aes(round_keys);
    by_batch(in, out, n, [&](std::size_t, Batch& batch) {
        for (auto& block : batch) block = {block.high, block.high ^ block.low};
        const Batch x = batch;
        aes.encrypt(batch);
        add(batch, x);
    });
}

void hash_tccr(const Block* round_keys, const Block* in, const Block* first_tweak, Block* out,
               std::size_t n) {
    const OneKey aes(round_keys);
    by_batch(in, out, n, [&](std::size_t start, Batch& batch) {
        aes.encrypt(batch);
        const Batch x = batch;
        for (std::size_t k = 0; k < width; ++k) batch[k] ^= {first_tweak->low + start + k, first_tweak->high};
        aes.encrypt(batch);
        add(batch, x);
    });
}

void rekeyed_hash(const Block* keys, const Block* in, Block* out, std::size_t n) {
    bitsliced::RoundKeys round_keys;
    by_batch(in, out, n, [&](std::size_t start, Batch& batch) {
        Batch key{};
        std::copy_n(keys + start, std::min(width, n - start), key.begin());
        bitsliced::expand_key(bitsliced::pack(key.data()), round_keys);
        const Batch x = batch;
        auto planes = bitsliced::pack(batch.data());
        bitsliced::encrypt(round_keys, planes);
        bitsliced::unpack(planes, batch.data());
        add(batch, x);
    });
}

/// H of half_gates.h of `in` under the keys from `key` on, its high half ^ `half`.
void hash_half(Block key, std::uint64_t half, const Block* in, Block offset, Block* out, std::size_t n) {
    std::array<Block, 2 * width> keys;
    for (std::size_t start = 0; start < n; start += keys.size()) {
        const auto count = std::min(keys.size(), n - start);
        for (std::size_t i = 0; i < count; ++i) {
            keys[i] = {key.low + start + i, key.high ^ half};
            const Block x = in[start + i] ^ offset;
            out[start + i] = {x.high, x.high ^ x.low};
        }
        rekeyed_hash(keys.data(), out + start, out + start, count);
    }
}

void garble_ands(const Block* key, const Block* delta, const GarblerArrays& arrays, std::size_t n) {
    constexpr std::size_t tile = 64;
    std::array<Block, tile> zero_a, one_a, zero_b, one_b;
    for (std::size_t start = 0; start < n; start += tile) {
        const auto count = std::min(tile, n - start);
        const Block first{key->low + start, key->high};
        hash_half(first, 0, arrays.a + start, {}, zero_a.data(), count);
        hash_half(first, 0, arrays.a + start, *delta, one_a.data(), count);
        hash_half(first, 1, arrays.b + start, {}, zero_b.data(), count);
        hash_half(first, 1, arrays.b + start, *delta, one_b.data(), count);
        for (std::size_t i = 0; i < count; ++i) {
            const auto at = start + i;
            arrays.table[2 * at] = zero_a[i] ^ one_a[i] ^ arrays.first[at];
            arrays.table[2 * at + 1] = zero_b[i] ^ one_b[i] ^ arrays.second[at] ^ arrays.a[at];
            arrays.out[at] = zero_a[i] ^ zero_b[i] ^ arrays.third[at];
        }
    }
}

void evaluate_ands(const Block* key, const Block* a, const Block* b, const Block* rest, Block* out,
                   std::size_t n) {
    constexpr std::size_t tile = 64;
    std::array<Block, tile> hash_a, hash_b;
    for (std::size_t start = 0; start < n; start += tile) {
        const auto count = std::min(tile, n - start);
        const Block first{key->low + start, key->high};
        hash_half(first, 0, a + start, {}, hash_a.data(), count);
        hash_half(first, 1, b + start, {}, hash_b.data(), count);
        for (std::size_t i = 0; i < count; ++i) out[start + i] = hash_a[i] ^ hash_b[i] ^ rest[start + i];
    }
}

/// The low 64 bits of the product of two polynomials over GF(2). Integer multiplication adds where we want
/// exclusive or; with three empty bits behind each bit, sums of up to 15 do not reach the next one, and the
/// one column that can hold 16 is the uppermost. (Pornin's multiplication "with holes", BearSSL.)
/// Multiplication of 64-bit integers takes a fixed time on the processors that we know.
std::uint64_t multiply_low(std::uint64_t a, std::uint64_t b) {
    constexpr std::uint64_t every_fourth = 0x1111111111111111;
    std::array<std::uint64_t, 4> x, y;
    for (unsigned i = 0; i < 4; ++i) {
        x[i] = a & every_fourth << i;
        y[i] = b & every_fourth << i;
    }
    std::uint64_t out = 0;
    for (unsigned i = 0; i < 4; ++i) {
        std::uint64_t column = 0;
        for (unsigned j = 0; j < 4; ++j) column ^= x[j] * y[(i + 4 - j) % 4];
        out |= column & every_fourth << i;
    }
    return out;
}

std::uint64_t reversed(std::uint64_t x) {
    const auto swap = [&x](unsigned shift, std::uint64_t mask) {
        x = ((x >> shift) & mask) | ((x & mask) << shift);
    };
    swap(1, 0x5555555555555555);
    swap(2, 0x3333333333333333);
    swap(4, 0x0f0f0f0f0f0f0f0f);
    swap(8, 0x00ff00ff00ff00ff);
    swap(16, 0x0000ffff0000ffff);
    return x >> 32 | x << 32;
}

/// 127 bits: of the product reversed, the low 64 are the upper ones.
Block multiply(std::uint64_t a, std::uint64_t b) {
    return {multiply_low(a, b), reversed(multiply_low(reversed(a), reversed(b))) >> 1};
}

struct Product {
    Block low, high;
};

Product multiply(Block a, Block b) {
    const Block low = multiply(a.low, b.low), high = multiply(a.high, b.high);
    const Block middle = multiply(a.low ^ a.high, b.low ^ b.high) ^ low ^ high;  // Karatsuba
    return {{low.low, low.high ^ middle.low}, {high.low ^ middle.high, high.high}};
}

/// x^128 is x^7 + x^2 + x + 1.
Block reduce(Product p) {
    const auto times = [](std::uint64_t x) { return x ^ x << 1 ^ x << 2 ^ x << 7; };
    const auto carry = [](std::uint64_t x) { return x >> 63 ^ x >> 62 ^ x >> 57; };
    p.high.low ^= carry(p.high.high);
    p.low.high ^= times(p.high.high) ^ carry(p.high.low);
    p.low.low ^= times(p.high.low);
    return p.low;
}

void gf_mul_each(const Block* a, const Block* b, Block* out, std::size_t n) {
    for (std::size_t i = 0; i < n; ++i) out[i] = reduce(multiply(a[i], b[i]));
}

void gf_scale_add(const Block* constant, const Block* x, const Block* addend, Block* out, std::size_t n) {
    for (std::size_t i = 0; i < n; ++i) out[i] = addend[i] ^ reduce(multiply(*constant, x[i]));
}

void gf_inner_product(const Block* a, const Block* b, std::size_t n, Block* out) {
    Product sum;
    for (std::size_t i = 0; i < n; ++i) {
        const auto product = multiply(a[i], b[i]);
        sum.low ^= product.low;
        sum.high ^= product.high;
    }
    *out = reduce(sum);
}

}  // namespace

constinit const VectorOps portable_ops{"portable",  expand_key,   encrypt,         counter,     hash_cr,
                                       hash_ccr,    hash_tccr,    rekeyed_hash,    garble_ands, evaluate_ands,
                                       gf_mul_each, gf_scale_add, gf_inner_product};

}  // namespace tacit::crypto::detail
