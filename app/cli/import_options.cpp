#include "cli/import_options.h"

#include <QMap>

namespace tacit::cli {

namespace {

const QMap<QString, char> delimiters{{"comma", ','}, {"semicolon", ';'}, {"tab", '\t'}, {"bar", '|'}};
const QMap<QString, char> decimals{{"point", '.'}, {"comma", ','}};
const QMap<QString, api::DateOrder> dateOrders{{"day-first", api::DateOrder::day_first},
                                               {"month-first", api::DateOrder::month_first}};

/// `name` is optional; what it says is one of the words of `known`.
template <class Value>
std::optional<QString> readWord(const QCommandLineParser& parser, const QString& name,
                                const QMap<QString, Value>& known, Value& out) {
    if (!parser.isSet(name)) return std::nullopt;
    const auto found = known.find(parser.value(name));
    if (found == known.end()) return "--" + name + " takes one of " + known.keys().join(", ");
    out = *found;
    return std::nullopt;
}

}  // namespace

void addImportOptions(QCommandLineParser& parser) {
    const auto add = [&](const QString& name, const QString& text, const QString& value) {
        parser.addOption(QCommandLineOption(name, text, value));
    };
    add("sheet", "The sheet of the workbook, or the table of the database.", "NAME");
    add("header-row", "The row that names the columns, as the spreadsheet counts; none: all rows are data.",
        "N|none");
    add("cells", "The part of the sheet that is read: B3:F200, B:F or 3:200.", "CELLS");
    add("skip-last", "Leaves out so many rows at the end, such as totals.", "N");
    add("delimiter", "Of text: comma, semicolon, tab or bar.", "NAME");
    add("encoding", "Of text: UTF-8, UTF-16LE, UTF-16BE, Windows-1252, ...", "NAME");
    add("decimal", "The decimal character of all numbers: point or comma.", "NAME");
    add("dates", "What comes first in dates such as 05/06/2024: day-first or month-first.", "ORDER");
}

std::optional<QString> readImportOptions(const QCommandLineParser& parser, api::ImportOptions& out) {
    out.sheet = parser.value("sheet").toStdString();
    out.range = parser.value("cells").toStdString();
    out.encoding = parser.value("encoding").toStdString();
    if (parser.isSet("header-row")) {
        const auto text = parser.value("header-row");
        bool number = false;
        out.header_row = text.toUInt(&number);
        out.no_header = text == "none";
        if (!out.no_header && (!number || out.header_row == 0))
            return "--header-row takes the number of a row, from 1, or none";
    }
    if (parser.isSet("skip-last")) {
        bool number = false;
        out.skip_last = parser.value("skip-last").toUInt(&number);
        if (!number) return "--skip-last takes a number of rows";
    }
    if (auto wrong = readWord(parser, "delimiter", delimiters, out.delimiter)) return wrong;
    if (auto wrong = readWord(parser, "decimal", decimals, out.decimal)) return wrong;
    return readWord(parser, "dates", dateOrders, out.dates);
}

}  // namespace tacit::cli
