#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "table/number_format.h"
#include "table/source.h"

namespace tacit::table {

/// What a spreadsheet program says of a cell of a web page beside the text that people see, so that other
/// programs paste the value and not the picture of it:
///   Excel          x:num="1234.5678", empty where the text says it all
///   LibreOffice    sdval="1234,5678" sdnum="1031;0;#.##0,00": the language of the value, that of the format
///                  (0: the same), and the format in that language
///   Google Sheets  data-sheets-value='{"1":3,"3":1234.5678}': 2 is text, 3 a number, 4 a truth value; and
///                  data-sheets-numberformat='{"1":5,"2":"dd.mm.yyyy"}'; both also as [null,3,null,1234.5678]
struct HtmlValue {
    enum class Kind : std::uint8_t { none, text, number, boolean };
    /// What is known of the number format: Excel writes it elsewhere, and the others only where it is not
    /// the general one.
    enum class Format : std::uint8_t { unknown, general, given };

    Kind kind = Kind::none;
    std::string text;  ///< of a number: with a decimal point; empty: as the cell shows it
    Format format = Format::unknown;
    NumberFormatCode code;
};
HtmlValue html_value(std::string_view attributes);

/// The cell that both make together.
struct HtmlCell {
    std::string text;
    std::string raw;  ///< as in SourceCell
    CellKind kind = CellKind::text;
    FormatClass format = FormatClass::general;
    std::string noted;         ///< the text that a note quotes
    std::string_view problem;  ///< empty: nothing to say
    std::string_view next;
};
/// `shown` without white space at its ends. It has the last word: a value that could not be shown like this
/// (an error of a formula, a page that somebody edited, a format that we do not know) is not taken.
HtmlCell html_cell(std::string_view shown, const HtmlValue& value);

}  // namespace tacit::table
