#include "table/repeated_rows.h"

#include <algorithm>
#include <functional>
#include <optional>

#include "table/unicode.h"

namespace tacit::table {

namespace {

constexpr std::size_t rows_hashed_between_stops = 1 << 16;

enum class Telling { no, nearly, all };

/// Whether a column tells rows apart. Amounts may be equal by chance, so a column of numbers has to stand
/// where identifiers do, and to be different nearly everywhere.
Telling tells_apart(const ColumnProfile& column, bool first, std::size_t rows) {
    if (column.valid < 2 || column.invalid > 0) return Telling::no;
    if (column.distinct == column.valid && column.blank == 0 && column.valid == rows) return Telling::all;
    if (column.type == Type::text && column.distinct * 3 >= column.valid * 2) return Telling::nearly;
    if (column.type == Type::integer && first && column.distinct * 10 >= column.valid * 9)
        return Telling::nearly;
    return Telling::no;
}

/// The column to go by; none where there is none, or where all rows differ.
std::optional<std::size_t> telling_column(const std::vector<ColumnProfile>& columns, std::size_t rows) {
    std::optional<std::size_t> found;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const auto telling = tells_apart(columns[i], i == 0, rows);
        if (telling == Telling::all) return std::nullopt;
        if (telling == Telling::nearly && !found) found = i;
    }
    return found;
}

struct HashedRow {
    std::size_t hash;
    std::size_t row;
    bool operator<(const HashedRow& other) const {
        return hash != other.hash ? hash < other.hash : row < other.row;
    }
};

std::size_t hash_of(const CellStore& cells, std::size_t row) {
    std::size_t hash = 0;
    for (std::size_t column = 0; column < cells.columns(); ++column)
        hash = hash * 0x9e3779b97f4a7c15 + std::hash<std::string_view>{}(trimmed(cells.text(row, column)));
    return hash;
}

bool same_row(const CellStore& cells, std::size_t one, std::size_t other) {
    for (std::size_t column = 0; column < cells.columns(); ++column)
        if (trimmed(cells.text(one, column)) != trimmed(cells.text(other, column))) return false;
    return true;
}

}  // namespace

Status note_repeated_rows(const CellStore& cells, const TableCorner& corner,
                          const std::vector<ColumnProfile>& columns, IssueList& issues,
                          const std::stop_token& stop) {
    const auto telling = telling_column(columns, cells.rows());
    if (!telling) return {};
    std::vector<HashedRow> rows;
    rows.reserve(cells.rows());
    for (std::size_t row = 0; row < cells.rows(); ++row) {
        if (row % rows_hashed_between_stops == 0 && stop.stop_requested()) return error(Fault::cancelled);
        if (!trimmed(cells.text(row, *telling)).empty()) rows.push_back({hash_of(cells, row), row});
    }
    std::sort(rows.begin(), rows.end());
    for (std::size_t i = 1, first = 0; i < rows.size(); ++i) {
        // Two different rows of one hash would hide a third from the list, not make one up.
        if (rows[i].hash != rows[first].hash || !same_row(cells, rows[i].row, rows[first].row)) {
            first = i;
            continue;
        }
        issues.note(corner.row + static_cast<std::uint32_t>(rows[i].row), corner.column,
                    cells.text(rows[i].row, 0),
                    "This row is the same as row " + std::to_string(corner.row + rows[first].row) +
                        " in every cell, and it counts like any other.",
                    "Delete it in the file if it is there by mistake.");
    }
    return {};
}

}  // namespace tacit::table
