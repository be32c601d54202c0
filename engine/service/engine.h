#pragma once

#include <memory>
#include <string>

#include "api/engine.h"
#include "base/clock.h"
#include "crypto/random.h"
#include "store/key_vault.h"
#include "table/source_opener.h"

namespace tacit::service {

struct EngineOptions {
    std::string directory;                     ///< of the profile; made on first use
    std::optional<std::string> passphrase;     ///< protects a new profile, unlocks an old one
    unsigned threads = 0;                      ///< for protocols; 0 = as many as the machine has
    table::SourceOpener* databases = nullptr;  ///< borrowed; null = tables come from files alone
    api::Databases* descriptions = nullptr;    ///< borrowed; of the same databases
};

/// Opens the profile and gives the engine on it. `vault`, `random` and `clock` are borrowed. Faults:
/// profile_busy, profile_damaged, passphrase_needed, storage_failed.
Result<std::unique_ptr<api::Engine>> open_engine(const EngineOptions& options, store::KeyVault& vault,
                                                 crypto::Random& random, const Clock& clock);

}  // namespace tacit::service
