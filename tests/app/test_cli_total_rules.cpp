// Totals by category and under disclosure rules, as processes of their own over the loopback.
#include <QJsonArray>
#include <QTest>
#include <csignal>

#include "cli_support.h"

using namespace tacit::test;

namespace {

QStringList byDepartment(int partners, const QStringList& more = {}) {
    return QStringList{"--question", "total", "--column",   "salary",
                       "--group",    "dept",  "--partners", QString::number(partners)} +
           more;
}

QJsonObject category(const QJsonObject& result, const QString& name) {
    const auto categories = result["columns"][0]["categories"].toArray();
    for (const auto& one : categories)
        if (one.toObject()["category"] == name) return one.toObject();
    return {};
}

}  // namespace

class TestCliTotalRules : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void smallCategoriesAreHiddenFromAll();
    void partnersMayBeStricter();
    void foreignCategoriesAreRefusedByCell();
    void wrongOptionsAreRefused_data();
    void wrongOptionsAreRefused();
};

/// Three organisations; in "Legal" two of them have a value each.
void TestCliTotalRules::smallCategoriesAreHiddenFromAll() {
    Workspace w;
    w.write("a.csv", "dept,salary\nSales,-10.25\nsales,20\nLegal,777.77\nOps,1\nOps,2\n");
    w.write("b.csv", "Abteilung,Lohn\nSales,30\nOps,-3.5\n");
    w.write("c.csv", "dept,salary\nSales,5\nLegal,888.88\nOps,7\n");
    auto host = w.host("Northwind", byDepartment(2, {"--minimum-contributors", "3", "--minimum-group", "4",
                                                     "--data", w.path("a.csv"), "--result", w.path("a.out"),
                                                     "--receipt", w.path("a.json")}));
    QVERIFY2(w.appears("invitation-2.tacit"), qPrintable(host->errors()));
    std::vector<std::unique_ptr<Cli>> people;
    people.push_back(w.join("Alder", "invitation-1.tacit",
                            {"--data", w.path("b.csv"), "--map", "salary=Lohn", "--map", "dept=Abteilung"}));
    people.push_back(w.join("Birch", "invitation-2.tacit", {"--data", w.path("c.csv")}));
    people.push_back(std::move(host));
    for (const auto& person : people) {
        QVERIFY2(person->wait() == 0, qPrintable(person->errors() + person->output()));
        const auto result = person->json();
        QCOMPARE(result["contributors"].toInt(), 3);
        QCOMPARE(result["group"].toString(), QString("dept"));
        QCOMPARE(result["rules"].toObject(),
                 (QJsonObject{{"minimum_contributors", 3}, {"minimum_group", 4}, {"dominance", 100}}));
        QCOMPARE(category(result, "Sales"),
                 (QJsonObject{{"category", "Sales"}, {"sum", "44.75"}, {"count", 4}, {"mean", "11.1875"}}));
        QCOMPARE(category(result, "Ops"),
                 (QJsonObject{{"category", "Ops"}, {"sum", "6.50"}, {"count", 4}, {"mean", "1.625"}}));
        QCOMPARE(category(result, "Legal"), (QJsonObject{{"category", "Legal"},
                                                         {"sum", QJsonValue()},
                                                         {"count", QJsonValue()},
                                                         {"mean", QJsonValue()},
                                                         {"hidden", true}}));
        // Nor the total, of which "Legal" would be the difference.
        const auto column = result["columns"][0].toObject();
        QVERIFY(column["sum"].isNull() && column["count"].isNull() && column["hidden"].toBool());
    }
    QCOMPARE(w.read("a.out").replace("\r", ""), QByteArray("name,category,sum,count,mean,note\n"
                                                           "salary,Sales,44.75,4,11.1875,\n"
                                                           "salary,Legal,,,,hidden by the rules\n"
                                                           "salary,Ops,6.50,4,1.625,\n"
                                                           "salary,,,,,hidden by the rules\n"));
    // The record says who agreed to what, and nothing of anybody's rows.
    const auto receipt = w.read("a.json");
    QVERIFY(receipt.contains("Alder") && !receipt.contains(" rows"));
    // All of its digits: fewer stand among those of keys and hashes now and then.
    QVERIFY(!receipt.contains("1666.65") && !receipt.contains("166665"));
}

