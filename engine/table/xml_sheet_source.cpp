#include "table/xml_sheet_source.h"

#include <map>

#include "table/dataset.h"
#include "table/limits.h"
#include "table/sheet_notes.h"
#include "table/sheet_number.h"
#include "table/unicode.h"
#include "table/xml_part.h"

namespace tacit::table {

namespace {

// Formats may stand there by their English names instead of a code.
NumberFormatCode named_format(std::string_view name) {
    if (name == "Percent") return {FormatClass::percent};
    if (name == "Currency" || name == "Euro Currency") return {FormatClass::currency};
    if (name == "Scientific") return {FormatClass::scientific};
    if (name == "Fixed" || name == "Standard") return {FormatClass::number};
    if (name.find("Date") != std::string_view::npos) return {FormatClass::date};
    if (name.find("Time") != std::string_view::npos) return {FormatClass::time};
    return name.empty() || name == "General" ? NumberFormatCode{} : classify_format(name);
}

// Workbook > Styles > Style > NumberFormat, and Workbook > Worksheet > Table > Row > Cell > Data.
class Handler final : public XmlHandler {
  public:
    Handler() = default;
    Handler(std::size_t sheet, const Range& range, RowSink& sink)
        : wanted_(sheet), range_(range), sink_(&sink) {}

    std::vector<SheetInfo> sheets;

    void start(std::string_view name, const XmlAttributes& attributes) override {
        if (in_cell_) return start_in_cell(name, attributes);
        if (name == "Style") style_ = attributes.get("ID").value_or("");
        if (name == "NumberFormat" && formats_.size() < max_cell_styles)
            formats_[style_] = named_format(attributes.get("Format").value_or(""));
        if (name == "Worksheet") {
            if (sheets.size() >= max_sheets) return fail(damaged_sheet("the workbook has too many sheets"));
            sheets.push_back({std::string(attributes.get("Name").value_or("")), false});
            in_sheet_ = sink_ != nullptr && sheets.size() == wanted_ + 1;
            row_ = 0;
        }
        if (!in_sheet_) {
            in_visible_ = name == "Visible";
            return;
        }
        if (name == "Row") start_row(attributes);
        if (name == "Cell" && in_row_) start_cell(attributes);
    }

    void end(std::string_view name) override {
        in_visible_ = false;
        if (name == "Data") in_data_ = false;
        if (name == "Cell" && in_cell_) end_cell();
        if (name == "Row" && in_row_) end_row();
        if (name == "Worksheet") in_sheet_ = false;
    }

    void text(std::string_view piece) override {
        if (in_visible_ && !sheets.empty() && piece.find("Hidden") != std::string_view::npos)
            sheets.back().hidden = true;
        if (!in_data_) return;
        if (text_.size() + piece.size() > max_cell_bytes)
            return fail(
                damaged_sheet("a cell of row " + std::to_string(row_) + " is longer than a cell can be"));
        text_ += piece;
    }

    void close() {
        if (hidden_rows_ > 0) sink_->note(first_hidden_, 0, "", hidden_problem(hidden_rows_), hidden_next);
    }

  private:
    struct Kept {
        std::uint32_t column;
        std::string text;
        std::string raw;
        CellKind kind;
        FormatClass format;
    };

    void start_row(const XmlAttributes& attributes) {
        std::uint32_t row = row_ + 1;
        if (attributes.get("Index")) row = attributes.number("Index").value_or(0);
        if (row <= row_ || row > max_sheet_rows)
            return fail(damaged_sheet("a row is out of order behind row " + std::to_string(row_)));
        row_ = row;
        if (row_ > range_.last_row) return finish();
        span_ = attributes.number("Span").value_or(0);
        hidden_ = attributes.flag("Hidden");
        in_row_ = true;
        next_column_ = 0;
        kept_.clear();
    }

    void start_cell(const XmlAttributes& attributes) {
        column_ = next_column_;
        if (attributes.get("Index")) column_ = attributes.number("Index").value_or(0) - 1;
        const auto across = attributes.number("MergeAcross").value_or(0);
        if (column_ < next_column_ || column_ >= max_columns || across >= max_columns)
            return fail(damaged_sheet("the cells of row " + std::to_string(row_) + " are out of order"));
        next_column_ = column_ + 1 + across;
        merged_ = across > 0 || attributes.number("MergeDown").value_or(0) > 0;
        formula_ = attributes.get("Formula").has_value();
        const auto style = formats_.find(attributes.get("StyleID").value_or(""));
        format_ = style == formats_.end() ? NumberFormatCode{} : style->second;
        text_.clear();
        type_.clear();
        in_cell_ = true;
    }

