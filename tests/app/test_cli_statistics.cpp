// Statistics of a Total among more participants than can all compute: three of them do, as processes of their
// own over the loopback.
#include <QFile>
#include <QJsonArray>
#include <QTest>
#include <csignal>

#include "cli_support.h"

using namespace tacit::test;

class TestCliStatistics : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void threeOfTenCompute();
    void contributorsMayBeOff();
    void numbersThatAreNotAsExpectedAreTold();
    void allOfTwoCompute();
    void manyNumbersAmongManyAdviseHosts();
    void sumsBeyondTheCircuitAreRefusedBeforeTheRun();
    void wrongNumbersOfHostsAreRefused_data();
    void wrongNumbersOfHostsAreRefused();
};

/// -5, which is two cells, -3.5, -2, ... 8.5.
void TestCliStatistics::threeOfTenCompute() {
    constexpr int partners = 9;
    Workspace w;
    w.write("0.csv", "salary\n-4\n-1\n");
    for (int i = 1; i <= partners; ++i)
        w.write(QString("%1.csv").arg(i), "salary\n" + QByteArray::number(-5 + 1.5 * i) + '\n');
    auto host =
        w.host("P0", {"--question", "total", "--column", "salary", "--statistic", "quartiles", "--statistic",
                      "max", "--hosts", "3", "--partners", QString::number(partners), "--data",
                      w.path("0.csv"), "--result", w.path("0.out"), "--receipt", w.path("0.json")});
    QVERIFY2(w.appears(QString("invitation-%1.tacit").arg(partners)), qPrintable(host->errors()));
    std::vector<std::unique_ptr<Cli>> people;
    for (int i = partners; i >= 1; --i)
        people.push_back(w.join(QString("P%1").arg(i), QString("invitation-%1.tacit").arg(i),
                                {"--data", w.path(QString("%1.csv").arg(i))}));
    people.push_back(std::move(host));
    for (const auto& person : people) {
        QVERIFY2(person->wait() == 0, qPrintable(person->errors() + person->output()));
        const auto result = person->json();
        QCOMPARE(result["contributors"].toInt(), partners + 1);
        const auto column = result["columns"][0].toObject();
        QCOMPARE(column["sum"].toString(), QString("17.50"));
        QCOMPARE(column["count"].toInt(), partners + 2);
        QCOMPARE(column["statistics"].toObject(), (QJsonObject{{"lower_quartile", "-1.625"},
                                                               {"median", "1.75"},
                                                               {"upper_quartile", "5.125"},
                                                               {"maximum", "8.50"}}));
        // Who computes is said to all: those with the first two invitations, whoever came first.
        const auto said = person->errors();
        for (int i = 0; i <= partners; ++i) {
            const auto line = said.section(QString("\n  P%1").arg(i), 1).section('\n', 0, 0);
            QCOMPARE(line.contains("(computes)"), i < 3);
        }
    }
    QVERIFY(w.read("0.out").contains("upper quartile"));
    QVERIFY(w.read("0.json").contains("\"outcome\": \"ok\""));
}

/// One is told to stop as soon as it has handed in its numbers: the others have the result, of which these
/// are part.
void TestCliStatistics::contributorsMayBeOff() {
    constexpr int partners = 5;
    Workspace w;
    for (int i = 0; i <= partners; ++i)
        w.write(QString("%1.csv").arg(i), "salary\n" + QByteArray::number(i) + '\n');
    auto host = w.host("P0", {"--question", "total", "--column", "salary", "--statistic", "max", "--hosts",
                              "3", "--partners", QString::number(partners), "--data", w.path("0.csv")});
    QVERIFY2(w.appears(QString("invitation-%1.tacit").arg(partners)), qPrintable(host->errors()));
    std::vector<std::unique_ptr<Cli>> people;
    people.push_back(std::move(host));
    for (int i = 1; i <= partners; ++i)
        people.push_back(w.join(QString("P%1").arg(i), QString("invitation-%1.tacit").arg(i),
                                {"--data", w.path(QString("%1.csv").arg(i))}));
    const auto leaver = std::move(people.back());
    people.pop_back();
    QVERIFY2(leaver->says("Handed in"), qPrintable(leaver->errors()));
    leaver->signal(SIGINT);
    for (const auto& person : people) {
        QVERIFY2(person->wait() == 0, qPrintable(person->errors() + person->output()));
        const auto column = person->json()["columns"][0].toObject();
        QCOMPARE(column["sum"].toString(), QString("15"));
        QCOMPARE(column["statistics"]["maximum"].toString(), QString("5"));
    }
    // It may have had the result by then.
    const int status = leaver->wait();
    QVERIFY(status == 0 || leaver->json()["fault"].toString() == "cancelled");
}

void TestCliStatistics::allOfTwoCompute() {
    Workspace w;
    w.write("a.csv", "salary\n7\n");
    w.write("b.csv", "salary\n-2\n");
    auto host = w.host("Northwind", {"--question", "total", "--column", "salary", "--statistic", "min",
                                     "--statistic", "median", "--partners", "1", "--data", w.path("a.csv")});
    QVERIFY2(w.appears("invitation-1.tacit"), qPrintable(host->errors()));
    auto partner = w.join("Alder", "invitation-1.tacit", {"--data", w.path("b.csv")});
    for (auto* person : {partner.get(), host.get()}) {
        QVERIFY2(person->wait() == 0, qPrintable(person->errors() + person->output()));
        QCOMPARE(person->json()["columns"][0]["statistics"].toObject(),
                 (QJsonObject{{"minimum", "-2"}, {"median", "2.50"}}));
        QVERIFY(!person->errors().contains("(computes)"));
    }
}

