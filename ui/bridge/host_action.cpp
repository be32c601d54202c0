#include "ui/bridge/host_action.h"

namespace tacit::ui {

HostAction::HostAction(std::shared_ptr<api::Engine> engine, const api::Draft& draft, QObject* parent)
    : QObject(parent), engine_(std::move(engine)) {
    task_ = engine_->host(draft, [this](Result<api::SessionPtr> outcome) {
        {
            const std::lock_guard lock(mutex_);
            outcome_.emplace(std::move(outcome));
        }
        QMetaObject::invokeMethod(this, &HostAction::deliver, Qt::QueuedConnection);
    });
}

HostAction::~HostAction() {
    task_.reset();
    if (outcome_ && outcome_->ok()) (**outcome_)->cancel();
}

void HostAction::deliver() {
    std::optional<Result<api::SessionPtr>> outcome;
    {
        const std::lock_guard lock(mutex_);
        outcome.swap(outcome_);
    }
    if (outcome) Q_EMIT finished(*outcome);
}

}  // namespace tacit::ui
