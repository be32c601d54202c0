#include "ui/bridge/check_action.h"

namespace tacit::ui {

CheckAction::CheckAction(std::shared_ptr<api::Engine> engine, const api::Question& question,
                         const api::Contribution& contribution, QObject* parent)
    : QObject(parent), engine_(std::move(engine)) {
    task_ = engine_->check(question, contribution, [this](Result<api::ContributionCheck> outcome) {
        QMetaObject::invokeMethod(
            this, [this, outcome = std::move(outcome)] { Q_EMIT finished(outcome); }, Qt::QueuedConnection);
    });
}

void CheckAction::abandon() {
    disconnect();
    connect(this, &CheckAction::finished, this, &QObject::deleteLater);
    task_->cancel();
}

}  // namespace tacit::ui
