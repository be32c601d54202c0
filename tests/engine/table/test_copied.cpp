#include <QTest>

#include "table/copied.h"
#include "table/limits.h"
#include "table_helpers.h"

using namespace tacit;
using namespace tacit::table;
using namespace std::string_literals;

/// What is copied in a spreadsheet program: the value of a cell rather than its picture, in whichever form
/// that is offered, and what the cell shows where both cannot be true.
class TestCopied : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void value_data();
    void value();
    void formatsOfDates_data();
    void formatsOfDates();
    void spacesAndComments();
    void otherValueIsSaid();
    void form_data();
    void form();
    void damagedFormIsPassedOver();
    void nothingCopied();
    void notesOfLostDigits();
};

namespace {

std::string page(const std::string& cells) {
    return "<html><body><table><tr><td>h</td></tr><tr>" + cells + "</tr></table></body></html>";
}

Result<Table> pasted(const Copied& copied, const ImportOptions& options = {}) {
    return load_copied(copied, "Pasted cells", options);
}

}  // namespace

void TestCopied::value_data() {
    QTest::addColumn<QString>("cell");
    QTest::addColumn<QString>("text");
    QTest::addColumn<CellKind>("kind");
    QTest::addColumn<FormatClass>("format");
    const auto row = [](const char* name, const char* cell, const char* text, CellKind kind,
                        FormatClass format = FormatClass::general) {
        QTest::newRow(name) << QString::fromUtf8(cell) << QString::fromUtf8(text) << kind << format;
    };
    using enum CellKind;
    using F = FormatClass;
    // As LibreOffice 7.4 writes them, in English and in German.
    row("two places", "<td sdval=\"1234.5678\" sdnum=\"1033;0;#,##0.00\">1,234.57", "1234.5678", number,
        F::number);
    row("decimal comma", "<td sdval=\"-1234,5678\" sdnum=\"1031;0;#.##0,00\">-1.234,57", "-1234.5678", number,
        F::number);
    row("general", "<td sdval=\"0.1\" sdnum=\"1033;\">0.1", "0.1", number);
    row("general in another language", "<td sdval=\"7,5\" sdnum=\"1031;1031;Standard\">7,5", "7.5", number);
    row("scientific", "<td sdval=\"4917237283061\" sdnum=\"1031;0;0,00000E+00\">4,91724E+12", "4917237283061",
        number, F::scientific);
    row("exponent", "<td sdval=\"1,5E+017\" sdnum=\"1031;\">1,5E+017", "150000000000000000", number);
    row("percent", "<td sdval=\"0,12345\" sdnum=\"1031;0;0,0%\">12,3%", "0.12345", number, F::percent);
    row("currency", "<td sdval=\"1234,567\" sdnum=\"1031;1031;#.##0,00 [$€-407]\">1.234,57 €", "1234.567",
        number, F::currency);
    row("narrow spaces", "<td sdval=\"1234,567\" sdnum=\"1036;0;#&nbsp;##0,00\">1&#8239;234,57", "1234.567",
        number, F::number);
    row("rounded up to more digits", "<td sdval=\"999.97\" sdnum=\"1033;0;0.0\">1000.0", "999.97", number,
        F::number);
    row("rounded to nothing", "<td sdval=\"0.001\" sdnum=\"1033;0;0.00\">0.00", "0.001", number, F::number);
    row("a dash for zero", "<td sdval=\"0\" sdnum=\"1033;0;0;-0;&quot;-&quot;\">-", "0", number, F::number);
    row("hidden by its format", "<td sdval=\"5\" sdnum=\"1033;0;;;\">", "5", number);
    row("in thousands", "<td sdval=\"1234567\" sdnum=\"1033;0;#,##0,\">1,235", "1234567", number, F::number);
    row("a unit with a digit", "<td sdval=\"7.25\" sdnum=\"1033;0;0.0&quot; m2&quot;\">7.3 m2", "7.25",
        number, F::number);
    row("zeros in front", "<td sdval=\"42\" sdnum=\"1033;0;00000\">00042", "00042", number, F::padded);
    row("fraction", "<td sdval=\"0.5\" sdnum=\"1033;0;#&quot; &quot;?/?\"> 1/2", "0.5", number, F::fraction);
    row("number formatted as text", "<td sdval=\"1234.5\" sdnum=\"1033;0;@\">1234.5", "1234.5", number,
        F::text);
    row("text", "<td>00123", "00123", text);
    row("text formatted as text", "<td sdnum=\"1033;0;@\">00123", "00123", text);
    row("truth", "<td sdval=\"1\" sdnum=\"1033;0;BOOLEAN\">TRUE", "TRUE", boolean);
    row("truth in German", "<td sdval=\"0\" sdnum=\"1031;0;LOGISCH\">FALSCH", "FALSE", boolean);
    row("truth in French", "<td sdval=\"1\" sdnum=\"1036;0;BOOLEAN\">VRAI", "TRUE", boolean);
    row("error", "<td sdval=\"0\" sdnum=\"1033;\">#DIV/0!", "#DIV/0!", error);
    row("error by number", "<td sdval=\"0\" sdnum=\"1033;0;0.00\">Err:502", "Err:502", error);
    row("error in a date", "<td sdval=\"0\" sdnum=\"1031;0;TT.MM.JJJJ\">Fehler:502", "Fehler:502", error);
    row("weekday", "<td sdval=\"45352\" sdnum=\"1033;0;NNN\">Friday", "Friday", text);
    row("unknown letters", "<td sdval=\"45352\" sdnum=\"1045;0;RRRR\">2024", "2024", text);
    row("no number", "<td sdval=\"x\" sdnum=\"1033;\">7", "7", text);
    // As Google Sheets writes them.
    row("Google number", "<td data-sheets-value='{\"1\":3,\"3\":1234.5678}'>1234.5678", "1234.5678", number);
    row("Google format",
        "<td data-sheets-value=\"{&quot;1&quot;:3,&quot;3&quot;:647.5128}\" data-sheets-numberformat="
        "\"{&quot;1&quot;:4,&quot;2&quot;:&quot;[$$]#,##0.00&quot;,&quot;3&quot;:1}\">$647.51",
        "647.5128", number, F::currency);
    row("Google date",
        "<td data-sheets-value='{\"1\":3,\"3\":45352}' data-sheets-numberformat="
        "'{\"1\":5,\"2\":\"d\\\".\\\"m\\\".\\\"yy\",\"3\":1}'>1.3.24",
        "2024-03-01", date, F::date);
    row("Google date of unknown form",
        "<td data-sheets-value='{\"1\":3,\"3\":45352}' data-sheets-numberformat='{\"1\":5}'>1.3.24",
        "2024-03-01", date, F::date);
    row("Google array",
        "<td data-sheets-value=\"[null,3,null,0.35]\" data-sheets-numberformat=\"[null,3,&quot;0%&quot;,1]\">"
        "35%",
        "0.35", number, F::percent);
    row("Google text", "<td data-sheets-value='{\"1\":2,\"2\":\"00123\"}'>00123", "00123", text);
    row("Google text exactly",
        "<td data-sheets-value='{\"1\":2,\"2\":\"a  \\\"b\\\" \\u00e9\\ud834\\udd1e\"}'>a "
        "&quot;b&quot; é𝄞",
        "a  \"b\" é𝄞", text);
    row("Google truth", "<td data-sheets-value='{\"1\":4,\"4\":1}'>WAHR", "TRUE", boolean);
    row("Google value of a kind to come", "<td data-sheets-value='{\"1\":9,\"9\":{\"3\":7}}'>#N/A", "#N/A",
        text);
    row("value inside of a value", "<td data-sheets-value='{\"7\":{\"1\":3,\"3\":9},\"1\":3,\"3\":7}'>7", "7",
        number);
    row("broken value", "<td data-sheets-value='{\"1\":3,\"3\":'>7", "7", text);
    row("edited text", "<td data-sheets-value='{\"1\":2,\"2\":\"before\"}'>after", "after", text);
    row("edited number", "<td data-sheets-value='{\"1\":3,\"3\":2022}'>Year", "Year", text);
    // As Excel wrote them once.
    row("Excel", "<td x:num=\"1234.5600000000001\">1.234,6", "1234.56", number);
    row("Excel without a value", "<td x:num>7", "7", number);
    row("Excel date", "<td x:num=\"45352\">1-Mar-24", "1-Mar-24", text);
    row("Excel date of digits", "<td x:num=\"45352\">20240301", "20240301", text);
    row("Excel zero", "<td x:num=\"0\"> - ", "0", number);
    row("Excel narrow column", "<td x:num=\"45352\">#####", "#####", text);
    row("Excel zeros in front", "<td x:num=\"42\">00042", "00042", number, F::padded);
}

