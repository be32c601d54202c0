#pragma once

#include <QMainWindow>
#include <memory>

#include "api/engine.h"
#include "ui/pages/session_flow.h"
#include "ui/widgets/file_chooser.h"

class QLabel;
class QStackedWidget;

namespace tacit::ui {

class Banner;
class FailedPage;
class FirstStartPage;
class HomePage;
class LobbyPage;
class NewSessionWizard;
class ProgressPage;
class ReceiptPage;
class ResultPage;
class ReviewPage;

/// The window: header, menus and a stack of pages. It wires signals and decides nothing.
class MainWindow : public QMainWindow {
    Q_OBJECT
  public:
    /// `files` must outlive the window.
    MainWindow(std::shared_ptr<api::Engine> engine, FileChooser& files, QWidget* parent = nullptr);
    ~MainWindow() override;

    /// Shows an invitation without contacting anybody. On a first start it waits until the identity is made.
    void openInvitation(const QString& path);
    /// What a saved receipt proves; an auditor needs no identity for that.
    void openReceipt(const QString& path);
    void newSession();
    void showHome();
    SessionFlow& flow() { return flow_; }

  protected:
    void closeEvent(QCloseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

  private:
    QWidget* makeHeader();
    void makeMenus();
    void makePages();
    void connectFlow();
    void updateProfile();
    void askForInvitation();
    void askForReceipt();
    void showPage(QWidget* page);
    void closeWizard();
    void showSession();
    void about();
    void askToQuit(int underWay);

    std::shared_ptr<api::Engine> engine_;
    FileChooser& files_;
    SessionFlow flow_;
    QString waitingInvitation_;
    bool quitting_ = false;

    QLabel* identity_ = nullptr;
    bool weakProtection_ = false;
    QWidget* protectionArea_ = nullptr;
    Banner* protection_ = nullptr;
    QStackedWidget* stack_ = nullptr;
    FirstStartPage* firstStart_ = nullptr;
    HomePage* home_ = nullptr;
    NewSessionWizard* wizard_ = nullptr;
    ReviewPage* review_ = nullptr;
    LobbyPage* lobby_ = nullptr;
    ProgressPage* progress_ = nullptr;
    ResultPage* result_ = nullptr;
    FailedPage* failed_ = nullptr;
    ReceiptPage* receipt_ = nullptr;
};

}  // namespace tacit::ui
