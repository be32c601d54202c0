#include <QTest>
#include <array>

#include "crypto/random.h"
#include "table/unicode.h"
#include "table_helpers.h"
#include "xls_file.h"
#include "xlsx_file.h"

using namespace tacit;
using namespace tacit::table;
using namespace std::string_literals;

/// Accepted cells and listed cells are all cells with content, whatever the file, and none of them changes.
class TestImportInvariant : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void acceptedAndListedAreEverything();
};

namespace {

struct MadeCell {
    enum Kind { blank, text, number, boolean, error } kind = blank;
    std::string value;
};
struct MadeTable {
    std::size_t width = 0;
    std::vector<std::vector<MadeCell>> rows;  ///< below the header; ragged
};

template <std::size_t N>
std::string one_of(crypto::Random& random, const std::array<const char*, N>& choices) {
    return choices[random.below(N)];
}

std::string made_number(crypto::Random& random) {
    switch (random.below(6)) {
        case 0:
            return std::to_string(random.below(100));
        case 1:
            return "-" + std::to_string(1 + random.below(1'000'000'000));
        case 2:
            return std::to_string(random.below(10'000)) + "." + std::to_string(1 + random.below(9));
        case 3:
            return std::to_string(3'000'000'000ull + random.below(1'000'000));
        case 4:
            return "-0.00" + std::to_string(1 + random.below(9));
        default:
            return std::to_string(999'999'999'999'990ull + random.below(9));
    }
}

std::string made_text(crypto::Random& random) {
    constexpr std::array<const char*, 28> texts = {
        "Ada",  "K\u00f6ln",  "00042", "1,234",      "1.234,56",   "7,5",        "(12)",
        "12-",  "\u22125",    "n/a",   "-",          "12 %",       "5 EUR",      "4,91723E+12",
        "a;b",  "say \"hi\"", "a\tb",  "two\nlines", "05/06/2024", "2024-03-01", "31.12.2023",
        "TRUE", "#REF!",      "  x  ", "1 234",      "=1+1",       "0,5",        "x|y"};
    return one_of(random, texts);
}

MadeTable made_table(crypto::Random& random) {
    MadeTable out;
    out.width = 2 + random.below(4);
    const bool mostly_numbers = random.below(2) == 0;
    const auto rows = random.below(12);
    for (std::size_t r = 0; r < rows; ++r) {
        std::vector<MadeCell> row;
        // Some rows are shorter, some go on to the right of the header.
        auto width = out.width;
        if (random.below(5) == 0) width = random.below(out.width + 3);
        for (std::size_t c = 0; c < width; ++c) {
            const auto kind = random.below(10);
            if (kind == 0)
                row.push_back({MadeCell::blank, random.below(2) == 0 ? "" : "  "});
            else if (kind < (mostly_numbers ? 8u : 4u))
                row.push_back({MadeCell::number, made_number(random)});
            else if (kind == 8 && random.below(3) == 0)
                row.push_back({MadeCell::boolean, random.below(2) == 0 ? "TRUE" : "FALSE"});
            else if (kind == 9 && random.below(3) == 0)
                row.push_back({MadeCell::error, "#DIV/0!"});
            else
                row.push_back({MadeCell::text, made_text(random)});
        }
        out.rows.push_back(std::move(row));
    }
    return out;
}

std::string column_name(std::size_t column) {
    return "column " + std::string(1, static_cast<char>('a' + column));
}

std::string as_csv(const MadeTable& table, char delimiter, crypto::Random& random) {
    const std::string end = random.below(2) == 0 ? "\n" : "\r\n";
    const auto field = [&](const std::string& value) {
        if (value.find_first_of("\"\n\r"s + delimiter) == std::string::npos && random.below(4) != 0)
            return value;
        std::string out = "\"";
        for (const char c : value) out += c == '"' ? "\"\""s : std::string(1, c);
        return out + "\"";
    };
    std::string out = "sep="s + delimiter + end;
    for (std::size_t c = 0; c < table.width; ++c)
        out += (c == 0 ? "" : std::string(1, delimiter)) + column_name(c);
    for (const auto& row : table.rows) {
        out += end;
        for (std::size_t c = 0; c < row.size(); ++c)
            out += (c == 0 ? "" : std::string(1, delimiter)) + field(row[c].value);
    }
    return random.below(2) == 0 ? out : "\xef\xbb\xbf" + out + end;
}

std::string escaped(const std::string& text) {
    std::string out;
    for (const char c : text)
        out += c == '&' ? "&amp;"s : c == '<' ? "&lt;"s : c == '"' ? "&quot;"s : std::string(1, c);
    return out;
}

std::string as_xlsx(const MadeTable& table, crypto::Random& random) {
    std::string rows = "<row>";
    for (std::size_t c = 0; c < table.width; ++c) rows += "<c t=\"str\"><v>" + column_name(c) + "</v></c>";
    rows += "</row>";
    XlsxFile file;
    std::size_t shared = 0;
    for (const auto& row : table.rows) {
        rows += "<row>";
        for (const auto& cell : row) {
            const auto text = escaped(cell.value);
            if (cell.kind == MadeCell::blank && cell.value.empty()) {
                rows += "<c/>";
            } else if (cell.kind == MadeCell::number) {
                rows += "<c><v>" + text + "</v></c>";
            } else if (cell.kind == MadeCell::boolean) {
                rows += "<c t=\"b\"><v>"s + (cell.value == "TRUE" ? "1" : "0") + "</v></c>";
            } else if (cell.kind == MadeCell::error) {
                rows += "<c t=\"e\"><v>" + text + "</v></c>";
            } else if (random.below(2) == 0) {
                rows += "<c t=\"inlineStr\"><is><t xml:space=\"preserve\">" + text + "</t></is></c>";
            } else {
                rows += "<c t=\"s\"><v>" + std::to_string(shared++) + "</v></c>";
                file.shared += "<si><r><t xml:space=\"preserve\">" + text + "</t></r></si>";
            }
        }
        rows += "</row>";
    }
    file.sheets = {{"Sheet1", rows}};
    return file.bytes();
}

std::string as_ods(const MadeTable& table) {
    const auto paragraphs = [](const std::string& value) {
        std::string out = "<text:p>";
        for (const char c : value)
            out += c == '\n'   ? "</text:p><text:p>"s
                   : c == ' '  ? "<text:s/>"s
                   : c == '\t' ? "<text:tab/>"s
                               : escaped({c});
        return out + "</text:p>";
    };
    std::string rows = "<table:table-row>";
    for (std::size_t c = 0; c < table.width; ++c)
        rows += "<table:table-cell office:value-type=\"string\"><text:p>" + column_name(c) +
                "</text:p></table:table-cell>";
    rows += "</table:table-row>";
    for (const auto& row : table.rows) {
        rows += "<table:table-row>";
        for (const auto& cell : row) {
            std::string more = " office:value-type=\"string\"";
            if (cell.kind == MadeCell::number)
                more = " office:value-type=\"float\" office:value=\"" + cell.value + "\"";
            if (cell.kind == MadeCell::boolean)
                more = " office:value-type=\"boolean\" office:boolean-value=\""s +
                       (cell.value == "TRUE" ? "true" : "false") + "\"";
            if (cell.kind == MadeCell::error) more += " calcext:value-type=\"error\"";
            if (cell.kind == MadeCell::blank && cell.value.empty())
                rows += "<table:table-cell/>";
            else
                rows += "<table:table-cell" + more + ">" + paragraphs(cell.value) + "</table:table-cell>";
        }
        rows += "</table:table-row>";
    }
    return zip_of(
        {{"mimetype", "application/vnd.oasis.opendocument.spreadsheet"},
         {"content.xml",
          "<office:document-content xmlns:office=\"o\" xmlns:table=\"t\" xmlns:text=\"x\" "
          "xmlns:calcext=\"c\"><office:body><office:spreadsheet><table:table table:name=\"S\">" +
              rows + "</table:table></office:spreadsheet></office:body></office:document-content>"}});
}

std::string as_xls(const MadeTable& table) {
    const auto label = [](std::size_t row, std::size_t column, const std::string& text) {
        std::string wide;
        const auto units = QString::fromStdString(text).toStdU16String();
        for (const char16_t unit : units) wide += u16(unit);
        return xls_record_of(0x0204, xls_at(static_cast<unsigned>(row), static_cast<unsigned>(column)) +
                                         u16(static_cast<unsigned>(units.size())) + '\1' + wide);
    };
    std::string records;
    for (std::size_t c = 0; c < table.width; ++c) records += label(0, c, column_name(c));
    for (std::size_t r = 0; r < table.rows.size(); ++r)
        for (std::size_t c = 0; c < table.rows[r].size(); ++c) {
            const auto& cell = table.rows[r][c];
            const auto at = xls_at(static_cast<unsigned>(r + 1), static_cast<unsigned>(c));
            if (cell.kind == MadeCell::blank && cell.value.empty())
                records += xls_record_of(0x0201, at);
            else if (cell.kind == MadeCell::number)
                records += xls_record_of(0x0203, at + f64(std::stod(cell.value)));
            else if (cell.kind == MadeCell::boolean)
                records += xls_record_of(0x0205, at + (cell.value == "TRUE" ? '\1' : '\0') + '\0');
            else if (cell.kind == MadeCell::error)
                records += xls_record_of(0x0205, at + '\7' + '\1');
            else
                records += label(r + 1, c, cell.value);
        }
    XlsFile file;
    file.sheets[0].records = records;
    return file.bytes();
}

/// Empty if all is well; else what is not.
std::string check(const MadeTable& made, const Dataset& table) {
    std::uint64_t filled = 0, outside = 0;
    for (std::size_t r = 0; r < made.rows.size(); ++r)
        for (std::size_t c = 0; c < made.rows[r].size(); ++c) {
            const auto& value = made.rows[r][c].value;
            if (trimmed(value).empty()) continue;
            ++filled;
            if (c >= made.width) {
                ++outside;
                continue;
            }
            if (r >= table.rows() || table.cell(r, c) != value)
                return "cell " + column_letters(c) + std::to_string(r + 2) + " was \"" + value + "\"";
        }
    std::uint64_t accepted = 0, listed = 0;
    for (std::size_t c = 0; c < table.columns().size(); ++c) {
        const auto& column = table.columns()[c];
        if (column.valid + column.blank + column.invalid != table.rows()) return "a column does not add up";
        accepted += column.valid;
        listed += column.invalid;
        if (const auto values = numeric_column(table, c);
            values.ok() && values->count + column.blank != table.rows())
            return "a blank cell became a number";
    }
    if (table.columns().size() != made.width) return "the table has another width";
    if (accepted + listed + outside != filled) return "accepted and listed are not all";
    // Each listed cell has its issue, beside notes about cells that are accepted.
    std::uint64_t to_the_right = 0;
    for (const auto& issue : table.issues())
        to_the_right += issue.problem.find("to the right of") != std::string::npos;
    if (to_the_right != outside) return "cells beside the table are not listed";
    if (table.issues().size() + table.more_issues() < listed + outside)
        return "a cell that does not fit has no issue";
    return {};
}

}  // namespace

void TestImportInvariant::acceptedAndListedAreEverything() {
    const int trials = qEnvironmentVariableIsSet("TACIT_SOAK") ? 10'000 : 150;
    crypto::SeededRandom random(20261127);
    for (int trial = 0; trial < trials; ++trial) {
        const auto made = made_table(random);
        constexpr std::array<char, 4> delimiters = {',', ';', '\t', '|'};
        const std::array<std::pair<const char*, std::string>, 4> files = {
            {{"CSV", as_csv(made, delimiters[random.below(delimiters.size())], random)},
             {"XLSX", as_xlsx(made, random)},
             {"ODS", as_ods(made)},
             {"XLS", as_xls(made)}}};
        for (const auto& [name, bytes] : files) {
            const auto read = read_text(bytes);
            const auto where = QString("%1, trial %2: ").arg(name).arg(trial);
            QVERIFY2(read.ok(), qPrintable(where + (read.ok() ? "" : read.error().detail.c_str())));
            const auto wrong = check(made, **read);
            QVERIFY2(wrong.empty(), qPrintable(where + QString::fromStdString(wrong)));
        }
    }
}

QTEST_APPLESS_MAIN(TestImportInvariant)
#include "test_import_invariant.moc"
