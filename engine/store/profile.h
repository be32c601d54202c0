#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "crypto/random.h"
#include "store/database.h"
#include "store/key_vault.h"
#include "store/profile_lock.h"
#include "store/protection.h"
#include "store/records.h"

namespace tacit::store {

struct OpenOptions {
    /// Given on the first opening: protects the profile if no keychain does. Later: unlocks it.
    std::optional<crypto::SecretBytes> passphrase;
};

/// Everything that one user of the program keeps: a folder with the database, its lock and perhaps a key
/// file.
///
/// Threads: all calls may come from any thread; one mutex makes them follow each other. The borrowed vault,
/// random source and clock must live as long as the profile and are used under that mutex. Each writing call
/// is one transaction, on disk on return; group what belongs together into one call, as a commit takes some
/// milliseconds.
///
/// Faults of every call: storage_failed with the cause (disk full, permission, ...); profile_damaged if the
/// file was altered.
class Profile {
  public:
    /// Makes the folder (mode 0700) and the profile on first use.
    /// Faults besides: profile_busy, passphrase_needed, and those of open_profile_key().
    static Result<std::unique_ptr<Profile>> open(const std::filesystem::path& directory, KeyVault& vault,
                                                 const OpenOptions& options, crypto::Random& random,
                                                 const Clock& clock);
    Profile(const Profile&) = delete;
    Profile& operator=(const Profile&) = delete;

    const std::filesystem::path& directory() const { return directory_; }
    /// Random name of the profile, in hexadecimal; names its entry in the keychain.
    const std::string& id() const { return key_.profile_id; }
    Protection protection() const;
    /// Right after the profile was made: why a stronger protection was not used. Else empty.
    std::string protection_note() const;
    /// See store::change_protection().
    Status change_protection(Protection target, const std::optional<crypto::SecretBytes>& passphrase = {});

    Result<std::optional<Identity>> identity();
    Status set_identity(const Identity& identity);

    /// Most recently seen first.
    Result<std::vector<Partner>> partners();
    Result<std::optional<Partner>> partner(const crypto::VerifyKey& key);
    /// Inserts, or replaces all but `first_seen_ms`, which stays at its earliest, and `trust`, which stays at
    /// its highest (to trust a key less, remove it). A `last_seen_ms` of 0 and a new `first_seen_ms` of 0
    /// become the present.
    Status upsert_partner(const Partner& partner);
    Status remove_partner(const crypto::VerifyKey& key);

    /// Most recently updated first.
    Result<std::vector<SessionSummary>> sessions();
    Result<std::optional<Session>> session(const std::string& id);
    /// Inserts or replaces the whole session, participants included; audit and invitations stay, and so does
    /// an agreement, a result or a receipt for which this one has none: only erasing takes these away.
    Status save_session(const Session& session);
    /// The rows of the user's own table that a session's result is about; apart from the session, because
    /// they can be many megabytes. Replaces what was there. Fault::usage if there is no such session.
    Status save_session_rows(const std::string& id, View rows);
    /// Nothing if none were saved, or there is no such session.
    Result<std::optional<Bytes>> session_rows(const std::string& id);
    /// Fault::usage if there is no such session.
    Status set_session_state(const std::string& id, const std::string& state, const std::string& fault = {});
    /// Destroys the session's data key and all of its rows, and empties the write-ahead log. Success also if
    /// there is none.
    Status erase_session(const std::string& id);

    /// The session must be there. Fault::usage if id or number was used before.
    Status add_invitation(const Invitation& invitation);
    /// Ordered by number.
    Result<std::vector<Invitation>> invitations(const std::string& session_id);
    Result<std::optional<Invitation>> invitation(View invitation_id);
    /// Binds the invitation to the first key that claims it; the same key may come again. Does not look at
    /// the expiry. Fault::invitation_used for any other key, invitation_invalid if there is none.
    Status claim_invitation(View invitation_id, const crypto::VerifyKey& key);
    /// After its use, or to burn it.
    Status erase_invitation_key(View invitation_id);

    Status save_claimed_invitation(const ClaimedInvitation& claimed);
    Result<std::optional<ClaimedInvitation>> claimed_invitation(View invitation_id);
    Status remove_claimed_invitation(View invitation_id);

    /// Settings stand in the clear in the file.
    Result<std::optional<std::string>> setting(const std::string& name);
    Result<std::map<std::string, std::string>> settings();
    Status set_setting(const std::string& name, const std::string& value);
    /// Likewise, but only the name stands in the clear. Fault::profile_damaged if it was altered.
    Result<std::optional<crypto::SecretBytes>> sealed_setting(const std::string& name);
    Status set_sealed_setting(const std::string& name, View value);
    /// Of either kind.
    Status remove_setting(const std::string& name);

    /// Appends to the session's tamper-evident record, signed with the profile's own key.
    Result<AuditEntry> append_audit(const std::string& session_id, View body, const crypto::SigningKey& key);
    Result<std::vector<AuditEntry>> audit(const std::string& session_id);
    /// Fault::profile_damaged if an entry was altered, dropped (the last ones included) or moved.
    Status verify_audit(const std::string& session_id, const crypto::VerifyKey& signer);

  private:
    struct AuditHead {
        std::int64_t count = 0;
        crypto::Digest link{};
    };

    Profile(std::filesystem::path directory, ProfileLock lock, Database database, ProfileKey key,
            KeyVault& vault, crypto::Random& random, const Clock& clock);

    KeySources sources(const std::optional<crypto::SecretBytes>& passphrase);
    std::int64_t now() const { return to_unix_ms(clock_.wall()); }
    ByteArray<32> partner_tag(const crypto::VerifyKey& key) const;

    // All below expect the mutex to be held.
    Result<Partner> read_partner(const Statement& row);
    Status write_partner(const Partner& partner);
    Result<std::optional<crypto::AeadKey>> session_key(const std::string& id);
    Result<crypto::AeadKey> required_session_key(const std::string& id);
    Status write_session(const Session& session);
    Status write_participants(const Session& session, const crypto::AeadKey& key);
    Result<std::vector<Participant>> read_participants(const std::string& id, const crypto::AeadKey& key);
    Result<Invitation> read_invitation(const Statement& row);
    Bytes seal_audit_head(const std::string& session_id, const crypto::AeadKey& key, const AuditHead& head);
    Result<AuditHead> audit_head(const std::string& session_id, const crypto::AeadKey& key);
    Result<std::vector<AuditEntry>> read_audit(const std::string& session_id, const crypto::AeadKey& key);

    mutable std::mutex mutex_;
    std::filesystem::path directory_;
    ProfileLock lock_;  // before the database: taken first, released last
    Database database_;
    ProfileKey key_;
    KeyVault& vault_;
    crypto::Random& random_;
    const Clock& clock_;
};

}  // namespace tacit::store
