#include <fcntl.h>
#include <pty.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <QJsonArray>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

#include "app/adapters/database_helpers.h"
#include "cli_support.h"

using namespace tacit::test;

/// tacit-cli with a database in the place of a file.
class TestCliDatabases : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void inspectShowsTables();
    void totalOfDatabaseAndFile();
    void overlapOfDatabases();
    void refusalsAreFaults();
    void aResultNeverReplacesTheDatabase();
    void theQuestionForAPasswordCanBeLeft();
};

namespace {

void makeShop(const Workspace& space) {
    makeSqlite(space.path("shop.db"),
               {"CREATE TABLE pay (email TEXT, department TEXT, amount NUMERIC)",
                "INSERT INTO pay VALUES ('ada@x.org', 'R', -100.5), ('bo@x.org', 'S', 3000000000), "
                "('cy@x.org', 'R', NULL), ('di@x.org', 'S', 0.25)",
                "CREATE TABLE other (n INTEGER)", "INSERT INTO other VALUES (1)"});
}

/// A server of PostgreSQL that asks for a password and does no more (message
/// AuthenticationCleartextPassword).
class AskingServer {
  public:
    AskingServer() {
        QObject::connect(&server_, &QTcpServer::newConnection, [this] {
            auto* guest = server_.nextPendingConnection();
            QObject::connect(guest, &QTcpSocket::readyRead, [guest] {
                guest->readAll();
                guest->write(QByteArray("R\0\0\0\x08\0\0\0\x03", 9));
            });
        });
        QVERIFY(server_.listen(QHostAddress::LocalHost));
    }
    QByteArray address() const {
        return "postgresql://ada@127.0.0.1:" + QByteArray::number(server_.serverPort()) +
               "/shop?sslmode=disable&table=pay";
    }

  private:
    QTcpServer server_;
};

/// tacit-cli inspect at a terminal of its own.
class AtTerminal {
  public:
    explicit AtTerminal(const QByteArray& address) {
        const auto program = QByteArray(TACIT_BIN_DIR "/tacit-cli");
        process_ = ::forkpty(&terminal_, nullptr, nullptr, nullptr);
        if (process_ == 0) {
            ::execl(program, "tacit-cli", "inspect", address.constData(), nullptr);
            ::_exit(127);
        }
        ::fcntl(terminal_, F_SETFL, O_NONBLOCK);
    }
    AtTerminal(const AtTerminal&) = delete;
    AtTerminal& operator=(const AtTerminal&) = delete;
    ~AtTerminal() {
        if (!ended()) {
            ::kill(process_, SIGKILL);
            ::waitpid(process_, nullptr, 0);
        }
        ::close(terminal_);
    }
    bool says(const QByteArray& text) {
        char buffer[1024];
        for (ssize_t n; (n = ::read(terminal_, buffer, sizeof buffer)) > 0;) said_.append(buffer, n);
        return said_.contains(text);
    }
    bool types(const QByteArray& keys) { return ::write(terminal_, keys, keys.size()) == keys.size(); }
    bool ended() {
        if (!ended_) ended_ = ::waitpid(process_, &status_, WNOHANG) == process_;
        return ended_;
    }
    /// Its exit status, or -1 if a signal ended it.
    int status() const { return WIFEXITED(status_) ? WEXITSTATUS(status_) : -1; }

  private:
    int terminal_ = -1, status_ = 0;
    pid_t process_ = -1;
    bool ended_ = false;
    QByteArray said_;
};

}  // namespace

void TestCliDatabases::inspectShowsTables() {
    const Workspace space;
    makeShop(space);
    Cli inspect({"inspect", "sqlite:" + space.path("shop.db") + "?table=pay", "--json"});
    QCOMPARE(inspect.wait(), 0);
    const auto json = inspect.json();
    QCOMPARE(json["sheet"].toString(), QString("pay"));
    const auto amount = json["columns"].toArray().at(2).toObject();
    QCOMPARE(amount["name"].toString(), QString("amount"));
    QCOMPARE(amount["type"].toString(), QString("decimal"));
    QCOMPARE(amount["valid"].toInt(), 3);
    QCOMPARE(amount["blank"].toInt(), 1);
    // The file alone is enough: it is known by its content, and its tables are the sheets.
    Cli sheet({"inspect", space.path("shop.db"), "--sheet", "other", "--json"});
    QCOMPARE(sheet.wait(), 0);
    QCOMPARE(sheet.json()["sheet"].toString(), QString("other"));
}

