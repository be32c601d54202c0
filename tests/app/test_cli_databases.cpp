#include <fcntl.h>
#include <pty.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <QJsonArray>
#include <QJsonDocument>
#include <QSet>
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
    void inspectShowsWhatIsAsked();
    void totalOfGroupsIsThatOfRows();
    void totalOfGroupsThatCountAsTheirRows_data();
    void totalOfGroupsThatCountAsTheirRows();
    void overlapOfGroupsIsThatOfRows();
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

void TestCliDatabases::inspectShowsWhatIsAsked() {
    const Workspace space;
    makeShop(space);
    const auto address = "sqlite:" + space.path("shop.db") +
                         "?table=pay&where=amount,at-least,-100.5&group=department&sum=amount&count=*";
    const QString asked =
        "SELECT \"department\",\n       SUM(\"amount\") AS \"sum of amount\",\n       COUNT(*) AS \"number "
        "of rows\"\n"
        "FROM \"pay\"\nWHERE (\"amount\" >= -100.5 AND TYPEOF(\"amount\") <> 'text')\nGROUP BY "
        "\"department\"";
    Cli json({"inspect", address, "--json"});
    QCOMPARE(json.wait(), 0);
    QCOMPARE(json.json()["statement"].toString(), asked);
    QCOMPARE(json.json()["columns"].toArray().at(1).toObject()["name"].toString(), QString("sum of amount"));
    Cli text({"inspect", address});
    QCOMPARE(text.wait(), 0);
    QVERIFY2(text.output().contains("asked of the database:\n    SELECT \"department\",\n"),
             qPrintable(text.output()));
    QVERIFY(text.output().contains("\n    GROUP BY \"department\"\n"));
    QVERIFY(!json.json()["columns"].toArray().at(1).toObject().contains("counts_in"));
    Cli rows({"inspect", address + "&group-counts-as=its-rows", "--json"});
    QCOMPARE(rows.wait(), 0);
    QVERIFY(rows.json()["statement"].toString().contains("AS \"count of amount\""));
    const auto sum = rows.json()["columns"].toArray().at(1).toObject();
    QCOMPARE(sum["name"].toString(), QString("sum of amount"));
    QCOMPARE(sum["counts_in"].toString(), QString("count of amount"));
    Cli rowsText({"inspect", address + "&group-counts-as=its-rows"});
    QCOMPARE(rowsText.wait(), 0);
    QVERIFY(rowsText.output().contains("each counts as many rows as \"count of amount\" says"));
    Cli unknown({"inspect", "sqlite:" + space.path("shop.db") + "?table=pay&group=team", "--json"});
    QCOMPARE(unknown.wait(), 1);
    QCOMPARE(unknown.json()["fault"].toString(), QString("database-refused"));
    QVERIFY(unknown.json()["message"].toString().contains("\"email\", \"department\", \"amount\""));
}

namespace {

/// Orders of customers, several each, as a table and as a file; keys in different spellings.
struct Orders {
    explicit Orders(const Workspace& space) {
        QByteArray file = "email,team,amount\n";
        QStringList rows;
        const QStringList teams{"North", "South", "East"};
        for (int i = 0; i < 300; ++i) {
            const auto email = QString(i % 2 == 0 ? "P%1@x.org" : "p%1@x.org").arg(i % 40);
            const auto& team = teams[i % 3];
            // Beyond what a binary number holds, and below zero.
            const auto amount =
                QString::number(i % 5 == 0 ? -9007199254740993 - i : 12345678901234 + 7919LL * i);
            const bool blank = i % 11 == 3;
            file += (email + ',' + team + ',' + (blank ? QString() : amount) + '\n').toUtf8();
            rows << "('" + email + "', '" + team + "', " + (blank ? QString("NULL") : amount) + ')';
        }
        csv = space.write("orders.csv", file);
        makeSqlite(space.path("orders.db"), {"CREATE TABLE orders (email TEXT, team TEXT, amount INTEGER)",
                                             "INSERT INTO orders VALUES " + rows.join(", ")});
        table = "sqlite:" + space.path("orders.db") + "?table=orders";
    }
    QString csv, table;
};

}  // namespace

void TestCliDatabases::totalOfGroupsIsThatOfRows() {
    const Workspace space;
    const Orders orders(space);
    space.write("birch.csv", "team,amount\nNorth,1\nEast,-9007199254740993\nSouth,\n");
    const auto sums = [&](const QString& data, const QString& column) {
        QFile::remove(space.path("invitation-1.tacit"));
        const auto host = space.host("Alder", {"--question", "total", "--column", column, "--group", "team",
                                               "--data", data, "--partners", "1"});
        if (!space.appears("invitation-1.tacit")) return host->errors();
        const auto join = space.join("Birch", "invitation-1.tacit",
                                     {"--data", space.path("birch.csv"), "--map", column + "=amount"});
        if (join->wait() != 0 || host->wait() != 0) return join->errors() + host->errors();
        QStringList out;
        const auto columns = host->json()["columns"].toArray();
        for (const auto& one : columns) {
            const auto groups = one.toObject()["categories"].toArray();
            for (const auto& group : groups)
                out << group.toObject()["category"].toString() + ' ' + group.toObject()["sum"].toString();
            out << one.toObject()["sum"].toString();
        }
        out.sort();  // categories come in the order of the rows
        return out.join('\n');
    };
    const auto rows = sums(orders.csv, "amount");
    QCOMPARE(rows.count('\n'), 3);
    QCOMPARE(sums(orders.table + "&group=team&sum=amount", "sum of amount"), rows);
}

