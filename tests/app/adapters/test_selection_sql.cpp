#include <QTemporaryDir>
#include <QTest>

#include "adapters/selection_sql.h"
#include "adapters/sql_databases.h"
#include "app/adapters/database_helpers.h"
#include "app/adapters/database_reads.h"
#include "table/load.h"

using namespace tacit;
using namespace tacit::adapters;
using test::makeSqlite;
using test::mustRefuse;
using test::Read;
using Type = api::DatabaseType;

/// A part of a table as SQL: what is made for each kind of database, and what SQLite makes of it.
class TestSelectionSql : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void statements_data();
    void statements();
    void refusals_data();
    void refusals();
    void optionsOfAddresses();
    void badOptions_data();
    void badOptions();
    void partsOfATable();
    void groupsAreExact();
    void groupsThatCountAsTheirRows();
    void binarySumsAreSaid();
    void textsAmongNumbersAreRefused();
    void sumsThatOverflowAreRefused();
    void columnsWithoutTypes();
    void daysHaveHours();
    void hostileNamesAndValues();
    void tablesAreDescribed();
};

namespace {

Read readAddress(const QString& address) {
    SqlDatabases databases;
    TACIT_ASSIGN(auto opened, databases.open(address.toStdString(), {}, {}));
    return table::load(opened, {}, {}, {});
}

/// Columns by '|', rows by '/', rows in order.
QString shown(const table::Dataset& table) {
    QStringList rows;
    for (std::size_t r = 0; r < table.rows(); ++r) {
        QStringList cells;
        for (std::size_t c = 0; c < table.columns().size(); ++c)
            cells << QString::fromStdString(std::string(table.cell(r, c)));
        rows << cells.join('|');
    }
    rows.sort();
    return rows.join('/');
}

std::vector<api::DatabaseColumn> columns() {
    return {{"who", Type::text},         {"n", Type::whole},        {"amount", Type::decimal, 12, 2},
            {"x", Type::binary, 4, 0},   {"y", Type::binary, 8, 0}, {"due", Type::date},
            {"odd \"one\"", Type::other}};
}

const SqlDialect sqlite{DatabaseKind::sqlite}, postgresql{DatabaseKind::postgresql},
    odbc{DatabaseKind::odbc, "`"};

/// In one line.
QString sqlOf(const SqlDialect& dialect, const api::TableSelection& selection) {
    const auto made = selectionSql(dialect, dialect.name("t"), columns(), selection);
    return made.ok() ? made->statement.simplified() : QString::fromStdString(made.error().detail);
}

QString encoded(const QString& text) {
    return QString::fromLatin1(text.toUtf8().toPercentEncoding());
}

}  // namespace

