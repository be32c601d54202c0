#include "store/migrations.h"

#include <array>
#include <cassert>

namespace tacit::store {

namespace {

// Columns of type BLOB are sealed unless a comment says that they are in the clear.
constexpr const char* version_1 = R"sql(
CREATE TABLE profile_key (
    id           INTEGER PRIMARY KEY CHECK (id = 1),
    profile_id   TEXT NOT NULL,
    protection   TEXT NOT NULL CHECK (protection IN ('keychain', 'passphrase', 'file')),
    salt         BLOB,             -- in the clear; with a passphrase only
    wrapped_key  BLOB,             -- the profile's key under the key from the passphrase
    key_check    BLOB NOT NULL     -- a constant under the profile's key
) STRICT;

CREATE TABLE identity (
    id            INTEGER PRIMARY KEY CHECK (id = 1),
    organisation  BLOB NOT NULL,
    person        BLOB NOT NULL,
    signing_seed  BLOB NOT NULL,
    verify_key    BLOB NOT NULL,   -- in the clear
    curve_secret  BLOB NOT NULL,
    curve_key     BLOB NOT NULL,   -- in the clear
    created_ms    INTEGER NOT NULL
) STRICT;

CREATE TABLE partners (
    tag            BLOB PRIMARY KEY,  -- in the clear: keyed hash of the verify key
    verify_key     BLOB NOT NULL,
    curve_key      BLOB NOT NULL,
    organisation   BLOB NOT NULL,
    person         BLOB NOT NULL,
    trust          BLOB NOT NULL,
    first_seen_ms  INTEGER NOT NULL,
    last_seen_ms   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE sessions (
    id          TEXT PRIMARY KEY,
    data_key    BLOB NOT NULL,     -- under the profile's key; seals all the rest of the session
    question    TEXT NOT NULL,
    role        TEXT NOT NULL CHECK (role IN ('organizer', 'partner')),
    state       TEXT NOT NULL,
    fault       TEXT NOT NULL,
    attempts    INTEGER NOT NULL,
    created_ms  INTEGER NOT NULL,
    updated_ms  INTEGER NOT NULL,
    title       BLOB NOT NULL,
    proposal    BLOB,
    agreement   BLOB,
    result      BLOB,
    receipt     BLOB,
    audit_head  BLOB NOT NULL      -- number of entries and hash of the last one
) STRICT;

CREATE TABLE session_participants (
    session_id    TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    place         INTEGER NOT NULL,
    organisation  BLOB NOT NULL,
    person        BLOB NOT NULL,
    verify_key    BLOB NOT NULL,
    PRIMARY KEY (session_id, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE invitations (
    invitation_id  BLOB PRIMARY KEY,  -- in the clear
    session_id     TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    number         INTEGER NOT NULL,
    mac_key        BLOB,              -- NULL once used or burnt
    claimed_by     BLOB,
    expires_ms     INTEGER NOT NULL,
    UNIQUE (session_id, number)
) STRICT;

CREATE TABLE claimed_invitations (
    invitation_id  BLOB PRIMARY KEY,  -- in the clear
    session_id     TEXT REFERENCES sessions (id) ON DELETE CASCADE,
    details        BLOB NOT NULL,     -- under the profile's key
    claimed_ms     INTEGER NOT NULL,
    expires_ms     INTEGER NOT NULL
) STRICT;
CREATE INDEX claimed_by_session ON claimed_invitations (session_id);

CREATE TABLE audit (
    session_id  TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    number      INTEGER NOT NULL,
    link        BLOB NOT NULL,
    body        BLOB NOT NULL,
    signature   BLOB NOT NULL,
    PRIMARY KEY (session_id, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE settings (
    name   TEXT PRIMARY KEY,
    value  TEXT NOT NULL
) STRICT, WITHOUT ROWID;
)sql";

// A session has at most one such row, and only where its result is rows of the user's own table.
constexpr const char* version_2 = R"sql(
CREATE TABLE session_rows (
    session_id  TEXT PRIMARY KEY REFERENCES sessions (id) ON DELETE CASCADE,
    rows        BLOB NOT NULL
) STRICT;
)sql";

Status require_ours(Database& database) {
    TACIT_ASSIGN(const std::int64_t id, database.integer("PRAGMA application_id"));
    if (id == application_id) return {};
    TACIT_ASSIGN(const std::int64_t objects, database.integer("SELECT count(*) FROM sqlite_schema"));
    TACIT_ASSIGN(const std::int64_t version, database.integer("PRAGMA user_version"));
    if (id != 0 || objects != 0 || version != 0)
        return error(Fault::profile_damaged, "the file is a database of another program");
    return {};
}

Status require_whole(Database& database) {
    TACIT_ASSIGN(Statement check, database.prepare("PRAGMA quick_check(1)"));
    TACIT_ASSIGN(const bool row, check.step());
    if (!row || check.text(0) != "ok")
        return error(Fault::profile_damaged, "the profile's database is damaged: " + check.text(0));
    return {};
}

}  // namespace

std::span<const Migration> profile_migrations() {
    static const std::array<Migration, 2> steps{{{1, version_1}, {2, version_2}}};
    return steps;
}

Status migrate(Database& database, std::span<const Migration> steps) {
    TACIT_TRY(require_ours(database));
    TACIT_TRY(require_whole(database));
    TACIT_ASSIGN(const std::int64_t current, database.integer("PRAGMA user_version"));
    const auto latest = static_cast<std::int64_t>(steps.size());
    if (current < 0 || current > latest)
        return error(Fault::profile_damaged,
                     "the profile was made by a newer version of this program (format " +
                         std::to_string(current) + ", this one knows up to " + std::to_string(latest) +
                         "); update the program to open it");
    for (std::int64_t next = current; next < latest; ++next) {
        const Migration& step = steps[static_cast<std::size_t>(next)];
        assert(step.version == next + 1);
        const std::string version = std::to_string(step.version);
        TACIT_TRY(database.transaction("updating the profile to format " + version, [&] {
            return database.execute(step.sql + ";PRAGMA application_id = " + std::to_string(application_id) +
                                    ";PRAGMA user_version = " + version);
        }));
    }
    return {};
}

}  // namespace tacit::store
