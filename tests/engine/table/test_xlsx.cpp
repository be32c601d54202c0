#include <QTemporaryDir>
#include <QTest>
#include <fstream>

#include "table/xlsx_number.h"
#include "table/xlsx_parts.h"
#include "table_helpers.h"
#include "xlsx_file.h"

using namespace tacit;
using namespace tacit::table;
using namespace std::string_literals;

class TestXlsx : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void cellTypes();
    void sharedStringsWithRunsAndPhonetics();
    void cellsWithoutAddresses();
    void gapsAreBlankAndTheAddressFits();
    void sheetsInOrderAndHidden();
    void chartSheetsAreNoTables();
    void targets_data();
    void targets();
    void partsAtOddPlaces();
    void prefixedNamespaces();
    void plainNumbers_data();
    void plainNumbers();
    void numbersInTheSheet();
    void textBesideNumbers();
    void formatCodes_data();
    void formatCodes();
    void serials_data();
    void serials();
    void datesInTheSheet();
    void dates1904();
    void formulasWithoutResult();
    void cellsBesideTheTable();
    void titlesAboveTheTable();
    void valuesBelowMergedCells();
    void escapes();
    void readsFromDisk();
};

static Table must_open(const XlsxFile& file, const ImportOptions& options = {}) {
    return must_read(file.bytes(), options);
}

static XlsxFile with_rows(const std::string& rows) {
    XlsxFile file;
    file.sheets = {{"Sheet1", rows}};
    return file;
}

static std::string text_cell(const std::string& address, const std::string& text) {
    return "<c r=\"" + address + "\" t=\"inlineStr\"><is><t>" + text + "</t></is></c>";
}

void TestXlsx::cellTypes() {
    auto file = with_rows(
        "<row r=\"1\">" + text_cell("A1", "kind") + text_cell("B1", "value") +
        "</row>"
        "<row r=\"2\"><c r=\"A2\" t=\"s\"><v>0</v></c><c r=\"B2\" t=\"s\"><v>1</v></c></row>"
        "<row r=\"3\"><c r=\"A3\" t=\"str\"><f>X</f><v>formula</v></c><c "
        "r=\"B3\"><f>1+1</f><v>2</v></c></row>"
        "<row r=\"4\"><c r=\"A4\" t=\"b\"><v>1</v></c><c r=\"B4\" t=\"b\"><v>0</v></c></row>"
        "<row r=\"5\"><c r=\"A5\" t=\"e\"><v>#REF!</v></c><c r=\"B5\" t=\"n\"><v>-12.5</v></c></row>"
        "<row r=\"6\"><c r=\"A6\" t=\"d\"><v>2024-03-01</v></c><c r=\"B6\"/></row>");
    file.shared = "<si><t>shared</t></si><si><t xml:space=\"preserve\"> two </t></si>";
    const auto read = must_open(file);
    QVERIFY(read);
    QCOMPARE(shown(*read),
             std::string("kind|value/shared| two /formula|2/TRUE|FALSE/#REF!|-12.5/2024-03-01|"));
    QVERIFY(read->is_number_cell(1, 1) && read->is_number_cell(3, 1));
    QVERIFY(!read->is_number_cell(0, 0) && !read->is_number_cell(4, 0) && !read->is_number_cell(4, 1));
    QCOMPARE(read->origin().format, std::string("Excel workbook"));
}

void TestXlsx::sharedStringsWithRunsAndPhonetics() {
    auto file = with_rows(
        "<row><c t=\"s\"><v>0</v></c></row><row><c t=\"s\"><v>1</v></c></row>"
        "<row><c t=\"inlineStr\"><is><r><t>in</t></r><r><t>line</t></r><rPh><t>no</t></rPh></is></c></row>");
    file.shared =
        "<si><r><rPr><b/></rPr><t>Na</t></r><r><t>me</t></r></si>"
        "<si><t>\u6771\u4eac</t><rPh sb=\"0\" eb=\"2\"><t>\u30c8\u30a6</t></rPh><phoneticPr "
        "fontId=\"1\"/></si>";
    const auto read = must_open(file);
    QVERIFY(read);
    QCOMPARE(shown(*read), std::string("Name/\u6771\u4eac/inline"));
}

