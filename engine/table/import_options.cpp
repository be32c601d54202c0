#include "table/import_options.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "table/limits.h"
#include "table/unicode.h"

namespace tacit::table {

namespace {

struct Corner {
    std::optional<std::uint32_t> column, row;
};

//   corner = [1*3letter] [digits], "$" in front of either as formulas have it
std::optional<Corner> parse_corner(std::string_view text) {
    Corner corner;
    const auto skip_dollar = [&] {
        if (!text.empty() && text.front() == '$') text.remove_prefix(1);
    };
    skip_dollar();
    std::uint32_t column = 0;
    std::size_t letters = 0;
    for (; letters < text.size() && letters < 4; ++letters) {
        const char c = static_cast<char>(text[letters] & ~0x20);  // upper case
        if (c < 'A' || c > 'Z') break;
        column = column * 26 + static_cast<std::uint32_t>(c - 'A' + 1);
    }
    if (letters > 0) {
        if (column > max_columns) return std::nullopt;
        corner.column = column - 1;
    }
    text.remove_prefix(letters);
    skip_dollar();
    if (text.empty()) return corner;
    std::uint32_t row = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), row);
    if (problem != std::errc() || end != text.data() + text.size() || row == 0) return std::nullopt;
    corner.row = row;
    return corner;
}

Error no_range(std::string_view text) {
    return error(Fault::usage, "\"" + std::string(clipped(text, 40)) +
                                   "\" is no cell range. Write it like B3:F200, or B:F for whole columns and "
                                   "3:200 for whole rows.");
}

}  // namespace

Result<Range> parse_range(std::string_view text) {
    const auto whole = trimmed(text);
    const auto colon = whole.find(':');
    if (colon == std::string_view::npos) return no_range(text);
    const auto first = parse_corner(trimmed(whole.substr(0, colon)));
    const auto last = parse_corner(trimmed(whole.substr(colon + 1)));
    if (!first || !last || (!first->column && !first->row)) return no_range(text);
    Range range;
    range.first_column = first->column.value_or(range.first_column);
    range.last_column = last->column.value_or(range.last_column);
    range.first_row = first->row.value_or(range.first_row);
    range.last_row = last->row.value_or(range.last_row);
    if (range.first_row > range.last_row || range.first_column > range.last_column) return no_range(text);
    return range;
}

}  // namespace tacit::table
