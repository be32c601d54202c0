#include <QTest>
#include <algorithm>
#include <random>

#include "table/limits.h"
#include "table_helpers.h"

using namespace tacit;
using namespace tacit::table;

class TestProfile : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void types_data();
    void types();
    void ambiguityIsNeverSettledByChance();
    void aForcedMarkSettlesIt();
    void mixedMarks();
    void distinctAndSamples();
    void theExampleOfTheCommandLine();
    void numericColumnNamesTheCells();
    void issuesAreCappedAndCounted();
    void acceptedAndListedAreAll();
    void extremesStayExact();
    void repeatedRows_data();
    void repeatedRows();
    void errorsAndDatesAmongNumbersAreToldAsWhatTheyAre();
};

// One column from values by '~'.
static std::string column_of(const QString& values) {
    std::string out = "value;other\n";
    for (const auto& value : values.split('~')) out += "\"" + value.toStdString() + "\";x\n";
    return out;
}

void TestProfile::types_data() {
    QTest::addColumn<QString>("values");
    QTest::addColumn<QString>("type");
    QTest::addColumn<QString>("counts");  // valid/blank/invalid
    const auto row = [](const char* values, const char* type, const char* counts) {
        QTest::newRow(values) << QString::fromUtf8(values) << type << counts;
    };
    row("1~2~-3", "integer", "3/0/0");
    row("1~2.0~3", "decimal", "3/0/0");
    row("1~ ~~\u00a0~2", "integer", "2/3/0");
    row("~ ~", "empty", "0/3/0");
    row("1~2~n/a~-~#REF!", "integer", "2/0/3");
    row("n/a~-", "text", "2/0/0");
    row("1.5~2.5~abc", "decimal", "2/0/1");
    row("1~abc", "text", "2/0/0");
    row("00123~00456", "text", "2/0/0");
    row("00123~17~18~19~20", "text", "5/0/0");
    row("1~2~3~12 %~5 EUR~4,91723E+12", "integer", "3/0/3");
    row("1.234,50~n/a~~2", "decimal", "2/1/1");
    row("1,234.50~1,234", "decimal", "2/0/0");
    row("1,234~2,345", "decimal", "0/0/2");
    row("40063813339310000000000~40063813339310000000001", "text", "2/0/0");
    row("1~2~3~40063813339310000000000", "integer", "3/0/1");
    row("1.1234567~1.5~2.5", "decimal", "2/0/1");
    row("2024-03-01~2024-03-02~", "date", "2/1/0");
    row("31/12/2024~01/02/2024~12/31/2024~30/01/2024", "date", "3/0/1");
    row("01/02/2024~03/04/2024", "date", "2/0/0");
    row("1.3.2024~2.3.2024~32.3.2024", "date", "2/0/1");
    row("2024-03-01~2024-03-02~n/a~5", "date", "2/0/2");
    row("TRUE~false~", "boolean", "2/1/0");
    row("TRUE~FALSE~TRUE~maybe", "boolean", "3/0/1");
    row("Anna~Bob~7", "text", "3/0/0");
    row("10.0.0.1~10.0.0.2", "text", "2/0/0");
}

void TestProfile::types() {
    QFETCH(QString, values);
    QFETCH(QString, type);
    QFETCH(QString, counts);
    const auto read = must_read(column_of(values));
    QVERIFY(read);
    const auto& column = read->columns()[0];
    QCOMPARE(QString::fromUtf8(type_name(column.type).data()), type);
    QCOMPARE(QString("%1/%2/%3").arg(column.valid).arg(column.blank).arg(column.invalid), counts);
    QCOMPARE(read->issues().size(), static_cast<std::size_t>(column.invalid));
    for (const auto& issue : read->issues()) QVERIFY(!issue.problem.empty() && !issue.next.empty());
}

void TestProfile::ambiguityIsNeverSettledByChance() {
    const auto alone = must_read(column_of("1,234~5~6"));
    QVERIFY(alone);
    QCOMPARE(issue_cells(*alone), std::string("A2"));
    QVERIFY(alone->issues()[0].problem.find("could be 1234 or 1.234") != std::string::npos);
    QCOMPARE(numbers(*alone), std::string("cell-invalid"));

    const auto point = must_read(column_of("1,234~0.5"));
    QVERIFY(point);
    QCOMPARE(numbers(*point), std::string("1234 0.50"));
    const auto comma = must_read(column_of("1,234~0,5"));
    QVERIFY(comma);
    QCOMPARE(numbers(*comma), std::string("1.234 0.50"));
    const auto groups = must_read(column_of("1.234~1.234.567"));
    QVERIFY(groups);
    QCOMPARE(numbers(*groups), std::string("1234 1234567"));
}

