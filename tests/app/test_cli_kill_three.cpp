// kill -9 among three participants, while they sign and as the run begins: both others name the victim within
// 30 s, and the victim's profile opens again.
#include <signal.h>

#include <QElapsedTimer>
#include <QTest>

#include "cli_support.h"
#include "recording_proxy.h"

using namespace tacit::test;

namespace {

/// One session of three, in which one is killed when the organizer's program says that a moment has come.
class Session {
  public:
    Session(const char* name, const char* moment, bool organizer)
        : name_(name), moment_(moment), organizer_(organizer), port_(freePort()), proxy_(port_) {
        // A slow line to the partners stretches every step that waits for them: seals and shares are almost a
        // second on their way there and back.
        proxy_.delay(400);
        const auto address = [](quint16 port) { return QString("tcp://127.0.0.1:%1").arg(port); };
        w_.write("a.csv", "n\n1\n");
        northwind_ = w_.host(
            "Northwind", {"--question", "total", "--column", "n", "--data", w_.path("a.csv"), "--partners",
                          "2", "--listen", address(port_), "--advertise", address(proxy_.serverPort())});
    }

    /// One look; true once all three have ended.
    bool advance() {
        if (!alder_ && w_.exists("invitation-2.tacit")) {
            alder_ = w_.join("Alder", "invitation-1.tacit", {"--data", w_.path("a.csv")});
            birch_ = w_.join("Birch", "invitation-2.tacit", {"--data", w_.path("a.csv")});
        }
        if (!killed_.isValid() && northwind_->errors().contains(moment_)) {
            (organizer_ ? northwind_ : birch_)->signal(SIGKILL);
            killed_.start();
        }
        const bool ended = alder_ && !alder_->running() && !birch_->running() && !northwind_->running();
        if (ended && took_ < 0 && killed_.isValid()) took_ = killed_.elapsed();
        return ended;
    }

    /// What is not as it must be; empty = nothing.
    QString wrong() {
        if (took_ < 0) return name_ + ": not all have ended; " + northwind_->errors();
        if (took_ >= 30000) return name_ + ": the others took too long";
        auto& victim = organizer_ ? northwind_ : birch_;
        const QString victim_name = organizer_ ? "Northwind" : "Birch";
        if (victim->wait() != -2) return name_ + ": the victim ended by itself; " + victim->errors();
        for (auto* other : {alder_.get(), organizer_ ? birch_.get() : northwind_.get()}) {
            const auto fault = other->json();
            if (other->wait() != 1 || fault["fault"] != "partner-gone" || fault["partner"] != victim_name)
                return name_ + ": " + other->output() + other->errors();
        }
        return w_.profileWorks(victim_name) ? QString() : name_ + ": the victim's profile does not work";
    }

  private:
    QString name_, moment_;
    bool organizer_;
    quint16 port_;
    RecordingProxy proxy_;
    Workspace w_;
    std::unique_ptr<Cli> northwind_, alder_, birch_;
    QElapsedTimer killed_;
    qint64 took_ = -1;
};

}  // namespace

class TestCliKillThree : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void bothOthersNameTheVictim();
};

// All sessions at once, as most of the time is waiting for signs of life.
void TestCliKillThree::bothOthersNameTheVictim() {
    const char *sealing = "Signing the agreement", *run = "Birch: computing";
    std::vector<std::unique_ptr<Session>> sessions;
    sessions.push_back(std::make_unique<Session>("organizer while sealing", sealing, true));
    sessions.push_back(std::make_unique<Session>("partner while sealing", sealing, false));
    sessions.push_back(std::make_unique<Session>("organizer as the run begins", run, true));
    sessions.push_back(std::make_unique<Session>("partner as the run begins", run, false));
    const auto all_ended = [&] {
        bool all = true;
        for (auto& session : sessions) all &= session->advance();
        return all;
    };
    (void)QTest::qWaitFor(all_ended, 90000);
    for (auto& session : sessions) {
        const auto wrong = session->wrong();
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
    }
}

QTEST_GUILESS_MAIN(TestCliKillThree)
#include "test_cli_kill_three.moc"
