#pragma once

#include <QObject>
#include <thread>

#include "api/session.h"

namespace tacit::ui {

/// Saves the result or the receipt of a session, which may be a million rows. Lives in the thread of the
/// windows, where finished is emitted exactly once. Destroying it waits until the file is written, and emits
/// nothing more.
class SaveAction final : public QObject {
    Q_OBJECT
  public:
    enum class What { result, receipt };
    SaveAction(api::SessionPtr session, What what, const QString& path, QObject* parent = nullptr);

  Q_SIGNALS:
    void finished(const tacit::Status& outcome);

  private:
    std::jthread thread_;
};

}  // namespace tacit::ui
