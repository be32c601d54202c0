// The programs as a server runs them: separate processes over the loopback, from files to results.
#include <QJsonArray>
#include <QTest>

#include "cli_support.h"

using namespace tacit::test;

namespace {

QJsonObject column(const QJsonObject& result, int index) {
    return result["columns"].toArray().at(index).toObject();
}

/// 2,000 rows; keys 0..699 are common and written differently in case, spaces and Unicode form.
QByteArray customers(bool mine) {
    QByteArray csv = "email,name\n";
    for (int i = 0; i < 2000; ++i) {
        const auto number = QByteArray::number(i);
        if (i < 700) {
            // U+00E9 on one side, "e" with U+0301 on the other; full-width digits are another form again.
            const QByteArray accent = mine ? "\xc3\xa9" : "E\xcc\x81";
            const QByteArray key =
                mine ? "jos" + accent + number + "@x.org" : "  JOS" + accent + number + "@X.org ";
            csv += key + ",common " + number + "\n";
        } else {
            csv += QByteArray(mine ? "a" : "b") + number + "@x.org,own " + number + "\n";
        }
    }
    return csv;
}

}  // namespace

class TestCliRuns : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void totalOfThree();
    void receiptsVerifyAnywhere();
    void overlapOfTwoThousandRows_data();
    void overlapOfTwoThousandRows();
    void overlapCount();
    void resultForOneSideOnly_data();
    void resultForOneSideOnly();
    void partnerMapsColumns();
    void usageIsStatusTwo_data();
    void usageIsStatusTwo();
    void inspectReports();
    void inspectReadsAsTold();
    void badCellsStopBeforeAnythingIsSent();
    void demoAgreesWithTheClearAnswers();
};

void TestCliRuns::totalOfThree() {
    Workspace w;
    w.write("a.csv", "salary,bonus\n-100000000000000000.25,1\n0.5,2\n");
    w.write("b.csv", "bonus;salary\n;100000000000000000.000001\n-2.5;-3\n");
    w.write("c.csv", "salary,bonus\n400000000000000000,0\n,\n-0.75,0.000001\n");
    auto host = w.host("Northwind", {"--question", "total", "--column", "salary", "--column", "bonus",
                                     "--data", w.path("a.csv"), "--partners", "2", "--result",
                                     w.path("a-result.csv"), "--receipt", w.path("a-receipt.json")});
    QVERIFY2(w.appears("invitation-2.tacit"), qPrintable(host->errors()));
    auto b = w.join("Alder", "invitation-1.tacit",
                    {"--data", w.path("b.csv"), "--result", w.path("b-result.csv")});
    auto c = w.join("Birch", "invitation-2.tacit", {"--data", w.path("c.csv")});
    for (auto* party : {host.get(), b.get(), c.get()}) {
        QVERIFY2(party->wait() == 0, qPrintable(party->errors() + party->output()));
        const auto result = party->json();
        QCOMPARE(result["question"].toString(), "total");
        QCOMPARE(result["contributors"].toInt(), 3);
        QCOMPARE(column(result, 0)["name"].toString(), "salary");
        // -1e17-0.25 + 0.5 + 1e17+0.000001 - 3 + 4e17 - 0.75
        QCOMPARE(column(result, 0)["sum"].toString(), "399999999999999996.500001");
        QCOMPARE(column(result, 0)["count"].toInt(), 6);
        QCOMPARE(column(result, 0)["mean"].toString(), "66666666666666666.083334");
        QCOMPARE(column(result, 1)["sum"].toString(), "0.500001");
        QCOMPARE(column(result, 1)["count"].toInt(), 5);
        QCOMPARE(column(result, 1)["mean"].toString(), "0.10");
    }
    QCOMPARE(w.read("a-result.csv"), w.read("b-result.csv"));
    QVERIFY(w.read("a-result.csv").contains("399999999999999996.500001"));
    QVERIFY(w.read("a-receipt.json").contains("Birch"));
}

