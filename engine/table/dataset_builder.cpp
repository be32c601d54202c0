#include "table/dataset_builder.h"

#include <algorithm>
#include <array>
#include <unordered_set>

#include "table/cell_reading.h"
#include "table/limits.h"
#include "table/unicode.h"

namespace tacit::table {

namespace {

constexpr std::uint64_t rows_to_judge_by = 1000;

// Line breaks and runs of space in a header are layout.
bool has_text(std::span<const SourceCell> cells) {
    return std::any_of(cells.begin(), cells.end(),
                       [](const auto& cell) { return !trimmed(cell.text).empty(); });
}

}  // namespace

Status DatasetBuilder::row(std::uint32_t sheet_row, std::span<const SourceCell> cells) {
    if (cells.empty()) return {};
    if (cells.back().column >= max_columns)
        return refused(
            "Row " + std::to_string(sheet_row) + " has more than " + std::to_string(max_columns) +
            " columns. Check the delimiter, or save the columns that you need as a table of their own.");
    for (const auto& cell : cells)
        if (cell.text.size() > max_cell_bytes)
            return refused("Cell " + column_letters(cell.column) + std::to_string(sheet_row) +
                           " is longer than a cell can be. Check the quotation marks around it.");
    if (header_row_ != 0) return append(sheet_row, cells);
    if (wanted_header_ == 0 ? has_text(cells) : sheet_row == wanted_header_)
        return take_header(sheet_row, cells);
    if (guessed_) list_above(sheet_row, cells);
    return {};
}

void DatasetBuilder::list_above(std::uint32_t sheet_row, std::span<const SourceCell> cells) {
    for (const auto& cell : cells)
        if (!trimmed(cell.text).empty())
            issues_.add(sheet_row, cell.column, cell.text,
                        "This cell stands above row " + std::to_string(wanted_header_) +
                            ", which seems to name the columns, so it belongs to none.",
                        "Choose the row with the names yourself if it is another one.");
}

// A sum below the table would be counted once more.
void DatasetBuilder::note_last_row_of_totals() {
    constexpr std::array<std::string_view, 10> words = {"total",    "totals", "sum",    "grand total",
                                                        "subtotal", "summe",  "gesamt", "gesamtsumme",
                                                        "somme",    "totale"};
    if (cells_.rows() < 2) return;
    const std::size_t last = cells_.rows() - 1;
    for (std::size_t column = 0; column < cells_.columns(); ++column) {
        auto text = trimmed(cells_.text(last, column));
        if (text.empty()) continue;
        if (text.back() == ':') text = trimmed(text.substr(0, text.size() - 1));
        std::string lower(text);
        for (char& c : lower)
            if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
        if (std::find(words.begin(), words.end(), lower) != words.end())
            issues_.add(header_row_ + 1 + static_cast<std::uint32_t>(last), column, text,
                        "The last row seems to hold totals, and it counts like any other row.",
                        "Delete the row from a copy of the table if it repeats the rows above.");
        return;
    }
}

void DatasetBuilder::note(std::uint32_t sheet_row, std::uint32_t column, std::string_view text,
                          std::string_view problem, std::string_view next) {
    issues_.add(sheet_row, column, text, problem, next);
}

Status DatasetBuilder::take_header(std::uint32_t sheet_row, std::span<const SourceCell> cells) {
    header_row_ = sheet_row;
    if (!has_text(cells))
        return refused("Row " + std::to_string(sheet_row) +
                       ", which should name the columns, is empty. Choose the row that names them.");
    columns_.resize(cells.back().column + 1);
    for (const auto& cell : cells) columns_[cell.column].name = without_extra_space(cell.text);
    std::unordered_set<std::string> taken;
    for (const auto& column : columns_) taken.insert(column.name);
    std::unordered_set<std::string> used;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        std::string& name = columns_[i].name;
        const std::string original = name;
        const bool unnamed = name.empty();
        if (unnamed) name = "Column " + column_letters(i);
        const std::string base = name;
        for (int n = 2; used.contains(name) || (name != original && taken.contains(name)); ++n)
            name = base + " (" + std::to_string(n) + ")";
        used.insert(name);
        if (!unnamed && name != original)
            issues_.add(sheet_row, i, original,
                        "Another column has this name too; this one is called \"" + name + "\" here.",
                        "Give the columns different names, so that nobody takes one for the other.");
    }
    note_numbers_in_header(cells);
    cells_ = CellStore(columns_.size());
    cells_.reserve(expected_bytes_);
    return {};
}

void DatasetBuilder::note_numbers_in_header(std::span<const SourceCell> cells) {
    const bool numbers = std::all_of(cells.begin(), cells.end(), [](const SourceCell& cell) {
        return trimmed(cell.text).empty() || cell.kind == CellKind::number ||
               number_shape(cell.text).number_like;
    });
    if (numbers)
        issues_.add(
            header_row_, cells.front().column, cells.front().text,
            "The first row is taken as the names of the columns, but it holds numbers; they are not counted.",
            "Put a row with the names of the columns on top.");
}

Status DatasetBuilder::append(std::uint32_t sheet_row, std::span<const SourceCell> cells) {
    const std::size_t width = columns_.size();
    const std::uint64_t rows = sheet_row - header_row_;
    std::size_t bytes = 0;
    for (const auto& cell : cells) bytes += cell.text.size();
    if (rows * width > max_cells || cells_.text_bytes() + bytes > max_text_bytes)
        return refused("The table is larger than this program reads (at row " + std::to_string(sheet_row) +
                       "). Save only the columns that you need as a table of their own.");
    if (rows == rows_to_judge_by) cells_.reserve_cells(expected_bytes_);
    // Rows in between that the source left out are blank.
    for (std::size_t n = cells_.cells(); n < (rows - 1) * width; ++n) cells_.add({});
    std::size_t next = 0;
    for (const auto& cell : cells) {
        if (cell.column >= width) {
            if (!trimmed(cell.text).empty())
                issues_.add(
                    sheet_row, cell.column, cell.text,
                    "This cell is to the right of the last column that has a name, so it belongs to none.",
                    "Give the column a name in the first row, or check whether a delimiter in the row "
                    "should stand inside quotation marks.");
            continue;
        }
        for (; next < cell.column; ++next) cells_.add({});
        cells_.add(cell.text, cell.kind, cell.format);
        ++next;
    }
    for (; next < width; ++next) cells_.add({});
    return {};
}

Result<std::shared_ptr<const Dataset>> DatasetBuilder::finish(Origin origin, DecimalMark forced,
                                                              const std::stop_token& stop) {
    if (header_row_ == 0)
        return refused(wanted_header_ == 0
                           ? "The table is empty. Choose a file or a sheet with something in it."
                           : "The table ends before row " + std::to_string(wanted_header_) +
                                 ", which should name the columns. Choose another row.");
    note_last_row_of_totals();
    cells_.shrink();
    TACIT_TRY(profile_columns(cells_, header_row_, forced, columns_, issues_, stop));
    Dataset::Parts parts;
    parts.origin = std::move(origin);
    parts.header_row = header_row_;
    parts.cells = std::move(cells_);
    parts.columns = std::move(columns_);
    const std::uint64_t total = issues_.total();
    parts.issues = issues_.take();
    parts.more_issues = total - parts.issues.size();
    return std::make_shared<const Dataset>(std::move(parts));
}

}  // namespace tacit::table
