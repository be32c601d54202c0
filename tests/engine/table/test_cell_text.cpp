#include <QTest>

#include "table/cell_reading.h"
#include "table/date_text.h"
#include "table/number_text.h"
#include "table/unicode.h"

using namespace tacit;
using namespace tacit::table;

class TestCellText : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void numbersAsPeopleWriteThem_data();
    void numbersAsPeopleWriteThem();
    void whatIsNoNumber_data();
    void whatIsNoNumber();
    void shapesDecideTheFormat_data();
    void shapesDecideTheFormat();
    void groupsAsInIndia();
    void unitsByChoice();
    void dates_data();
    void dates();
    void placeholders();
    void malformedUtf8IsFound_data();
    void malformedUtf8IsFound();
    void trimmingKnowsUnicode();
};

static constexpr NumberFormat points{DecimalMark::point, false};
static constexpr NumberFormat commas{DecimalMark::comma, false};

static QString outcome(const QString& text, NumberFormat format) {
    const auto reading = read_number(text.toStdString(), format);
    if (reading.problem == NumberProblem::none) return QString::fromStdString(reading.value.text());
    static constexpr const char* names[] = {"none",         "not_a_number",  "ambiguous",       "other_mark",
                                            "bad_grouping", "leading_zeros", "too_many_places", "too_large",
                                            "currency",     "percent",       "shortened"};
    return names[static_cast<int>(reading.problem)];
}

void TestCellText::numbersAsPeopleWriteThem_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("with_points");
    QTest::addColumn<QString>("with_commas");
    const auto row = [](const char* text, const char* with_points, const char* with_commas) {
        QTest::newRow(text) << QString::fromUtf8(text) << with_points << with_commas;
    };
    row("12", "12", "12");
    row("0", "0", "0");
    row("-12", "-12", "-12");
    row("+12", "12", "12");
    row("12-", "-12", "-12");
    row("\u221212", "-12", "-12");
    row("12\u2212", "-12", "-12");
    row("- 12", "-12", "-12");
    row("(12)", "-12", "-12");
    row("(1,234.50)", "-1234.50", "bad");
    row("  12\u00a0", "12", "12");
    row("1.5", "1.50", "other_mark");
    row("1,5", "other_mark", "1.50");
    row(".5", "0.50", "other_mark");
    row(",5", "other_mark", "0.50");
    row("-,5", "other_mark", "-0.50");
    row("1,234", "1234", "1.234");
    row("1.234", "1.234", "1234");
    row("1,234.5", "1234.50", "other_mark");
    row("1.234,5", "other_mark", "1234.50");
    row("1,234,567", "1234567", "other_mark");
    row("1.234.567", "other_mark", "1234567");
    row("1 234", "1234", "1234");
    row("1 234 567.25", "1234567.25", "other_mark");
    row("1\u00a0234,5", "other_mark", "1234.50");
    row("1\u2009234", "1234", "1234");
    row("1\u202f234", "1234", "1234");
    row("1'234.5", "1234.50", "other_mark");
    row("1\u2019234", "1234", "1234");
    row("0,123", "other_mark", "0.123");
    row("0.123", "0.123", "other_mark");
    row("1234,567", "other_mark", "1234.567");
    row("12,3456", "other_mark", "12.3456");
    row("2147483648", "2147483648", "2147483648");
    row("1000000000000000000", "1000000000000000000", "1000000000000000000");
}

void TestCellText::numbersAsPeopleWriteThem() {
    QFETCH(QString, text);
    QFETCH(QString, with_points);
    QFETCH(QString, with_commas);
    QCOMPARE(outcome(text, points), with_points);
    if (with_commas != "bad") QCOMPARE(outcome(text, commas), with_commas);
}

void TestCellText::whatIsNoNumber_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("problem");
    const auto row = [](const char* text, const char* problem) {
        QTest::newRow(text) << QString::fromUtf8(text) << problem;
    };
    for (const char* text :
         {"n/a", "-", "--",  "#REF!", "abc", "12a", "a12",       "-12-",         "(-12)", "(12", "12)",
          "()",  "$", "EUR", "%",     "1e",  "e5",  "1 2 3 4 x", "\u0661\u0662", "TRUE",  "+-5", "1e99999"})
        row(text, "not_a_number");
    for (const char* text : {"1.2.3", "12.34.567", "1,23", "10.0.0.1", "1,234,56", "1 23", "1  234", "12 34",
                             "1.", "1,2345,678", "0,123,456", "1'234 567", "1.234.56,7"})
        if (QString(text) != "1,23") row(text, "bad_grouping");
    row("007", "leading_zeros");
    row("00123", "leading_zeros");
    row("-01", "leading_zeros");
    row("1.1234567", "too_many_places");
    row("1000000000000000001", "too_large");
    row("$12", "currency");
    row("12.50 EUR", "currency");
    row("-\u20ac12", "currency");
    row("CHF 1'200", "currency");
    row("12 %", "percent");
    row("12.5%", "percent");
    row("4,91723E+12", "shortened");
    row("1.5e3", "shortened");
    row("-1E-5", "shortened");
}

