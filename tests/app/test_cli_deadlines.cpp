// The lobby waits for people, the run for programs: each has a limit of its own.
#include <signal.h>

#include <QTest>

#include "cli_support.h"
#include "engine_person.h"

using namespace tacit;
using namespace tacit::test;

class TestCliDeadlines : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void lobbyMayWaitLongerThanTheRun();
    void lobbyEndsAtItsOwnDeadline();
    void organizerEndsARunThatWaitsTooLong();
    void partnerKeepsToTheDeadlineOfTheProposal();

  private:
    static api::Draft draft(const Workspace& w, int partners) {
        api::Draft draft;
        draft.title = "Test session";
        draft.question = api::TotalQuestion{{"n"}};
        draft.partners = static_cast<std::uint16_t>(partners);
        draft.invitation_prefix = w.path("invitation").toStdString();
        return draft;
    }
};

void TestCliDeadlines::lobbyMayWaitLongerThanTheRun() {
    Workspace w;
    const auto data = w.write("a.csv", "n\n1\n");
    EnginePerson northwind(w.path("Northwind"), "Northwind");
    auto question = draft(w, 1);
    question.deadline = std::chrono::seconds(4);
    question.lobby_deadline = std::chrono::hours(1);
    const auto session = northwind.host(question, data);
    QVERIFY2(session, qPrintable(northwind.problem));
    QTest::qWait(6000);
    QVERIFY(session->view().stage == api::Stage::lobby);
    auto partner = w.join("Alder", "invitation-1.tacit", {"--data", data});
    QVERIFY2(partner->wait() == 0, qPrintable(partner->errors()));
    QVERIFY(EnginePerson::reaches(*session, api::Stage::done));
    QCOMPARE(EnginePerson::sum(*session), "2");
}

void TestCliDeadlines::lobbyEndsAtItsOwnDeadline() {
    Workspace w;
    EnginePerson northwind(w.path("Northwind"), "Northwind");
    auto question = draft(w, 1);
    question.deadline = std::chrono::hours(1);
    question.lobby_deadline = std::chrono::seconds(2);
    const auto session = northwind.host(question, w.write("a.csv", "n\n1\n"));
    QVERIFY2(session, qPrintable(northwind.problem));
    QVERIFY(EnginePerson::reaches(*session, api::Stage::failed));
    QCOMPARE(EnginePerson::fault(*session), "deadline");
    QCOMPARE(session->view().fault->partner, std::string("Partner 1"));
}

void TestCliDeadlines::organizerEndsARunThatWaitsTooLong() {
    Workspace w;
    const auto data = w.write("a.csv", "n\n1\n");
    EnginePerson northwind(w.path("Northwind"), "Northwind");
    auto question = draft(w, 2);
    question.deadline = std::chrono::seconds(4);
    question.lobby_deadline = std::chrono::hours(1);
    const auto session = northwind.host(question, data);
    QVERIFY2(session, qPrintable(northwind.problem));
    auto birch = w.join("Birch", "invitation-2.tacit", {"--data", data});
    QTRY_VERIFY_WITH_TIMEOUT(session->view().participants[2].state == api::ParticipantState::ready, 30000);
    // It has agreed, and will not sign the roster.
    birch->signal(SIGSTOP);
    auto alder = w.join("Alder", "invitation-1.tacit", {"--data", data});
    QVERIFY(EnginePerson::reaches(*session, api::Stage::failed));
    QCOMPARE(EnginePerson::fault(*session), "deadline");
    QCOMPARE(session->view().fault->partner, std::string("Birch"));
    QCOMPARE(alder->wait(), 1);
    QCOMPARE(alder->json()["fault"].toString(), "deadline");
    birch->signal(SIGKILL);
}

void TestCliDeadlines::partnerKeepsToTheDeadlineOfTheProposal() {
    Workspace w;
    const auto data = w.write("a.csv", "n\n1\n");
    auto host = w.host("Northwind", {"--question", "total", "--column", "n", "--data", data, "--partners",
                                     "2", "--deadline", "8"});
    QVERIFY2(w.appears("invitation-2.tacit"), qPrintable(host->errors()));
    auto birch = w.join("Birch", "invitation-2.tacit", {"--data", data});
    QVERIFY2(host->says("Birch: agreed"), qPrintable(host->errors()));
    birch->signal(SIGSTOP);
    auto alder = w.join("Alder", "invitation-1.tacit", {"--data", data, "--deadline", "300"});
    QVERIFY2(alder->says("Signing the agreement"), qPrintable(alder->errors()));
    // Alone with its own clock: it would wait 300 seconds, but all have signed for eight.
    host->signal(SIGSTOP);
    QCOMPARE(alder->wait(30000), 1);
    QCOMPARE(alder->json()["fault"].toString(), "deadline");
    host->signal(SIGKILL);
    birch->signal(SIGKILL);
}

QTEST_GUILESS_MAIN(TestCliDeadlines)
#include "test_cli_deadlines.moc"
