#include "store/profile.h"

#include <sys/stat.h>

#include <cerrno>
#include <cstring>
#include <system_error>

#include "store/migrations.h"
#include "store/sealed_column.h"

namespace tacit::store {

namespace {

constexpr const char* database_name = "profile.db";
constexpr const char* lock_name = "lock";
constexpr const char* key_name = "key";

Status make_private_folder(const std::filesystem::path& directory) {
    std::error_code failure;
    if (std::filesystem::is_directory(directory, failure)) return {};
    const auto parent = directory.parent_path();
    if (!parent.empty()) std::filesystem::create_directories(parent, failure);
    if (::mkdir(directory.c_str(), 0700) != 0 && errno != EEXIST)
        return error(Fault::storage_failed,
                     "cannot make " + directory.string() + ": " + std::strerror(errno));
    if (!std::filesystem::is_directory(directory, failure))
        return error(Fault::storage_failed, directory.string() + " is not a folder");
    return {};
}

constexpr std::string_view identity_table = "identity";

Place identity_place(std::string_view column) {
    return {identity_table, as_view("1"), column};
}

}  // namespace

Profile::Profile(std::filesystem::path directory, ProfileLock lock, Database database, ProfileKey key,
                 KeyVault& vault, crypto::Random& random, const Clock& clock)
    : directory_(std::move(directory)),
      lock_(std::move(lock)),
      database_(std::move(database)),
      key_(std::move(key)),
      vault_(vault),
      random_(random),
      clock_(clock) {}

Result<std::unique_ptr<Profile>> Profile::open(const std::filesystem::path& directory, KeyVault& vault,
                                               const OpenOptions& options, crypto::Random& random,
                                               const Clock& clock) {
    std::error_code failure;
    std::filesystem::path folder = std::filesystem::absolute(directory, failure).lexically_normal();
    if (!folder.has_filename()) folder = folder.parent_path();  // "name/" is "name"
    if (directory.empty() || failure) return error(Fault::usage, "the profile's folder has no usable name");
    TACIT_TRY(make_private_folder(folder));
    TACIT_ASSIGN(ProfileLock lock, ProfileLock::take(folder / lock_name));
    TACIT_ASSIGN(Database database, Database::open(folder / database_name));
    TACIT_TRY(migrate(database, profile_migrations()));
    const KeySources sources{folder / key_name, vault, options.passphrase, random};
    TACIT_ASSIGN(ProfileKey key, open_profile_key(database, sources));
    return std::unique_ptr<Profile>(new Profile(std::move(folder), std::move(lock), std::move(database),
                                                std::move(key), vault, random, clock));
}

KeySources Profile::sources(const std::optional<crypto::SecretBytes>& passphrase) {
    return {directory_ / key_name, vault_, passphrase, random_};
}

Protection Profile::protection() const {
    const std::lock_guard guard(mutex_);
    return key_.protection;
}

std::string Profile::protection_note() const {
    const std::lock_guard guard(mutex_);
    return key_.note;
}

Status Profile::change_protection(Protection target, const std::optional<crypto::SecretBytes>& passphrase) {
    const std::lock_guard guard(mutex_);
    return store::change_protection(database_, sources(passphrase), key_, target);
}

Result<std::optional<Identity>> Profile::identity() {
    const std::lock_guard guard(mutex_);
    TACIT_ASSIGN(Statement row,
                 database_.prepare("SELECT organisation, person, signing_seed, verify_key, curve_secret, "
                                   "curve_key, created_ms FROM identity"));
    TACIT_ASSIGN(const bool found, row.step());
    if (!found) return std::optional<Identity>();
    TACIT_ASSIGN(const auto organisation, open_column(key_.key, identity_place("organisation"), row.blob(0)));
    TACIT_ASSIGN(const auto person, open_column(key_.key, identity_place("person"), row.blob(1)));
    TACIT_ASSIGN(const auto seed, open_secret<32>(key_.key, identity_place("signing_seed"), row.blob(2)));
    TACIT_ASSIGN(const auto curve, open_secret<32>(key_.key, identity_place("curve_secret"), row.blob(4)));
    Identity identity{std::string(as_text(organisation)), std::string(as_text(person)),
                      crypto::SigningKey::from_seed(seed.view()), crypto::CurveKey::from_secret(curve.view()),
                      row.integer(6)};
    if (row.blob(3) != to_bytes(identity.signing.verify_key()) ||
        row.blob(5) != to_bytes(identity.curve.public_key()))
        return error(Fault::profile_damaged, "the public and secret keys of the identity do not fit");
    return std::optional(std::move(identity));
}

Status Profile::set_identity(const Identity& identity) {
    const std::lock_guard guard(mutex_);
    return database_.transaction("saving the identity", [&]() -> Status {
        TACIT_ASSIGN(
            Statement write,
            database_.prepare("INSERT OR REPLACE INTO identity (id, organisation, person, signing_seed, "
                              "verify_key, curve_secret, curve_key, created_ms) "
                              "VALUES (1, ?, ?, ?, ?, ?, ?, ?)"));
        const auto seal = [&](std::string_view column, View plain) {
            return seal_column(key_.key, identity_place(column), plain, random_);
        };
        return write
            .bind(seal("organisation", as_view(identity.organisation)),
                  seal("person", as_view(identity.person)),
                  seal("signing_seed", identity.signing.seed().view()), identity.signing.verify_key(),
                  seal("curve_secret", identity.curve.secret().view()), identity.curve.public_key(),
                  identity.created_ms != 0 ? identity.created_ms : now())
            .run();
    });
}

Result<std::optional<std::string>> Profile::setting(const std::string& name) {
    const std::lock_guard guard(mutex_);
    TACIT_ASSIGN(Statement row, database_.prepare("SELECT value FROM settings WHERE name = ?"));
    TACIT_ASSIGN(const bool found, row.bind(name).step());
    if (!found) return std::optional<std::string>();
    return std::optional(row.text(0));
}

Result<std::map<std::string, std::string>> Profile::settings() {
    const std::lock_guard guard(mutex_);
    TACIT_ASSIGN(Statement row, database_.prepare("SELECT name, value FROM settings"));
    std::map<std::string, std::string> all;
    for (;;) {
        TACIT_ASSIGN(const bool found, row.step());
        if (!found) return all;
        all.emplace(row.text(0), row.text(1));
    }
}

Status Profile::set_setting(const std::string& name, const std::string& value) {
    const std::lock_guard guard(mutex_);
    TACIT_ASSIGN(Statement write,
                 database_.prepare("INSERT OR REPLACE INTO settings (name, value) VALUES (?, ?)"));
    return write.bind(name, value).run();
}

Result<std::optional<crypto::SecretBytes>> Profile::sealed_setting(const std::string& name) {
    TACIT_ASSIGN(const auto text, setting(name));
    if (!text) return std::optional<crypto::SecretBytes>();
    const auto sealed = from_hex(*text);
    if (!sealed) return error(Fault::profile_damaged, "a sealed setting is damaged");
    TACIT_ASSIGN(auto plain, open_column(key_.key, {"settings", as_view(name), "value"}, *sealed));
    return std::optional(std::move(plain));
}

Status Profile::set_sealed_setting(const std::string& name, View value) {
    Bytes sealed;
    {
        const std::lock_guard guard(mutex_);  // of the random source
        sealed = seal_column(key_.key, {"settings", as_view(name), "value"}, value, random_);
    }
    return set_setting(name, to_hex(sealed));
}

Status Profile::remove_setting(const std::string& name) {
    const std::lock_guard guard(mutex_);
    TACIT_ASSIGN(Statement write, database_.prepare("DELETE FROM settings WHERE name = ?"));
    return write.bind(name).run();
}

}  // namespace tacit::store