void TestSelectionSql::statements_data() {
    using api::Aggregation;
    using api::Comparison;
    QTest::addColumn<api::TableSelection>("selection");
    QTest::addColumn<QString>("ofSqlite");
    QTest::addColumn<QString>("ofPostgresql");
    QTest::addColumn<QString>("ofOdbc");
    const auto filter = [](const char* column, Comparison how, std::vector<std::string> values) {
        return api::TableSelection{{}, {{column, how, std::move(values)}}, {}, {}};
    };
    const auto group = [](std::vector<api::Aggregate> aggregates) {
        return api::TableSelection{{}, {}, {"who"}, std::move(aggregates)};
    };
    QTest::newRow("columns") << api::TableSelection{{"n", "odd \"one\""}, {}, {}, {}}
                             << "SELECT \"n\", \"odd \"\"one\"\"\" FROM \"t\""
                             << "SELECT \"n\", \"odd \"\"one\"\"\" FROM \"t\""
                             << "SELECT `n`, `odd \"one\"` FROM `t`";
    QTest::newRow("text") << filter("who", Comparison::equals, {"O'Brien; --"})
                          << "SELECT * FROM \"t\" WHERE \"who\" = 'O''Brien; --'"
                          << "SELECT * FROM \"t\" WHERE \"who\" = 'O''Brien; --'"
                          << "SELECT * FROM `t` WHERE `who` = 'O''Brien; --'";
    QTest::newRow("one of") << filter("n", Comparison::one_of, {"1", "-2"})
                            << "SELECT * FROM \"t\" WHERE (\"n\" = 1 OR \"n\" = -2)"
                            << "SELECT * FROM \"t\" WHERE (\"n\" = 1 OR \"n\" = -2)"
                            << "SELECT * FROM `t` WHERE (`n` = 1 OR `n` = -2)";
    QTest::newRow("number")
        << filter("amount", Comparison::at_least, {"-12.50"})
        << "SELECT * FROM \"t\" WHERE (\"amount\" >= -12.50 AND TYPEOF(\"amount\") <> 'text')"
        << "SELECT * FROM \"t\" WHERE \"amount\" >= -12.50"
        << "SELECT * FROM `t` WHERE `amount` >= -12.50";
    QTest::newRow("binary") << filter("x", Comparison::at_most, {"0.1"})
                            << "SELECT * FROM \"t\" WHERE \"x\" <= 0.1"
                            << "SELECT * FROM \"t\" WHERE \"x\" <= '0.1'"
                            << "SELECT * FROM `t` WHERE `x` <= 0.1";
    QTest::newRow("days") << filter("due", Comparison::between, {"2024-02-28", "2024-02-29"})
                          << "SELECT * FROM \"t\" WHERE \"due\" >= '2024-02-28' AND \"due\" < '2024-03-01'"
                          << "SELECT * FROM \"t\" WHERE \"due\" >= '2024-02-28' AND \"due\" < '2024-03-01'"
                          << "SELECT * FROM `t` WHERE `due` >= {d '2024-02-28'} AND `due` < {d '2024-03-01'}";
    QTest::newRow("contains") << filter("who", Comparison::contains, {"5%_!x"})
                              << "SELECT * FROM \"t\" WHERE INSTR(\"who\", '5%_!x') > 0"
                              << "SELECT * FROM \"t\" WHERE STRPOS(\"who\", '5%_!x') > 0"
                              << "SELECT * FROM `t` WHERE `who` LIKE '%5!%!_!!x%' ESCAPE '!'";
    QTest::newRow("empty")
        << api::TableSelection{{}, {{"who", Comparison::empty, {}}, {"n", Comparison::not_empty, {}}}, {}, {}}
        << "SELECT * FROM \"t\" WHERE NULLIF(TRIM(\"who\"), '') IS NULL AND "
           "NULLIF(TRIM(\"n\"), '') IS NOT NULL"
        << "SELECT * FROM \"t\" WHERE NULLIF(TRIM(\"who\"), '') IS NULL AND \"n\" IS NOT NULL"
        << "SELECT * FROM `t` WHERE NULLIF(TRIM(`who`), '') IS NULL AND `n` IS NOT NULL";
    QTest::newRow("groups")
        << group({{Aggregation::sum, "n"}, {Aggregation::count, ""}, {Aggregation::maximum, "due"}})
        << "SELECT \"who\", SUM(\"n\") AS \"sum of n\", COUNT(*) AS \"number of rows\", "
           "MAX(NULLIF(TRIM(\"due\"), '')) AS \"maximum of due\" FROM \"t\" GROUP BY \"who\""
        << "SELECT \"who\", SUM(\"n\") AS \"sum of n\", COUNT(*) AS \"number of rows\", "
           "MAX(\"due\") AS \"maximum of due\" FROM \"t\" GROUP BY \"who\""
        << "SELECT `who`, CAST(SUM(CAST(`n` AS DECIMAL(19,0))) AS DECIMAL(38,0)) AS `sum of n`, COUNT(*) AS "
           "`number of rows`, "
           "MAX(`due`) AS `maximum of due` FROM `t` GROUP BY `who`";
    // No square is too wide for its type, and no binary number is added as one where that can be helped.
    QTest::newRow("squares")
        << group({{Aggregation::squares, "n"}, {Aggregation::squares, "amount"}})
        << "SELECT \"who\", SUM(\"n\" * \"n\") AS \"sum of squares of n\", SUM(\"amount\" * "
           "\"amount\") AS \"sum of squares of amount\" FROM \"t\" GROUP BY \"who\""
        << "SELECT \"who\", SUM(\"n\"::numeric * \"n\"::numeric) AS \"sum of squares of n\", "
           "SUM(\"amount\" * \"amount\") AS \"sum of squares of amount\" FROM \"t\" GROUP BY \"who\""
        << "SELECT `who`, CAST(SUM(CAST(`n` AS DECIMAL(19,0)) * CAST(`n` AS DECIMAL(19,0))) AS "
           "DECIMAL(38,0)) AS `sum of squares of n`, CAST(SUM(`amount` * `amount`) AS "
           "DECIMAL(38,4)) AS `sum of squares of amount` "
           "FROM `t` GROUP BY `who`";
    // Where a group counts as its rows, what is added is counted: once, and not again where that is asked
    // for.
    auto rows = group({{Aggregation::sum, "n"},
                       {Aggregation::squares, "n"},
                       {Aggregation::maximum, "due"},
                       {Aggregation::sum, "amount"},
                       {Aggregation::count, "amount"}});
    rows.group_counts_as = api::GroupCountsAs::its_rows;
    QTest::newRow("groups that count as their rows")
        << rows
        << "SELECT \"who\", SUM(\"n\") AS \"sum of n\", COUNT(NULLIF(TRIM(\"n\"), '')) AS \"count of n\", "
           "SUM(\"n\" * \"n\") AS \"sum of squares of n\", MAX(NULLIF(TRIM(\"due\"), '')) AS \"maximum of "
           "due\", SUM(\"amount\") AS \"sum of amount\", COUNT(NULLIF(TRIM(\"amount\"), '')) AS \"count of "
           "amount\" FROM \"t\" GROUP BY \"who\""
        << "SELECT \"who\", SUM(\"n\") AS \"sum of n\", COUNT(\"n\") AS \"count of n\", "
           "SUM(\"n\"::numeric * \"n\"::numeric) AS \"sum of squares of n\", MAX(\"due\") AS \"maximum of "
           "due\", "
           "SUM(\"amount\") AS \"sum of amount\", COUNT(\"amount\") AS \"count of amount\" FROM \"t\" GROUP "
           "BY \"who\""
        << "SELECT `who`, CAST(SUM(CAST(`n` AS DECIMAL(19,0))) AS DECIMAL(38,0)) AS `sum of n`, COUNT(`n`) "
           "AS "
           "`count of n`, CAST(SUM(CAST(`n` AS DECIMAL(19,0)) * CAST(`n` AS DECIMAL(19,0))) AS "
           "DECIMAL(38,0)) "
           "AS `sum of squares of n`, MAX(`due`) AS `maximum of due`, CAST(SUM(`amount`) AS DECIMAL(38,2)) "
           "AS "
           "`sum of amount`, COUNT(`amount`) AS `count of amount` FROM `t` GROUP BY `who`";
    QTest::newRow("binary sums")
        << group({{Aggregation::sum, "x"}, {Aggregation::sum, "y"}})
        << "SELECT \"who\", SUM(\"x\") AS \"sum of x\", SUM(\"y\") AS \"sum of y\" FROM "
           "\"t\" GROUP BY \"who\""
        << "SELECT \"who\", SUM(\"x\"::text::float8::numeric) AS \"sum of x\", "
           "SUM(\"y\"::numeric) AS \"sum of y\" FROM \"t\" GROUP BY \"who\""
        << "SELECT `who`, SUM(`x`) AS `sum of x`, SUM(`y`) AS `sum of y` FROM `t` GROUP "
           "BY `who`";
}

