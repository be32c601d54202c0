#pragma once

#include <QWidget>
#include <array>

#include "ui/pages/wizard/wizard_state.h"

class QLabel;
class QPushButton;
class QStackedWidget;

namespace tacit::ui {

class DataPanel;
class DataStep;
class FileChooser;
class BeginAction;
class ReviewStep;

/// Leads an organizer from a question to a session whose invitations are written. One wizard makes at most
/// one session; make a new one for the next.
class NewSessionWizard final : public QWidget {
    Q_OBJECT
  public:
    /// `chooser` must outlive the wizard.
    NewSessionWizard(std::shared_ptr<api::Engine> engine, FileChooser& chooser,
                     WizardSurroundings surroundings = realSurroundings(), QWidget* parent = nullptr);

    WizardState& state() { return *state_; }
    DataPanel& dataPanel();

  Q_SIGNALS:
    /// Emitted once. The session in its lobby, or null if the person cancelled.
    void finished(const tacit::api::SessionPtr& session);

  private:
    /// Pages are made one by one while the first is read: all at once would hold the window up.
    QWidget* made(WizardPage page);
    void makeRest();
    QWidget* buildRail();
    QWidget* buildBar();
    void goOn();
    void host();
    void hostFinished(const Result<api::SessionPtr>& outcome);
    void showPage();
    void refresh();

    std::shared_ptr<api::Engine> engine_;
    WizardState* state_;
    FileChooser& chooser_;
    QWidget* rail_ = nullptr;
    QStackedWidget* pages_;
    std::array<QWidget*, wizardPages> made_{};  ///< null: not yet
    DataStep* data_ = nullptr;
    ReviewStep* review_ = nullptr;
    QPushButton* cancel_ = nullptr;
    QLabel* hint_ = nullptr;
    QPushButton* back_ = nullptr;
    QPushButton* next_ = nullptr;
    BeginAction* hosting_ = nullptr;  ///< from the last Next to its outcome
};

}  // namespace tacit::ui
