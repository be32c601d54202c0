#pragma once

#include <array>
#include <cstddef>

#include "crypto/block.h"

namespace tacit::crypto {

/// AES-128 with one key (FIPS-197), encryption only, in fixed time on every processor. The expanded key is
/// wiped at the end. May be used by several threads at once.
class Aes128 {
  public:
    explicit Aes128(Block key);
    ~Aes128();
    Aes128(const Aes128&) = default;
    Aes128& operator=(const Aes128&) = default;

    /// Each block by itself (ECB); `out` may be `in`.
    void encrypt(const Block* in, Block* out, std::size_t n) const;
    Block encrypt(Block in) const;

    const Block* round_keys() const { return round_keys_.data(); }  ///< 11, for this folder

  private:
    std::array<Block, 11> round_keys_;
};

}  // namespace tacit::crypto
