#pragma once

#include <cstddef>

#include "crypto/aes.h"
#include "crypto/block.h"

namespace tacit::crypto {

/// Hash functions from one fixed, public permutation pi = AES_key, for the random permutation model: Guo,
/// Katz, Wang and Yu, ePrint 2019/074, section 7. Choose by what the attacker can influence: `cr` where the
/// inputs differ from secrets by one offset, `ccr` where offset and hash also mix, `tccr` where inputs may
/// repeat and only the tweak tells calls apart. `out` may be `in`. May be used by several threads at once.
class FixedKeyHash {
  public:
    explicit FixedKeyHash(Block key) : pi_(key) {}

    /// pi(x) ^ x: correlation robust.
    void cr(const Block* in, Block* out, std::size_t n) const;
    /// pi(sigma(x)) ^ sigma(x), sigma(high, low) = (high ^ low, high): circular correlation robust.
    void ccr(const Block* in, Block* out, std::size_t n) const;
    /// pi(pi(x) ^ i) ^ pi(x): tweakable circular correlation robust. i is `first_tweak` with the index of the
    /// block added to its low half (modulo 2^64).
    void tccr(const Block* in, Block first_tweak, Block* out, std::size_t n) const;

  private:
    Aes128 pi_;
};

/// Four hashes with public keys, the same in every run: BLAKE2b of a label and `which`, from 0 to 3.
const FixedKeyHash& fixed_key_hash(unsigned which);

/// out_i = AES_{keys_i}(in_i) ^ in_i with a key schedule for each i (Davies-Meyer; in the ideal cipher model
/// also where the attacker knows or chooses keys: Guo, Katz, Wang, Weng and Yu, ePrint 2019/1168). `out` may
/// be `keys` or `in`.
void rekeyed_hash(const Block* keys, const Block* in, Block* out, std::size_t n);

}  // namespace tacit::crypto