void TestCellText::whatIsNoNumber() {
    QFETCH(QString, text);
    QFETCH(QString, problem);
    QCOMPARE(outcome(text, points), problem);
    const auto kind = read_number(text.toStdString(), points).problem;
    QVERIFY(!problem_sentence(kind, points).empty());
    QVERIFY(!next_sentence(kind, points).empty());
}

void TestCellText::shapesDecideTheFormat_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("shape");  // n = number-like, z = leading zeros, p = point only, c = comma only
    const auto row = [](const char* text, const char* shape) {
        QTest::newRow(text) << QString::fromUtf8(text) << shape;
    };
    row("12", "n");
    row("1,234", "n");
    row("1.234", "n");
    row("1.5", "np");
    row("1,5", "nc");
    row("1,234.5", "np");
    row("1.234,5", "nc");
    row("0,125", "nc");
    row("007", "nz");
    row("12 %", "n");
    row("\u20ac 1,5", "nc");
    row("4,9E+12", "n");
    row("n/a", "");
    row("1.2.3", "");
    row("01.02.2024", "");
    row("40063813339310000000000", "");
}

void TestCellText::shapesDecideTheFormat() {
    QFETCH(QString, text);
    QFETCH(QString, shape);
    const auto found = number_shape(text.toStdString());
    QString letters;
    if (found.number_like) letters += 'n';
    if (found.leading_zeros) letters += 'z';
    if (found.point_only) letters += 'p';
    if (found.comma_only) letters += 'c';
    QCOMPARE(letters, shape);
    QCOMPARE(outcome("1,234", {DecimalMark::undecided, false}), QString("ambiguous"));
    QCOMPARE(outcome("1,234", {DecimalMark::point, true}), QString("ambiguous"));
    QCOMPARE(outcome("1.5", {DecimalMark::undecided, true}), QString("other_mark"));
}

void TestCellText::groupsAsInIndia() {
    NumberFormat indian = points;
    indian.indian = true;
    for (const auto& [text, value] : {std::pair{"1,23,456", "123456"},
                                      {"12,34,567.5", "1234567.50"},
                                      {"-1,00,00,000", "-10000000"},
                                      {"(1,23,456)", "-123456"},
                                      {"12,345", "12345"},
                                      {"1,234,567", "1234567"}})
        QCOMPARE(outcome(text, indian), value);
    for (const char* text :
         {"1,23,45", "1,2,345", "0,12,345", "123,45,678", "1,23,4567", "1,23,456,7", "1.23.456", "1,23.456"})
        QVERIFY2(outcome(text, indian).endsWith("ing") || QString(text) == "1,23.456", text);
    // Where others are grouped by three, it is a slip.
    QCOMPARE(outcome("1,23,456", points), "bad_grouping");
    QVERIFY(number_shape("1,23,456").indian && number_shape("1,23,456").point_only);
    QVERIFY(!number_shape("12,345").indian && !number_shape("12,345").thousands);
    for (const char* text : {"1,234,567", "1 234 567", "123,456", "1'234'567"})
        QVERIFY2(number_shape(text).thousands, text);
    QVERIFY(!number_shape("123.456").thousands);
}

void TestCellText::unitsByChoice() {
    const auto unit_of = [](const char* text) {
        return QString::fromStdString(unit_text(number_shape(text).unit));
    };
    QCOMPARE(unit_of("12.50 EUR"), "EUR");
    QCOMPARE(unit_of("EUR12"), "EUR");
    QCOMPARE(unit_of("-\u20ac 12"), "\u20ac");
    QCOMPARE(unit_of("12 %"), "%");
    QCOMPARE(unit_of("12 \u2030"), "\u2030");
    QCOMPARE(unit_of("$5 %"), "");
    QCOMPARE(unit_of("12"), "");
    NumberFormat euros = commas;
    euros.unit = number_shape("5 EUR").unit;
    QCOMPARE(outcome("-1.234,50 EUR", euros), "-1234.50");
    QCOMPARE(outcome("7", euros), "7");
    QCOMPARE(outcome("5 USD", euros), "currency");
    QCOMPARE(outcome("5 %", euros), "percent");
    QCOMPARE(outcome("007 EUR", euros), "leading_zeros");
    NumberFormat percent = points;
    percent.unit = number_shape("5%").unit;
    QCOMPARE(outcome("12.5 %", percent), "12.50");
    QCOMPARE(outcome("5 \u2030", percent), "percent");
}