void TestCliDatabases::totalOfDatabaseAndFile() {
    const Workspace space;
    makeShop(space);
    space.write("birch.csv", "department,amount\nR,1.5\nS,-7\n");
    const auto host =
        space.host("Alder", {"--question", "total", "--column", "amount", "--group", "department", "--data",
                             "sqlite:" + space.path("shop.db") + "?table=pay", "--partners", "1"});
    QVERIFY(space.appears("invitation-1.tacit"));
    const auto join = space.join("Birch", "invitation-1.tacit", {"--data", space.path("birch.csv")});
    QVERIFY2(join->wait() == 0, qPrintable(join->errors()));
    QVERIFY2(host->wait() == 0, qPrintable(host->errors()));
    const auto text = host->output();
    QVERIFY2(text.contains("-99"), qPrintable(text));            // R: -100.5 + 1.5
    QVERIFY2(text.contains("2999999993.25"), qPrintable(text));  // S: 3000000000 + 0.25 - 7
    QCOMPARE(join->output(), text);
}

void TestCliDatabases::overlapOfDatabases() {
    const Workspace space;
    makeShop(space);
    makeSqlite(space.path("mine.db"),
               {"CREATE TABLE people (mail TEXT)",
                "INSERT INTO people VALUES ('BO@x.org '), ('eve@x.org'), ('di@x.org')"});
    const auto host = space.host("Alder", {"--question", "overlap", "--key", "email", "--data",
                                           "sqlite:" + space.path("shop.db") + "?query=SELECT email FROM pay",
                                           "--partners", "1", "--result", space.path("alder.csv")});
    QVERIFY(space.appears("invitation-1.tacit"));
    const auto join =
        space.join("Birch", "invitation-1.tacit",
                   {"--data", space.path("mine.db"), "--sheet", "people", "--map", "email=mail"});
    QVERIFY2(join->wait() == 0, qPrintable(join->errors()));
    QVERIFY2(host->wait() == 0, qPrintable(host->errors()));
    QCOMPARE(host->json()["count"].toInt(), 2);
    QCOMPARE(space.read("alder.csv"), QByteArray("email\nbo@x.org\ndi@x.org\n"));
}

void TestCliDatabases::refusalsAreFaults() {
    const Workspace space;
    makeShop(space);
    Cli missing({"inspect", "sqlite:" + space.path("shop.db") + "?table=wages", "--json"});
    QCOMPARE(missing.wait(), 1);
    QCOMPARE(missing.json()["fault"].toString(), QString("database-refused"));
    QVERIFY(missing.json()["message"].toString().contains("\"other\", \"pay\""));
    Cli secret({"inspect", "postgresql://ada:hunter2@localhost/shop?table=pay", "--json"});
    QCOMPARE(secret.wait(), 1);
    QVERIFY(secret.json()["message"].toString().contains("TACIT_DATABASE_PASSWORD"));
    QVERIFY(!(secret.output() + secret.errors()).contains("hunter2"));
}

void TestCliDatabases::aResultNeverReplacesTheDatabase() {
    const Workspace space;
    makeShop(space);
    const auto before = space.read("shop.db");
    for (const auto& data : {space.path("shop.db"), "sqlite:" + space.path("shop.db") + "?table=pay"}) {
        const auto host = space.host("Alder", {"--question", "overlap", "--key", "email", "--data", data,
                                               "--partners", "1", "--result", space.path("shop.db")});
        QCOMPARE(host->wait(), 1);
        QCOMPARE(host->json()["fault"].toString(), QString("usage"));
    }
    QCOMPARE(space.read("shop.db"), before);
}

void TestCliDatabases::theQuestionForAPasswordCanBeLeft() {
    const AskingServer server;
    AtTerminal person(server.address());
    QTRY_VERIFY_WITH_TIMEOUT(person.says("Password for the database"), 20'000);
    QVERIFY(person.types("sec\x03"));
    QTRY_VERIFY_WITH_TIMEOUT(person.ended(), 20'000);
    QVERIFY(person.status() > 0);
    QVERIFY(!person.says("sec"));
}

QTEST_GUILESS_MAIN(TestCliDatabases)
#include "test_cli_databases.moc"
