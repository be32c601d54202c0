#pragma once

#include <QObject>
#include <memory>

#include "api/engine.h"
#include "ui/bridge/session_bridge.h"

namespace tacit::ui {

enum class FlowPage { none, review, lobby, progress, result, failed };

/// Which page shows a session in this state. A record that neither ended nor runs belongs to `failed`.
FlowPage flowPageFor(const api::SessionView& view);

/// The session that the window looks at, and the page for it. No widgets: the window obeys the signals.
/// Leaving a session does not end it.
class SessionFlow : public QObject {
    Q_OBJECT
  public:
    explicit SessionFlow(std::shared_ptr<api::Engine> engine, QObject* parent = nullptr);

    /// A session that was just hosted or joined.
    void start(api::SessionPtr session);
    /// One of the list, by id: live or past. False if there is none.
    bool open(const std::string& id);
    void leave();

    FlowPage page() const { return page_; }
    const api::SessionView& view() const { return view_; }
    /// Null for a past session that the engine gives no object for.
    api::SessionPtr session() const { return bridge_ ? bridge_->session() : nullptr; }

  Q_SIGNALS:
    void pageChanged(tacit::ui::FlowPage page);
    void viewChanged();

  private:
    void take(const api::SessionView& view);

    std::shared_ptr<api::Engine> engine_;
    std::unique_ptr<SessionBridge> bridge_;
    api::SessionView view_;
    FlowPage page_ = FlowPage::none;
};

}  // namespace tacit::ui