void TestCliStatistics::numbersThatAreNotAsExpectedAreTold() {
    Workspace w;
    w.write("a.csv", "salary\n7\n-3\n");
    w.write("b.csv", "salary\n2 USD\n");
    auto host = w.host("Northwind", {"--question", "total", "--column", "salary", "--range", "salary=0..",
                                     "--unit", "salary=EUR", "--partners", "1", "--data", w.path("a.csv")});
    QVERIFY2(w.appears("invitation-1.tacit"), qPrintable(host->errors()));
    auto partner =
        w.join("Alder", "invitation-1.tacit", {"--data", w.path("b.csv"), "--without-unit", "salary=USD"});
    for (auto* person : {partner.get(), host.get()}) {
        QVERIFY2(person->wait() == 0, qPrintable(person->errors() + person->output()));
        QCOMPARE(person->json()["columns"][0]["sum"].toString(), QString("6"));
    }
    QVERIFY2(
        host->errors().contains("Warning: 1 number of \"salary\" is not as expected, at least 0: A3 \"-3\"."),
        qPrintable(host->errors()));
    QVERIFY2(
        partner->errors().contains("Warning: \"salary\" has numbers in USD, and the proposal asks for EUR."),
        qPrintable(partner->errors()));
    QVERIFY2(partner->errors().contains("read without \"USD\", as you chose"), qPrintable(partner->errors()));
    for (const QStringList& wrong :
         {QStringList{"--range", "pay=0..1"}, {"--range", "salary=5"}, {"--unit", "salary"}}) {
        Cli cli(QStringList{"host", "--question", "total", "--column", "salary", "--yes"} + wrong);
        QCOMPARE(cli.wait(), 2);
    }
}

/// Eight who all compute eight columns: told before anybody is invited, with what it takes instead.
void TestCliStatistics::manyNumbersAmongManyAdviseHosts() {
    Workspace w;
    QStringList ask{"--question",  "total", "--statistic", "quartiles", "--statistic", "min",
                    "--statistic", "max",   "--partners",  "7",         "--data",      w.path("0.csv")};
    QByteArrayList names;
    for (int i = 0; i < 8; ++i) names << "c" + QByteArray::number(i);
    for (const auto& name : names) ask += {"--column", QString::fromLatin1(name)};
    w.write("0.csv", names.join(',') + "\n1,2,3,4,5,6,7,8\n");
    for (const bool named : {false, true}) {
        auto host = w.host(named ? "Alder" : "Northwind", named ? ask + QStringList{"--hosts", "3"} : ask);
        QVERIFY2(w.appears("invitation-7.tacit"), qPrintable(host->errors()));
        const auto said = host->errors();
        QVERIFY2(said.contains("among 8 participants"), qPrintable(said));
        QCOMPARE(said.contains("(--hosts 3)"), !named);
        host->signal(SIGINT);
        QCOMPARE(host->wait(), 1);
        QFile::remove(w.path("invitation-7.tacit"));
    }
}

/// Adding up shares has room for it; more than 16 compute by a circuit, which has not.
void TestCliStatistics::sumsBeyondTheCircuitAreRefusedBeforeTheRun() {
    Workspace w;
    w.write("0.csv", "salary\n600000000000000000\n600000000000000000\n");
    auto host = w.host("Northwind", {"--question", "total", "--column", "salary", "--partners", "16",
                                     "--data", w.path("0.csv")});
    QCOMPARE(host->wait(), 1);
    QVERIFY2(host->json()["message"].toString().contains("10^18"), qPrintable(host->output()));
}

void TestCliStatistics::wrongNumbersOfHostsAreRefused_data() {
    QTest::addColumn<QStringList>("more");
    QTest::addColumn<int>("status");
    const QStringList total{"--question", "total", "--column", "salary"};
    QTest::addRow("one") << total + QStringList{"--partners", "2", "--hosts", "1"} << 2;
    QTest::addRow("nine") << total + QStringList{"--partners", "20", "--hosts", "9"} << 2;
    QTest::addRow("no number") << total + QStringList{"--partners", "2", "--hosts", "some"} << 2;
    QTest::addRow("more than take part") << total + QStringList{"--partners", "1", "--hosts", "3"} << 1;
    QTest::addRow("too many partners") << total + QStringList{"--partners", "64"} << 1;
    QTest::addRow("another statistic") << total + QStringList{"--partners", "1", "--statistic", "mode"} << 2;
    QTest::addRow("overlap") << QStringList{"--question", "overlap", "--key",   "salary",
                                            "--partners", "1",       "--hosts", "2"}
                             << 2;
}

void TestCliStatistics::wrongNumbersOfHostsAreRefused() {
    QFETCH(QStringList, more);
    QFETCH(int, status);
    Workspace w;
    w.write("a.csv", "salary\n7\n");
    auto host = w.host("Northwind", more + QStringList{"--data", w.path("a.csv")});
    QCOMPARE(host->wait(), status);
    QVERIFY(!w.exists("invitation-1.tacit"));
}

QTEST_GUILESS_MAIN(TestCliStatistics)
#include "test_cli_statistics.moc"
