#pragma once

#include "api/session.h"
#include "ui/widgets/file_chooser.h"
#include "ui/widgets/page.h"

class QLabel;
class QPushButton;

namespace tacit::ui {

class Badge;
class Banner;
class ParticipantList;
class Saving;

/// A session that ended without a result: what happened, what it means for the data, what to do next; and
/// the receipt, where all had agreed before.
class FailedPage : public Page {
    Q_OBJECT
  public:
    explicit FailedPage(FileChooser& files, QWidget* parent = nullptr);
    /// `session` may be null; then nothing can be saved.
    void show(const api::SessionView& view, const api::SessionPtr& session);

  Q_SIGNALS:
    void newSessionWanted();
    void homeWanted();

  private:
    void updateActions();

    api::SessionView view_;
    Badge* badge_;
    Banner* banner_;
    Banner* savedBanner_;
    Saving* saving_;
    QLabel* receiptNote_;
    QPushButton* saveReceipt_;
    ParticipantList* participants_;
    QWidget* people_;
};

}  // namespace tacit::ui
