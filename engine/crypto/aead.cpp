#include "crypto/aead.h"

#include <sodium.h>

#include "crypto/sodium.h"

namespace tacit::crypto {

namespace {
constexpr std::size_t long_nonce = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;

ByteArray<12> numbered_nonce(std::uint64_t number) {
    ByteArray<12> nonce{};
    for (std::size_t i = 0; i < 8; ++i) nonce[4 + i] = static_cast<std::uint8_t>(number >> (8 * i));
    return nonce;
}
}  // namespace

Bytes seal(const AeadKey& key, View plain, View associated, Random& random) {
    ensure_sodium();
    Bytes out(long_nonce + plain.size() + aead_tag_size);
    random.fill(std::span(out).first(long_nonce));
    crypto_aead_xchacha20poly1305_ietf_encrypt(out.data() + long_nonce, nullptr, plain.data(), plain.size(),
                                               associated.data(), associated.size(), nullptr, out.data(),
                                               key.view().data());
    return out;
}

Result<SecretBytes> open(const AeadKey& key, View sealed, View associated) {
    ensure_sodium();
    if (sealed.size() < long_nonce + aead_tag_size)
        return error(Fault::profile_damaged, "sealed value is too short");
    SecretBytes out(sealed.size() - long_nonce - aead_tag_size);
    const View cipher = sealed.subspan(long_nonce);
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(out.data(), nullptr, nullptr, cipher.data(), cipher.size(),
                                                   associated.data(), associated.size(), sealed.data(),
                                                   key.view().data()) != 0)
        return error(Fault::profile_damaged, "sealed value does not fit its key and place");
    return out;
}

Bytes seal_numbered(const AeadKey& key, std::uint64_t number, View plain, View associated) {
    ensure_sodium();
    const auto nonce = numbered_nonce(number);
    Bytes out(plain.size() + aead_tag_size);
    crypto_aead_chacha20poly1305_ietf_encrypt(out.data(), nullptr, plain.data(), plain.size(),
                                              associated.data(), associated.size(), nullptr, nonce.data(),
                                              key.view().data());
    return out;
}

Result<Bytes> open_numbered(const AeadKey& key, std::uint64_t number, View sealed, View associated) {
    ensure_sodium();
    if (sealed.size() < aead_tag_size) return error(Fault::cheating, "sealed message is too short");
    const auto nonce = numbered_nonce(number);
    Bytes out(sealed.size() - aead_tag_size);
    if (crypto_aead_chacha20poly1305_ietf_decrypt(out.data(), nullptr, nullptr, sealed.data(), sealed.size(),
                                                  associated.data(), associated.size(), nonce.data(),
                                                  key.view().data()) != 0)
        return error(Fault::cheating, "sealed message does not fit its key and number");
    return out;
}

}  // namespace tacit::crypto
