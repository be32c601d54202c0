#pragma once

#include <QObject>

#include "api/session.h"

namespace tacit::ui {

/// A partner's consent with one's own data. Lives in the thread of the windows, where finished is emitted
/// exactly once. Destroying it cancels as long as nothing is signed, waits for the engine's thread, and emits
/// nothing more.
class AgreeAction final : public QObject {
    Q_OBJECT
  public:
    AgreeAction(api::SessionPtr session, const api::Contribution& contribution, QObject* parent = nullptr);

  Q_SIGNALS:
    void finished(const tacit::Status& outcome);

  private:
    api::SessionPtr session_;
    api::TaskPtr task_;  ///< last, so that it ends before what its callback uses
};

}  // namespace tacit::ui
