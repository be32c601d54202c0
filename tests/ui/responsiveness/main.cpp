// How long the windows stand still while large files are imported, checked and used. Two real windows over
// two real engines in this process, driven step by step; per step, the largest gap between two ticks of a
// timer of 10 ms; then an Overlap, with how its progress moves, and others that are cancelled on the way. Not
// a test: what it prints depends on the machine and on what else runs there.
//   tacit-responsiveness MINE.csv THEIRS.csv    both with the columns customer_id and salary
// Two windows share one thread there. One window a process, as people have it, in an Overlap alone:
//   tacit-responsiveness organizer FOLDER MINE.csv & tacit-responsiveness partner FOLDER THEIRS.csv
#include <QAbstractButton>
#include <QApplication>
#include <QCheckBox>
#include <QDir>
#include <QElapsedTimer>
#include <QLineEdit>
#include <QProgressBar>
#include <QSpinBox>
#include <QStackedWidget>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>
#include <cstdio>
#include <ctime>
#include <utility>

#include "adapters/engine_factory.h"
#include "support/scripted_file_chooser.h"
#include "ui/model/contribution_state.h"
#include "ui/pages/main_window.h"
#include "ui/theme/theme.h"
#include "ui/widgets/data_panel.h"

using namespace tacit;

namespace {

/// What this thread has computed so far, in milliseconds.
qint64 computed() {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return qint64{time.tv_sec} * 1000 + time.tv_nsec / 1'000'000;
}

/// The largest time between two of its own ticks since it was last asked.
class Watchdog {
  public:
    Watchdog() {
        QObject::connect(&timer_, &QTimer::timeout, [this] { look(); });
        timer_.setTimerType(Qt::PreciseTimer);
        timer_.start(10);
        since_.start();
        step_.start();
    }
    void report(const char* step) {
        look();
        std::printf("%-58s largest gap %5lld ms, computing %5lld ms   took %6lld ms\n", step,
                    static_cast<long long>(largest_), static_cast<long long>(busiest_),
                    static_cast<long long>(step_.restart()));
        std::fflush(stdout);
        largest_ = busiest_ = 0;
    }

  private:
    void look() {
        largest_ = qMax(largest_, since_.restart());
        const auto now = computed();
        busiest_ = qMax(busiest_, now - std::exchange(computed_, now));
    }

    QTimer timer_;
    QElapsedTimer since_, step_;
    qint64 largest_ = 0, busiest_ = 0, computed_ = computed();
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
    /// Between two clicks of a person the window has its turn.
    void click(const QString& name) const {
        QTest::qWait(20);
        find<QAbstractButton>(name)->click();
    }
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

/// The organizer of an Overlap of the whole file up to the lobby.
void propose_overlap(Person& me, const QString& folder, const QString& file) {
    me.window->newSession();
    me.click("questionCard_overlap");
    me.click("wizardNext");
    read(me, file);
    me.tick("customer_id");
    wait([&] { return me.panel().state().acceptable(); });
    me.click("wizardNext");
    me.files.setNextPath(folder);
    me.click("folderButton");
    me.click("wizardNext");
    me.find<QCheckBox>("readCheck")->setChecked(true);
    me.click("wizardNext");
    wait([&] { return me.page() == "lobbyPage"; });
}

QFileInfoList invitations(const QString& folder) {
    return QDir(folder).entryInfoList({"*.tacit"});
}

/// The partner of an Overlap up to the moment where it can agree.
void join_overlap(Person& partner, const QString& folder, const QString& file) {
    partner.window->openInvitation(invitations(folder).constFirst().filePath());
    partner.click("joinButton");
    wait([&] { return partner.window->flow().page() == ui::FlowPage::review; });
    read(partner, file);
    wait([&] { return partner.panel().state().acceptable(); });
}

void arrange_overlap(Person& me, Person& partner, const QString& folder, char** files) {
    QDir().mkpath(folder);
    propose_overlap(me, folder, QString::fromLocal8Bit(files[0]));
    join_overlap(partner, folder, QString::fromLocal8Bit(files[1]));
}

/// What the progress page shows of the protocol, looked at with every tick.
class BarWatch {
  public:
    explicit BarWatch(const Person& person) : person_(person) {
        QObject::connect(&timer_, &QTimer::timeout, [this] { look(); });
        timer_.start(10);
    }
    bool running() const { return !seen_.isEmpty(); }
    void report(const char* who) const {
        QStringList shown;
        for (const int value : seen_) shown << QString::number(value / 10);
        std::printf("  %s: the bar stood at %s %%; time left %s\n", who, qPrintable(shown.join(' ')),
                    left_ ? "was shown" : "was not shown");
    }

