#pragma once

#include <memory>
#include <string>
#include <vector>

#include "table/dataset.h"
#include "table/profile.h"
#include "table/source.h"

namespace tacit::table {

/// Takes the rows of a source and makes the dataset of them: finds the header, keeps the cells, lists what
/// does not fit.
class DatasetBuilder final : public RowSink {
  public:
    /// `header_row` from 1; 0 is the first row with something in it. What stands above a row that was only
    /// guessed is listed.
    explicit DatasetBuilder(std::uint32_t header_row, bool guessed = false)
        : wanted_header_(header_row), guessed_(guessed) {}

    Status row(std::uint32_t sheet_row, std::span<const SourceCell> cells) override;
    void note(std::uint32_t sheet_row, std::uint32_t column, std::string_view text, std::string_view problem,
              std::string_view next) override;
    void expect(std::size_t bytes) override { expected_bytes_ = bytes; }

    Result<std::shared_ptr<const Dataset>> finish(Origin origin, DecimalMark forced,
                                                  const std::stop_token& stop);

  private:
    Status take_header(std::uint32_t sheet_row, std::span<const SourceCell> cells);
    Status append(std::uint32_t sheet_row, std::span<const SourceCell> cells);
    void list_above(std::uint32_t sheet_row, std::span<const SourceCell> cells);
    void note_last_row_of_totals();
    void note_numbers_in_header(std::span<const SourceCell> cells);

    std::uint32_t wanted_header_;
    bool guessed_;
    std::uint32_t header_row_ = 0;  // 0: not seen
    std::size_t expected_bytes_ = 0;
    CellStore cells_;
    std::vector<ColumnProfile> columns_;
    IssueList issues_;
};

}  // namespace tacit::table
