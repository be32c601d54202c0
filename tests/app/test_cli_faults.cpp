// What goes wrong between honest programs: each refusal has its own fault, and the honest session goes on.
#include <signal.h>

#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

#include "cli_support.h"

using namespace tacit::test;

class TestCliFaults : public QObject {
    Q_OBJECT
  private slots:
    void usedInvitationIsRefusedAndTheSessionGoesOn();
    void changedProposalIsRefused();
    void damagedInvitationIsRefused();
    void wrongServerKeyIsAWrongHost();
    void nobodyAnswers();
    void partnerWhoNeverComes();
    void interruptCancelsForAll();
    void profileOpenedTwice();
    void garbageAtThePortDisturbsNobody();

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

QTEST_GUILESS_MAIN(TestCliFaults)
#include "test_cli_faults.moc"
