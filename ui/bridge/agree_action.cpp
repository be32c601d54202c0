#include "ui/bridge/agree_action.h"

namespace tacit::ui {

AgreeAction::AgreeAction(api::SessionPtr session, const api::Contribution& contribution, QObject* parent)
    : QObject(parent), session_(std::move(session)) {
    task_ = session_->agree(contribution, [this](Status outcome) {
        QMetaObject::invokeMethod(
            this, [this, outcome = std::move(outcome)] { Q_EMIT finished(outcome); }, Qt::QueuedConnection);
    });
}

}  // namespace tacit::ui
