#pragma once

#include <cstdint>
#include <span>

#include "crypto/aes.h"
#include "crypto/block.h"

namespace tacit::crypto {

/// Expands a secret, uniform seed: AES-128 in counter mode (NIST SP 800-38A) keyed with the seed. Block
/// number i is AES_seed({i, 0}), i from `first_counter` on, so both ends can start anywhere. Each call takes
/// whole blocks from the stream; what a call does not need of its last block is dropped.
class Prg {
  public:
    explicit Prg(Block seed, std::uint64_t first_counter = 0) : aes_(seed), counter_(first_counter) {}

    void fill(std::span<Block> out);
    void fill(std::span<std::uint8_t> out);
    Block next();

  private:
    Aes128 aes_;
    std::uint64_t counter_;
};

}  // namespace tacit::crypto