void TestXlsx::cellsWithoutAddresses() {
    const auto read =
        must_open(with_rows("<row><c t=\"str\"><v>a</v></c><c t=\"str\"><v>b</v></c></row>"
                            "<row><c><v>1</v></c><c/><c><v>3</v></c></row>"
                            "<row r=\"4\"><c r=\"B4\"><v>2</v></c></row>"));
    QVERIFY(read);
    QCOMPARE(shown(*read), std::string("a|b/1|/|/|2"));
    QCOMPARE(issue_cells(*read), std::string("C2"));
}

void TestXlsx::gapsAreBlankAndTheAddressFits() {
    const auto read = must_open(with_rows("<row r=\"3\">" + text_cell("B3", "x") + text_cell("C3", "y") +
                                          "</row>"
                                          "<row r=\"5\"><c r=\"C5\"><v>7</v></c></row>"
                                          "<row r=\"9\"><c r=\"B9\" s=\"1\"/></row>"));
    QVERIFY(read);
    QCOMPARE(shown(*read), std::string("Column A|x|y/||/||7"));
    QCOMPARE(read->address(1, 2), std::string("C5"));
    QCOMPARE(read->columns()[2].blank, std::uint64_t{1});
    QCOMPARE(read->columns()[0].type, Type::empty);
}

void TestXlsx::sheetsInOrderAndHidden() {
    XlsxFile file;
    file.sheets = {{"Notes &amp; more", "<row>" + text_cell("A1", "n") + "</row>"},
                   {"Daten \u00e4", "<row>" + text_cell("A1", "d") + "</row>"}};
    QTemporaryDir folder;
    const std::filesystem::path path = folder.filePath("book.csv").toStdString();  // the name has no say
    std::ofstream(path, std::ios::binary) << file.bytes();
    const auto list = table::sheets(path);
    QVERIFY(list.ok());
    QCOMPARE(list->size(), std::size_t{2});
    QCOMPARE((*list)[0].name, std::string("Notes & more"));
    QCOMPARE((*list)[1].name, std::string("Daten \u00e4"));
    ImportOptions options;
    options.sheet = "Daten \u00e4";
    const auto second = load(path, options);
    QVERIFY(second.ok());
    QCOMPARE(shown(**second), std::string("d"));
    options.sheet = "None";
    const auto none = load(path, options);
    QVERIFY(!none.ok());
    QVERIFY(none.error().detail.find("Notes & more") != std::string::npos);

    file.sheet_attributes = " state=\"hidden\"";
    QCOMPARE(read_text(file.bytes()).error().fault, Fault::file_refused);
    options.sheet = "Notes & more";
    QVERIFY(read_text(file.bytes(), options).ok());
}

void TestXlsx::chartSheetsAreNoTables() {
    XlsxFile file;
    file.sheets = {{"Chart", "x"}, {"Data", "<row>" + text_cell("A1", "d") + "</row>"}};
    const std::string space = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";
    file.replaced["xl/_rels/workbook.xml.rels"] =
        "<Relationships><Relationship Id=\"s1\" Type=\"" + space +
        "chartsheet\" Target=\"worksheets/sheet1.xml\"/>" + "<Relationship Id=\"s2\" Type=\"" + space +
        "worksheet\" Target=\"worksheets/sheet2.xml\"/></Relationships>";
    const auto read = must_open(file);
    QVERIFY(read);
    QCOMPARE(read->sheet(), std::string("Data"));
}

void TestXlsx::targets_data() {
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("target");
    QTest::addColumn<QString>("part");
    QTest::newRow("beside") << "xl/workbook.xml"
                            << "styles.xml"
                            << "xl/styles.xml";
    QTest::newRow("below") << "xl/workbook.xml"
                           << "worksheets/sheet1.xml"
                           << "xl/worksheets/sheet1.xml";
    QTest::newRow("absolute") << "xl/workbook.xml"
                              << "/xl/worksheets/sheet1.xml"
                              << "xl/worksheets/sheet1.xml";
    QTest::newRow("up") << "xl/workbook.xml"
                        << "../other/./sheet.xml"
                        << "other/sheet.xml";
    QTest::newRow("beyond the root") << "xl/workbook.xml"
                                     << "../../../x.xml"
                                     << "x.xml";
    QTest::newRow("backslashes") << "xl/workbook.xml"
                                 << "worksheets\\sheet1.xml"
                                 << "xl/worksheets/sheet1.xml";
    QTest::newRow("root") << ""
                          << "xl/workbook.xml"
                          << "xl/workbook.xml";
    QTest::newRow("nothing") << ""
                             << ""
                             << "";
}

