// What goes wrong between honest programs: each refusal has its own fault, and the honest session goes on.
#include <signal.h>

#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

#include "cli_support.h"

using namespace tacit::test;

class TestCliFaults : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void usedInvitationIsRefusedAndTheSessionGoesOn();
    void changedProposalIsRefused();
    void damagedInvitationIsRefused();
    void wrongServerKeyIsAWrongHost();
    void nobodyAnswers();
    void partnerWhoNeverComes();
    void interruptCancelsForAll();
    void profileOpenedTwice();
    void garbageAtThePortDisturbsNobody();
    void sentencesNameTheCauseAndTheOption_data();
    void sentencesNameTheCauseAndTheOption();

  private:
    std::unique_ptr<Cli> total(const Workspace& w, int partners, const QStringList& more = {}) const {
        w.write("a.csv", "n\n1\n");
        w.write("b.csv", "n\n2\n");
        return w.host("Northwind", QStringList{"--question", "total", "--column", "n", "--data",
                                               w.path("a.csv"), "--partners", QString::number(partners)} +
                                       more);
    }
};

void TestCliFaults::usedInvitationIsRefusedAndTheSessionGoesOn() {
    Workspace w;
    auto host = total(w, 2);
    QVERIFY(w.appears("invitation-2.tacit"));
    auto first = w.join("Alder", "invitation-1.tacit", {"--data", w.path("b.csv")});
    QVERIFY2(host->says("Alder: agreed"), qPrintable(host->errors()));
    auto second = w.join("Mallory", "invitation-1.tacit", {"--data", w.path("b.csv")});
    QCOMPARE(second->wait(), 1);
    QCOMPARE(second->json()["fault"].toString(), "invitation-used");
    auto third = w.join("Birch", "invitation-2.tacit", {"--data", w.path("b.csv")});
    for (auto* party : {host.get(), first.get(), third.get()})
        QVERIFY2(party->wait() == 0, qPrintable(party->errors()));
}

void TestCliFaults::changedProposalIsRefused() {
    Workspace w;
    auto host = total(w, 1);
    QVERIFY(w.appears("invitation-1.tacit"));
    // The file is a line for people, then base64: alter the title inside and encode it again.
    auto lines = w.read("invitation-1.tacit").split('\n');
    const auto head = lines.takeFirst();
    auto body = QByteArray::fromBase64(lines.join());
    const auto at = body.indexOf("Test session");
    QVERIFY(at > 0);
    body.replace(at, 12, "Best session");
    QByteArray altered = head + '\n';
    const auto text = body.toBase64();
    const auto width = lines.first().size();
    for (qsizetype i = 0; i < text.size(); i += width) altered += text.mid(i, width) + '\n';
    w.write("altered.tacit", altered);
    auto partner = w.join("Alder", "altered.tacit", {"--data", w.path("b.csv")});
    QCOMPARE(partner->wait(), 1);
    QCOMPARE(partner->json()["fault"].toString(), "changed-proposal");
    auto honest = w.join("Birch", "invitation-1.tacit", {"--data", w.path("b.csv")});
    QCOMPARE(honest->wait(), 0);
    QCOMPARE(host->wait(), 0);
}

void TestCliFaults::damagedInvitationIsRefused() {
    Workspace w;
    w.write("b.csv", "n\n2\n");
    w.write("bad.tacit", "Tacit invitation. Open this file with Tacit.\nAAAA\n");
    auto bad = w.join("Alder", "bad.tacit", {"--data", w.path("b.csv")});
    QCOMPARE(bad->wait(), 1);
    QCOMPARE(bad->json()["fault"].toString(), "invitation-invalid");
    auto none = w.join("Alder", "none.tacit", {"--data", w.path("b.csv")});
    QCOMPARE(none->wait(), 1);
    QCOMPARE(none->json()["fault"].toString(), "invitation-invalid");
}

void TestCliFaults::wrongServerKeyIsAWrongHost() {
    // Two organizers one after the other at the same address: the first one's invitation meets the second.
    Workspace w, other;
    const auto listen = "tcp://127.0.0.1:" + QString::number(freePort());
    auto first = total(w, 1, {"--listen", listen});
    QVERIFY(w.appears("invitation-1.tacit"));
    first->signal(SIGKILL);
    first->wait();
    auto second = total(other, 1, {"--listen", listen});
    QVERIFY2(other.appears("invitation-1.tacit"), qPrintable(second->errors()));
    auto partner = w.join("Alder", "invitation-1.tacit", {"--data", w.path("b.csv"), "--deadline", "40"});
    QCOMPARE(partner->wait(), 1);
    QCOMPARE(partner->json()["fault"].toString(), "wrong-host");
    auto honest = other.join("Birch", "invitation-1.tacit", {"--data", w.path("b.csv")});
    QCOMPARE(honest->wait(), 0);
    QCOMPARE(second->wait(), 0);
}

void TestCliFaults::nobodyAnswers() {
    Workspace w;
    auto host = total(w, 1);
    QVERIFY(w.appears("invitation-1.tacit"));
    host->signal(SIGKILL);
    host->wait();
    auto partner = w.join("Alder", "invitation-1.tacit", {"--data", w.path("b.csv")});
    QCOMPARE(partner->wait(), 1);
    QCOMPARE(partner->json()["fault"].toString(), "unreachable");
}

void TestCliFaults::partnerWhoNeverComes() {
    Workspace w;
    auto host = total(w, 2, {"--deadline", "3"});
    QVERIFY(w.appears("invitation-1.tacit"));
    auto partner = w.join("Alder", "invitation-1.tacit", {"--data", w.path("b.csv")});
    QCOMPARE(host->wait(), 1);
    QCOMPARE(host->json()["fault"].toString(), "deadline");
    QCOMPARE(host->json()["partner"].toString(), "Partner 2");
    QCOMPARE(partner->wait(), 1);
    QVERIFY2(partner->json()["fault"].toString() == "deadline", qPrintable(partner->output()));
}

