#pragma once

#include <bit>
#include <compare>
#include <cstdint>
#include <cstring>
#include <span>

#include "base/bytes.h"

namespace tacit::crypto {

// Blocks are hashed, sent and stored as they lie in memory.
static_assert(std::endian::native == std::endian::little);

/// 128 bits: a key or a message of AES, an element of GF(2^128) (gf128.h), a row of oblivious transfers. Bit
/// i is bit i of low | high << 64; as bytes it is little-endian, so the bytes of FIPS-197 come in their
/// order.
struct alignas(16) Block {
    std::uint64_t low = 0, high = 0;

    /// All ones or all zeros, to select with `&` where the bit is secret.
    static constexpr Block of_bit(bool bit) {
        const std::uint64_t mask = std::uint64_t{0} - static_cast<std::uint64_t>(bit);
        return {mask, mask};
    }
    static Block load(const std::uint8_t* bytes) {
        Block out;
        std::memcpy(&out, bytes, sizeof out);
        return out;
    }
    void store(std::uint8_t* bytes) const { std::memcpy(bytes, this, sizeof *this); }

    /// Bit i, below 128; i is public.
    constexpr bool bit(unsigned i) const { return ((i < 64 ? low : high) >> (i % 64)) & 1; }

    constexpr Block& operator^=(Block other) {
        low ^= other.low;
        high ^= other.high;
        return *this;
    }
    constexpr Block& operator&=(Block other) {
        low &= other.low;
        high &= other.high;
        return *this;
    }
    friend constexpr Block operator^(Block a, Block b) { return a ^= b; }
    friend constexpr Block operator&(Block a, Block b) { return a &= b; }
    /// Not in fixed time for secrets that differ; those compare with `equal_fixed_time`.
    friend constexpr bool operator==(Block a, Block b) = default;
    friend constexpr std::strong_ordering operator<=>(Block a, Block b) {
        return a.high != b.high ? a.high <=> b.high : a.low <=> b.low;
    }
};
static_assert(sizeof(Block) == 16);

/// The bytes of blocks, for sending and hashing. Call it with its namespace: std has one of the same name.
inline View as_bytes(std::span<const Block> blocks) {
    return {reinterpret_cast<const std::uint8_t*>(blocks.data()), blocks.size_bytes()};
}
/// The same for receiving into.
inline std::span<std::uint8_t> as_writable_bytes(std::span<Block> blocks) {
    return {reinterpret_cast<std::uint8_t*>(blocks.data()), blocks.size_bytes()};
}

}  // namespace tacit::crypto
