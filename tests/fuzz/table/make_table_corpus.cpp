// Writes the start of the corpora of the fuzz targets for old workbooks, OpenDocument and tables in markup.

#include <filesystem>
#include <fstream>

#include "engine/table/xls_file.h"

namespace {

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
    markup_corpus();
    return 0;
}
