#include <QTest>

#include "table/ole_file.h"
#include "table_helpers.h"
#include "xls_file.h"

using namespace tacit;
using namespace tacit::table;
using namespace std::string_literals;

class TestXls : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void cellTypes();
    void sharedTextsAcrossContinuations();
    void formulas();
    void datesAndFormats();
    void excel5InItsCodePage();
    void textsOfStrangeCodePages();
    void cellsInAnyOrder();
    void sheetsInOrderAndHidden();
    void mergedAndHidden();
    void bareStream();
    void largeStreams();
    void refused_data();
    void refused();
    void truncationAtEveryStep();
    void everyByteFlipped();
};

static std::string text8(const std::string& text) {
    return u16(static_cast<unsigned>(text.size())) + '\0' + text;
}
static std::string label(unsigned row, unsigned column, const std::string& text) {
    return xls_record_of(0x0204, xls_at(row, column) + text8(text));
}
static std::string number(unsigned row, unsigned column, double value, unsigned style = 0) {
    return xls_record_of(0x0203, xls_at(row, column, style) + f64(value));
}
static std::string shared(unsigned row, unsigned column, unsigned index) {
    return xls_record_of(0x00fd, xls_at(row, column) + u32(index));
}
static XlsFile with_records(const std::string& records) {
    XlsFile file;
    file.sheets[0].records = records;
    return file;
}

void TestXls::cellTypes() {
    const auto rk = [](std::int32_t whole, bool hundredths) {
        return u32(static_cast<std::uint32_t>(whole) << 2 | 2u | (hundredths ? 1u : 0u));
    };
    const auto file = with_records(
        label(0, 0, "a") + label(0, 1, "b") + number(1, 0, -12.5) + number(1, 1, 0.1) +
        xls_record_of(0x027e, xls_at(2, 0) + rk(-7, false)) +
        xls_record_of(0x027e, xls_at(2, 1) + rk(1999, true)) +
        xls_record_of(0x00bd, u16(3) + u16(0) + u16(0) + rk(1, false) + u16(0) + rk(250, true) + u16(1)) +
        xls_record_of(0x0205, xls_at(4, 0) + "\x01\x00"s) +
        xls_record_of(0x0205, xls_at(4, 1) + "\x17\x01"s) + xls_record_of(0x0201, xls_at(5, 0)) +
        number(5, 1, 9007199254740993.0) + number(6, 0, 1e18) + number(6, 1, -88479821572954900.0));
    const auto read = must_read(file.bytes());
    QVERIFY(read);
    QCOMPARE(
        shown(*read),
        "a|b/-12.5|0.1/-7|19.99/1|2.5/TRUE|#REF!/|9007199254740992/1000000000000000000|-88479821572954900"s);
    QCOMPARE(read->kind(0, 1), CellKind::number);
    QCOMPARE(read->kind(3, 0), CellKind::boolean);
    QCOMPARE(read->kind(3, 1), CellKind::error);
    QCOMPARE(read->kind(4, 0), CellKind::empty);
    QCOMPARE(read->origin().format, "Excel 97 workbook"s);
}

// The text of each cell, and the place where the record of all texts is torn, whatever stands there.
void TestXls::sharedTextsAcrossContinuations() {
    const auto piece = [](unsigned type, const std::string& data) {
        return u16(type) + u16(static_cast<unsigned>(data.size())) + data;
    };
    const auto wide = [](const std::u16string& text) {
        std::string out;
        for (const char16_t c : text) out += u16(c);
        return out;
    };
    XlsFile file;
    // "name"; "K|oeln" torn with a change from narrow to wide; a rich and phonetic text with both parts torn.
    file.globals =
        piece(0x00fc, u32(9) + u32(4) + text8("name") + u16(5) + '\0' + "K") +
        piece(0x003c, "\x01"s + wide(u"\u00f6ln!") + u16(4) + '\x0d' + u16(2) + u32(6) + wide(u"\u6771")) +
        piece(0x003c, "\x01"s + wide(u"\u4eac") + wide(u"\U0001f600") + "runs"s) +
        piece(0x003c, "runs"s + "pho") + piece(0x003c, "net"s + u16(1) + '\0') + piece(0x003c, "\0z"s);
    file.sheets[0].records = shared(0, 0, 0) + shared(1, 0, 1) + shared(2, 0, 2) + shared(3, 0, 3);
    const auto read = must_read(file.bytes());
    QVERIFY(read);
    QCOMPARE(shown(*read), "name/K\u00f6ln!/\u6771\u4eac\U0001f600/z"s);
}

void TestXls::formulas() {
    const auto formula = [](unsigned row, const std::string& result) {
        return xls_record_of(0x0006, xls_at(row, 0) + result + std::string(8, '\0'));
    };
    const auto file = with_records(
        label(0, 0, "f") + formula(1, f64(2.5)) + formula(2, "\0\0\0\0\0\0\xff\xff"s) +
        xls_record_of(0x04bc, "shared") + xls_record_of(0x0207, text8("text")) +
        formula(3, "\1\0\1\0\0\0\xff\xff"s) + formula(4, "\2\0\7\0\0\0\xff\xff"s) +
        formula(5, "\3\0\0\0\0\0\xff\xff"s) + formula(6, "\0\0\0\0\0\0\xff\xff"s) + label(7, 0, "end"));
    const auto read = must_read(file.bytes());
    QVERIFY(read);
    QCOMPARE(shown(*read), "f/2.5/text/TRUE/#DIV/0!///end"s);
    QCOMPARE(issue_cells(*read), "A7"s);  // no stored text
}

