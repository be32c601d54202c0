#pragma once

#include <string>
#include <string_view>

#include "table/number_format.h"
#include "table/source.h"

namespace tacit::table {

/// What a number of a workbook becomes: a plain number, or a date if its format says so.
struct SheetNumber {
    std::string text;
    CellKind kind = CellKind::number;
    std::string noted;         ///< the text that a note quotes
    std::string_view problem;  ///< what the owner of the file should know; empty: nothing
    std::string_view next;
};

/// `lexeme` as the file has it; what is no number stays as it is, as text.
SheetNumber sheet_number(std::string_view lexeme, NumberFormatCode format, bool date_1904);

/// A finite binary number as a workbook that is text would have it: 17 digits, which sheet_number cuts to 15.
/// A whole number has its shortest digits and zeros behind them, since the binary number nearest to
/// 88479821572954900 is four less, and nobody wrote that.
std::string binary_lexeme(double value);

constexpr std::string_view lost_digits_problem =
    "A spreadsheet keeps 15 digits of a number, so the last digits may have become zeros.";
constexpr std::string_view lost_digits_next =
    "If this is an identifier, format the column as text and enter it again.";

}  // namespace tacit::table