void TestXlsx::targets() {
    QFETCH(QString, from);
    QFETCH(QString, target);
    QFETCH(QString, part);
    QCOMPARE(QString::fromStdString(resolve_target(from.toStdString(), target.toStdString())), part);
}

void TestXlsx::partsAtOddPlaces() {
    const std::string space = "http://purl.oclc.org/ooxml/officeDocument/relationships/";
    const std::string sheet =
        "<worksheet><sheetData><row><c t=\"s\"><v>0</v></c></row></sheetData></worksheet>";
    const auto read = must_read(zip_of(
        {{"_rels/.rels", "<Relationships><Relationship Id=\"a\" Type=\"" + space +
                             "officeDocument\" Target=\"/book/main.xml\"/></Relationships>"},
         {"book/main.xml",
          "<workbook xmlns:r=\"x\"><sheets><sheet name=\"S\" r:id=\"q\"/></sheets></workbook>"},
         {"book/_rels/main.xml.rels", "<Relationships><Relationship Id=\"q\" Type=\"" + space +
                                          "worksheet\" Target=\"../cells/one.xml\"/>"
                                          "<Relationship Id=\"t\" Type=\"" +
                                          space + "sharedStrings\" Target=\"/SHARED.xml\"/></Relationships>"},
         {"cells/one.xml", sheet},
         {"shared.xml", "<sst><si><t>odd</t></si></sst>"}}));
    QVERIFY(read);
    QCOMPARE(shown(*read), std::string("odd"));
}

void TestXlsx::prefixedNamespaces() {
    XlsxFile file;
    file.replaced["xl/worksheets/sheet1.xml"] =
        "<x:worksheet xmlns:x=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><x:sheetData>"
        "<x:row r=\"1\"><x:c r=\"A1\" t=\"str\"><x:v>a</x:v></x:c></x:row></x:sheetData></x:worksheet>";
    const auto read = must_open(file);
    QVERIFY(read);
    QCOMPARE(shown(*read), std::string("a"));
}

void TestXlsx::plainNumbers_data() {
    QTest::addColumn<QString>("stored");
    QTest::addColumn<QString>("plain");
    const char* cases[][2] = {{"1", "1"},
                              {"-12.50", "-12.50"},
                              {"0.10000000000000001", "0.1"},
                              {"0.30000000000000004", "0.3"},
                              {"1234.5600000000002", "1234.56"},
                              {"1234567.8899999999", "1234567.89"},
                              {"0.99999999999999989", "1"},
                              {"9.9999999999999999E-3", "0.01"},
                              {"99999999999999.995", "100000000000000"},
                              {"0.33333333333333331", "0.333333333333333"},
                              {"1E3", "1000"},
                              {"1.5E+3", "1500"},
                              {"4.91723E+12", "4917230000000"},
                              {"1E-5", "0.00001"},
                              {"-1.2E-3", "-0.0012"},
                              {"1.0000000000000001E-5", "0.00001"},
                              {"0E0", "0"},
                              {"0.0", "0.0"},
                              {"9007199254740993", "9007199254740993"},
                              {"1000000000000000000", "1000000000000000000"},
                              {"123456789012345", "123456789012345"},
                              {".5", "0.5"},
                              {"5.", "5"},
                              {"", "none"},
                              {"-", "none"},
                              {".", "none"},
                              {"1,5", "none"},
                              {"1E", "none"},
                              {"1E999", "none"},
                              {"NaN", "none"},
                              {"1 2", "none"}};
    for (const auto& c : cases) QTest::newRow(c[0]) << c[0] << c[1];
}

void TestXlsx::plainNumbers() {
    QFETCH(QString, stored);
    QFETCH(QString, plain);
    QCOMPARE(QString::fromStdString(plain_number(stored.toStdString()).value_or("none")), plain);
}

