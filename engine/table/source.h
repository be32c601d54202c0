#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace tacit::table {

/// Called now and then with bytes read so far, of how many.
using Progress = std::function<void(std::uint64_t done, std::uint64_t total)>;

struct SheetInfo {
    std::string name;
    bool hidden = false;
};

/// One cell of a row as a file has it. The text lives until the call that it was handed to returns.
struct SourceCell {
    std::uint32_t column = 0;  ///< from 0
    std::string_view text;     ///< well-formed UTF-8
    bool number = false;       ///< the file itself says that it is a number, and text is a program's lexeme
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
    /// A guess at the bytes of text to come.
    virtual void expect(std::size_t bytes) = 0;
};

/// What a file of some format offers. A new format is a class of this kind and a line in load.cpp.
class Source {
  public:
    virtual ~Source() = default;
    virtual const std::vector<SheetInfo>& sheets() const = 0;
    /// Reads all of a sheet. May be called again. Fault::file_refused, cancelled, or the sink's error.
    virtual Status read(std::size_t sheet, RowSink& sink, const std::stop_token& stop,
                        const Progress& progress) = 0;

    virtual std::string format() const = 0;
    virtual std::string encoding() const = 0;
    virtual char delimiter() const { return 0; }
};

/// A refusal: what happened and what to do next, as one or two sentences.
inline Error refused(std::string what) {
    return error(Fault::file_refused, std::move(what));
}

}  // namespace tacit::table
