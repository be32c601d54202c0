#pragma once

#include <string_view>

#include "base/bytes.h"

namespace tacit::crypto {

using Digest = ByteArray<32>;

/// BLAKE2b-256, with a key for a MAC or a personal label for domain separation.
Digest blake2b(View message, View key = {});

/// The same under one key for many messages: the key goes in once.
class KeyedBlake2b {
  public:
    explicit KeyedBlake2b(View key);
    Digest operator()(View message) const;

  private:
    alignas(64) std::array<std::uint8_t, 384> state_;
};

/// Incremental BLAKE2b-256 over fields. Each field is preceded by its length, so that no two different lists
/// of fields give the same input; the label separates the uses.
class Hasher {
  public:
    explicit Hasher(std::string_view label, View key = {});
    Hasher& add(View field);
    Hasher& add(std::string_view field) { return add(as_view(field)); }
    Hasher& add(std::uint64_t number);
    Digest finish();

  private:
    alignas(64) std::array<std::uint8_t, 384> state_;
};

ByteArray<64> sha512(std::initializer_list<View> parts);

/// expand_message_xmd with SHA-512, RFC 9380 section 5.3.1. `length` at most 255 * 64, `domain` at most 255
/// bytes.
Bytes expand_message_xmd(View message, std::string_view domain, std::size_t length);

/// 32 key bytes for one purpose from a key: BLAKE2b keyed with it over the label and context.
Digest derive_key(View key, std::string_view label, View context = {});

}  // namespace tacit::crypto
