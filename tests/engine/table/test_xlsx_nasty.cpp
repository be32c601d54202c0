#include <QTest>
#include <fstream>

#include "table/limits.h"
#include "table/xlsx_parts.h"
#include "table/zip_archive.h"
#include "table_helpers.h"
#include "xls_file.h"
#include "xlsx_file.h"

using namespace tacit;
using namespace tacit::table;
using namespace std::string_literals;

class TestXlsxNasty : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void refused_data();
    void refused();
    void bombsTakeLittleMemory();
    void manyRichTexts();
    void truncationAtEveryStep();
    void everyByteFlipped();
    void limitOfAPart();
    void limitOfSharedTexts();
};

static const std::string one_row = "<row r=\"1\"><c r=\"A1\" t=\"str\"><v>a</v></c></row>";
static const std::string sheet1 = "xl/worksheets/sheet1.xml";

static XlsxFile with_part(const std::string& name, const std::string& text) {
    XlsxFile file;
    file.sheets = {{"Sheet1", one_row}};
    file.replaced[name] = text;
    return file;
}

static std::string with_rows(const std::string& rows) {
    XlsxFile file;
    file.sheets = {{"Sheet1", rows}};
    return file.bytes();
}

static std::string in_sheet(const std::string& rows) {
    return "<worksheet><sheetData>" + rows + "</sheetData></worksheet>";
}

// Lets the second entry of the directory begin where the first one does.
static std::string overlapping() {
    auto bytes = with_part("a", "b").bytes();
    const auto first = bytes.find("PK\x01\x02");
    const auto second = bytes.find("PK\x01\x02", first + 4);
    bytes.replace(second + 42, 4, bytes.substr(first + 42, 4));
    return bytes;
}

