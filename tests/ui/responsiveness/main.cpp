// How long the windows stand still while large files are imported, checked and used. Two real windows over
// two real engines in this process, driven step by step; per step, the largest gap between two ticks of a
// timer of 10 ms. Not a test: what it prints depends on the machine and on what else runs there.
//   tacit-responsiveness MINE.csv THEIRS.csv    both with the columns customer_id and salary
#include <QAbstractButton>
#include <QApplication>
#include <QCheckBox>
#include <QElapsedTimer>
#include <QLineEdit>
#include <QSpinBox>
#include <QStackedWidget>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>
#include <cstdio>

#include "adapters/engine_factory.h"
#include "support/scripted_file_chooser.h"
#include "ui/model/contribution_state.h"
#include "ui/pages/main_window.h"
#include "ui/theme/theme.h"
#include "ui/widgets/data_panel.h"

using namespace tacit;

namespace {

/// The largest time between two of its own ticks since it was last asked.
class Watchdog {
  public:
    Watchdog() {
        QObject::connect(&timer_, &QTimer::timeout, [this] { largest_ = qMax(largest_, since_.restart()); });
        timer_.setTimerType(Qt::PreciseTimer);
        timer_.start(10);
        since_.start();
        step_.start();
    }
    void report(const char* step) {
        largest_ = qMax(largest_, since_.restart());
        std::printf("%-58s largest gap %5lld ms   took %6lld ms\n", step, static_cast<long long>(largest_),
                    static_cast<long long>(step_.restart()));
        std::fflush(stdout);
        largest_ = 0;
    }

  private:
    QTimer timer_;
    QElapsedTimer since_, step_;
    qint64 largest_ = 0;
};

struct Person {
    std::shared_ptr<api::Engine> engine;
    test::ScriptedFileChooser files;
    std::unique_ptr<ui::MainWindow> window;

    template <class T>
    T* find(const QString& name) const {
        for (auto* widget : window->findChildren<T*>(name))
            if (widget->isVisible()) return widget;
        qFatal("nothing visible is called %s", qPrintable(name));
    }
    void click(const QString& name) const { find<QAbstractButton>(name)->click(); }
    ui::DataPanel& panel() const { return *find<ui::DataPanel>("dataPanel"); }
    QString page() const {
        return window->findChild<QStackedWidget*>("pageStack")->currentWidget()->objectName();
    }
    void tick(const QString& column) const {
        auto* model = find<QTableView>("columnTable")->model();
        for (int row = 0; row < model->rowCount(); ++row)
            if (model->index(row, 0).data().toString() == column)
                model->setData(model->index(row, 0), Qt::Checked, Qt::CheckStateRole);
    }
};

template <class Done>
void wait(Done done) {
    if (!QTest::qWaitFor(done, 180'000)) qFatal("a step did not end within three minutes");
}

Person enter(adapters::EngineFactory& factory, const QString& folder, const QString& organisation) {
    Person person;
    auto engine = factory.openPassing(folder + '/' + organisation);
    if (!engine || !(*engine)->set_identity(organisation.toStdString(), "A Person")) qFatal("no profile");
    person.engine = std::move(*engine);
    person.window = std::make_unique<ui::MainWindow>(person.engine, person.files);
    person.window->show();
    QTest::qWait(300);
    return person;
}

void read(const Person& person, const QString& file) {
    person.panel().setFile(file);
    wait([&] { return !person.panel().importing(); });
}

void propose(const Person& me, const QString& file, Watchdog& watchdog) {
    me.window->newSession();
    me.click("questionCard_overlap");
    me.click("wizardNext");
    QTest::qWait(200);
    watchdog.report("wizard opened");
    read(me, file);
    QTest::qWait(500);
    watchdog.report("file read");
    me.tick("customer_id");
    wait([&] { return me.panel().state().acceptable(); });
    QTest::qWait(200);
    watchdog.report("key column checked");
    me.tick("name");
    QTest::qWait(300);
    me.tick("customer_id");
    QTest::qWait(300);
    watchdog.report("another key column while one was being checked");
    wait([&] { return me.panel().state().acceptable(); });
    me.click("wizardStep1");
    me.click("questionCard_total");
    me.click("wizardNext");
    me.tick("salary");
    wait([&] { return me.panel().state().acceptable(); });
    QTest::qWait(200);
    watchdog.report("column of numbers checked");
    read(me, file);
    QTest::qWait(500);
    watchdog.report("the same file read again, the first one forgotten");
    wait([&] { return me.panel().state().acceptable(); });
    me.click("segmentRows");
    QTest::qWait(200);
    me.click("segmentColumns");
    me.click("wizardNext");
    QTest::qWait(200);
    me.find<QSpinBox>("partnersBox")->setValue(1);
    watchdog.report("first rows, details");
}

void host(Person& me, const QString& folder, Watchdog& watchdog) {
    me.files.setNextPath(folder);
    me.click("folderButton");
    me.click("wizardNext");
    me.find<QCheckBox>("readCheck")->setChecked(true);
    QTest::qWait(200);
    watchdog.report("who learns what");
    me.click("wizardNext");
    wait([&] { return me.page() == "lobbyPage"; });
    QTest::qWait(300);
    watchdog.report("invitations made, lobby");
}

}  // namespace

int main(int argc, char** argv) {
    if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    if (argc < 3) {
        qCritical("usage: tacit-responsiveness MINE.csv THEIRS.csv");
        return 2;
    }
    ui::applyTheme(application);
    const QTemporaryDir folder;
    adapters::EngineFactory factory;
    auto me = enter(factory, folder.path(), "Northwind");
    auto partner = enter(factory, folder.path(), "Alder");
    Watchdog watchdog;
    propose(me, QString::fromLocal8Bit(argv[1]), watchdog);
    host(me, folder.path(), watchdog);

    partner.window->openInvitation(folder.filePath("total-of-salary-1.tacit"));
    QTest::qWait(200);
    watchdog.report("invitation opened");
    partner.click("joinButton");
    wait([&] { return partner.window->flow().page() == ui::FlowPage::review; });
    QTest::qWait(200);
    watchdog.report("joined");
    read(partner, QString::fromLocal8Bit(argv[2]));
    wait([&] { return partner.panel().state().acceptable(); });
    QTest::qWait(200);
    watchdog.report("partner's file read and mapped");
    partner.click("agreeButton");
    wait([&] { return partner.page() == "resultPage" && me.page() == "resultPage"; });
    QTest::qWait(300);
    watchdog.report("agreed, computed, result");
    me.files.setNextPath(folder.filePath("result.csv"));
    me.click("saveResultButton");
    QTest::qWait(300);
    watchdog.report("result saved");
    me.window->showHome();
    partner.window->showHome();
    QTest::qWait(300);
    watchdog.report("home");
    me.window->newSession();
    me.click("questionCard_total");
    me.click("wizardNext");
    read(me, QString::fromLocal8Bit(argv[1]));
    watchdog.report("file read for another session");
    me.click("wizardCancel");
    QTest::qWait(500);
    watchdog.report("wizard cancelled, its dataset forgotten");
    return 0;
}
