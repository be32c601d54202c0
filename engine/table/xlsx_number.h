#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "table/number_format.h"

namespace tacit::table {

/// The number in <v> as a plain decimal lexeme, or nothing if it is none.
///
/// Spreadsheets calculate with binary numbers of 53 bits and show 15 digits of them, but write 17, so a 0.1
/// may stand in the file as 0.10000000000000001. A fraction (or scientific notation) with more than 15
/// significant digits is therefore rounded to 15, in decimal; whole numbers are taken digit by digit as they
/// stand. Exponents are written out.
std::optional<std::string> plain_number(std::string_view lexeme);

/// Whether a plain lexeme has more digits before the point than a spreadsheet keeps: the last ones may have
/// become zeros when the number was typed.
bool beyond_spreadsheet_digits(std::string_view plain);

/// The number with the leading zeros that its format shows.
std::string padded(std::string_view plain, NumberFormatCode format);

/// A day count as ISO 8601 text: 2024-03-01, 2024-03-01T13:30:00, 13:30:00 or, for elapsed time, 27:30:00.
/// Whole seconds; days 1 to 59 follow the calendar, day 60 is 1900-02-29, as spreadsheets have it. Nothing if
/// the number is no date that a spreadsheet shows.
std::optional<std::string> date_text(std::string_view plain, FormatClass format, bool date_1904);

}  // namespace tacit::table
