#include "ui/bridge/session_bridge.h"

namespace tacit::ui {

ChangeRelay::ChangeRelay(int intervalMs, QObject* parent) : QObject(parent) {
    quiet_.setSingleShot(true);
    quiet_.setInterval(intervalMs);
    connect(&quiet_, &QTimer::timeout, this, [this] {
        if (waiting_) deliver();
    });
}

void ChangeRelay::poke() {
    if (pending_.exchange(true)) return;
    QMetaObject::invokeMethod(
        this,
        [this] {
            if (quiet_.isActive()) {
                waiting_ = true;
            } else {
                deliver();
            }
        },
        Qt::QueuedConnection);
}

void ChangeRelay::deliver() {
    // Before the signal: a change that happens while the receivers look at the state must come again.
    pending_ = false;
    waiting_ = false;
    quiet_.start();
    Q_EMIT changed();
}

SessionBridge::SessionBridge(api::SessionPtr session, QObject* parent)
    : QObject(parent), session_(std::move(session)) {
    connect(&relay_, &ChangeRelay::changed, this, &SessionBridge::refresh);
    subscription_ = session_->subscribe([relay = &relay_] { relay->poke(); });
    view_ = session_->view();
}

void SessionBridge::refresh() {
    view_ = session_->view();
    Q_EMIT changed();
}

SessionsBridge::SessionsBridge(std::shared_ptr<api::Engine> engine, QObject* parent)
    : QObject(parent), engine_(std::move(engine)) {
    connect(&relay_, &ChangeRelay::changed, this, &SessionsBridge::changed);
    subscription_ = engine_->on_sessions_changed([relay = &relay_] { relay->poke(); });
}

}  // namespace tacit::ui
