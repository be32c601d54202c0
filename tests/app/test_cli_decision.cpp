// Decisions as processes of their own over the loopback, from files and typed numbers to the answer.
#include <QJsonArray>
#include <QTest>

#include "cli_support.h"

using namespace tacit::test;

namespace {

QStringList decision(const QString& formula, int partners) {
    return {"--question", "decision", "--formula", formula, "--partners", QString::number(partners)};
}

}  // namespace

class TestCliDecision : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void rightOnAllSidesOfTheLimit_data();
    void rightOnAllSidesOfTheLimit();
    void answerForOneSideOnly();
    void answersOfOtherKinds_data();
    void answersOfOtherKinds();
    void namesWithASignInThem();
    void wrongFormulasAreRefused_data();
    void wrongFormulasAreRefused();
    void wrongNumbersAreRefused();
};

void TestCliDecision::rightOnAllSidesOfTheLimit_data() {
    QTest::addColumn<int>("participants");
    QTest::addColumn<QString>("comparison");
    QTest::addColumn<bool>("answer");
    // The true sum is -99999999999999999.75 of two and 0.25 of three.
    const char* sums[] = {"-99999999999999999.75", "0.25"};
    const char* above[] = {"-99999999999999999.749999", "0.250001"};
    const char* below[] = {"-99999999999999999.750001", "0.249999"};
    for (const int n : {2, 3}) {
        const auto row = [n](const char* sign, const char* limit, bool answer) {
            QTest::addRow("%d: %s %s", n, sign, limit) << n << QString("%1 %2").arg(sign, limit) << answer;
        };
        row(">", sums[n - 2], false);
        row(">=", sums[n - 2], true);
        row(">", below[n - 2], true);
        row(">=", above[n - 2], false);
        row("<", above[n - 2], true);
        row("<=", below[n - 2], false);
    }
}

void TestCliDecision::rightOnAllSidesOfTheLimit() {
    QFETCH(int, participants);
    QFETCH(QString, comparison);
    QFETCH(bool, answer);
    Workspace w;
    w.write("a.csv", "id,net exposure\n1,-100000000000000000.25\n2,\n3,0.5\n");
    w.write("b.csv", "Betrag\n1\n-1.5\n0.5\n");
    auto host = w.host("Northwind", decision("sum(\"net exposure\") " + comparison, participants - 1) +
                                        QStringList{"--data", w.path("a.csv"), "--result", w.path("a.out"),
                                                    "--receipt", w.path("a.json")});
    QVERIFY2(w.appears(QString("invitation-%1.tacit").arg(participants - 1)), qPrintable(host->errors()));
    std::vector<std::unique_ptr<Cli>> people;
    people.push_back(
        w.join("Alder", "invitation-1.tacit", {"--data", w.path("b.csv"), "--map", "net exposure=Betrag"}));
    if (participants == 3)
        people.push_back(
            w.join("Birch", "invitation-2.tacit", {"--value", "net exposure=100000000000000000"}));
    people.push_back(std::move(host));
    for (const auto& person : people) {
        QVERIFY2(person->wait() == 0, qPrintable(person->errors() + person->output()));
        QCOMPARE(person->json(), (QJsonObject{{"question", "decision"}, {"answer", answer}}));
    }
    QCOMPARE(w.read("a.out").replace("\r", ""), QByteArray("answer\n") + (answer ? "true\n" : "false\n"));
    QVERIFY(w.read("a.json").contains("Alder"));
    // Others are told neither how many rows there are nor a number.
    QVERIFY(!w.read("a.json").contains("3 rows"));
}

void TestCliDecision::answerForOneSideOnly() {
    Workspace w;
    auto host =
        w.host("Northwind", decision("sum(x) > 10", 1) + QStringList{"--to", "partner", "--value", "x=4.5",
                                                                     "--result", w.path("a.out")});
    QVERIFY2(w.appears("invitation-1.tacit"), qPrintable(host->errors()));
    auto partner = w.join("Alder", "invitation-1.tacit", {"--value", "x=5.6"});
    QVERIFY2(partner->wait() == 0, qPrintable(partner->errors()));
    QVERIFY2(host->wait() == 0, qPrintable(host->errors()));
    QCOMPARE(partner->json(), (QJsonObject{{"question", "decision"}, {"answer", true}}));
    QCOMPARE(host->json(), (QJsonObject{{"question", "decision"}, {"answer", "not for you"}}));
    QVERIFY(!w.exists("a.out"));
}

