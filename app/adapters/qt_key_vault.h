#pragma once

#include <chrono>

#include "store/key_vault.h"

namespace tacit {

/// The keychain of the system (Secret Service, KWallet, macOS Keychain, Windows Credential Manager) through
/// QtKeychain. Needs a QCoreApplication and is called from its thread.
///
/// Each call spins a local event loop until the keychain answers or the limit has passed; user input is kept
/// out of that loop, so that no click is handled in the middle of opening a profile. With the environment
/// variable TACIT_KEYCHAIN=off it reports not_supported at once.
class QtKeyVault final : public store::KeyVault {
  public:
    /// A locked keychain asks its owner for a password: a desktop program that has a window to wait in may
    /// allow more time.
    explicit QtKeyVault(std::chrono::milliseconds limit = std::chrono::seconds(3)) : limit_(limit) {}

    Result<std::optional<crypto::Secret<32>>> load(const std::string& profile_id) override;
    Status save(const std::string& profile_id, const crypto::Secret<32>& key) override;
    Status remove(const std::string& profile_id) override;
    std::string name() const override { return "the system keychain"; }

  private:
    std::chrono::milliseconds limit_;
};

}  // namespace tacit
