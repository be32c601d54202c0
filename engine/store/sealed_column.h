#pragma once

#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"
#include "crypto/aead.h"

namespace tacit::store {

/// Where a sealed value stands. It is authenticated together with the value, so that a value copied to
/// another row or column does not open there.
struct Place {
    std::string_view table;
    View row;  ///< the row's primary key as bytes
    std::string_view column;
};

/// Sealed values are padded to a multiple of this many bytes: the length of a one-word answer would otherwise
/// tell "true" from "false".
inline constexpr std::size_t sealed_block = 256;

Bytes seal_column(const crypto::AeadKey& key, const Place& place, View plain, crypto::Random& random);
/// Fault::profile_damaged, naming table and column, if the value was altered or moved or the key is another.
Result<crypto::SecretBytes> open_column(const crypto::AeadKey& key, const Place& place, View sealed);

/// The same for a value of a fixed size, which lands in guarded memory.
template <std::size_t N>
Result<crypto::Secret<N>> open_secret(const crypto::AeadKey& key, const Place& place, View sealed) {
    TACIT_ASSIGN(const crypto::SecretBytes plain, open_column(key, place, sealed));
    if (plain.size() != N) return error(Fault::profile_damaged, "a sealed value has a wrong length");
    return crypto::Secret<N>(std::span<const std::uint8_t, N>(plain));
}

}  // namespace tacit::store
