// Overlap by what keys mean: partners who spell the same thing differently, as separate processes.
#include <QTest>

#include "cli_support.h"

using namespace tacit::test;

class TestCliKeys : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void equivalentSpellingsMatch_data();
    void equivalentSpellingsMatch();
    void invalidKeysStopUnlessLeftOut();
    void wrongRecipesAreUsage_data();
    void wrongRecipesAreUsage();
};

void TestCliKeys::equivalentSpellingsMatch_data() {
    QTest::addColumn<QStringList>("keys");
    QTest::addColumn<QByteArray>("mine");
    QTest::addColumn<QByteArray>("theirs");
    QTest::addColumn<QByteArrayList>("rows");
    QTest::addRow("e-mail") << QStringList{"--key", "mail", "--recipe", "email,dots,tags"}
                            << QByteArray(
                                   "mail,n\nA.nna+x@gmail.com,1\nbo@B\xc3\xbc"
                                   "cher.de,2\ncy@x.org,3\n")
                            << QByteArray("mail\nanna@GoogleMail.com\nbo@xn--bcher-kva.de\nc.y@x.org\n")
                            << QByteArrayList{"A.nna+x@gmail.com,1",
                                              "bo@B\xc3\xbc"
                                              "cher.de,2"};
    QTest::addRow("phone") << QStringList{"--key", "phone", "--recipe", "phone,DE"}
                           << QByteArray("phone,n\n030 227-0,1\n+1 (202) 456-1111,2\n030 227-1,3\n")
                           << QByteArray("phone\n+49 (0)30 2270\n001 202 4561111\n")
                           << QByteArrayList{"030 227-0,1", "+1 (202) 456-1111,2"};
    QTest::addRow("name and date") << QStringList{"--key", "name", "--recipe", "name",
                                                  "--key", "born", "--recipe", "date"}
                                   << QByteArray(
                                          "name,born\nAnna M\xc3\xbcller,25.06.1987\nBo Berg,26.06.1987\n")
                                   << QByteArray("born,name\n1987-06-25,ANNA  Muller\n1987-06-25,Bo Berg\n")
                                   << QByteArrayList{"Anna M\xc3\xbcller,25.06.1987"};
    QTest::addRow("identifier") << QStringList{"--key", "id", "--recipe", "identifier,digits,zeros"}
                                << QByteArray("id,n\nC-0012,1\nC-0013,2\n") << QByteArray("id\n12\n130\n")
                                << QByteArrayList{"C-0012,1"};
    QTest::addRow("number") << QStringList{"--key", "sum", "--recipe", "number"}
                            << QByteArray("sum;n\n1.234,50;1\n0,7;2\n")
                            << QByteArray("sum,m\n1234.5,x\n0.71,y\n") << QByteArrayList{"\"1.234,50\",1"};
}

void TestCliKeys::equivalentSpellingsMatch() {
    QFETCH(QStringList, keys);
    QFETCH(QByteArray, mine);
    QFETCH(QByteArray, theirs);
    QFETCH(QByteArrayList, rows);
    Workspace w;
    w.write("a.csv", mine);
    w.write("b.csv", theirs);
    auto host = w.host("Northwind", keys + QStringList{"--question", "overlap", "--data", w.path("a.csv"),
                                                       "--partners", "1", "--result", w.path("a-rows.csv")});
    QVERIFY2(w.appears("invitation-1.tacit"), qPrintable(host->errors()));
    auto partner = w.join("Alder", "invitation-1.tacit", {"--data", w.path("b.csv")});
    for (auto* party : {host.get(), partner.get()}) {
        QVERIFY2(party->wait() == 0, qPrintable(party->errors() + party->output()));
        QCOMPARE(party->json()["count"].toInt(), static_cast<int>(rows.size()));
    }
    const auto lines = w.read("a-rows.csv").replace("\r", "").trimmed().split('\n');
    QCOMPARE(lines.mid(1), rows);
}

void TestCliKeys::invalidKeysStopUnlessLeftOut() {
    Workspace w;
    w.write("a.csv", "mail,n\nanna@x.org,1\nnobody,2\n");
    w.write("b.csv", "mail\nANNA@x.org\n");
    const QStringList asked{"--question", "overlap", "--key",         "mail",       "--recipe",
                            "email",      "--data",  w.path("a.csv"), "--partners", "1"};
    auto refused = w.host("Northwind", asked);
    QCOMPARE(refused->wait(), 1);
    QVERIFY2(refused->errors().contains("A3"), qPrintable(refused->errors()));
    QVERIFY2(refused->errors().contains("exactly one @"), qPrintable(refused->errors()));
    QVERIFY(!w.appears("invitation-1.tacit", 0));

    auto host = w.host("Northwind", asked + QStringList{"--leave-out-invalid"});
    QVERIFY2(w.appears("invitation-1.tacit"), qPrintable(host->errors()));
    auto partner = w.join("Alder", "invitation-1.tacit", {"--data", w.path("b.csv")});
    QVERIFY2(partner->wait() == 0, qPrintable(partner->errors()));
    QVERIFY2(host->wait() == 0, qPrintable(host->errors()));
    QCOMPARE(host->json()["count"].toInt(), 1);
    QCOMPARE(host->json()["mine"].toObject()["invalid"].toInt(), 1);
}

void TestCliKeys::wrongRecipesAreUsage_data() {
    QTest::addColumn<QStringList>("options");
    QTest::addRow("unknown") << QStringList{"--key", "k", "--recipe", "iban"};
    QTest::addRow("not of the kind") << QStringList{"--key", "k", "--recipe", "date,dots"};
    QTest::addRow("too many") << QStringList{"--key", "k", "--recipe", "text", "--recipe", "date"};
    QTest::addRow("no name") << QStringList{"--key", ""};
}

void TestCliKeys::wrongRecipesAreUsage() {
    QFETCH(QStringList, options);
    Workspace w;
    w.write("a.csv", "k\n1\n");
    auto host = w.host("Northwind", options + QStringList{"--question", "overlap", "--data", w.path("a.csv"),
                                                          "--partners", "1"});
    QVERIFY(host->wait() != 0);
    QVERIFY(!host->errors().isEmpty());
    QVERIFY(!w.appears("invitation-1.tacit", 0));
}

QTEST_GUILESS_MAIN(TestCliKeys)
#include "test_cli_keys.moc"
