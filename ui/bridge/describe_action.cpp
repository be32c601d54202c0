#include "ui/bridge/describe_action.h"

namespace tacit::ui {

DescribeAction::DescribeAction(std::shared_ptr<api::Engine> engine, const QString& address,
                               const QString& password, QObject* parent)
    : QObject(parent), engine_(std::move(engine)) {
    task_ = engine_->describe_table(
        address.toStdString(), password.toStdString(), [this](Result<api::DatabaseTable> outcome) {
            QMetaObject::invokeMethod(
                this, [this, outcome = std::move(outcome)] { Q_EMIT finished(outcome); },
                Qt::QueuedConnection);
        });
}

void DescribeAction::abandon() {
    disconnect();
    connect(this, &DescribeAction::finished, this, &QObject::deleteLater);
    task_->cancel();
}

}  // namespace tacit::ui
