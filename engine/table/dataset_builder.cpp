#include "table/dataset_builder.h"

#include <algorithm>
#include <array>
#include <unordered_set>

#include "table/cell_reading.h"
#include "table/column_names.h"
#include "table/limits.h"
#include "table/repeated_rows.h"
#include "table/unicode.h"

namespace tacit::table {

namespace {

constexpr std::uint64_t rows_to_judge_by = 1000;
constexpr std::size_t max_merged = 1 << 20;

// Line breaks and runs of space in a header are layout.
bool has_text(std::span<const SourceCell> cells) {
    return std::any_of(cells.begin(), cells.end(),
                       [](const auto& cell) { return !trimmed(cell.text).empty(); });
}

}  // namespace

DatasetBuilder::DatasetBuilder(const ImportOptions& options, std::uint32_t guessed_header)
    : options_(options),
      wanted_header_(options.header_row != 0 ? options.header_row : guessed_header),
      guessed_(options.header_row == 0 && guessed_header != 0) {
    corner_.column = options.range.first_column;
}

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
    if (top_.size() < max_top_rows) keep_top(sheet_row, cells);
    if (begun_) return take(sheet_row, cells);
    if (options_.no_header) {
        if (head_.empty() && !has_text(cells)) return {};
        head_.emplace_back(sheet_row, cells);
        return head_.size() < width_sample_rows ? Status() : begin_without_header();
    }
    if (!upper_.empty() || (wanted_header_ == 0 ? has_text(cells) : sheet_row == wanted_header_))
        return take_header(sheet_row, cells);
    if (guessed_) list_above(sheet_row, cells);
    return {};
}

void DatasetBuilder::keep_top(std::uint32_t sheet_row, std::span<const SourceCell> cells) {
    if (!has_text(cells)) return;
    SheetRow row{sheet_row, {}};
    for (const auto& cell : cells) {
        const std::size_t at = cell.column - corner_.column;
        if (at >= max_top_cells) break;
        row.cells.resize(at);
        row.cells.emplace_back(clipped(trimmed(cell.text), max_issue_text));
    }
    top_.push_back(std::move(row));
}

void DatasetBuilder::list_above(std::uint32_t sheet_row, std::span<const SourceCell> cells) {
    for (const auto& cell : cells)
        if (!trimmed(cell.text).empty())
            issues_.add(sheet_row, cell.column, cell.text,
                        "This cell stands above row " + std::to_string(wanted_header_) +
                            ", which seems to name the columns, so it belongs to none.",
                        "Choose the row with the names yourself if it is another one, or if several name "
                        "them together.");
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
            issues_.note(corner_.row + static_cast<std::uint32_t>(last), column + corner_.column, text,
                         "The last row seems to hold totals, and it counts like any other row.",
                         "Leave it out in the import if it repeats the rows above.");
        return;
    }
}

void DatasetBuilder::merged(const Range& range) {
    if (merged_.size() < max_merged) merged_.push_back(range);
}

// Some programs leave values below merged cells, which nobody sees and every sum counts.
void DatasetBuilder::note_covered_cells() {
    if (cells_.rows() == 0) return;
    const std::uint32_t last_row = corner_.row + static_cast<std::uint32_t>(cells_.rows() - 1);
    const auto last_column = static_cast<std::uint32_t>(corner_.column + cells_.columns() - 1);
    std::size_t left = cells_.cells();  // ranges that overlap are no reason to look twice
    for (const auto& range : merged_) {
        const auto first_column = std::max(range.first_column, static_cast<std::uint32_t>(corner_.column));
        const auto end_column = std::min(range.last_column, last_column);
        if (first_column > end_column) continue;  // beside the table, however many rows it has
        for (auto row = std::max(range.first_row, corner_.row); row <= std::min(range.last_row, last_row);
             ++row)
            for (auto column = first_column; column <= end_column; ++column) {
                if (left == 0) return;
                --left;
                note_covered_cell(row, column, row == range.first_row && column == range.first_column);
            }
    }
}

void DatasetBuilder::note_covered_cell(std::uint32_t row, std::uint32_t column, bool seen) {
    const auto text = cells_.text(row - corner_.row, column - corner_.column);
    if (seen || trimmed(text).empty()) return;
    issues_.note(row, column, text,
                 "This cell lies hidden under merged cells, but it has a value, which counts.",
                 "Undo the merge, and empty the cell if the value should not count.");
}

