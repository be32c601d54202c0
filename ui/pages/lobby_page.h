#pragma once

#include <QTimer>

#include "api/session.h"
#include "ui/widgets/page.h"

class QLabel;

namespace tacit::ui {

class Badge;
class ParticipantList;
class WhoLearnsPanel;
class Card;

/// Waiting until everybody has joined and agreed. The organizer finds the invitation files here.
class LobbyPage : public Page {
    Q_OBJECT
  public:
    explicit LobbyPage(QWidget* parent = nullptr);
    void show(const api::SessionView& view);

  Q_SIGNALS:
    void cancelWanted();

  protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

  private:
    void updateWait();
    api::SessionView view_;
    Badge* badge_;
    QWidget* hint_;
    QLabel* summary_;
    QLabel* wait_;
    ParticipantList* participants_;
    WhoLearnsPanel* panel_;
    std::string shownHash_;
    QTimer tick_;
};

}  // namespace tacit::ui
