#pragma once

#include <QObject>
#include <memory>

#include "api/engine.h"

namespace tacit::ui {

/// Reads the different categories of a column. Threads and ends as CheckAction.
class CategoriesAction final : public QObject {
    Q_OBJECT
  public:
    CategoriesAction(std::shared_ptr<api::Engine> engine, std::uint64_t dataset, const std::string& column,
                     QObject* parent = nullptr);
    void abandon();

  Q_SIGNALS:
    void finished(const tacit::Result<std::vector<std::string>>& outcome);

  private:
    std::shared_ptr<api::Engine> engine_;
    api::TaskPtr task_;  ///< last, so that it ends before what its callback uses
};

}  // namespace tacit::ui
