#include "table/csv_source.h"

#include "table/csv_records.h"
#include "table/dataset.h"
#include "table/header_search.h"
#include "table/limits.h"
#include "table/text_decoding.h"

namespace tacit::table {

namespace {

constexpr std::size_t bytes_between_reports = 1 << 20;

class CsvSource final : public Source {
  public:
    CsvSource(DecodedText decoded, std::string name, char delimiter, std::size_t begin)
        : decoded_(std::move(decoded)),
          sheets_{{std::move(name), false}},
          delimiter_(delimiter),
          begin_(begin),
          sniffed_{"CSV", std::string(encoding_name(decoded_.encoding)), true, delimiter,
                   find_header(std::string_view(decoded_.utf8).substr(begin), delimiter)} {}

    const std::vector<SheetInfo>& sheets() const override { return sheets_; }
    const Sniffed& sniff() const override { return sniffed_; }

    Status read(std::size_t, const Range& range, RowSink& sink, const std::stop_token& stop,
                const Progress& progress) override {
        const auto text = std::string_view(decoded_.utf8).substr(begin_);
        const bool whole = range.last_row == UINT32_MAX;
        if (whole) sink.expect(text.size());
        CsvRecords records(text, delimiter_);
        std::vector<std::string_view> fields;
        std::vector<SourceCell> cells;
        std::size_t reported = 0;
        std::uint32_t row = 0;
        while (row < range.last_row && records.next(fields)) {
            ++row;
            if (row < range.first_row) continue;
            cells.clear();
            for (std::uint32_t column = 0; column < fields.size(); ++column)
                if (range.has_column(column)) cells.push_back({column, fields[column]});
            TACIT_TRY(sink.row(row, cells));
            if (records.stray_field() >= 0) note_stray(sink, row, fields, records.stray_field());
            if (records.offset() - reported < bytes_between_reports) continue;
            reported = records.offset();
            if (stop.stop_requested()) return error(Fault::cancelled);
            if (progress) progress(reported, text.size());
        }
        if (records.unclosed())
            return refused(
                "The quotation mark at the beginning of cell " +
                column_letters(fields.empty() ? 0 : fields.size() - 1) + std::to_string(row + 1) +
                " is never closed, so the rest of the file would be one cell. Correct the cell, or "
                "save the table again from the spreadsheet program.");
        if (progress) progress(text.size(), text.size());
        return {};
    }

  private:
    static void note_stray(RowSink& sink, std::uint32_t row, const std::vector<std::string_view>& fields,
                           std::int64_t field) {
        const auto column = static_cast<std::uint32_t>(field);
        sink.note(
            row, column, fields[column],
            "There is text behind the closing quotation mark of this cell; it was kept as part of the cell.",
            "Check the cell, and double the quotation marks that belong to its text.");
    }

    DecodedText decoded_;
    std::vector<SheetInfo> sheets_;
    char delimiter_;
    std::size_t begin_;
    Sniffed sniffed_;
};

bool may_delimit(char c) {
    return c != '"' && c != '\r' && c != '\n' && static_cast<unsigned char>(c) < 0x80;
}

// "sep=;" in the first line, with which spreadsheets are told the delimiter.
struct Preamble {
    char delimiter = 0;
    std::size_t length = 0;
};
Preamble separator_line(std::string_view text) {
    Preamble out;
    if (text.size() < 5 || text.substr(0, 4) != "sep=" || !may_delimit(text[4])) return out;
    std::size_t end = 5;
    if (end < text.size() && text[end] == '\r') ++end;
    if (end < text.size() && text[end] == '\n') ++end;
    if (end == 5 && end != text.size()) return out;  // a longer line: a column that is called so
    return {text[4], end};
}

}  // namespace

Result<std::unique_ptr<Source>> open_csv(std::string bytes, const std::string& name,
                                         const ImportOptions& options) {
    TACIT_ASSIGN(DecodedText decoded, decode_text(std::move(bytes), options.encoding));
    const Preamble preamble = separator_line(decoded.utf8);
    char delimiter = options.delimiter;
    if (!may_delimit(delimiter))
        return error(Fault::usage,
                     "a delimiter is one ASCII character, not a quotation mark and no line end");
    if (delimiter == 0) delimiter = preamble.delimiter;
    // Of several rows that name the columns, the lowest names each.
    const auto header = options.header_row == 0 ? 0 : options.header_row + options.header_rows - 1;
    if (delimiter == 0)
        delimiter = detect_delimiter(std::string_view(decoded.utf8).substr(preamble.length), header);
    return std::unique_ptr<Source>(
        std::make_unique<CsvSource>(std::move(decoded), name, delimiter, preamble.length));
}

}  // namespace tacit::table