void TestCopied::value() {
    QFETCH(QString, cell);
    QFETCH(QString, text);
    QFETCH(CellKind, kind);
    QFETCH(FormatClass, format);
    const auto read = must_read(page(cell.toStdString()));
    QVERIFY(read);
    QCOMPARE(QString::fromStdString(std::string(read->cell(0, 0))), text);
    QCOMPARE(read->kind(0, 0), kind);
    QCOMPARE(read->format(0, 0), format);
}

void TestCopied::formatsOfDates_data() {
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("format");
    QTest::addColumn<QString>("shownText");
    QTest::addColumn<QString>("text");
    QTest::addColumn<CellKind>("kind");
    const auto row = [](const char* name, const char* value, const char* format, const char* shown_text,
                        const char* text, CellKind kind = CellKind::date) {
        QTest::newRow(name) << value << format << shown_text << text << kind;
    };
    row("English", "45352", "1033;0;DD.MM.YYYY", "01.03.2024", "2024-03-01");
    row("German", "45352,5625", "1031;0;JJJJ-MM-TT HH:MM", "2024-03-01 13:30", "2024-03-01T13:30:00");
    row("German in English", "45352", "1033;1031;TT. MMMM JJJJ", "01. Mrz 2024", "2024-03-01");
    row("only the year", "45352", "1031;0;JJJJ", "2024", "2024-03-01");
    row("French", "45352", "1036;0;JJ/MM/AAAA", "01/03/2024", "2024-03-01");
    row("French halves of a day", "0,5625", "1036;0;HH:MM AM/PM", "01:30 PM", "13:30:00");
    row("Italian", "45352", "1040;0;GG/AA", "01/24", "2024-03-01");
    row("Spanish", "45352", "3082;0;AAAA", "2024", "2024-03-01");
    row("Portuguese", "45352", "1046;0;AAAA", "2024", "2024-03-01");
    row("Dutch time", "0,5625", "1043;0;UU", "13", "13:30:00");
    row("Finnish", "45352", "1035;0;P.K.VVVV", "1.3.2024", "2024-03-01");
    row("Danish hours", "1,14583333333333", "1030;0;[TT]:MM", "27:30", "27:30:00");
    row("without the day that never was", "60", "1033;0;YYYY-MM-DD", "1900-02-28", "1900-02-28");
    row("second day", "2", "1033;0;YYYY-MM-DD", "1900-01-01", "1900-01-01");
    row("before Excel's first", "1", "1033;0;YYYY-MM-DD", "1899-12-31", "1899-12-31", CellKind::text);
    row("in another century", "-7000", "1033;0;YYYY-MM-DD", "1880-10-31", "1880-10-31", CellKind::text);
    row("no date after all", "45352", "1045;0;DZIEN", "45352", "45352", CellKind::number);
}