void TestCliRuns::receiptsVerifyAnywhere() {
    Workspace w;
    w.write("a.csv", "salary\n1\n");
    w.write("b.csv", "salary\n2\n");
    auto host = w.host("Northwind", {"--question", "total", "--column", "salary", "--data", w.path("a.csv"),
                                     "--partners", "1", "--receipt", w.path("a.json")});
    QVERIFY2(w.appears("invitation-1.tacit"), qPrintable(host->errors()));
    auto join =
        w.join("Alder", "invitation-1.tacit", {"--data", w.path("b.csv"), "--receipt", w.path("b.json")});
    QCOMPARE(host->wait(), 0);
    QCOMPARE(join->wait(), 0);

    QString agreement;
    for (const auto* name : {"a.json", "b.json"}) {
        Cli verify({"verify", w.path(name), "--json"});
        QVERIFY2(verify.wait() == 0, qPrintable(verify.output()));
        const auto receipt = verify.json();
        QCOMPARE(receipt["receipt"].toString(), "genuine");
        QCOMPARE(receipt["outcome"].toString(), "ok");
        QCOMPARE(receipt["question"].toString(), "total");
        QVERIFY(receipt["learns"].toArray().first().toString().contains("salary"));
        const auto people = receipt["participants"].toArray();
        QCOMPARE(people.size(), 2);
        QCOMPARE(people[0].toObject()["organisation"].toString(), "Northwind");
        QCOMPARE(people[1].toObject()["organisation"].toString(), "Alder");
        QCOMPARE(people[0].toObject()["keeper"].toBool(), name[0] == 'a');
        for (const auto& person : people) QVERIFY(person.toObject()["confirmed"].toBool());
        QVERIFY(agreement.isEmpty() || agreement == receipt["agreement_hash"].toString());
        agreement = receipt["agreement_hash"].toString();
    }
    Cli words({"verify", w.path("a.json")});
    QCOMPARE(words.wait(), 0);
    QVERIFY(words.output().contains("genuine") && words.output().contains("Everyone learns the sum"));

    // A word of it altered, cut short, something else, nothing.
    const auto whole = w.read("a.json");
    auto altered = whole;
    altered.replace("Northwind", "Northwand");
    w.write("altered.json", altered);
    w.write("short.json", whole.left(whole.size() - 3));
    w.write("longer.json", whole + "\n");
    for (const auto* name : {"altered.json", "short.json", "longer.json", "a.csv", "none.json"}) {
        Cli refused({"verify", w.path(name), "--json"});
        QCOMPARE(refused.wait(), 1);
        QCOMPARE(refused.json()["fault"].toString(), "receipt-invalid");
    }
}

void TestCliRuns::overlapOfTwoThousandRows_data() {
    QTest::addColumn<QStringList>("security");
    QTest::addRow("default") << QStringList{};
    QTest::addRow("malicious, two threads") << QStringList{"--security", "malicious", "--threads", "2"};
    QTest::addRow("honest-but-curious") << QStringList{"--security", "honest-but-curious"};
}

void TestCliRuns::overlapOfTwoThousandRows() {
    QFETCH(QStringList, security);
    Workspace w;
    w.write("a.csv", customers(true));
    w.write("b.csv", customers(false));
    auto host = w.host("Northwind", security + QStringList{"--question", "overlap", "--key", "email",
                                                           "--data", w.path("a.csv"), "--partners", "1",
                                                           "--result", w.path("a-rows.csv")});
    QVERIFY2(w.appears("invitation-1.tacit"), qPrintable(host->errors()));
    auto partner =
        w.join("Alder", "invitation-1.tacit", {"--data", w.path("b.csv"), "--result", w.path("b-rows.csv")});
    for (auto* party : {host.get(), partner.get()}) {
        QVERIFY2(party->wait() == 0, qPrintable(party->errors() + party->output()));
        const auto result = party->json();
        QCOMPARE(result["reveal"].toString(), "rows");
        QCOMPARE(result["count"].toInt(), 700);
        QCOMPARE(result["mine"].toObject()["rows"].toInt(), 2000);
        QCOMPARE(result["mine"].toObject()["distinct"].toInt(), 2000);
        QVERIFY2(party->errors().contains("of encrypted traffic, sent and received together"),
                 qPrintable(party->errors()));
        QVERIFY2(party->errors().contains("Your keys stay secret"), qPrintable(party->errors()));
    }
    // Header and the first 700 lines of each one's own file, byte for byte.
    for (const auto& [file, source] :
         {std::pair{"a-rows.csv", customers(true)}, {"b-rows.csv", customers(false)}}) {
        auto expected = source.split('\n').mid(0, 701);
        auto rows = w.read(file).replace("\r\n", "\n").split('\n').mid(0, 701);
        for (auto& row : rows) row.replace("\"", "");
        QCOMPARE(rows, expected);
        QCOMPARE(w.read(file).count("own "), 0);
    }
}

