#pragma once

#include <cstdint>
#include <string_view>

namespace tacit::table {

/// What the number format of a cell makes of its number (ECMA-376 part 1, 18.8.30 and 18.8.31; the same
/// codes stand in older workbooks).
enum class FormatClass : std::uint8_t {
    general,
    number,
    percent,
    currency,
    scientific,
    fraction,
    padded,  ///< shown with leading zeros, as identifiers are
    text,
    date,
    time,
    elapsed,
};

struct NumberFormatCode {
    FormatClass format = FormatClass::general;
    std::uint8_t width = 0;  ///< digits that a padded number has at least
};

inline bool is_date(FormatClass format) {
    return format >= FormatClass::date;
}

/// By the code of a number format, e.g. "0.00", "yyyy-mm-dd", "[h]:mm".
NumberFormatCode classify_format(std::string_view code);

/// Of the formats that have a number and no code of their own.
NumberFormatCode built_in_format(std::uint32_t id);

}  // namespace tacit::table
