#include <QProcess>
#include <set>

#include "store_fixture.h"

using namespace tacit;
using namespace tacit::store;

namespace {

struct Outcome {
    bool killed = false;
    int exit_code = 0;
    QList<QByteArray> promises;
};

Outcome run_writer(const std::filesystem::path& folder, int kill_at, const char* mode) {
    QProcess writer;
    writer.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    writer.start(CRASH_WRITER, {QString::fromStdString(folder.string()), QString::number(kill_at), mode});
    if (!writer.waitForFinished()) qFatal("the writer hangs");
    Outcome outcome{writer.exitStatus() == QProcess::CrashExit, writer.exitCode(), {}};
    for (const QByteArray& line : writer.readAllStandardOutput().split('\n'))
        if (!line.isEmpty()) outcome.promises.append(line);
    return outcome;
}

// Opens what a killed writer left, and holds it against what the writer had promised.
void check(Home& home, const QList<QByteArray>& promises) {
    NoKeyVault vault;
    auto opened = Profile::open(home.folder, vault, {}, home.random, home.clock);
    VERIFY_OK(opened);
    Profile& profile = **opened;
    const auto identity = profile.identity();
    VERIFY_OK(identity);
    const auto sessions = profile.sessions();
    VERIFY_OK(sessions);
    std::set<std::string> present;
    for (const auto& summary : *sessions) {
        // Whatever is there is there as a whole.
        const auto session = profile.session(summary.id);
        VERIFY_OK(session);
        QCOMPARE((**session).proposal->size(), std::size_t{6000});
        QCOMPARE((**session).participants.size(), std::size_t{2});
        QVERIFY(identity->has_value());
        VERIFY_OK(profile.verify_audit(summary.id, (*identity)->signing.verify_key()));
        present.insert(summary.id);
    }
    const bool erasing = promises.contains("audit s2 1");  // from here on s0 may be gone
    for (const QByteArray& promise : promises) {
        const auto words = promise.split(' ');
        const std::string name = words.at(1).toStdString();
        if (words.at(0) == "opened") QCOMPARE(profile.id(), name);
        if (words.at(0) == "identity") QCOMPARE(to_hex((*identity)->signing.verify_key()), name);
        if (words.at(0) == "erased") QVERIFY(!present.contains(name));
        if (erasing && name == "s0") continue;
        if (words.at(0) == "session") QVERIFY(present.contains(name));
        if (words.at(0) == "audit") QCOMPARE(profile.audit(name)->size(), std::size_t{1});
    }
    // And it can be written again.
    VERIFY_OK(profile.save_session(example_session("after")));
}

}  // namespace

class TestCrash : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void killedAtEveryWrite_data();
    void killedAtEveryWrite();
};

void TestCrash::killedAtEveryWrite_data() {
    QTest::addColumn<QByteArray>("mode");
    QTest::newRow("before the call") << QByteArray("whole");
    QTest::newRow("in the middle of a write") << QByteArray("torn");
}

void TestCrash::killedAtEveryWrite() {
    QFETCH(const QByteArray, mode);
    bool first_time = false;
    for (int kill_at = 1;; ++kill_at) {
        Home home;
        const Outcome outcome = run_writer(home.folder, kill_at, mode.constData());
        first_time = first_time || outcome.promises.isEmpty();
        check(home, outcome.promises);
        if (QTest::currentTestFailed()) {
            qWarning("killed at call %d", kill_at);
            return;
        }
        if (outcome.killed) continue;
        QCOMPARE(outcome.exit_code, 0);
        QCOMPARE(outcome.promises.size(), qsizetype{9});
        QVERIFY(first_time);    // some kills hit the making of the profile
        QVERIFY(kill_at > 40);  // that the calls were caught at all
        return;
    }
}

QTEST_GUILESS_MAIN(TestCrash)
#include "test_crash.moc"
