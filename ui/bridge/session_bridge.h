#pragma once

#include <QObject>
#include <QTimer>
#include <atomic>
#include <memory>

#include "api/engine.h"

namespace tacit::ui {

/// Turns callbacks that may come from any thread into a signal on the thread of this object, at most one per
/// interval: the first change is passed on at once, those that follow are gathered.
class ChangeRelay : public QObject {
    Q_OBJECT
  public:
    explicit ChangeRelay(int intervalMs = 100, QObject* parent = nullptr);
    /// From any thread.
    void poke();

  Q_SIGNALS:
    void changed();

  private:
    void deliver();
    std::atomic<bool> pending_{false};
    bool waiting_ = false;
    QTimer quiet_;
};

/// A session as the windows watch it: the newest snapshot, and a signal when there is a newer one.
class SessionBridge : public QObject {
    Q_OBJECT
  public:
    explicit SessionBridge(api::SessionPtr session, QObject* parent = nullptr);
    const api::SessionView& view() const { return view_; }
    const api::SessionPtr& session() const { return session_; }
    void refresh();

  Q_SIGNALS:
    void changed();

  private:
    api::SessionPtr session_;
    api::SessionView view_;
    ChangeRelay relay_;
    api::SubscriptionPtr subscription_;  // last, so that it ends before what its callback uses
};

/// The list of sessions in the same way.
class SessionsBridge : public QObject {
    Q_OBJECT
  public:
    explicit SessionsBridge(std::shared_ptr<api::Engine> engine, QObject* parent = nullptr);

  Q_SIGNALS:
    void changed();

  private:
    std::shared_ptr<api::Engine> engine_;
    ChangeRelay relay_;
    api::SubscriptionPtr subscription_;
};

}  // namespace tacit::ui
