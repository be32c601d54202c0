#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <thread>

#include "adapters/sql_databases.h"
#include "app/adapters/database_helpers.h"
#include "app/adapters/database_reads.h"
#include "support/other_programs.h"
#include "table/load.h"

using namespace tacit;
using namespace tacit::adapters;
using test::mustRefuse;
using test::PostgresServer;
using test::Read;

/// A real server of PostgreSQL, and ODBC with the drivers of SQLite and PostgreSQL, as sources of tables.
class TestDatabaseServers : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void initTestCase();
    void typesOfPostgresql();
    void exactNumbersOfPostgresql();
    void tablesOfSchemas();
    void queriesOfPostgresql();
    void partsOfPostgresql();
    void exactGroupsOfPostgresql();
    void nothingIsChanged();
    void passwords();
    void manyRows();
    void aLongStatementIsCancelled();
    void aConnectionThatBreaksIsSaid();
    void typesThroughOdbc_data();
    void typesThroughOdbc();
    void exactNumbersThroughOdbc();
    void partsThroughOdbc_data();
    void partsThroughOdbc();
    void exactGroupsThroughOdbc();
    void timesThatSummerTimeSkips();
    void sourcesOfOdbc();
    void odbcChangesNothing();
    void cleanupTestCase();

  private:
    void sql(const QStringList& statements) {
        test::runStatements("QPSQL", "postgres", statements, server_->socketFolder(), "tacit");
    }
    QString one(const QString& statement);
    QString here(const QString& what) const { return server_->address() + '&' + what; }
    QString odbcPostgres(const QString& what) const {
        return "odbc:Driver=" + psqlDriver_ + ";Servername=" + server_->socketFolder() +
               ";Database=postgres;UserName=tacit?" + what;
    }

    std::unique_ptr<PostgresServer> server_;
    QString sqliteDriver_, psqlDriver_;
};

namespace {

Read readAddress(const QString& address, const std::string& password = {}, const std::stop_token& stop = {},
                 const table::Progress& progress = {}, const AskPassword& ask = {}) {
    SqlDatabases databases;
    databases.askWith(ask);
    TACIT_ASSIGN(auto opened, databases.open(address.toStdString(), password, stop));
    return table::load(opened, {}, stop, progress);
}

QString cell(const table::Dataset& table, std::size_t row, std::size_t column) {
    return QString::fromUtf8(table.cell(row, column).data(),
                             static_cast<qsizetype>(table.cell(row, column).size()));
}

QStringList rowOf(const table::Dataset& table, std::size_t row) {
    QStringList out;
    for (std::size_t c = 0; c < table.columns().size(); ++c) out << cell(table, row, c);
    return out;
}

QStringList columnOf(const table::Dataset& table, std::size_t column) {
    QStringList out;
    for (std::size_t r = 0; r < table.rows(); ++r) out << cell(table, r, column);
    return out;
}

QString kindsOf(const table::Dataset& table, std::size_t row) {
    QString out;
    for (std::size_t c = 0; c < table.columns().size(); ++c)
        out += "etnbxd"[static_cast<int>(table.kind(row, c))];  // empty, text, number, boolean, error, date
    return out;
}

}  // namespace

void TestDatabaseServers::initTestCase() {
    NEED(PostgresServer::found(), "PostgreSQL (postgresql)");
    sqliteDriver_ = test::findFile("/usr/lib/*/odbc/libsqlite3odbc.so").value_or(QString());
    psqlDriver_ = test::findFile("/usr/lib/*/odbc/psqlodbcw.so").value_or(QString());
    NEED(!sqliteDriver_.isEmpty(), "the ODBC driver of SQLite (libsqliteodbc)");
    NEED(!psqlDriver_.isEmpty(), "the ODBC driver of PostgreSQL (odbc-postgresql)");
    server_ = std::make_unique<PostgresServer>();
    QVERIFY2(server_->start(), qPrintable(server_->problem()));
}