void TestProfile::aForcedMarkSettlesIt() {
    ImportOptions options;
    options.decimal = DecimalMark::comma;
    const auto comma = must_read(column_of("1,234~2,345"), options);
    QVERIFY(comma);
    QCOMPARE(numbers(*comma), std::string("1.234 2.345"));
    options.decimal = DecimalMark::point;
    const auto point = must_read(column_of("1,234~2,345"), options);
    QVERIFY(point);
    QCOMPARE(numbers(*point), std::string("1234 2345"));
    const auto against = must_read(column_of("1,5~2~3"), options);
    QVERIFY(against);
    QCOMPARE(issue_cells(*against), std::string("A2"));
}

void TestProfile::mixedMarks() {
    const auto most = must_read(column_of("1.5~2.5~3,5~1,234~7"));
    QVERIFY(most);
    QCOMPARE(issue_cells(*most), std::string("A4 A5"));
    const auto tie = must_read(column_of("1.5~2,5~7"));
    QVERIFY(tie);
    QCOMPARE(issue_cells(*tie), std::string("A2 A3"));
}

void TestProfile::distinctAndSamples() {
    const auto read = must_read(column_of("a~b~a~ b ~c~d~e~f~~a"));
    QVERIFY(read);
    const auto& column = read->columns()[0];
    QCOMPARE(column.distinct, std::uint64_t{6});
    QCOMPARE(column.samples, (std::vector<std::string>{"a", "b", "c", "d", "e"}));
    std::string many = "id;n\n";
    for (int i = 0; i < 30'000; ++i) many += "k" + std::to_string(i % 10'007) + ";1\n";
    const auto large = must_read(many);
    QVERIFY(large);
    QCOMPARE(large->columns()[0].distinct, std::uint64_t{10'007});
    QCOMPARE(large->columns()[1].distinct, std::uint64_t{1});
}

void TestProfile::theExampleOfTheCommandLine() {
    const auto read = must_read("name;city;amount\nA;X;1.234,50\nB;Y;7,5\nC;Z;n/a\nD;Z;\n");
    QVERIFY(read);
    const auto& amount = read->columns()[2];
    QCOMPARE(type_name(amount.type), std::string_view("decimal"));
    QCOMPARE(amount.valid, std::uint64_t{2});
    QCOMPARE(amount.blank, std::uint64_t{1});
    QCOMPARE(amount.invalid, std::uint64_t{1});
    QCOMPARE(amount.distinct, std::uint64_t{2});
    QCOMPARE(amount.samples.front(), std::string("1.234,50"));
    QCOMPARE(issue_cells(*read), std::string("C4"));
    QCOMPARE(read->issues()[0].text, std::string("n/a"));
}

void TestProfile::numericColumnNamesTheCells() {
    const auto fine = must_read(column_of("1~~-2.5"));
    QVERIFY(fine);
    QCOMPARE(numbers(*fine), std::string("1 _ -2.50"));
    QCOMPARE(numeric_column(*fine, 0)->count, std::uint64_t{2});
    QString values = "1~2";
    for (int i = 0; i < 13; ++i) values += "~bad" + QString::number(i);
    const auto text = must_read(column_of(values));
    QVERIFY(text);
    const auto refused = numeric_column(*text, 0);
    QVERIFY(!refused.ok());
    QCOMPARE(refused.error().fault, Fault::cell_invalid);
    const auto detail = QString::fromStdString(refused.error().detail);
    QVERIFY2(detail.startsWith("13 cells of \"value\"") && detail.contains("A4 \"bad0\"") &&
                 detail.contains("A13 \"bad9\"") && !detail.contains("bad10") &&
                 detail.endsWith("and 3 more"),
             qPrintable(detail));
}

void TestProfile::issuesAreCappedAndCounted() {
    std::string bytes = "a;b\n";
    for (int i = 0; i < 5000; ++i) bytes += "1;2\n";
    for (int i = 0; i < 2000; ++i) bytes += "bad;worse;extra\n";
    const auto read = must_read(bytes);
    QVERIFY(read);
    QCOMPARE(read->issues().size(), max_issues);
    QCOMPARE(read->more_issues(), std::uint64_t{6000 - max_issues});
    QCOMPARE(read->issues()[0].cell, std::string("A5002"));
    QCOMPARE(read->issues()[1].cell, std::string("B5002"));
    QCOMPARE(read->issues()[2].cell, std::string("C5002"));
    QCOMPARE(read->issues().back().cell, std::string("A5335"));
}

// Whatever a file holds, each cell that is not blank is either accepted or listed, and its text is unchanged.
void TestProfile::acceptedAndListedAreAll() {
    const std::vector<std::string> pool = {
        "1",   "2.5",  "-3",      "1,234", "1.234", "n/a",  "abc",  "",      " ", "007", "12 %", "2024-01-31",
        "5,5", "TRUE", "\u20ac5", "(12)",  "9E+5",  "a\"b", "x\ny", "a,b;c", "-", "1e",  "12-",  "#REF!"};
    std::mt19937_64 random(5);
    for (int round = 0; round < 400; ++round) {
        const std::size_t width = 2 + random() % 3;
        const std::size_t rows = random() % 40;
        const std::size_t variety = 1 + random() % pool.size();
        std::string bytes = width == 2 ? "p,q" : width == 3 ? "p,q,r" : "p,q,r,s";
        std::size_t filled = 0;
        for (std::size_t r = 0; r < rows; ++r) {
            bytes += "\r\n";
            const std::size_t cells = random() % 5 == 0 ? 1 + random() % (width + 2) : width;
            for (std::size_t c = 0; c < cells; ++c) {
                const auto& text = pool[random() % variety];
                filled += !text.empty() && text != " ";
                std::string doubled;
                for (const char ch : text) doubled += ch == '"' ? "\"\"" : std::string(1, ch);
                bytes += (c == 0 ? "\"" : ",\"") + doubled + "\"";
            }
        }
        ImportOptions options;
        options.delimiter = ',';
        const auto read = must_read(bytes, options);
        QVERIFY(read);
        std::size_t accepted = 0;
        for (std::size_t c = 0; c < width; ++c) {
            const auto& column = read->columns()[c];
            QCOMPARE(column.valid + column.blank + column.invalid, static_cast<std::uint64_t>(read->rows()));
            accepted += column.valid;
            const auto values = numeric_column(*read, c);
            const bool numeric = column.type == Type::integer || column.type == Type::decimal;
            if (numeric) QCOMPARE(values.ok(), column.invalid == 0);
            if (values.ok()) QCOMPARE(values->count + column.blank, static_cast<std::uint64_t>(read->rows()));
        }
        const auto listed = std::count_if(read->issues().begin(), read->issues().end(),
                                          [](const Issue& issue) { return !issue.counts; });
        QCOMPARE(accepted + static_cast<std::size_t>(listed) + read->more_issues(), filled);
        for (const auto& issue : read->issues())
            QVERIFY(std::find(pool.begin(), pool.end(), issue.text) != pool.end());
    }
}

void TestProfile::extremesStayExact() {
    const auto read =
        must_read(column_of("2147483648~-2147483649~9007199254740993~1000000000000000000~"
                            "-1000000000000000000~0.000001~-0.10"));
    QVERIFY(read);
    QCOMPARE(numbers(*read), std::string("2147483648 -2147483649 9007199254740993 1000000000000000000 "
                                         "-1000000000000000000 0.000001 -0.10"));
}

void TestProfile::repeatedRows_data() {
    QTest::addColumn<QString>("table");
    QTest::addColumn<QString>("cells");
    const auto row = [](const char* name, const char* table, const char* cells) {
        QTest::newRow(name) << QString::fromUtf8(table) << cells;
    };
    row("a customer twice", "id;amount\nC1;5\nC2;6\nC3;7\nC1;5\n", "A5");
    row("three times", "id;amount\nC1;5\nC2;6\nC1;5\nC3;1\nC4;1\nC1;5\n", "A4 A7");
    row("blanks around are no difference", "id;amount\nC1;5\nC2;6\nC3;7\n C1;5 \n", "A5");
    row("another amount", "id;amount\nC1;5\nC2;6\nC3;7\nC1;8\n", "");
    row("all different", "id;amount\nC1;5\nC2;5\n", "");
    row("no name to tell by", "id;amount\nC1;5\n;6\n;6\nC3;7\n", "");
    row("teams are no names", "team;amount\nA;5\nA;5\nB;5\nA;6\nB;5\n", "");
    row("amounts are no names", "team;amount\nA;5\nA;6\nB;7\nB;8\nA;5\n", "");
    row("numbers in front are", "id;amount\n1;5\n2;6\n3;7\n4;7\n5;7\n6;7\n7;7\n8;7\n9;7\n1;5\n", "A11");
    row("a single column of amounts", "amount\n5\n6\n7\n5\n", "");
}

void TestProfile::repeatedRows() {
    QFETCH(QString, table);
    QFETCH(QString, cells);
    const auto read = must_read(table.toStdString());
    QVERIFY(read);
    QCOMPARE(QString::fromStdString(issue_cells(*read)), cells);
    if (!cells.isEmpty()) QVERIFY(read->issues()[0].problem.find("the same as row 2 ") != std::string::npos);
}

void TestProfile::errorsAndDatesAmongNumbersAreToldAsWhatTheyAre() {
    const auto read = must_read(column_of("1~2~3~4~5~6~7~8~#DIV/0!~#####~2024-03-01~01.03.2024~n/a"));
    QVERIFY(read);
    QCOMPARE(issue_cells(*read), std::string("A10 A11 A12 A13 A14"));
    const char* const said[] = {"error of a formula", "not a number", "is a date", "is a date",
                                "not a number"};
    for (std::size_t i = 0; i < 5; ++i)
        QVERIFY2(read->issues()[i].problem.find(said[i]) != std::string::npos,
                 read->issues()[i].problem.c_str());
}

QTEST_APPLESS_MAIN(TestProfile)
#include "test_profile.moc"
