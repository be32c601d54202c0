#include "table/ods_content.h"

#include <algorithm>

#include "base/ascii.h"
#include "table/dataset.h"
#include "table/limits.h"
#include "table/sheet_notes.h"
#include "table/sheet_number.h"
#include "table/unicode.h"
#include "table/xlsx_number.h"

namespace tacit::table {

namespace {

// Elements inside of a cell whose text the cell does not show: comments, drawings, phonetic guides.
bool is_apart(std::string_view name) {
    return name == "annotation" || name == "frame" || name == "ruby-text" || name == "custom-shape" ||
           name == "g" || name == "detective" || name == "control";
}

// "PT13H30M00S" as 13:30:00; nothing if it is no such duration. Fractions of a second are left out.
std::string clock_of(std::string_view duration) {
    if (duration.substr(0, 2) != "PT") return {};
    duration.remove_prefix(2);
    std::string out;
    for (const char unit : {'H', 'M', 'S'}) {
        std::size_t digits = 0;
        while (digits < duration.size() && is_digit(duration[digits])) ++digits;
        std::size_t end = digits;
        if (unit == 'S' && end < duration.size() && (duration[end] == '.' || duration[end] == ','))
            for (++end; end < duration.size() && is_digit(duration[end]);) ++end;
        const bool there = digits > 0 && end < duration.size() && duration[end] == unit;
        if (!there && digits > 0 && unit == 'S') return {};
        out += out.empty() ? "" : ":";
        out += there && digits > 1 ? "" : "0";
        out += there ? std::string(duration.substr(0, digits)) : "0";
        if (there) duration.remove_prefix(end + 1);
    }
    return duration.empty() ? out : std::string();
}

// Without a fraction of a second, and without a midnight that only says that there is no time.
std::string_view day_of(std::string_view date) {
    if (date.size() > 19 && (date[19] == '.' || date[19] == ',')) date = date.substr(0, 19);
    if (date.size() == 19 && date.substr(10) == "T00:00:00") date = date.substr(0, 10);
    return date;
}

// Whether a program shows the number with leading zeros, as identifiers are.
bool shows_padded(std::string_view shown, std::string_view plain) {
    if (shown.size() < 2 || shown[0] != '0' || shown.size() <= plain.size()) return false;
    if (shown.find_first_not_of("0123456789") != std::string_view::npos) return false;
    if (plain.empty() || shown.substr(shown.size() - plain.size()) != plain) return false;
    const auto zeros = shown.substr(0, shown.size() - plain.size());
    return zeros.find_first_not_of('0') == std::string_view::npos;
}

}  // namespace

OdsContentHandler OdsContentHandler::listing() {
    OdsContentHandler out;
    out.name_all_ = true;
    return out;
}

OdsContentHandler::OdsContentHandler(std::size_t sheet, const Range& range, RowSink& sink)
    : name_all_(true), reads_(true), wanted_(sheet), range_(range), sink_(&sink) {}

void OdsContentHandler::start(std::string_view name, const XmlAttributes& attributes) {
    if (in_cell_) return start_in_cell(name, attributes);
    if (in_row_) {
        if (name == "table-cell" || name == "covered-table-cell") return start_cell(attributes);
        return;
    }
    if (in_sheet_ && name == "table-row") return start_row(attributes);
    if (name == "table") return start_table(attributes);
    if (name == "dde-links") in_links_ = true;
    if (tables_open_ == 0) start_style(name, attributes);
}

void OdsContentHandler::start_style(std::string_view name, const XmlAttributes& attributes) {
    if (name == "style") style_ = attributes.get("name").value_or("");
    if (name == "table-properties" && attributes.get("display") == "false" &&
        hidden_styles_.size() < max_cell_styles)
        hidden_styles_.insert(style_);
}

void OdsContentHandler::start_table(const XmlAttributes& attributes) {
    if (++tables_open_ > 1 || in_links_) return;
    if (sheets_.size() >= max_sheets) return fail(damaged_sheet("the workbook has too many sheets"));
    const bool hidden = hidden_styles_.contains(attributes.get("style-name").value_or(""));
    sheets_.push_back({std::string(attributes.get("name").value_or("")), hidden});
    in_sheet_ = reads_ && sheets_.size() == wanted_ + 1;
    if (!name_all_ && !hidden) finish();
}

void OdsContentHandler::start_row(const XmlAttributes& attributes) {
    if (tables_open_ != 1) return;
    row_repeats_ = 1;
    if (attributes.get("number-rows-repeated"))
        row_repeats_ = attributes.number("number-rows-repeated").value_or(0);
    if (row_repeats_ == 0) return fail(damaged_sheet("a row is repeated a senseless number of times"));
    if (row_ + 1 > range_.last_row) return finish();
    const auto visibility = attributes.get("visibility");
    row_hidden_ = visibility == "collapse" || visibility == "filter";
    in_row_ = true;
    column_ = 0;
    kept_size_ = 0;
}

void OdsContentHandler::take_type(std::string_view type) {
    if (type == "string")
        type_ = ValueType::text;
    else if (type == "float")
        type_ = ValueType::number;
    else if (type == "date")
        type_ = ValueType::date;
    else if (type == "time")
        type_ = ValueType::time;
    else if (type == "boolean")
        type_ = ValueType::boolean;
    else if (type == "percentage" || type == "currency")
        type_ = ValueType::number;
    format_ = type == "percentage"       ? FormatClass::percent
              : type == "currency"       ? FormatClass::currency
              : type_ == ValueType::date ? FormatClass::date
              : type_ == ValueType::time ? FormatClass::time
                                         : FormatClass::general;
}

void OdsContentHandler::start_cell(const XmlAttributes& attributes) {
    cell_repeats_ = rows_spanned_ = columns_spanned_ = 1;
    type_ = ValueType::none;
    format_ = FormatClass::general;
    error_ = formula_ = false;
    value_.clear();
    text_.clear();
    paragraphs_ = 0;
    in_paragraph_ = false;
    in_cell_ = true;
    skipping_ = 0;
    bool bad_repeats = false;
    attributes.each([&](std::string_view prefix, std::string_view name, std::string_view value) {
        if (name == "value-type") {
            // LibreOffice says its own type beside that of the standard, which has none for errors.
            if (prefix == "calcext")
                error_ = value == "error";
            else
                take_type(value);
        } else if (name == "value" || name == "date-value" || name == "time-value" ||
                   name == "boolean-value" || name == "string-value") {
            value_ = value;
        } else if (name == "number-columns-repeated") {
            const auto repeats = XmlAttributes::whole_number(value);
            bad_repeats = !repeats || *repeats == 0;
            cell_repeats_ = repeats.value_or(1);
        } else if (name == "number-columns-spanned") {
            columns_spanned_ = XmlAttributes::whole_number(value).value_or(1);
        } else if (name == "number-rows-spanned") {
            rows_spanned_ = XmlAttributes::whole_number(value).value_or(1);
        } else if (name == "formula") {
            formula_ = true;
        }
    });
    if (bad_repeats) fail(damaged_sheet("a cell is repeated a senseless number of times"));
    if (value_.size() > max_cell_bytes)
        fail(damaged_sheet("cell " + column_letters(column_) + std::to_string(row_ + 1) +
                           " is longer than a cell can be"));
}

void OdsContentHandler::start_in_cell(std::string_view name, const XmlAttributes& attributes) {
    if (skipping_ > 0 || is_apart(name) || name == "table") {
        ++skipping_;
        return;
    }
    if (name == "p" || name == "h") {
        if (paragraphs_++ > 0) append("\n");
        in_paragraph_ = true;
    } else if (in_paragraph_ && name == "s") {
        const auto count = attributes.get("c") ? attributes.number("c").value_or(1) : 1;
        append(std::string(std::min<std::size_t>(count, max_cell_bytes + 1), ' '));
    } else if (in_paragraph_ && name == "tab") {
        append("\t");
    } else if (in_paragraph_ && name == "line-break") {
        append("\n");
    }
}

void OdsContentHandler::append(std::string_view text) {
    if (text_.size() + text.size() > max_cell_bytes)
        return fail(damaged_sheet("cell " + column_letters(column_) + std::to_string(row_ + 1) +
                                  " is longer than a cell can be"));
    text_.append(text);
}

void OdsContentHandler::text(std::string_view piece) {
    if (!in_cell_ || !in_paragraph_ || skipping_ > 0) return;
    if (piece.find_first_of("\n\r\t") == std::string_view::npos && piece.find("  ") == std::string_view::npos)
        return append(piece);
    // Runs of white space are one space (ODF 1.3 part 3, 6.1.2); spaces that count are elements.
    for (const char c : piece) {
        const bool space = c == ' ' || c == '\n' || c == '\r' || c == '\t';
        if (space && !text_.empty() && text_.back() == ' ') continue;
        append(space ? " " : std::string_view(&c, 1));
    }
}

void OdsContentHandler::end(std::string_view name) {
    if (in_cell_) {
        if (skipping_ > 0) {
            --skipping_;
        } else if (name == "p" || name == "h") {
            in_paragraph_ = false;
        } else if (name == "table-cell" || name == "covered-table-cell") {
            end_cell();
        }
        return;
    }
    if (in_row_) {
        if (name == "table-row") end_row();
        return;
    }
    if (name == "table") {
        if (--tables_open_ == 0) in_sheet_ = false;
    }
    if (name == "dde-links") in_links_ = false;
}

void OdsContentHandler::note(std::string_view text, std::string_view problem, std::string_view next) {
    if (range_.has_row(row_ + 1) && range_.has_column(column_))
        sink_->note(row_ + 1, column_, text, problem, next);
}

void OdsContentHandler::end_cell() {
    in_cell_ = false;
    const bool filled = type_ != ValueType::none || !text_.empty();
    if (filled && column_ + cell_repeats_ > max_columns)
        return fail(damaged_sheet("row " + std::to_string(row_ + 1) + " is wider than a sheet can be"));
    const auto shown = std::string_view(text_);
    if (error_) {
        keep(text_.empty() ? "#N/A" : shown, CellKind::error, value_);
    } else {
        switch (type_) {
            case ValueType::number:
                keep_number();
                break;
            case ValueType::date: {
                const auto day = day_of(value_);
                keep(value_.empty() ? shown : day, value_.empty() ? CellKind::text : CellKind::date, value_);
                break;
            }
            case ValueType::time: {
                const auto clock = clock_of(value_);
                keep(clock.empty() ? shown : std::string_view(clock),
                     clock.empty() ? CellKind::text : CellKind::date, value_);
                break;
            }
            case ValueType::boolean:
                keep(value_ == "true" ? "TRUE" : value_ == "false" ? "FALSE" : shown, CellKind::boolean);
                break;
            case ValueType::text:
                // The attribute is written where the text shown says less.
                keep(text_.empty() ? std::string_view(value_) : shown, CellKind::text);
                break;
            case ValueType::none:
                if (formula_ && text_.empty()) note("", no_result_problem, no_result_next);
                keep(shown, CellKind::text);
                break;
        }
    }
    if (columns_spanned_ > 1 || rows_spanned_ > 1) note_merged(filled);
    // Programs fill the sheet up to its edge; where nothing is, only the next address depends on it.
    column_ = static_cast<std::uint32_t>(
        std::min<std::uint64_t>(std::uint64_t{column_} + cell_repeats_, 2 * max_columns));
}

// What stands below counts, as in the spreadsheet program; whoever keeps the cells says so of each.
void OdsContentHandler::note_merged(bool filled) {
    if (filled) note(text_, merged_problem, merged_next);
    if (!range_.has_row(row_ + 1) || !range_.has_column(column_)) return;
    const auto last = [](std::uint32_t first, std::uint32_t spanned) {
        return static_cast<std::uint32_t>(
            std::min<std::uint64_t>(std::uint64_t{first} + spanned - 1, UINT32_MAX));
    };
    if (columns_spanned_ > 0 && rows_spanned_ > 0)
        sink_->merged({row_ + 1, last(row_ + 1, rows_spanned_), column_, last(column_, columns_spanned_)});
}

void OdsContentHandler::keep_number() {
    const auto plain = plain_number(trimmed(value_));
    if (!plain) return keep(text_.empty() ? std::string_view(value_) : text_, CellKind::text, value_);
    if (beyond_spreadsheet_digits(*plain)) note(*plain, lost_digits_problem, lost_digits_next);
    const bool with_zeros = shows_padded(text_, *plain);
    if (with_zeros) format_ = FormatClass::padded;
    keep(with_zeros ? text_ : *plain, CellKind::number, value_);
}

void OdsContentHandler::keep(std::string_view text, CellKind kind, std::string_view raw) {
    if (text.empty()) return;
    if (kept_size_ == kept_.size()) kept_.emplace_back();
    Kept& kept = kept_[kept_size_++];
    kept.column = column_;
    kept.repeats = cell_repeats_;
    kept.text = text;
    kept.raw = raw == text ? std::string_view() : raw;
    kept.kind = kind;
    kept.format = format_;
}

void OdsContentHandler::end_row() {
    in_row_ = false;
    cells_.clear();
    for (std::size_t i = 0; i < kept_size_; ++i) {
        const Kept& kept = kept_[i];
        repeated_cells_ += kept.repeats - 1;
        repeated_bytes_ += kept.text.size() * (kept.repeats - 1);
        if (repeated_cells_ > max_repeated_cells || repeated_bytes_ > max_repeated_bytes) break;
        for (std::uint32_t n = 0; n < kept.repeats; ++n)
            if (range_.has_column(kept.column + n))
                cells_.push_back({kept.column + n, kept.text, kept.kind, kept.format, kept.raw});
    }
    std::uint64_t bytes = 0;
    for (const auto& cell : cells_) bytes += cell.text.size();
    repeated_cells_ += std::uint64_t{row_repeats_ - 1} * cells_.size();
    repeated_bytes_ += bytes * (row_repeats_ - 1);
    if (repeated_cells_ > max_repeated_cells || repeated_bytes_ > max_repeated_bytes)
        return fail(
            refused("The sheet repeats cells to far more data than a file of its size holds, so it was not "
                    "read. Save the sheet as CSV if it really is that large."));
    const std::uint64_t behind = std::uint64_t{row_} + row_repeats_;
    if (cells_.empty()) {
        row_ = static_cast<std::uint32_t>(std::min<std::uint64_t>(behind, max_sheet_rows));
        return;
    }
    if (behind > max_sheet_rows) return fail(damaged_sheet("it is longer than a sheet can be"));
    for (std::uint32_t n = 0; n < row_repeats_ && status().ok(); ++n) {
        ++row_;
        if (range_.has_row(row_)) emit(row_, cells_);
    }
}

void OdsContentHandler::emit(std::uint32_t row, const std::vector<SourceCell>& cells) {
    if (row_hidden_ && hidden_rows_++ == 0) first_hidden_ = row;
    if (auto status = sink_->row(row, cells); !status.ok()) fail(status.error());
}

void OdsContentHandler::close() {
    if (hidden_rows_ > 0) sink_->note(first_hidden_, 0, "", hidden_problem(hidden_rows_), hidden_next);
}

}  // namespace tacit::table