  private:
    void look() {
        if (person_.page() != "progressPage") return;
        const auto* bar = person_.find<QProgressBar>("progressBar");
        if (bar->maximum() == 0) return;
        if (seen_.isEmpty() || seen_.constLast() != bar->value()) seen_ << bar->value();
        left_ = left_ || person_.find<QWidget>("progressLeft")->accessibleName().contains("second");
    }

    const Person& person_;
    QTimer timer_;
    QVector<int> seen_;
    bool left_ = false;
};

void overlap(Person& me, Person& partner, const QString& folder, char** files, Watchdog& watchdog) {
    arrange_overlap(me, partner, folder, files);
    watchdog.report("Overlap arranged");
    const BarWatch mine(me), theirs(partner);
    partner.click("agreeButton");
    wait([&] { return partner.page() == "resultPage" && me.page() == "resultPage"; });
    QTest::qWait(300);
    watchdog.report("Overlap agreed, computed, result");
    mine.report("organizer");
    theirs.report("partner");
    me.files.setNextPath(folder + "/rows.csv");
    me.click("saveResultButton");
    QTest::qWait(1000);
    watchdog.report("Overlap's rows saved");
}

/// Cancels so long after the consent, and says how long the page took to say so.
void cancelled_overlap(Person& me, Person& partner, const QString& folder, char** files, int after,
                       Watchdog& watchdog) {
    arrange_overlap(me, partner, folder, files);
    watchdog.report("Overlap arranged");
    partner.click("agreeButton");
    QTest::qWait(after);
    if (me.page() != "progressPage") return watchdog.report("too late to cancel");
    QElapsedTimer took;
    me.click("progressCancelButton");
    took.start();
    wait([&] { return me.page() == "failedPage" || me.page() == "resultPage"; });
    const auto here = took.elapsed();
    wait([&] { return partner.page() == "failedPage" || partner.page() == "resultPage"; });
    std::printf("  cancelled after %d ms: %lld ms until the page said so, %lld ms at the partner's (%s)\n",
                after, static_cast<long long>(here), static_cast<long long>(took.elapsed()),
                qPrintable(me.page()));
    watchdog.report("Overlap cancelled");
}

/// One of two processes: `role` is organizer or partner, who meet by the invitation in the folder.
void overlap_alone(adapters::EngineFactory& factory, const QString& role, const QString& folder,
                   const QString& file) {
    const bool organizes = role == "organizer";
    QDir().mkpath(folder);
    auto person = enter(factory, folder, organizes ? "Northwind" : "Alder");
    const auto invited = folder + "/invitations";
    QDir().mkpath(invited);
    Watchdog watchdog;
    if (organizes) {
        propose_overlap(person, invited, file);
    } else {
        wait([&] { return !invitations(invited).isEmpty(); });
        QTest::qWait(300);
        watchdog.report("partner waited for the invitation");
        join_overlap(person, invited, file);
    }
    watchdog.report(qPrintable(role + " arranged the Overlap"));
    const BarWatch bar(person);
    if (!organizes) person.click("agreeButton");
    wait([&] { return person.page() == "resultPage"; });
    QTest::qWait(500);
    watchdog.report(qPrintable(role + " agreed, computed, result"));
    bar.report(qPrintable(role));
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
    adapters::EngineFactory factory;
    if (argc == 4) {
        overlap_alone(factory, argv[1], QString::fromLocal8Bit(argv[2]), QString::fromLocal8Bit(argv[3]));
        return 0;
    }
    const QTemporaryDir folder;
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
    int session = 0;
    const auto next_folder = [&] { return folder.filePath("overlap" + QString::number(++session)); };
    overlap(me, partner, next_folder(), argv + 1, watchdog);
    for (const int after : {20, 150, 300, 500, 700, 900, 1100, 1300})
        cancelled_overlap(me, partner, next_folder(), argv + 1, after, watchdog);
    return 0;
}