void TestSelectionSql::statements() {
    QFETCH(api::TableSelection, selection);
    QTEST(sqlOf(sqlite, selection), "ofSqlite");
    QTEST(sqlOf(postgresql, selection), "ofPostgresql");
    QTEST(sqlOf(odbc, selection), "ofOdbc");
}

void TestSelectionSql::refusals_data() {
    using api::Aggregation;
    using api::Comparison;
    QTest::addColumn<api::TableSelection>("selection");
    QTest::addColumn<QString>("part");
    QTest::addColumn<bool>("odbcAlone");
    const auto filter = [](const char* column, Comparison how, std::vector<std::string> values) {
        return api::TableSelection{{}, {{column, how, std::move(values)}}, {}, {}};
    };
    QTest::newRow("unknown column") << api::TableSelection{{"wages"}, {}, {}, {}} << "\"who\", \"n\""
                                    << false;
    QTest::newRow("unknown in a filter")
        << filter("N", Comparison::equals, {"1"}) << "no column \"N\"" << false;
    QTest::newRow("no number") << filter("n", Comparison::equals, {"1,5"}) << "holds numbers" << false;
    QTest::newRow("no number at all")
        << filter("n", Comparison::equals, {"1 OR 1=1"}) << "holds numbers" << false;
    QTest::newRow("number and a line")
        << filter("n", Comparison::equals, {"1\n"}) << "holds numbers" << false;
    QTest::newRow("no value") << filter("who", Comparison::equals, {""}) << "lacks a value" << false;
    QTest::newRow("one end") << filter("n", Comparison::between, {"1"}) << "lacks a value" << false;
    QTest::newRow("NUL") << filter("who", Comparison::equals, {std::string("a\0b", 3)}) << "characters"
                         << false;
    QTest::newRow("no UTF-8") << filter("who", Comparison::equals, {"a\xff"}) << "characters" << false;
    QTest::newRow("backslash") << filter("who", Comparison::equals, {"a\\"}) << "backslash" << true;
    QTest::newRow("bracket") << filter("who", Comparison::contains, {"[a"}) << "bracket" << true;
    QTest::newRow("sum of texts") << api::TableSelection{{}, {}, {"n"}, {{Aggregation::sum, "who"}}}
                                  << "no numbers" << false;
    QTest::newRow("no groups") << api::TableSelection{{}, {}, {}, {{Aggregation::sum, "n"}}} << "need groups"
                               << false;
    api::TableSelection rows{{}, {}, {"who"}, {{Aggregation::maximum, "n"}, {Aggregation::count, "n"}}};
    rows.group_counts_as = api::GroupCountsAs::its_rows;
    QTest::newRow("rows without a sum") << rows << "need a column that is added up" << false;
    rows.group_by.clear();
    QTest::newRow("rows without groups") << rows << "need groups" << false;
    rows.aggregates.clear();
    QTest::newRow("rows alone") << rows << "need groups" << false;
    QTest::newRow("columns and groups") << api::TableSelection{{"n"}, {}, {"who"}, {}} << "Either" << false;
}