void TestXlsxNasty::refused_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("part");
    const auto row = [](const char* name, const std::string& bytes, const char* part) {
        QTest::newRow(name) << QByteArray::fromStdString(bytes) << part;
    };
    row("billion laughs",
        with_part(sheet1,
                  "<?xml version=\"1.0\"?><!DOCTYPE w [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;\">"
                  "<!ENTITY c \"&b;&b;&b;\">]>" +
                      in_sheet("<row><c t=\"str\"><v>&c;</v></c></row>"))
            .bytes(),
        "document type");
    row("external entity",
        with_part(sheet1,
                  "<!DOCTYPE w SYSTEM \"file:///etc/passwd\" [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>" +
                      in_sheet("<row><c t=\"str\"><v>&a;</v></c></row>"))
            .bytes(),
        "document type");
    row("DOCTYPE in the workbook", with_part("xl/workbook.xml", "<!DOCTYPE w><workbook/>").bytes(),
        "document type");
    row("unknown entity", with_part(sheet1, in_sheet("<row><c t=\"str\"><v>&nbsp;</v></c></row>")).bytes(),
        "XML");
    row("zip bomb in the sheet", with_part(sheet1, in_sheet(one_row + std::string(64u << 20, ' '))).bytes(),
        "unpacks");
    row("zip bomb in a small part",
        with_part("xl/workbook.xml", "<workbook>" + std::string(65u << 20, ' ')).bytes(), "unpacks");
    std::string deep = one_row;
    for (int i = 0; i < 100; ++i) deep = "<x>" + deep + "</x>";
    row("deep XML", with_part(sheet1, in_sheet(deep)).bytes(), "nests");
    row("cut XML", with_part(sheet1, "<worksheet><sheetData><row>").bytes(), "XML");
    row("bad UTF-8", with_part(sheet1, in_sheet("<row><c t=\"str\"><v>\xff</v></c></row>")).bytes(), "XML");
    row("zero bytes", with_part(sheet1, std::string(1000, '\0')).bytes(), "XML");
    row("missing sheet", with_part(sheet1, "").bytes(), "missing");
    row("missing workbook", with_part("xl/workbook.xml", "").bytes(), "missing");
    row("missing relations", with_part("xl/_rels/workbook.xml.rels", "").bytes(), "no sheet");
    row("package without a workbook", with_part("_rels/.rels", "<Relationships/>").bytes(),
        "where its workbook");
    row("any archive", zip_of({{"readme.txt", "hello"}}), "archive");
    row("text document", zip_of({{"_rels/.rels", "<a/>"}, {"word/document.xml", "<a/>"}}), "text document");
    row("OpenDocument",
        zip_of({{"mimetype", "application/vnd.oasis.opendocument.spreadsheet"}, {"content.xml", "<a/>"}}),
        "no sheet");
    row("Numbers", zip_of({{"Index/Document.iwa", "x"}}), "Numbers");
    row("binary workbook", zip_of({{"_rels/.rels", "<a/>"}, {"xl/workbook.bin", "x"}}), "xlsb");
    row("overlapping entries", overlapping(), "on top of each other");
    row("encrypted", ole_of({{"EncryptionInfo", "x"}, {"EncryptedPackage", std::string(5000, 'x')}}),
        "password");
    row("old office file", ole_of({{"WordDocument", "x"}}), "office");
    row("row out of order", with_rows("<row r=\"2\"/><row r=\"1\"/>"), "out of order");
    row("row beyond the sheet", with_rows("<row r=\"1048577\"/>"), "out of order");
    row("huge row number", with_rows("<row r=\"99999999999999999999\"/>"), "out of order");
    row("column beyond the sheet", with_rows("<row r=\"1\"><c r=\"XFE1\"><v>1</v></c></row>"), "wider");
    row("long column letters", with_rows("<row r=\"1\"><c r=\"AAAAAAA1\"><v>1</v></c></row>"),
        "wrong address");
    row("cell of another row", with_rows("<row r=\"1\"><c r=\"A2\"><v>1</v></c></row>"), "wrong address");
    row("cell twice", with_rows("<row r=\"1\"><c r=\"A1\"><v>1</v></c><c r=\"A1\"><v>2</v></c></row>"),
        "twice");
    row("no such text", with_rows("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>7</v></c></row>"), "not there");
    row("wild text index",
        with_rows("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>99999999999999999999999999</v></c></row>"), "no text");
    row("negative text index", with_rows("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>-1</v></c></row>"), "no text");
    row("long cell",
        with_rows("<row><c t=\"str\"><v>" + std::string(max_cell_bytes + 1, 'x') + "</v></c></row>"),
        "longer");
    row("more cells than are read",
        with_rows("<row r=\"1\"><c r=\"XFD1\" t=\"str\"><v>a</v></c></row><row r=\"1048576\"><c "
                  "r=\"A1048576\"><v>1</v></c></row>"),
        "larger than");
    row("two cells far apart",
        with_rows("<row r=\"1\"><c r=\"XFD1\" t=\"str\"><v>a</v></c></row><row r=\"10000\"><c "
                  "r=\"A10000\"><v>1</v></c></row>"),
        "almost empty: 1 cell up to row 10000 and column XFD");
    row("empty sheet", with_rows(""), "empty");
    XlsxFile strings;
    strings.sheets = {{"Sheet1", one_row}};
    strings.shared = "<si><t>" + std::string(max_cell_bytes + 1, 'x') + "</t></si>";
    row("long shared text", strings.bytes(), "longer");
}

void TestXlsxNasty::refused() {
    QFETCH(QByteArray, bytes);
    QFETCH(QString, part);
    const auto read = read_text(bytes.toStdString());
    QVERIFY(!read.ok());
    QCOMPARE(read.error().fault, Fault::file_refused);
    const auto detail = QString::fromStdString(read.error().detail);
    QVERIFY2(detail.contains(part), qPrintable(detail));
    QVERIFY2(detail.endsWith('.') && detail.count(". ") >= 1, qPrintable(detail));
}

static std::uint64_t peak_kib() {
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);)
        if (line.starts_with("VmHWM:")) return std::stoull(line.substr(6));
    return 0;
}

