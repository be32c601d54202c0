#include "support/window_states.h"

#include <QAbstractButton>
#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QSpinBox>
#include <QTableView>
#include <QTest>

#include "support/fake_views.h"
#include "ui/model/contribution_state.h"
#include "ui/pages/wizard/new_session_wizard.h"
#include "ui/widgets/data_panel.h"

namespace tacit::test {

void settle() {
    for (int i = 0; i < 8; ++i) {
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        QCoreApplication::processEvents(QEventLoop::AllEvents, 50);
    }
}

namespace {

template <class Done>
void waitFor(Done done) {
    if (!QTest::qWaitFor(done, 20'000)) qWarning("something did not come within 20 seconds");
    settle();
}

void fillHome(WindowStage& stage) {
    auto past = overlap_done_rows();
    past.live = false;
    past.updated -= std::chrono::hours(50);
    auto count = overlap_done_count();
    count.id = "17";
    count.title = "Overlap of marketing lists, spring campaign";
    count.live = false;
    count.updated -= std::chrono::hours(90);
    auto gone = failed(Fault::partner_gone);
    gone.id = "18";
    auto running = total_running_waiting();
    running.id = "19";
    running.title = "Energy use per site, first half-year";
    auto review = overlap_in_review();
    review.id = "20";
    review.title = "Suppression list check";
    for (const auto& view : {count, past, gone, running, review, total_in_lobby()}) {
        stage.engine->add_session(view);
    }
}

void chooseData(WindowStage& stage, const QString& file) {
    auto* panel = stage.window->findChild<ui::DataPanel*>();
    if (!panel) return;
    panel->setFile(file);
    waitFor([panel] { return !panel->importing() && !panel->state().checking(); });
}

void click(WindowStage& stage, const QString& objectName) {
    QAbstractButton* first = nullptr;  // pages that are not shown may have one of that name too
    for (auto* button : stage.window->findChildren<QAbstractButton*>(objectName))
        if (!first || (button->isVisible() && !first->isVisible())) first = button;
    if (first) first->click();
    settle();
}

void wizard(WindowStage& stage, const QString& kind) {
    stage.window->newSession();
    settle();
    click(stage, "questionCard_" + kind);
}

void tick(WindowStage& stage, const QVector<int>& columns) {
    auto* model = stage.window->findChild<QTableView*>("columnTable")->model();
    for (const int column : columns) model->setData(model->index(column, 0), Qt::Checked, Qt::CheckStateRole);
    auto& state = stage.window->findChild<ui::DataPanel*>()->state();
    if (!columns.isEmpty() && !stage.engine->work_held()) waitFor([&state] { return !state.checking(); });
    settle();
}

void type(WindowStage& stage, const QString& objectName, const QString& text) {
    auto* edit = stage.window->findChild<QLineEdit*>(objectName);
    edit->setText(text);
    Q_EMIT edit->textEdited(text);
    auto& state = stage.window->findChild<ui::DataPanel*>()->state();
    waitFor([&state] { return !state.checking(); });
}

void wizardData(WindowStage& stage, const QString& kind, const QString& file, const QVector<int>& columns) {
    wizard(stage, kind);
    click(stage, "wizardNext");
    chooseData(stage, file);
    tick(stage, columns);
}

/// A Total by department, under all three rules.
void chooseRules(WindowStage& stage) {
    auto* group = stage.window->findChild<QComboBox*>("groupBox");
    group->setCurrentIndex(1 + 1);  // the second column of text
    Q_EMIT group->activated(group->currentIndex());
    stage.window->findChild<QSpinBox*>("minimumContributorsBox")->setValue(3);
    stage.window->findChild<QSpinBox*>("minimumGroupBox")->setValue(10);
    stage.window->findChild<QSpinBox*>("dominanceBox")->setValue(60);
    auto& state = stage.window->findChild<ui::DataPanel*>()->state();
    const auto* note = stage.window->findChild<QLabel*>("groupNote");
    waitFor([&] { return !state.checking() && note->text().contains("Finance"); });
    settle();
}

QVector<WindowState> sessionPages() {
    const auto nothing = [](WindowStage&) {};
    const auto showing = [](api::SessionView (*make)()) {
        return [make](WindowStage& s) { s.open(make()); };
    };
    return {
        {"01-first-start",
         [](WindowStage& s) {
             s.engine->set_profile(
                 {"/home/clara/.local/share/tacit", "", "", "", "the system keychain", false});
         },
         nothing},
        {"02-home-empty", nothing, nothing},
        {"03-home", fillHome,
         [](WindowStage& s) { s.window->findChild<QTableView*>("sessionTable")->selectRow(2); }},
        {"04-home-weak",
         [](WindowStage& s) {
             auto profile = s.engine->profile();
             profile.protection = "a file that only you can read";
             profile.weak_protection = true;
             s.engine->set_profile(profile);
             fillHome(s);
         },
         nothing},
        {"05-invitation", nothing,
         [](WindowStage& s) { s.window->openInvitation("/tmp/northwind-total.tacit"); }},
        {"06-invitation-details", nothing,
         [](WindowStage& s) {
             s.window->openInvitation("/tmp/birch-overlap.tacit");
             click(s, "protocolDetailsButton");
         }},
        {"07-invitation-refused", nothing,
         [](WindowStage& s) { s.window->openInvitation("/tmp/damaged.tacit"); }},
        {"08-connecting", nothing, showing(overlap_connecting)},
        {"09-review", nothing, showing(total_in_review)},
        {"10-review-data", nothing,
         [](WindowStage& s) {
             s.open(overlap_in_review());
             chooseData(s, "/home/clara/customers.csv");
         }},
        {"11-review-decline", nothing,
         [](WindowStage& s) {
             s.open(overlap_in_review());
             click(s, "declineButton");
         }},
        {"12-lobby-organizer", nothing, showing(total_in_lobby)},
        {"13-lobby-partner", nothing, showing(overlap_waiting)},
        {"14-sealing", nothing, showing(total_sealing)},
        {"15-running", nothing, showing(overlap_running)},
        {"16-running-waiting", nothing, showing(total_running_waiting)},
        {"17-result-total", nothing, showing(total_done)},
        {"18-result-rows", nothing, showing(overlap_done_rows)},
        {"19-result-count", nothing, showing(overlap_done_count)},
        {"20-result-not-for-you", nothing, showing(overlap_not_for_you)},
        {"26-review-decision-typed", nothing,
         [](WindowStage& s) {
             s.open(decision_in_review());
             click(s, "valueTyped");
             type(s, "typedValue0", "410,5");
         }},
        {"27-review-decision", nothing, [](WindowStage& s) { s.open(decision_in_review()); }},
        {"28-result-decision-yes", nothing, [](WindowStage& s) { s.open(decision_done(true)); }},
        {"29-result-decision-no", nothing, [](WindowStage& s) { s.open(decision_done(false)); }},
        {"21-failed-gone", nothing, [](WindowStage& s) { s.open(failed(Fault::partner_gone)); }},
        {"22-failed-declined", nothing, [](WindowStage& s) { s.open(failed(Fault::declined)); }},
        {"23-failed-cheating", nothing, [](WindowStage& s) { s.open(failed(Fault::cheating)); }},
        {"25-result-one-signature-missing", nothing,
         [](WindowStage& s) {
             auto view = total_done();
             view.live = false;
             view.receipt.missing = {view.receipt.signed_by.back()};
             view.receipt.signed_by.pop_back();
             s.open(view);
         }},
        {"24-result-saved", nothing,
         [](WindowStage& s) {
             s.open(total_done());
             s.files.setNextPath("/home/clara/Documents/salary-benchmark-2024.csv");
             click(s, "saveResultButton");
             waitFor([&s] { return s.window->findChild<QWidget*>("resultBanner")->isVisible(); });
         }},
    };
}

QVector<WindowState> wizardPages() {
    const auto nothing = [](WindowStage&) {};
    return {
        {"30-wizard-question", nothing, [](WindowStage& s) { wizard(s, "total"); }},
        {"31-wizard-data-empty", nothing,
         [](WindowStage& s) {
             wizard(s, "total");
             click(s, "wizardNext");
         }},
        {"32-wizard-data-reading", nothing,
         [](WindowStage& s) {
             wizard(s, "total");
             click(s, "wizardNext");
             s.engine->hold_imports();
             s.window->findChild<ui::DataPanel*>()->setFile("/home/clara/salaries-2024.xlsx");
             auto* bar = s.window->findChild<QProgressBar*>("importProgress");
             waitFor([bar] { return bar->value() > 0; });
         }},
        {"33-wizard-data-total", nothing,
         [](WindowStage& s) {
             wizardData(s, "total", "/home/clara/salaries-2024.xlsx", {2, 3});
         }},
        {"34-wizard-data-problems", nothing,
         [](WindowStage& s) { wizardData(s, "total", "/home/clara/salaries-with-problems.csv", {2}); }},
        {"35-wizard-data-rows", nothing,
         [](WindowStage& s) {
             wizardData(s, "total", "/home/clara/salaries-with-problems.csv", {2});
             click(s, "segmentRows");
         }},
        {"36-wizard-data-findings", nothing,
         [](WindowStage& s) {
             wizardData(s, "total", "/home/clara/salaries-with-problems.csv", {2});
             click(s, "segmentIssues");
         }},
        {"37-wizard-data-refused", nothing,
         [](WindowStage& s) { wizardData(s, "total", "/home/clara/photo.png", {}); }},
        {"38-wizard-data-overlap", nothing,
         [](WindowStage& s) { wizardData(s, "overlap", "/home/clara/customers.csv", {0}); }},
        {"39-wizard-details-total", nothing,
         [](WindowStage& s) {
             wizardData(s, "total", "/home/clara/salaries-2024.xlsx", {2});
             click(s, "wizardNext");
             click(s, "advancedButton");
         }},
        {"40-wizard-details-overlap", nothing,
         [](WindowStage& s) {
             wizardData(s, "overlap", "/home/clara/customers.csv", {0});
             click(s, "wizardNext");
         }},
        {"41-wizard-review", nothing,
         [](WindowStage& s) {
             wizardData(s, "overlap", "/home/clara/customers.csv", {0});
             click(s, "wizardNext");
             click(s, "wizardNext");
         }},
        {"42-wizard-review-error", nothing,
         [](WindowStage& s) {
             wizardData(s, "total", "/home/clara/salaries-2024.xlsx", {2});
             click(s, "wizardNext");
             click(s, "wizardNext");
             click(s, "readCheck");
             s.engine->refuse_host(error(Fault::network_failed, "address in use"));
             click(s, "wizardNext");
             waitFor([&s] { return s.window->findChild<QWidget*>("hostBanner")->isVisible(); });
         }},
        {"43-wizard-details-network", nothing,
         [](WindowStage& s) {
             wizardData(s, "overlap", "/home/clara/customers.csv", {0});
             click(s, "wizardNext");
             click(s, "reachNetwork");
             click(s, "advancedButton");
         }},
        {"44-wizard-details-problem", nothing,
         [](WindowStage& s) {
             wizardData(s, "total", "/home/clara/salaries-2024.xlsx", {2});
             click(s, "wizardNext");
             s.window->findChild<QLineEdit*>("titleEdit")->clear();
             Q_EMIT s.window->findChild<QLineEdit*>("titleEdit")->textEdited({});
         }},
        {"46-wizard-data-checking", nothing,
         [](WindowStage& s) {
             wizardData(s, "total", "/home/clara/salaries-2024.xlsx", {});
             s.engine->hold_work();
             tick(s, {2});
         }},
        {"47-wizard-creating", nothing,
         [](WindowStage& s) {
             wizardData(s, "total", "/home/clara/salaries-2024.xlsx", {2});
             click(s, "wizardNext");
             click(s, "wizardNext");
             click(s, "readCheck");
             s.engine->hold_work();
             click(s, "wizardNext");
         }},
        {"48-wizard-data-decision", nothing,
         [](WindowStage& s) {
             wizardData(s, "decision", "/home/clara/salaries-2024.xlsx", {2});
             type(s, "limitEdit", "1000000");
         }},
        {"49-wizard-data-decision-typed", nothing,
         [](WindowStage& s) {
             wizard(s, "decision");
             click(s, "wizardNext");
             click(s, "valueTyped");
             type(s, "typedNameEdit", "exposure");
             type(s, "typedValue0", "410000.50");
             type(s, "limitEdit", "1,000");
         }},
        {"60-wizard-details-decision", nothing,
         [](WindowStage& s) {
             wizardData(s, "decision", "/home/clara/salaries-2024.xlsx", {2});
             type(s, "limitEdit", "1000000");
             click(s, "wizardNext");
         }},
        {"61-wizard-review-decision", nothing,
         [](WindowStage& s) {
             wizardData(s, "decision", "/home/clara/salaries-2024.xlsx", {2});
             type(s, "limitEdit", "1000000");
             click(s, "wizardNext");
             click(s, "wizardNext");
         }},
        {"62-wizard-data-rules", nothing,
         [](WindowStage& s) {
             wizardData(s, "total", "/home/clara/salaries-2024.xlsx", {2});
             chooseRules(s);
             if (auto* area = s.window->findChild<QWidget*>("totalForm"))
                 area->findChild<QSpinBox*>("dominanceBox")->setFocus();
         }},
        {"63-wizard-details-rules", nothing,
         [](WindowStage& s) {
             wizardData(s, "total", "/home/clara/salaries-2024.xlsx", {2});
             chooseRules(s);
             click(s, "wizardNext");
         }},
        {"64-result-total-categories", nothing, [](WindowStage& s) { s.open(total_done_by_category()); }},
        {"45-review-mapping", nothing,
         [](WindowStage& s) {
             s.open(total_in_review());
             chooseData(s, "/home/clara/salaries-2024.xlsx");
             click(s, "segmentColumns");
         }},
    };
}

QVector<WindowState> dialogs() {
    const auto nothing = [](WindowStage&) {};
    return {
        {"50-dialog-erase", fillHome,
         [](WindowStage& s) {
             s.window->findChild<QTableView*>("sessionTable")->selectRow(5);
             click(s, "eraseSessionButton");
         }},
        {"51-dialog-quit", nothing,
         [](WindowStage& s) {
             s.open(overlap_running());
             s.window->close();
         }},
        {"53-dialog-protection", nothing,
         [](WindowStage& s) {
             s.open(overlap_in_review());
             click(s, "protectionButton");
         }},
        {"52-dialog-about", nothing,
         [](WindowStage& s) { s.window->findChild<QAction*>("aboutAction")->trigger(); }},
    };
}

}  // namespace

QVector<WindowState> windowStates() {
    return sessionPages() + wizardPages() + dialogs();
}

std::unique_ptr<WindowStage> enter(const WindowState& state, const QSize& size) {
    auto stage = std::make_unique<WindowStage>();
    state.before(*stage);
    stage->window = std::make_unique<ui::MainWindow>(stage->engine, stage->files);
    stage->window->resize(size);
    stage->window->show();
    settle();
    state.after(*stage);
    settle();
    return stage;
}

}  // namespace tacit::test
