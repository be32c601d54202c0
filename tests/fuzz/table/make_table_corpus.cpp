// Writes the start of the corpora of the fuzz targets for old workbooks, OpenDocument and tables in markup.

#include <cstdint>
#include <filesystem>
#include <fstream>

#include "engine/table/xls_file.h"

namespace {

using namespace std::string_literals;

std::filesystem::path root;

void put(const std::string& name, const std::string& bytes) {
    const auto path = root / name;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << bytes;
}

std::string text8(const std::string& text) {
    return u16(static_cast<unsigned>(text.size())) + '\0' + text;
}

void xls_corpus() {
    XlsFile file;
    file.globals = xls_record_of(0x00fc, u32(3) + u32(3) + text8("pay") + u16(2) + '\x0d' + u16(1) + u32(2) +
                                             "a\0b\0runsph" + text8("x")) +
                   xls_record_of(0x041e, u16(164) + text8("[h]:mm")) +
                   xls_record_of(0x00e0, u16(0) + u16(14) + std::string(16, '\0')) +
                   xls_record_of(0x00e0, u16(0) + u16(164) + std::string(16, '\0'));
    file.sheets[0].records =
        xls_record_of(0x00fd, xls_at(0, 0) + u32(0)) + xls_record_of(0x0204, xls_at(0, 1) + text8("b")) +
        xls_record_of(0x0203, xls_at(1, 0) + f64(45352)) + xls_record_of(0x027e, xls_at(1, 1, 1) + u32(7)) +
        xls_record_of(0x00bd, u16(2) + u16(0) + u16(0) + u32(6) + u16(1) + u32(11) + u16(1)) +
        xls_record_of(0x0006, xls_at(3, 0) + std::string("\0\0\0\0\0\0\xff\xff", 8) + std::string(8, '\0')) +
        xls_record_of(0x0207, text8("text")) + xls_record_of(0x0205, xls_at(3, 1) + '\7' + '\1') +
        xls_record_of(0x00e5, u16(1) + u16(1) + u16(2) + u16(0) + u16(0));
    put("xls/biff8.xls", file.bytes());
    put("xls/bare.xls", file.stream());
    put("xls/cut.xls", file.bytes().substr(0, 1500));
    file.globals += xls_record_of(0x002f, std::string(6, 'k'));
    put("xls/password.xls", file.stream());
    XlsFile old;
    old.biff8 = false;
    old.globals = xls_record_of(0x0042, u16(1251)) + xls_record_of(0x041e, u16(164) + "\x04yyyy");
    old.sheets[0].records = xls_record_of(0x0204, xls_at(0, 0) + u16(3) + "\xcf\xf0\xe0") +
                            xls_record_of(0x0203, xls_at(1, 0) + f64(-12.5));
    put("xls/biff5.xls", old.bytes());
    put("xls/encrypted.xls", ole_of({{"EncryptedPackage", std::string(5000, 'x')}}));
}

std::string label(unsigned row, unsigned column, const std::string& text) {
    return xls_record_of(0x0204, xls_at(row, column) + text8(text));
}

std::string wide8(const std::u16string& text) {
    std::string out = u16(static_cast<unsigned>(text.size())) + '\1';
    for (const char16_t unit : text) out += u16(unit);
    return out;
}

// Streams of Excel 97 with what a fuzzer is long in coming to by itself.
void biff8_corpus() {
    const auto with = [](const std::string& name, const std::string& records,
                         const std::string& globals = {}) {
        XlsFile file;
        file.sheets[0].records = records;
        file.globals = globals;
        put("biff/" + name, file.stream());
    };
    const auto row = [](unsigned number, unsigned flags) {
        return xls_record_of(0x0208,
                             u16(number) + u16(0) + u16(2) + std::string(6, '\0') + u16(flags) + u16(0));
    };
    with("hidden_rows", label(0, 0, "a") + row(1, 0x20) + row(2, 0x20) + label(1, 0, "b") + label(2, 0, "c"));
    with("any_order", label(2, 1, "d") + label(0, 1, "b") + label(0, 0, "a") + label(2, 0, "c") +
                          label(2, 1, "e") + label(1, 3, "x") + label(1, 0, "y") + label(1, 0, "z"));
    with("merged", label(0, 0, "a") + label(1, 0, "b") + label(2, 0, "c") + label(2, 1, "d") +
                       xls_record_of(0x00e5, u16(2) + u16(1) + u16(2) + u16(0) + u16(0) + u16(0) + u16(0) +
                                                 u16(0) + u16(1)));
    std::string kinds = label(0, 0, "k");
    unsigned at = 1;
    for (const int code : {0x00, 0x07, 0x0f, 0x17, 0x1d, 0x24, 0x2a})
        kinds += xls_record_of(0x0205, xls_at(at++, 0) + static_cast<char>(code) + '\1');
    kinds += xls_record_of(0x0205, xls_at(at++, 0) + '\0' + '\0');
    kinds += xls_record_of(0x0205, xls_at(at++, 0) + '\1' + '\0');
    for (const char type : {0, 1, 2, 3})
        for (const unsigned between : {0x04bcu, 0x0221u, 0x0236u, 0x003cu, 0x0203u}) {
            kinds += xls_record_of(0x0006, xls_at(at++, 0) + type + '\0' + '\7' + std::string(3, '\0') +
                                               "\xff\xff" + std::string(8, '\0'));
            kinds +=
                xls_record_of(between, xls_at(at++, 1) + f64(1)) + xls_record_of(0x0207, text8("result"));
        }
    with("formulas_and_errors", kinds);
    std::string rk = label(0, 0, "n");
    for (const std::uint32_t bits : {2u, 3u, 0x3ff00000u, 0x3ff00001u, 0xfffffffeu, 0xffffffffu, 0x7ff00000u})
        rk += xls_record_of(0x027e, xls_at(at++, 0) + u32(bits));
    for (const double value : {0.1, -0.0, 1e22, 1e-7, 123456789012345680.0, 5e-324})
        rk += xls_record_of(0x0203, xls_at(at++, 0) + f64(value));
    with("numbers", rk);
    with("torn_texts",
         xls_record_of(0x00fd, xls_at(0, 0) + u32(0)) + xls_record_of(0x00fd, xls_at(1, 0) + u32(1)) +
             xls_record_of(0x00d6, xls_at(2, 0) + wide8(u"\u00e9\U0001f600")),
         xls_record_of(0x00fc, u32(2) + u32(2) + u16(4) + '\0' + "ab") +
             xls_record_of(0x003c, "\1c" + std::string(1, '\0') + "d" + std::string(1, '\0')) +
             xls_record_of(0x003c, u16(1) + '\x0d' + u16(1) + u32(2) + "x") +
             xls_record_of(0x003c, "\0runsph"s));
    XlsFile sheets;
    sheets.sheets = {{"Secret", label(0, 0, "no"), 1, 0x0010},
                     {"Chart", "", 0, 0x0020},
                     {"Very", label(0, 0, "no"), 2, 0x0010},
                     {"Pay",
                      label(0, 0, "p") + xls_record_of(0x0809, u16(0x0600) + u16(0x0020)) + label(1, 0, "c") +
                          xls_record_of(0x000a, "") + label(1, 0, "5"),
                      0, 0x0010}};
    put("biff/sheets", sheets.stream());
}

void number_formats_corpus() {
    unsigned name = 0;
    for (const bool mac : {false, true})
        for (const std::string code :
             {"yyyy-mm-dd", "dd/mm/yy hh:mm", "[h]:mm:ss.00", "mmm d, yyyy", "h:mm AM/PM", "00000", "0.0E+00",
              "0%", "#,##0.00 [$EUR]", "[Red][<0]-0.0;0.0;\"none\";@", "# ?/?", "#,##0,", "General",
              "[$-407]d. mmmm yyyy"}) {
            XlsFile file;
            file.globals = (mac ? xls_record_of(0x0022, u16(1)) : std::string()) +
                           xls_record_of(0x041e, u16(164) + text8(code)) +
                           xls_record_of(0x00e0, u16(0) + u16(164) + std::string(16, '\0'));
            unsigned at = 1;
            file.sheets[0].records = label(0, 0, "n");
            for (const double value :
                 {0.0, 1.0, -1.0, 0.5, 59.0, 60.0, 61.5, 45352.5625, 2958465.0, 2958466.0, 1e15, 1234.5678})
                file.sheets[0].records += xls_record_of(0x0203, xls_at(at++, 0) + f64(value));
            put("biff/format" + std::to_string(name++), file.stream());
        }
}

void biff5_corpus() {
    for (const unsigned page :
         {367u, 437u, 850u, 932u, 936u, 949u, 950u, 999u, 1200u, 1251u, 1258u, 10000u, 32768u, 65001u}) {
        XlsFile file;
        file.biff8 = false;
        file.globals = xls_record_of(0x0042, u16(page)) + xls_record_of(0x041e, u16(164) + "\x0ayyyy-mm-dd") +
                       xls_record_of(0x00e0, u16(0) + u16(164) + std::string(12, '\0'));
        file.sheets[0].name = "\xcf\xf0";
        file.sheets[0].records = xls_record_of(0x0204, xls_at(0, 0) + u16(5) + "h\xcf\xf0\x83\x6e") +
                                 xls_record_of(0x0203, xls_at(1, 0) + f64(45352)) +
                                 xls_record_of(0x00d6, xls_at(2, 0) + u16(3) + "\x83\x6e\x83");
        put("biff/page" + std::to_string(page), file.stream());
    }
    put("biff/one_sheet", xls_record_of(0x0809, u16(0x0500) + u16(0x0010) + std::string(4, '\0')) +
                              xls_record_of(0x0204, xls_at(0, 0) + u16(1) + "a") + xls_record_of(0x000a, ""));
}

void markup_corpus() {
    put("ods/plain.xml",
        "<office:document-content><office:automatic-styles><style:style style:name=\"h\">"
        "<style:table-properties table:display=\"false\"/></style:style></office:automatic-styles>"
        "<office:spreadsheet><table:table table:name=\"H\" table:style-name=\"h\"/><table:table "
        "table:name=\"S\"><table:table-row table:number-rows-repeated=\"2\"><table:table-cell "
        "office:value-type=\"float\" office:value=\"42\" table:number-columns-repeated=\"2\"><text:p>0042"
        "</text:p></table:table-cell><table:covered-table-cell><text:p>u</text:p></table:covered-table-cell>"
        "</table:table-row><table:table-row table:visibility=\"filter\"><table:table-cell "
        "office:value-type=\"time\" office:time-value=\"PT1H2M3S\"/><table:table-cell "
        "office:value-type=\"date\" office:date-value=\"2024-03-01T00:00:00\"><text:p>a<text:s "
        "text:c=\"2\"/>b"
        "</text:p></table:table-cell></table:table-row></table:table></office:spreadsheet>"
        "</office:document-content>");
    put("ods/broken.xml", "<a><table:table><table:table-row><table:table-cell>");
    put("markup/page.html",
        "<html><!-- c --><script>1<2</script><table><tr><th rowspan=2>a&auml;<th colspan=2>b&#8364;</tr>"
        "<tr><td x:num=\"1.5\">1,5<br>x<td>2<table><tr><td>in</table></table><table><tr><td>n</table>");
    put("markup/broken.html", "<table><tr><td a='<b \"<td></table><td>&#x;<");
    put("markup/libre_office.html",
        "<meta name=\"generator\" content=\"LibreOffice 7\"/><table><tr><td>a<td>b<td>c<tr><td "
        "sdval=\"1234,5678\" sdnum=\"1031;0;#.##0,00\">1.234,57<td sdval=\"45352,5625\" "
        "sdnum=\"1031;1036;JJ.MM.AAAA HH:MM AM/PM\">01.03.2024 01:30 PM<td sdval=\"0\" "
        "sdnum=\"1033;\">Err:502<tr><td sdval=\"59\" sdnum=\"1033;0;D/M\"><comment>n</comment>\n\t27/2<td "
        "sdval=\"1\" sdnum=\"1031;0;LOGISCH\">WAHR<td sdval=\"42\" sdnum=\"1033;0;00000\">00042<tr><td "
        "sdnum=\"1033;0;@\">007<td sdval=\"999.97\" sdnum=\"1033;0;0.0\">1000.0<td>a  b</table>");
    put("markup/sheets.html",
        "<google-sheets-html-origin><table><tr><td>a<td>b<tr><td data-sheets-value="
        "'{\"1\":3,\"3\":1234.5678}' "
        "data-sheets-numberformat='{\"1\":4,\"2\":\"[$$]#,##0.00\"}'>$1,234.57<td "
        "data-sheets-value=\"[null,2,&quot;x\\n\\u00e9\\ud834\\udd1e&quot;]\">x<br>\xc3\xa9\xf0\x9d\x84\x9e<"
        "tr>"
        "<td data-sheets-value='{\"5\":{\"1\":[]},\"1\":3,\"3\":60}' "
        "data-sheets-numberformat='{\"1\":5}'>28/2<td data-sheets-value='{\"1\":4,\"4\":1}'>TRUE<tr><td "
        "data-sheets-value='{\"1\":3,\"3\":5}'>7<td data-sheets-value='{\"1\":2,\"2\":\"b\\'>b</table>");
    put("markup/book.xml",
        "<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\" "
        "xmlns:ss=\"u\"><Styles><Style ss:ID=\"z\"><NumberFormat ss:Format=\"00000\"/></Style></Styles>"
        "<Worksheet ss:Name=\"S\"><Table><Row><Cell><Data ss:Type=\"String\">a</Data></Cell></Row><Row "
        "ss:Index=\"3\" ss:Hidden=\"1\"><Cell ss:Index=\"1\" ss:StyleID=\"z\"><Data ss:Type=\"Number\">42"
        "</Data></Cell></Row></Table></Worksheet></Workbook>");
}

}  // namespace

int main(int count, char** arguments) {
    if (count != 2) return 2;
    root = arguments[1];
    xls_corpus();
    biff8_corpus();
    number_formats_corpus();
    biff5_corpus();
    markup_corpus();
    return 0;
}