void TestSelectionSql::refusals() {
    QFETCH(api::TableSelection, selection);
    QFETCH(QString, part);
    QFETCH(bool, odbcAlone);
    for (const auto& dialect : {sqlite, postgresql, odbc}) {
        const auto made = selectionSql(dialect, "t", columns(), selection);
        if (odbcAlone && dialect.kind != DatabaseKind::odbc) {
            QVERIFY(made.ok());
            continue;
        }
        QVERIFY(!made.ok());
        QCOMPARE(made.error().fault, Fault::database_refused);
        QVERIFY2(QString::fromStdString(made.error().detail).contains(part), made.error().detail.c_str());
    }
}

void TestSelectionSql::optionsOfAddresses() {
    const auto parsed = parseDatabaseAddress(
        "sqlite:a.db?table=t&columns=a,b%2Cc&where=a,one-of,x,y%26z&where=b,between,1,2&where=c,empty");
    QVERIFY(parsed.ok());
    const auto& selection = parsed->selection;
    QCOMPARE(selection.columns, (std::vector<std::string>{"a", "b,c"}));
    QCOMPARE(selection.filters.size(), 3u);
    QCOMPARE(selection.filters[0], (api::RowFilter{"a", api::Comparison::one_of, {"x", "y&z"}}));
    QCOMPARE(selection.filters[1], (api::RowFilter{"b", api::Comparison::between, {"1", "2"}}));
    QCOMPARE(selection.filters[2], (api::RowFilter{"c", api::Comparison::empty, {}}));
    const auto groups = parseDatabaseAddress(
        "postgresql://h/d?table=t&group=k&sum=a,b&count=*,%2A&minimum=a&maximum=a&squares=a");
    QVERIFY(groups.ok());
    using api::Aggregation;
    QCOMPARE(groups->selection.aggregates, (std::vector<api::Aggregate>{{Aggregation::sum, "a"},
                                                                        {Aggregation::sum, "b"},
                                                                        {Aggregation::count, ""},
                                                                        {Aggregation::count, "*"},
                                                                        {Aggregation::minimum, "a"},
                                                                        {Aggregation::maximum, "a"},
                                                                        {Aggregation::squares, "a"}}));
    QCOMPARE(groups->selection.group_counts_as, api::GroupCountsAs::one_row);
    const auto meaning = [](const char* word) {
        return parseDatabaseAddress(std::string("sqlite:a.db?table=t&group=k&sum=a&group-counts-as=") + word)
            ->selection.group_counts_as;
    };
    QCOMPARE(meaning("its-rows"), api::GroupCountsAs::its_rows);
    QCOMPARE(meaning("one-row"), api::GroupCountsAs::one_row);
}

