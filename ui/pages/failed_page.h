#pragma once

#include "api/session.h"
#include "ui/widgets/page.h"

namespace tacit::ui {

class Badge;
class Banner;
class ParticipantList;

/// A session that ended without a result: what happened, what it means for the data, what to do next.
class FailedPage : public Page {
    Q_OBJECT
  public:
    explicit FailedPage(QWidget* parent = nullptr);
    void show(const api::SessionView& view);

  signals:
    void newSessionWanted();
    void homeWanted();

  private:
    Badge* badge_;
    Banner* banner_;
    ParticipantList* participants_;
    QWidget* people_;
};

}  // namespace tacit::ui
