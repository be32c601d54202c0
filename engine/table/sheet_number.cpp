#include "table/sheet_number.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>

#include "table/unicode.h"
#include "table/xlsx_number.h"

namespace tacit::table {

SheetNumber sheet_number(std::string_view lexeme, NumberFormatCode format, bool date_1904) {
    const auto plain = plain_number(trimmed(lexeme));
    if (!plain) return {std::string(lexeme), CellKind::text, {}, {}, {}};
    if (is_date(format.format)) {
        if (auto date = date_text(*plain, format.format, date_1904))
            return {std::move(*date), CellKind::date, {}, {}, {}};
        // As the spreadsheet shows it: never a plain number in a column of dates.
        return {"#####", CellKind::error, *plain, "The cell is formatted as a date, but its number is none.",
                "Correct the date or the format of the cell."};
    }
    SheetNumber out{padded(*plain, format), CellKind::number, {}, {}, {}};
    if (beyond_spreadsheet_digits(*plain)) {
        out.noted = *plain;
        out.problem = lost_digits_problem;
        out.next = lost_digits_next;
    }
    return out;
}

std::string binary_lexeme(double value) {
    std::array<char, 40> text{};
    constexpr double whole_digits = 1e15;
    if (std::abs(value) < whole_digits || std::trunc(value) != value) {
        std::snprintf(text.data(), text.size(), "%.17g", value);
        return text.data();
    }
    const auto end =
        std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::scientific).ptr;
    const std::string_view shortest(text.data(), static_cast<std::size_t>(end - text.data()));
    const auto mark = shortest.find("e+");
    std::size_t places = 0;
    std::from_chars(shortest.data() + mark + 2, end, places);
    std::string out;
    for (const char c : shortest.substr(0, mark))
        if (c != '.') out.push_back(c);
    const std::size_t sign = value < 0 ? 1 : 0;
    if (out.size() < sign + places + 1) out.append(sign + places + 1 - out.size(), '0');
    return out;
}

}  // namespace tacit::table
