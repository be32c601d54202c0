#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <chrono>
#include <thread>

#include "adapters/database_address.h"
#include "adapters/sql_databases.h"
#include "app/adapters/database_helpers.h"
#include "app/adapters/database_reads.h"
#include "table/load.h"

using namespace tacit;
using namespace tacit::adapters;
using test::makeSqlite;
using test::mustRefuse;
using test::Read;

/// Databases as sources of tables: their addresses, and SQLite itself. Servers have test_database_servers.
class TestDatabases : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void addressesAreRead();
    void badAddresses_data();
    void badAddresses();
    void oneSelectAndNothingElse_data();
    void oneSelectAndNothingElse();
    void cellsStayAsTheyAre();
    void binaryNumbersAreAsInWorkbooks();
    void tablesAreSheets();
    void viewsAndQueries();
    void theFileIsNotChanged();
    void whatIsNoDatabase();
    void rowsOfNullsAreRows();
    void partsAreRead();
    void readingIsCancelled();
    void statementsWithoutRowsAreCancelled();
    void namesOfTablesAreQuoted();
};

namespace {

Read readAddress(const QString& address, const table::ImportOptions& options = {},
                 const std::stop_token& stop = {}, const table::Progress& progress = {}) {
    SqlDatabases databases;
    TACIT_ASSIGN(auto opened, databases.open(address.toStdString(), {}, stop));
    return table::load(opened, options, stop, progress);
}

/// Columns by '|', rows by '/'.
QString shown(const table::Dataset& table) {
    QStringList rows;
    for (std::size_t r = 0; r < table.rows(); ++r) {
        QStringList cells;
        for (std::size_t c = 0; c < table.columns().size(); ++c)
            cells << QString::fromUtf8(table.cell(r, c).data(),
                                       static_cast<qsizetype>(table.cell(r, c).size()));
        rows << cells.join('|');
    }
    return rows.join('/');
}

}  // namespace

void TestDatabases::addressesAreRead() {
    const auto file = parseDatabaseAddress("sqlite:my%3Ffile.db?table=pay");
    QVERIFY(file.ok());
    QCOMPARE(file->database, QString("my?file.db"));
    QCOMPARE(file->table, QString("pay"));
    const auto server =
        parseDatabaseAddress("postgresql://ada%40alder@[::1]:5433/shop?sslmode=require&table=public.pay");
    QVERIFY(server.ok());
    QCOMPARE(server->user, QString("ada@alder"));
    QCOMPARE(server->host, QString("::1"));
    QCOMPARE(server->port, 5433);
    QCOMPARE(server->database, QString("shop"));
    QCOMPARE(server->sslMode, QString("require"));
    QCOMPARE(server->table, QString("public.pay"));
    QCOMPARE(QString::fromStdString(server->name()), QString("shop on ::1"));
    const auto socket = parseDatabaseAddress("postgres:///shop?host=/run/postgresql&user=ada");
    QVERIFY(socket.ok());
    QCOMPARE(socket->host, QString("/run/postgresql"));
    QCOMPARE(socket->user, QString("ada"));
    const auto source =
        parseDatabaseAddress("odbc:Driver=SQLite3;Database=/x.db?query=SELECT 'a%20&b' FROM t ; ");
    QVERIFY(source.ok());
    QCOMPARE(source->database, QString("Driver=SQLite3;Database=/x.db"));
    QCOMPARE(source->query, QString("SELECT 'a%20&b' FROM t"));
    QCOMPARE(QString::fromStdString(source->name()), QString("x.db"));
    QVERIFY(!isDatabaseAddress("./sqlite.csv"));
}

void TestDatabases::badAddresses_data() {
    QTest::addColumn<QString>("address");
    QTest::addColumn<QString>("part");
    QTest::newRow("no file") << "sqlite:?table=a"
                             << "names no file";
    QTest::newRow("no server") << "postgresql:shop"
                               << "incomplete";
    QTest::newRow("no database") << "postgresql://host"
                                 << "no database";
    QTest::newRow("port") << "postgresql://host:hunter2/shop"
                          << "port";
    QTest::newRow("password of a user") << "postgresql://ada:hunter2@host/shop"
                                        << "holds a password";
    QTest::newRow("password as option") << "postgresql://host/shop?password=hunter2"
                                        << "holds a password";
    QTest::newRow("password of a source") << "odbc:DSN=a;Pwd=hunter2?table=b"
                                          << "holds a password";
    QTest::newRow("secret of a source") << "odbc:Driver=a;PRIV_KEY_FILE_PWD = hunter2?table=b"
                                        << "holds a password";
    QTest::newRow("unknown option") << "sqlite:a.db?tabel=hunter2"
                                    << "option";
    QTest::newRow("option of others") << "sqlite:a.db?user=hunter2"
                                      << "option";
    QTest::newRow("no value") << "sqlite:a.db?table="
                              << "no value";
    QTest::newRow("both") << "sqlite:a.db?table=a&query=SELECT 1"
                          << "both";
    QTest::newRow("no source") << "odbc:?table=a"
                               << "no data source";
    QTest::newRow("sslmode") << "postgresql://h/d?sslmode=hunter2"
                             << "sslmode";
}