void TestXlsx::numbersInTheSheet() {
    const auto read = must_open(with_rows("<row>" + text_cell("A1", "pay") +
                                          "</row><row><c><v>0.10000000000000001</v></c></row>"
                                          "<row><c><v>1.234</v></c></row><row><c><v>-1E+18</v></c></row>"
                                          "<row><c><v>1E-7</v></c></row><row><c><v>1E+300</v></c></row>"
                                          "<row><c><v>1234567890123456</v></c></row>"));
    QVERIFY(read);
    QCOMPARE(read->cell(0, 0), std::string_view("0.1"));
    QCOMPARE(read->columns()[0].type, Type::decimal);
    QCOMPARE(read->columns()[0].invalid, std::uint64_t{2});
    // A4 and A7 are accepted, but people are told that a spreadsheet may have lost digits there.
    QCOMPARE(issue_cells(*read), std::string("A4 A5 A6 A6 A7"));
}

void TestXlsx::textBesideNumbers() {
    // A number cell says nothing about how people write: the text cells alone decide, and here nothing does.
    const auto read =
        must_open(with_rows("<row>" + text_cell("A1", "pay") + "</row><row><c><v>1.234</v></c></row><row>" +
                            text_cell("A3", "1,234") + "</row><row><c><v>0.5</v></c></row>"));
    QVERIFY(read);
    QCOMPARE(issue_cells(*read), std::string("A3"));
    const auto decided =
        must_open(with_rows("<row>" + text_cell("A1", "pay") + "</row><row><c><v>1.234</v></c></row><row>" +
                            text_cell("A3", "1,234") + "</row><row>" + text_cell("A4", "2,5") + "</row>"));
    QVERIFY(decided);
    QCOMPARE(numbers(*decided), std::string("1.234 1.234 2.50"));
}

void TestXlsx::formatCodes_data() {
    QTest::addColumn<QString>("code");
    QTest::addColumn<int>("kind");
    const auto row = [](const char* code, FormatClass kind) {
        QTest::newRow(code) << QString::fromUtf8(code) << static_cast<int>(kind);
    };
    for (const char* code : {"0.00", "#,##0.00\\ \"d\u00eds\"", "[Red]-0.00", "[$-409]0",
                             "_-* #,##0.00\\ \\m", "\"yyyy\" 0", "0\\d", "[>100]0;0.0"})
        row(code, FormatClass::number);
    row("General", FormatClass::general);
    row("@", FormatClass::text);
    row("0.00E+00", FormatClass::scientific);
    row("0%", FormatClass::percent);
    row("# ?/?", FormatClass::fraction);
    row("00000", FormatClass::padded);
    for (const char* code : {"#,##0 [$USD-409]", "\"\u20ac\" #,##0.00", "$#,##0", "#,##0\\ [$\u20ac-407]"})
        row(code, FormatClass::currency);
    for (const char* code :
         {"yyyy-mm-dd", "dd.mm.yyyy", "[$-409]d\\-mmm\\-yy;@", "mmm", "yyyy\\-mm\\-dd hh:mm", "D/M/YY"})
        row(code, FormatClass::date);
    for (const char* code : {"h:mm", "hh:mm:ss AM/PM", "mm:ss.0"}) row(code, FormatClass::time);
    for (const char* code : {"[h]:mm", "[mm]:ss", "[SS]"}) row(code, FormatClass::elapsed);
}

void TestXlsx::formatCodes() {
    QFETCH(QString, code);
    QFETCH(int, kind);
    QCOMPARE(static_cast<int>(classify_format(code.toStdString()).format), kind);
}

void TestXlsx::serials_data() {
    QTest::addColumn<QString>("serial");
    QTest::addColumn<int>("kind");
    QTest::addColumn<bool>("from_1904");
    QTest::addColumn<QString>("text");
    const auto row = [](const char* serial, FormatClass kind, bool from_1904, const char* text) {
        QTest::addRow("%s %d %d", serial, static_cast<int>(kind), from_1904)
            << serial << static_cast<int>(kind) << from_1904 << text;
    };
    const auto date = FormatClass::date;
    row("45352", date, false, "2024-03-01");
    row("45352.5625", date, false, "2024-03-01T13:30:00");
    row("45352.999999", date, false, "2024-03-02");
    row("45352.562499999998", date, false, "2024-03-01T13:30:00");
    row("1", date, false, "1900-01-01");
    row("59", date, false, "1900-02-28");
    row("60", date, false, "1900-02-29");
    row("61", date, false, "1900-03-01");
    row("36585", date, false, "2000-02-29");
    row("2958465", date, false, "9999-12-31");
    row("2958466", date, false, "none");
    row("99999999", date, false, "none");
    row("0", date, false, "none");
    row("-1", date, false, "none");
    row("0", date, true, "1904-01-01");
    row("43890", date, true, "2024-03-01");
    row("0.5625", FormatClass::time, false, "13:30:00");
    row("0", FormatClass::time, false, "00:00:00");
    row("45352.5625", FormatClass::time, false, "2024-03-01T13:30:00");
    row("1.125", FormatClass::elapsed, false, "27:00:00");
    row("0.00001157407", FormatClass::elapsed, false, "00:00:01");
}

