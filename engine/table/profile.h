#pragma once

#include <cstdint>
#include <stop_token>
#include <string>
#include <vector>

#include "table/dataset.h"
#include "table/import_options.h"

namespace tacit::table {

/// Issues in the order of the sheet. Keeps the first max_issues of them and counts all.
class IssueList {
  public:
    /// `sheet_row` counts from 1, `column` from 0, as in the file.
    void add(std::uint32_t sheet_row, std::size_t column, std::string_view text, std::string_view problem,
             std::string_view next);
    /// About a cell that is taken as it stands.
    void note(std::uint32_t sheet_row, std::size_t column, std::string_view text, std::string_view problem,
              std::string_view next);
    std::uint64_t total() const { return total_; }
    std::vector<Issue> take();

  private:
    struct Entry {
        std::uint32_t row;
        std::size_t column;
        std::uint64_t order;
        Issue issue;
    };
    void put(std::uint32_t sheet_row, std::size_t column, std::string_view text, std::string_view problem,
             std::string_view next, bool counts);
    void keep_first();

    std::vector<Entry> entries_;
    std::uint64_t total_ = 0;
    /// Once the list is full: nothing behind this place can be among the first.
    std::uint32_t last_row_ = UINT32_MAX;
    std::size_t last_column_ = SIZE_MAX;
};

/// Looks at every cell of every column and fills all but the names of the profiles.
///
/// The type of a column is that of at least two thirds of its cells that are neither blank nor a placeholder
/// such as "n/a"; the others are then issues. One cell with leading zeros makes a column of numbers text.
/// `options` is what the user decided. `corner` is for the addresses. Fault::cancelled when stopped.
Status profile_columns(const CellStore& cells, const TableCorner& corner, const ImportOptions& options,
                       std::vector<ColumnProfile>& columns, IssueList& issues, const std::stop_token& stop);

}  // namespace tacit::table