void TestCliDatabases::totalOfGroupsThatCountAsTheirRows_data() {
    QTest::addColumn<QStringList>("asked");
    const QStringList byTeam{"--group", "team"};
    QTest::newRow("plain") << QStringList();
    QTest::newRow("categories") << byTeam;
    QTest::newRow("rules") << QStringList{"--minimum-contributors", "2", "--minimum-group", "200"};
    // East alone has too few values, and more groups than would be few.
    QTest::newRow("categories and rules")
        << byTeam + QStringList{"--minimum-contributors", "2", "--minimum-group", "60"};
    QTest::newRow("statistics") << byTeam + QStringList{"--statistic", "median"};
}

void TestCliDatabases::totalOfGroupsThatCountAsTheirRows() {
    QFETCH(QStringList, asked);
    const Workspace space;
    QStringList rows;
    QSet<QString> filled;  // groups
    const QStringList teams{"North", "north ", "NORTH", "South", "south", "East"};
    for (int i = 0; i < 300; ++i) {
        const auto cents = (i * 7919) % 200'000 - 130'000;  // mostly below zero
        const auto group = QString("'P%1@x.org', '%2'").arg(i % 25).arg(teams[i % teams.size()]);
        const bool blank = i % 7 == 3;
        if (!blank) filled << group;
        rows << '(' + group + ", " + (blank ? QString("NULL") : QString::number(cents / 100.0, 'f', 2)) + ')';
    }
    // A group without a single number.
    rows << "('none@x.org', 'South', NULL)";
    makeSqlite(space.path("orders.db"), {"CREATE TABLE orders (email TEXT, team TEXT, amount DECIMAL(9,2))",
                                         "INSERT INTO orders VALUES " + rows.join(", ")});
    space.write("alder.csv", "team,amount\nNorth,1.25\nEast,-7\nSouth,\nSouth,0.5\n");
    QString said;  // before the run, to whom it concerns
    const auto answer = [&](const QString& options, const QString& column) {
        QFile::remove(space.path("invitation-1.tacit"));
        const auto host =
            space.host("Alder", QStringList{"--question", "total", "--column", "amount", "--data",
                                            space.path("alder.csv"), "--partners", "1"} +
                                    asked);
        if (!space.appears("invitation-1.tacit")) return host->errors();
        const auto join =
            space.join("Birch", "invitation-1.tacit",
                       {"--data", "sqlite:" + space.path("orders.db") + "?table=orders" + options, "--map",
                        "amount=" + column});
        if (join->wait() != 0 || host->wait() != 0) return join->errors() + host->errors();
        said = join->errors();
        return join->output() == host->output() ? host->output() : QString("two answers");
    };
    const auto ofRows = answer({}, "amount");
    QVERIFY2(ofRows.contains("\"mean\":\"-"), qPrintable(ofRows));
    QCOMPARE(ofRows.contains("hidden"), asked.contains("60"));
    const QString groups = "&group=email,team&sum=amount";
    QCOMPARE(answer(groups + "&group-counts-as=its-rows", "sum of amount"), ofRows);
    const auto counted = QString("257 numbers in %1 groups").arg(filled.size());
    QVERIFY2(said.contains(counted) && !said.contains("counts as one row"), qPrintable(said));
    // Whoever does not say so has groups counted: the same sums, where these are shown, and another mean.
    const auto ofGroups = answer(groups, "sum of amount");
    QVERIFY2(ofGroups.contains("\"columns\"") && ofGroups != ofRows, qPrintable(ofGroups));
    QVERIFY2(said.contains("counts as one row: count and mean of \"sum of amount\" are those of groups"),
             qPrintable(said));
    if (!asked.isEmpty()) return;
    QCOMPARE(answer(groups + "&count=amount&group-counts-as=one-row", "sum of amount"), ofGroups);
    const auto column = [](const QString& json) {
        return QJsonDocument::fromJson(json.toUtf8())["columns"][0].toObject();
    };
    QCOMPARE(column(ofGroups)["sum"], column(ofRows)["sum"]);
    QCOMPARE(column(ofGroups)["count"].toInt(), filled.size() + 3);
    QCOMPARE(column(ofRows)["count"].toInt(), 300 - 43 + 3);
}

void TestCliDatabases::overlapOfGroupsIsThatOfRows() {
    const Workspace space;
    const Orders orders(space);
    QByteArray partner = "email\n";
    for (int i = 20; i < 60; ++i) partner += "P" + QByteArray::number(i) + "@X.org\n";
    space.write("birch.csv", partner);
    const auto matched = [&](const QString& data) {
        QFile::remove(space.path("invitation-1.tacit"));
        QFile::remove(space.path("rows.csv"));
        const auto host = space.host("Alder", {"--question", "overlap", "--key", "email", "--data", data,
                                               "--partners", "1", "--result", space.path("rows.csv")});
        if (!space.appears("invitation-1.tacit")) return std::pair(-1, QSet<QByteArray>());
        const auto join = space.join("Birch", "invitation-1.tacit", {"--data", space.path("birch.csv")});
        if (join->wait() != 0 || host->wait() != 0) return std::pair(-1, QSet<QByteArray>());
        QSet<QByteArray> keys;
        for (const auto& line : space.read("rows.csv").split('\n')) keys << line.split(',').first();
        return std::pair(host->json()["count"].toInt(), keys);
    };
    const auto rows = matched(orders.csv);
    QCOMPARE(rows.first, 20);
    QVERIFY(matched(orders.table + "&group=email&sum=amount") == rows);
    QVERIFY(matched(orders.table + "&columns=email") == rows);
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
