#pragma once

#include <QObject>
#include <memory>
#include <mutex>
#include <optional>

#include "api/engine.h"

namespace tacit::ui {

/// Makes a session: the one that a draft describes, with its invitations, or the one that an invitation leads
/// to. Lives in the thread of the windows, where finished is emitted exactly once. Destroying it cancels and
/// waits for the engine's thread; a session that had begun too late is cancelled.
class BeginAction final : public QObject {
    Q_OBJECT
  public:
    BeginAction(std::shared_ptr<api::Engine> engine, const api::Draft& draft, QObject* parent = nullptr);
    BeginAction(std::shared_ptr<api::Engine> engine, const std::string& invitation,
                std::chrono::seconds deadline, QObject* parent = nullptr);
    ~BeginAction() override;

  Q_SIGNALS:
    void finished(const tacit::Result<tacit::api::SessionPtr>& outcome);

  private:
    void take(Result<api::SessionPtr> outcome);  ///< in the engine's thread
    void deliver();

    std::shared_ptr<api::Engine> engine_;
    std::mutex mutex_;
    std::optional<Result<api::SessionPtr>> outcome_;  ///< under mutex_, until it is delivered
    api::TaskPtr task_;
};

}  // namespace tacit::ui
