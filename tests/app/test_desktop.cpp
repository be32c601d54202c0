// Two real desktop programs, each a process of its own with real windows (offscreen), from first start to the
// saved result. The program under test is everything below main(); this executable is both persons: started
// by ctest it is the organizer, and it starts itself again, with "partner" as first argument, for the other
// one.
#include <QApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QTest>

#include "desktop_person.h"
#include "ui/theme/theme.h"

using namespace tacit;
using namespace tacit::test;

namespace {

QByteArray customers(bool mine) {
    QByteArray csv = "email,name\n";
    for (int i = 0; i < 2000; ++i) {
        const auto number = QByteArray::number(i);
        const QByteArray accent = mine ? "\xc3\xa9" : "E\xcc\x81";
        if (i < 700)
            csv += (mine ? "jos" + accent : "  JOS" + accent) + number + "@x.org,common " + number + "\n";
        else
            csv += QByteArray(mine ? "a" : "b") + number + "@x.org,own " + number + "\n";
    }
    return csv;
}

void write(const QString& path, const QByteArray& contents) {
    QFile file(path);
    if (file.open(QIODevice::WriteOnly)) file.write(contents);
}

QByteArray read(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// partner PROFILE INVITATION DATA RESULT-TEXT RESULT-FILE: joins, and writes what the result page shows.
int partner(const QStringList& arguments) {
    DesktopPerson person(arguments[0], arguments[1]);
    auto wrong = person.introduce("Alder", "Bo Birk");
    // A number in the place of a file is typed.
    const bool typed = !QFile::exists(arguments[2]);
    if (wrong.isEmpty())
        wrong = typed ? person.joinTyping(QFileInfo(arguments[2]).fileName()) : person.joinWith(arguments[2]);
    const auto shown = wrong.isEmpty() ? person.result() : QString();
    if (shown.isEmpty()) {
        std::fputs(qPrintable(wrong.isEmpty() ? person.screen() : wrong), stderr);
        return 1;
    }
    write(arguments[3], shown.toUtf8());
    wrong = person.save(arguments[4]);
    return wrong.isEmpty() && QTest::qWaitFor([&] { return QFile::exists(arguments[4]); }, 5000) ? 0 : 1;
}

}  // namespace

class TestDesktop : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void total();
    void overlap_data();
    void overlap();
    void decision_data();
    void decision();
    void profileInUseIsExplained();

  private:
    /// Both persons from start to result; the texts that each saw.
    struct Seen {
        QString mine, theirs, wrong;
    };
    Seen play(const QTemporaryDir& folder, const QString& kind, const QStringList& columns,
              bool countOnly = false) {
        DesktopPerson organizer(folder.filePath("Northwind"));
        Seen seen;
        seen.wrong = organizer.introduce("Northwind", "Ann Aas");
        const auto data = folder.filePath("a.csv");
        if (seen.wrong.isEmpty())
            seen.wrong =
                kind == "decision"
                    ? organizer.decide("net exposure", columns.first(),
                                       QFile::exists(data) ? data : QString(), "-0.25", folder.path())
                    : organizer.propose(kind, data, columns, folder.path(), countOnly);
        if (!seen.wrong.isEmpty()) return seen;
        QString invitation;
        (void)QTest::qWaitFor(
            [&] {
                const auto files = QDir(folder.path()).entryList({"*.tacit"});
                invitation = files.isEmpty() ? QString() : folder.filePath(files.first());
                return !files.isEmpty();
            },
            10000);
        if (invitation.isEmpty())
            return {{}, {}, "no invitation was written; the screen shows " + organizer.screen()};
        QProcess other;
        other.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        other.start(QCoreApplication::applicationFilePath(),
                    {"partner", folder.filePath("Alder"), invitation,
                     folder.filePath(kind == "decision" ? "100.25" : "b.csv"), folder.filePath("b.txt"),
                     folder.filePath("b-result.csv")});
        seen.mine = organizer.result();
        if (seen.mine.isEmpty()) seen.wrong = organizer.screen();
        if (const auto unsaved = organizer.save(folder.filePath("a-result.csv")); seen.wrong.isEmpty())
            seen.wrong = unsaved;
        (void)QTest::qWaitFor([&] { return other.state() == QProcess::NotRunning; }, 60000);
        if (other.exitCode() != 0) seen.wrong += " the partner failed";
        seen.theirs = QString::fromUtf8(read(folder.filePath("b.txt")));
        return seen;
    }
};

