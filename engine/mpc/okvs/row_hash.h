#pragma once

#include <array>
#include <cstdint>

#include "crypto/aes_hash.h"
#include "mpc/okvs/parameters.h"

namespace tacit::mpc::okvs {

/// A slot of a bin's sparse part, or a row of a bin. 16 bits keep all that a bin touches in the second-level
/// cache; `Okvs` refuses bins that need more.
using Index = std::uint16_t;

/// Three different sparse slots.
struct Row {
    std::array<Index, 3> places;
};

/// From a key to its row: 128 bits AES_seed(key) ^ key, whose parts choose bin and slots and which as a whole
/// are the dense element k. The seed is public; keys may be secret, so nothing here branches on them. Parts
/// of 32 bits are brought into range by a multiplication; the bias, at most range / 2^32, is far below the
/// slack of the parameters.
class RowHash {
  public:
    RowHash(const Parameters& parameters, crypto::Block seed)
        : hash_(seed),
          bins_(static_cast<std::uint32_t>(parameters.bins)),
          sparse_(static_cast<std::uint32_t>(parameters.sparse)) {}

    void elements(const crypto::Block* keys, crypto::Block* out, std::size_t n) const {
        hash_.cr(keys, out, n);
    }

    std::uint32_t bin(crypto::Block element) const {
        return scaled(static_cast<std::uint32_t>(element.high >> 32), bins_);
    }

    Row row(crypto::Block element) const {
        const std::uint32_t a = scaled(static_cast<std::uint32_t>(element.low), sparse_);
        std::uint32_t b = scaled(static_cast<std::uint32_t>(element.low >> 32), sparse_ - 1);
        std::uint32_t c = scaled(static_cast<std::uint32_t>(element.high), sparse_ - 2);
        // Each choice is among the slots that are left: step over those that are taken. Without comparisons,
        // of which a compiler may make a branch.
        b += at_least(b, a);
        const std::uint32_t lower = b ^ ((a ^ b) & (at_least(b, a) * ~0u)), upper = a ^ b ^ lower;
        c += at_least(c, lower);
        c += at_least(c, upper);
        return {{static_cast<Index>(a), static_cast<Index>(b), static_cast<Index>(c)}};
    }

  private:
    static std::uint32_t scaled(std::uint32_t bits, std::uint32_t range) {
        return static_cast<std::uint32_t>((std::uint64_t{bits} * range) >> 32);
    }

    /// 1 if a >= b, else 0.
    static std::uint32_t at_least(std::uint32_t a, std::uint32_t b) {
        return static_cast<std::uint32_t>(1 ^ ((std::uint64_t{a} - b) >> 63));
    }

    crypto::FixedKeyHash hash_;
    std::uint32_t bins_, sparse_;
};

}  // namespace tacit::mpc::okvs
