#include <QTemporaryDir>
#include <QTest>
#include <fstream>

#include "table_helpers.h"

using namespace tacit;
using namespace tacit::table;
using namespace std::string_literals;

class TestCsv : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void linesAboveTheTable_data();
    void linesAboveTheTable();
    void totalsBelowTheTable();
    void tables_data();
    void tables();
    void refusals_data();
    void refusals();
    void delimitersAreForced();
    void longerRowsAreListedByCell();
    void rowsInBetweenCount();
    void headersAreMadeUnique();
    void numbersInsteadOfAHeader();
    void chosenHeaderRow();
    void strayTextBehindAQuote();
    void encodings_data();
    void encodings();
    void forcedEncoding();
    void filesAndSheets();
    void missingFiles();
    void progressAndCancel();
};

void TestCsv::tables_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("table");
    const auto row = [](const char* name, const std::string& bytes, const char* table) {
        QTest::newRow(name) << QByteArray::fromStdString(bytes) << QString::fromUtf8(table);
    };
    row("comma", "a,b\n1,2\n3,4\n", "a|b/1|2/3|4");
    row("no last line end", "a,b\n1,2", "a|b/1|2");
    row("empty last field", "a,b\n1,", "a|b/1|");
    row("CRLF", "a,b\r\n1,2\r\n", "a|b/1|2");
    row("CR", "a,b\r1,2\r", "a|b/1|2");
    row("semicolon with decimal commas", "a;b\n1,5;2,5\n", "a|b/1,5|2,5");
    row("tab", "a\tb, c\n1\t2\n", "a|b, c/1|2");
    row("bar", "a|b\n1|2\n", "a|b/1|2");
    row("one column", "a\n1,5\n2,5\n", "a/1,5/2,5");
    row("one column of prose", "Notes, remarks\nabc\ndef\n", "Notes, remarks/abc/def");
    row("quoted", "a,b\n\"1,5\",\"say \"\"x\"\"\"\n", "a|b/1,5|say \"x\"");
    row("quoted empty", "a,b\n\"\",\"\"\"\"\n", "a|b/|\"");
    row("several doubled fields", "a,b\n\"x\"\"\",\"\"\"y\"\n", "a|b/x\"|\"y");
    row("line ends inside", "a,b\n\"1\n2\",\"3\r\n4\"\n5,6\n", "a|b/1\n2|3\r\n4/5|6");
    row("quote inside a plain field", "a,b\n5\" disk,x\n", "a|b/5\" disk|x");
    row("delimiter only inside quotes", "a;b\n\"x,y,z\";1\n\"x,y,z\";2\n", "a|b/x,y,z|1/x,y,z|2");
    row("sep line", "sep=|\na|b;c\n1|2\n", "a|b;c/1|2");
    row("sep as a name", "sep=ab,c\n1,2\n", "sep=ab|c/1|2");
    row("short rows", "a,b,c\n1\n1,2\n", "a|b|c/1||/1|2|");
    row("empty lines on top", "\n\n,\na,b\n1,2\n", "a|b/1|2");
    row("empty lines at the end", "a,b\n1,2\n\n\n", "a|b/1|2");
    row("unnamed column", "a,,c\n1,2,3\n", "a|Column B|c/1|2|3");
    row("header in two lines", "\"Gross\n  pay\",b\n1,2\n", "Gross pay|b/1|2");
    row("header alone", "a,b\n", "a|b");
    row("UTF-8", "n\u00e4me;b\nM\u00fcller;\u20ac\n", "n\u00e4me|b/M\u00fcller|\u20ac");
}

void TestCsv::tables() {
    QFETCH(QByteArray, bytes);
    QFETCH(QString, table);
    const auto read = must_read(bytes.toStdString());
    QVERIFY(read);
    QCOMPARE(QString::fromStdString(shown(*read)), table);
    QCOMPARE(issue_cells(*read), std::string());
}