void TestSelectionSql::badOptions_data() {
    QTest::addColumn<QString>("options");
    QTest::addColumn<QString>("part");
    QTest::newRow("without a table") << "columns=a"
                                     << "names no table";
    QTest::newRow("with a query") << "group=a&query=SELECT 1"
                                  << "names no table";
    QTest::newRow("unknown comparison") << "table=t&where=a,like,b"
                                        << "where=COLUMN,equals,VALUE";
    QTest::newRow("too many values") << "table=t&where=a,equals,b,c"
                                     << "where=COLUMN,equals,VALUE";
    QTest::newRow("value where none is") << "table=t&where=a,empty,b"
                                         << "where=COLUMN,equals,VALUE";
    QTest::newRow("no comparison") << "table=t&where=a"
                                   << "where=COLUMN,equals,VALUE";
    QTest::newRow("unknown meaning") << "table=t&group=a&sum=b&group-counts-as=rows"
                                     << "group-counts-as=one-row or group-counts-as=its-rows";
    QTest::newRow("a meaning without a table") << "group-counts-as=its-rows"
                                               << "names no table";
    QTest::newRow("empty name") << "table=t&group=a,,b"
                                << "empty name";
}

void TestSelectionSql::badOptions() {
    QFETCH(QString, options);
    QFETCH(QString, part);
    mustRefuse(readAddress("sqlite:a.db?" + options), part);
}

void TestSelectionSql::partsOfATable() {
    QTemporaryDir folder;
    const auto file = folder.filePath("a.db");
    makeSqlite(file, {"CREATE TABLE pay (who TEXT, team TEXT, amount NUMERIC)",
                      "INSERT INTO pay VALUES ('ada', 'R', -5), ('bo', 'S', 10), ('cy', ' ', 0.5), "
                      "('di', NULL, NULL), ('Ed', 'R', 'n/a')"});
    const auto part = [&](const QString& options) {
        const auto read = readAddress("sqlite:" + file + "?table=pay&" + options);
        return read.ok() ? shown(**read) : QString::fromStdString(read.error().detail);
    };
    QCOMPARE(part("columns=amount,who"), QString("-5|ada/0.5|cy/10|bo/n/a|Ed/|di"));
    QCOMPARE(part("columns=who&where=team,equals,R"), QString("Ed/ada"));
    QCOMPARE(part("columns=who&where=team,empty"), QString("cy/di"));
    QCOMPARE(part("columns=who&where=team,not-empty&where=amount,at-most,10"), QString("ada/bo"));
    // The word among the numbers is not above them all.
    QCOMPARE(part("columns=who&where=amount,at-least,0"), QString("bo/cy"));
    QCOMPARE(part("columns=who&where=amount,between,-5,0.5"), QString("ada/cy"));
    QCOMPARE(part("columns=who&where=who,contains,d"), QString("Ed/ada/di"));
    QCOMPARE(part("columns=who&where=who,one-of,bo,ada,none"), QString("ada/bo"));
    MUST_READ(whole, "sqlite:" + file + "?table=pay");
    QCOMPARE(QString::fromStdString(whole.origin().statement), QString("SELECT * FROM \"pay\""));
    MUST_READ(asked, "sqlite:" + file + "?table=pay&columns=who&where=amount,equals,10");
    QCOMPARE(QString::fromStdString(asked.origin().statement),
             QString("SELECT \"who\"\nFROM \"pay\"\nWHERE \"amount\" = 10"));
}

