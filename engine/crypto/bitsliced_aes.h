#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "crypto/block.h"

namespace tacit::crypto::bitsliced {

/// AES-128 on eight blocks side by side, without tables: every bit of a byte lives in a plane of its own, and
/// the S-box is a Boolean circuit (the idea of Biham, "A fast new DES implementation in software", FSE 1997).
/// Nothing is indexed by, or branches on, a key or a block.

/// One bit of each of the 16 bytes of eight blocks: lane k is block k, bit i of it byte i of FIPS-197.
using Lanes [[gnu::vector_size(16)]] = std::uint16_t;
using Planes = std::array<Lanes, 8>;
using RoundKeys = std::array<Planes, 11>;
constexpr std::size_t width = 8;

Planes pack(const Block* blocks);
void unpack(const Planes& planes, Block* blocks);

/// Eight keys, one per lane.
void expand_key(const Planes& key, RoundKeys& round_keys);
/// One key in all lanes, from its 11 round keys.
void repeat_key(const Block* round_keys, RoundKeys& out);

void encrypt(const RoundKeys& round_keys, Planes& state);

}  // namespace tacit::crypto::bitsliced
