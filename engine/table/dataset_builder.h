#pragma once

#include <deque>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "table/dataset.h"
#include "table/held_rows.h"
#include "table/import_options.h"
#include "table/profile.h"
#include "table/source.h"

namespace tacit::table {

/// Takes the rows of a source and makes the dataset of them: finds the header, keeps the cells, lists what
/// does not fit.
class DatasetBuilder final : public RowSink {
  public:
    /// `guessed_header` is the row that seems to name the columns, where nobody chose one; 0 is the first row
    /// with something in it. What stands above a row that was only guessed is listed.
    DatasetBuilder(const ImportOptions& options, std::uint32_t guessed_header);

    Status row(std::uint32_t sheet_row, std::span<const SourceCell> cells) override;
    void note(std::uint32_t sheet_row, std::uint32_t column, std::string_view text, std::string_view problem,
              std::string_view next) override;
    void merged(const Range& range) override;
    void expect(std::size_t bytes) override { expected_bytes_ = bytes; }

    Result<std::shared_ptr<const Dataset>> finish(Origin origin, const std::stop_token& stop);

  private:
    Status take_header(std::uint32_t sheet_row, std::span<const SourceCell> cells);
    Status name_columns(std::uint32_t sheet_row, std::span<const SourceCell> cells);
    Status begin_without_header();
    void begin(std::uint32_t first_row);
    Status take(std::uint32_t sheet_row, std::span<const SourceCell> cells);
    Status append(std::uint32_t sheet_row, std::span<const SourceCell> cells);
    void keep_top(std::uint32_t sheet_row, std::span<const SourceCell> cells);
    void list_above(std::uint32_t sheet_row, std::span<const SourceCell> cells);
    void list_right(std::uint32_t sheet_row, const SourceCell& cell);
    Status find_counts(const Groups& groups);
    void note_last_row_of_totals();
    void note_covered_cells();
    void note_covered_cell(std::uint32_t row, std::uint32_t column, bool seen);
    void note_numbers_in_header(std::uint32_t sheet_row, std::span<const SourceCell> cells);

    ImportOptions options_;
    std::uint32_t wanted_header_;  ///< 0: the first row with content
    bool guessed_;
    TableCorner corner_;  ///< of the data; known once begun
    std::uint32_t header_row_ = 0;
    bool begun_ = false;  ///< the columns are known
    std::size_t expected_bytes_ = 0;
    std::uint64_t mentioned_ = 0;  ///< cells that the source gave
    CellStore cells_;
    std::vector<ColumnProfile> columns_;
    IssueList issues_;
    std::vector<Range> merged_;
    std::vector<SheetRow> top_;
    std::vector<HeldRow> upper_;  ///< rows that name the columns, without the lowest
    std::vector<HeldRow> head_;   ///< without header: the rows that tell how wide the table is
    // Rows at the end that are left out are known when the end is: so many wait here, and what was noted
    // about them.
    std::deque<HeldRow> tail_;
    std::uint32_t last_taken_ = 0;
    std::multimap<std::uint32_t, HeldNote> tail_notes_;
};

}  // namespace tacit::table
