#pragma once

#include <memory>

#include "api/engine.h"
#include "ui/bridge/session_bridge.h"
#include "ui/widgets/page.h"

class QPushButton;
class QTableView;

namespace tacit::ui {

class Banner;
class Card;
class SessionListModel;

/// Where everything begins: two actions, and the sessions of this profile.
class HomePage : public Page {
    Q_OBJECT
  public:
    explicit HomePage(std::shared_ptr<api::Engine> engine, QWidget* parent = nullptr);
    void refresh();
    /// For what went wrong before a session was there, e.g. an invitation that cannot be read.
    void showError(const Error& error);
    void hideError();

  Q_SIGNALS:
    void newSessionWanted();
    void openInvitationWanted();
    void checkReceiptWanted();
    void sessionChosen(const std::string& id);

  private:
    void makeTable(Card* card);
    void openSelected();
    void askToErase();
    void erase(const std::string& id);
    void updateActions();

    std::shared_ptr<api::Engine> engine_;
    SessionListModel* model_;
    QTableView* table_ = nullptr;
    Banner* banner_;
    QWidget* list_;
    QWidget* empty_;
    QPushButton* open_ = nullptr;
    QPushButton* erase_ = nullptr;
    SessionsBridge sessions_;
};

}  // namespace tacit::ui
