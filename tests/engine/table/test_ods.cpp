#include <QTest>

#include "table/limits.h"
#include "table_helpers.h"
#include "xlsx_file.h"

using namespace tacit;
using namespace tacit::table;
using namespace std::string_literals;

class TestOds : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void valueTypes();
    void textOfACell();
    void repeats();
    void fillersUpToTheEdge();
    void coveredAndHidden();
    void sheets();
    void errorsAndFormulas();
    void preview();
    void refused_data();
    void refused();
};

static std::string table_of(const std::string& rows, const std::string& attributes = "table:name=\"S\"") {
    return "<table:table " + attributes + ">" + rows + "</table:table>";
}
static std::string document(const std::string& tables, const std::string& styles = "") {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?><office:document-content "
           "xmlns:office=\"o\" xmlns:table=\"t\" xmlns:text=\"x\" xmlns:calcext=\"c\" xmlns:style=\"s\">"
           "<office:automatic-styles>" +
           styles + "</office:automatic-styles><office:body><office:spreadsheet>" + tables +
           "</office:spreadsheet></office:body></office:document-content>";
}
static std::string archive(const std::string& content, const std::string& manifest = "<manifest/>") {
    return zip_of({{"mimetype", "application/vnd.oasis.opendocument.spreadsheet"},
                   {"META-INF/manifest.xml", manifest},
                   {"content.xml", content}});
}
static std::string ods(const std::string& rows) {
    return archive(document(table_of(rows)));
}
static std::string row(const std::string& cells, const std::string& more = "") {
    return "<table:table-row" + more + ">" + cells + "</table:table-row>";
}
static std::string cell(const std::string& text, const std::string& more = " office:value-type=\"string\"") {
    return "<table:table-cell" + more + "><text:p>" + text + "</text:p></table:table-cell>";
}

void TestOds::valueTypes() {
    const auto read = must_read(ods(
        row(cell("v")) + row(cell("1,234.50", " office:value-type=\"float\" office:value=\"1234.5\"")) +
        row(cell("12 %", " office:value-type=\"percentage\" office:value=\"0.12\"")) +
        row(cell("5 EUR", " office:value-type=\"currency\" office:currency=\"EUR\" office:value=\"5\"")) +
        row(cell("1.3.24", " office:value-type=\"date\" office:date-value=\"2024-03-01\"")) +
        row(cell("x", " office:value-type=\"date\" office:date-value=\"2024-03-01T13:30:00.000000000\"")) +
        row(cell("x", " office:value-type=\"time\" office:time-value=\"PT27H05M09.5S\"")) +
        row(cell("WAHR", " office:value-type=\"boolean\" office:boolean-value=\"true\"")) +
        row(cell("00042", " office:value-type=\"float\" office:value=\"42\"")) +
        row(cell("0.1", " office:value-type=\"float\" office:value=\"0.10000000000000001\"")) +
        row("<table:table-cell office:value-type=\"string\" office:string-value=\"s\"/>")));
    QVERIFY(read);
    QCOMPARE(shown(*read), "v/1234.5/0.12/5/2024-03-01/2024-03-01T13:30:00/27:05:09/TRUE/00042/0.1/s"s);
    QCOMPARE(read->kind(0, 0), CellKind::number);
    QCOMPARE(read->format(1, 0), FormatClass::percent);
    QCOMPARE(read->format(2, 0), FormatClass::currency);
    QCOMPARE(read->kind(3, 0), CellKind::date);
    QCOMPARE(read->format(7, 0), FormatClass::padded);
    QCOMPARE(read->origin().format, "OpenDocument spreadsheet"s);
}

void TestOds::textOfACell() {
    const auto read = must_read(
        ods(row(cell("t")) +
            row(cell("a <text:span>b</text:span><text:s text:c=\"3\"/>c<text:tab/>d<text:line-break/>e")) +
            row("<table:table-cell office:value-type=\"string\"><office:annotation><text:p>comment</text:p>"
                "</office:annotation><text:p>one</text:p><text:p>two</text:p></table:table-cell>") +
            row(cell("<text:ruby><text:ruby-base>\u6771</text:ruby-base><text:ruby-text>no</text:ruby-text></"
                     "text:ruby>")) +
            row(cell("so\n     wide &amp; &#x20ac;"))));
    QVERIFY(read);
    QCOMPARE(shown(*read), "t/a b   c\td\ne/one\ntwo/\u6771/so wide & \u20ac"s);
}

void TestOds::repeats() {
    const auto read =
        must_read(ods(row(cell("a") + cell("b") + cell("c")) +
                      row("<table:table-cell table:number-columns-repeated=\"3\" office:value-type=\"float\" "
                          "office:value=\"7\"><text:p>7</text:p></table:table-cell>",
                          " table:number-rows-repeated=\"2\"") +
                      row("<table:table-cell table:number-columns-repeated=\"2\"/>" + cell("z"), "")));
    QVERIFY(read);
    QCOMPARE(shown(*read), "a|b|c/7|7|7/7|7|7/||z"s);
}

void TestOds::fillersUpToTheEdge() {
    const auto filler = "<table:table-cell table:number-columns-repeated=\"16384\"/>"s;
    const auto read =
        must_read(ods(row(filler, " table:number-rows-repeated=\"2\"") + row(cell("a") + filler) +
                      row(cell("1")) + row(filler, " table:number-rows-repeated=\"3\"") + row(cell("2")) +
                      row(filler, " table:number-rows-repeated=\"1048570\"")));
    QVERIFY(read);
    QCOMPARE(shown(*read), "a/1////2"s);
    QCOMPARE(read->address(4, 0), "A8"s);
}

