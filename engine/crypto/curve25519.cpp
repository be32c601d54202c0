#include "crypto/curve25519.h"

#include <sodium.h>

#include "crypto/hash.h"
#include "crypto/sodium.h"

namespace tacit::crypto {

CurveKey CurveKey::generate(Random& random) {
    const auto secret = random.secret<32>();
    return from_secret(secret.view());
}

CurveKey CurveKey::from_secret(std::span<const std::uint8_t, 32> secret) {
    ensure_sodium();
    CurveKey key;
    key.secret_ = Secret<32>(secret);
    crypto_scalarmult_base(key.public_.data(), secret.data());
    return key;
}

std::optional<Secret<32>> CurveKey::agree(const CurvePublic& peer, std::string_view label,
                                          View context) const {
    Secret<32> shared;
    if (crypto_scalarmult(shared.bytes().data(), secret_.view().data(), peer.data()) != 0)
        return std::nullopt;
    const bool first = public_ < peer;
    auto digest = Hasher(label, shared.view())
                      .add(View(first ? public_ : peer))
                      .add(View(first ? peer : public_))
                      .add(context)
                      .finish();
    Secret<32> out{std::span<const std::uint8_t, 32>(digest)};
    wipe(digest);
    return out;
}

}  // namespace tacit::crypto