void TestSelectionSql::groupsAreExact() {
    QTemporaryDir folder;
    const auto file = folder.filePath("a.db");
    makeSqlite(file, {"CREATE TABLE pay (team TEXT, n INTEGER, note TEXT)",
                      "INSERT INTO pay VALUES ('R', 9007199254740993, 'x'), ('R', 9007199254740994, ' '), "
                      "('S', -3000000000, ''), ('S', NULL, 'y'), ('s', 7, NULL)"});
    MUST_READ(
        table,
        "sqlite:" + file +
            "?table=pay&group=team&sum=n&count=*,n,note&minimum=n&maximum=n&squares=n&where=team,one-of,R,S");
    QCOMPARE(QString::fromStdString(table.columns()[1].name), QString("sum of n"));
    QCOMPARE(QString::fromStdString(table.columns()[2].name), QString("number of rows"));
    QCOMPARE(QString::fromStdString(table.columns()[7].name), QString("sum of squares of n"));
    // 2 * 9007199254740993 + 1 lies between two binary numbers.
    QVERIFY(shown(table).startsWith("R|18014398509481987|2|2|1|9007199254740993|9007199254740994|"));
    QVERIFY2(shown(table).contains("/S|-3000000000|2|1|1|-3000000000|-3000000000|9000000000000000000"),
             qPrintable(shown(table)));
    // A group without a number has none, and no 0.
    makeSqlite(folder.filePath("b.db"),
               {"CREATE TABLE t (k TEXT, n INTEGER)", "INSERT INTO t VALUES ('a', NULL)"});
    MUST_READ(blank, "sqlite:" + folder.filePath("b.db") + "?table=t&group=k&sum=n&count=n");
    QCOMPARE(shown(blank), QString("a||0"));
}

void TestSelectionSql::groupsThatCountAsTheirRows() {
    QTemporaryDir folder;
    const auto file = folder.filePath("a.db");
    makeSqlite(file,
               {"CREATE TABLE pay (\"count of n\" TEXT, n INTEGER, x REAL)",
                "INSERT INTO pay VALUES ('R', 9007199254740993, 0.1), ('R', -1, 0.2), ('R', NULL, NULL), "
                "('S', NULL, -2.5), ('S', NULL, NULL)"});
    // Its own column has the name of the one that counts, which is found by its place.
    const auto address = "sqlite:" + file + "?table=pay&group=count%20of%20n&sum=n,x&count=x";
    MUST_READ(table, address + "&group-counts-as=its-rows");
    QCOMPARE(shown(table), QString("R|9007199254740992|2|0.3|2/S||0|-2.5|1"));
    QCOMPARE(QString::fromStdString(table.columns()[2].name), QString("count of n (2)"));
    QCOMPARE(table.columns()[1].counts_in, std::optional<std::size_t>(2));
    QCOMPARE(table.columns()[3].counts_in, std::optional<std::size_t>(4));
    QVERIFY(table.origin().groups.any && !table.columns()[0].counts_in);
    QCOMPARE(table::numeric_column(table, 1)->count, std::uint64_t{2});
    QCOMPARE(table::numeric_column(table, 3)->count, std::uint64_t{3});
    // Without being told so, a group is one row, and the counts are numbers like others.
    for (const auto* option : {"", "&group-counts-as=one-row"}) {
        MUST_READ(one, address + option);
        QCOMPARE(shown(one), QString("R|9007199254740992|0.3|2/S||-2.5|1"));
        QVERIFY(one.origin().groups.any && !one.columns()[2].counts_in);
        QCOMPARE(table::numeric_column(one, 2)->count, std::uint64_t{2});
    }
    MUST_READ(rows, "sqlite:" + file + "?table=pay&columns=n");
    QVERIFY(!rows.origin().groups.any);
}