void TestOds::coveredAndHidden() {
    const auto read =
        must_read(ods(row(cell("a") + cell("b")) +
                      row(cell("m",
                               " office:value-type=\"string\" table:number-columns-spanned=\"2\" "
                               "table:number-rows-spanned=\"1\"") +
                          "<table:covered-table-cell office:value-type=\"string\"><text:p>under</text:p>"
                          "</table:covered-table-cell>") +
                      row(cell("h") + cell("i"), " table:visibility=\"filter\"")));
    QVERIFY(read);
    QCOMPARE(shown(*read), "a|b/m|under/h|i"s);  // as every sum in the spreadsheet counts it
    QCOMPARE(issue_cells(*read), "A2 B2 A3"s);
    QCOMPARE(read->issues()[1].text, "under"s);
    QVERIFY(read->issues()[1].counts);
    QVERIFY(read->issues()[1].problem.find("hidden under merged cells") != std::string::npos);
}

void TestOds::sheets() {
    const auto bytes = archive(document(
        table_of(row(cell("no")), "table:name=\"Old\" table:style-name=\"ta1\"") +
            table_of(row(cell("yes")) + row("<table:table-cell><table:table table:is-sub-table=\"true\">" +
                                            row(cell("sub")) + "</table:table></table:table-cell>"),
                     "table:name=\"New\"") +
            table_of(row(cell("last")), "table:name=\"Last\"") + "<table:dde-links><table:table>" +
            row(cell("link")) + "</table:table></table:dde-links>",
        "<style:style style:name=\"ta1\" style:family=\"table\"><style:table-properties "
        "table:display=\"false\"/>"
        "</style:style>"));
    const auto read = must_read(bytes);
    QVERIFY(read);
    QCOMPARE(shown(*read), "yes"s);
    QCOMPARE(read->origin().sheets, (std::vector<std::string>{"Old", "New", "Last"}));
    ImportOptions options;
    options.sheet = "Last";
    const auto last = must_read(bytes, options);
    QVERIFY(last);
    QCOMPARE(shown(*last), "last"s);
    options.sheet = "None";
    QVERIFY(read_text(bytes, options).error().detail.find("\"Last\"") != std::string::npos);
}

void TestOds::errorsAndFormulas() {
    const auto read = must_read(
        ods(row(cell("f")) +
            row(cell("#DIV/0!",
                     " table:formula=\"of:=1/0\" office:value-type=\"string\" office:string-value=\"\" "
                     "calcext:value-type=\"error\"")) +
            row("<table:table-cell table:formula=\"of:=A9\"/>") +
            row(cell("3",
                     " table:formula=\"of:=1+2\" office:value-type=\"float\" office:value=\"3\" "
                     "calcext:value-type=\"float\""))));
    QVERIFY(read);
    QCOMPARE(shown(*read), "f/#DIV/0!//3"s);
    QCOMPARE(read->kind(0, 0), CellKind::error);
    QVERIFY(issue_cells(*read).find("A3") != std::string::npos);
}

void TestOds::preview() {
    std::string rows = row(cell("n"));
    for (int i = 0; i < 500; ++i) rows += row(cell(std::to_string(i)));
    ImportOptions options;
    options.range.last_row = 11;
    const auto read = must_read(ods(rows), options);
    QVERIFY(read);
    QCOMPARE(read->rows(), std::size_t{10});
}

void TestOds::refused_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("part");
    const auto add = [](const char* name, const std::string& bytes, const char* part) {
        QTest::newRow(name) << QByteArray::fromStdString(bytes) << part;
    };
    add("password",
        archive(document(table_of(row(cell("a")))),
                "<manifest><file-entry><encryption-data/></file-entry></manifest>"),
        "password");
    add("encrypted package",
        zip_of({{"mimetype", "application/vnd.oasis.opendocument.spreadsheet"}, {"encrypted-package", "x"}}),
        "password");
    add("no content", zip_of({{"mimetype", "application/vnd.oasis.opendocument.spreadsheet"}}), "missing");
    add("text document",
        zip_of({{"mimetype", "application/vnd.oasis.opendocument.text"}, {"content.xml", "<a/>"}}),
        "no spreadsheet");
    add("DOCTYPE", archive("<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>"), "document type");
    add("rows without end", ods(row(cell("a")) + row(cell("b"), " table:number-rows-repeated=\"999999999\"")),
        "repeats");
    add("repeated beyond the sheet",
        ods(row(cell("a")) + row(cell("b"), " table:number-rows-repeated=\"1048577\"")), "longer than");
    add("cells beyond the edge",
        ods(row(cell("a", " office:value-type=\"string\" table:number-columns-repeated=\"16385\""))),
        "wider");
    add("repeats within repeats",
        ods(row(cell("a", " office:value-type=\"string\" table:number-columns-repeated=\"16384\""),
                " table:number-rows-repeated=\"1048576\"")),
        "repeats");
    add("long texts repeated",
        ods(row(cell(std::string(100'000, 'x'),
                     " office:value-type=\"string\" table:number-columns-repeated=\"10000\""))),
        "repeats");
    add("senseless repeats", ods(row(cell("a", " table:number-columns-repeated=\"-3\""))), "senseless");
    add("long cell", ods(row(cell(std::string(max_cell_bytes + 1, 'x')))), "longer");
    add("spaces without end", ods(row(cell("<text:s text:c=\"999999999\"/>"))), "longer");
    add("cut", archive(document("").substr(0, 200)), "XML");
}

void TestOds::refused() {
    QFETCH(QByteArray, bytes);
    QFETCH(QString, part);
    must_refuse(bytes, part);
}

QTEST_APPLESS_MAIN(TestOds)
#include "test_ods.moc"
