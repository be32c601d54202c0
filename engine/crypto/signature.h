#pragma once

#include "base/bytes.h"
#include "crypto/random.h"
#include "crypto/secret.h"

namespace tacit::crypto {

using VerifyKey = ByteArray<32>;
using Signature = ByteArray<64>;

/// An Ed25519 key pair. The secret half never leaves the object but through `seed`, which is for the store.
class SigningKey {
  public:
    static SigningKey generate(Random& random);
    static SigningKey from_seed(std::span<const std::uint8_t, 32> seed);

    const VerifyKey& verify_key() const { return verify_key_; }
    const Secret<32>& seed() const { return seed_; }
    /// Signs BLAKE2b(label, message): a signature of one purpose is worth nothing for another.
    Signature sign(std::string_view label, View message) const;

  private:
    SigningKey() = default;
    Secret<32> seed_;
    Secret<64> secret_;
    VerifyKey verify_key_{};
};

bool verify(const VerifyKey& key, std::string_view label, View message, const Signature& signature);

}  // namespace tacit::crypto
