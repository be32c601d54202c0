#include "ui/bridge/categories_action.h"

namespace tacit::ui {

CategoriesAction::CategoriesAction(std::shared_ptr<api::Engine> engine, std::uint64_t dataset,
                                   const std::string& column, QObject* parent)
    : QObject(parent), engine_(std::move(engine)) {
    task_ = engine_->categories(dataset, column, [this](Result<std::vector<std::string>> outcome) {
        QMetaObject::invokeMethod(
            this, [this, outcome = std::move(outcome)] { Q_EMIT finished(outcome); }, Qt::QueuedConnection);
    });
}

void CategoriesAction::abandon() {
    disconnect();
    connect(this, &CategoriesAction::finished, this, &QObject::deleteLater);
    task_->cancel();
}

}  // namespace tacit::ui
