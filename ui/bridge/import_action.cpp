#include "ui/bridge/import_action.h"

#include <QTimer>
#include <mutex>

namespace tacit::ui {

/// Where the engine's thread leaves what is new. The windows look into it with a timer while the import runs:
/// that throttles progress, and no call can be on its way to an object that is gone.
struct ImportAction::Mailbox {
    std::mutex mutex;
    std::uint64_t done = 0, total = 0;
    bool moved = false;
    std::optional<Result<api::DatasetView>> outcome;
};

ImportAction::ImportAction(std::shared_ptr<api::Engine> engine, const QString& path,
                           const api::ImportOptions& options, QObject* parent)
    : QObject(parent), engine_(std::move(engine)), mailbox_(std::make_shared<Mailbox>()) {
    auto* timer = new QTimer(this);
    timer->setInterval(30);
    connect(timer, &QTimer::timeout, this, &ImportAction::deliver);
    timer->start();
    api::ImportCallbacks callbacks;
    callbacks.progress = [mailbox = mailbox_](std::uint64_t done, std::uint64_t total) {
        const std::lock_guard lock(mailbox->mutex);
        mailbox->done = done;
        mailbox->total = total;
        mailbox->moved = true;
    };
    callbacks.finished = [mailbox = mailbox_](Result<api::DatasetView> outcome) {
        const std::lock_guard lock(mailbox->mutex);
        mailbox->outcome.emplace(std::move(outcome));
    };
    task_ = engine_->import(path.toStdString(), options, std::move(callbacks));
}

ImportAction::~ImportAction() {
    if (!running_) return;
    task_.reset();
    if (mailbox_->outcome && mailbox_->outcome->ok()) engine_->forget_dataset((*mailbox_->outcome)->handle);
}

void ImportAction::cancel() {
    if (running_ && task_) task_->cancel();
}

void ImportAction::deliver() {
    if (!running_) return;
    std::optional<Result<api::DatasetView>> outcome;
    bool moved = false;
    std::uint64_t done = 0, total = 0;
    {
        const std::lock_guard lock(mailbox_->mutex);
        outcome = std::move(mailbox_->outcome);
        mailbox_->outcome.reset();
        moved = std::exchange(mailbox_->moved, false);
        done = mailbox_->done;
        total = mailbox_->total;
    }
    if (moved) Q_EMIT progress(done, total);
    if (!outcome) return;
    running_ = false;
    if (auto* timer = findChild<QTimer*>()) timer->stop();
    Q_EMIT finished(*outcome);
}

}  // namespace tacit::ui
