#include "crypto/signature.h"

#include <sodium.h>

#include "crypto/hash.h"
#include "crypto/sodium.h"

namespace tacit::crypto {

SigningKey SigningKey::generate(Random& random) {
    const auto seed = random.secret<32>();
    return from_seed(seed.view());
}

SigningKey SigningKey::from_seed(std::span<const std::uint8_t, 32> seed) {
    ensure_sodium();
    SigningKey key;
    key.seed_ = Secret<32>(seed);
    crypto_sign_seed_keypair(key.verify_key_.data(), key.secret_.bytes().data(), seed.data());
    return key;
}

Signature SigningKey::sign(std::string_view label, View message) const {
    const auto digest = Hasher(label).add(message).finish();
    Signature out;
    crypto_sign_detached(out.data(), nullptr, digest.data(), digest.size(), secret_.view().data());
    return out;
}

bool verify(const VerifyKey& key, std::string_view label, View message, const Signature& signature) {
    ensure_sodium();
    const auto digest = Hasher(label).add(message).finish();
    return crypto_sign_verify_detached(signature.data(), digest.data(), digest.size(), key.data()) == 0;
}

}  // namespace tacit::crypto