void TestCliRuns::overlapCount() {
    Workspace w;
    w.write("a.csv", customers(true));
    w.write("b.csv", customers(false));
    auto host = w.host("Northwind", {"--question", "overlap", "--key", "email", "--reveal", "count", "--data",
                                     w.path("a.csv"), "--partners", "1", "--result", w.path("a-count.csv")});
    QVERIFY(w.appears("invitation-1.tacit"));
    auto partner = w.join("Alder", "invitation-1.tacit", {"--data", w.path("b.csv")});
    for (auto* party : {host.get(), partner.get()}) {
        QVERIFY2(party->wait() == 0, qPrintable(party->errors() + party->output()));
        QCOMPARE(party->json()["reveal"].toString(), "count");
        QCOMPARE(party->json()["count"].toInt(), 700);
        QVERIFY(!party->output().contains("@x.org"));
    }
    const auto lines = w.read("a-count.csv").replace("\r", "").trimmed().split('\n');
    QCOMPARE(lines.size(), 2);
    QCOMPARE(lines[1], QByteArray("700"));
}

void TestCliRuns::resultForOneSideOnly_data() {
    QTest::addColumn<QString>("reveal");
    QTest::addColumn<QString>("to");
    for (const auto* reveal : {"rows", "count"})
        for (const auto* to : {"organizer", "partner"})
            QTest::addRow("%s to %s", reveal, to) << QString(reveal) << QString(to);
}

void TestCliRuns::resultForOneSideOnly() {
    QFETCH(QString, reveal);
    QFETCH(QString, to);
    Workspace w;
    w.write("a.csv", "k\nx\ny\ny\n\nz\n");
    w.write("b.csv", "k\n Y\nz\nw\n");
    auto host =
        w.host("Northwind", {"--question", "overlap", "--key", "k", "--reveal", reveal, "--to", to, "--data",
                             w.path("a.csv"), "--partners", "1", "--result", w.path("a.out")});
    QVERIFY(w.appears("invitation-1.tacit"));
    auto partner =
        w.join("Alder", "invitation-1.tacit", {"--data", w.path("b.csv"), "--result", w.path("b.out")});
    QVERIFY2(host->wait() == 0, qPrintable(host->errors()));
    QVERIFY2(partner->wait() == 0, qPrintable(partner->errors()));
    auto* learns = to == "organizer" ? host.get() : partner.get();
    auto* other = to == "organizer" ? partner.get() : host.get();
    QCOMPARE(learns->json()["count"].toInt(), 2);
    QCOMPARE(other->json()["answer"].toString(), "not for you");
    QCOMPARE(other->json()["question"].toString(), "overlap");
    QVERIFY(!other->json().contains("count"));
    QVERIFY(w.exists(to == "organizer" ? "a.out" : "b.out"));
    QVERIFY(!w.exists(to == "organizer" ? "b.out" : "a.out"));
    if (to == "organizer") {
        QCOMPARE(learns->json()["mine"].toObject()["distinct"].toInt(), 3);
        QCOMPARE(learns->json()["mine"].toObject()["rows"].toInt(), reveal == "rows" ? 5 : 5);
    }
}