void TestCsv::refusals_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("part");
    const auto row = [](const char* name, const std::string& bytes, const char* part) {
        QTest::newRow(name) << QByteArray::fromStdString(bytes) << part;
    };
    row("empty", "", "empty");
    row("nothing but lines", "\n\n , \n", "empty");
    row("unclosed quote", "a,b\n1,2\n3,\"4\n5,6\n", "B3");
    row("binary", "a,b\n\x01\0\x02\0\0\0\0\0\x01"s, "binary");
    row("bad UTF-8 behind a mark",
        "\xef\xbb\xbf"
        "a\nM\xfcller\n",
        "byte 4");
    row("no Windows-1252 either", "a\nM\xfcller\x81\n", "Windows-1252");
    row("odd UTF-16",
        "\xff\xfe"
        "a\0\n"s,
        "UTF-16");
    row("lone surrogate",
        "\xff\xfe"
        "a\0\x00\xdc"s,
        "UTF-16");
    row("PDF", "%PDF-1.7\n", "PDF");
    row("picture", "\x89PNG\r\n", "picture");
    row("HTML as a spreadsheet", "\xef\xbb\xbf\n<HTML><body><p>", "web page");
    row("XML", "<?xml version='1.0'?><a/>", "XML");
    row("old Excel", "\x09\x04\x06\x00\x00\x00"s, "very old");
    row("too many columns", std::string(20'000, ',') + "a\n", "16384");
    row("too long a cell", "a,b\n1,\"" + std::string(300'000, 'x') + "\"\n", "B2");
}

void TestCsv::refusals() {
    QFETCH(QByteArray, bytes);
    QFETCH(QString, part);
    must_refuse(bytes, part);
}

void TestCsv::delimitersAreForced() {
    ImportOptions options;
    options.delimiter = ';';
    const auto read = must_read("a,b;c\n1,2;3\n", options);
    QVERIFY(read);
    QCOMPARE(shown(*read), std::string("a,b|c/1,2|3"));
    QCOMPARE(read->origin().delimiter, ';');
    options.delimiter = '"';
    QCOMPARE(read_text("a\n", options).error().fault, Fault::usage);
}

void TestCsv::longerRowsAreListedByCell() {
    const auto read = must_read("a,b\n1,2\n3,4,5,,six\n7,8, \n");
    QVERIFY(read);
    QCOMPARE(shown(*read), std::string("a|b/1|2/3|4/7|8"));
    QCOMPARE(issue_cells(*read), std::string("C3 E3"));
    QCOMPARE(read->issues()[1].text, std::string("six"));
    QVERIFY(!read->issues()[0].problem.empty() && !read->issues()[0].next.empty());
}

void TestCsv::rowsInBetweenCount() {
    const auto read = must_read("\na;b\n1;x\n\n \nn/a;y\n2;z\n3;z\n");
    QVERIFY(read);
    QCOMPARE(read->rows(), std::size_t{6});
    QCOMPARE(read->columns()[0].blank, std::uint64_t{2});
    QCOMPARE(read->address(0, 0), std::string("A3"));
    QCOMPARE(issue_cells(*read), std::string("A6"));
    QCOMPARE(read->cell(3, 0), std::string_view("n/a"));
}

void TestCsv::headersAreMadeUnique() {
    const auto read = must_read("amount,amount, amount (2) ,,amount,Column D\n1,2,3,4,5,6\n");
    QVERIFY(read);
    QCOMPARE(shown(*read),
             std::string("amount|amount (3)|amount (2)|Column D (2)|amount (4)|Column D/1|2|3|4|5|6"));
    QCOMPARE(issue_cells(*read), std::string("B1 E1"));
    QCOMPARE(*read->find_column("amount (4)"), std::size_t{4});
    const auto missing = read->find_column("pay");
    QVERIFY(!missing.ok());
    QCOMPARE(missing.error().fault, Fault::column_missing);
    QVERIFY(missing.error().detail.find("amount (3)") != std::string::npos);
}

void TestCsv::numbersInsteadOfAHeader() {
    const auto read = must_read("1,2\n3,4\n");
    QVERIFY(read);
    QCOMPARE(issue_cells(*read), std::string("A1"));
}

void TestCsv::chosenHeaderRow() {
    ImportOptions options;
    options.header_row = 3;
    const auto read = must_read("Pay of 2024\nsecret, of course\nname,pay\nA,1\nB,2\n", options);
    QVERIFY(read);
    QCOMPARE(shown(*read), std::string("name|pay/A|1/B|2"));
    QCOMPARE(read->address(1, 1), std::string("B5"));
    options.header_row = 9;
    QCOMPARE(read_text("a,b\n1,2\n", options).error().fault, Fault::file_refused);
    options.header_row = 2;
    QCOMPARE(read_text("a,b\n,\n1,2\n", options).error().fault, Fault::file_refused);
}

void TestCsv::strayTextBehindAQuote() {
    const auto read = must_read("a,b\n\"x\"y,1\nz,2\n");
    QVERIFY(read);
    QCOMPARE(shown(*read), std::string("a|b/xy|1/z|2"));
    QCOMPARE(issue_cells(*read), std::string("A2"));
}

static std::string utf16(const std::u16string& text, bool little, bool mark) {
    std::string out;
    for (const char16_t unit : (mark ? u"\ufeff" : u"") + text) {
        const char low = static_cast<char>(unit & 0xff);
        const char high = static_cast<char>(unit >> 8);
        out += little ? low : high;
        out += little ? high : low;
    }
    return out;
}

void TestCsv::encodings_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("encoding");
    const std::u16string wide = u"n\u00e4me;pay\nM\u00fcller \u20ac\U0001f600;1\n";
    const auto row = [](const char* name, const std::string& bytes, const char* encoding) {
        QTest::newRow(name) << QByteArray::fromStdString(bytes) << encoding;
    };
    const std::string plain = "n\u00e4me;pay\nM\u00fcller \u20ac\U0001f600;1\n";
    row("UTF-8", plain, "UTF-8");
    row("UTF-8 with mark", "\xef\xbb\xbf" + plain, "UTF-8");
    row("UTF-16LE with mark", utf16(wide, true, true), "UTF-16 (little-endian)");
    row("UTF-16BE with mark", utf16(wide, false, true), "UTF-16 (big-endian)");
    row("UTF-16LE", utf16(wide, true, false), "UTF-16 (little-endian)");
    row("UTF-16BE", utf16(wide, false, false), "UTF-16 (big-endian)");
}

void TestCsv::encodings() {
    QFETCH(QByteArray, bytes);
    QFETCH(QString, encoding);
    const auto read = must_read(bytes.toStdString());
    QVERIFY(read);
    QCOMPARE(shown(*read), std::string("n\u00e4me|pay/M\u00fcller \u20ac\U0001f600|1"));
    QCOMPARE(QString::fromStdString(read->origin().encoding), encoding);
}

void TestCsv::forcedEncoding() {
    const auto guessed = must_read("name;pay\nM\xfcller \x80\x92;1\n");
    QVERIFY(guessed);
    QCOMPARE(guessed->cell(0, 0), std::string_view("M\u00fcller \u20ac\u2019"));
    QCOMPARE(guessed->origin().encoding, std::string("Windows-1252"));
    ImportOptions options;
    options.encoding = Encoding::windows1252;
    const auto forced = must_read("name\nM\xc3\xbc\n", options);
    QVERIFY(forced);
    QCOMPARE(forced->cell(0, 0), std::string_view("M\u00c3\u00bc"));
    options.encoding = Encoding::utf8;
    QCOMPARE(read_text("name\nM\xfc\n", options).error().fault, Fault::file_refused);
}

void TestCsv::filesAndSheets() {
    QTemporaryDir folder;
    const std::filesystem::path path = folder.filePath("pay \u00e4.txt").toStdString();
    std::ofstream(path, std::ios::binary) << "a;b\n1;2\n";
    const auto list = table::sheets(path);
    QVERIFY(list.ok());
    QCOMPARE(list->size(), std::size_t{1});
    QCOMPARE(list->front().name, std::string("pay \u00e4"));
    const auto read = load(path);
    QVERIFY(read.ok());
    QCOMPARE((*read)->file_name(), std::string("pay \u00e4.txt"));
    QCOMPARE((*read)->sheet(), std::string("pay \u00e4"));
    ImportOptions options;
    options.sheet = "Sheet9";
    const auto other = load(path, options);
    QVERIFY(!other.ok());
    QVERIFY(other.error().detail.find("Sheet9") != std::string::npos);
}

void TestCsv::missingFiles() {
    QTemporaryDir folder;
    const std::filesystem::path root = folder.path().toStdString();
    QCOMPARE(load(root / "nothing.csv").error().fault, Fault::file_refused);
    QCOMPARE(load(root).error().fault, Fault::file_refused);
    QCOMPARE(load("/dev/zero").error().fault, Fault::file_refused);
    QCOMPARE(table::sheets(root / "nothing.csv").error().fault, Fault::file_refused);
}

void TestCsv::progressAndCancel() {
    std::string bytes = "a,b\n";
    while (bytes.size() < (5u << 20)) bytes += "some text,12345\n";
    std::uint64_t last = 0;
    bool rising = true;
    const auto full = load_bytes(bytes, "x.csv", {}, {}, [&](std::uint64_t done, std::uint64_t total) {
        rising = rising && done >= last && done <= total;
        last = done;
    });
    QVERIFY(full.ok());
    QVERIFY(rising);
    QCOMPARE(last, static_cast<std::uint64_t>(bytes.size()));

    std::stop_source stop;
    const auto cancelled = load_bytes(bytes, "x.csv", {}, stop.get_token(),
                                      [&](std::uint64_t, std::uint64_t) { stop.request_stop(); });
    QVERIFY(!cancelled.ok());
    QCOMPARE(cancelled.error().fault, Fault::cancelled);
}

void TestCsv::linesAboveTheTable_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("table");
    QTest::addColumn<QString>("issues");
    const auto row = [](const char* name, const char* text, const char* table, const char* issues) {
        QTest::newRow(name) << text << table << issues;
    };
    row("a title", "Pay 2024\n\nname;city;pay\nAda;Ulm;1,5\nBo;Bonn;2,5\n",
        "name|city|pay/Ada|Ulm|1,5/Bo|Bonn|2,5", "A1");
    row("padded lines", "Pay;;;\nfrom;2024;;\na;b;c;d\n1;2;3;4\n5;6;7;8\n", "a|b|c|d/1|2|3|4/5|6|7|8",
        "A1 A2 B2");
    row("a title with another delimiter", "Pay, all of it\nname\tcity\tpay\nAda\tUlm\t1\nBo\tBonn\t2\n",
        "name|city|pay/Ada|Ulm|1/Bo|Bonn|2", "A1");
    // One column with commas in its texts is no table of two.
    row("one column", "name\nSmith, John\nDoe, Jane\n", "name/Smith, John/Doe, Jane", "");
    row("a short header", "a,b\n1,2,3\n4,5,6\n", "a|b/1|2/4|5", "C2 C3");
    row("no names anywhere", "note\n1;2;3\n4;5;6\n", "note/1;2;3/4;5;6", "");
}

void TestCsv::linesAboveTheTable() {
    QFETCH(QString, text);
    QFETCH(QString, table);
    QFETCH(QString, issues);
    const auto read = must_read(text.toStdString());
    QVERIFY(read);
    QCOMPARE(QString::fromStdString(shown(*read)), table);
    QCOMPARE(QString::fromStdString(issue_cells(*read)), issues);
    QCOMPARE(read->address(0, 0), "A" + std::to_string(read->header_row() + 1));
}

void TestCsv::totalsBelowTheTable() {
    const auto read = must_read("name,pay\nAda,1\nBo,2\nTotal:,3\n");
    QVERIFY(read);
    QCOMPARE(issue_cells(*read), std::string("A4"));
    QCOMPARE(numbers(*read, 1), std::string("1 2 3"));  // said, not taken away
    const auto none = must_read("name,pay\nTotal,1\nBo,2\n");
    QVERIFY(none && none->issues().empty());
}

QTEST_APPLESS_MAIN(TestCsv)
#include "test_csv.moc"
