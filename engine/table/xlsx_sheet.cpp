#include "table/xlsx_sheet.h"

#include <algorithm>

#include "base/ascii.h"
#include "table/dataset.h"
#include "table/limits.h"
#include "table/sheet_notes.h"
#include "table/sheet_number.h"
#include "table/unicode.h"

namespace tacit::table {

namespace {

// "C4" to column 2 and row 4; the column is max_columns or more if there is no valid one.
struct Address {
    std::uint32_t column = max_columns;
    std::uint32_t row = 0;
};
Address parse_address(std::string_view text) {
    Address out;
    std::uint32_t column = 0;
    std::size_t i = 0;
    for (; i < text.size() && i < 4 && text[i] >= 'A' && text[i] <= 'Z'; ++i)
        column = column * 26 + static_cast<std::uint32_t>(text[i] - 'A' + 1);
    if (i == 0 || i == text.size() || text.size() - i > 7) return out;
    std::uint32_t row = 0;
    for (; i < text.size(); ++i) {
        if (text[i] < '0' || text[i] > '9') return out;
        row = row * 10 + static_cast<std::uint32_t>(text[i] - '0');
    }
    return {column - 1, row};
}

}  // namespace

void XlsxSheetHandler::start(std::string_view name, const XmlAttributes& attributes) {
    if (in_row_ && name == "c") return start_cell(attributes);
    if (name == "row") return start_row(attributes);
    if (name == "mergeCell") return start_merged(attributes);
    if (!in_row_) return;
    if (!in_cell_) return;
    if (name == "v")
        collecting_ = type_ != CellType::inline_text;
    else if (name == "f")
        formula_ = true;
    else if (name == "is")
        in_inline_ = true;
    else if (name == "rPh")
        phonetic_ = true;
    else if (name == "t")
        collecting_ = in_inline_ && !phonetic_;
}

void XlsxSheetHandler::end(std::string_view name) {
    if (!in_row_) return;
    if (name == "v" || name == "t")
        collecting_ = false;
    else if (name == "is")
        in_inline_ = false;
    else if (name == "rPh")
        phonetic_ = false;
    else if (name == "c")
        end_cell();
    else if (name == "row")
        end_row();
}

void XlsxSheetHandler::text(std::string_view piece) {
    if (!collecting_) return;
    if (value_.size() + piece.size() > max_cell_bytes)
        return fail(damaged_sheet("cell " + column_letters(column_) + std::to_string(row_) +
                                  " is longer than a cell can be"));
    value_.append(piece);
}

void XlsxSheetHandler::start_row(const XmlAttributes& attributes) {
    std::uint32_t row = row_ + 1;
    if (attributes.get("r")) row = attributes.number("r").value_or(0);
    if (row <= row_ || row > max_sheet_rows)
        return fail(damaged_sheet("a row is out of order behind row " + std::to_string(row_)));
    row_ = row;
    if (row_ > range_.last_row) return finish();
    next_column_ = 0;
    in_row_ = true;
    hidden_ = attributes.flag("hidden");
    in_cell_ = collecting_ = false;
    row_text_.clear();
    kept_.clear();
}

void XlsxSheetHandler::start_cell(const XmlAttributes& attributes) {
    column_ = next_column_;
    if (const auto reference = attributes.get("r")) {
        const Address address = parse_address(*reference);
        if (address.row != row_)
            return fail(damaged_sheet("a cell of row " + std::to_string(row_) + " has a wrong address"));
        column_ = address.column;
    }
    if (column_ >= max_columns)
        return fail(damaged_sheet("row " + std::to_string(row_) + " is wider than a sheet can be"));
    next_column_ = column_ + 1;
    const auto type = attributes.get("t").value_or("n");
    type_ = type == "s"           ? CellType::shared
            : type == "inlineStr" ? CellType::inline_text
            : type == "str"       ? CellType::formula_text
            : type == "b"         ? CellType::boolean
            : type == "e"         ? CellType::error
            : type == "d"         ? CellType::date
                                  : CellType::number;
    format_ = {};
    if (const auto style = attributes.number("s"); style && *style < context_.styles.size())
        format_ = context_.styles[*style];
    value_.clear();
    in_cell_ = true;
    in_inline_ = phonetic_ = collecting_ = formula_ = false;
}

void XlsxSheetHandler::end_cell() {
    if (!in_cell_) return;
    in_cell_ = false;
    if (value_.empty()) {
        if (formula_ && type_ == CellType::number) note("", no_result_problem, no_result_next);
        return;
    }
    switch (type_) {
        case CellType::shared:
            return keep_shared();
        case CellType::inline_text:
        case CellType::formula_text:
            return keep(value_.find("_x") == std::string::npos ? value_ : unescaped(value_), CellKind::text);
        case CellType::boolean: {
            const auto plain = trimmed(value_);
            return keep(plain == "1" ? "TRUE" : plain == "0" ? "FALSE" : value_, CellKind::boolean);
        }
        case CellType::error:
            return keep(value_, CellKind::error);
        case CellType::date:
            return keep(value_, CellKind::date);
        case CellType::number:
            return keep_number();
    }
}

void XlsxSheetHandler::keep_shared() {
    const auto digits = trimmed(value_);
    std::size_t index = 0;
    for (const char c : digits) {
        if (c < '0' || c > '9' || index > max_shared_strings)
            return fail(damaged_sheet("a cell refers to no text"));
        index = index * 10 + static_cast<std::size_t>(c - '0');
    }
    if (digits.empty() || index >= context_.strings.size())
        return fail(damaged_sheet("cell " + column_letters(column_) + std::to_string(row_) +
                                  " refers to a text that is not there"));
    push({column_, 0, 0, 0, context_.strings.at(index), CellKind::text, format_.format});
}

// Digits, at most with a point in between, and no more than a binary number holds: nearly all numbers.
static bool is_plain(std::string_view text) {
    if (text.empty() || text.size() > 15 || text.front() == '.' || text.back() == '.') return false;
    bool point = false;
    for (const char c : text) {
        if (is_digit(c)) continue;
        if (c != '.' || point) return false;
        point = true;
    }
    return true;
}

void XlsxSheetHandler::keep_number() {
    const bool shown_as_is = format_.format < FormatClass::padded || format_.format == FormatClass::text;
    if (shown_as_is && is_plain(value_)) return keep(value_, CellKind::number);
    const auto number = sheet_number(value_, format_, context_.date_1904);
    if (!number.problem.empty()) note(number.noted, number.problem, number.next);
    keep(number.text, number.kind, value_);
}

void XlsxSheetHandler::keep(std::string_view text, CellKind kind, std::string_view raw) {
    const std::size_t begin = row_text_.size();
    row_text_.append(text);
    const std::size_t end = row_text_.size();
    if (raw != text) row_text_.append(raw);
    push({column_, begin, end, row_text_.size(), {}, kind, format_.format});
}

void XlsxSheetHandler::push(const Kept& kept) {
    if (range_.has_column(kept.column)) kept_.push_back(kept);
}

void XlsxSheetHandler::note(std::string_view text, std::string_view problem, std::string_view next) {
    if (range_.has_row(row_) && range_.has_column(column_)) sink_.note(row_, column_, text, problem, next);
}

void XlsxSheetHandler::start_merged(const XmlAttributes& attributes) {
    const auto range = attributes.get("ref").value_or("");
    const Address first = parse_address(range.substr(0, range.find(':')));
    if (first.column >= max_columns || !range_.has_row(first.row) || !range_.has_column(first.column)) return;
    sink_.note(first.row, first.column, range, merged_problem, merged_next);
    const auto colon = range.find(':');
    const Address last = parse_address(colon == std::string_view::npos ? range : range.substr(colon + 1));
    if (last.column < max_columns) sink_.merged({first.row, last.row, first.column, last.column});
}

void XlsxSheetHandler::close() {
    if (hidden_rows_ == 0) return;
    sink_.note(first_hidden_, 0, "", hidden_problem(hidden_rows_), hidden_next);
}

void XlsxSheetHandler::end_row() {
    in_row_ = false;
    if (!range_.has_row(row_)) return;
    const auto by_column = [](const Kept& a, const Kept& b) { return a.column < b.column; };
    if (!std::is_sorted(kept_.begin(), kept_.end(), by_column))
        std::sort(kept_.begin(), kept_.end(), by_column);
    cells_.clear();
    const std::string_view row(row_text_);
    for (const auto& kept : kept_) {
        if (!cells_.empty() && cells_.back().column == kept.column)
            return fail(damaged_sheet("cell " + column_letters(kept.column) + std::to_string(row_) +
                                      " is there twice"));
        const auto text =
            kept.begin == kept.end ? kept.shared : row.substr(kept.begin, kept.end - kept.begin);
        if (!text.empty())
            cells_.push_back(
                {kept.column, text, kept.kind, kept.format, row.substr(kept.end, kept.raw_end - kept.end)});
    }
    if (cells_.empty()) return;
    if (hidden_ && hidden_rows_++ == 0) first_hidden_ = row_;
    if (auto status = sink_.row(row_, cells_); !status.ok()) fail(status.error());
}

}  // namespace tacit::table
