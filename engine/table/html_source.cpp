#include "table/html_source.h"

#include <algorithm>

#include "table/html_tables.h"
#include "table/html_text.h"
#include "table/html_value.h"
#include "table/limits.h"
#include "table/sheet_notes.h"
#include "table/unicode.h"

namespace tacit::table {

namespace {

constexpr std::size_t pieces_between_stops = 1 << 14;

std::uint32_t span_of(std::string_view attributes, std::string_view name) {
    const auto text = trimmed(html_attribute(attributes, name).value_or(""));
    std::uint32_t value = 0;
    for (const char c : text) {
        if (c < '0' || c > '9') return 1;
        if (value > max_sheet_rows) return value;
        value = value * 10 + static_cast<std::uint32_t>(c - '0');
    }
    return std::max(value, std::uint32_t{1});
}

// Follows the tags of one table; the ends of rows and cells may be left out.
class TableReader {
  public:
    TableReader(const Range& range, RowSink& sink, HtmlSpace space)
        : range_(range), sink_(sink), space_(space) {}

    Status piece(const HtmlPiece& piece) {
        if (!piece.tag) {
            if (in_cell_ && !in_comment_) append_html_text(piece.text, text_, space_);
        } else if (piece.name == "comment") {
            in_comment_ = !piece.closing;  // LibreOffice's, which one sees when pointing at the cell
        } else if (piece.name == "table") {
            nested_ += piece.closing ? -1 : 1;
        } else if (nested_ > 0) {
            if (in_cell_ && !text_.empty() && text_.back() != ' ') text_.push_back(' ');
        } else if (piece.name == "tr") {
            TACIT_TRY(end_row());
            in_row_ = !piece.closing;
        } else if (piece.name == "td" || piece.name == "th") {
            TACIT_TRY(end_cell());
            if (!piece.closing) TACIT_TRY(start_cell(piece.attributes));
        } else if (in_cell_ && (piece.name == "br" || (piece.name == "p" && !text_.empty()))) {
            if (!(piece.name == "p" && piece.closing)) text_.push_back('\n');
        }
        if (text_.size() > max_cell_bytes)
            return refused("A cell of row " + std::to_string(row_ + 1) +
                           " is longer than a cell can be. Check whether the page is complete.");
        return {};
    }
    Status end() { return end_row(); }
    bool done() const { return row_ >= range_.last_row; }

  private:
    struct Kept {
        std::uint32_t column;
        HtmlCell cell;
    };

    Status start_cell(std::string_view attributes) {
        in_row_ = in_cell_ = true;
        in_comment_ = false;
        text_.clear();
        while (column_ < reserved_.size() && reserved_[column_] > 0) --reserved_[column_++];
        const std::uint32_t columns = span_of(attributes, "colspan");
        const std::uint32_t rows = span_of(attributes, "rowspan");
        if (columns > max_columns || column_ + columns > max_columns)
            return refused("Row " + std::to_string(row_ + 1) + " of the table is wider than " +
                           std::to_string(max_columns) + " columns. Check whether the page is complete.");
        cell_ = column_;
        merged_ = columns > 1 || rows > 1;
        if (rows > 1) {
            if (reserved_.size() < column_ + columns) reserved_.resize(column_ + columns);
            for (std::uint32_t c = column_; c < column_ + columns; ++c) reserved_[c] = rows - 1;
        }
        column_ += columns;
        value_ = html_value(attributes);
        return {};
    }

    Status end_cell() {
        if (!in_cell_) return {};
        in_cell_ = false;
        const auto shown = trimmed(text_);
        if (shown.empty() && value_.text.empty()) return {};
        const std::uint32_t row = row_ + 1;
        if (!range_.has_row(row) || !range_.has_column(cell_)) return {};
        auto cell = html_cell(shown, value_);
        if (cell.text.empty()) return {};
        if (merged_) sink_.note(row, cell_, shown, merged_problem, merged_next);
        if (!cell.problem.empty()) sink_.note(row, cell_, cell.noted, cell.problem, cell.next);
        kept_.push_back({cell_, std::move(cell)});
        return {};
    }

