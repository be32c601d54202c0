#pragma once

#include "base/bytes.h"
#include "crypto/block.h"
#include "crypto/secret.h"

namespace tacit::crypto {

/// Source of randomness by injection, so that tests can fix a seed. Programs pass SystemRandom only.
class Random {
  public:
    virtual ~Random() = default;
    virtual void fill(std::span<std::uint8_t> out) = 0;

    /// Uniform in [0, bound), bound > 0.
    std::uint64_t below(std::uint64_t bound);
    template <std::size_t N>
    ByteArray<N> array() {
        ByteArray<N> out;
        fill(out);
        return out;
    }
    template <std::size_t N>
    Secret<N> secret() {
        Secret<N> out;
        fill(out.bytes());
        return out;
    }
};

Block random_block(Random& random);

/// libsodium's generator, seeded by the operating system.
class SystemRandom final : public Random {
  public:
    void fill(std::span<std::uint8_t> out) override;
};

/// ChaCha20 stream of a seed. For tests, and for expanding a short jointly drawn seed inside a protocol.
class SeededRandom final : public Random {
  public:
    explicit SeededRandom(const ByteArray<32>& seed) : seed_(seed) {}
    explicit SeededRandom(std::uint64_t seed);
    void fill(std::span<std::uint8_t> out) override;

  private:
    ByteArray<32> seed_;
    std::uint64_t block_ = 0;  ///< one nonce per call, so that calls never overlap
};

}  // namespace tacit::crypto
