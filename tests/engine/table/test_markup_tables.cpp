#include <QTest>

#include "table/limits.h"
#include "table_helpers.h"

using namespace tacit;
using namespace tacit::table;
using namespace std::string_literals;

/// Web pages and SpreadsheetML, as programs write them under the name .xls.
class TestMarkupTables : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void page();
    void spans();
    void references_data();
    void references();
    void numbersBesideText();
    void tablesAreSheets();
    void spreadsheetml();
    void spreadsheetmlSheets();
    void delimitedTextInXls();
    void refused_data();
    void refused();
};

void TestMarkupTables::page() {
    const auto read = must_read(
        "<!DOCTYPE html>\n<HTML><head><style>td {x: '<table>'}</style><script>if (1 < 2) "
        "\"<table>\"</script></head>"
        "<body><!-- <table> --><TABLE border=1><tr><th>name<th>pay</tr>\n"
        "<tr><td> Ada\n  L. </td><td align=right>1.234,50</td></tr>"
        "<tr><td>B<br>C</td><td>7,5</td></tr><tr><td>a < "
        "b</td><td><b>1</b><i>2</i></td></table></body></HTML>");
    QVERIFY(read);
    QCOMPARE(shown(*read), "name|pay/Ada L.|1.234,50/B\nC|7,5/a < b|12"s);
    QCOMPARE(numbers(*read, 1), "1234.50 7.50 12"s);
    QCOMPARE(read->origin().format, "Web page"s);
}

void TestMarkupTables::spans() {
    const auto read = must_read(
        "<table><tr><td>a<td>b<td>c</tr><tr><td rowspan=2>x<td colspan='2'>y</tr><tr><td>1<td>2</tr>"
        "<tr><td>3<td>4<td>5</tr></table>");
    QVERIFY(read);
    QCOMPARE(shown(*read), "a|b|c/x|y|/|1|2/3|4|5"s);
    QCOMPARE(issue_cells(*read), "A2 B2 B2"s);  // two notes, and a text among numbers
}

void TestMarkupTables::references_data() {
    QTest::addColumn<QString>("html");
    QTest::addColumn<QString>("text");
    const char* cases[][2] = {{"K&ouml;ln", "K\u00f6ln"}, {"&yuml;&nbsp;x", "\u00ff\u00a0x"},
                              {"&#8364;5", "\u20ac5"},    {"&#x20AC;5", "\u20ac5"},
                              {"a&amp;lt;b", "a&lt;b"},   {"AT&T", "AT&T"},
                              {"&unknown;", "&unknown;"}, {"&#0;x", "&#0;x"},
                              {"&#xD800;x", "&#xD800;x"}, {"&#99999999;", "&#99999999;"},
                              {"5 &lt; 6", "5 < 6"},      {"&minus;3", "\u22123"}};
    for (const auto& c : cases) QTest::newRow(c[0]) << QString::fromUtf8(c[0]) << QString::fromUtf8(c[1]);
}

void TestMarkupTables::references() {
    QFETCH(QString, html);
    QFETCH(QString, text);
    const auto read = must_read("<table><tr><td>h</tr><tr><td>" + html.toStdString() + "</tr></table>");
    QVERIFY(read);
    const auto cell = read->cell(0, 0);
    QCOMPARE(QString::fromUtf8(cell.data(), static_cast<qsizetype>(cell.size())), text);
}

void TestMarkupTables::numbersBesideText() {
    const auto read = must_read(
        "<html xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><table><tr><td>n<td>d</tr>"
        "<tr><td x:num=\"1234.5600000000001\">1.234,6<td x:num=\"45352\">01.03.2024</tr>"
        "<tr><td x:num>7<td>02.03.2024</tr></table></html>");
    QVERIFY(read);
    QCOMPARE(shown(*read), "n|d/1234.56|01.03.2024/7|02.03.2024"s);
    QCOMPARE(read->kind(0, 0), CellKind::number);
    QCOMPARE(read->kind(0, 1), CellKind::text);  // a date is never a number
}

void TestMarkupTables::tablesAreSheets() {
    const auto bytes =
        "<html><table><tr><td>a</tr><tr><td>1 <table><tr><td>in</table></tr></table><p><table><tr><td>b</table>"s;
    const auto read = must_read(bytes);
    QVERIFY(read);
    QCOMPARE(read->origin().sheets, (std::vector<std::string>{"Table 1", "Table 2"}));
    QCOMPARE(shown(*read), "a/1 in"s);
    ImportOptions options;
    options.sheet = "Table 2";
    const auto second = must_read(bytes, options);
    QVERIFY(second);
    QCOMPARE(shown(*second), "b"s);
}

