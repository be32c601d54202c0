#include "crypto/random.h"

#include <sodium.h>

#include "crypto/sodium.h"

namespace tacit::crypto {

std::uint64_t Random::below(std::uint64_t bound) {
    // Rejection: drop the values at the top that would make small results likelier.
    const std::uint64_t limit = (0 - bound) % bound;
    for (;;) {
        std::uint64_t value = 0;
        fill({reinterpret_cast<std::uint8_t*>(&value), sizeof value});
        if (value >= limit) return value % bound;
    }
}

Block random_block(Random& random) {
    Block out;
    random.fill(as_writable_bytes({&out, 1}));
    return out;
}

void SystemRandom::fill(std::span<std::uint8_t> out) {
    ensure_sodium();
    randombytes_buf(out.data(), out.size());
}

SeededRandom::SeededRandom(std::uint64_t seed) : seed_{} {
    for (std::size_t i = 0; i < 8; ++i) seed_[i] = static_cast<std::uint8_t>(seed >> (8 * i));
}

void SeededRandom::fill(std::span<std::uint8_t> out) {
    ensure_sodium();
    ByteArray<crypto_stream_chacha20_NONCEBYTES> nonce{};
    for (std::size_t i = 0; i < 8; ++i) nonce[i] = static_cast<std::uint8_t>(block_ >> (8 * i));
    ++block_;
    if (out.empty()) return;  // an empty span may point nowhere, which libsodium must not be given
    crypto_stream_chacha20(out.data(), out.size(), nonce.data(), seed_.data());
}

}  // namespace tacit::crypto
