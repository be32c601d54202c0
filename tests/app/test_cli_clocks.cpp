// Clocks that are wrong, and invitations that are too old: each is refused with its own fault, and the honest
// session goes on. One side is the real program, the other an engine in this process, whose clock is set.
#include <QJsonArray>
#include <QTest>

#include "cli_support.h"
#include "engine_person.h"

using namespace tacit;
using namespace tacit::test;

namespace {

/// Further than an invitation is valid (three days).
constexpr int far = 96;

QString sumOf(Cli& cli) {
    return cli.json()["columns"].toArray().at(0).toObject()["sum"].toString();
}

}  // namespace

class TestCliClocks : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void organizersClockIsWrong();
    void partnersClockIsWrong();
    void expiredInvitationIsRefusedAndTheSessionGoesOn();
};

void TestCliClocks::organizersClockIsWrong() {
    Workspace w;
    EnginePerson northwind(w.path("Northwind"), "Northwind");
    const auto session = northwind.host(w.write("a.csv", "n\n1.25\n"), 1, w.path("invitation"));
    QVERIFY2(session, qPrintable(northwind.problem));
    w.write("b.csv", "n\n-3\n");

    northwind.clock.wrong_by = far;
    auto refused = w.join("Alder", "invitation-1.tacit", {"--data", w.path("b.csv")});
    QCOMPARE(refused->wait(), 1);
    QCOMPARE(refused->json()["fault"].toString(), "wrong-clock");
    QCOMPARE(refused->json()["partner"].toString(), "Northwind");
    // Both times, so that people see whose is wrong.
    const auto message = refused->json()["message"].toString();
    QVERIFY2(message.contains("clocks") && message.contains("here 20") && message.contains("there 20"),
             qPrintable(message));
    QVERIFY(!refused->json()["next"].toString().isEmpty());
    QVERIFY(session->view().stage == api::Stage::lobby);

    northwind.clock.wrong_by = 0;
    auto honest = w.join("Alder", "invitation-1.tacit", {"--data", w.path("b.csv")});
    QVERIFY2(honest->wait() == 0, qPrintable(honest->errors()));
    QCOMPARE(sumOf(*honest), "-1.75");
    QVERIFY(EnginePerson::reaches(*session, api::Stage::done));
    QCOMPARE(EnginePerson::sum(*session), "-1.75");
}

void TestCliClocks::partnersClockIsWrong() {
    Workspace w;
    w.write("a.csv", "n\n1.25\n");
    const auto data = w.write("b.csv", "n\n-3\n");
    auto host = w.host(
        "Northwind", {"--question", "total", "--column", "n", "--data", w.path("a.csv"), "--partners", "1"});
    QVERIFY2(w.appears("invitation-1.tacit"), qPrintable(host->errors()));

    EnginePerson alder(w.path("Alder"), "Alder");
    alder.clock.wrong_by = far;
    const auto refused = alder.join(w.path("invitation-1.tacit"));
    QVERIFY2(refused, qPrintable(alder.problem));
    QVERIFY(EnginePerson::reaches(*refused, api::Stage::failed));
    QCOMPARE(EnginePerson::fault(*refused), "wrong-clock");
    QVERIFY(host->running());

    auto honest = w.join("Birch", "invitation-1.tacit", {"--data", data});
    QVERIFY2(honest->wait() == 0, qPrintable(honest->errors()));
    QCOMPARE(host->wait(), 0);
    QCOMPARE(sumOf(*host), "-1.75");
    QCOMPARE(sumOf(*honest), "-1.75");
}

void TestCliClocks::expiredInvitationIsRefusedAndTheSessionGoesOn() {
    Workspace w;
    const auto data = w.write("b.csv", "n\n-3\n");
    // The invitations were made four days ago, and one partner came in time.
    EnginePerson northwind(w.path("Northwind"), "Northwind");
    northwind.clock.wrong_by = -far;
    const auto session = northwind.host(w.write("a.csv", "n\n1.25\n"), 2, w.path("invitation"));
    QVERIFY2(session, qPrintable(northwind.problem));
    EnginePerson alder(w.path("Alder"), "Alder");
    alder.clock.wrong_by = -far;
    const auto first = alder.join(w.path("invitation-1.tacit"));
    QVERIFY2(first && alder.agree(*first, data), qPrintable(alder.problem));

    // Today, by both clocks, the other one is too late.
    northwind.clock.wrong_by = 0;
    auto late = w.join("Birch", "invitation-2.tacit", {"--data", data});
    QCOMPARE(late->wait(), 1);
    QCOMPARE(late->json()["fault"].toString(), "invitation-expired");
    QVERIFY2(late->json()["message"].toString().contains("has expired"), qPrintable(late->output()));
    QVERIFY(late->json()["next"].toString().contains("new invitation"));
    QVERIFY(session->view().stage == api::Stage::lobby);
    QVERIFY(first->view().stage == api::Stage::lobby);

    // Back on the day when it was valid, the session of the honest three goes through.
    northwind.clock.wrong_by = -far;
    EnginePerson cedar(w.path("Cedar"), "Cedar");
    cedar.clock.wrong_by = -far;
    const auto second = cedar.join(w.path("invitation-2.tacit"));
    QVERIFY2(second && cedar.agree(*second, data), qPrintable(cedar.problem));
    for (const auto& each : {session, first, second}) {
        QVERIFY2(EnginePerson::reaches(*each, api::Stage::done), qPrintable(EnginePerson::fault(*each)));
        QCOMPARE(EnginePerson::sum(*each), "-4.75");
    }
}

QTEST_GUILESS_MAIN(TestCliClocks)
#include "test_cli_clocks.moc"