void TestCliDecision::answersOfOtherKinds_data() {
    QTest::addColumn<QStringList>("question");
    QTest::addColumn<QStringList>("mine");
    QTest::addColumn<QStringList>("theirs");
    QTest::addColumn<QJsonValue>("host");
    QTest::addColumn<QJsonValue>("partner");
    QTest::addColumn<QByteArray>("saved");
    const QStringList cross{"--template", "cross",       "--parameter", "organizer=buys", "--parameter",
                            "bid=bid",    "--parameter", "ask=ask",     "--parameter",    "price=middle"};
    QTest::addRow("price") << cross << QStringList{"--value", "bid=10"} << QStringList{"--value", "ask=9.5"}
                           << QJsonValue("9.75") << QJsonValue("9.75") << QByteArray("answer\n9.75\n");
    QTest::addRow("withheld") << cross << QStringList{"--value", "bid=9.499999"}
                              << QStringList{"--value", "ask=9.5"} << QJsonValue("withheld")
                              << QJsonValue("withheld") << QByteArray("answer\nwithheld\n");
    QTest::addRow("names") << QStringList{"--formula", "highest(bid)"} << QStringList{"--value", "bid=2.0"}
                           << QStringList{"--value", "bid=2"} << QJsonValue(QJsonArray{"Northwind", "Alder"})
                           << QJsonValue(QJsonArray{"Northwind", "Alder"})
                           << QByteArray("answer\nNorthwind\nAlder\n");
    QTest::addRow("own") << QStringList{"--formula", "mine(pay) > average(pay)",
                                        "--range",   "pay=0..100",
                                        "--unit",    "pay=EUR"}
                         << QStringList{"--value", "pay=1"} << QStringList{"--value", "pay=2"}
                         << QJsonValue(false) << QJsonValue(true) << QByteArray("answer\nfalse\n");
    QTest::addRow("vote") << QStringList{"--formula", "all(approve)", "--to", "organizer"}
                          << QStringList{"--value", "approve=yes"} << QStringList{"--value", "approve=Yes"}
                          << QJsonValue(true) << QJsonValue("not for you") << QByteArray("answer\ntrue\n");
    QTest::addRow("list") << QStringList{"--formula", "sum(x) < 3", "--to", "partner1,organizer"}
                          << QStringList{"--value", "x=1"} << QStringList{"--value", "x=1.999999"}
                          << QJsonValue(true) << QJsonValue(true) << QByteArray("answer\ntrue\n");
}

void TestCliDecision::answersOfOtherKinds() {
    QFETCH(QStringList, question);
    QFETCH(QStringList, mine);
    QFETCH(QStringList, theirs);
    QFETCH(QJsonValue, host);
    QFETCH(QJsonValue, partner);
    QFETCH(QByteArray, saved);
    Workspace w;
    auto organizer = w.host(
        "Northwind", QStringList{"--question", "decision", "--partners", "1", "--result", w.path("a.out")} +
                         question + mine);
    QVERIFY2(w.appears("invitation-1.tacit"), qPrintable(organizer->errors()));
    auto other = w.join("Alder", "invitation-1.tacit", theirs);
    QVERIFY2(other->wait() == 0, qPrintable(other->errors()));
    QVERIFY2(organizer->wait() == 0, qPrintable(organizer->errors()));
    QCOMPARE(organizer->json(), (QJsonObject{{"question", "decision"}, {"answer", host}}));
    QCOMPARE(other->json(), (QJsonObject{{"question", "decision"}, {"answer", partner}}));
    QCOMPARE(w.read("a.out").replace("\r", ""), saved);
}

/// The = of a name stands in quotes; what is mapped to may have one.
void TestCliDecision::namesWithASignInThem() {
    Workspace w;
    w.write("a.csv", "a=b\n1\n2\n");
    auto organizer = w.host("Northwind", decision("sum(\"a=b\") = 7.5", 1) +
                                             QStringList{"--map", "\"a=b\"=a=b", "--data", w.path("a.csv"),
                                                         "--range", "\"a=b\"=-10..10"});
    QVERIFY2(w.appears("invitation-1.tacit"), qPrintable(organizer->errors()));
    auto other = w.join("Alder", "invitation-1.tacit", {"--value", "\"a=b\"=4.5"});
    QVERIFY2(other->wait() == 0, qPrintable(other->errors()));
    QVERIFY2(organizer->wait() == 0, qPrintable(organizer->errors()));
    QCOMPARE(other->json(), (QJsonObject{{"question", "decision"}, {"answer", true}}));
}

