#include "ui/bridge/begin_action.h"

namespace tacit::ui {

BeginAction::BeginAction(std::shared_ptr<api::Engine> engine, const api::Draft& draft, QObject* parent)
    : QObject(parent), engine_(std::move(engine)) {
    task_ = engine_->host(draft, [this](Result<api::SessionPtr> outcome) { take(std::move(outcome)); });
}

BeginAction::BeginAction(std::shared_ptr<api::Engine> engine, const std::string& invitation,
                         std::chrono::seconds deadline, QObject* parent)
    : QObject(parent), engine_(std::move(engine)) {
    task_ = engine_->join(invitation, deadline,
                          [this](Result<api::SessionPtr> outcome) { take(std::move(outcome)); });
}

BeginAction::~BeginAction() {
    task_.reset();
    if (outcome_ && outcome_->ok()) (**outcome_)->cancel();
}

void BeginAction::take(Result<api::SessionPtr> outcome) {
    {
        const std::lock_guard lock(mutex_);
        outcome_.emplace(std::move(outcome));
    }
    QMetaObject::invokeMethod(this, &BeginAction::deliver, Qt::QueuedConnection);
}

void BeginAction::deliver() {
    std::optional<Result<api::SessionPtr>> outcome;
    {
        const std::lock_guard lock(mutex_);
        outcome.swap(outcome_);
    }
    if (outcome) Q_EMIT finished(*outcome);
}

}  // namespace tacit::ui
