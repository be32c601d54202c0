#pragma once

#include <QObject>
#include <memory>

#include "api/engine.h"

namespace tacit::ui {

/// Looks at a table of a database. Threads and ends as CheckAction.
class DescribeAction final : public QObject {
    Q_OBJECT
  public:
    DescribeAction(std::shared_ptr<api::Engine> engine, const QString& address, const QString& password,
                   QObject* parent = nullptr);
    void abandon();

  Q_SIGNALS:
    void finished(const tacit::Result<tacit::api::DatabaseTable>& outcome);

  private:
    std::shared_ptr<api::Engine> engine_;
    api::TaskPtr task_;  ///< last, so that it ends before what its callback uses
};

}  // namespace tacit::ui
