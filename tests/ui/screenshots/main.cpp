// Renders every page with the fake engine, in two sizes and two themes, for people to look at.
//   tacit-screenshots OUTDIR [PART-OF-NAME]
#include <QAbstractButton>
#include <QApplication>
#include <QDir>
#include <QProgressBar>
#include <QTableView>
#include <QTest>
#include <functional>

#include "support/fake_engine.h"
#include "support/fake_views.h"
#include "support/scripted_file_chooser.h"
#include "ui/pages/main_window.h"
#include "ui/pages/wizard/new_session_wizard.h"
#include "ui/theme/theme.h"
#include "ui/widgets/data_panel.h"

using namespace tacit;

namespace {

struct Stage {
    std::shared_ptr<test::FakeEngine> engine = std::make_shared<test::FakeEngine>();
    test::ScriptedFileChooser files;
    std::unique_ptr<ui::MainWindow> window;

    void open(const api::SessionView& view) {
        auto session = engine->add_session(view);
        window->flow().start(session);
    }
};

struct Shot {
    QString name;
    std::function<void(Stage&)> before;  ///< before the window is made
    std::function<void(Stage&)> after;
};

// Everything that was queued is delivered, and that in turn, until nothing is left.
void settle() {
    for (int i = 0; i < 20; ++i) {
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        QCoreApplication::processEvents(QEventLoop::AllEvents, 50);
    }
}

template <class Done>
void waitFor(Done done) {
    if (!QTest::qWaitFor(done, 20'000)) qWarning("something did not come within 20 seconds");
    settle();
}

void fillHome(Stage& stage) {
    auto past = test::overlap_done_rows();
    past.live = false;
    past.updated -= std::chrono::hours(50);
    auto count = test::overlap_done_count();
    count.id = "17";
    count.title = "Overlap of marketing lists, spring campaign";
    count.live = false;
    count.updated -= std::chrono::hours(90);
    auto failed = test::failed(Fault::partner_gone);
    failed.id = "18";
    auto running = test::total_running_waiting();
    running.id = "19";
    running.title = "Energy use per site, first half-year";
    auto review = test::overlap_in_review();
    review.id = "20";
    review.title = "Suppression list check";
    for (const auto& view : {count, past, failed, running, review, test::total_in_lobby()}) {
        stage.engine->add_session(view);
    }
}

void chooseData(Stage& stage, const QString& file) {
    auto* panel = stage.window->findChild<ui::DataPanel*>();
    if (!panel) return;
    panel->setFile(file);
    waitFor([panel] { return !panel->importing(); });
}

void click(Stage& stage, const QString& objectName) {
    if (auto* button = stage.window->findChild<QAbstractButton*>(objectName)) button->click();
    settle();
}

void wizard(Stage& stage, const QString& kind) {
    stage.window->newSession();
    settle();
    click(stage, "questionCard_" + kind);
}

void wizardData(Stage& stage, const QString& kind, const QString& file, const QVector<int>& columns) {
    wizard(stage, kind);
    click(stage, "wizardNext");
    chooseData(stage, file);
    auto* model = stage.window->findChild<QTableView*>("columnTable")->model();
    for (const int column : columns) model->setData(model->index(column, 0), Qt::Checked, Qt::CheckStateRole);
    settle();
}

QVector<Shot> shots() {
    const auto nothing = [](Stage&) {};
    const auto showing = [](api::SessionView (*make)()) { return [make](Stage& s) { s.open(make()); }; };
    return {
        {"01-first-start",
         [](Stage& s) {
             s.engine->set_profile(
                 {"/home/clara/.local/share/tacit", "", "", "", "the system keychain", false});
         },
         nothing},
        {"02-home-empty", nothing, nothing},
        {"03-home", fillHome,
         [](Stage& s) { s.window->findChild<QTableView*>("sessionTable")->selectRow(2); }},
        {"04-home-weak",
         [](Stage& s) {
             auto profile = s.engine->profile();
             profile.protection = "a file that only you can read";
             profile.weak_protection = true;
             s.engine->set_profile(profile);
             fillHome(s);
         },
         nothing},
        {"05-invitation", nothing, [](Stage& s) { s.window->openInvitation("/tmp/northwind-total.tacit"); }},
        {"06-invitation-details", nothing,
         [](Stage& s) {
             s.window->openInvitation("/tmp/birch-overlap.tacit");
             click(s, "protocolDetailsButton");
         }},
        {"07-invitation-refused", nothing, [](Stage& s) { s.window->openInvitation("/tmp/damaged.tacit"); }},
        {"08-connecting", nothing, showing(test::overlap_connecting)},
        {"09-review", nothing, showing(test::total_in_review)},
        {"10-review-data", nothing,
         [](Stage& s) {
             s.open(test::overlap_in_review());
             chooseData(s, "/home/clara/customers.csv");
         }},
        {"11-review-decline", nothing,
         [](Stage& s) {
             s.open(test::overlap_in_review());
             click(s, "declineButton");
         }},
        {"12-lobby-organizer", nothing, showing(test::total_in_lobby)},
        {"13-lobby-partner", nothing, showing(test::overlap_waiting)},
        {"14-sealing", nothing, showing(test::total_sealing)},
        {"15-running", nothing, showing(test::overlap_running)},
        {"16-running-waiting", nothing, showing(test::total_running_waiting)},
        {"17-result-total", nothing, showing(test::total_done)},
        {"18-result-rows", nothing, showing(test::overlap_done_rows)},
        {"19-result-count", nothing, showing(test::overlap_done_count)},
        {"20-result-not-for-you", nothing, showing(test::overlap_not_for_you)},
        {"21-failed-gone", nothing, [](Stage& s) { s.open(test::failed(Fault::partner_gone)); }},
        {"22-failed-declined", nothing, [](Stage& s) { s.open(test::failed(Fault::declined)); }},
        {"23-failed-cheating", nothing, [](Stage& s) { s.open(test::failed(Fault::cheating)); }},
        {"24-result-saved", nothing,
         [](Stage& s) {
             s.open(test::total_done());
             s.files.setNextPath("/home/clara/Documents/salary-benchmark-2024.csv");
             click(s, "saveResultButton");
         }},
        {"30-wizard-question", nothing, [](Stage& s) { wizard(s, "total"); }},
        {"31-wizard-data-empty", nothing,
         [](Stage& s) {
             wizard(s, "total");
             click(s, "wizardNext");
         }},
        {"32-wizard-data-reading", nothing,
         [](Stage& s) {
             wizard(s, "total");
             click(s, "wizardNext");
             s.engine->hold_imports();
             s.window->findChild<ui::DataPanel*>()->setFile("/home/clara/salaries-2024.xlsx");
             auto* bar = s.window->findChild<QProgressBar*>("importProgress");
             waitFor([bar] { return bar->value() > 0; });
         }},
        {"33-wizard-data-total", nothing,
         [](Stage& s) {
             wizardData(s, "total", "/home/clara/salaries-2024.xlsx", {2, 3});
         }},
        {"34-wizard-data-problems", nothing,
         [](Stage& s) { wizardData(s, "total", "/home/clara/salaries-with-problems.csv", {2}); }},
        {"35-wizard-data-rows", nothing,
         [](Stage& s) {
             wizardData(s, "total", "/home/clara/salaries-with-problems.csv", {2});
             click(s, "segmentRows");
         }},
        {"36-wizard-data-findings", nothing,
         [](Stage& s) {
             wizardData(s, "total", "/home/clara/salaries-with-problems.csv", {2});
             click(s, "segmentIssues");
         }},
        {"37-wizard-data-refused", nothing,
         [](Stage& s) { wizardData(s, "total", "/home/clara/photo.png", {}); }},
        {"38-wizard-data-overlap", nothing,
         [](Stage& s) { wizardData(s, "overlap", "/home/clara/customers.csv", {0}); }},
        {"39-wizard-details-total", nothing,
         [](Stage& s) {
             wizardData(s, "total", "/home/clara/salaries-2024.xlsx", {2});
             click(s, "wizardNext");
             click(s, "advancedButton");
         }},
        {"40-wizard-details-overlap", nothing,
         [](Stage& s) {
             wizardData(s, "overlap", "/home/clara/customers.csv", {0});
             click(s, "wizardNext");
         }},
        {"41-wizard-review", nothing,
         [](Stage& s) {
             wizardData(s, "overlap", "/home/clara/customers.csv", {0});
             click(s, "wizardNext");
             click(s, "wizardNext");
         }},
        {"42-wizard-review-error", nothing,
         [](Stage& s) {
             wizardData(s, "total", "/home/clara/salaries-2024.xlsx", {2});
             click(s, "wizardNext");
             click(s, "wizardNext");
             click(s, "readCheck");
             s.engine->refuse_host(error(Fault::network_failed, "address in use"));
             click(s, "wizardNext");
         }},
    };
}

void render(const Shot& shot, const QDir& out, bool dark) {
    for (const QSize size : {QSize(1280, 800), QSize(1920, 1080)}) {
        Stage stage;
        shot.before(stage);
        stage.window = std::make_unique<ui::MainWindow>(stage.engine, stage.files);
        stage.window->resize(size);
        stage.window->show();
        settle();
        shot.after(stage);
        settle();
        const QString name =
            QString("%1-%2-%3.png").arg(shot.name).arg(size.width()).arg(dark ? "dark" : "light");
        stage.window->grab().save(out.filePath(name));
    }
}

}  // namespace

int main(int argc, char** argv) {
    if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    if (argc < 2) {
        qCritical("usage: tacit-screenshots OUTDIR [PART-OF-NAME]");
        return 2;
    }
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom));
    ui::applyTheme(application);
    const QDir out(QString::fromLocal8Bit(argv[1]));
    if (!out.mkpath(".")) return 1;
    const QString part = argc > 2 ? QString::fromLocal8Bit(argv[2]) : QString();
    for (const bool dark : {false, true}) {
        ui::setThemeMode(application, dark ? ui::ThemeMode::dark : ui::ThemeMode::light);
        for (const Shot& shot : shots()) {
            if (shot.name.contains(part)) render(shot, out, dark);
        }
    }
    return 0;
}