void TestDesktop::total() {
    QTemporaryDir folder;
    write(folder.filePath("a.csv"), "salary\n-100000000000000000.25\n0.5\n");
    write(folder.filePath("b.csv"), "salary\n100000000000000000\n\n-2.5\n");
    const auto seen = play(folder, "total", {"salary"});
    QVERIFY2(seen.wrong.isEmpty(), qPrintable(seen.wrong));
    for (const auto& screen : {seen.mine, seen.theirs}) {
        auto plain = screen;
        plain.replace(QChar(0x2212), '-');
        QVERIFY2(plain.contains("-2.25"), qPrintable(screen));
    }
    QCOMPARE(read(folder.filePath("a-result.csv")),
             QByteArray("name,sum,count,mean\nsalary,-2.25,4,-0.5625\n"));
    QCOMPARE(read(folder.filePath("b-result.csv")), read(folder.filePath("a-result.csv")));
}

void TestDesktop::overlap_data() {
    QTest::addColumn<bool>("countOnly");
    QTest::addRow("rows") << false;
    QTest::addRow("count") << true;
}

void TestDesktop::overlap() {
    QFETCH(bool, countOnly);
    QTemporaryDir folder;
    write(folder.filePath("a.csv"), customers(true));
    write(folder.filePath("b.csv"), customers(false));
    const auto seen = play(folder, "overlap", {"email"}, countOnly);
    QVERIFY2(seen.wrong.isEmpty(), qPrintable(seen.wrong));
    QVERIFY2(seen.mine.contains("700"), qPrintable(seen.mine));
    QVERIFY2(seen.theirs.contains("700"), qPrintable(seen.theirs));
    for (const auto* file : {"a-result.csv", "b-result.csv"}) {
        const auto lines = read(folder.filePath(file)).trimmed().split('\n');
        QCOMPARE(lines.size(), countOnly ? 2 : 701);
        QVERIFY(!lines.join().contains("own "));
        if (countOnly) QCOMPARE(lines[1], QByteArray("700"));
    }
}

void TestDesktop::decision_data() {
    QTest::addColumn<QString>("limit");
    QTest::addColumn<bool>("file");
    QTest::addColumn<bool>("answer");
    QTest::addRow("at the sum, from a file") << "100" << true << false;
    QTest::addRow("just below it, typed") << "99.999999" << false << true;
}

/// The partner types 100.25 in either case; the organizer's number is -0.25.
void TestDesktop::decision() {
    QFETCH(QString, limit);
    QFETCH(bool, file);
    QFETCH(bool, answer);
    QTemporaryDir folder;
    if (file) write(folder.filePath("a.csv"), "id,net exposure\n1,-10.5\n2,\n3,10.25\n");
    const auto seen = play(folder, "decision", {limit});
    QVERIFY2(seen.wrong.isEmpty(), qPrintable(seen.wrong));
    for (const auto& screen : {seen.mine, seen.theirs}) {
        QVERIFY2(screen.split('\n').contains(answer ? "Yes" : "No"), qPrintable(screen));
        QVERIFY2(screen.contains("Is the combined total of \"net exposure\" above " + limit + '?'),
                 qPrintable(screen));
    }
    QCOMPARE(read(folder.filePath("a-result.csv")), QByteArray("answer\n") + (answer ? "true\n" : "false\n"));
    QCOMPARE(read(folder.filePath("b-result.csv")), read(folder.filePath("a-result.csv")));
}

void TestDesktop::profileInUseIsExplained() {
    QTemporaryDir folder;
    DesktopPerson first(folder.filePath("p"));
    QVERIFY(first.introduce("Northwind", "Ann Aas").isEmpty());
    DesktopPerson second(folder.filePath("p"));
    QTRY_VERIFY(!QApplication::topLevelWidgets().isEmpty());
    QWidget* box = nullptr;
    for (auto* widget : QApplication::topLevelWidgets())
        if (widget->objectName() == "startupProblem") box = widget;
    QVERIFY(box != nullptr);
    box->close();
}

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    application.setQuitOnLastWindowClosed(false);
    ui::applyTheme(application);
    const auto arguments = QCoreApplication::arguments();
    if (arguments.value(1) == "partner" && arguments.size() == 7) return partner(arguments.mid(2));
    TestDesktop test;
    return QTest::qExec(&test, argc, argv);
}

#include "test_desktop.moc"
