#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "base/result.h"
#include "crypto/aead.h"
#include "store/database.h"
#include "store/key_vault.h"

namespace tacit::store {

/// What protects the profile's key, strongest first.
enum class Protection {
    keychain,    ///< in the key vault (the system keychain)
    passphrase,  ///< under Argon2id of a passphrase
    file,        ///< in a file of mode 0600 beside the database: programs must show a visible warning
};
std::string_view protection_name(Protection protection);

/// What opening and changing a protection works on; borrowed for the call.
struct KeySources {
    std::filesystem::path key_file;
    KeyVault& vault;
    const std::optional<crypto::SecretBytes>& passphrase;
    crypto::Random& random;
};

/// The profile's key (the key-encryption key of the whole profile) and where it came from.
struct ProfileKey {
    std::string profile_id;
    Protection protection = Protection::file;
    std::string note;  ///< on the first opening: why a stronger protection was not used; else empty
    crypto::AeadKey key;
};

/// First opening draws a key and protects it by the strongest means at hand: the vault, else the passphrase,
/// else a file. Later openings use what is recorded, and never draw a new key instead of a lost one.
///
/// Faults: passphrase_needed = none or a wrong one was given; profile_damaged = the key is lost, or is
/// another profile's; storage_failed = the vault is out of reach for now. The details say what to do.
Result<ProfileKey> open_profile_key(Database& database, const KeySources& sources);

/// Moves the same key under another protection: the new place first, then the record, then the old place, so
/// that a crash at any point leaves an openable profile. For Protection::passphrase the sources must give
/// one. Whoever had the key before still has it.
Status change_protection(Database& database, const KeySources& sources, ProfileKey& key, Protection target);

}  // namespace tacit::store