void TestXls::datesAndFormats() {
    XlsFile file;
    for (const unsigned format : {0u, 14u, 200u, 201u, 10u})
        file.globals += xls_record_of(0x00e0, u16(0) + u16(format) + std::string(16, '\0'));
    file.globals +=
        xls_record_of(0x041e, u16(200) + text8("[h]:mm")) + xls_record_of(0x041e, u16(201) + text8("00000"));
    file.sheets[0].records = label(0, 0, "v") + number(1, 0, 45352, 1) + number(2, 0, 1.125, 2) +
                             number(3, 0, 42, 3) + number(4, 0, 0.12, 4) + number(5, 0, -1, 1) +
                             number(6, 0, 7, 99);
    const auto read = must_read(file.bytes());
    QVERIFY(read);
    QCOMPARE(shown(*read), "v/2024-03-01/27:00:00/00042/0.12/#####/7"s);
    QCOMPARE(read->format(2, 0), FormatClass::padded);
    QCOMPARE(read->format(3, 0), FormatClass::percent);
    file.globals += xls_record_of(0x0022, u16(1));
    const auto mac = must_read(file.bytes());
    QVERIFY(mac);
    QCOMPARE(mac->cell(0, 0), std::string_view("2028-03-02"));
}

void TestXls::excel5InItsCodePage() {
    XlsFile file;
    file.biff8 = false;
    file.globals = xls_record_of(0x0042, u16(1251)) +
                   xls_record_of(0x041e, u16(164) + "\x0a" + "yyyy-mm-dd") +
                   xls_record_of(0x00e0, u16(0) + u16(0) + std::string(12, '\0')) +
                   xls_record_of(0x00e0, u16(0) + u16(164) + std::string(12, '\0'));
    file.sheets[0].name = "\xcb\xe8\xf1\xf2";
    const auto bytes = "\xcf\xf0\xe0"s;
    file.sheets[0].records = xls_record_of(0x0204, xls_at(0, 0) + u16(3) + bytes) + number(1, 0, 45352, 1) +
                             number(2, 0, 45353, 1);
    const auto read = must_read(file.bytes());
    QVERIFY(read);
    QCOMPARE(shown(*read), "\u041f\u0440\u0430/2024-03-01/2024-03-02"s);
    QCOMPARE(read->sheet(), "\u041b\u0438\u0441\u0442"s);
}

// Nothing of a text is lost because its code page is unknown, or its last character is torn.
void TestXls::textsOfStrangeCodePages() {
    const auto read_as = [](unsigned code_page, const std::string& bytes) {
        XlsFile file;
        file.biff8 = false;
        file.globals = xls_record_of(0x0042, u16(code_page));
        file.sheets[0].records =
            xls_record_of(0x0204, xls_at(0, 0) + u16(1) + "h") +
            xls_record_of(0x0204, xls_at(1, 0) + u16(static_cast<unsigned>(bytes.size())) + bytes);
        const auto read = must_read(file.bytes());
        return read ? shown(*read) : std::string();
    };
    QCOMPARE(read_as(999, "caf\xe9"), "h/caf\u00e9"s);
    QCOMPARE(QString::fromStdString(read_as(932, "\x83\x6e\x83")), QString::fromUtf8("h/\u30cf\ufffd"));
}

void TestXls::cellsInAnyOrder() {
    const auto read =
        must_read(with_records(number(2, 1, 4) + number(1, 0, 1) + label(0, 1, "b") + label(0, 0, "a") +
                               number(2, 0, 3) + number(1, 1, 9) + number(1, 1, 2))
                      .bytes());
    QVERIFY(read);
    QCOMPARE(shown(*read), "a|b/1|2/3|4"s);
    QCOMPARE(issue_cells(*read), "B2"s);  // written twice
    QCOMPARE(read->issues()[0].text, "9"s);
}

void TestXls::sheetsInOrderAndHidden() {
    XlsFile file;
    file.sheets = {{"Secret", label(0, 0, "no"), 1, 0x0010},
                   {"Chart", "", 0, 0x0020},
                   {"Pay",
                    label(0, 0, "p") + xls_record_of(0x0809, u16(0x0600) + u16(0x0020)) + number(1, 0, 66) +
                        xls_record_of(0x000a, "") + number(1, 0, 5),
                    0, 0x0010}};
    const auto read = must_read(file.bytes());
    QVERIFY(read);
    QCOMPARE(shown(*read), "p/5"s);  // nothing out of the chart in the sheet
    QCOMPARE(read->origin().sheets, (std::vector<std::string>{"Secret", "Pay"}));
    ImportOptions options;
    options.sheet = "Secret";
    const auto secret = must_read(file.bytes(), options);
    QVERIFY(secret);
    QCOMPARE(shown(*secret), "no"s);
}

