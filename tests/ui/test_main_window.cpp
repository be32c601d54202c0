#include <QAbstractButton>
#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QDialog>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QSpinBox>
#include <QStackedWidget>
#include <QTableView>
#include <QTest>
#include <QUrl>
#include <QWheelEvent>

#include "support/fake_engine.h"
#include "support/fake_views.h"
#include "support/scripted_file_chooser.h"
#include "ui/pages/main_window.h"
#include "ui/theme/theme.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/data_panel.h"
#include "ui/widgets/participant_list.h"
#include "ui/widgets/stat_tile.h"

using namespace tacit;
using namespace tacit::ui;

/// Drives the real window over the fake engine, as a person would.
class MainWindowTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup() { window_.reset(); }

    void firstStartMakesAnIdentity();
    void firstStartShowsWhatWentWrong();
    void invitationWaitsForTheIdentity();
    void readingAnInvitationContactsNobody();
    void joinReviewAgree();
    void agreeNeedsData();
    void refusedAgreementIsExplained();
    void declineWithAReason();
    void damagedInvitationIsExplained();
    void droppedInvitationOpens();
    void listOpensAndErases();
    void liveSessionCannotBeErased();
    void cancelFromTheLobby();
    void lobbyFollowsTheParticipants();
    void totalIsShownAsTheEngineGaveIt();
    void howItIsProtectedCanBeRead();
    void overlapShowsKeysAndRows();
    void resultAndReceiptAreSaved();
    void failedSaveIsExplained();
    void receiptOfAFailedSessionIsSaved();
    void receiptsAreChecked();
    void receiptsAreCheckedWithoutAnIdentity();
    void participantsShowTheFingerprintsOfTheirKeys();
    void notForYouHasNoResultToSave();
    void everyFaultHasItsPage();
    void weakProtectionIsVisible();
    void themeSwitch();
    void theWheelPassesOverListsAndNumbers();
    void quittingASessionUnderWayAsksFirst();
    void quittingWithoutSessionsDoesNotAsk();

  private:
    QString page() const {
        return window_->findChild<QStackedWidget*>("pageStack")->currentWidget()->objectName();
    }
    template <class T = QAbstractButton>
    T* find(const char* name) const {
        T* widget = window_->findChild<T*>(name);
        if (!widget) qWarning("no %s", name);
        return widget;
    }
    void click(const char* name) { QTest::mouseClick(find(name), Qt::LeftButton); }
    std::shared_ptr<test::FakeSession> open(const api::SessionView& view) {
        auto session = engine_->add_session(view);
        window_->flow().start(session);
        return session;
    }
    void remake() {
        window_ = std::make_unique<MainWindow>(engine_, *files_);
        window_->show();
    }

    std::shared_ptr<test::FakeEngine> engine_;
    std::unique_ptr<test::ScriptedFileChooser> files_;
    std::unique_ptr<MainWindow> window_;
};

void MainWindowTest::initTestCase() {
    // The theme that somebody saved on this computer must not be touched.
    QCoreApplication::setOrganizationName("tacit-tests");
    QCoreApplication::setApplicationName("test_main_window");
    QLocale::setDefault(QLocale("en_GB"));
    applyTheme(*qApp);
}

void MainWindowTest::init() {
    engine_ = std::make_shared<test::FakeEngine>();
    files_ = std::make_unique<test::ScriptedFileChooser>();
    remake();
}

void MainWindowTest::firstStartMakesAnIdentity() {
    engine_->set_profile({});
    remake();
    QCOMPARE(page(), "firstStartPage");
    QVERIFY(!find("createIdentityButton")->isEnabled());
    QTest::keyClicks(find<QLineEdit>("organisationEdit"), "Alder");
    QVERIFY(!find("createIdentityButton")->isEnabled());
    QTest::keyClicks(find<QLineEdit>("personEdit"), " ");
    QVERIFY(!find("createIdentityButton")->isEnabled());
    QTest::keyClicks(find<QLineEdit>("personEdit"), "Clara Winter ");
    QVERIFY(find("createIdentityButton")->isEnabled());
    click("createIdentityButton");
    QCOMPARE(page(), "homePage");
    QCOMPARE(engine_->profile().organisation, std::string("Alder"));
    QCOMPARE(engine_->profile().person, std::string("Clara Winter"));
}

