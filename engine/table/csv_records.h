#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tacit::table {

/// A cursor over delimited text.
///
///   file   = record *(line-end record) [line-end]        line-end = CR LF | LF | CR
///   record = field *(delimiter field)                    an empty line has no field
///   field  = *(any byte but delimiter, CR, LF) | quote *(any byte but quote | quote quote) quote
///
/// A quotation mark inside a field that does not begin with one is an ordinary character. Text between a
/// closing quotation mark and the delimiter is kept, as spreadsheets do, and reported by stray_field().
class CsvRecords {
  public:
    /// `delimiter` 0: every line is one field.
    CsvRecords(std::string_view text, char delimiter);

    /// Fills the fields of the next record; they live until the next call. False at the end, and when a
    /// quotation mark is never closed.
    bool next(std::vector<std::string_view>& fields);

    std::size_t offset() const { return at_; }
    bool unclosed() const { return unclosed_; }
    /// Of the last record: the field with text behind its closing quotation mark, or -1.
    std::int64_t stray_field() const { return stray_; }

  private:
    void plain_field(std::vector<std::string_view>& fields);
    void quoted_field(std::vector<std::string_view>& fields);

    struct Patch {
        std::size_t field;
        std::size_t begin;
        std::size_t end;
    };

    std::string_view text_;
    char delimiter_;
    std::array<bool, 256> ends_field_{};
    std::size_t at_ = 0;
    bool unclosed_ = false;
    std::int64_t stray_ = -1;
    std::string unquoted_;        // texts of this record that do not stand in the file as they are
    std::vector<Patch> patches_;  // which fields they belong to
};

/// The delimiter that fits the beginning of the text best, or 0 if each line is one field. `header_row` is
/// the record whose width counts, from 1; 0 is the first one that is not empty.
char detect_delimiter(std::string_view text, std::uint32_t header_row);

}  // namespace tacit::table
