#include "ui/pages/main_window.h"

#include <QActionGroup>
#include <QApplication>
#include <QCloseEvent>
#include <QDragEnterEvent>
#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenuBar>
#include <QMessageBox>
#include <QMimeData>
#include <QStackedWidget>
#include <algorithm>

#include "ui/pages/failed_page.h"
#include "ui/pages/first_start_page.h"
#include "ui/pages/home_page.h"
#include "ui/pages/lobby_page.h"
#include "ui/pages/progress_page.h"
#include "ui/pages/receipt_page.h"
#include "ui/pages/result_page.h"
#include "ui/pages/review_page.h"
#include "ui/pages/wizard/new_session_wizard.h"
#include "ui/text/fault_text.h"
#include "ui/text/sanitize.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/wheel_guard.h"

namespace tacit::ui {
namespace {

// The one invitation or receipt among dropped things; empty if it is none or several.
QString fileIn(const QMimeData* data) {
    if (!data->hasUrls() || data->urls().size() != 1) return {};
    const QString path = data->urls().front().toLocalFile();
    const auto ends = [&](const char* suffix) {
        return path.endsWith(QLatin1String(suffix), Qt::CaseInsensitive);
    };
    return ends(".tacit") || ends(".json") ? path : QString();
}

class LogoLabel : public QLabel {
  public:
    LogoLabel() {
        setPixmap(applicationIcon().pixmap(28, 28));
        setFixedSize(28, 28);
        setAccessibleName(QStringLiteral("Tacit"));
    }
};

}  // namespace

MainWindow::MainWindow(std::shared_ptr<api::Engine> engine, FileChooser& files, QWidget* parent)
    : QMainWindow(parent), engine_(std::move(engine)), files_(files), flow_(engine_) {
    setObjectName(QStringLiteral("mainWindow"));
    setWindowTitle(tr("Tacit"));
    setAcceptDrops(true);
    resize(1280, 800);
    setMinimumSize(960, 640);
    new WheelGuard(this);

    auto* central = new QWidget;
    auto* column = new QVBoxLayout(central);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(makeHeader());
    protectionArea_ = new QWidget;
    auto* bannerRow = new QHBoxLayout(protectionArea_);
    protection_ = new Banner(QStringLiteral("protectionBanner"));
    bannerRow->setContentsMargins(spaceXxl, spaceL, spaceXxl, 0);
    // In line with the page below.
    protection_->setMaximumWidth(1120);
    bannerRow->addStretch(1);
    bannerRow->addWidget(protection_, 1000);
    bannerRow->addStretch(1);
    column->addWidget(protectionArea_);
    stack_ = new QStackedWidget;
    stack_->setObjectName(QStringLiteral("pageStack"));
    column->addWidget(stack_, 1);
    setCentralWidget(central);
    makePages();
    makeMenus();
    connectFlow();
    updateProfile();
    showHome();
}

MainWindow::~MainWindow() = default;

QWidget* MainWindow::makeHeader() {
    auto* bar = new QFrame;
    bar->setProperty("surface", QStringLiteral("header"));
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(spaceXxl, 10, spaceXxl, 10);
    row->setSpacing(10);
    row->addWidget(new LogoLabel);
    auto* name = makeLabel(QStringLiteral("Tacit"), TextRole::heading);
    name->setWordWrap(false);
    row->addWidget(name);
    row->addStretch(1);
    identity_ = makeMutedLabel({});
    identity_->setObjectName(QStringLiteral("identityLabel"));
    identity_->setWordWrap(false);
    row->addWidget(identity_);
    return bar;
}

void MainWindow::makePages() {
    firstStart_ = new FirstStartPage(engine_);
    home_ = new HomePage(engine_);
    review_ = new ReviewPage(engine_, files_);
    lobby_ = new LobbyPage;
    progress_ = new ProgressPage;
    result_ = new ResultPage(files_);
    failed_ = new FailedPage(files_);
    receipt_ = new ReceiptPage;
    for (QWidget* page : std::initializer_list<QWidget*>{firstStart_, home_, review_, lobby_, progress_,
                                                         result_, failed_, receipt_}) {
        stack_->addWidget(page);
    }
    connect(firstStart_, &FirstStartPage::identityMade, this, [this] {
        updateProfile();
        showHome();
        const QString waiting = std::exchange(waitingInvitation_, {});
        if (!waiting.isEmpty()) openInvitation(waiting);
    });
    connect(home_, &HomePage::newSessionWanted, this, &MainWindow::newSession);
    connect(home_, &HomePage::openInvitationWanted, this, &MainWindow::askForInvitation);
    connect(home_, &HomePage::checkReceiptWanted, this, &MainWindow::askForReceipt);
    connect(receipt_, &ReceiptPage::homeWanted, this, &MainWindow::showHome);
    connect(receipt_, &ReceiptPage::anotherWanted, this, &MainWindow::askForReceipt);
    connect(home_, &HomePage::sessionChosen, this, [this](const std::string& id) { flow_.open(id); });
    connect(review_, &ReviewPage::joined, this,
            [this](const api::SessionPtr& session) { flow_.start(session); });
    connect(review_, &ReviewPage::closeWanted, this, &MainWindow::showHome);
    for (Page* page : std::initializer_list<Page*>{review_, lobby_, progress_, result_, failed_, receipt_}) {
        connect(page, &Page::back, this, &MainWindow::showHome);
    }
    const auto cancel = [this] {
        if (const auto session = flow_.session()) session->cancel();
    };
    connect(lobby_, &LobbyPage::cancelWanted, this, cancel);
    connect(progress_, &ProgressPage::cancelWanted, this, cancel);
    connect(result_, &ResultPage::homeWanted, this, &MainWindow::showHome);
    connect(failed_, &FailedPage::homeWanted, this, &MainWindow::showHome);
    connect(failed_, &FailedPage::newSessionWanted, this, &MainWindow::newSession);
}

void MainWindow::makeMenus() {
    QMenu* file = menuBar()->addMenu(tr("&File"));
    const auto add = [this](QMenu* menu, const QString& text, const QString& objectName,
                            const QKeySequence& keys) {
        QAction* action = menu->addAction(text);
        action->setObjectName(objectName);
        action->setShortcut(keys);
        return action;
    };
    connect(add(file, tr("&New session"), QStringLiteral("newSessionAction"), QKeySequence::New),
            &QAction::triggered, this, &MainWindow::newSession);
    connect(add(file, tr("&Open invitation…"), QStringLiteral("openInvitationAction"), QKeySequence::Open),
            &QAction::triggered, this, &MainWindow::askForInvitation);
    connect(add(file, tr("&Check a receipt…"), QStringLiteral("checkReceiptAction"), {}), &QAction::triggered,
            this, &MainWindow::askForReceipt);
    connect(
        add(file, tr("All &sessions"), QStringLiteral("homeAction"), QKeySequence(Qt::ALT | Qt::Key_Home)),
        &QAction::triggered, this, &MainWindow::showHome);
    file->addSeparator();
    connect(add(file, tr("&Quit"), QStringLiteral("quitAction"), QKeySequence::Quit), &QAction::triggered,
            this, &QWidget::close);

    QMenu* theme = menuBar()->addMenu(tr("&View"))->addMenu(tr("&Theme"));
    auto* group = new QActionGroup(this);
    const auto addMode = [&](const QString& text, const QString& objectName, ThemeMode mode) {
        QAction* action = add(theme, text, objectName, {});
        action->setCheckable(true);
        action->setChecked(themeMode(*qApp) == mode);
        group->addAction(action);
        connect(action, &QAction::triggered, this, [mode] {
            setThemeMode(*qApp, mode);
            saveThemeMode(mode);
        });
    };
    addMode(tr("As the &system"), QStringLiteral("themeSystemAction"), ThemeMode::system);
    addMode(tr("&Light"), QStringLiteral("themeLightAction"), ThemeMode::light);
    addMode(tr("&Dark"), QStringLiteral("themeDarkAction"), ThemeMode::dark);

    connect(add(menuBar()->addMenu(tr("&Help")), tr("&About Tacit"), QStringLiteral("aboutAction"), {}),
            &QAction::triggered, this, &MainWindow::about);
}

void MainWindow::connectFlow() {
    connect(&flow_, &SessionFlow::viewChanged, this, &MainWindow::showSession);
    connect(&flow_, &SessionFlow::pageChanged, this, [this](FlowPage page) {
        // Whoever waits does so in another window.
        if (page == FlowPage::review || page == FlowPage::result || page == FlowPage::failed) {
            QApplication::alert(this);
        }
        switch (page) {
            case FlowPage::none:
                break;
            case FlowPage::review:
                showPage(review_);
                break;
            case FlowPage::lobby:
                showPage(lobby_);
                break;
            case FlowPage::progress:
                showPage(progress_);
                break;
            case FlowPage::result:
                showPage(result_);
                break;
            case FlowPage::failed:
                showPage(failed_);
                break;
        }
    });
}

void MainWindow::showSession() {
    const api::SessionView& view = flow_.view();
    if (flow_.page() != FlowPage::review) review_->leaveSession();
    switch (flow_.page()) {
        case FlowPage::none:
            break;
        case FlowPage::review:
            review_->showSession(view, flow_.session());
            break;
        case FlowPage::lobby:
            lobby_->show(view);
            break;
        case FlowPage::progress:
            progress_->show(view);
            break;
        case FlowPage::result:
            result_->show(view, flow_.session());
            break;
        case FlowPage::failed:
            failed_->show(view, flow_.session());
            break;
    }
}

void MainWindow::updateProfile() {
    const api::ProfileView profile = engine_->profile();
    QStringList parts;
    if (!profile.organisation.empty()) parts << plain(profile.organisation, 60) << plain(profile.person, 60);
    identity_->setText(parts.join(QStringLiteral(" · ")));
    identity_->setToolTip(tr("Your fingerprint: %1").arg(plain(profile.fingerprint, 80)).toHtmlEscaped());
    weakProtection_ = profile.weak_protection && !profile.organisation.empty();
    if (weakProtection_) {
        protection_->show(
            Tone::warning,
            {tr("Your keys and past results are protected by no more than %1.")
                 .arg(plain(profile.protection)),
             tr("Whoever can read the files of your account can open them."),
             tr("Ask your IT to enable the system keychain, or protect the profile with a passphrase.")});
    }
}

void MainWindow::showPage(QWidget* page) {
    if (page != wizard_) closeWizard();
    stack_->setCurrentWidget(page);
    protectionArea_->setVisible(weakProtection_ && page == home_);
    setWindowTitle(tr("Tacit"));
    if (auto* framed = qobject_cast<Page*>(page)) {
        framed->scrollToTop();
        setWindowTitle(tr("%1 – Tacit").arg(framed->header()->title()));
    }
    // The page itself takes the focus, so that Tab begins at its first widget and no ring greets a reader.
    page->setFocus(Qt::OtherFocusReason);
}

void MainWindow::showHome() {
    review_->leaveSession();
    flow_.leave();
    if (engine_->profile().organisation.empty()) {
        showPage(firstStart_);
        return;
    }
    home_->hideError();
    home_->refresh();
    showPage(home_);
}

void MainWindow::newSession() {
    if (engine_->profile().organisation.empty()) return;
    review_->leaveSession();
    flow_.leave();
    closeWizard();
    wizard_ = new NewSessionWizard(engine_, files_, realSurroundings(), stack_);
    stack_->addWidget(wizard_);
    connect(wizard_, &NewSessionWizard::finished, this, [this](const api::SessionPtr& session) {
        if (session) {
            flow_.start(session);
        } else {
            showHome();
        }
    });
    showPage(wizard_);
}

void MainWindow::closeWizard() {
    if (!wizard_) return;
    // Deferred: this is often the answer to the wizard's own signal.
    stack_->removeWidget(wizard_);
    wizard_->hide();
    wizard_->deleteLater();
    wizard_ = nullptr;
}

void MainWindow::askForInvitation() {
    if (engine_->profile().organisation.empty()) return;
    FileRequest request;
    request.title = tr("Open invitation");
    request.filters = {tr("Invitations (*.tacit)"), tr("All files (*)")};
    files_.openFile(this, request, [this](const QString& path) { openInvitation(path); });
}

void MainWindow::openInvitation(const QString& path) {
    if (engine_->profile().organisation.empty()) {
        waitingInvitation_ = path;
        return;
    }
    const auto invitation = engine_->read_invitation(path.toStdString());
    showHome();
    if (!invitation.ok()) {
        home_->showError(invitation.error());
        return;
    }
    review_->showInvitation(*invitation);
    showPage(review_);
}

void MainWindow::askForReceipt() {
    FileRequest request;
    request.title = tr("Check a receipt");
    request.filters = {tr("Receipts (*.json)"), tr("All files (*)")};
    files_.openFile(this, request, [this](const QString& path) { openReceipt(path); });
}

void MainWindow::openReceipt(const QString& path) {
    const auto receipt = engine_->read_receipt(path.toStdString());
    showHome();  // leaves what is open
    if (receipt.ok())
        receipt_->show(*receipt, engine_->profile().fingerprint);
    else
        receipt_->refuse(path, receipt.error());
    showPage(receipt_);
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
    // A file that misses its place in the wizard must not close it.
    if (!wizard_ && !fileIn(event->mimeData()).isEmpty()) event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event) {
    const QString path = fileIn(event->mimeData());
    if (path.isEmpty()) return;
    event->acceptProposedAction();
    if (path.endsWith(QStringLiteral(".tacit"), Qt::CaseInsensitive))
        openInvitation(path);
    else
        openReceipt(path);
}

void MainWindow::closeEvent(QCloseEvent* event) {
    const auto sessions = engine_->sessions();
    const auto underWay = std::count_if(sessions.begin(), sessions.end(), [](const api::SessionView& view) {
        return view.live && view.stage != api::Stage::done && view.stage != api::Stage::failed;
    });
    if (quitting_ || underWay == 0) return QMainWindow::closeEvent(event);
    event->ignore();
    askToQuit(static_cast<int>(underWay));
}

void MainWindow::askToQuit(int underWay) {
    if (findChild<QMessageBox*>(QStringLiteral("quitDialog"))) return;
    auto* box =
        new QMessageBox(QMessageBox::NoIcon, tr("Quit Tacit"),
                        underWay == 1 ? tr("A session is under way. Quit all the same?")
                                      : tr("%1 sessions are under way. Quit all the same?").arg(underWay),
                        QMessageBox::NoButton, this);
    box->setObjectName(QStringLiteral("quitDialog"));
    box->setTextFormat(Qt::PlainText);
    box->setInformativeText(
        tr("Your partners would wait in vain, and this computer would get no result. Minimise the window to "
           "let it go on."));
    auto* quit = makeButton(tr("Quit"), ButtonKind::danger, QStringLiteral("quitConfirmButton"));
    auto* stay = makeButton(tr("Stay"), ButtonKind::secondary, QStringLiteral("quitStayButton"));
    box->addButton(quit, QMessageBox::DestructiveRole);
    box->addButton(stay, QMessageBox::RejectRole);
    box->setDefaultButton(stay);
    box->setAttribute(Qt::WA_DeleteOnClose);
    connect(quit, &QPushButton::clicked, this, [this] {
        quitting_ = true;
        close();
    });
    box->open();
}

void MainWindow::about() {
    auto* box =
        new QMessageBox(QMessageBox::NoIcon, tr("About Tacit"), tr("Tacit"), QMessageBox::NoButton, this);
    auto* close = makeButton(tr("Close"), ButtonKind::secondary, QStringLiteral("aboutCloseButton"));
    box->addButton(close, QMessageBox::RejectRole);
    box->setDefaultButton(close);
    box->setObjectName(QStringLiteral("aboutDialog"));
    box->setTextFormat(Qt::PlainText);
    box->setIconPixmap(applicationIcon().pixmap(64, 64));
    box->setInformativeText(tr("Version %1\n\nJoint answers from data that none of the partners hands over. "
                               "Your rows stay on your computer.")
                                .arg(QCoreApplication::applicationVersion().isEmpty()
                                         ? QStringLiteral("0.1.0")
                                         : QCoreApplication::applicationVersion()));
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->open();
}

}  // namespace tacit::ui
