#pragma once

#include <string_view>

#include "base/bytes.h"
#include "base/result.h"
#include "crypto/secret.h"

namespace tacit::crypto {

inline constexpr std::size_t passphrase_salt_size = 16;

/// Argon2id with libsodium's "moderate" limits (256 MiB). Fault::storage_failed if that memory is not there.
Result<Secret<32>> key_from_passphrase(std::string_view passphrase,
                                       const ByteArray<passphrase_salt_size>& salt);

}  // namespace tacit::crypto
