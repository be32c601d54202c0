#include "cli/import_options.h"

#include <QMap>

namespace tacit::cli {

namespace {

const QMap<QString, char> delimiters{{"comma", ','}, {"semicolon", ';'}, {"tab", '\t'}, {"bar", '|'}};
const QMap<QString, char> decimals{{"point", '.'}, {"comma", ','}};
const QMap<QString, api::DateOrder> dateOrders{{"day-first", api::DateOrder::day_first},
                                               {"month-first", api::DateOrder::month_first}};

const QMap<QString, api::ColumnUse> columnTypes{{"number", api::ColumnUse::number},
                                                {"text", api::ColumnUse::text},
                                                {"date", api::ColumnUse::date},
                                                {"ignored", api::ColumnUse::ignored}};

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

bool readHeaderRows(const QString& text, api::ImportOptions& out) {
    const auto parts = text.split('-');
    bool first = false, last = parts.size() == 1;
    out.header_row = parts[0].toUInt(&first);
    const auto end = parts.size() == 2 ? parts[1].toUInt(&last) : out.header_row;
    if (!first || !last || out.header_row == 0 || end < out.header_row) return false;
    out.header_rows = end - out.header_row + 1;
    return true;
}

api::ColumnChoice& choiceOf(const QString& name, api::ImportOptions& out) {
    for (auto& choice : out.columns)
        if (choice.name == name.toStdString()) return choice;
    return out.columns.emplace_back(api::ColumnChoice{name.toStdString()});
}

std::optional<QString> readColumns(const QCommandLineParser& parser, api::ImportOptions& out) {
    for (const auto& text : parser.values("column-type")) {
        const auto sign = text.lastIndexOf('=');
        const auto found = columnTypes.find(text.mid(sign + 1));
        if (sign < 1 || found == columnTypes.end())
            return "--column-type takes NAME=TYPE, where TYPE is one of " + columnTypes.keys().join(", ");
        choiceOf(text.left(sign), out).use = *found;
    }
    for (const auto& name : parser.values("unfit-as-missing")) choiceOf(name, out).unfit_as_missing = true;
    for (const auto& text : parser.values("without-unit")) {
        const auto sign = text.lastIndexOf('=');
        if (sign < 1 || sign + 1 == text.size()) return QString("--without-unit takes NAME=UNIT");
        choiceOf(text.left(sign), out).unit = text.mid(sign + 1).toStdString();
    }
    return std::nullopt;
}

}  // namespace

void addImportOptions(QCommandLineParser& parser) {
    const auto add = [&](const QString& name, const QString& text, const QString& value) {
        parser.addOption(QCommandLineOption(name, text, value));
    };
    add("sheet", "The sheet of the workbook, or the table of the database.", "NAME");
    add("header-row",
        "The row that names the columns, as the spreadsheet counts; 3-4: these do together; "
        "none: all rows are data.",
        "N|N-M|none");
    add("cells", "The part of the sheet that is read: B3:F200, B:F or 3:200.", "CELLS");
    add("skip-last", "Leaves out so many rows at the end, such as totals.", "N");
    add("delimiter", "Of text: comma, semicolon, tab or bar.", "NAME");
    add("encoding", "Of text: UTF-8, UTF-16LE, UTF-16BE, Windows-1252, ...", "NAME");
    add("decimal", "The decimal character of all numbers: point or comma.", "NAME");
    add("column-type",
        "What a column holds, whatever was detected: number, text, date or ignored (repeatable).",
        "NAME=TYPE");
    add("unfit-as-missing", "Cells of this column of numbers that are none count as blank (repeatable).",
        "NAME");
    add("without-unit",
        "Numbers of this column that all have this unit, such as a currency sign, are read without it "
        "(repeatable).",
        "NAME=UNIT");
    add("dates", "What comes first in dates such as 05/06/2024: day-first or month-first.", "ORDER");
}

std::optional<QString> readImportOptions(const QCommandLineParser& parser, api::ImportOptions& out) {
    out.sheet = parser.value("sheet").toStdString();
    out.range = parser.value("cells").toStdString();
    out.encoding = parser.value("encoding").toStdString();
    if (parser.isSet("header-row")) {
        const auto text = parser.value("header-row");
        out.no_header = text == "none";
        if (!out.no_header && !readHeaderRows(text, out))
            return "--header-row takes the number of a row, from 1, or of two as in 3-4, or none";
    }
    if (parser.isSet("skip-last")) {
        bool number = false;
        out.skip_last = parser.value("skip-last").toUInt(&number);
        if (!number) return "--skip-last takes a number of rows";
    }
    if (auto wrong = readWord(parser, "delimiter", delimiters, out.delimiter)) return wrong;
    if (auto wrong = readWord(parser, "decimal", decimals, out.decimal)) return wrong;
    if (auto wrong = readColumns(parser, out)) return wrong;
    return readWord(parser, "dates", dateOrders, out.dates);
}

}  // namespace tacit::cli
