#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "crypto/curve25519.h"
#include "crypto/hash.h"
#include "crypto/secret.h"
#include "crypto/signature.h"

// The values that a Profile keeps. Times are milliseconds since 1970 (UTC). Texts are UTF-8.
namespace tacit::store {

/// Who this profile is. Move-only, as it holds both secret keys.
struct Identity {
    std::string organisation;
    std::string person;
    crypto::SigningKey signing;
    crypto::CurveKey curve;
    std::int64_t created_ms = 0;
};

/// How far a partner's key has been checked, ascending.
enum class Trust {
    invited,        ///< an invitation was sent or opened, nothing checked
    by_invitation,  ///< the one-time secret of the invitation stood for the check
    verified,       ///< two persons compared the short code
    known,          ///< verified, and met again since
};
std::string_view trust_name(Trust trust);
std::optional<Trust> trust_from_name(std::string_view name);

struct Partner {
    crypto::VerifyKey verify_key{};  ///< who it is: one row per key
    crypto::CurvePublic curve_key{};
    std::string organisation;
    std::string person;
    Trust trust = Trust::invited;
    std::int64_t first_seen_ms = 0;
    std::int64_t last_seen_ms = 0;
};

enum class SessionRole { organizer, partner };

struct Participant {
    std::int64_t place = 0;  ///< its number in the roster; unique in the session
    std::string organisation;
    std::string person;
    crypto::VerifyKey verify_key{};
};

/// What a list of sessions shows.
struct SessionSummary {
    std::string id;  ///< not empty; stands in the clear in the file, so no words of the user
    std::string title;
    std::string question;  ///< kind of the question, e.g. "total"; in the clear
    SessionRole role = SessionRole::organizer;
    std::string state;  ///< in the clear
    std::string fault;  ///< stable name of the fault, empty = none; in the clear
    std::int64_t attempts = 0;
    std::int64_t created_ms = 0;  ///< set by the store
    std::int64_t updated_ms = 0;  ///< set by the store
};

struct Session : SessionSummary {
    std::optional<Bytes> proposal;
    std::optional<Bytes> agreement;
    std::optional<Bytes> result;  ///< e.g. the result's JSON
    std::optional<Bytes> receipt;
    std::vector<Participant> participants;  ///< read back in the order of their places
};

/// An invitation that this profile made. Move-only, as it may hold a key.
struct Invitation {
    Bytes invitation_id;
    std::string session_id;
    std::int64_t number = 0;                    ///< 1, 2, ... within the session
    std::optional<crypto::Secret<32>> mac_key;  ///< gone once used or burnt
    std::optional<crypto::VerifyKey> claimed_by;
    std::int64_t expires_ms = 0;
};

/// An invitation that this profile followed.
struct ClaimedInvitation {
    Bytes invitation_id;
    std::string session_id;  ///< empty while no session is known; else it goes when the session goes
    Bytes details;           ///< whatever is needed to come back; sealed
    std::int64_t claimed_ms = 0;
    std::int64_t expires_ms = 0;
};

struct AuditEntry {
    std::int64_t number = 0;  ///< from 0
    crypto::Digest link{};    ///< hash over everything up to here
    Bytes body;
    crypto::Signature signature{};  ///< of the link
};

}  // namespace tacit::store