void TestXlsx::serials() {
    QFETCH(QString, serial);
    QFETCH(int, kind);
    QFETCH(bool, from_1904);
    QFETCH(QString, text);
    const auto found = date_text(serial.toStdString(), static_cast<FormatClass>(kind), from_1904);
    QCOMPARE(QString::fromStdString(found.value_or("none")), text);
}

static const char* const date_styles =
    "<numFmts count=\"1\"><numFmt numFmtId=\"164\" formatCode=\"yyyy\\-mm\\-dd\"/></numFmts>"
    "<cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs>"
    "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"164\"/><xf numFmtId=\"2\"/></cellXfs>"
    "<dxfs><dxf><numFmt numFmtId=\"2\" formatCode=\"yyyy\"/></dxf></dxfs>";

void TestXlsx::datesInTheSheet() {
    auto file = with_rows("<row>" + text_cell("A1", "day") + text_cell("B1", "pay") +
                          "</row>"
                          "<row><c s=\"1\"><v>45352</v></c><c s=\"3\"><v>7</v></c></row>"
                          "<row><c s=\"2\"><v>45353.5</v></c><c s=\"0\"><v>8</v></c></row>"
                          "<row><c s=\"2\"><v>-5</v></c><c s=\"99\"><v>9</v></c></row>"
                          "<row><c s=\"1\"><v>45354</v></c></row>");
    file.styles = date_styles;
    const auto read = must_open(file);
    QVERIFY(read);
    QCOMPARE(shown(*read), std::string("day|pay/2024-03-01|7/2024-03-02T12:00:00|8/#####|9/2024-03-03|"));
    QCOMPARE(read->columns()[0].type, Type::date);
    QCOMPARE(read->columns()[0].invalid, std::uint64_t{1});
    QCOMPARE(read->columns()[1].type, Type::integer);
    // A date never passes for a number.
    QCOMPARE(numbers(*read, 0), std::string("cell-invalid"));
}

void TestXlsx::dates1904() {
    auto file = with_rows("<row>" + text_cell("A1", "day") + "</row><row><c s=\"1\"><v>43890</v></c></row>");
    file.styles = date_styles;
    file.workbook_extra = "<workbookPr date1904=\"1\"/>";
    const auto read = must_open(file);
    QVERIFY(read);
    QCOMPARE(shown(*read), std::string("day/2024-03-01"));
    file.workbook_extra = "<workbookPr date1904=\"false\"/>";
    const auto usual = must_open(file);
    QVERIFY(usual);
    QCOMPARE(shown(*usual), std::string("day/2020-02-29"));
}

void TestXlsx::formulasWithoutResult() {
    const auto read = must_open(with_rows("<row>" + text_cell("A1", "pay") +
                                          "</row><row><c r=\"A2\"><f>B2*2</f></c></row>"
                                          "<row><c r=\"A3\"><v>5</v></c></row>"));
    QVERIFY(read);
    QCOMPARE(issue_cells(*read), std::string("A2"));
    QCOMPARE(read->columns()[0].blank, std::uint64_t{1});
    QCOMPARE(numbers(*read), std::string("_ 5"));
}

void TestXlsx::cellsBesideTheTable() {
    const auto read = must_open(with_rows("<row r=\"1\">" + text_cell("A1", "a") +
                                          "</row>"
                                          "<row r=\"2\">" +
                                          text_cell("C2", "aside") + text_cell("A2", "x") + "</row>"));
    QVERIFY(read);
    QCOMPARE(shown(*read), std::string("a/x"));
    QCOMPARE(issue_cells(*read), std::string("C2"));
}

