#pragma once

#include <QString>
#include <atomic>
#include <memory>

#include "api/engine.h"
#include "base/clock.h"
#include "crypto/random.h"
#include "store/key_vault.h"

namespace tacit::test {

/// The computer's time, wrong by as many hours as a test wants. Waits are not affected.
class ShiftedClock final : public Clock {
  public:
    WallTime wall() const override { return real_.wall() + std::chrono::hours(wrong_by.load()); }
    SteadyTime steady() const override { return real_.steady(); }
    std::atomic<int> wrong_by{0};

  private:
    SystemClock real_;
};

/// One participant inside the test's own process, with the engine that the programs use: for what no option
/// of tacit-cli can bring about. It meets the real programs over the loopback.
class EnginePerson {
  public:
    /// Opens (first makes) the profile in this folder.
    EnginePerson(const QString& profile, const std::string& organisation);

    /// Proposes a Total of the column "n" and writes PREFIX-1.tacit ...; null with `problem` on failure.
    api::SessionPtr host(const QString& data, int partners, const QString& prefix);
    api::SessionPtr host(api::Draft draft, const QString& data);
    /// Follows the invitation up to its review, or its end.
    api::SessionPtr join(const QString& invitation);
    bool agree(api::Session& session, const QString& data);

    /// Waits until the session stands there; false if it ends elsewhere before, or the time is over.
    static bool reaches(const api::Session& session, api::Stage stage, int milliseconds = 30000);
    /// The sum of the only column; empty while there is none.
    static QString sum(const api::Session& session);
    static QString fault(const api::Session& session);

    ShiftedClock clock;
    QString problem;
    api::Engine& engine() { return *engine_; }

  private:
    Result<api::Contribution> bring(const QString& data, const std::vector<std::string>& columns);

    store::NoKeyVault vault_;
    crypto::SystemRandom random_;
    std::unique_ptr<api::Engine> engine_;
};

}  // namespace tacit::test