void TestCliFaults::interruptCancelsForAll() {
    for (const bool organizer : {true, false}) {
        Workspace w;
        auto host = total(w, 2);
        QVERIFY(w.appears("invitation-1.tacit"));
        auto partner = w.join("Alder", "invitation-1.tacit", {"--data", w.path("b.csv")});
        QVERIFY(host->says("Alder: agreed"));
        (organizer ? host : partner)->signal(SIGINT);
        for (auto* party : {host.get(), partner.get()}) {
            QCOMPARE(party->wait(30000), 1);
            QCOMPARE(party->json()["fault"].toString(), "cancelled");
        }
        QCOMPARE((organizer ? partner : host)->json()["partner"].toString(),
                 organizer ? "Northwind" : "Alder");
    }
}

void TestCliFaults::profileOpenedTwice() {
    Workspace w;
    auto host = total(w, 1);
    QVERIFY(w.appears("invitation-1.tacit"));
    auto again = w.join("Northwind", "invitation-1.tacit", {"--data", w.path("b.csv")});
    QCOMPARE(again->wait(), 1);
    QCOMPARE(again->json()["fault"].toString(), "profile-busy");
    QVERIFY(!again->json()["next"].toString().isEmpty());
    auto partner = w.join("Alder", "invitation-1.tacit", {"--data", w.path("b.csv")});
    QCOMPARE(partner->wait(), 0);
    QCOMPARE(host->wait(), 0);
}

void TestCliFaults::garbageAtThePortDisturbsNobody() {
    Workspace w;
    const auto port = freePort();
    auto host = total(w, 1, {"--listen", "tcp://127.0.0.1:" + QString::number(port)});
    QVERIFY(w.appears("invitation-1.tacit"));
    std::vector<std::unique_ptr<QTcpSocket>> strangers;
    for (int i = 0; i < 20; ++i) {
        auto& stranger = strangers.emplace_back(std::make_unique<QTcpSocket>());
        stranger->connectToHost(QHostAddress::LocalHost, port);
        QVERIFY(stranger->waitForConnected());
        // Sometimes noise, sometimes the ZMTP greeting followed by a frame that claims 2^62 bytes.
        QByteArray bytes(64 * 1024, static_cast<char>(i));
        if (i % 2 == 0)
            bytes.prepend(QByteArray::fromHex("ff00000000000000017f0300") + "CURVE" + QByteArray(47, 0) +
                          QByteArray::fromHex("064000000000000000"));
        stranger->write(bytes);
        stranger->waitForBytesWritten(1000);
    }
    auto partner = w.join("Alder", "invitation-1.tacit", {"--data", w.path("b.csv")});
    QVERIFY2(partner->wait() == 0, qPrintable(partner->errors()));
    QCOMPARE(host->wait(), 0);
}

void TestCliFaults::sentencesNameTheCauseAndTheOption_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("fault");
    QTest::addColumn<QString>("happened");
    QTest::addColumn<QString>("next");
    const QStringList total{"--question", "total", "--column", "n", "--partners", "1"};
    const auto data = [&](const char* name) { return total + QStringList{"--data", name}; };
    QTest::addRow("no data") << total << "data-missing"
                             << "none was chosen"
                             << "--data";
    QTest::addRow("no such column") << data("m.csv") << "column-missing"
                                    << "\"n\""
                                    << "--map";
    QTest::addRow("no such file") << data("none.csv") << "file-refused"
                                  << "none.csv is not there"
                                  << "name";
    QTest::addRow("bad cell") << data("bad.csv") << "cell-invalid"
                              << "A3"
                              << "inspect";
    QTest::addRow("bad address") << data("a.csv") + QStringList{"--listen", "nowhere"} << "network-failed"
                                 << "nowhere"
                                 << "--listen";
    QTest::addRow("nobody comes") << data("a.csv") + QStringList{"--deadline", "1"} << "deadline"
                                  << "still waiting for Partner 1"
                                  << "--deadline";
    QTest::addRow("result over the data") << data("a.csv") + QStringList{"--result", "a.csv"} << "usage"
                                          << "not overwritten"
                                          << "options";
    QTest::addRow("result in no folder")
        << data("a.csv") + QStringList{"--result", "none/r.csv"} << "storage-failed"
        << "none/r.csv"
        << "folder";
}

void TestCliFaults::sentencesNameTheCauseAndTheOption() {
    QFETCH(QStringList, arguments);
    QFETCH(QString, fault);
    QFETCH(QString, happened);
    QFETCH(QString, next);
    Workspace w;
    w.write("a.csv", "n\n1\n");
    w.write("m.csv", "m\n1\n");
    w.write("bad.csv", "n\n1\nx\n2\n3\n");
    for (auto& argument : arguments)
        if (argument.endsWith(".csv")) argument = w.path(argument);
    auto host = w.host("Northwind", arguments);
    QCOMPARE(host->wait(), 1);
    const auto said = host->json();
    QCOMPARE(said["fault"].toString(), fault);
    const auto message = said["message"].toString();
    QVERIFY2(message.contains(happened) && message.endsWith('.'), qPrintable(message));
    // Two sentences at least: what happened, and what it means for the data.
    QVERIFY2(message.count(". ") >= 1, qPrintable(message));
    QVERIFY2(said["next"].toString().contains(next), qPrintable(said["next"].toString()));
    QVERIFY(!w.exists("invitation-1.tacit") || fault == "deadline");
}

QTEST_GUILESS_MAIN(TestCliFaults)
#include "test_cli_faults.moc"
