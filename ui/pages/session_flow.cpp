#include "ui/pages/session_flow.h"

namespace tacit::ui {

FlowPage flowPageFor(const api::SessionView& view) {
    const bool ended = view.stage == api::Stage::done || view.stage == api::Stage::failed;
    if (!view.live && !ended) return FlowPage::failed;
    switch (view.stage) {
        case api::Stage::connecting:
            return FlowPage::progress;
        case api::Stage::review:
            return FlowPage::review;
        case api::Stage::lobby:
            return FlowPage::lobby;
        case api::Stage::sealing:
        case api::Stage::running:
            return FlowPage::progress;
        case api::Stage::done:
            return view.result ? FlowPage::result : FlowPage::failed;
        case api::Stage::failed:
            return FlowPage::failed;
    }
    return FlowPage::failed;
}

SessionFlow::SessionFlow(std::shared_ptr<api::Engine> engine, QObject* parent)
    : QObject(parent), engine_(std::move(engine)) {}

void SessionFlow::start(api::SessionPtr session) {
    leave();
    bridge_ = std::make_unique<SessionBridge>(std::move(session));
    connect(bridge_.get(), &SessionBridge::changed, this, [this] { take(bridge_->view()); });
    take(bridge_->view());
}

bool SessionFlow::open(const std::string& id) {
    if (auto session = engine_->open_session(id)) {
        start(std::move(session));
        return true;
    }
    for (const auto& view : engine_->sessions()) {
        if (view.id != id) continue;
        leave();
        take(view);
        return true;
    }
    return false;
}

void SessionFlow::leave() {
    // Deferred, because leaving may be the answer to one of its own signals.
    if (bridge_) {
        bridge_->disconnect(this);
        bridge_.release()->deleteLater();
    }
    view_ = {};
    if (page_ == FlowPage::none) return;
    page_ = FlowPage::none;
    Q_EMIT pageChanged(page_);
}

void SessionFlow::take(const api::SessionView& view) {
    view_ = view;
    const FlowPage before = page_;
    page_ = flowPageFor(view_);
    // The page gets the new view before it is shown, so that it never shows that of another session.
    Q_EMIT viewChanged();
    if (page_ != before) Q_EMIT pageChanged(page_);
}

}  // namespace tacit::ui