void TestDatabases::badAddresses() {
    QFETCH(QString, address);
    QFETCH(QString, part);
    const auto read = readAddress(address);
    mustRefuse(read, part);
    QVERIFY(read.error().detail.find("hunter2") == std::string::npos);
}

void TestDatabases::oneSelectAndNothingElse_data() {
    QTest::addColumn<QString>("query");
    QTest::addColumn<bool>("good");
    QTest::newRow("select") << "SELECT 1" << true;
    QTest::newRow("lower case, semicolon at the end") << "\n select a from b; \n" << true;
    QTest::newRow("comments in front") << "-- a\n/* b */ SELECT(1)" << true;
    QTest::newRow("with") << "WITH a AS (SELECT 1) SELECT * FROM a" << true;
    QTest::newRow("two") << "SELECT 1; DROP TABLE a" << false;
    QTest::newRow("in quotes") << "SELECT ';'" << false;
    QTest::newRow("delete") << "DELETE FROM a" << false;
    QTest::newRow("hidden delete") << "/* SELECT */ DELETE FROM a" << false;
    QTest::newRow("a longer word") << "SELECTED" << false;
    QTest::newRow("pragma") << "PRAGMA user_version = 3" << false;
    QTest::newRow("attach") << "ATTACH 'x' AS y" << false;
    QTest::newRow("nothing") << "" << false;
    QTest::newRow("a comment alone") << "-- SELECT 1" << false;
}

void TestDatabases::oneSelectAndNothingElse() {
    QFETCH(QString, query);
    QFETCH(bool, good);
    QCOMPARE(oneSelect(query, DatabaseKind::sqlite).ok(), good);
    QCOMPARE(oneSelect(query, DatabaseKind::postgresql).ok(), good);
    QCOMPARE(oneSelect(query, DatabaseKind::odbc).ok(), good && !query.startsWith("WITH"));
}

void TestDatabases::cellsStayAsTheyAre() {
    QTemporaryDir folder;
    const auto file = folder.filePath("values.db");
    makeSqlite(
        file,
        {"CREATE TABLE t (id INTEGER, amount TEXT, code TEXT, due TEXT, note TEXT)",
         "INSERT INTO t VALUES (9223372036854775807, '-123456789012.345678', '007', '2024-03-01', 'Köln')",
         "INSERT INTO t VALUES (-9223372036854775808, '0.10', '042', '2024-02-29', 'a\n\"b\"')",
         "INSERT INTO t VALUES (3000000000, NULL, '100', '1999-12-31', '')",
         "INSERT INTO t VALUES (0, '  ', '200', NULL, NULL)"});
    MUST_READ(table, "sqlite:" + file);
    QCOMPARE(shown(table), QString("9223372036854775807|-123456789012.345678|007|2024-03-01|Köln/"
                                   "-9223372036854775808|0.10|042|2024-02-29|a\n\"b\"/"
                                   "3000000000||100|1999-12-31|/0|  |200||"));
    QCOMPARE(table.columns()[0].name, std::string("id"));
    QCOMPARE(table.columns()[1].type, table::Type::decimal);
    QCOMPARE(table.columns()[1].blank, 2u);
    QCOMPARE(table.columns()[2].type, table::Type::text);
    QCOMPARE(table.columns()[3].type, table::Type::date);
    QCOMPARE(table.kind(0, 0), table::CellKind::number);
    QCOMPARE(table.kind(0, 1), table::CellKind::text);
    const auto amounts = table::numeric_column(table, 1);
    QVERIFY(amounts.ok());
    QCOMPARE(amounts->count, 2u);
    QCOMPARE(amounts->values[0]->text(), std::string("-123456789012.345678"));
    QCOMPARE(table.file_name(), std::string("values.db"));
    QCOMPARE(table.origin().path, std::filesystem::path(file.toStdString()));
    QCOMPARE(table.origin().format, std::string("SQLite database"));
}