void TestXlsx::titlesAboveTheTable() {
    const auto number = [](const std::string& address, const char* value) {
        return "<c r=\"" + address + "\"><v>" + value + "</v></c>";
    };
    const std::string title = "<row r=\"1\">" + text_cell("A1", "Pay of 2024") + "</row>";
    const std::string names = "<row r=\"3\">" + text_cell("A3", "team") + text_cell("B3", "pay") +
                              text_cell("C3", "bonus") + "</row>";
    std::string rows;
    for (int i = 4; i < 40; ++i) {
        const auto n = std::to_string(i);
        // Not all cells are filled, as it is in sheets.
        rows += "<row r=\"" + n + "\">" + text_cell("A" + n, "T" + n) + number("B" + n, "1.5") +
                (i % 3 == 0 ? "" : number("C" + n, "2")) + "</row>";
    }
    const auto read = must_open(with_rows(title + names + rows));
    QVERIFY(read);
    QCOMPARE(read->header_row(), 3u);
    QCOMPARE(read->columns()[1].name, std::string("pay"));
    QCOMPARE(read->rows(), std::size_t{36});
    QCOMPARE(issue_cells(*read), std::string("A1"));  // nothing is passed over in silence
    // What the person says counts, and a table of texts, or one without a title, is left as it is.
    ImportOptions first;
    first.header_row = 1;
    QCOMPARE(must_open(with_rows(title + names + rows), first)->columns()[0].name,
             std::string("Pay of 2024"));
    QCOMPARE(must_open(with_rows(names + rows))->header_row(), 3u);
    QVERIFY(must_open(with_rows(names + rows))->issues().empty());
    const auto texts = "<row r=\"4\">" + text_cell("A4", "a") + text_cell("B4", "b") + "</row>";
    QCOMPARE(must_open(with_rows(title + names + texts))->header_row(), 1u);
}

void TestXlsx::valuesBelowMergedCells() {
    // B2:C4 covers one value; the second range leaves none below, and the third lies beside the table.
    const auto read = must_open(
        with_rows("<row r=\"1\">" + text_cell("A1", "a") + text_cell("B1", "b") + text_cell("C1", "c") +
                  "</row><row r=\"2\"><c r=\"A2\"><v>1</v></c><c r=\"B2\"><v>2</v></c></row>"
                  "<row r=\"3\"><c r=\"A3\"><v>3</v></c><c r=\"C3\"><v>-4.5</v></c></row>"
                  "<row r=\"4\"><c r=\"A4\"><v>5</v></c></row><row r=\"5\"><c r=\"A5\"><v>6</v></c></row>"
                  "</sheetData><mergeCells><mergeCell ref=\"B2:C4\"/><mergeCell ref=\"A5:XFD5\"/>"
                  "<mergeCell ref=\"Z8:AA1048576\"/></mergeCells><sheetData>"));
    QVERIFY(read);
    QCOMPARE(issue_cells(*read), "B2 C3 A5 Z8"s);
    QCOMPARE(read->issues()[1].text, "-4.5"s);
    QVERIFY(read->issues()[1].problem.find("hidden under merged cells") != std::string::npos);
    QCOMPARE(read->columns()[2].valid, 1u);  // as every sum in the spreadsheet does
}

void TestXlsx::escapes() {
    QCOMPARE(unescaped("a_x000D_b"), std::string("a\rb"));
    QCOMPARE(unescaped("_x005F_x000D_"), std::string("_x000D_"));
    QCOMPARE(unescaped("_xD83D__xDE00_"), std::string("\U0001f600"));
    QCOMPARE(unescaped("_xD83D_ _x0000_ _xZZZZ_ _x12"), std::string("_xD83D_ _x0000_ _xZZZZ_ _x12"));
}

void TestXlsx::readsFromDisk() {
    QTemporaryDir folder;
    const std::filesystem::path path = folder.filePath("pay.xlsx").toStdString();
    std::ofstream(path, std::ios::binary) << with_rows("<row>" + text_cell("A1", "a") + "</row>").bytes();
    std::uint64_t seen = 0;
    const auto read = load(path, {}, {}, [&](std::uint64_t done, std::uint64_t total) {
        QVERIFY(done <= total);
        seen = done;
    });
    QVERIFY(read.ok());
    QVERIFY(seen > 0);
    std::stop_source stop;
    stop.request_stop();
    QCOMPARE(load(path, {}, stop.get_token()).error().fault, Fault::cancelled);
}

QTEST_APPLESS_MAIN(TestXlsx)
#include "test_xlsx.moc"
