#pragma once

#include <string>

#include "base/clock.h"
#include "crypto/curve25519.h"
#include "crypto/signature.h"
#include "session/limits.h"
#include "wire/reader.h"
#include "wire/writer.h"

namespace tacit::session {

/// Who somebody says they are, and the two keys that they prove it with: Ed25519 for signatures, X25519 for
/// the transport. Signed by the first of them, so that the names and the transport key cannot be exchanged.
/// That the names are true is for people to check, by comparing the fingerprint.
struct IdentityCard {
    std::string organisation;  ///< 1..100 bytes, one plain line
    std::string person;        ///< the same
    crypto::VerifyKey verify_key{};
    crypto::CurvePublic curve_key{};
    WallTime created;
    crypto::Signature signature{};

    /// Fault::usage if a name is empty, too long or not a plain line.
    static Result<IdentityCard> issue(const crypto::SigningKey& key, std::string organisation,
                                      std::string person, const crypto::CurvePublic& curve_key,
                                      WallTime created);
    /// Fault::cheating if the signature does not fit.
    Status verify() const;
    Bytes encode() const;
    /// Strict, and verified: Fault::malformed_message or Fault::cheating.
    static Result<IdentityCard> decode(View bytes);

    /// A hundred bits of the hash of the verify key for people to compare, e.g. "K7QF-2M4A-XW3C-9...": five
    /// groups of four base32 characters.
    std::string fingerprint() const;

    void write(wire::Writer& writer) const;
    /// Structure only; the caller verifies.
    static IdentityCard read(wire::Reader& reader);

    friend bool operator==(const IdentityCard&, const IdentityCard&) = default;
};

}  // namespace tacit::session
