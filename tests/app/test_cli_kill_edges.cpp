// kill -9 at both edges of a session. Before a partner is known: the other side says so within 30 s where it
// waits for somebody it has met, and the session goes on where it has met nobody. Behind the result: who has
// it keeps it, and says whose signature is missing.
#include <signal.h>

#include <QElapsedTimer>
#include <QJsonArray>
#include <QTest>

#include "cli_support.h"
#include "net/transport.h"
#include "recording_proxy.h"
#include "session/identity.h"
#include "session/invitation.h"
#include "session/pairing.h"
#include "session/receipt.h"

using namespace tacit;
using namespace tacit::test;

class TestCliKillEdges : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void othersNameWhomTheyWaitFor();
    void partnerWhileItConnects();
    void organizerBehindTheResult();

  private:
    static std::unique_ptr<Cli> killOrganizerWhileAPartnerConnects(const Workspace& w);
    static bool claimAndVanish(const QByteArray& text);
    static std::unique_ptr<Cli> host(const Workspace& w) {
        w.write("a.csv", "n\n1\n");
        return w.host("Northwind",
                      {"--question", "total", "--column", "n", "--data", w.path("a.csv"), "--partners", "1"});
    }
};

/// The partner, which is left alone.
std::unique_ptr<Cli> TestCliKillEdges::killOrganizerWhileAPartnerConnects(const Workspace& w) {
    auto victim = host(w);
    if (!w.appears("invitation-1.tacit")) return nullptr;
    // A stopped program still accepts connections, by its system, and answers nothing.
    victim->signal(SIGSTOP);
    auto partner = w.join("Alder", "invitation-1.tacit", {"--data", w.path("a.csv")});
    if (!partner->says("Connecting")) return nullptr;
    QTest::qWait(300);
    victim->signal(SIGKILL);
    return victim->wait() == -2 ? std::move(partner) : nullptr;
}

/// What tacit-cli does first with an invitation, and then no more: as if it was killed right there.
bool TestCliKillEdges::claimAndVanish(const QByteArray& text) {
    const auto invitation = session::Invitation::decode(as_view(text.toStdString()));
    if (!invitation) return false;
    crypto::SystemRandom random;
    const auto signing = crypto::SigningKey::generate(random);
    const auto curve = crypto::CurveKey::generate(random);
    const auto now = SystemClock().wall();
    const auto card = session::IdentityCard::issue(signing, "Alder", "Bo", curve.public_key(), now);
    if (!card) return false;
    const auto pairing = session::PartnerPairing::begin(*invitation, *card, signing, curve, now, random);
    net::ConnectOptions options;
    options.endpoints = invitation->endpoints;
    options.host_key = invitation->proposal.organizer.curve_key;
    const auto keys = invitation->pairing_keys();
    const auto reply =
        net::PartnerTransport::pair(options, keys.curve, pairing.request(), std::chrono::seconds(15), {});
    return reply.ok() && pairing.finish(*reply).ok();
}

void TestCliKillEdges::othersNameWhomTheyWaitFor() {
    // Two sessions side by side, as most of the time is waiting.
    Workspace connecting, claimed;
    auto organizer = host(claimed);
    auto partner = killOrganizerWhileAPartnerConnects(connecting);
    QElapsedTimer timer;
    timer.start();
    QVERIFY(partner != nullptr);
    QVERIFY2(claimed.appears("invitation-1.tacit"), qPrintable(organizer->errors()));
    QVERIFY2(claimAndVanish(claimed.read("invitation-1.tacit")), "the claim was not welcomed");

    QVERIFY2(partner->wait(30000) == 1, qPrintable(partner->errors()));
    QCOMPARE(partner->json()["fault"].toString(), "unreachable");
    QCOMPARE(partner->json()["partner"].toString(), "Northwind");
    QVERIFY2(partner->json()["message"].toString().contains("tcp://127.0.0.1:"),
             qPrintable(partner->output()));
    QVERIFY2(organizer->wait(30000) == 1, qPrintable(organizer->errors()));
    QVERIFY(timer.elapsed() < 30000);
    QCOMPARE(organizer->json()["fault"].toString(), "partner-gone");
    QCOMPARE(organizer->json()["partner"].toString(), "Alder");
    QVERIFY(connecting.profileWorks("Northwind"));
}

void TestCliKillEdges::partnerWhileItConnects() {
    Workspace w;
    auto organizer = host(w);
    QVERIFY2(w.appears("invitation-1.tacit"), qPrintable(organizer->errors()));
    organizer->signal(SIGSTOP);
    auto victim = w.join("Alder", "invitation-1.tacit", {"--data", w.path("a.csv")});
    QVERIFY2(victim->says("Connecting"), qPrintable(victim->errors()));
    QTest::qWait(300);
    victim->signal(SIGKILL);
    QCOMPARE(victim->wait(), -2);
    organizer->signal(SIGCONT);
    // Nobody has come yet: the invitation is as good as before, and the profile opens again.
    auto again = w.join("Alder", "invitation-1.tacit", {"--data", w.path("a.csv")});
    QVERIFY2(again->wait() == 0, qPrintable(again->errors()));
    QCOMPARE(organizer->wait(), 0);
}

void TestCliKillEdges::organizerBehindTheResult() {
    Workspace w;
    w.write("a.csv", "n\n1\n");
    const auto port = freePort();
    // The partner's word that it has finished is on its way for a while, and so is the answer.
    RecordingProxy proxy(port);
    proxy.delay(300);
    const auto address = [](quint16 p) { return QString("tcp://127.0.0.1:%1").arg(p); };
    auto victim =
        w.host("Northwind", {"--question", "total", "--column", "n", "--data", w.path("a.csv"), "--partners",
                             "1", "--listen", address(port), "--advertise", address(proxy.serverPort())});
    QVERIFY2(w.appears("invitation-1.tacit"), qPrintable(victim->errors()));
    auto partner = w.join("Alder", "invitation-1.tacit",
                          {"--data", w.path("a.csv"), "--receipt", w.path("receipt.json")});
    const QString connected = "Signing the agreement";
    QTRY_VERIFY_WITH_TIMEOUT(partner->errors().contains(connected) || !partner->running(), 30000);
    proxy.delay(1000);  // not before: the transport gives a handshake less time
    QTRY_VERIFY_WITH_TIMEOUT(
        partner->errors().contains("until everybody has finished") || !partner->running(), 30000);
    victim->signal(SIGKILL);
    QCOMPARE(victim->wait(), -2);
    QTRY_VERIFY_WITH_TIMEOUT(!partner->running(), 30000);
    QVERIFY2(partner->wait() == 0, qPrintable(partner->errors()));
    QCOMPARE(partner->json()["columns"].toArray().at(0).toObject()["sum"].toString(), "2");
    QVERIFY2(partner->errors().contains("signed only by Alder. No confirmation came from Northwind."),
             qPrintable(partner->errors()));
    const auto receipt = session::Receipt::from_json(w.read("receipt.json").toStdString());
    QVERIFY(receipt.ok() && receipt->outcomes.empty() && !receipt->fault);
    QVERIFY(w.profileWorks("Alder"));
}

QTEST_GUILESS_MAIN(TestCliKillEdges)
#include "test_cli_kill_edges.moc"
