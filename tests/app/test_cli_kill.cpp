// kill -9 of any participant at any stage: the others name it within 30 s and end by themselves, and the
// victim's profile opens again.
#include <signal.h>

#include <QElapsedTimer>
#include <QTest>

#include "cli_support.h"

using namespace tacit::test;

class TestCliKill : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void othersNameTheVictim_data();
    void othersNameTheVictim();

  private:
    QByteArray longColumn(int rows) const {
        QByteArray csv = "key\n";
        for (int i = 0; i < rows; ++i) csv += "k" + QByteArray::number(i) + "\n";
        return csv;
    }
};

void TestCliKill::othersNameTheVictim_data() {
    QTest::addColumn<bool>("organizer");
    QTest::addColumn<bool>("run");
    QTest::addRow("organizer in the lobby") << true << false;
    QTest::addRow("partner in the lobby") << false << false;
    QTest::addRow("organizer in the run") << true << true;
    QTest::addRow("partner in the run") << false << true;
}

void TestCliKill::othersNameTheVictim() {
    QFETCH(bool, organizer);
    QFETCH(bool, run);
    Workspace w;
    std::unique_ptr<Cli> host, partner;
    if (run) {
        // Some tens of seconds of group arithmetic: long enough to be hit in the middle.
        w.write("a.csv", longColumn(100000));
        host = w.host("Northwind", {"--question", "overlap", "--key", "key", "--security",
                                    "honest-but-curious", "--data", w.path("a.csv"), "--partners", "1"});
    } else {
        w.write("a.csv", "key\n1\n");
        host = w.host("Northwind", {"--question", "total", "--column", "key", "--data", w.path("a.csv"),
                                    "--partners", "2"});
    }
    QVERIFY2(w.appears("invitation-1.tacit"), qPrintable(host->errors()));
    partner = w.join("Alder", "invitation-1.tacit", {"--data", w.path("a.csv")});
    QVERIFY2(host->says(run ? "Alder: computing" : "Alder: agreed"), qPrintable(host->errors()));
    auto& victim = organizer ? host : partner;
    auto& other = organizer ? partner : host;
    victim->signal(SIGKILL);
    QElapsedTimer timer;
    timer.start();
    QCOMPARE(victim->wait(), -2);
    QCOMPARE(other->wait(30000), 1);
    QVERIFY(timer.elapsed() < 30000);
    QCOMPARE(other->json()["fault"].toString(), "partner-gone");
    QCOMPARE(other->json()["partner"].toString(), organizer ? "Northwind" : "Alder");

    QVERIFY(w.profileWorks(organizer ? "Northwind" : "Alder"));
}

QTEST_GUILESS_MAIN(TestCliKill)
#include "test_cli_kill.moc"