void MainWindowTest::firstStartShowsWhatWentWrong() {
    engine_->set_profile({});
    remake();
    find<QLineEdit>("organisationEdit")->setText("Alder");
    find<QLineEdit>("personEdit")->setText("Clara");
    QVERIFY(engine_->set_identity("Somebody", "Else").ok());  // another program was faster
    click("createIdentityButton");
    QCOMPARE(page(), "firstStartPage");
    QVERIFY(find<Banner>("firstStartBanner")->isVisible());
}

void MainWindowTest::invitationWaitsForTheIdentity() {
    engine_->set_profile({});
    remake();
    window_->openInvitation("/x/northwind-total.tacit");
    QCOMPARE(page(), "firstStartPage");
    find<QLineEdit>("organisationEdit")->setText("Alder");
    find<QLineEdit>("personEdit")->setText("Clara");
    click("createIdentityButton");
    QCOMPARE(page(), "reviewPage");
}

void MainWindowTest::readingAnInvitationContactsNobody() {
    files_->setNextPath("/x/northwind-total.tacit");
    click("openInvitationButton");
    QCOMPARE(page(), "reviewPage");
    QVERIFY(engine_->joined().empty());
    QVERIFY(engine_->sessions().empty());
    QVERIFY(find("joinButton")->isVisible());
    QVERIFY(!find("agreeButton")->isVisible());
    QVERIFY(!window_->findChild<DataPanel*>());
    click("closeInvitationButton");
    QCOMPARE(page(), "homePage");
    QVERIFY(engine_->joined().empty());
}

void MainWindowTest::joinReviewAgree() {
    window_->openInvitation("/x/birch-overlap.tacit");
    click("joinButton");
    QVERIFY(!find("joinButton")->isEnabled());
    QTRY_VERIFY(engine_->last_session());
    QCOMPARE(engine_->joined().size(), std::size_t{1});
    auto session = engine_->last_session();
    QTRY_COMPARE(page(), "progressPage");
    session->update([](api::SessionView& view) { view.stage = api::Stage::review; });
    QTRY_COMPARE(page(), "reviewPage");
    auto* panel = window_->findChild<DataPanel*>();
    QVERIFY(panel);
    panel->setFile("/x/customers.csv");
    QTRY_VERIFY(find("agreeButton")->isEnabled());
    click("agreeButton");
    QVERIFY(!find("agreeButton")->isEnabled());
    QTRY_VERIFY(session->agreed().has_value());
    QCOMPARE(session->agreed()->columns, std::vector<std::string>{"customer_id"});
    QTRY_COMPARE(page(), "lobbyPage");
}

void MainWindowTest::agreeNeedsData() {
    auto session = open(test::overlap_in_review());
    QVERIFY(!find("agreeButton")->isEnabled());
    session->update([](api::SessionView& view) { view.progress.bytes_sent += 1; });
    QTRY_COMPARE(window_->flow().view().progress.bytes_sent, session->view().progress.bytes_sent);
    QVERIFY(!find("agreeButton")->isEnabled());
    QVERIFY(!session->agreed());
}

void MainWindowTest::refusedAgreementIsExplained() {
    auto session = open(test::overlap_in_review());
    window_->findChild<DataPanel*>()->setFile("/x/customers.csv");
    QTRY_VERIFY(find("agreeButton")->isEnabled());
    session->refuse_agree(error(Fault::cell_invalid, "C4"));
    click("agreeButton");
    QTRY_VERIFY(find<Banner>("reviewBanner")->text().contains("C4"));
    QCOMPARE(page(), "reviewPage");
    QVERIFY(find("agreeButton")->isEnabled());
}

void MainWindowTest::declineWithAReason() {
    auto session = open(test::overlap_in_review());
    click("declineButton");
    QVERIFY(!session->declined());
    find<QPlainTextEdit>("declineReasonEdit")->setPlainText(QString(600, 'x'));
    click("declineSendButton");
    QVERIFY(session->declined().has_value());
    QCOMPARE(session->declined()->size(), std::size_t{500});
    QTRY_COMPARE(page(), "failedPage");
}