static std::string workbook(const std::string& sheets, const std::string& styles = "") {
    return "<?xml version=\"1.0\"?>\n<?mso-application progid=\"Excel.Sheet\"?>\n"
           "<Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\" "
           "xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\"><Styles>" +
           styles + "</Styles>" + sheets + "</Workbook>";
}
static std::string cell(const std::string& type, const std::string& text, const std::string& more = "") {
    return "<Cell" + more + "><Data ss:Type=\"" + type + "\">" + text + "</Data></Cell>";
}

void TestMarkupTables::spreadsheetml() {
    const auto read = must_read(
        workbook("<Worksheet ss:Name=\"S\"><Table><Row>" + cell("String", "a") + cell("String", "b") +
                     cell("String", "c") + "</Row><Row>" + cell("Number", "0.30000000000000004") +
                     cell("DateTime", "2024-03-01T00:00:00.000") + cell("Boolean", "1") +
                     "</Row><Row ss:Index=\"4\" ss:Hidden=\"1\">" + cell("Error", "#N/A", " ss:Index=\"2\"") +
                     cell("Number", "42", " ss:StyleID=\"z\"") + "</Row><Row>" +
                     cell("String", "x &amp; <B>y</B>", " ss:MergeAcross=\"1\"") + cell("String", "z") +
                     "</Row></Table></Worksheet>",
                 "<Style ss:ID=\"z\"><NumberFormat ss:Format=\"00000\"/></Style>"));
    QVERIFY(read);
    QCOMPARE(shown(*read), "a|b|c/0.3|2024-03-01|TRUE/||/|#N/A|00042/x & y||z"s);
    QCOMPARE(issue_cells(*read), "A4 B4 A5"s);
    QCOMPARE(read->kind(0, 1), CellKind::date);
    QCOMPARE(read->kind(2, 1), CellKind::error);
    QCOMPARE(read->format(2, 2), FormatClass::padded);
}

void TestMarkupTables::spreadsheetmlSheets() {
    const auto read = must_read(workbook(
        "<Worksheet ss:Name=\"H\"><Table><Row>" + cell("String", "no") +
        "</Row></Table><WorksheetOptions><Visible>SheetHidden</Visible></WorksheetOptions></Worksheet>"
        "<Worksheet ss:Name=\"P\"><Table><Row>" +
        cell("String", "yes") + "</Row></Table></Worksheet>"));
    QVERIFY(read);
    QCOMPARE(shown(*read), "yes"s);
    QCOMPARE(read->origin().sheets, (std::vector<std::string>{"H", "P"}));
}

void TestMarkupTables::delimitedTextInXls() {
    const auto read = load_bytes("a\tb\n1\t2\n", "export.xls");
    QVERIFY(read.ok());
    QCOMPARE(shown(**read), "a|b/1|2"s);
}

void TestMarkupTables::refused_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("part");
    const auto row = [](const char* name, const std::string& bytes, const char* part) {
        QTest::newRow(name) << QByteArray::fromStdString(bytes) << part;
    };
    row("page without a table", "<html><body>hello</body></html>", "without a table");
    row("other XML", "<?xml version=\"1.0\"?><invoice/>", "XML document");
    row("wide span", "<table><tr><td colspan=99999999>a</table>", "wider");
    std::string rows;
    for (int i = 0; i < 13'000; ++i) rows += "<tr>";
    row("spans without end", "<table><tr><td colspan=16384 rowspan=999999>a" + rows + "</table>",
        "more rows");
    row("empty table", "<table></table>", "empty");
    row("DOCTYPE",
        "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY b \"c\">]><Workbook "
        "xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\">&b;</Workbook>",
        "document type");
    row("rows out of order",
        workbook("<Worksheet><Table><Row ss:Index=\"5\"/><Row ss:Index=\"5\"/></Table></Worksheet>"),
        "out of order");
    row("cells out of order",
        workbook(
            "<Worksheet><Table><Row><Cell ss:Index=\"3\"/><Cell ss:Index=\"2\"/></Row></Table></Worksheet>"),
        "out of order");
    row("cell nowhere", workbook("<Worksheet><Table><Row><Cell ss:Index=\"0\"/></Row></Table></Worksheet>"),
        "out of order");
    row("cut", workbook("<Worksheet><Table><Row>"), "XML");
    row("long cell", "<table><tr><td>" + std::string(max_cell_bytes + 1, 'x') + "</table>", "longer");
}

void TestMarkupTables::refused() {
    QFETCH(QByteArray, bytes);
    QFETCH(QString, part);
    must_refuse(bytes, part);
}

QTEST_APPLESS_MAIN(TestMarkupTables)
#include "test_markup_tables.moc"