void TestSelectionSql::binarySumsAreSaid() {
    QTemporaryDir folder;
    const auto file = folder.filePath("a.db");
    makeSqlite(file, {"CREATE TABLE t (k TEXT, x REAL, n INTEGER)",
                      "INSERT INTO t VALUES ('a', 0.1, 1), ('a', 0.2, 2), ('b', -2.5, 3)"});
    MUST_READ(table, "sqlite:" + file + "?table=t&group=k&sum=x,n");
    QCOMPARE(shown(table), QString("a|0.3|3/b|-2.5|3"));
    QCOMPARE(table.issues().size(), 1u);
    QVERIFY(table.issues()[0].problem.find("binary numbers") != std::string::npos);
    QVERIFY(table.issues()[0].cell.starts_with("B"));
    // What adding leaves behind the sixth place is no amount.
    makeSqlite(file, {"CREATE TABLE many (k TEXT, x DECIMAL(9,2))",
                      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000) "
                      "INSERT INTO many SELECT 'a', 0.1 FROM n"});
    MUST_READ(many, "sqlite:" + file + "?table=many&group=k&sum=x");
    QCOMPARE(shown(many), QString("a|10000"));
    QCOMPARE(many.columns()[1].invalid, 0u);
}

void TestSelectionSql::textsAmongNumbersAreRefused() {
    QTemporaryDir folder;
    const auto file = folder.filePath("a.db");
    makeSqlite(file, {"CREATE TABLE t (k TEXT, n NUMERIC)",
                      "INSERT INTO t VALUES ('a', 1), ('a', '12 EUR'), ('b', ''), ('c', 4)"});
    const auto address = "sqlite:" + file + "?table=t&group=k";
    mustRefuse(readAddress(address + "&sum=n"), "\"n\" has 2 cells with texts");
    mustRefuse(readAddress(address + "&maximum=n&where=k,equals,b"), "\"n\" has 1 cell with texts");
    MUST_READ(table, address + "&sum=n&where=k,equals,c");
    QCOMPARE(shown(table), QString("c|4"));
    MUST_READ(counted, address + "&count=n");
    QCOMPARE(shown(counted), QString("a|2/b|0/c|1"));
}

void TestSelectionSql::sumsThatOverflowAreRefused() {
    QTemporaryDir folder;
    const auto file = folder.filePath("a.db");
    makeSqlite(file, {"CREATE TABLE t (k TEXT, n INTEGER)",
                      "INSERT INTO t VALUES ('a', 9223372036854775807), ('a', 1)"});
    mustRefuse(readAddress("sqlite:" + file + "?table=t&group=k&sum=n"), "integer overflow");
}

void TestSelectionSql::columnsWithoutTypes() {
    QTemporaryDir folder;
    const auto file = folder.filePath("a.db");
    makeSqlite(file, {"CREATE TABLE t (k)", "INSERT INTO t VALUES (5), ('5'), ('x'), (7.5)"});
    const auto part = [&](const QString& options) {
        const auto read = readAddress("sqlite:" + file + "?table=t&" + options);
        return read.ok() ? shown(**read) : QString::fromStdString(read.error().detail);
    };
    QCOMPARE(part("where=k,equals,5"), QString("5/5"));
    QCOMPARE(part("where=k,at-least,6"), QString("7.5"));
    QCOMPARE(part("where=k,at-least,a"), QString("x"));
}

void TestSelectionSql::daysHaveHours() {
    QTemporaryDir folder;
    const auto file = folder.filePath("a.db");
    makeSqlite(file, {"CREATE TABLE t (k TEXT, due DATETIME)",
                      "INSERT INTO t VALUES ('a', '2024-02-29 23:59:59'), ('b', '2024-02-29'), "
                      "('c', '2024-03-01 00:00:00'), ('d', '2024-02-28')"});
    const auto part = [&](const QString& options) {
        const auto read = readAddress("sqlite:" + file + "?table=t&columns=k&where=due," + options);
        return read.ok() ? shown(**read) : QString::fromStdString(read.error().detail);
    };
    QCOMPARE(part("equals,2024-02-29"), QString("a/b"));
    QCOMPARE(part("at-most,2024-02-29"), QString("a/b/d"));
    QCOMPARE(part("at-least,2024-03-01"), QString("c"));
}