    Status end_row() {
        TACIT_TRY(end_cell());
        if (!in_row_) return {};
        in_row_ = false;
        for (; column_ < reserved_.size(); ++column_)
            if (reserved_[column_] > 0) --reserved_[column_];
        column_ = 0;
        // A cell may claim rows and columns without end, and each row has to look at them.
        while (!reserved_.empty() && reserved_.back() == 0) reserved_.pop_back();
        spanned_ += reserved_.size();
        if (++row_ > max_sheet_rows || spanned_ > max_cells)
            return refused("The table has more rows than a sheet. Save it as CSV in its program.");
        if (kept_.empty()) return {};
        cells_.clear();
        for (const auto& [column, cell] : kept_)
            cells_.push_back({column, cell.text, cell.kind, cell.format,
                              cell.raw == cell.text ? std::string_view() : cell.raw});
        const Status status = sink_.row(row_, cells_);
        kept_.clear();
        return status;
    }

    Range range_;
    RowSink& sink_;
    HtmlSpace space_;
    int nested_ = 0;
    bool in_row_ = false, in_cell_ = false, in_comment_ = false, merged_ = false;
    std::uint32_t row_ = 0, column_ = 0, cell_ = 0;
    std::string text_;
    HtmlValue value_;
    std::vector<std::uint32_t> reserved_;  ///< rows that cells from above still reach into, by column
    std::uint64_t spanned_ = 0;            ///< cells that they covered so far
    std::vector<Kept> kept_;
    std::vector<SourceCell> cells_;
};

class HtmlSource final : public Source {
  public:
    HtmlSource(std::string page, std::string encoding)
        : page_(std::move(page)), sniffed_{"Web page", std::move(encoding), true, 0, 0} {
        const auto found = find_tables(page_);
        places_ = found.places;
        if (found.libre_office) space_ = HtmlSpace::collapse_lines;
        for (std::size_t i = 1; i <= places_.size(); ++i)
            sheets_.push_back({"Table " + std::to_string(i), false});
    }

    const std::vector<SheetInfo>& sheets() const override { return sheets_; }
    const Sniffed& sniff() const override { return sniffed_; }

    Status read(std::size_t sheet, const Range& range, RowSink& sink, const std::stop_token& stop,
                const Progress& progress) override {
        const auto rest = std::string_view(page_).substr(places_[sheet]);
        HtmlPieces pieces(rest);
        HtmlPiece piece;
        TableReader reader(range, sink, space_);
        int open = 0;
        for (std::size_t n = 1; pieces.next(piece) && !reader.done(); ++n) {
            if (n % pieces_between_stops == 0) {
                if (stop.stop_requested()) return error(Fault::cancelled);
                if (progress) progress(pieces.offset(), rest.size());
            }
            const bool of_table = piece.tag && piece.name == "table";
            if (of_table && !piece.closing && open++ == 0) continue;
            if (of_table && piece.closing && --open == 0) break;
            if (open > 0) TACIT_TRY(reader.piece(piece));
        }
        return reader.end();
    }

  private:
    std::string page_;
    Sniffed sniffed_;
    std::vector<SheetInfo> sheets_;
    std::vector<std::size_t> places_;
    HtmlSpace space_ = HtmlSpace::collapse;
};

}  // namespace

Result<std::unique_ptr<Source>> open_html(std::string utf8, std::string encoding) {
    auto source = std::make_unique<HtmlSource>(std::move(utf8), std::move(encoding));
    if (source->sheets().empty())
        return refused(
            "This is a web page without a table. Choose a workbook (.xlsx, .ods, .xls) or a CSV file.");
    return std::unique_ptr<Source>(std::move(source));
}

}  // namespace tacit::table
