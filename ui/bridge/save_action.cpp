#include "ui/bridge/save_action.h"

#include "base/contain.h"

namespace tacit::ui {

SaveAction::SaveAction(api::SessionPtr session, What what, const QString& path, QObject* parent)
    : QObject(parent) {
    thread_ = std::jthread([this, session = std::move(session), what, target = path.toStdString()] {
        auto outcome = contained([&] {
            return what == What::receipt ? session->save_receipt(target) : session->save_result(target);
        });
        QMetaObject::invokeMethod(
            this, [this, outcome = std::move(outcome)] { Q_EMIT finished(outcome); }, Qt::QueuedConnection);
    });
}

}  // namespace tacit::ui