void TestCliRuns::partnerMapsColumns() {
    Workspace w;
    w.write("a.csv", "salary\n10\n");
    w.write("b.csv", "Gehalt\n\"5,5\"\n\"2,5\"\n");
    auto host = w.host("Northwind", {"--question", "total", "--column", "salary", "--data", w.path("a.csv"),
                                     "--partners", "1"});
    QVERIFY(w.appears("invitation-1.tacit"));
    auto wrong = w.join("Alder", "invitation-1.tacit", {"--data", w.path("b.csv")});
    QCOMPARE(wrong->wait(), 1);
    QCOMPARE(wrong->json()["fault"].toString(), "column-missing");
    auto right = w.join("Alder", "invitation-1.tacit", {"--data", w.path("b.csv"), "--map", "salary=Gehalt"});
    QVERIFY2(right->wait() == 0, qPrintable(right->errors()));
    QCOMPARE(host->wait(), 0);
    QCOMPARE(column(host->json(), 0)["sum"].toString(), "18");
}

void TestCliRuns::usageIsStatusTwo_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::addRow("nothing") << QStringList{};
    QTest::addRow("unknown command") << QStringList{"frobnicate"};
    QTest::addRow("unknown option") << QStringList{"host", "--frobnicate"};
    QTest::addRow("no question") << QStringList{"host", "--yes"};
    QTest::addRow("no consent") << QStringList{"join", "x.tacit"};
    QTest::addRow("no invitation") << QStringList{"join", "--yes"};
    QTest::addRow("bad reveal") << QStringList{"host",  "--yes", "--question", "overlap",
                                               "--key", "k",     "--reveal",   "x"};
    QTest::addRow("bad deadline") << QStringList{"join", "x.tacit", "--yes", "--deadline", "soon"};
}

void TestCliRuns::usageIsStatusTwo() {
    QFETCH(QStringList, arguments);
    Cli cli(arguments);
    QCOMPARE(cli.wait(), 2);
    QVERIFY(cli.output().isEmpty());
    QVERIFY(!cli.errors().isEmpty());
}

void TestCliRuns::inspectReadsAsTold() {
    Workspace w;
    w.write("told.csv",
            "Pay,of,2024\nteam;day;pay;note\n\xa3;05/06/2024;1.234,5;a\nB;07/06/2024;-2,25;b\n"
            ";;3.000;\n");
    Cli cli({"inspect", w.path("told.csv"), "--json", "--header-row", "2", "--cells", "A:C", "--skip-last",
             "1", "--delimiter", "semicolon", "--encoding", "windows-1250", "--decimal", "comma", "--dates",
             "month-first"});
    QCOMPARE(cli.wait(), 0);
    const auto json = cli.json();
    QVERIFY(json["issues"].toArray().isEmpty());
    const auto columns = json["columns"].toArray();
    QCOMPARE(columns.size(), 3);
    QCOMPARE(columns[0].toObject()["samples"].toArray()[0].toString(), QString::fromUtf8("Ł"));
    QCOMPARE(columns[1].toObject()["type"].toString(), QString("date"));
    QCOMPARE(columns[2].toObject()["type"].toString(), QString("decimal"));
    QCOMPARE(columns[2].toObject()["valid"].toInt(), 2);
    Cli bare({"inspect", w.path("told.csv"), "--header-row", "none"});
    QCOMPARE(bare.wait(), 0);
    QVERIFY(bare.output().contains("no row names the columns"));
    w.write("two.csv", "team,2024,\n,March,April\n1,2,n/a\n");
    Cli two({"inspect", w.path("two.csv"), "--json", "--header-row", "1-2", "--column-type", "team=text",
             "--column-type", "2024 / March=ignored", "--unfit-as-missing", "2024 / April", "--column-type",
             "2024 / April=number"});
    QCOMPARE(two.wait(), 0);
    const auto found = two.json()["columns"].toArray();
    QCOMPARE(found[0].toObject()["type"].toString(), QString("text"));
    QCOMPARE(found[1].toObject()["type"].toString(), QString("empty"));
    QCOMPARE(found[2].toObject()["name"].toString(), QString("2024 / April"));
    QVERIFY(two.json()["issues"].toArray()[0].toObject()["problem"].toString().contains("counts as missing"));
    w.write("euros.csv", "pay\n1.234,50 EUR\n-3 EUR\n");
    Cli euros({"inspect", w.path("euros.csv"), "--without-unit", "pay=EUR"});
    QCOMPARE(euros.wait(), 0);
    QVERIFY2(euros.output().contains("decimal; 2 valid, 0 blank, 0 invalid") &&
                 euros.output().contains("read without \"EUR\""),
             qPrintable(euros.output()));
    for (const QStringList& wrong : {QStringList{"--header-row", "0"},
                                     {"--header-row", "3-2"},
                                     {"--header-row", "1-2-3"},
                                     {"--column-type", "team"},
                                     {"--column-type", "team=colour"},
                                     {"--skip-last", "x"},
                                     {"--delimiter", "colon"},
                                     {"--dates", "05/06"}}) {
        Cli refused(QStringList{"inspect", w.path("told.csv")} + wrong);
        QCOMPARE(refused.wait(), 2);
    }
    for (const QStringList& wrong : {QStringList{"--encoding", "KOI7"}, {"--cells", "here"}}) {
        Cli refused(QStringList{"inspect", w.path("told.csv"), "--json"} + wrong);
        QCOMPARE(refused.wait(), 1);
        QCOMPARE(refused.json()["fault"].toString(), QString("usage"));
    }
}