void TestCliDecision::wrongFormulasAreRefused_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("says");
    const QStringList value{"--value", "x=1"};
    QTest::addRow("none") << QStringList{"--question", "decision", "--partners", "1"} << 2
                          << QString("--formula");
    QTest::addRow("column") << decision("sum(x) > 1", 1) + QStringList{"--column", "x"} << 2
                            << QString("does not belong to a Decision");
    QTest::addRow("recipient") << decision("sum(x) > 1", 1) + QStringList{"--to", "me"} << 2
                               << QString("--to is all");
    QTest::addRow("no limit") << decision("sum(x) >", 1) + value << 1 << QString("Formula, character 9");
    QTest::addRow("other function") << decision("mean(x) > 1", 1) + value << 1
                                    << QString("there is no function");
    QTest::addRow("types") << decision("sum(x)", 1) + QStringList{"--range", "x=1"} << 2
                           << QString("NAME=LOW..HIGH");
    QTest::addRow("range") << decision("sum(x) > 1", 1) + QStringList{"--range", "y=0..1"} + value << 1
                           << QString("which the formula does not have");
    QTest::addRow("unlike units") << decision("sum(x) > sum(y)", 1) +
                                         QStringList{"--unit", "x=EUR", "--unit", "y=kg"} + value
                                  << 1 << QString("Formula, character 10: this is in kg");
    QTest::addRow("unit") << decision("sum(x) > 1", 1) + QStringList{"--unit", "x"} << 2
                          << QString("NAME=UNIT");
    QTest::addRow("beyond the range")
        << decision("sum(x) > 1", 1) + QStringList{"--range", "x=0..0.5"} + value << 1
        << QString("outside the agreed range from 0 to 0.50");
    QTest::addRow("nobody there") << decision("sum(x) > 1", 1) + QStringList{"--to", "partner2"} + value << 1
                                  << QString("the session has 1 partner.");
    QTest::addRow("template") << QStringList{"--question", "decision",   "--template",
                                             "limit",      "--partners", "1"}
                              << 1 << QString("there are total-limit");
    QTest::addRow("both") << decision("sum(x) > 1", 1) + QStringList{"--template", "cross"} << 2
                          << QString("either --formula");
    QTest::addRow("parameter") << decision("sum(x) > 1", 1) + QStringList{"--parameter", "name=x"} << 2
                               << QString("--parameter belongs to --template");
    QTest::addRow("not asked here") << decision("organizer(x) > partner(y)", 1) +
                                           QStringList{"--value", "x=1", "--value", "y=1"}
                                    << 1 << QString("not asked for on this side");
    QTest::addRow("too many") << decision("sum(x) > 1", 8) + value << 1 << QString("1 to 7 partners");
    QTest::addRow("no data") << decision("sum(x) > 1", 1) << 1 << QString("--value NAME=DECIMAL");
    QTest::addRow("other name") << decision("sum(x) > 1", 1) + QStringList{"--value", "y=1"} << 1
                                << QString("not asked for");
}

void TestCliDecision::wrongFormulasAreRefused() {
    QFETCH(QStringList, arguments);
    QFETCH(int, status);
    QFETCH(QString, says);
    Workspace w;
    const auto host = w.host("Northwind", arguments);
    QCOMPARE(host->wait(), status);
    QVERIFY2((host->output() + host->errors()).contains(says), qPrintable(host->output() + host->errors()));
    QVERIFY(!w.exists("invitation-1.tacit"));
}

void TestCliDecision::wrongNumbersAreRefused() {
    Workspace w;
    w.write("a.csv", "x\n1\n2\nn/a\n3\n4\n5\n");
    w.write("b.csv", "x\n1000000000000000000\n0.01\n");
    for (const auto& [arguments, says] : {std::pair(QStringList{"--data", w.path("a.csv")}, "A4"),
                                          {QStringList{"--data", w.path("b.csv")}, "10^18"},
                                          {QStringList{"--value", "x=1,5"}, "1,5"},
                                          {QStringList{"--value", "x="}, "no number"},
                                          {QStringList{"--value", "x=1.0000001"}, "1.0000001"}}) {
        const auto host = w.host("Northwind", decision("sum(x) > 1", 1) + arguments);
        QCOMPARE(host->wait(), 1);
        QVERIFY2(host->json()["message"].toString().contains(says), qPrintable(host->output()));
        QVERIFY(!w.exists("invitation-1.tacit"));
    }
    // Typed numbers are for Decisions alone.
    const auto total =
        w.host("Northwind", {"--question", "total", "--column", "x", "--value", "x=1", "--partners", "1"});
    QCOMPARE(total->wait(), 1);
    QCOMPARE(total->json()["fault"].toString(), "usage");
}

QTEST_GUILESS_MAIN(TestCliDecision)
#include "test_cli_decision.moc"
