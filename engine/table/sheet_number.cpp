#include "table/sheet_number.h"

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

}  // namespace tacit::table