void TestCliRuns::inspectReports() {
    Workspace w;
    w.write("mixed.csv", "id;amount\n001;1.234,50\n002;\n003;n/a\n004;7,5\n");
    Cli cli({"inspect", w.path("mixed.csv"), "--json"});
    QCOMPARE(cli.wait(), 0);
    const auto columns = cli.json()["columns"].toArray();
    QCOMPARE(columns.size(), 2);
    const auto amount = columns[1].toObject();
    QCOMPARE(amount["name"].toString(), "amount");
    QCOMPARE(amount["type"].toString(), "decimal");
    QCOMPARE(amount["valid"].toInt(), 2);
    QCOMPARE(amount["blank"].toInt(), 1);
    QCOMPARE(amount["invalid"].toInt(), 1);
    QCOMPARE(columns[0].toObject()["type"].toString(), "text");
    const auto issue = cli.json()["issues"].toArray().at(0).toObject();
    QCOMPARE(issue["cell"].toString(), "B4");
    QCOMPARE(issue["text"].toString(), "n/a");

    Cli missing({"inspect", w.path("none.csv"), "--json"});
    QCOMPARE(missing.wait(), 1);
    QCOMPARE(missing.json()["fault"].toString(), "file-refused");
}

void TestCliRuns::badCellsStopBeforeAnythingIsSent() {
    Workspace w;
    w.write("a.csv", "salary\n10\n11\n12\nn/a\n13\n");
    auto host = w.host("Northwind", {"--question", "total", "--column", "salary", "--data", w.path("a.csv"),
                                     "--partners", "1"});
    QCOMPARE(host->wait(), 1);
    QCOMPARE(host->json()["fault"].toString(), "cell-invalid");
    QVERIFY2(host->json()["message"].toString().contains("A5"), qPrintable(host->output()));
    QVERIFY(!w.exists("invitation-1.tacit"));
}

void TestCliRuns::demoAgreesWithTheClearAnswers() {
    Cli cli({"demo"});
    QVERIFY2(cli.wait(120000) == 0, qPrintable(cli.errors()));
    QVERIFY(cli.output().contains("equal"));
    QVERIFY(!cli.output().contains("DIFFERENT"));
}

QTEST_GUILESS_MAIN(TestCliRuns)
#include "test_cli_runs.moc"