void TestSelectionSql::hostileNamesAndValues() {
    QTemporaryDir folder;
    const auto file = folder.filePath("a.db");
    const QStringList texts{"x'; DROP TABLE t; --",
                            "\"",
                            "%",
                            "_",
                            "\\",
                            "\\'",
                            "''",
                            "?",
                            ":a",
                            "@p1",
                            "ﬁ Ü 日本 🙂",
                            "a\nb",
                            "{fn now()}",
                            ",",
                            "&",
                            "=",
                            "%41",
                            "/*",
                            "x\"; DELETE FROM t; --",
                            "[",
                            "`"};
    for (const auto& name : texts) {
        QFile::remove(file);
        const auto inside = QString(name).replace('"', "\"\"");
        QStringList statements{"CREATE TABLE \"" + inside + "\" (\"" + inside + "\" TEXT, n INTEGER)"};
        for (const auto& value : texts)
            statements << "INSERT INTO \"" + inside + "\" VALUES ('" + QString(value).replace('\'', "''") +
                              "', 2)";
        makeSqlite(file, statements);
        const auto table = "sqlite:" + file + "?table=" + encoded(name);
        MUST_READ(groups, table + "&group=" + encoded(name) + "&sum=n&minimum=" + encoded(name));
        QCOMPARE(groups.rows(), static_cast<std::size_t>(texts.size()));
        QCOMPARE(QString::fromStdString(groups.columns()[2].name), "minimum of " + name.simplified());
        // Each value once with a name that is as bad.
        for (const auto& value : name == texts.front() ? texts : QStringList{name}) {
            MUST_READ(one, table + "&where=" + encoded(name) + ",equals," + encoded(value));
            QCOMPARE(shown(one), value + "|2");
            const auto part = readAddress(table + "&where=" + encoded(name) + ",contains," + encoded(value));
            QVERIFY(part.ok());
            const auto holding = std::count_if(texts.begin(), texts.end(),
                                               [&](const QString& text) { return text.contains(value); });
            QCOMPARE((*part)->rows(), static_cast<std::size_t>(holding));
        }
    }
    mustRefuse(readAddress("sqlite:" + file + "?table=" + encoded(texts.back()) + "&where=n,equals,1%00"),
               "holds numbers");
    mustRefuse(readAddress("sqlite:" + file + "?table=" + encoded(texts.back()) +
                           "&where=" + encoded(texts.back()) + ",equals,1%00"),
               "characters that no text");
}

void TestSelectionSql::tablesAreDescribed() {
    QTemporaryDir folder;
    const auto file = folder.filePath("a.db");
    makeSqlite(file, {"CREATE TABLE t (a VARCHAR(9), b BIGINT, c DECIMAL(9,2), d DOUBLE, e DATE, f, "
                      "g INTEGER GENERATED ALWAYS AS (b + 1))",
                      "CREATE VIEW v AS SELECT a, b * 2 AS twice FROM t"});
    SqlDatabases databases;
    const auto all = databases.describe("sqlite:" + file.toStdString(), {}, {});
    QVERIFY(all.ok());
    QCOMPARE(all->tables, (std::vector<std::string>{"t", "v"}));
    QVERIFY(all->columns.empty());
    const auto table = databases.describe("sqlite:" + file.toStdString() + "?table=t", {}, {});
    QVERIFY(table.ok());
    QVERIFY(table->tables.empty());
    std::vector<Type> types;
    for (const auto& column : table->columns) types.push_back(column.type);
    QCOMPARE(types, (std::vector<Type>{Type::text, Type::whole, Type::decimal, Type::binary, Type::date,
                                       Type::other, Type::whole}));
    const auto view = databases.describe("sqlite:" + file.toStdString() + "?table=v", {}, {});
    QVERIFY(view.ok());
    QCOMPARE(view->columns[0].type, Type::text);
    QCOMPARE(QString::fromStdString(view->columns[1].name), QString("twice"));
    // What it says is what is asked.
    const api::TableSelection selection{{"b"}, {{"a", api::Comparison::equals, {"x"}}}, {}, {}};
    const auto said = table->statement(selection);
    QVERIFY(said.ok());
    MUST_READ(read, "sqlite:" + file + "?table=t&columns=b&where=a,equals,x");
    QCOMPARE(read.origin().statement, *said);
    QVERIFY(!databases.describe("sqlite:" + file.toStdString() + "?table=none", {}, {}).ok());
}

QTEST_GUILESS_MAIN(TestSelectionSql)
#include "test_selection_sql.moc"
