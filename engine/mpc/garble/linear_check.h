#pragma once

#include <span>

#include "crypto/gf128.h"
#include "crypto/hash.h"
#include "mpc/garble/share.h"
#include "mpc/parallel.h"

/// Random linear combinations over GF(2^128) in the place of a hash of many MACs: two vectors of blocks that
/// differ have the same combination with a probability of 2^-128, provided that they were fixed before the
/// seed. Coefficients are AES in counter mode, not powers.
namespace tacit::mpc::garble {

/// The sum of c_i * value(i) for i below `count`; `value` must be callable from any thread.
template <class Value>
Block combination(Block seed, std::size_t count, Workers& workers, const Value& value);

/// Random bits behind those that a combination is of, so that it tells nothing of these: as many as it has.
inline constexpr std::size_t hiding_bits = 128;
/// The sum of c_i * value(i) for i below `count`, the last hiding_bits of which have the coefficients 1, x,
/// x^2 and so on: where the values are bits, theirs alone decide about the sum.
template <class Value>
Block hidden_combination(Block seed, std::size_t count, Workers& workers, const Value& value);

/// A seed that is fixed by what was opened: a random oracle of it, so that nobody knows the coefficients
/// before the bits.
Block seed_of(const crypto::Digest& run, std::string_view purpose, std::uint64_t number, View opened);

/// Bits as bytes, bit i in bit i % 8 of byte i / 8.
constexpr std::size_t bytes_for(std::size_t bits) {
    return (bits + 7) / 8;
}
inline bool get_bit(View bytes, std::size_t i) {
    return (bytes[i / 8] >> (i % 8)) & 1;
}
inline void or_bit(std::span<std::uint8_t> bytes, std::size_t i, bool bit) {
    bytes[i / 8] = static_cast<std::uint8_t>(bytes[i / 8] | static_cast<unsigned>(bit) << (i % 8));
}

namespace detail {
inline constexpr std::size_t combination_piece = 4096;
/// For the `values`, which start at place `first` of the vector.
Block combination(Block seed, std::size_t first, std::span<const Block> values);
}  // namespace detail

template <class Value>
Block combination(Block seed, std::size_t count, Workers& workers, const Value& value) {
    constexpr auto piece = detail::combination_piece;
    std::vector<Block> sums((count + piece - 1) / piece);
    workers.all_of(
        sums.size(),
        [&](std::size_t i) {
            constexpr std::size_t tile = 256;
            std::array<Block, tile> values;
            const auto end = std::min(count, (i + 1) * piece);
            for (auto begin = i * piece; begin < end; begin += tile) {
                const auto size = std::min(tile, end - begin);
                for (std::size_t j = 0; j < size; ++j) values[j] = value(begin + j);
                sums[i] ^= detail::combination(seed, begin, std::span(values).first(size));
            }
            return true;
        },
        4);
    Block out;
    for (const auto& sum : sums) out ^= sum;
    return out;
}

template <class Value>
Block hidden_combination(Block seed, std::size_t count, Workers& workers, const Value& value) {
    const auto hidden = count - hiding_bits;
    Block out = combination(seed, hidden, workers, value);
    for (std::size_t i = 0; i < hiding_bits; ++i) {
        Block power;
        (i < 64 ? power.low : power.high) = std::uint64_t{1} << (i % 64);
        out ^= crypto::gf_mul(power, value(hidden + i));
    }
    return out;
}

}  // namespace tacit::mpc::garble
