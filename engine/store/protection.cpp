#include "store/protection.h"

#include "crypto/passphrase.h"
#include "store/key_file.h"
#include "store/sealed_column.h"

namespace tacit::store {

namespace {

constexpr std::string_view check_text = "this is the key of the profile";

struct KeyRecord {
    std::string profile_id;
    std::string protection;
    std::optional<Bytes> salt;
    std::optional<Bytes> wrapped_key;
    Bytes key_check;
};

Place key_place(const std::string& profile_id, std::string_view column) {
    return {"profile_key", as_view(profile_id), column};
}

Result<std::optional<KeyRecord>> read_record(Database& database) {
    TACIT_ASSIGN(
        Statement query,
        database.prepare("SELECT profile_id, protection, salt, wrapped_key, key_check FROM profile_key"));
    TACIT_ASSIGN(const bool found, query.step());
    if (!found) return std::optional<KeyRecord>();
    return std::optional(KeyRecord{query.text(0), query.text(1), query.optional_blob(2),
                                   query.optional_blob(3), query.blob(4)});
}

Status write_record(Database& database, const KeyRecord& record) {
    return database.transaction("recording how the profile is protected", [&]() -> Status {
        TACIT_ASSIGN(Statement write,
                     database.prepare("INSERT OR REPLACE INTO profile_key "
                                      "(id, profile_id, protection, salt, wrapped_key, key_check) "
                                      "VALUES (1, ?, ?, ?, ?, ?)"));
        return write
            .bind(record.profile_id, record.protection, record.salt, record.wrapped_key, record.key_check)
            .run();
    });
}

// A keychain that takes a key and does not give it back would lose the profile at the next start.
Status save_and_read_back(const ProfileKey& key, KeyVault& vault) {
    TACIT_TRY(vault.save(key.profile_id, key.key));
    TACIT_ASSIGN(const std::optional<crypto::AeadKey> back, vault.load(key.profile_id));
    if (!back || !crypto::equal_fixed_time(back->view(), key.key.view()))
        return error(Fault::storage_failed, vault.name() + " did not keep the key");
    return {};
}

// Puts the key into the place of `key.protection`. The record still has to be written.
Result<KeyRecord> place_key(const KeySources& sources, const ProfileKey& key) {
    KeyRecord record{
        key.profile_id,
        std::string(protection_name(key.protection)),
        {},
        {},
        seal_column(key.key, key_place(key.profile_id, "key_check"), as_view(check_text), sources.random)};
    switch (key.protection) {
        case Protection::keychain:
            TACIT_TRY(save_and_read_back(key, sources.vault));
            break;
        case Protection::passphrase: {
            if (!sources.passphrase || sources.passphrase->empty())
                return error(Fault::passphrase_needed, "no passphrase was given");
            const auto salt = sources.random.array<crypto::passphrase_salt_size>();
            TACIT_ASSIGN(const crypto::AeadKey outer,
                         crypto::key_from_passphrase(as_text(*sources.passphrase), salt));
            record.salt = to_bytes(salt);
            record.wrapped_key =
                seal_column(outer, key_place(key.profile_id, "wrapped_key"), key.key.view(), sources.random);
            break;
        }
        case Protection::file:
            TACIT_TRY(write_key_file(sources.key_file, key.key));
            break;
    }
    return record;
}

Result<ProfileKey> create(Database& database, const KeySources& sources) {
    ProfileKey key{to_hex(sources.random.array<16>()), Protection::keychain, {}, sources.random.secret<32>()};
    auto placed = place_key(sources, key);
    if (!placed) {
        // Whatever the keychain's reason is, the next means is used and the reason shown: the program must
        // start on a server and in a session whose keychain is broken.
        key.note = sources.vault.name() + ": " + placed.error().detail;
        key.protection = sources.passphrase ? Protection::passphrase : Protection::file;
        placed = place_key(sources, key);
    }
    if (!placed) return placed.error();
    TACIT_TRY(write_record(database, *placed));
    return key;
}

Result<crypto::AeadKey> from_vault(const std::string& profile_id, KeyVault& vault) {
    auto loaded = vault.load(profile_id);
    if (!loaded)
        return error(Fault::storage_failed,
                     "this profile's key is in the system keychain, which cannot be used now (" +
                         loaded.error().detail +
                         "); unlock the keychain and open the profile in the desktop session of its owner");
    if (!loaded->has_value())
        return error(Fault::profile_damaged,
                     "the system keychain no longer has this profile's key (entry " + profile_id +
                         "); restore the keychain from a backup, or start with another profile folder");
    return std::move(**loaded);
}

Result<crypto::AeadKey> from_passphrase(const KeyRecord& record, const KeySources& sources) {
    if (!sources.passphrase) return error(Fault::passphrase_needed, "the profile is locked by a passphrase");
    if (!record.salt || record.salt->size() != crypto::passphrase_salt_size || !record.wrapped_key)
        return error(Fault::profile_damaged, "the record of the passphrase is damaged");
    ByteArray<crypto::passphrase_salt_size> salt;
    std::copy(record.salt->begin(), record.salt->end(), salt.begin());
    TACIT_ASSIGN(const crypto::AeadKey outer,
                 crypto::key_from_passphrase(as_text(*sources.passphrase), salt));
    auto key = open_secret<32>(outer, key_place(record.profile_id, "wrapped_key"), *record.wrapped_key);
    if (!key) return error(Fault::passphrase_needed, "the passphrase is wrong");
    return key;
}

Result<ProfileKey> load(const KeyRecord& record, const KeySources& sources) {
    const auto finish = [&](Protection protection, Result<crypto::AeadKey> found) -> Result<ProfileKey> {
        TACIT_ASSIGN(crypto::AeadKey key, std::move(found));
        if (!open_column(key, key_place(record.profile_id, "key_check"), record.key_check))
            return error(Fault::profile_damaged, "the key that was found is not this profile's key");
        return ProfileKey{record.profile_id, protection, {}, std::move(key)};
    };
    if (record.protection == protection_name(Protection::keychain))
        return finish(Protection::keychain, from_vault(record.profile_id, sources.vault));
    if (record.protection == protection_name(Protection::passphrase))
        return finish(Protection::passphrase, from_passphrase(record, sources));
    if (record.protection == protection_name(Protection::file))
        return finish(Protection::file, read_key_file(sources.key_file));
    return error(Fault::profile_damaged, "the protection '" + record.protection + "' is unknown");
}

}  // namespace

std::string_view protection_name(Protection protection) {
    switch (protection) {
        case Protection::keychain:
            return "keychain";
        case Protection::passphrase:
            return "passphrase";
        case Protection::file:
            return "file";
    }
    return "file";
}

Result<ProfileKey> open_profile_key(Database& database, const KeySources& sources) {
    TACIT_ASSIGN(const std::optional<KeyRecord> record, read_record(database));
    if (!record) return create(database, sources);
    TACIT_ASSIGN(ProfileKey key, load(*record, sources));
    // A crash while the protection was being raised may have left the file behind.
    if (key.protection != Protection::file) TACIT_TRY(remove_key_file(sources.key_file));
    return key;
}

Status change_protection(Database& database, const KeySources& sources, ProfileKey& key, Protection target) {
    const Protection former = key.protection;
    ProfileKey moved{key.profile_id, target, {}, key.key.copy()};
    TACIT_ASSIGN(const KeyRecord record, place_key(sources, moved));
    TACIT_TRY(write_record(database, record));
    key.protection = target;
    key.note.clear();
    TACIT_TRY(database.flush_log());
    if (former == target) return {};
    if (former == Protection::file) return remove_key_file(sources.key_file);
    if (former == Protection::keychain) return sources.vault.remove(key.profile_id);
    return {};
}

}  // namespace tacit::store