void DatasetBuilder::note(std::uint32_t sheet_row, std::uint32_t column, std::string_view text,
                          std::string_view problem, std::string_view next) {
    if (options_.skip_last > 0 && sheet_row > last_taken_)
        tail_notes_.insert({sheet_row, HeldNote{column, std::string(clipped(text, max_issue_text)),
                                                std::string(problem), std::string(next)}});
    else
        issues_.note(sheet_row, column, text, problem, next);
}

void DatasetBuilder::begin(std::uint32_t first_row) {
    corner_.row = first_row;
    begun_ = true;
    cells_ = CellStore(columns_.size());
    cells_.reserve(expected_bytes_);
}

Status DatasetBuilder::begin_without_header() {
    std::size_t width = 0;
    for (const auto& row : head_)
        for (const auto& cell : row.cells())
            if (!trimmed(cell.text).empty()) width = std::max<std::size_t>(width, cell.column + 1u);
    columns_.resize(width - corner_.column);
    for (std::size_t i = 0; i < columns_.size(); ++i)
        columns_[i].name = "Column " + column_letters(i + corner_.column);
    begin(head_.front().sheet_row());
    const auto head = std::move(head_);
    for (const auto& row : head) TACIT_TRY(take(row.sheet_row(), row.cells()));
    return {};
}

Status DatasetBuilder::take_header(std::uint32_t sheet_row, std::span<const SourceCell> cells) {
    if (header_row_ == 0) header_row_ = sheet_row;
    const auto lowest = header_row_ + options_.header_rows - 1;
    // Sources pass over rows without anything in them.
    if (!has_text(cells) || sheet_row > lowest)
        return refused("Row " + std::to_string(std::min(sheet_row, lowest)) +
                       ", which should name the columns, is empty. Choose the row that names them" +
                       (options_.header_rows > 1 ? ", or fewer such rows." : "."));
    if (sheet_row == lowest) return name_columns(sheet_row, cells);
    upper_.emplace_back(sheet_row, cells);
    return {};
}

Status DatasetBuilder::name_columns(std::uint32_t sheet_row, std::span<const SourceCell> cells) {
    auto titles = column_names(upper_, cells, corner_.column);
    columns_.resize(titles.size());
    for (std::size_t i = 0; i < titles.size(); ++i) columns_[i].name = std::move(titles[i]);
    std::unordered_set<std::string> taken;
    for (const auto& column : columns_) taken.insert(column.name);
    std::unordered_set<std::string> used;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        std::string& name = columns_[i].name;
        const std::string original = name;
        const bool unnamed = name.empty();
        if (unnamed) name = "Column " + column_letters(i + corner_.column);
        const std::string base = name;
        for (int n = 2; used.contains(name) || (name != original && taken.contains(name)); ++n)
            name = base + " (" + std::to_string(n) + ")";
        used.insert(name);
        if (!unnamed && name != original)
            issues_.note(sheet_row, i + corner_.column, original,
                         "Another column has this name too; this one is called \"" + name + "\" here.",
                         "Give the columns different names, so that nobody takes one for the other.");
    }
    note_numbers_in_header(sheet_row, cells);
    begin(sheet_row + 1);
    return {};
}

void DatasetBuilder::note_numbers_in_header(std::uint32_t sheet_row, std::span<const SourceCell> cells) {
    // Years below a name are names.
    if (!upper_.empty()) return;
    const bool numbers = std::all_of(cells.begin(), cells.end(), [](const SourceCell& cell) {
        return trimmed(cell.text).empty() || cell.kind == CellKind::number ||
               number_shape(cell.text).number_like;
    });
    if (numbers)
        issues_.add(
            sheet_row, cells.front().column, cells.front().text,
            "The first row is taken as the names of the columns, but it holds numbers; they are not counted.",
            "Put a row with the names of the columns on top, or choose in the import that no row names "
            "them.");
}

Status DatasetBuilder::take(std::uint32_t sheet_row, std::span<const SourceCell> cells) {
    if (options_.skip_last == 0) return append(sheet_row, cells);
    // Blank rows do not wait: a million of them at the end is common, and in between append() makes them
    // anew.
    if (!has_text(cells)) return {};
    tail_.emplace_back(sheet_row, cells);
    while (tail_.size() > options_.skip_last) {
        const HeldRow first = std::move(tail_.front());
        tail_.pop_front();
        TACIT_TRY(append(first.sheet_row(), first.cells()));
        last_taken_ = first.sheet_row();
        const auto end = tail_notes_.upper_bound(last_taken_);
        for (auto it = tail_notes_.begin(); it != end; ++it)
            issues_.note(it->first, it->second.column, it->second.text, it->second.problem, it->second.next);
        tail_notes_.erase(tail_notes_.begin(), end);
    }
    return {};
}

