#pragma once

#include <QVariant>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "table/source.h"

namespace tacit::adapters {

/// What the values of a column are, as the database says. What it gives as text is read as text, so that no
/// number passes through binary floating point that was not one before.
enum class SqlReading {
    native,       ///< by the type of each value
    exact,        ///< text of an integer or a decimal number
    approximate,  ///< text of a binary number
    boolean,      ///< text "true" or "false"
    day,          ///< text of a date, perhaps with a time of day, as ISO 8601
};

/// A value as a table has it. `problem` is for the owner of the data; empty: nothing.
struct SqlCell {
    std::string text;
    std::string raw;
    table::CellKind kind = table::CellKind::text;
    std::string_view problem, next;
};

/// NULL is the empty cell. Nothing for a value that the driver failed to give. A binary number is written as
/// in workbooks: its shortest decimal form, a fraction with at most 15 digits.
std::optional<SqlCell> sqlCell(const QVariant& value, SqlReading reading);

/// One row on its way to a sink: keeps the texts alive.
class SqlRow {
  public:
    void clear() { kept_.clear(); }
    void add(std::uint32_t column, SqlCell cell) { kept_.push_back({column, std::move(cell)}); }
    /// With at least one cell, so that a row of NULLs counts as a row.
    std::span<const table::SourceCell> cells();
    std::size_t bytes() const;

  private:
    struct Kept {
        std::uint32_t column;
        SqlCell cell;
    };
    std::vector<Kept> kept_;
    std::vector<table::SourceCell> cells_;
};

}  // namespace tacit::adapters
