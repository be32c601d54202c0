#pragma once

#include <optional>

#include "base/bytes.h"
#include "crypto/random.h"
#include "crypto/secret.h"

namespace tacit::crypto {

using CurvePublic = ByteArray<32>;

/// An X25519 key pair: the transport key of a profile (ZeroMQ CURVE), or the ephemeral key of one session.
class CurveKey {
  public:
    static CurveKey generate(Random& random);
    static CurveKey from_secret(std::span<const std::uint8_t, 32> secret);

    const CurvePublic& public_key() const { return public_; }
    const Secret<32>& secret() const { return secret_; }

    /// 32 shared bytes with a peer, hashed with both public keys in a fixed order. Nothing for a peer key of
    /// small order.
    std::optional<Secret<32>> agree(const CurvePublic& peer, std::string_view label, View context = {}) const;

  private:
    CurveKey() = default;
    Secret<32> secret_;
    CurvePublic public_{};
};

}  // namespace tacit::crypto
