#pragma once

#include <string>

#include "crypto/hash.h"
#include "session/identity.h"

namespace tacit::session {

/// What would be computed, by whom and under which rules; everybody signs its hash. The question is opaque
/// here: engine/question makes the bytes, reads them and derives from them both the words that people see and
/// the code that runs.
struct Proposal {
    std::uint16_t version = protocol_version;
    SessionId session_id{};
    std::string title;  ///< 1..200 bytes, one plain line
    IdentityCard organizer;
    std::string question_kind;       ///< e.g. "total"; 1..32 bytes
    Bytes question;                  ///< 1..16 KiB
    std::uint16_t participants = 2;  ///< organizer included, 2..64
    std::uint32_t deadline = 300;    ///< seconds that a wait may take once all have agreed; at least 1
    WallTime created;

    /// For the transport, which tells sessions apart by it.
    std::uint64_t session_number() const {
        std::uint64_t out = 0;
        for (std::size_t i = 0; i < 8; ++i) out = out << 8 | session_id[i];
        return out;
    }

    /// Fault::usage when a field is outside its limits; for the organizer's program before it invites.
    Status check() const;
    Bytes encode() const;
    /// Strict, and the organizer's card is verified. Fault::version_differs if another protocol version made
    /// it, else Fault::malformed_message or Fault::cheating.
    static Result<Proposal> decode(View bytes);
    /// BLAKE2b-256 of the encoding, which is canonical: one proposal, one hash.
    crypto::Digest hash() const;
    static crypto::Digest hash_of(View encoded);

    friend bool operator==(const Proposal&, const Proposal&) = default;
};

}  // namespace tacit::session