/// Without rules in the proposal but by category: a partner's own rules hold for all, and are in the record.
void TestCliTotalRules::partnersMayBeStricter() {
    Workspace w;
    w.write("a.csv", "dept,salary\nSales,10\nOps,100\n");
    w.write("b.csv", "dept,salary\nSales,20\nOps,5\n");
    auto host =
        w.host("Northwind", byDepartment(1, {"--category", "Ops", "--category", "Sales", "--category", "HR",
                                             "--statistic", "max", "--data", w.path("a.csv"), "--result",
                                             w.path("a.out"), "--receipt", w.path("a.json")}));
    QVERIFY2(w.appears("invitation-1.tacit"), qPrintable(host->errors()));
    auto partner = w.join("Alder", "invitation-1.tacit", {"--data", w.path("b.csv"), "--dominance", "70"});
    for (auto* one : {partner.get(), host.get()}) {
        QVERIFY2(one->wait() == 0, qPrintable(one->errors() + one->output()));
        const auto result = one->json();
        QCOMPARE(result["rules"]["dominance"].toInt(), 70);
        QCOMPARE(category(result, "Sales")["sum"].toString(), QString("30"));
        QVERIFY(category(result, "Ops")["hidden"].toBool());
        // Of each category, and none of one that is hidden or empty, or of all together.
        QCOMPARE(category(result, "Sales")["statistics"].toObject(), (QJsonObject{{"maximum", "20"}}));
        for (const auto* none : {"Ops", "HR"})
            QCOMPARE(category(result, none)["statistics"].toObject(),
                     (QJsonObject{{"maximum", QJsonValue()}}));
        QVERIFY(!result["columns"][0].toObject().contains("statistics"));
        QCOMPARE(category(result, "HR")["count"].toInt(-1), 0);
        QVERIFY(result["columns"][0]["sum"].isNull());
    }
    Cli verify({"verify", w.path("a.json")});
    QVERIFY(verify.wait() == 0 && verify.output().contains("gave a table; hides a number if"));
    QVERIFY(verify.output().contains("more than 70 %"));
    QVERIFY(w.read("a.out").contains("salary,Sales,30,2,15,,20"));
    QVERIFY(w.read("a.out").contains("salary,Ops,,,,hidden by the rules,"));
}

void TestCliTotalRules::foreignCategoriesAreRefusedByCell() {
    Workspace w;
    w.write("a.csv", "dept,salary\nSales,10\nOps,100\n");
    w.write("b.csv", "dept,salary\nSales,20\nMarketing,5\n,6\n");
    auto host = w.host("Northwind", byDepartment(1, {"--data", w.path("a.csv")}));
    QVERIFY2(w.appears("invitation-1.tacit"), qPrintable(host->errors()));
    auto partner = w.join("Alder", "invitation-1.tacit", {"--data", w.path("b.csv")});
    QCOMPARE(partner->wait(), 1);
    const auto said = partner->json()["message"].toString();
    QVERIFY2(
        said.contains("A3 \"Marketing\"") && said.contains("A4") && said.contains("\"Sales\" and \"Ops\""),
        qPrintable(said));
    host->signal(SIGINT);
    QCOMPARE(host->wait(), 1);
}

void TestCliTotalRules::wrongOptionsAreRefused_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("says");
    const auto row = [](const char* name, const QStringList& arguments, int status, const char* says) {
        QTest::addRow("%s", name) << arguments << status << QString(says);
    };
    row("category alone", {"--question", "total", "--column", "x", "--category", "A", "--partners", "1"}, 2,
        "--category needs --group");
    row("dominance", byDepartment(1, {"--dominance", "0"}), 2, "--dominance takes");
    row("group size", byDepartment(1, {"--minimum-group", "many"}), 2, "--minimum-group takes");
    row("overlap", {"--question", "overlap", "--key", "x", "--minimum-group", "3", "--partners", "1"}, 2,
        "--minimum-group belongs to a Total");
    row("too few people", byDepartment(1, {"--category", "A", "--minimum-contributors", "3"}), 1,
        "would hide everything");
    row("twice", byDepartment(1, {"--category", "A", "--category", "a"}), 1, "named twice");
    row("no data", byDepartment(1), 1, "--data FILE");
    row("too many", byDepartment(64, {"--category", "A"}), 1, "1 to 63 partners");
}

void TestCliTotalRules::wrongOptionsAreRefused() {
    QFETCH(QStringList, arguments);
    QFETCH(int, status);
    QFETCH(QString, says);
    Workspace w;
    const auto host = w.host("Northwind", arguments);
    QCOMPARE(host->wait(), status);
    QVERIFY2((host->output() + host->errors()).contains(says), qPrintable(host->output() + host->errors()));
    QVERIFY(!w.exists("invitation-1.tacit"));
}

QTEST_GUILESS_MAIN(TestCliTotalRules)
#include "test_cli_total_rules.moc"
