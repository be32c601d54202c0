#pragma once

#include <QObject>
#include <memory>

#include "api/engine.h"

namespace tacit::ui {

/// One pre-flight check of a contribution. Lives in the thread of the windows, where finished is emitted
/// exactly once. Destroying it cancels, waits for the engine's thread, and emits nothing more.
/// abandon() does not wait: it cancels, emits nothing more, and destroys itself when that thread has ended.
class CheckAction final : public QObject {
    Q_OBJECT
  public:
    CheckAction(std::shared_ptr<api::Engine> engine, const api::Question& question,
                const api::Contribution& contribution, QObject* parent = nullptr);
    void abandon();

  Q_SIGNALS:
    void finished(const tacit::Result<tacit::api::ContributionCheck>& outcome);

  private:
    std::shared_ptr<api::Engine> engine_;
    api::TaskPtr task_;  ///< last, so that it ends before what its callback uses
};

}  // namespace tacit::ui
