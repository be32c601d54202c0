// What somebody on the network path sees: a recording proxy between the programs, and canaries in the data.
// And what a cut of all connections in mid-run does: nothing is lost.
#include <QJsonArray>
#include <QTest>

#include "cli_support.h"
#include "recording_proxy.h"

using namespace tacit::test;

class TestCliCapture : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void captureHoldsNoPlaintext_data();
    void captureHoldsNoPlaintext();
    void cutConnectionsLoseNothing();
};

void TestCliCapture::captureHoldsNoPlaintext_data() {
    QTest::addColumn<QStringList>("question");
    QTest::addRow("total") << QStringList{"--question", "total", "--column", "amount"};
    QTest::addRow("rows") << QStringList{"--question", "overlap", "--key", "canarykey"};
    QTest::addRow("count") << QStringList{"--question", "overlap", "--key", "canarykey", "--reveal", "count"};
    QTest::addRow("decision") << QStringList{"--question", "decision", "--formula",
                                             "sum(amount) > 15779205657"};
}

void TestCliCapture::captureHoldsNoPlaintext() {
    QFETCH(QStringList, question);
    Workspace w;
    w.write("a.csv", "canarykey,amount\nCanary-Alpha-93,7319048265.125\nshared-canary,1\n");
    w.write("b.csv", "canarykey,amount\nCanary-Beta-47,8460157392.5\nSHARED-canary,1\n");
    const auto port = freePort();
    RecordingProxy proxy(port);
    const int partners = question.contains("total") || question.contains("decision") ? 2 : 1;
    auto host =
        w.host("Northwind-Canary",
               question + QStringList{"--data", w.path("a.csv"), "--partners", QString::number(partners),
                                      "--listen", QString("tcp://127.0.0.1:%1").arg(port), "--advertise",
                                      QString("tcp://127.0.0.1:%1").arg(proxy.serverPort())});
    QVERIFY2(w.appears("invitation-1.tacit"), qPrintable(host->errors()));
    std::vector<std::unique_ptr<Cli>> others;
    for (int i = 1; i <= partners; ++i)
        others.push_back(w.join("Alder-Canary-" + QString::number(i), QString("invitation-%1.tacit").arg(i),
                                {"--data", w.path("b.csv")}));
    const auto ended = [&] {
        bool all = !host->running();
        for (auto& other : others) all &= !other->running();
        return all;
    };
    QTRY_VERIFY_WITH_TIMEOUT(ended(), 60000);
    QVERIFY2(host->wait() == 0, qPrintable(host->errors()));

    const auto& bytes = proxy.recorded();
    QVERIFY2(bytes.size() > 2000, "the proxy saw nothing: the test would prove nothing");
    for (const QByteArray canary :
         {"anary", "7319048265", "8460157392", "Northwind", "Alder", "amount", "Test session"})
        QVERIFY2(!bytes.contains(canary), canary.constData());
    // The values as the engine encodes them, in millionths, little- and big-endian.
    for (const quint64 value : {7319048265125000ull, 8460157392500000ull}) {
        QByteArray little(8, 0);
        for (int i = 0; i < 8; ++i) little[i] = static_cast<char>(value >> (8 * i));
        auto big = little;
        std::reverse(big.begin(), big.end());
        QVERIFY(!bytes.contains(little.left(7)));
        QVERIFY(!bytes.contains(big.right(7)));
    }
}

void TestCliCapture::cutConnectionsLoseNothing() {
    Workspace w;
    QByteArray csv = "key\n";
    for (int i = 0; i < 20000; ++i) csv += "k" + QByteArray::number(i) + "\n";
    w.write("a.csv", csv);
    const auto port = freePort();
    RecordingProxy proxy(port);
    // The slow protocol, so that there is a run to cut.
    auto host = w.host(
        "Northwind", {"--question", "overlap", "--key", "key", "--security", "honest-but-curious", "--data",
                      w.path("a.csv"), "--partners", "1", "--listen", QString("tcp://127.0.0.1:%1").arg(port),
                      "--advertise", QString("tcp://127.0.0.1:%1").arg(proxy.serverPort())});
    QVERIFY2(w.appears("invitation-1.tacit"), qPrintable(host->errors()));
    auto partner = w.join("Alder", "invitation-1.tacit", {"--data", w.path("a.csv")});
    int cuts = 0;
    qsizetype seen = 0;
    const auto ended = [&] {
        // A cut each time another 150 kB have passed.
        if (proxy.recorded().size() > seen + 150000 && cuts < 5) {
            seen = proxy.recorded().size();
            proxy.cut();
            ++cuts;
        }
        return !host->running() && !partner->running();
    };
    QTRY_VERIFY_WITH_TIMEOUT(ended(), 120000);
    QCOMPARE(cuts, 5);
    QVERIFY2(host->wait() == 0, qPrintable(host->errors()));
    QCOMPARE(host->json()["count"].toInt(), 20000);
    QCOMPARE(partner->json()["count"].toInt(), 20000);
}

QTEST_GUILESS_MAIN(TestCliCapture)
#include "test_cli_capture.moc"