void TestDatabases::binaryNumbersAreAsInWorkbooks() {
    QTemporaryDir folder;
    const auto file = folder.filePath("values.db");
    makeSqlite(file, {"CREATE TABLE t (x REAL, y)", "INSERT INTO t VALUES (0.1, x'00ff')",
                      "INSERT INTO t VALUES (0.1 + 0.2, x'01')", "INSERT INTO t VALUES (-1e-7, NULL)",
                      "INSERT INTO t VALUES (12345678901234567890.0, NULL)",
                      "INSERT INTO t VALUES (9e999, NULL)", "INSERT INTO t VALUES (-2.5, NULL)"});
    MUST_READ(table, "sqlite:" + file);
    QCOMPARE(shown(table), QString("0.1|\\x00ff/0.3|\\x01/-0.0000001|/12345678901234567000|/inf|/-2.5|"));
    // The seventh place, the magnitude, the word and what was said about digits and bytes: each is listed.
    QCOMPARE(table.columns()[0].valid, 3u);
    QCOMPARE(table.columns()[0].invalid, 3u);
    QStringList issues;
    for (const auto& issue : table.issues()) issues << QString::fromStdString(issue.cell);
    QCOMPARE(issues.join(' '), QString("B2 A4 A5 A5 A6"));
}

void TestDatabases::tablesAreSheets() {
    QTemporaryDir folder;
    const auto file = folder.filePath("shop.sqlite");
    makeSqlite(file,
               {"CREATE TABLE pay (n INTEGER)", "INSERT INTO pay VALUES (1)", "CREATE TABLE \"a b\" (m TEXT)",
                "INSERT INTO \"a b\" VALUES ('x')", "CREATE VIEW seen AS SELECT n + 1 AS more FROM pay"});
    SqlDatabases databases;
    QVERIFY(databases.knows(file.toStdString()));  // by content: its name says nothing
    QVERIFY(!databases.knows(folder.filePath("other.sqlite").toStdString()));
    MUST_READ(first, file);
    QCOMPARE(first.sheet(), std::string("a b"));
    QCOMPARE(first.origin().sheets, (std::vector<std::string>{"a b", "pay", "seen"}));
    table::ImportOptions options;
    options.sheet = "pay";
    MUST_READ(chosen, file, options);
    QCOMPARE(shown(chosen), QString("1"));
    MUST_READ(named, "sqlite:" + file + "?table=PAY");
    QCOMPARE(named.origin().sheets, std::vector<std::string>{"pay"});
    mustRefuse(readAddress("sqlite:" + file + "?table=wages"), "\"a b\", \"pay\", \"seen\"");
}

void TestDatabases::viewsAndQueries() {
    QTemporaryDir folder;
    const auto file = folder.filePath("shop.db");
    makeSqlite(file, {"CREATE TABLE pay (n INTEGER, who TEXT)", "INSERT INTO pay VALUES (3, 'a'), (-5, 'b')",
                      "CREATE VIEW seen AS SELECT n * 2 AS twice FROM pay"});
    MUST_READ(view, "sqlite:" + file + "?table=seen");
    QCOMPARE(shown(view), QString("6/-10"));
    MUST_READ(query, "sqlite:" + file +
                         "?query=SELECT who, sum(n) AS total FROM pay WHERE who LIKE '%62' OR n < 0"
                         " GROUP BY who ORDER BY 1 -- at the end");
    QCOMPARE(shown(query), QString("b|-5"));
    QCOMPARE(query.sheet(), std::string("query"));
    QCOMPARE(query.columns()[1].name, std::string("total"));
    mustRefuse(readAddress("sqlite:" + file + "?query=SELECT absent FROM pay"), "no such column: absent");
}

void TestDatabases::theFileIsNotChanged() {
    QTemporaryDir folder;
    const auto path = folder.filePath("shop.db");
    makeSqlite(path, {"CREATE TABLE pay (n INTEGER)", "INSERT INTO pay VALUES (3)"});
    const auto bytes = [&] {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    };
    const auto before = bytes();
    mustRefuse(readAddress("sqlite:" + path + "?query=DELETE FROM pay"), "no SELECT");
    mustRefuse(readAddress("sqlite:" + path + "?query=WITH a AS (SELECT 1) DELETE FROM pay"), "readonly");
    mustRefuse(readAddress("sqlite:" + path + "?query=SELECT n FROM pay; DELETE FROM pay"), "semicolon");
    MUST_READ(table, "sqlite:" + path + "?table=pay");
    QCOMPARE(shown(table), QString("3"));
    QCOMPARE(bytes(), before);
    QCOMPARE(QDir(folder.path()).entryList(QDir::Files), QStringList{"shop.db"});
}

