#pragma once

#include <QTimer>

#include "api/session.h"
#include "ui/widgets/page.h"

class QLabel;
class QProgressBar;

namespace tacit::ui {

class Badge;
class IconLabel;
class ParticipantList;
class StatTile;

/// A run that is under way, or a search for the organizer: which step, how far, who is waited for and since
/// when, what has been sent. It never stands still without saying why.
class ProgressPage : public Page {
    Q_OBJECT
  public:
    explicit ProgressPage(QWidget* parent = nullptr);
    void show(const api::SessionView& view);

  Q_SIGNALS:
    void cancelWanted();

  protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

  private:
    struct Step {
        IconLabel* icon;
        QLabel* name;
    };
    void updateSteps();
    void updateTimes();

    api::SessionView view_;
    Badge* badge_;
    std::vector<Step> steps_;
    QLabel* step_;
    QLabel* wait_;
    QProgressBar* bar_;
    StatTile* left_;
    StatTile* sent_;
    StatTile* received_;
    ParticipantList* participants_;
    QTimer tick_;
};

}  // namespace tacit::ui