void DatasetBuilder::list_right(std::uint32_t sheet_row, const SourceCell& cell) {
    if (trimmed(cell.text).empty()) return;
    if (header_row_ == 0)
        issues_.add(sheet_row, cell.column, cell.text,
                    "This cell is to the right of all that the first rows have, so it belongs to no column.",
                    "Check whether a delimiter in the row should stand inside quotation marks.");
    else
        issues_.add(sheet_row, cell.column, cell.text,
                    "This cell is to the right of the last column that has a name, so it belongs to none.",
                    "Give the column a name in the first row, or check whether a delimiter in the row "
                    "should stand inside quotation marks.");
}

Status DatasetBuilder::append(std::uint32_t sheet_row, std::span<const SourceCell> cells) {
    const std::size_t width = columns_.size();
    const std::uint64_t rows = sheet_row - corner_.row + std::uint64_t{1};
    std::size_t bytes = 0;
    for (const auto& cell : cells) bytes += cell.text.size();
    if (rows * width > max_cells || cells_.text_bytes() + bytes > max_text_bytes)
        return refused("The table is larger than this program reads (at row " + std::to_string(sheet_row) +
                       "). Save only the columns that you need as a table of their own.");
    mentioned_ += cells.size();
    if (rows * width > mentioned_ * (max_unmentioned_per_cell + 1) + max_unmentioned_cells)
        return refused("The table is almost empty: " + std::to_string(mentioned_) +
                       (mentioned_ == 1 ? " cell" : " cells") + " up to row " + std::to_string(sheet_row) +
                       " and column " + column_letters(width + corner_.column - 1) +
                       ". Delete cells that stand apart from the table, choose the cell range of the table, "
                       "or save only the columns that you need.");
    if (rows == rows_to_judge_by) cells_.reserve_cells(expected_bytes_);
    // Rows in between that the source left out are blank.
    cells_.add_blank((rows - 1) * width - cells_.cells());
    std::size_t next = 0;
    for (const auto& cell : cells) {
        const std::size_t column = cell.column - corner_.column;
        if (column >= width) {
            list_right(sheet_row, cell);
            continue;
        }
        cells_.add_blank(column - next);
        cells_.add(cell.text, cell.kind, cell.format);
        next = column + 1;
    }
    cells_.add_blank(width - next);
    return {};
}

Status DatasetBuilder::find_counts(const Groups& groups) {
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        const auto at = i + corner_.column;
        if (at >= groups.counts_in.size() || !groups.counts_in[at]) continue;
        const auto from = *groups.counts_in[at];
        if (from < corner_.column || from - corner_.column >= columns_.size())
            return refused("The cell range leaves out the column " + column_letters(from) +
                           ", which counts the cells in \"" + columns_[i].name +
                           "\". Choose a range with both.");
        columns_[i].counts_in = from - corner_.column;
    }
    return {};
}

Result<std::shared_ptr<const Dataset>> DatasetBuilder::finish(Origin origin, const std::stop_token& stop) {
    if (!head_.empty()) TACIT_TRY(begin_without_header());
    if (!begun_)
        return refused((wanted_header_ == 0 && upper_.empty()) || options_.no_header
                           ? "The table is empty. Choose a file or a sheet with something in it."
                           : "The table ends before row " +
                                 std::to_string(upper_.empty() ? wanted_header_
                                                               : header_row_ + options_.header_rows - 1) +
                                 ", which should name the columns. Choose another row.");
    TACIT_TRY(find_counts(origin.groups));
    note_last_row_of_totals();
    note_covered_cells();
    cells_.shrink();
    TACIT_TRY(profile_columns(cells_, corner_, options_, columns_, issues_, stop));
    TACIT_TRY(note_repeated_rows(cells_, corner_, columns_, issues_, stop));
    Dataset::Parts parts;
    parts.origin = std::move(origin);
    parts.header_row = header_row_;
    parts.corner = corner_;
    parts.left_out = tail_.size();
    parts.top = std::move(top_);
    parts.cells = std::move(cells_);
    parts.columns = std::move(columns_);
    const std::uint64_t total = issues_.total();
    parts.issues = issues_.take();
    parts.more_issues = total - parts.issues.size();
    return std::make_shared<const Dataset>(std::move(parts));
}

}  // namespace tacit::table
