#pragma once

#include <optional>
#include <string>

#include "base/result.h"
#include "crypto/secret.h"

namespace tacit::store {

/// A place outside the profile that keeps its 32-byte key: in the desktop program the system's keychain.
/// Calls may block for as long as the implementation's own limit.
///
/// Faults of all calls: not_supported = there is no such place on this machine or in this session;
/// storage_failed = it is there, but refused or failed.
class KeyVault {
  public:
    virtual ~KeyVault() = default;
    /// Nothing if the vault works and has no key for this profile.
    virtual Result<std::optional<crypto::Secret<32>>> load(const std::string& profile_id) = 0;
    virtual Status save(const std::string& profile_id, const crypto::Secret<32>& key) = 0;
    /// Success also if there was none.
    virtual Status remove(const std::string& profile_id) = 0;
    /// For sentences: "the system keychain".
    virtual std::string name() const = 0;
};

/// For servers and tests: no keychain at all.
class NoKeyVault final : public KeyVault {
  public:
    Result<std::optional<crypto::Secret<32>>> load(const std::string&) override { return absent(); }
    Status save(const std::string&, const crypto::Secret<32>&) override { return absent(); }
    Status remove(const std::string&) override { return absent(); }
    std::string name() const override { return "no keychain"; }

  private:
    static Error absent() { return error(Fault::not_supported, "keychains are not used here"); }
};

}  // namespace tacit::store
