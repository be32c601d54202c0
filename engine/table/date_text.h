#pragma once

#include <string>
#include <string_view>

namespace tacit::table {

/// Which of two numbers in front of a year is the day, decided once for a column.
enum class DateOrder { undecided, day_first, month_first };

/// What a text says about being a date, optionally with a time of day behind it.
struct DateShape {
    bool date = false;       ///< the pattern of a date, a possible day or not
    bool day_first = false;  ///< a day of the calendar if the day comes first (always set for ISO dates)
    bool month_first = false;
    bool iso = false;
};

/// Year-month-day (ISO 8601), or day and month in either order before the year with '.', '/' or '-'.
/// Two digits of a year are accepted behind '.' and '/'.
DateShape date_shape(std::string_view text);

enum class DateProblem {
    none,
    not_a_date,
    ambiguous,    ///< 05/06/2024, and the order is not decided
    short_year,   ///< 05.06.24: of which century?
    time_of_day,  ///< other than midnight
};

/// A day of the calendar as "2024-06-05" in `out`. `order` is the column's.
DateProblem iso_date(std::string_view text, DateOrder order, std::string& out);

}  // namespace tacit::table