void TestXls::mergedAndHidden() {
    const auto hidden = [](unsigned row) {
        return xls_record_of(0x0208, u16(row) + u16(0) + u16(2) + std::string(6, '\0') + u16(0x20) + u16(0));
    };
    const auto read =
        must_read(with_records(label(0, 0, "a") + number(1, 0, 1) + number(2, 0, 2) + hidden(2) +
                               xls_record_of(0x00e5, u16(1) + u16(1) + u16(2) + u16(0) + u16(0)))
                      .bytes());
    QVERIFY(read);
    QCOMPARE(shown(*read), "a/1/2"s);
    QCOMPARE(issue_cells(*read), "A2 A3 A3"s);
    QVERIFY(read->issues()[0].problem.find("merged") != std::string::npos);
    QVERIFY(read->issues()[1].problem.find("hidden, by") != std::string::npos);
    QVERIFY(read->issues()[2].problem.find("under merged cells") != std::string::npos);
}

void TestXls::bareStream() {
    const auto read = must_read(with_records(label(0, 0, "a") + number(1, 0, 1)).stream());
    QVERIFY(read);
    QCOMPARE(shown(*read), "a/1"s);
}

void TestXls::largeStreams() {
    std::string records = label(0, 0, "n");
    for (unsigned row = 1; row < 20'000; ++row) records += number(row, 0, row);
    const auto read = must_read(with_records(records).bytes());
    QVERIFY(read);
    QCOMPARE(read->rows(), std::size_t{19'999});
    QCOMPARE(read->cell(19'998, 0), std::string_view("19999"));
}

void TestXls::refused_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("part");
    const auto row = [](const char* name, const std::string& bytes, const char* part) {
        QTest::newRow(name) << QByteArray::fromStdString(bytes) << part;
    };
    auto file = with_records(label(0, 0, "a"));
    file.globals = xls_record_of(0x002f, std::string(54, 'k'));
    row("password", file.bytes(), "password");
    row("no such text", with_records(shared(0, 0, 3)).bytes(), "not there");
    row("beyond the columns", with_records(label(0, 0, "a") + number(1, 256, 1)).bytes(), "column, IV");
    row("many numbers beyond them",
        with_records(label(0, 0, "a") +
                     xls_record_of(0x00bd, xls_at(1, 255) + u32(2) + u16(0) + u32(2) + u16(256)))
            .bytes(),
        "column, IV");
    row("cut number", with_records(xls_record_of(0x0203, xls_at(0, 0) + "abc")).bytes(), "cut short");
    row("cut text", with_records(xls_record_of(0x0204, xls_at(0, 0) + u16(50) + '\0' + "abc")).bytes(),
        "cut short");
    file.globals = xls_record_of(0x00fc, u32(1) + u32(4'000'000'000u) + text8("x"));
    row("too many texts", file.bytes(), "more text");
    file.globals = xls_record_of(0x00fc, u32(1) + u32(19'000'000u) + text8("x"));
    row("missing texts", file.bytes(), "texts are missing");
    row("empty", with_records("").bytes(), "empty");
    auto circle = with_records(label(0, 0, "a") + std::string(6000, '\0')).bytes();
    // The allocation table is the last sector: let its first chain run in a circle.
    circle.replace(circle.size() - 512, 4, u32(0));
    row("circle of sectors", circle, "damaged");
    auto directory = ole_of({{"Workbook", with_records(label(0, 0, "a")).stream()}});
    directory.replace(0x30, 4, u32(0x00ffffff));
    row("directory nowhere", directory, "damaged");
    row("head alone", directory.substr(0, 512), "damaged");
}

void TestXls::refused() {
    QFETCH(QByteArray, bytes);
    QFETCH(QString, part);
    must_refuse(bytes, part);
}

static std::string small_book() {
    XlsFile file;
    file.globals = xls_record_of(0x00fc, u32(2) + u32(2) + text8("pay") + text8("x")) +
                   xls_record_of(0x00e0, u16(0) + u16(14) + std::string(16, '\0'));
    file.sheets[0].records = shared(0, 0, 0) + number(1, 0, 45352, 0) + shared(2, 0, 1);
    return file.bytes();
}

void TestXls::truncationAtEveryStep() {
    const auto whole = small_book();
    QVERIFY(read_text(whole).ok());
    for (std::size_t size = 8; size + 512 < whole.size(); size += 13) {
        const auto read = read_text(whole.substr(0, size));
        QVERIFY2(!read.ok(), qPrintable(QString::number(size)));
        QCOMPARE(read.error().fault, Fault::file_refused);
    }
}

void TestXls::everyByteFlipped() {
    const auto whole = small_book();
    for (std::size_t i = 0; i < whole.size(); ++i) {
        auto bytes = whole;
        bytes[i] = static_cast<char>(bytes[i] ^ 0x10);
        const auto read = read_text(bytes);
        if (!read.ok()) QCOMPARE(read.error().fault, Fault::file_refused);
    }
}

QTEST_APPLESS_MAIN(TestXls)
#include "test_xls.moc"
