#include "support/flat_sheet.h"

namespace tacit::test {

namespace {

QString paragraphs(const QString& text) {
    QString out = "<text:p>";
    for (const auto c : text.toHtmlEscaped()) {
        if (c == '\n')
            out += "</text:p><text:p>";
        else if (c == ' ')
            out += "<text:s/>";
        else
            out += c;
    }
    return out + "</text:p>";
}

QString cellOf(const MadeCell& cell) {
    const QString open = "<table:table-cell office:value-type=";
    const QString styled = "<table:table-cell table:style-name=\"%1\" office:value-type=";
    switch (cell.kind) {
        case MadeCell::blank:
            return "<table:table-cell/>";
        case MadeCell::text:
            return open + "\"string\">" + paragraphs(cell.value) + "</table:table-cell>";
        case MadeCell::number:
            return open + "\"float\" office:value=\"" + cell.value + "\"/>";
        case MadeCell::date:
            return styled.arg("day") + "\"date\" office:date-value=\"" + cell.value + "\"/>";
        case MadeCell::boolean:
            return styled.arg("truth") + "\"boolean\" office:boolean-value=\"" + cell.value.toLower() +
                   "\"/>";
    }
    return {};
}

// Without a format a date is a number to LibreOffice, and so is a truth value.
constexpr auto styles =
    "<office:automatic-styles><number:date-style style:name=\"iso\"><number:year number:style=\"long\"/>"
    "<number:text>-</number:text><number:month number:style=\"long\"/><number:text>-</number:text>"
    "<number:day number:style=\"long\"/></number:date-style><number:boolean-style style:name=\"bool\">"
    "<number:boolean/></number:boolean-style>"
    "<style:style style:name=\"day\" style:family=\"table-cell\" style:data-style-name=\"iso\"/>"
    "<style:style style:name=\"truth\" style:family=\"table-cell\" style:data-style-name=\"bool\"/>"
    "</office:automatic-styles>";

}  // namespace

QByteArray flatSheet(const MadeTable& table) {
    QString rows = "<table:table-row>";
    for (const auto& name : table.names) rows += cellOf({MadeCell::text, name});
    rows += "</table:table-row>";
    for (const auto& row : table.rows) {
        rows += "<table:table-row>";
        for (const auto& cell : row) rows += cellOf(cell);
        rows += "</table:table-row>\n";
    }
    const QString head =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<office:document xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" "
        "xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" "
        "xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" "
        "xmlns:style=\"urn:oasis:names:tc:opendocument:xmlns:style:1.0\" "
        "xmlns:number=\"urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0\" office:version=\"1.3\" "
        "office:mimetype=\"application/vnd.oasis.opendocument.spreadsheet\">";
    const QString open = "<office:body><office:spreadsheet><table:table table:name=\"Made\">";
    const QString close = "</table:table></office:spreadsheet></office:body></office:document>\n";
    return (head + styles + open + rows + close).toUtf8();
}

QByteArray csvSheet(const MadeTable& table) {
    const auto field = [](QString text) { return '"' + text.replace('"', "\"\"") + '"'; };
    QString out;
    for (const auto& name : table.names) out += (out.isEmpty() ? "" : ",") + field(name);
    out += '\n';
    for (const auto& row : table.rows) {
        QStringList cells;
        for (const auto& cell : row) cells << (cell.kind == MadeCell::blank ? QString() : field(cell.value));
        out += cells.join(',') + '\n';
    }
    return out.toUtf8();
}

}  // namespace tacit::test
