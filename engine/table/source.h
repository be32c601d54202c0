#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "table/number_format.h"

namespace tacit::table {

/// Called now and then with bytes read so far, of how many.
using Progress = std::function<void(std::uint64_t done, std::uint64_t total)>;

struct SheetInfo {
    std::string name;
    bool hidden = false;
};

/// What the file itself says about a cell. A CSV file says `text` for all of them.
enum class CellKind : std::uint8_t { empty, text, number, boolean, error, date };

/// One cell of a row as a file has it. The texts live until the call that they were handed to returns.
struct SourceCell {
    std::uint32_t column = 0;  ///< from 0
    std::string_view text;     ///< well-formed UTF-8; numbers and dates in the one form that this program has
    CellKind kind = CellKind::text;
    FormatClass format = FormatClass::general;
    std::string_view raw = {};  ///< what stands in the file, where `text` says it differently

    std::string_view lexeme() const { return raw.empty() ? text : raw; }
};

/// A part of a sheet, as the spreadsheet counts: rows from 1, columns from 0, both ends included.
struct Range {
    std::uint32_t first_row = 1;
    std::uint32_t last_row = UINT32_MAX;
    std::uint32_t first_column = 0;
    std::uint32_t last_column = UINT32_MAX;

    bool has_row(std::uint32_t row) const { return row >= first_row && row <= last_row; }
    bool has_column(std::uint32_t column) const { return column >= first_column && column <= last_column; }
};

/// Takes the rows of a sheet.
class RowSink {
  public:
    virtual ~RowSink() = default;
    /// Rows come from top to bottom, cells from left to right; rows and cells with nothing in them may be
    /// left out. `sheet_row` counts from 1. An error ends the reading and is passed on.
    virtual Status row(std::uint32_t sheet_row, std::span<const SourceCell> cells) = 0;
    /// Something that the owner of the file should know about a cell that is accepted.
    virtual void note(std::uint32_t sheet_row, std::uint32_t column, std::string_view text,
                      std::string_view problem, std::string_view next) = 0;
    /// These cells are merged, so that only the first of them is seen. Rows may have passed already.
    virtual void merged(const Range&) {}
    /// A guess at the bytes of text to come.
    virtual void expect(std::size_t bytes) = 0;
};

/// What the content shows before a sheet is read.
struct Sniffed {
    std::string format;            ///< "CSV", "Excel workbook", ...
    std::string encoding;          ///< "UTF-8", "Windows-1252", ...
    bool encoding_open = false;    ///< bytes that could be read in another encoding as well
    char delimiter = 0;            ///< of delimited text; 0: one column, or no delimited text
    std::uint32_t header_row = 0;  ///< the row that seems to name the columns; 0: the first with content
};

/// What the rows of a table are, if a database made one for each group of its own rows.
struct Groups {
    bool any = false;  ///< they are groups
    /// By column, from 0: the one that says how many cells each of its numbers is the sum of, and for how
    /// many it counts. None where a number counts as one cell.
    std::vector<std::optional<std::uint32_t>> counts_in{};
};

/// What a file of some format offers. A new format is a class of this kind and a line in load.cpp.
class Source {
  public:
    virtual ~Source() = default;
    /// In the order of the file. Where sheets share one stream, those that have not passed yet are missing.
    virtual const std::vector<SheetInfo>& sheets() const = 0;
    /// Makes `sheets` complete, which may take as long as reading the file.
    virtual Status find_all_sheets(const std::stop_token&) { return {}; }
    virtual const Sniffed& sniff() const = 0;
    /// Reads a sheet, or the part of it that lies within the range. May be called again. Fault::file_refused,
    /// cancelled, or the sink's error.
    virtual Status read(std::size_t sheet, const Range& range, RowSink& sink, const std::stop_token& stop,
                        const Progress& progress) = 0;
    /// What a database was asked by the last `read`; empty for files.
    virtual std::string statement() const { return {}; }
    /// What it made of groups of rows in the last `read`.
    virtual Groups groups() const { return {}; }
};

/// A refusal: what happened and what to do next, as one or two sentences.
inline Error refused(std::string what) {
    return error(Fault::file_refused, std::move(what));
}

/// A refusal of a sheet; `what` says what is wrong in it.
inline Error damaged_sheet(const std::string& what) {
    return refused("The sheet is damaged: " + what +
                   ". Open it in the spreadsheet program and save it again.");
}

}  // namespace tacit::table