    void start_in_cell(std::string_view name, const XmlAttributes& attributes) {
        // Comments have a Data of their own.
        if (name == "Comment") in_comment_ = true;
        if (name != "Data" || in_comment_) return;
        type_ = attributes.get("Type").value_or("String");
        in_data_ = true;
    }

    void end_cell() {
        in_cell_ = in_comment_ = in_data_ = false;
        if (!range_.has_row(row_) || !range_.has_column(column_)) return;
        if (merged_ && !text_.empty()) sink_->note(row_, column_, text_, merged_problem, merged_next);
        if (text_.empty()) {
            if (formula_ && type_ != "String")
                sink_->note(row_, column_, "", no_result_problem, no_result_next);
            return;
        }
        if (type_ == "Number") {
            auto number = sheet_number(text_, format_, false);
            if (!number.problem.empty())
                sink_->note(row_, column_, number.noted, number.problem, number.next);
            kept_.push_back({column_, std::move(number.text), text_, number.kind, format_.format});
        } else if (type_ == "Boolean") {
            kept_.push_back({column_,
                             text_ == "1"   ? "TRUE"
                             : text_ == "0" ? "FALSE"
                                            : text_,
                             {},
                             CellKind::boolean,
                             format_.format});
        } else if (type_ == "DateTime") {
            kept_.push_back({column_, std::string(day_of(text_)), text_, CellKind::date, format_.format});
        } else {
            kept_.push_back(
                {column_, text_, {}, type_ == "Error" ? CellKind::error : CellKind::text, format_.format});
        }
    }

    // Without a fraction of a second, and without a midnight that only says that there is no time.
    static std::string_view day_of(std::string_view date) {
        if (date.size() > 19 && date[19] == '.') date = date.substr(0, 19);
        if (date.size() == 19 && date.substr(10) == "T00:00:00") date = date.substr(0, 10);
        return date;
    }

    void end_row() {
        in_row_ = false;
        if (!kept_.empty() && range_.has_row(row_)) {
            cells_.clear();
            for (const auto& kept : kept_)
                cells_.push_back({kept.column, kept.text, kept.kind, kept.format,
                                  kept.raw == kept.text ? std::string_view() : kept.raw});
            if (hidden_ && hidden_rows_++ == 0) first_hidden_ = row_;
            if (auto status = sink_->row(row_, cells_); !status.ok()) return fail(status.error());
        }
        row_ += span_;  // empty rows that look like this one
    }

    std::size_t wanted_ = 0;
    Range range_;
    RowSink* sink_ = nullptr;
    std::map<std::string, NumberFormatCode, std::less<>> formats_;
    std::string style_;
    bool in_sheet_ = false, in_row_ = false, in_cell_ = false, in_data_ = false, in_comment_ = false;
    bool in_visible_ = false;
    bool hidden_ = false, merged_ = false, formula_ = false;
    std::uint32_t row_ = 0, span_ = 0, column_ = 0, next_column_ = 0;
    std::uint32_t hidden_rows_ = 0, first_hidden_ = 0;
    NumberFormatCode format_;
    std::string type_, text_;
    std::vector<Kept> kept_;
    std::vector<SourceCell> cells_;
};

class XmlSheetSource final : public Source {
  public:
    XmlSheetSource(std::string document, std::vector<SheetInfo> sheets)
        : document_(std::move(document)),
          sheets_(std::move(sheets)),
          sniffed_{"Excel 2003 XML workbook", "XML", false, 0, 0} {}

    const std::vector<SheetInfo>& sheets() const override { return sheets_; }
    const Sniffed& sniff() const override { return sniffed_; }

    Status read(std::size_t sheet, const Range& range, RowSink& sink, const std::stop_token& stop,
                const Progress& progress) override {
        Handler handler(sheet, range, sink);
        TACIT_TRY(parse_xml(document_, handler, stop, progress));
        handler.close();
        return {};
    }

  private:
    std::string document_;
    std::vector<SheetInfo> sheets_;
    Sniffed sniffed_;
};

}  // namespace

Result<std::unique_ptr<Source>> open_xml_sheet(std::string document, const std::stop_token& stop) {
    Handler handler;
    TACIT_TRY(parse_xml(document, handler, stop));
    if (handler.sheets.empty()) return refused("The workbook has no sheet with cells. Choose another file.");
    return std::unique_ptr<Source>(
        std::make_unique<XmlSheetSource>(std::move(document), std::move(handler.sheets)));
}

}  // namespace tacit::table
