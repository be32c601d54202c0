#pragma once

#include "crypto/block.h"

/// AES-128 and GF(2^128) written down as their definitions say, slow and not in fixed time: what the tests
/// hold the engine's versions against.
namespace tacit::test {

inline unsigned byte_times(unsigned a, unsigned b) {
    unsigned out = 0;
    for (; b != 0; b >>= 1, a = (a << 1) ^ (a >> 7) * 0x11b)
        if ((b & 1) != 0) out ^= a;
    return out;
}

/// FIPS-197, section 5.1.1.
inline std::uint8_t make_sbox_entry(std::uint8_t in) {
    unsigned inverse = 0;
    for (unsigned candidate = 1; candidate < 256; ++candidate)
        if (byte_times(in, candidate) == 1) inverse = candidate;
    unsigned out = 0x63;
    for (const unsigned turn : {0u, 4u, 5u, 6u, 7u})
        out ^= ((inverse >> turn) | (inverse << (8 - turn))) & 0xff;
    return static_cast<std::uint8_t>(out);
}

inline const ByteArray<256> plain_sbox = [] {
    ByteArray<256> out;
    for (std::size_t i = 0; i < 256; ++i) out[i] = make_sbox_entry(static_cast<std::uint8_t>(i));
    return out;
}();

class PlainAes {
  public:
    explicit PlainAes(crypto::Block key) {
        key.store(keys_.data());
        unsigned constant = 1;
        for (std::size_t i = 16; i < keys_.size(); i += 4) {
            for (std::size_t k = 0; k < 4; ++k)
                keys_[i + k] = keys_[i + k - 16] ^
                               (i % 16 == 0 ? plain_sbox[keys_[i - 4 + (k + 1) % 4]] : keys_[i + k - 4]);
            if (i % 16 != 0) continue;
            keys_[i] ^= static_cast<std::uint8_t>(constant);
            constant = byte_times(constant, 2);
        }
    }
    crypto::Block round_key(std::size_t round) const {
        return crypto::Block::load(keys_.data() + 16 * round);
    }
    crypto::Block encrypt(crypto::Block in) const {
        auto state = in ^ round_key(0);
        for (std::size_t round = 1; round <= 10; ++round) state = step(state, round < 10) ^ round_key(round);
        return state;
    }

  private:
    crypto::Block step(crypto::Block block, bool mixing) const {
        ByteArray<16> in, shifted, out;
        block.store(in.data());
        for (std::size_t i = 0; i < 16; ++i) shifted[i] = plain_sbox[in[(i + 4 * (i % 4)) % 16]];
        for (std::size_t i = 0; i < 16; ++i) {
            const auto row = [&](std::size_t k) { return shifted[i / 4 * 4 + (i + k) % 4]; };
            out[i] = mixing ? static_cast<std::uint8_t>(byte_times(row(0), 2) ^ byte_times(row(1), 3) ^
                                                        row(2) ^ row(3))
                            : row(0);
        }
        return crypto::Block::load(out.data());
    }

    ByteArray<176> keys_;
};

/// By Horner's rule, from the highest coefficient of b.
inline crypto::Block plain_gf_mul(crypto::Block a, crypto::Block b) {
    crypto::Block out;
    for (unsigned i = 128; i-- > 0;) {
        const bool carry = out.bit(127);
        out = {out.low << 1, out.high << 1 | out.low >> 63};
        if (carry) out.low ^= 0x87;
        if (b.bit(i)) out ^= a;
    }
    return out;
}

}  // namespace tacit::test