QString TestDatabaseServers::one(const QString& statement) {
    QString out;
    {
        auto connection = QSqlDatabase::addDatabase("QPSQL", "test-asker");
        connection.setDatabaseName("postgres");
        connection.setHostName(server_->socketFolder());
        if (connection.open("tacit", {})) {
            QSqlQuery query(connection);
            if (query.exec(statement) && query.next()) out = query.value(0).toString();
        }
    }
    QSqlDatabase::removeDatabase("test-asker");
    return out;
}

void TestDatabaseServers::typesOfPostgresql() {
    sql({"CREATE DOMAIN amount AS numeric(12,3)", "CREATE TYPE mood AS ENUM ('sad', 'ok')",
         "CREATE TABLE types (i2 smallint, i8 bigint, n numeric, d amount, f8 double precision, f4 real, "
         "b boolean, day date, moment timestamp, zoned timestamptz, t text, c char(5), m mood, u uuid, y "
         "bytea, "
         "j jsonb, a int[], w interval)",
         "INSERT INTO types VALUES (-32768, 9223372036854775807, -0.10, 1234567.500, 0.1, 0.1, true, "
         "'2024-03-01', '2024-03-31 02:30:00', '2024-03-31 02:30:00+02', 'Köln \"1,5\"', 'ab', 'ok', "
         "'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', '\\x00ff', '{\"k\": 1}', '{1,2}', '1 day')",
         "INSERT INTO types (i8, b, moment) VALUES (-9223372036854775808, false, '2024-03-01 00:00:00')",
         "INSERT INTO types (n, f8, day) VALUES ('NaN', '-Infinity', '0044-03-15 BC')"});
    MUST_READ(table, here("table=types"));
    QCOMPARE(rowOf(table, 0),
             (QStringList{"-32768", "9223372036854775807", "-0.10", "1234567.500", "0.1", "0.1", "TRUE",
                          "2024-03-01", "2024-03-31T02:30:00", "2024-03-31T00:30:00+00", "Köln \"1,5\"", "ab",
                          "ok", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11", "\\x00ff", "{\"k\": 1}", "{1,2}",
                          "1 day"}));
    QCOMPARE(kindsOf(table, 0), QString("nnnnnnbdddtttttttt"));
    QCOMPARE(rowOf(table, 1).join('|'), QString("|-9223372036854775808|||||FALSE||2024-03-01|||||||||"));
    // What is no number and no day of this calendar stays as it is, and is listed where the column has
    // better.
    QCOMPARE(rowOf(table, 2).join('|'), QString("||NaN||-Infinity|||0044-03-15 BC||||||||||"));
    QCOMPARE(kindsOf(table, 2), QString("eeteteeteeeeeeeeee"));
    QCOMPARE(table.origin().format, std::string("PostgreSQL database"));
    QVERIFY(table.origin().path.empty());
}

void TestDatabaseServers::exactNumbersOfPostgresql() {
    const QStringList numbers{
        "-999999999999999999.999999", "999999999999999999.999999", "-0.000001",         "0.000000",
        "-123456789012345.678901",    "100000000000000000.000010", "-3000000000.000000"};
    sql({"CREATE TABLE numbers (n numeric(24,6))",
         "INSERT INTO numbers VALUES (" + numbers.join("), (") + ")"});
    MUST_READ(table, here("table=numbers"));
    QCOMPARE(columnOf(table, 0), numbers);
    QCOMPARE(table.columns()[0].type, table::Type::decimal);
    QCOMPARE(table.columns()[0].invalid, 0u);
    const auto values = table::numeric_column(table, 0);
    QVERIFY(values.ok());
    table::Decimal sum;
    for (const auto& value : values->values) sum += *value;
    // The server's own sum, as text: -23456792012345.678892.
    QCOMPARE(QString::fromStdString(sum.text()), one("SELECT sum(n)::text FROM numbers"));
}

void TestDatabaseServers::tablesOfSchemas() {
    sql({"CREATE SCHEMA \"Other one\"", "CREATE TABLE \"Other one\".pay (n int)",
         "INSERT INTO \"Other one\".pay VALUES (5)", "CREATE TABLE pay (n int)", "INSERT INTO pay VALUES (3)",
         "CREATE VIEW seen AS SELECT n + 1 AS m FROM pay",
         "CREATE MATERIALIZED VIEW kept AS SELECT n + 2 AS m FROM pay",
         "CREATE TABLE \"a\"\"b\" (\"x\"\"y\" int, \"x.y\" int)", "INSERT INTO \"a\"\"b\" VALUES (1, 2)"});
    const auto first = [&](const QString& table) {
        const auto read = readAddress(here("table=" + table));
        return read.ok() ? rowOf(**read, 0).join('|') : QString::fromStdString(read.error().detail);
    };
    QCOMPARE(first("pay"), QString("3"));
    QCOMPARE(first("public.pay"), QString("3"));
    QCOMPARE(first("Other one.pay"), QString("5"));
    QCOMPARE(first("seen"), QString("4"));
    QCOMPARE(first("kept"), QString("5"));
    QCOMPARE(first("a\"b"), QString("1|2"));
    MUST_READ(quoted, here("table=a\"b"));
    QCOMPARE(quoted.columns()[0].name, std::string("x\"y"));
    MUST_READ(all, server_->address());
    const auto& sheets = all.origin().sheets;
    for (const auto* name : {"pay", "seen", "kept", "Other one.pay"})
        QVERIFY2(std::find(sheets.begin(), sheets.end(), name) != sheets.end(), name);
    mustRefuse(readAddress(here("table=wages")), "\"pay\"");
    mustRefuse(readAddress(here("table=pg_class")), "no table or view");
}

void TestDatabaseServers::queriesOfPostgresql() {
    MUST_READ(query,
              here("query=WITH a AS (SELECT generate_series(1, 3) AS i) SELECT i, i, sum(i) OVER () AS s "
                   "FROM a WHERE i::text LIKE '%3' OR i & 1 = 1 ORDER BY i -- comment"));
    QCOMPARE(rowOf(query, 0), (QStringList{"1", "1", "4"}));
    QCOMPARE(query.rows(), 2u);
    QCOMPARE(query.columns()[1].name, std::string("i (2)"));
    // A sum of bigint is numeric, and arrives digit by digit.
    MUST_READ(
        sum,
        here("query=SELECT sum(x) AS s FROM (VALUES (9223372036854775807), (9223372036854775807)) AS v(x)"));
    QCOMPARE(cell(sum, 0, 0), QString("18446744073709551614"));
    mustRefuse(readAddress(here("query=SELECT nothing FROM nowhere")), "nowhere");
    mustRefuse(readAddress(here("query=SELECT 1/0 AS a")), "division by zero");
    mustRefuse(readAddress(here("query=SELECT 10/(3-i) AS a FROM generate_series(-5000, 3) AS i")),
               "division by zero");
}

void TestDatabaseServers::partsOfPostgresql() {
    sql(
        {"CREATE TABLE parts (who text, code char(4), n int, amount numeric, f real, b boolean, due date, "
         "moment "
         "timestamp, u uuid)",
         "INSERT INTO parts VALUES ('ada', 'a', 1, 0.10, 0.1, true, '2024-02-29', '2024-02-29 23:59:59', "
         "'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'), ('bo''s \\x', 'b', -2, -5, 2, false, '2024-03-01', "
         "'2024-03-01', NULL), "
         "('  ', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL), ('5%_', 'd', 7, 1e30, 1, NULL, NULL, NULL, "
         "NULL)"});
    const auto part = [&](const QString& options) {
        const auto read = readAddress(here("table=parts&columns=who&" + options));
        if (!read.ok()) return QString::fromStdString(read.error().detail);
        auto names = columnOf(**read, 0);
        names.sort();
        return names.join('|');
    };
    const QString bo = "bo's \\x";
    QCOMPARE(part("where=who,equals,bo's%20%5Cx"), bo);
    QCOMPARE(part("where=who,contains,%5C"), bo);
    QCOMPARE(part("where=who,contains,%25_"), QString("5%_"));
    QCOMPARE(part("where=who,empty"), QString("  "));
    QCOMPARE(part("where=code,equals,a"), QString("ada"));
    QCOMPARE(part("where=n,between,-2,1"), "ada|" + bo);
    QCOMPARE(part("where=amount,equals,0.1"), QString("ada"));
    QCOMPARE(part("where=amount,at-least,1000000000000000000000000000000"), QString("5%_"));
    QCOMPARE(part("where=f,equals,0.1"), QString("ada"));
    QCOMPARE(part("where=b,equals,true"), QString("ada"));
    QCOMPARE(part("where=b,empty&where=n,not-empty"), QString("5%_"));
    QCOMPARE(part("where=due,at-most,2024-02-29"), QString("ada"));
    QCOMPARE(part("where=moment,equals,2024-02-29"), QString("ada"));
    QCOMPARE(part("where=moment,at-least,2024-03-01"), bo);
    QCOMPARE(part("where=u,contains,9c0b"), QString("ada"));
    QVERIFY(part("where=n,equals,1.5.1").contains("holds numbers"));
    QVERIFY(part("where=due,equals,tomorrow").contains("is no day"));
    QVERIFY(part("where=salary,equals,1").contains("\"who\", \"code\", \"n\""));
    MUST_READ(table, here("table=parts&columns=n,who&where=n,at-least,7"));
    QCOMPARE(rowOf(table, 0), (QStringList{"7", "5%_"}));
    QCOMPARE(QString::fromStdString(table.origin().statement),
             QString("SELECT \"n\",\n       \"who\"\nFROM \"public\".\"parts\"\nWHERE \"n\" >= 7"));
    // Also where the server is set up to read backslashes.
    sql({"ALTER ROLE tacit SET standard_conforming_strings TO off"});
    const auto backslash = part("where=who,equals,bo's%20%5Cx");
    sql({"ALTER ROLE tacit RESET standard_conforming_strings"});
    QCOMPARE(backslash, bo);
}

void TestDatabaseServers::exactGroupsOfPostgresql() {
    sql(
        {"CREATE TABLE sums (k text, i int, l bigint, n numeric(24,6), f4 real, f8 double precision, due "
         "date)",
         "INSERT INTO sums VALUES ('a', 2147483647, 9223372036854775807, -999999999999999999.999999, 0.1, "
         "0.1, "
         "'2024-03-01'), ('a', 2147483647, 9223372036854775807, 0.000001, 16777216, 0.2, '2024-02-29'), "
         "('b', NULL, NULL, NULL, NULL, NULL, NULL)"});
    MUST_READ(table,
              here("table=sums&group=k&sum=i,l,n,f4,f8&squares=i&count=*,i,due&minimum=due&maximum=n"));
    const auto a = rowOf(table, columnOf(table, 0).indexOf("a"));
    QCOMPARE(
        a, (QStringList{"a", "4294967294", "18446744073709551614", "-999999999999999999.999998", "16777216.1",
                        "0.3", "9223372028264841218", "2", "2", "2", "2024-02-29", "0.000001"}));
    const auto b = rowOf(table, columnOf(table, 0).indexOf("b"));
    QCOMPARE(b, (QStringList{"b", "", "", "", "", "", "", "1", "0", "0", "", ""}));
    QCOMPARE(QString::fromStdString(table.columns()[6].name), QString("sum of squares of i"));
    // Said of both binary columns, and of no other sum.
    QStringList said;
    for (const auto& issue : table.issues())
        if (issue.problem.find("binary numbers") != std::string::npos) said << QString(issue.cell[0]);
    said.sort();
    QCOMPARE(said.join(' '), QString("E F"));
    // As many as there are rows with a number, whatever the type.
    MUST_READ(asRows, here("table=sums&group=k&sum=i,n,f4,f8&group-counts-as=its-rows"));
    for (const std::size_t column : {1u, 3u, 5u, 7u}) {
        const auto numbers = table::numeric_column(asRows, column);
        QVERIFY2(numbers.ok(), numbers.ok() ? "" : numbers.error().detail.c_str());
        QCOMPARE(numbers->count, std::uint64_t{2});
    }
    // A long name is not cut as the server cuts it.
    const auto name = QString(55, 'x');
    sql({"CREATE TABLE wide (k text, " + name + " int)", "INSERT INTO wide VALUES ('a', 1)"});
    MUST_READ(wide, here("table=wide&group=k&squares=" + name));
    QCOMPARE(QString::fromStdString(wide.columns()[1].name), "sum of squares of " + name);
}

void TestDatabaseServers::nothingIsChanged() {
    sql({"CREATE TABLE kept_as_is (n int)", "INSERT INTO kept_as_is VALUES (1)", "CREATE SEQUENCE steps",
         "CREATE FUNCTION add_one() RETURNS int LANGUAGE sql AS 'INSERT INTO kept_as_is VALUES (2) RETURNING "
         "n'"});
    mustRefuse(readAddress(here("query=SELECT add_one() AS n")), "read-only transaction");
    mustRefuse(readAddress(here("query=SELECT nextval('steps') AS n")), "read-only transaction");
    mustRefuse(readAddress(here("query=WITH a AS (DELETE FROM kept_as_is RETURNING n) SELECT n FROM a")),
               "top level");
    mustRefuse(readAddress(here("query=SELECT n INTO copied FROM kept_as_is")), "INTO");
    mustRefuse(readAddress(here("query=SELECT n FROM kept_as_is FOR UPDATE")), "FOR UPDATE");
    mustRefuse(readAddress(here("query=SELECT 1) AS a; COMMIT; DROP TABLE kept_as_is; --")), "semicolon");
    mustRefuse(readAddress(here("query=DROP TABLE kept_as_is")), "no SELECT");
    QCOMPARE(one("SELECT count(*) FROM kept_as_is"), QString("1"));
    QCOMPARE(one("SELECT is_called FROM steps"), QString("false"));
    QCOMPARE(one("SELECT count(*) FROM pg_class WHERE relname = 'copied'"), QString("0"));
}

void TestDatabaseServers::passwords() {
    sql({"CREATE ROLE guarded LOGIN PASSWORD 'hunter 2''\\'", "CREATE TABLE of_guarded (n int)",
         "INSERT INTO of_guarded VALUES (9)", "GRANT SELECT ON of_guarded TO guarded",
         "CREATE TABLE of_others (n int)"});
    const auto address = server_->address("guarded") + "&table=of_guarded";
    MUST_READ(right, address, "hunter 2'\\");
    QCOMPARE(cell(right, 0, 0), QString("9"));
    const auto wrong = readAddress(address, "swordfish");
    mustRefuse(wrong, "cannot be opened");
    QVERIFY(wrong.error().detail.find("swordfish") == std::string::npos);
    mustRefuse(readAddress(address), "password");
    qputenv("TACIT_DATABASE_PASSWORD", "hunter 2'\\");
    const auto fromEnvironment = readAddress(address);
    qunsetenv("TACIT_DATABASE_PASSWORD");
    QVERIFY(fromEnvironment.ok());
    int asked = 0;
    const auto ask = [&](const std::string& database) -> std::optional<std::string> {
        ++asked;
        return database == "postgres on " + server_->socketFolder().toStdString() ? "hunter 2'\\" : "";
    };
    MUST_READ(answered, address, {}, {}, {}, ask);
    QCOMPARE(asked, 1);
    QCOMPARE(answered.file_name(), "postgres on " + server_->socketFolder().toStdString());
    // Nobody is asked where no password is wanted, nor for what no password helps.
    QVERIFY(readAddress(here("table=of_guarded"), {}, {}, {}, ask).ok());
    mustRefuse(readAddress("postgresql:///nowhere?host=/nonexistent&user=tacit", {}, {}, {}, ask),
               "cannot be opened");
    QCOMPARE(asked, 1);
    mustRefuse(readAddress(server_->address("guarded") + "&table=of_others", "hunter 2'\\"),
               "no table or view");
}

void TestDatabaseServers::manyRows() {
    sql(
        {"CREATE TABLE many AS SELECT i, (i - 60000) * 1.25 AS n, 'k' || i AS k FROM generate_series(1, "
         "120001) AS i"});
    MUST_READ(table, here("table=many"));
    QCOMPARE(table.rows(), 120001u);
    QCOMPARE(table.columns()[2].distinct, 120001u);
    const auto values = table::numeric_column(table, 1);
    QVERIFY(values.ok());
    table::Decimal sum;
    for (const auto& value : values->values) sum += *value;
    QCOMPARE(sum.micros(), table::Int128{150001250000});  // 120001 * 1.25
}

void TestDatabaseServers::aLongStatementIsCancelled() {
    // Without a cancel it would run for an hour.
    for (const auto* query : {"query=SELECT pg_sleep(3600) AS slow",
                              "query=SELECT pg_sleep(0.01) AS slow, i FROM "
                              "generate_series(1, 360000) AS i"}) {
        std::stop_source stop;
        std::jthread person([&](const std::stop_token&) {
            while (
                one("SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'FETCH%' AND state = 'active'") ==
                "0")
                std::this_thread::yield();
            stop.request_stop();
        });
        const auto read = readAddress(here(query), {}, stop.get_token());
        QVERIFY(!read.ok());
        QCOMPARE(read.error().fault, Fault::cancelled);
    }
    QTRY_COMPARE(one("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'tacit'"), QString("0"));
}

void TestDatabaseServers::aConnectionThatBreaksIsSaid() {
    bool cut = false;
    const auto read =
        readAddress(here("query=SELECT i FROM generate_series(1, 1000000) AS i"), {}, {},
                    [&](std::uint64_t done, std::uint64_t) {
                        if (done < 10000 || std::exchange(cut, true)) return;
                        one("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE "
                            "application_name = 'tacit'");
                    });
    QVERIFY(cut);
    mustRefuse(read, "does not give the rows");
}

void TestDatabaseServers::typesThroughOdbc_data() {
    QTest::addColumn<bool>("postgres");
    QTest::newRow("SQLite") << false;
    QTest::newRow("PostgreSQL") << true;
}

void TestDatabaseServers::typesThroughOdbc() {
    QFETCH(bool, postgres);
    const QStringList statements{
        "CREATE TABLE through_odbc (i integer, l bigint, f double precision, day date, t varchar(20), "
        "long_text text)",
        "INSERT INTO through_odbc VALUES (-2147483648, 9223372036854775807, -0.1, '2024-02-29', 'Köln €', '" +
            QString(70000, 'x') + "é')",
        "INSERT INTO through_odbc VALUES (NULL, NULL, NULL, NULL, NULL, NULL)",
        "INSERT INTO through_odbc VALUES (2147483647, -9223372036854775808, 123456789.25, '1999-12-31', "
        "'007', '')"};
    QTemporaryDir folder;
    const auto file = folder.filePath("a.db");
    if (postgres)
        sql(statements);
    else
        test::makeSqlite(file, statements);
    const auto address = postgres
                             ? odbcPostgres("table=through_odbc")
                             : "odbc:Driver=" + sqliteDriver_ + ";Database=" + file + "?table=through_odbc";
    MUST_READ(table, address);
    QCOMPARE(rowOf(table, 0), (QStringList{"-2147483648", "9223372036854775807", "-0.1", "2024-02-29",
                                           "Köln €", QString(70000, 'x') + "é"}));
    QCOMPARE(rowOf(table, 1), (QStringList{"", "", "", "", "", ""}));
    QCOMPARE(rowOf(table, 2),
             (QStringList{"2147483647", "-9223372036854775808", "123456789.25", "1999-12-31", "007", ""}));
    QCOMPARE(table.columns()[3].type, table::Type::date);
    QCOMPARE(table.columns()[4].type, table::Type::text);
    QCOMPARE(table.origin().format, std::string("ODBC data source"));
}

void TestDatabaseServers::exactNumbersThroughOdbc() {
    sql({"CREATE TABLE odbc_numbers (a numeric(5,2), b numeric(24,6), c numeric(18,0), m money)",
         "INSERT INTO odbc_numbers VALUES (-123.45, -999999999999999999.999999, -123456789012345678, "
         "'-1234.56')",
         "INSERT INTO odbc_numbers VALUES (999.99, 0.000001, 999999999999999999, '0.10')",
         "INSERT INTO odbc_numbers VALUES (-0.01, NULL, 0, NULL)"});
    MUST_READ(table, odbcPostgres("query=SELECT a, b, c FROM odbc_numbers"));
    QCOMPARE(columnOf(table, 0), (QStringList{"-123.45", "999.99", "-0.01"}));
    QCOMPARE(columnOf(table, 1), (QStringList{"-999999999999999999.999999", "0.000001", ""}));
    QCOMPARE(columnOf(table, 2), (QStringList{"-123456789012345678", "999999999999999999", "0"}));
    for (const auto& column : table.columns()) QCOMPARE(column.invalid, 0u);
}

void TestDatabaseServers::partsThroughOdbc_data() {
    typesThroughOdbc_data();
}

void TestDatabaseServers::partsThroughOdbc() {
    QFETCH(bool, postgres);
    const QStringList statements{
        "CREATE TABLE odbc_parts (who varchar(20), n integer, l bigint, due date)",
        "INSERT INTO odbc_parts VALUES ('O''Brien', 1, 9007199254740993, '2024-02-29'), ('5%_!', -2, "
        "-3000000000, '2024-03-01'), ('', NULL, NULL, NULL), ('O''Brien', 3000, 9007199254740994, "
        "'2024-03-02')"};
    QTemporaryDir folder;
    const auto file = folder.filePath("a.db");
    if (postgres)
        sql(statements);
    else
        test::makeSqlite(file, statements);
    const auto address = postgres
                             ? odbcPostgres("table=odbc_parts&")
                             : "odbc:Driver=" + sqliteDriver_ + ";Database=" + file + "?table=odbc_parts&";
    const auto part = [&](const QString& options) {
        const auto read = readAddress(address + "columns=n,who&" + options);
        if (!read.ok()) return QString::fromStdString(read.error().detail);
        auto numbers = columnOf(**read, 0);
        numbers.sort();
        return numbers.join('|');
    };
    QCOMPARE(part("where=who,equals,O'Brien"), QString("1|3000"));
    QCOMPARE(part("where=who,contains,5%25_!"), QString("-2"));
    QCOMPARE(part("where=who,contains,%25%25"), QString());
    QCOMPARE(part("where=who,not-empty&where=n,at-most,1"), QString("-2|1"));
    QCOMPARE(part("where=who,empty"), QString(""));
    QCOMPARE(part("where=due,at-most,2024-02-29"), QString("1"));
    QCOMPARE(part("where=due,one-of,2024-02-29,2024-03-02"), QString("1|3000"));
    // Its driver would cut such numbers.
    const auto sums = address + "group=who&sum=n,l&count=*,n&squares=n&maximum=l&where=n,not-empty";
    if (!postgres) return mustRefuse(readAddress(sums), "as an SQLite file");
    MUST_READ(asRows, sums + "&group-counts-as=its-rows");
    const auto numbers = table::numeric_column(asRows, 1);
    QVERIFY(numbers.ok());
    QCOMPARE(numbers->count, std::uint64_t{3});
    QCOMPARE(numbers->counts.size(), asRows.rows());
    MUST_READ(groups, sums);
    QCOMPARE(rowOf(groups, columnOf(groups, 0).indexOf("O'Brien")),
             (QStringList{"O'Brien", "3001", "18014398509481987", "2", "2", "9000001", "9007199254740994"}));
    QCOMPARE(QString::fromStdString(groups.columns()[2].name), QString("sum of l"));
}

void TestDatabaseServers::exactGroupsThroughOdbc() {
    sql(
        {"CREATE TABLE odbc_sums (k varchar(5), a numeric(5,2), b numeric(24,6), c numeric, l bigint, f "
         "real, d double "
         "precision)",
         "INSERT INTO odbc_sums VALUES ('a', -123.45, -999999999999999999.999999, 0.00000001, "
         "9223372036854775807, "
         "16777216, 0.1), ('a', 0.01, 0.000001, 0.00000001, 9223372036854775807, 0.1, 0.2)"});
    MUST_READ(table, odbcPostgres("table=odbc_sums&group=k&sum=a,b,c,l,f,d&maximum=c&squares=a"));
    QCOMPARE(rowOf(table, 0),
             (QStringList{"a", "-123.44", "-999999999999999999.999998", "0.00000002", "18446744073709551614",
                          "16777216.1", "0.3", "0.00000001", "15239.9026"}));
    // A number without limits is not cut to the places that the driver says.
    MUST_READ(rows, odbcPostgres("table=odbc_sums&columns=c"));
    QCOMPARE(columnOf(rows, 0), (QStringList{"0.00000001", "0.00000001"}));
    QVERIFY(readAddress(odbcPostgres("table=odbc_sums&where=k,equals,%5C")).ok());
}

void TestDatabaseServers::timesThatSummerTimeSkips() {
    const auto before = qgetenv("TZ");
    qputenv("TZ", "Europe/Berlin");
    sql({"CREATE TABLE times (moment timestamp)",
         "INSERT INTO times VALUES ('2024-03-31 02:30:00'), ('2024-10-27 02:30:00'), ('2024-07-01 "
         "00:00:00')"});
    const auto read = readAddress(odbcPostgres("table=times"));
    before.isEmpty() ? qunsetenv("TZ") : qputenv("TZ", before);
    // Qt knows no half past two on that day in Berlin: then the table is refused, never changed.
    if (!read.ok()) return mustRefuse(read, "nothing readable for the column \"moment\" of row 1");
    QCOMPARE(columnOf(**read, 0), (QStringList{"2024-03-31T02:30:00", "2024-10-27T02:30:00", "2024-07-01"}));
}

void TestDatabaseServers::sourcesOfOdbc() {
    QTemporaryDir folder;
    test::makeSqlite(folder.filePath("a.db"), {"CREATE TABLE pay (n integer)", "INSERT INTO pay VALUES (4)",
                                               "CREATE VIEW seen AS SELECT n FROM pay"});
    QFile sources(folder.filePath("odbc.ini"));
    QVERIFY(sources.open(QIODevice::WriteOnly));
    sources.write(
        ("[shop]\nDriver=" + sqliteDriver_ + "\nDatabase=" + folder.filePath("a.db") + "\n").toUtf8());
    sources.close();
    qputenv("ODBCINI", sources.fileName().toUtf8());
    MUST_READ(table, "odbc:shop?table=pay");
    QCOMPARE(cell(table, 0, 0), QString("4"));
    QCOMPARE(table.file_name(), std::string("shop"));
    MUST_READ(all, "odbc:shop");
    QCOMPARE(all.origin().sheets, (std::vector<std::string>{"pay", "seen"}));
    mustRefuse(readAddress("odbc:shop?table=wages"), "\"pay\"");
    const auto nowhere = readAddress("odbc:nowhere?user=ada&table=pay", "swordfish");
    qunsetenv("ODBCINI");
    mustRefuse(nowhere, "\"nowhere\" cannot be opened");
    QVERIFY(nowhere.error().detail.find("swordfish") == std::string::npos);
}

void TestDatabaseServers::odbcChangesNothing() {
    sql({"CREATE TABLE odbc_kept (n int)", "INSERT INTO odbc_kept VALUES (1)",
         "CREATE FUNCTION odbc_add() RETURNS int LANGUAGE sql AS 'INSERT INTO odbc_kept VALUES (2) RETURNING "
         "n'"});
    const auto sideEffect = readAddress(odbcPostgres("query=SELECT odbc_add() AS n"));
    Q_UNUSED(sideEffect);  // read or refused, as the driver likes
    mustRefuse(readAddress(odbcPostgres("query=DELETE FROM odbc_kept")), "no SELECT");
    mustRefuse(readAddress(odbcPostgres("query=SELECT n INTO copied FROM odbc_kept")), "INTO");
    QCOMPARE(one("SELECT count(*) FROM odbc_kept"), QString("1"));
}

void TestDatabaseServers::cleanupTestCase() {
    server_.reset();
}

int main(int argc, char** argv) {
    QCoreApplication application(argc, argv);
    TestDatabaseServers suite;
    return test::runSuite(suite, argc, argv);
}
#include "test_database_servers.moc"
