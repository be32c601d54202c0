#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "table/cell_store.h"
#include "table/date_text.h"
#include "table/decimal.h"
#include "table/number_text.h"

namespace tacit::table {

enum class Type { text, integer, decimal, date, boolean, empty };
/// "text", "integer", ...: the names used in JSON and in proposals.
std::string_view type_name(Type type);

/// What is wrong with one cell (or header), in words for the person who owns the file.
struct Issue {
    std::string cell;     ///< "C4", as the spreadsheet shows it
    std::string text;     ///< the raw text of the cell, at most max_issue_text bytes
    std::string problem;  ///< one sentence
    std::string next;     ///< one sentence: what to do
    bool counts = false;  ///< the cell is taken as it stands all the same
};

/// valid + blank + invalid is the number of rows. Blank is empty or white space, and is no zero.
struct ColumnProfile {
    std::string name;
    Type type = Type::empty;
    std::uint64_t valid = 0;
    std::uint64_t blank = 0;
    std::uint64_t invalid = 0;                    ///< each one is an Issue
    std::uint64_t distinct = 0;                   ///< different texts among the valid cells
    std::vector<std::string> samples;             ///< the first few of these texts, raw
    NumberFormat number_format;                   ///< meaningful for numbers
    DateOrder date_order = DateOrder::undecided;  ///< meaningful for dates
    bool ignored = false;                         ///< by choice
    bool unfit_as_missing = false;                ///< by choice: invalid cells count as blank
    Unit unit = Unit::none;                       ///< beside numbers, all that have one the same
    bool without_unit = false;                    ///< by choice: that counts for nothing
    std::optional<std::size_t> counts_in{};       ///< as in Origin::groups, by place among these columns
    /// Cells that could be either of two numbers (issues) or of two days (valid), and nothing decides.
    std::uint64_t undecided = 0;
};

/// Where in the sheet the data begin: the row from 1, the column from 0.
struct TableCorner {
    std::uint32_t row = 2;
    std::uint32_t column = 0;
};

/// A row at the top of a sheet, as it stands there.
struct SheetRow {
    std::uint32_t row = 1;           ///< as the spreadsheet counts
    std::vector<std::string> cells;  ///< the first max_top_cells
};

/// Where a dataset came from and how its bytes were read.
struct Origin {
    std::filesystem::path path;  ///< empty where the data lie in no file
    std::string name;            ///< for people, where the path does not serve: of a database
    std::string sheet;
    std::vector<std::string> sheets;         ///< all that the file has, in its order
    std::vector<std::string> hidden_sheets;  ///< of these, those that it hides
    std::string format;                      ///< "CSV" or "Excel workbook"
    std::string encoding;                    ///< "UTF-8", "Windows-1252", ...
    bool encoding_open = false;              ///< it was found out, or chosen, rather than told by the format
    char delimiter = 0;                      ///< of a CSV file; 0 = one column
    std::string statement;                   ///< that a database was asked; empty for files
    Groups groups;                           ///< likewise; by column of the sheet
    bool displayed = false;  ///< the texts are what another program displays, which may be rounded
};

struct CanonicalKeys;

/// A table as it stands in the file: raw texts, never changed, with what was found out about them.
/// Immutable, so that any number of threads may read it.
class Dataset {
  public:
    /// The keys that `shared_keys` (keys.h) made last: check, consent and run ask for the same.
    struct KeyMemo {
        std::mutex mutex;
        std::string of;                             ///< which columns, by which recipes
        std::shared_ptr<const CanonicalKeys> keys;  ///< null: none yet
    };
    KeyMemo& key_memo() const { return key_memo_; }

    struct Parts {
        Origin origin;
        std::uint32_t header_row = 1;  ///< as the spreadsheet counts; 0: no row names the columns
        TableCorner corner;
        std::uint64_t left_out = 0;  ///< rows at the end, by choice
        std::vector<SheetRow> top;   ///< the first max_top_rows with content
        CellStore cells;
        std::vector<ColumnProfile> columns;
        std::vector<Issue> issues;
        std::uint64_t more_issues = 0;
    };
    explicit Dataset(Parts parts) : parts_(std::move(parts)) {}

    /// Of texts and what belongs to each cell.
    std::size_t memory_bytes() const { return parts_.cells.memory_bytes(); }

    const Origin& origin() const { return parts_.origin; }
    std::string file_name() const {
        return parts_.origin.name.empty() ? parts_.origin.path.filename().string() : parts_.origin.name;
    }
    const std::string& sheet() const { return parts_.origin.sheet; }

    const TableCorner& corner() const { return parts_.corner; }
    std::uint64_t left_out() const { return parts_.left_out; }
    const std::vector<SheetRow>& top() const { return parts_.top; }

    /// The header's row, as the spreadsheet counts; 0 if no row names the columns.
    std::uint32_t header_row() const { return parts_.header_row; }
    std::size_t rows() const { return parts_.cells.rows(); }
    const std::vector<ColumnProfile>& columns() const { return parts_.columns; }
    /// Fault::column_missing names the columns that are there.
    Result<std::size_t> find_column(std::string_view name) const;

    /// The raw text; row and column must be in range.
    std::string_view cell(std::size_t row, std::size_t column) const {
        return parts_.cells.text(row, column);
    }
    /// What the file itself says about the cell, and how it shows its number.
    CellKind kind(std::size_t row, std::size_t column) const { return parts_.cells.kind(row, column); }
    FormatClass format(std::size_t row, std::size_t column) const { return parts_.cells.format(row, column); }
    /// Whether the file itself says that the cell is a number (a workbook does, a CSV file never).
    bool is_number_cell(std::size_t row, std::size_t column) const {
        return parts_.cells.number(row, column);
    }
    /// "C4", as the spreadsheet shows it.
    std::string address(std::size_t row, std::size_t column) const;

    /// By row, then by column; header cells first. The first max_issues of them.
    const std::vector<Issue>& issues() const { return parts_.issues; }
    std::uint64_t more_issues() const { return parts_.more_issues; }

  private:
    Parts parts_;
    mutable KeyMemo key_memo_;
};

/// "A", "Z", "AA" for 0, 25, 26.
std::string column_letters(std::size_t column);

/// A column as exact numbers in the order of the rows; nullopt is a blank cell.
struct NumericColumn {
    std::vector<std::optional<Decimal>> values;
    std::uint64_t count = 0;  ///< of cells that are not blank; of sums, of the cells in them
    /// Where the values are sums of groups: of how many cells each. Else empty.
    std::vector<std::uint64_t> counts{};

    /// How many cells the row stands for.
    std::uint64_t cells(std::size_t row) const {
        return counts.empty() ? values[row].has_value() : counts[row];
    }
};

/// More cells than this are in no column of sums.
inline constexpr std::uint64_t most_counted = 100'000'000'000'000'000;

/// Fault::cell_invalid names the first ten cells that are neither blank nor a number, and counts the rest. So
/// does it with counts of sums that cannot be: a sum of no cell, cells without a sum, parts of a cell. The
/// detail quotes them: it is for the person who owns the file. Fault::cancelled when stopped.
Result<NumericColumn> numeric_column(const Dataset& dataset, std::size_t column,
                                     const std::stop_token& stop = {});

/// The cells that keep a column from being numbers, in the order of the rows. Other columns' issues, which
/// may fill Dataset::issues(), take no room here.
struct ColumnIssues {
    std::vector<Issue> listed;
    std::uint64_t more = 0;  ///< beyond those listed
};
ColumnIssues numeric_issues(const Dataset& dataset, std::size_t column, std::size_t most);

}  // namespace tacit::table