void TestCopied::formatsOfDates() {
    QFETCH(QString, value);
    QFETCH(QString, format);
    QFETCH(QString, shownText);
    QFETCH(QString, text);
    QFETCH(CellKind, kind);
    const auto read = must_read(
        page(QString("<td sdval=\"%1\" sdnum=\"%2\">%3").arg(value, format, shownText).toStdString()));
    QVERIFY(read);
    QCOMPARE(QString::fromStdString(std::string(read->cell(0, 0))), text);
    QCOMPARE(read->kind(0, 0), kind);
    QVERIFY(read->issues().empty());
}

void TestCopied::spacesAndComments() {
    const auto cells =
        "<td sdval=\"7\" sdnum=\"1033;\"><a "
        "class=\"comment-indicator\"></a>\n\t<comment>9</comment>\n\t7</td></tr>"
        "<tr><td>a  b\tc</td>"s;
    auto bytes = page(cells);
    const auto elsewhere = must_read(bytes);
    QVERIFY(elsewhere);
    QCOMPARE(shown(*elsewhere), "h/7/a b c"s);
    bytes.insert(6, "<meta name=\"generator\" content=\"LibreOffice 7.4.7.2 (Linux)\"/>");
    const auto ofLibreOffice = must_read(bytes);
    QVERIFY(ofLibreOffice);
    QCOMPARE(shown(*ofLibreOffice), "h/7/a  b\tc"s);
    QVERIFY(ofLibreOffice->is_number_cell(0, 0));
}

void TestCopied::otherValueIsSaid() {
    const auto read =
        must_read(page("<td data-sheets-value='{\"1\":3,\"3\":154}'>62</td></tr><tr><td>7</td>"));
    QVERIFY(read);
    QCOMPARE(shown(*read), "h/62/7"s);
    QCOMPARE(numbers(*read), "62 7"s);
    QCOMPARE(issue_cells(*read), "A2"s);
    QVERIFY(read->issues()[0].counts);
    QCOMPARE(read->issues()[0].text, "62"s);
}

