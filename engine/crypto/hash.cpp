#include "crypto/hash.h"

#include <sodium.h>

#include <cassert>

#include "crypto/sodium.h"

namespace tacit::crypto {

static_assert(sizeof(crypto_generichash_state) <= 384);

Digest blake2b(View message, View key) {
    ensure_sodium();
    Digest out;
    crypto_generichash(out.data(), out.size(), message.data(), message.size(), key.data(), key.size());
    return out;
}

namespace {
crypto_generichash_state* generic(std::array<std::uint8_t, 384>& state) {
    return reinterpret_cast<crypto_generichash_state*>(state.data());
}
ByteArray<8> little64(std::uint64_t number) {
    ByteArray<8> out;
    for (std::size_t i = 0; i < 8; ++i) out[i] = static_cast<std::uint8_t>(number >> (8 * i));
    return out;
}
}  // namespace

KeyedBlake2b::KeyedBlake2b(View key) {
    ensure_sodium();
    crypto_generichash_init(generic(state_), key.data(), key.size(), sizeof(Digest));
}

Digest KeyedBlake2b::operator()(View message) const {
    alignas(64) auto state = state_;
    Digest out;
    crypto_generichash_update(generic(state), message.data(), message.size());
    crypto_generichash_final(generic(state), out.data(), out.size());
    return out;
}

Hasher::Hasher(std::string_view label, View key) {
    ensure_sodium();
    crypto_generichash_init(generic(state_), key.data(), key.size(), sizeof(Digest));
    add(label);
}

Hasher& Hasher::add(View field) {
    const auto length = little64(field.size());
    crypto_generichash_update(generic(state_), length.data(), length.size());
    crypto_generichash_update(generic(state_), field.data(), field.size());
    return *this;
}

Hasher& Hasher::add(std::uint64_t number) {
    return add(View(little64(number)));
}

Digest Hasher::finish() {
    Digest out;
    crypto_generichash_final(generic(state_), out.data(), out.size());
    return out;
}

ByteArray<64> sha512(std::initializer_list<View> parts) {
    ensure_sodium();
    crypto_hash_sha512_state state;
    crypto_hash_sha512_init(&state);
    for (const auto part : parts) crypto_hash_sha512_update(&state, part.data(), part.size());
    ByteArray<64> out;
    crypto_hash_sha512_final(&state, out.data());
    return out;
}

Bytes expand_message_xmd(View message, std::string_view domain, std::size_t length) {
    constexpr std::size_t hash_size = 64;
    constexpr std::size_t block_size = 128;
    assert(domain.size() <= 255 && length <= 255 * hash_size);
    const ByteArray<block_size> zero_pad{};
    const ByteArray<2> length_field{static_cast<std::uint8_t>(length >> 8),
                                    static_cast<std::uint8_t>(length)};
    const ByteArray<1> zero{0};
    const ByteArray<1> domain_length{static_cast<std::uint8_t>(domain.size())};
    const auto b0 = sha512({zero_pad, message, length_field, zero, as_view(domain), domain_length});
    Bytes out;
    ByteArray<hash_size> block{};
    for (std::uint8_t i = 1; out.size() < length; ++i) {
        ByteArray<hash_size> mixed;
        for (std::size_t k = 0; k < hash_size; ++k) mixed[k] = b0[k] ^ block[k];
        const ByteArray<1> counter{i};
        block = sha512({mixed, counter, as_view(domain), domain_length});
        out.insert(out.end(), block.begin(), block.end());
    }
    out.resize(length);
    return out;
}

Digest derive_key(View key, std::string_view label, View context) {
    return Hasher(label, key).add(context).finish();
}

}  // namespace tacit::crypto
