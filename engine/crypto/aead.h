#pragma once

#include "base/bytes.h"
#include "base/result.h"
#include "crypto/random.h"
#include "crypto/secret.h"

namespace tacit::crypto {

using AeadKey = Secret<32>;
inline constexpr std::size_t aead_tag_size = 16;

/// XChaCha20-Poly1305 with a random 24-byte nonce in front: nonce || ciphertext || tag. For data at rest.
Bytes seal(const AeadKey& key, View plain, View associated, Random& random);
/// Fault::profile_damaged if it was altered, or made for another key or place.
Result<SecretBytes> open(const AeadKey& key, View sealed, View associated);

/// ChaCha20-Poly1305 (IETF) with the message number as nonce: ciphertext || tag. For one direction of one
/// channel with a key of its own; a number must never be used twice.
Bytes seal_numbered(const AeadKey& key, std::uint64_t number, View plain, View associated);
/// Fault::cheating if it was altered, repeated or put in another place.
Result<Bytes> open_numbered(const AeadKey& key, std::uint64_t number, View sealed, View associated);

}  // namespace tacit::crypto
