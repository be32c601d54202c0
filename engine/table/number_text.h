#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "table/decimal.h"

namespace tacit::table {

/// The character before the fraction, decided once for a column.
enum class DecimalMark { undecided, point, comma };

/// What stands beside a number: a currency sign, three letters, or % and U+2030. The value is its own matter.
enum class Unit : std::uint32_t { none = 0 };
/// "EUR", "\u20ac"; empty for none.
std::string unit_text(Unit unit);
/// % and U+2030, which may be part of the number's value.
bool is_share_of_hundred(Unit unit);

/// How the numbers of a column are written. `mixed`: some cells can only be read with a point and others
/// only with a comma, so a cell that could be either is not read at all, whatever the majority does.
struct NumberFormat {
    DecimalMark mark = DecimalMark::undecided;
    bool mixed = false;
    bool indian = false;     ///< some cells are grouped as 12,34,567, and none as 123,456 or 1,234,567
    Unit unit = Unit::none;  ///< a number with this one is read without it, by choice
};

enum class NumberProblem {
    none,
    not_a_number,
    ambiguous,        ///< "1,234": 1234 or 1.234, and nothing decides
    other_mark,       ///< "1,5" in a column with decimal points, or the reverse
    bad_grouping,     ///< digits and separators that make no number: "12.34.5", or another column's grouping
    leading_zeros,    ///< "007": an identifier
    too_many_places,  ///< a seventh place that is not zero
    too_large,        ///< beyond +-10^18
    currency,         ///< "12.50 EUR": a unit that the program cannot hold against the others' units
    percent,          ///< "12 %": 12 or 0.12
    shortened,        ///< "4,91723E+12": the digits behind were lost before the file was saved
    formula_error,    ///< "#DIV/0!": what a spreadsheet shows in the place of a result
    date,             ///< "2024-03-01" among numbers
};

/// What a text says about its column before the format is known.
struct NumberShape {
    bool number_like = false;  ///< a person would call it a number, readable or not
    bool leading_zeros = false;
    bool point_only = false;  ///< only a decimal point makes it a number
    bool comma_only = false;
    bool indian = false;     ///< grouped as 12,34,567
    bool thousands = false;  ///< grouped by three as nobody does in India: 123,456 or 1 234 567
    Unit unit = Unit::none;  ///< if it has one
    /// ASCII digits, perhaps with a minus before and one `mark` between them, and within the limits of a
    /// Decimal: there is no problem with it under a format that says what the mark is.
    bool plain = false;
    char mark = 0;  ///< of what is plain: '.', ',' or 0
};

struct NumberReading {
    Decimal value;
    NumberProblem problem = NumberProblem::not_a_number;
    bool fraction = false;  ///< was written with decimal places, be they zeros
};

/// Grammar of a number as people write it, white space around it ignored:
///   number = "(" amount ")" | [sign] amount | amount "-"      sign = "+" | "-" | U+2212
///   amount = digits | groups, then optionally the decimal mark and digits; ".5" is fine, "5." is not
///   groups = 1-3 digits not starting with 0, then blocks of 3 digits, all behind the same separator:
///            the other mark, an apostrophe, or any kind of single space; or, behind commas, 1-2 digits not
///            starting with 0, then blocks of 2 digits, and one of 3 at the end
NumberShape number_shape(std::string_view text);
NumberReading read_number(std::string_view text, NumberFormat format);

}  // namespace tacit::table
