#pragma once

#include <QString>
#include <memory>

#include "adapters/qt_key_vault.h"
#include "adapters/sql_databases.h"
#include "api/engine.h"
#include "base/clock.h"
#include "crypto/random.h"

namespace tacit::adapters {

/// Opens engines for the programs, with the real keychain, randomness and clock. Must outlive them.
class EngineFactory {
  public:
    /// `keychain`: how long the system's keychain may take; a person may have to unlock it.
    explicit EngineFactory(std::chrono::milliseconds keychain = std::chrono::seconds(3)) : vault_(keychain) {}
    /// Where the profile lies if none is named.
    static QString defaultProfile();
    /// The profile in this folder; made on first use. The passphrase is the one given, else that of the
    /// environment variable TACIT_PASSPHRASE, else none. `threads` for protocols, 0 = as many as the machine
    /// has.
    Result<std::unique_ptr<api::Engine>> open(const QString& folder, const QString& passphrase = {},
                                              unsigned threads = 0);
    /// A profile in a passing folder, which asks no keychain: for the demo, and for looking at files.
    Result<std::unique_ptr<api::Engine>> openPassing(const QString& folder);
    /// Who is asked for the password of a database, where the import was given none.
    void askForDatabasePasswords(AskPassword ask) { databases_.askWith(std::move(ask)); }

  private:
    QtKeyVault vault_;
    store::NoKeyVault none_;
    crypto::SystemRandom random_;
    SystemClock clock_;
    SqlDatabases databases_;
};

}  // namespace tacit::adapters