// Each file that asks for much is refused before it has got it.
void TestXlsxNasty::bombsTakeLittleMemory() {
    if (!std::ofstream("/proc/self/clear_refs").put('5')) QSKIP("this system tells no peak of memory");
    std::vector<std::string> bombs;
    bombs.push_back(with_part(sheet1, in_sheet(one_row + std::string(24u << 20, ' '))).bytes());
    XlsxFile strings;
    strings.sheets = {{"Sheet1", one_row}};
    for (int i = 0; i < 1200; ++i)
        strings.shared += "<si><r><t>" + std::string(20'000, 'x') + "</t></r></si>";
    bombs.push_back(strings.bytes());
    const auto before = peak_kib();
    QVERIFY(before > 0);
    std::ofstream("/proc/self/clear_refs").put('5');
    for (const auto& bomb : bombs) {
        const auto read = read_text(bomb);
        QVERIFY(!read.ok());
        QCOMPARE(read.error().fault, Fault::file_refused);
    }
    QVERIFY2(peak_kib() < 200 * 1024, qPrintable(QString::number(peak_kib())));
}

void TestXlsxNasty::manyRichTexts() {
    XlsxFile file;
    std::string rows = "<row><c t=\"str\"><v>t</v></c></row>";
    for (int i = 0; i < 20'000; ++i) {
        rows += "<row><c t=\"s\"><v>" + std::to_string(i) + "</v></c></row>";
        file.shared += "<si><r><rPr><b/></rPr><t>rich</t></r><r><t> " + std::to_string(i) +
                       "</t></r><rPh><t>no</t></rPh></si>";
    }
    file.sheets = {{"Sheet1", rows}};
    const auto read = must_read(file.bytes());
    QVERIFY(read);
    QCOMPARE(read->columns()[0].distinct, std::uint64_t{20'000});
    QCOMPARE(read->cell(19'999, 0), std::string_view("rich 19999"));
}

static std::string small_book() {
    XlsxFile file;
    file.sheets = {{"Sheet1", "<row><c t=\"s\"><v>0</v></c></row><row><c s=\"0\"><v>12</v></c></row>"}};
    file.shared = "<si><t>pay</t></si>";
    file.styles = "<cellXfs><xf numFmtId=\"14\"/></cellXfs>";
    return file.bytes();
}

void TestXlsxNasty::truncationAtEveryStep() {
    const auto whole = small_book();
    QVERIFY(read_text(whole).ok());
    for (std::size_t size = 4; size + 1 < whole.size(); size += 7) {
        const auto read = read_text(whole.substr(0, size));
        QVERIFY(!read.ok());
        QCOMPARE(read.error().fault, Fault::file_refused);
    }
}

// Whatever a flipped bit does, the outcome is a table or a refusal; the sanitizers look for everything else.
void TestXlsxNasty::everyByteFlipped() {
    const auto whole = small_book();
    std::size_t refusals = 0;
    for (std::size_t i = 0; i < whole.size(); ++i) {
        auto bytes = whole;
        bytes[i] = static_cast<char>(bytes[i] ^ 0x10);
        const auto read = read_text(bytes);
        if (read.ok()) continue;
        QCOMPARE(read.error().fault, Fault::file_refused);
        ++refusals;
    }
    QVERIFY(refusals > whole.size() / 4);
}

void TestXlsxNasty::limitOfAPart() {
    const auto bytes = zip_of({{"a", std::string(5000, 'x')}});
    const auto archive = ZipArchive::open(as_view(bytes));
    QVERIFY(archive.ok());
    const auto consume = [](View) { return Status(); };
    QVERIFY((*archive)->read(0, 5000, {}, consume).ok());
    QCOMPARE((*archive)->read(0, 4999, {}, consume).error().fault, Fault::file_refused);
    const auto own = [](View) -> Status { return error(Fault::cancelled); };
    QCOMPARE((*archive)->read(0, 5000, {}, own).error().fault, Fault::cancelled);
}

void TestXlsxNasty::limitOfSharedTexts() {
    const auto bytes = zip_of({{"s", "<sst><si><t>a</t></si><si><t>b</t></si><si><t>c</t></si></sst>"}});
    const auto archive = ZipArchive::open(as_view(bytes));
    QVERIFY(archive.ok());
    const auto enough = read_shared_strings(**archive, "s", {}, 3);
    QVERIFY(enough.ok());
    QCOMPARE(enough->size(), std::size_t{3});
    QCOMPARE(enough->at(2), std::string_view("c"));
    QCOMPARE(read_shared_strings(**archive, "s", {}, 2).error().fault, Fault::file_refused);
}

QTEST_APPLESS_MAIN(TestXlsxNasty)
#include "test_xlsx_nasty.moc"