void TestDatabases::whatIsNoDatabase() {
    QTemporaryDir folder;
    mustRefuse(readAddress("sqlite:" + folder.filePath("none.db")), "is not there");
    QVERIFY(!QFile::exists(folder.filePath("none.db")));
    mustRefuse(readAddress("sqlite:" + folder.path()), "no file");
    QFile text(folder.filePath("text.db"));
    QVERIFY(text.open(QIODevice::WriteOnly));
    text.write(QByteArray(4096, 'x'));
    text.close();
    mustRefuse(readAddress("sqlite:" + text.fileName()), "not a database");
    makeSqlite(folder.filePath("empty.db"), {"CREATE TABLE a (b)", "DROP TABLE a"});
    mustRefuse(readAddress("sqlite:" + folder.filePath("empty.db")), "no table");
    // Torn in the middle: said, and not a shorter table.
    const auto torn = folder.filePath("torn.db");
    makeSqlite(torn, {"CREATE TABLE a (b TEXT)",
                      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000) "
                      "INSERT INTO a SELECT printf('%0100d', i) FROM n"});
    QFile file(torn);
    QVERIFY(file.open(QIODevice::ReadWrite));
    QVERIFY(file.size() > 400000);
    file.seek(300000);
    file.write(QByteArray(100000, '\xff'));
    file.close();
    mustRefuse(readAddress("sqlite:" + torn), "malformed");
}

void TestDatabases::rowsOfNullsAreRows() {
    QTemporaryDir folder;
    const auto file = folder.filePath("a.db");
    makeSqlite(file, {"CREATE TABLE a (b INTEGER, c TEXT)",
                      "INSERT INTO a VALUES (NULL, NULL), (1, NULL), (NULL, NULL)"});
    MUST_READ(table, "sqlite:" + file);
    QCOMPARE(table.rows(), 3u);
    QCOMPARE(table.columns()[0].blank, 2u);
    QCOMPARE(table.columns()[1].type, table::Type::empty);
}

void TestDatabases::partsAreRead() {
    QTemporaryDir folder;
    const auto file = folder.filePath("a.db");
    makeSqlite(file,
               {"CREATE TABLE a (b INTEGER, c TEXT)", "INSERT INTO a VALUES (1, 'x'), (2, 'y'), (3, 'z')"});
    table::ImportOptions options;
    options.range.last_row = 3;
    MUST_READ(few, "sqlite:" + file, options);
    QCOMPARE(shown(few), QString("1|x/2|y"));
    options.range = {};
    options.range.last_column = 0;
    MUST_READ(narrow, "sqlite:" + file, options);
    QCOMPARE(shown(narrow), QString("1/2/3"));
}

void TestDatabases::readingIsCancelled() {
    QTemporaryDir folder;
    const auto file = folder.filePath("a.db");
    makeSqlite(file, {"CREATE TABLE a (b INTEGER)"});
    std::stop_source stop;
    std::uint64_t calls = 0;
    const auto endless =
        "sqlite:" + file +
        "?query=WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n";
    const auto read =
        readAddress(endless, {}, stop.get_token(), [&](std::uint64_t done, std::uint64_t total) {
            QCOMPARE(total, 0u);
            if (++calls == 5) {
                QVERIFY(done > 0);
                stop.request_stop();
            }
        });
    QVERIFY(!read.ok());
    QCOMPARE(read.error().fault, Fault::cancelled);
    QCOMPARE(calls, 5u);
}

void TestDatabases::statementsWithoutRowsAreCancelled() {
    QTemporaryDir folder;
    const auto file = folder.filePath("a.db");
    makeSqlite(file, {"CREATE TABLE a (b INTEGER)"});
    const auto endless =
        "sqlite:" + file +
        "?query=WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n";
    // Before the statement begins, as soon as it may have begun, and when it runs for sure.
    for (const int after : {-1, 0, 1, 20, 200}) {
        std::stop_source stop;
        std::jthread person;
        if (after < 0) stop.request_stop();
        if (after >= 0)
            person = std::jthread([&stop, after] {
                std::this_thread::sleep_for(std::chrono::milliseconds(after));
                stop.request_stop();
            });
        const auto read = readAddress(endless, {}, stop.get_token());
        QVERIFY(!read.ok());
        QCOMPARE(read.error().fault, Fault::cancelled);
    }
    // The database is as usable as before.
    MUST_READ(after, "sqlite:" + file + "?query=SELECT 7 AS n");
    QCOMPARE(shown(after), QString("7"));
}

void TestDatabases::namesOfTablesAreQuoted() {
    QTemporaryDir folder;
    const auto file = folder.filePath("a.db");
    const QString name = "x\"; DROP TABLE y";
    makeSqlite(file, {"CREATE TABLE \"x\"\"; DROP TABLE y\" (b INTEGER)",
                      "INSERT INTO \"x\"\"; DROP TABLE y\" VALUES (7)", "CREATE TABLE y (b INTEGER)"});
    MUST_READ(table, "sqlite:" + file + "?table=" + name);
    QCOMPARE(shown(table), QString("7"));
}

QTEST_GUILESS_MAIN(TestDatabases)
#include "test_databases.moc"