void TestCellText::dates_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("shape");  // "iso", "d", "m", "dm", "never" (pattern only), "" (no date)
    const auto row = [](const char* text, const char* shape) {
        QTest::newRow(text) << QString::fromUtf8(text) << shape;
    };
    row("2024-03-01", "iso");
    row("2024-02-29", "iso");
    row("2023-02-29", "never");
    row("1900-02-29", "never");
    row("2000-02-29", "iso");
    row("2024-13-01", "never");
    row("2024-03-01T13:30:00", "iso");
    row("2024-03-01 13:30", "iso");
    row("2024-03-01T13:30:00.250Z", "iso");
    row("2024-03-01T13:30:00+02:00", "iso");
    row("2024-03-01T25:30", "");
    row("2024-3-1", "");
    row("1.2.2024", "d");
    row("31.12.24", "d");
    row("12.31.2024", "never");
    row("31/12/2024", "d");
    row("12/31/2024", "m");
    row("05/06/2024", "dm");
    row("05-06-2024", "dm");
    row("5/6/24", "dm");
    row("32/13/2024", "never");
    row("01.03.2024 08:15:00", "d");
    row("1/2-2024", "");
    row("1.2.3", "");
    row("20240301", "");
    row("13:30", "");
    row("2024", "");
}

void TestCellText::dates() {
    QFETCH(QString, text);
    QFETCH(QString, shape);
    const auto found = date_shape(text.toStdString());
    QString name;
    if (found.date && !found.day_first && !found.month_first)
        name = "never";
    else if (found.iso)
        name = "iso";
    else if (found.date)
        name = QString(found.day_first ? "d" : "") + (found.month_first ? "m" : "");
    QCOMPARE(name, shape);
}

void TestCellText::placeholders() {
    for (const char* text :
         {"n/a", "N/A", "#REF!", "#N/A", "#DIV/0!", "#NAME?", "#####", "-", "\u2014", "NULL", "?"})
        QVERIFY2(is_placeholder(text), text);
    for (const char* text : {"", "#", "#1", "no", "Anna", "0", "nada", "hash #5!"})
        QVERIFY2(!is_placeholder(text), text);
    QVERIFY(is_boolean("TRUE") && is_boolean("false") && !is_boolean("yes") && !is_boolean("truer"));
}

void TestCellText::malformedUtf8IsFound_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("at");
    const auto row = [](const char* name, const QByteArray& bytes, int at) {
        QTest::newRow(name) << bytes << at;
    };
    row("plain", "abcdefghijklmnop", -1);
    row("four lengths", "a\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80", -1);
    row("overlong 2", "\xc0\xaf", 0);
    row("overlong 3", "\xe0\x9f\xbf", 0);
    row("overlong 4", "\xf0\x8f\xbf\xbf", 0);
    row("surrogate", "ab\xed\xa0\x80", 2);
    row("beyond", "\xf4\x90\x80\x80", 0);
    row("lone tail", "abcdefghij\x80", 10);
    row("cut", "abcdefgh\xe2\x82", 8);
    row("latin-1", "M\xfcller", 1);
}

void TestCellText::malformedUtf8IsFound() {
    QFETCH(QByteArray, bytes);
    QFETCH(int, at);
    const auto found = utf8_error({bytes.data(), static_cast<std::size_t>(bytes.size())});
    QCOMPARE(found ? static_cast<int>(*found) : -1, at);
}

void TestCellText::trimmingKnowsUnicode() {
    QCOMPARE(trimmed(" \t\u00a0\u3000x y\u2009\r\n"), std::string_view("x y"));
    QCOMPARE(trimmed(" \u00a0"), std::string_view());
    QCOMPARE(trimmed("\u00e4"), std::string_view("\u00e4"));
    QCOMPARE(clipped("a\u20ac", 3), std::string_view("a"));
    QCOMPARE(clipped("a\u20ac", 4), std::string_view("a\u20ac"));
}

QTEST_APPLESS_MAIN(TestCellText)
#include "test_cell_text.moc"