void TestCopied::form_data() {
    QTest::addColumn<QByteArray>("workbook");
    QTest::addColumn<QByteArray>("html");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("read");
    QTest::addColumn<bool>("displayed");
    const QByteArray workbook =
        "<?xml version=\"1.0\"?><?mso-application progid=\"Excel.Sheet\"?><Workbook "
        "xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\" "
        "xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\"><Worksheet ss:Name=\"S\"><Table>"
        "<Row><Cell><Data ss:Type=\"String\">pay</Data></Cell></Row>"
        "<Row><Cell><Data ss:Type=\"Number\">1234.5678</Data></Cell></Row></Table></Worksheet></Workbook>";
    const QByteArray exact =
        "<table><tr><td>pay<tr><td sdval=\"1234.567\" sdnum=\"1033;0;0.0\">1234.6</table>";
    const QByteArray plain = "<table><tr><td>name<td>pay<tr><td>A<td>1234.6</table>";
    const QByteArray text = "pay\n1,234.6\n";
    const auto row = [](const char* name, const QByteArray& book, const QByteArray& html,
                        const QByteArray& shown, const char* read, bool displayed) {
        QTest::newRow(name) << book << html << shown << QString(read) << displayed;
    };
    row("workbook first", workbook, exact, text, "pay/1234.5678", false);
    row("page next", "", exact, text, "pay/1234.567", false);
    row("text at last", "", "", text, "pay/1,234.6", true);
    row("page of others", "", plain, "name\tpay\nA\t1,234.6\n", "name|pay/A|1,234.6", true);
    row("text of a mail program", "", plain, "name\npay\nA\n1234.6\n", "name|pay/A|1234.6", true);
    row("page alone", "", plain, "", "name|pay/A|1234.6", true);
    row("page with more than the table", "", "<p>See:</p>" + exact, text, "pay/1,234.6", true);
    row("title is not seen", "", "<head><title>Pay</title><style>td {}</style></head>" + exact, text,
        "pay/1234.567", false);
    row("a paragraph", "", "<p>pay</p><p>1</p>", text, "pay/1,234.6", true);
    row("one column of a page", "", "<table><tr><td>pay<tr><td>1 2</table>", text, "pay/1,234.6", true);
    row("offsets of Windows", "", "Version:0.9\r\nStartHTML:0000000105\r\n" + exact, text, "pay/1234.567",
        false);
    row("not in UTF-8", "", exact + "\xff", text, "pay/1,234.6", true);
    row("no workbook after all", "a,b\n1,2\n", exact, text, "pay/1234.567", false);
    row("from a text file", "", "", "name;pay\nA;1,5\n", "name|pay/A|1,5", false);
}

void TestCopied::form() {
    QFETCH(QByteArray, workbook);
    QFETCH(QByteArray, html);
    QFETCH(QByteArray, text);
    QFETCH(QString, read);
    QFETCH(bool, displayed);
    const auto got = pasted({workbook.toStdString(), html.toStdString(), text.toStdString()});
    QVERIFY2(got.ok(), got.ok() ? "" : got.error().detail.c_str());
    QCOMPARE(QString::fromStdString(shown(**got)), read);
    QCOMPARE((*got)->origin().displayed, displayed);
    QCOMPARE((*got)->file_name(), "Pasted cells"s);
    // A page from the clipboard was decoded before, so that nobody is asked for its encoding.
    const bool as_text = (*got)->origin().format == "CSV";
    QCOMPARE((*got)->origin().encoding_open, as_text);
    QVERIFY(as_text || (*got)->origin().format == (displayed ? "Web page" : "exact values"));
}

void TestCopied::damagedFormIsPassedOver() {
    const auto cut =
        "<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\"><Worksheet><Table>"s;
    const auto got = pasted({cut, {}, "a\tb\n1\t2\n"});
    QVERIFY(got.ok());
    QCOMPARE(shown(**got), "a|b/1|2"s);
    QVERIFY((*got)->origin().displayed);
    const auto alone = pasted({cut, {}, {}});
    QVERIFY(!alone.ok());
    QCOMPARE(alone.error().fault, Fault::file_refused);
    // A wrong option is no reason to read something else.
    ImportOptions options;
    options.header_rows = 0;
    const auto wrong = pasted({cut, {}, "a\tb\n1\t2\n"}, options);
    QVERIFY(!wrong.ok());
}

void TestCopied::nothingCopied() {
    const auto got = pasted({});
    QVERIFY(!got.ok());
    QCOMPARE(got.error().fault, Fault::file_refused);
    // A value cannot be longer than a cell, whatever it shows.
    const auto spaces = std::string(max_cell_bytes, ' ');
    const auto read = must_read(page("<td data-sheets-value='{\"1\":2,\"2\":\"a" + spaces + "b\"}'>a b"));
    QVERIFY(read);
    QCOMPARE(shown(*read), "h/a b"s);
}

void TestCopied::notesOfLostDigits() {
    const auto read =
        must_read(page("<td sdval=\"1.23456789012346E+017\" sdnum=\"1033;\">1.23456789012346E+017"));
    QVERIFY(read);
    QCOMPARE(shown(*read), "h/123456789012346000"s);
    QCOMPARE(issue_cells(*read), "A2"s);
}

QTEST_APPLESS_MAIN(TestCopied)
#include "test_copied.moc"
