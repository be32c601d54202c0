#pragma once

#include <cstdint>

#include "crypto/big_vector.h"
#include "crypto/block.h"

namespace tacit::mpc::garble {

using crypto::BigVector;
using crypto::Block;

/// The garbler is participant 0 of the circuit, the evaluator participant 1.
enum class Role : std::uint8_t { garbler, evaluator };
constexpr std::size_t participant(Role role) {
    return role == Role::garbler ? 0 : 1;
}
constexpr Role other(Role role) {
    return role == Role::garbler ? Role::evaluator : Role::garbler;
}

/// One side's share of an authenticated bit v = r ^ s, r the garbler's and s the evaluator's. With D the
/// offset of this side and D' that of the peer, `own` is a share of v * D and `mac` of v * D': the two sides'
/// blocks under one offset sum to v times this offset. In the words of Wang, Ranellucci and Katz (ePrint
/// 2017/030): own is the key of the peer's bit, plus one's own bit times D; mac is the MAC of one's own bit.
///
/// All linear: shares of sums are sums of shares. The low bit of the blocks under the garbler's offset, whose
/// low bit is 1, is the bit itself: r in the garbler's `own`, s in the evaluator's `mac`.
struct Share {
    Block own, mac;

    Share& operator^=(const Share& other) {
        own ^= other.own;
        mac ^= other.mac;
        return *this;
    }
    friend Share operator^(Share a, const Share& b) { return a ^= b; }
    friend Share operator&(Share a, Block mask) { return {a.own & mask, a.mac & mask}; }
};

constexpr bool bit_of(Role role, const Share& share) {
    return (role == Role::garbler ? share.own.low : share.mac.low) & 1;
}

/// v ^ c for a public bit c. Both sides call it; the bit of the garbler's share is the one that flips.
inline void add_public(Share& share, bool c, Block delta) {
    share.own ^= delta & Block::of_bit(c);
}

/// A bit that is one in a side's offset, so that silent transfers under it carry their choices there: the low
/// one of the garbler's, the next of the evaluator's.
constexpr unsigned carrier_of(Role role) {
    return role == Role::garbler ? 0 : 1;
}

/// The offset of one side: random, the low bit 1 for the garbler and 0 for the evaluator, so that it is 1 in
/// the sum of both (Katz, Ranellucci, Rosulek and Wang, ePrint 2018/578, section 4.1), and the evaluator's
/// carrier 1. A peer that breaks the rule of the low bits is found by the check of the leaky triples; one
/// whose carrier is 0, by the check of its silent transfers.
constexpr Block with_low_bit_of(Role role, Block random) {
    const std::uint64_t fixed = role == Role::garbler ? 1 : 3;
    random.low = (random.low & ~fixed) | (std::uint64_t{1} << carrier_of(role));
    return random;
}

}  // namespace tacit::mpc::garble