void MainWindowTest::damagedInvitationIsExplained() {
    window_->openInvitation("/x/holiday.jpg");
    QCOMPARE(page(), "homePage");
    QVERIFY(find<Banner>("homeBanner")->isVisible());
    QVERIFY(find<Banner>("homeBanner")->text().contains("invitation"));
    window_->openInvitation("/x/birch-overlap.tacit");
    click("closeInvitationButton");
    QVERIFY(!find<Banner>("homeBanner")->isVisible());
}

void MainWindowTest::droppedInvitationOpens() {
    QMimeData data;
    // True if the window takes it. Qt passes a drop on to a window only after it has accepted the drag.
    const auto drop = [&](const QList<QUrl>& urls) {
        data.setUrls(urls);
        QDragEnterEvent enter(QPoint(10, 10), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        enter.ignore();
        QCoreApplication::sendEvent(window_.get(), &enter);
        if (!enter.isAccepted()) return false;
        QDropEvent event(QPointF(10, 10), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(window_.get(), &event);
        return event.isAccepted();
    };
    QVERIFY(!drop({QUrl::fromLocalFile("/x/table.csv")}));
    QVERIFY(!drop({QUrl::fromLocalFile("/x/a.tacit"), QUrl::fromLocalFile("/x/b.tacit")}));
    QVERIFY(!drop({QUrl("https://example.org/a.tacit")}));
    QCOMPARE(page(), "homePage");
    QVERIFY(drop({QUrl::fromLocalFile("/x/birch-overlap.tacit")}));
    QCOMPARE(page(), "reviewPage");
    QVERIFY(engine_->joined().empty());
    QVERIFY(drop({QUrl::fromLocalFile("/x/pay-receipt.json")}));
    QCOMPARE(page(), "receiptPage");
    window_->newSession();
    const auto wizard = page();
    QVERIFY(!drop({QUrl::fromLocalFile("/x/pay-receipt.json")}));
    QCOMPARE(page(), wizard);
}

void MainWindowTest::listOpensAndErases() {
    auto past = test::total_done();
    past.live = false;
    engine_->add_session(past);
    auto* table = find<QTableView>("sessionTable");
    QTRY_COMPARE(table->model()->rowCount(), 1);
    QVERIFY(!find("openSessionButton")->isEnabled());
    table->selectRow(0);
    click("openSessionButton");
    QCOMPARE(page(), "resultPage");
    // What is kept can still be saved.
    QVERIFY(find("saveResultButton")->isEnabled());
    QVERIFY(find("saveReceiptButton")->isEnabled());
    click("resultHomeButton");
    QCOMPARE(page(), "homePage");
    table->selectRow(0);
    QVERIFY(find("eraseSessionButton")->isEnabled());
    click("eraseSessionButton");
    QVERIFY(find<QMessageBox>("eraseDialog"));
    QTest::mouseClick(find("eraseKeepButton"), Qt::LeftButton);
    QTRY_VERIFY(!window_->findChild<QMessageBox*>("eraseDialog"));
    QCOMPARE(engine_->sessions().size(), std::size_t{1});
    click("eraseSessionButton");
    QTest::mouseClick(find("eraseConfirmButton"), Qt::LeftButton);
    QTRY_COMPARE(engine_->sessions().size(), std::size_t{0});
    QTRY_VERIFY(!table->isVisible());
}

void MainWindowTest::liveSessionCannotBeErased() {
    engine_->add_session(test::overlap_running());
    auto* table = find<QTableView>("sessionTable");
    QTRY_COMPARE(table->model()->rowCount(), 1);
    table->selectRow(0);
    QVERIFY(find("openSessionButton")->isEnabled());
    QVERIFY(!find("eraseSessionButton")->isEnabled());
}

void MainWindowTest::cancelFromTheLobby() {
    auto session = open(test::total_in_lobby());
    QCOMPARE(page(), "lobbyPage");
    click("lobbyCancelButton");
    QVERIFY(session->cancelled());
    QTRY_COMPARE(page(), "failedPage");
    QVERIFY(find<Banner>("failedBanner")->text().contains("You cancelled"));
}

void MainWindowTest::lobbyFollowsTheParticipants() {
    auto session = open(test::total_in_lobby());
    const auto name = [&](int place) {
        return find<ParticipantRow>(qPrintable(QString("participant%1").arg(place)))->accessibleName();
    };
    QVERIFY(name(3).startsWith("Partner 3"));
    click("copyInvitation3");
    QCOMPARE(QApplication::clipboard()->text(),
             QString::fromStdString(session->view().participants[3].invitation_file));
    session->update([](api::SessionView& view) {
        view.participants[3].organisation = "Elm\u202E Bank";
        view.participants[3].state = api::ParticipantState::ready;
    });
    QTRY_COMPARE(name(3), QString("Elm Bank, Agreed"));
    QVERIFY(!find("copyInvitation3")->isVisible());
    session->update([](api::SessionView& view) { view.participants.resize(2); });
    QTRY_VERIFY(!window_->findChild<ParticipantRow*>("participant3"));
}

void MainWindowTest::totalIsShownAsTheEngineGaveIt() {
    auto view = test::total_done();
    auto& result = std::get<api::TotalResult>(*view.result);
    result.columns = {{"salary", "-9007199254740993.000001", 7, "-1.785714"}};
    open(view);
    QCOMPARE(page(), "resultPage");
    QCOMPARE(find<StatTile>("totalSum")->number(), QString("-9,007,199,254,740,993.000001"));
    QCOMPARE(find<StatTile>("totalMean")->number(), QString("-1.785714"));
    QCOMPARE(find<StatTile>("totalCount")->number(), QString("7"));
    QCOMPARE(find<StatTile>("totalContributors")->number(), QString("3"));
}

void MainWindowTest::howItIsProtectedCanBeRead() {
    remake();
    open(test::overlap_in_review());
    const auto button = [&]() -> QAbstractButton* {
        for (auto* one : window_->findChildren<QAbstractButton*>("protectionButton"))
            if (one->isVisible()) return one;
        return nullptr;
    };
    QVERIFY(button());
    QTest::mouseClick(button(), Qt::LeftButton);
    auto* dialog = window_->findChild<QDialog*>("protectionDialog");
    QVERIFY(dialog && dialog->isVisible());
    QString all;
    for (const auto* label : dialog->findChildren<QLabel*>()) all += label->text() + '\n';
    for (const auto& part : test::overlap_in_review().proposal.protection) {
        QVERIFY2(all.contains(QString::fromStdString(part.heading)), qPrintable(all));
        QVERIFY2(all.contains(QString::fromStdString(part.text)), qPrintable(all));
    }
    QTest::mouseClick(dialog->findChild<QAbstractButton*>("protectionCloseButton"), Qt::LeftButton);
    QTRY_VERIFY(window_->findChild<QDialog*>("protectionDialog") == nullptr);
    open(test::total_in_review());  // which explains nothing
    QVERIFY(!button());
}

void MainWindowTest::overlapShowsKeysAndRows() {
    remake();
    const auto view = test::overlap_done_rows();
    open(view);
    const auto& result = std::get<api::OverlapResult>(*view.result);
    const auto shown = [&](const char* tile) { return find<StatTile>(tile)->accessibleName(); };
    const auto number = [](std::uint64_t n) { return QLocale().toString(static_cast<qulonglong>(n)); };
    QCOMPARE(shown("overlapCount"), number(result.count) + ", keys in common");
    QCOMPARE(shown("overlapRows"), number(result.matching_rows) + ", of your rows match");
    QCOMPARE(shown("overlapMine"),
             number(result.distinct) + ", different keys in your " + number(result.rows) + " rows");
    QCOMPARE(shown("overlapPartner"), number(result.partner_distinct) + ", different keys of your partner");
}

void MainWindowTest::resultAndReceiptAreSaved() {
    auto session = open(test::overlap_done_rows());
    QCOMPARE(find<StatTile>("overlapCount")->number(), QString("700"));
    QVERIFY(find<QTableView>("overlapTable")->model()->rowCount() > 0);
    click("saveResultButton");  // cancelled in the dialog
    QVERIFY(session->saved_result().empty());
    files_->setNextPath("/x/matches.csv");
    click("saveResultButton");
    QTRY_COMPARE(session->saved_result(), std::string("/x/matches.csv"));
    QTRY_VERIFY(find("saveReceiptButton")->isEnabled());
    files_->setNextPath("/x/receipt.json");
    click("saveReceiptButton");
    QTRY_COMPARE(session->saved_receipt(), std::string("/x/receipt.json"));
    QTRY_VERIFY(find<Banner>("resultBanner")->text().contains("/x/receipt.json"));
}

void MainWindowTest::failedSaveIsExplained() {
    auto session = open(test::total_done());
    session->refuse_save(error(Fault::storage_failed, "disk full"));
    files_->setNextPath("/x/y.csv");
    click("saveResultButton");
    QTRY_VERIFY(find<Banner>("resultBanner")->text().contains("disk full"));
}

void MainWindowTest::receiptOfAFailedSessionIsSaved() {
    open(test::failed(Fault::declined));  // before there was an agreement
    QCOMPARE(page(), "failedPage");
    QVERIFY(!find("failedSaveReceiptButton")->isVisible());

    auto view = test::failed(Fault::partner_gone);
    view.id = "ab12";
    auto session = open(view);
    QCOMPARE(page(), "failedPage");
    QVERIFY(find("failedSaveReceiptButton")->isVisible());
    const QString fault = find<Banner>("failedBanner")->text();
    files_->setNextPath("/x/receipt.json");
    click("failedSaveReceiptButton");
    QTRY_COMPARE(session->saved_receipt(), std::string("/x/receipt.json"));
    QTRY_VERIFY(find<Banner>("failedSavedBanner")->isVisible());
    QVERIFY(find<Banner>("failedSavedBanner")->text().contains("/x/receipt.json"));
    QCOMPARE(find<Banner>("failedBanner")->text(), fault);  // still there

    session->refuse_save(error(Fault::storage_failed, "disk full"));
    files_->setNextPath("/x/other.json");
    QTRY_VERIFY(find("failedSaveReceiptButton")->isEnabled());
    click("failedSaveReceiptButton");
    QTRY_VERIFY(find<Banner>("failedSavedBanner")->text().contains("disk full"));
}

void MainWindowTest::receiptsAreChecked() {
    files_->setNextPath("/x/pay-receipt.json");
    click("checkReceiptButton");
    QCOMPARE(page(), "receiptPage");
    QVERIFY(find<Banner>("receiptBanner")->text().contains("genuine"));
    QVERIFY(find<QLabel>("receiptTimes")->text().contains("Birch & Partners"));
    auto* list = find<QStackedWidget>("pageStack")->currentWidget()->findChild<ParticipantList*>();
    QVERIFY(list->isVisible());
    QCOMPARE(list->findChild<QLabel*>("fingerprint1")->text(), "RBJD-PJXX-JFQ7-55V5-32IL");

    files_->setNextPath("/x/holiday.json");
    click("receiptAnotherButton");
    QCOMPARE(page(), "receiptPage");
    QVERIFY(find<Banner>("receiptBanner")->text().contains("proves nothing"));
    QVERIFY(!list->isVisible());
    click("receiptHomeButton");
    QCOMPARE(page(), "homePage");
    QCOMPARE(files_->titles.size(), 2);
}

void MainWindowTest::receiptsAreCheckedWithoutAnIdentity() {
    engine_->set_profile({});
    remake();
    files_->setNextPath("/x/pay-receipt.json");
    window_->findChild<QAction*>("checkReceiptAction")->trigger();
    QCOMPARE(page(), "receiptPage");
    click("receiptHomeButton");
    QCOMPARE(page(), "firstStartPage");
}

void MainWindowTest::participantsShowTheFingerprintsOfTheirKeys() {
    auto view = test::total_done();
    view.participants[1].fingerprint = "ABCD-EFGH-IJKL-MNOP-QRST\u202E";
    view.participants[2].fingerprint.clear();
    open(view);
    QCOMPARE(page(), "resultPage");
    auto* const result = window_->findChild<QWidget*>("resultPage");
    const auto shown = [&](int place) {
        return result->findChild<QLabel*>(QString("fingerprint%1").arg(place));
    };
    QVERIFY(shown(1)->isVisible());
    QCOMPARE(shown(1)->text(), QString("ABCD-EFGH-IJKL-MNOP-QRST"));
    QVERIFY(shown(1)->accessibleName().contains("ABCD-EFGH"));
    QVERIFY(!shown(2)->isVisible());  // not known
}

void MainWindowTest::notForYouHasNoResultToSave() {
    open(test::overlap_not_for_you());
    QCOMPARE(page(), "resultPage");
    QVERIFY(!find("saveResultButton")->isVisible());
    QVERIFY(find("saveReceiptButton")->isVisible());
    QVERIFY(find<QWidget>("notForYouCard")->isVisible());
    QVERIFY(!find<QTableView>("overlapTable")->isVisible());
}

void MainWindowTest::everyFaultHasItsPage() {
    QSet<QString> texts;
    for (int fault = 0; fault <= static_cast<int>(Fault::internal); ++fault) {
        open(test::failed(static_cast<Fault>(fault)));
        QCOMPARE(page(), "failedPage");
        texts << find<Banner>("failedBanner")->text();
    }
    QCOMPARE(texts.size(), static_cast<int>(Fault::internal) + 1);
}

void MainWindowTest::weakProtectionIsVisible() {
    QVERIFY(!find<Banner>("protectionBanner")->isVisible());
    auto profile = engine_->profile();
    profile.protection = "a file that only you can read";
    profile.weak_protection = true;
    engine_->set_profile(profile);
    remake();
    QVERIFY(find<Banner>("protectionBanner")->isVisible());
    QVERIFY(find<Banner>("protectionBanner")->text().contains("a file that only you can read"));
}

void MainWindowTest::themeSwitch() {
    find<QAction>("themeDarkAction")->trigger();
    QVERIFY(tokensOf(window_->palette()).dark);
    find<QAction>("themeLightAction")->trigger();
    QVERIFY(!tokensOf(window_->palette()).dark);
}

/// A wheel that scrolls a page must not choose another decimal character, or another rule, on its way.
void MainWindowTest::theWheelPassesOverListsAndNumbers() {
    window_->newSession();
    click("questionCard_total");
    click("wizardNext");
    auto* panel = window_->findChild<DataPanel*>();
    panel->setFile("/home/clara/salaries-with-problems.csv");
    QTRY_VERIFY(!panel->importing());
    const auto turn = [](QWidget* over) {
        const QPointF at(over->rect().center());
        QWheelEvent event(at, over->mapToGlobal(at), {0, -30}, {0, -120}, Qt::NoButton, Qt::NoModifier,
                          Qt::NoScrollPhase, false);
        QSpontaneKeyEvent::setSpontaneous(&event);  // only those of a real wheel go on to what is around
        qApp->notify(over, &event);
    };
    auto* decimals = find<QComboBox>("decimalBox");
    const QScrollArea* area = nullptr;
    for (auto* around = decimals->parentWidget(); around != nullptr && area == nullptr;
         around = around->parentWidget())
        area = qobject_cast<QScrollArea*>(around);
    QVERIFY(area != nullptr);
    const auto place = [&] { return area->verticalScrollBar()->value(); };
    QTRY_VERIFY(area->verticalScrollBar()->maximum() > 200);
    decimals->setFocus();
    const int before = place();
    turn(decimals);
    QCOMPARE(decimals->currentIndex(), 0);
    QVERIFY(place() > before);  // the page has it instead
    auto* rule = find<QSpinBox>("minimumContributorsBox");
    const int value = rule->value(), further = place();
    turn(rule);
    QVERIFY(!rule->hasFocus());
    QCOMPARE(rule->value(), value);
    QVERIFY(place() > further);
    rule->setValue(5);
    QVERIFY(QTest::qWaitForWindowActive(window_.get()));
    rule->setFocus();
    turn(rule);
    QCOMPARE(rule->value(), 4);
}

void MainWindowTest::quittingASessionUnderWayAsksFirst() {
    open(test::overlap_running());
    QVERIFY(!window_->close());
    QVERIFY(window_->isVisible());
    QTest::mouseClick(find("quitStayButton"), Qt::LeftButton);
    QTRY_VERIFY(!window_->findChild<QMessageBox*>("quitDialog"));
    QVERIFY(window_->isVisible());
    QVERIFY(!window_->close());
    QTest::mouseClick(find("quitConfirmButton"), Qt::LeftButton);
    QTRY_VERIFY(!window_->isVisible());
}

void MainWindowTest::quittingWithoutSessionsDoesNotAsk() {
    engine_->add_session(test::total_done());
    QVERIFY(window_->close());
    QVERIFY(!window_->findChild<QMessageBox*>("quitDialog"));
}

QTEST_MAIN(MainWindowTest)
#include "test_main_window.moc"
