#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "table/source.h"

namespace tacit::table {

/// A row that outlives the call that brought it.
class HeldRow {
  public:
    HeldRow(std::uint32_t sheet_row, std::span<const SourceCell> cells);

    std::uint32_t sheet_row() const { return sheet_row_; }
    /// The cells; they live until the next call, and no longer than this.
    std::span<const SourceCell> cells() const;

  private:
    std::uint32_t sheet_row_;
    std::string texts_;
    std::vector<std::size_t> sizes_;
    mutable std::vector<SourceCell> cells_;
};

/// What a source says about a cell, until it is known whether the cell counts.
struct HeldNote {
    std::uint32_t column;
    std::string text, problem, next;
};

}  // namespace tacit::table
