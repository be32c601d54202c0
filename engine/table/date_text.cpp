#include "table/date_text.h"

#include <algorithm>
#include <array>
#include <optional>

#include "base/ascii.h"
#include "table/unicode.h"

namespace tacit::table {

namespace {

// 1 to `most` digits; moves behind them. The count is 0 if there is none or one too many.
struct Digits {
    int value = 0;
    int count = 0;
};
Digits take_digits(std::string_view& text, int most) {
    Digits out;
    while (!text.empty() && is_digit(text[0])) {
        if (out.count == most) return {0, 0};
        out.value = out.value * 10 + (text[0] - '0');
        ++out.count;
        text.remove_prefix(1);
    }
    return out;
}

bool take(std::string_view& text, char c) {
    if (text.empty() || text[0] != c) return false;
    text.remove_prefix(1);
    return true;
}

bool in_calendar(int year, int month, int day) {
    constexpr std::array<int, 12> lengths = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (year < 1 || month < 1 || month > 12 || day < 1) return false;
    const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return day <= lengths[static_cast<std::size_t>(month - 1)] + (month == 2 && leap ? 1 : 0);
}

// Nothing, or hh:mm[:ss[.fraction]][Z|+hh:mm|-hh:mm].
bool is_time(std::string_view text) {
    const auto hours = take_digits(text, 2);
    if (hours.count == 0 || hours.value > 24 || !take(text, ':')) return false;
    const auto minutes = take_digits(text, 2);
    if (minutes.count != 2 || minutes.value > 59) return false;
    if (take(text, ':')) {
        const auto seconds = take_digits(text, 2);
        if (seconds.count != 2 || seconds.value > 60) return false;
        if (take(text, '.') && take_digits(text, 9).count == 0) return false;
    }
    if (text.empty() || take(text, 'Z')) return text.empty();
    if (!take(text, '+') && !take(text, '-')) return false;
    const auto offset = take_digits(text, 2);
    take(text, ':');
    const bool minutes_fine = text.empty() || take_digits(text, 2).count == 2;
    return offset.count == 2 && minutes_fine && text.empty();
}

bool is_rest(std::string_view text) {
    if (text.empty()) return true;
    return (take(text, 'T') || take(text, ' ')) && is_time(text);
}

/// The numbers of a date in the order in which they stand, and what comes behind.
struct DateParts {
    bool iso = false;
    bool short_year = false;
    char separator = '-';
    int year = 0;
    int first = 0;   ///< the month of an ISO date
    int second = 0;  ///< its day
    std::string_view rest;
};

std::optional<DateParts> iso_parts(std::string_view text, int year) {
    const auto month = take_digits(text, 2);
    if (month.count != 2 || !take(text, '-')) return std::nullopt;
    const auto day = take_digits(text, 2);
    if (day.count != 2 || !is_rest(text)) return std::nullopt;
    return DateParts{true, false, '-', year, month.value, day.value, text};
}

std::optional<DateParts> date_parts(std::string_view text) {
    text = trimmed(text);
    if (text.size() < 6 || text.size() > 40 || !is_digit(text[0])) return std::nullopt;
    const auto first = take_digits(text, 4);
    if (first.count == 4 && take(text, '-')) return iso_parts(text, first.value);
    if (first.count == 0 || first.count > 2 || text.empty()) return std::nullopt;
    const char separator = text[0];
    if (separator != '.' && separator != '/' && separator != '-') return std::nullopt;
    text.remove_prefix(1);
    const auto second = take_digits(text, 2);
    if (second.count == 0 || !take(text, separator)) return std::nullopt;
    const auto year = take_digits(text, 4);
    const bool short_year = year.count == 2 && separator != '-';
    if ((year.count != 4 && !short_year) || !is_rest(text)) return std::nullopt;
    return DateParts{false,       short_year,   separator, short_year ? 2000 + year.value : year.value,
                     first.value, second.value, text};
}

DateShape shape_of(const DateParts& parts) {
    DateShape shape;
    shape.date = true;
    shape.iso = parts.iso;
    if (parts.iso) {
        shape.day_first = shape.month_first = in_calendar(parts.year, parts.first, parts.second);
        return shape;
    }
    shape.day_first = in_calendar(parts.year, parts.second, parts.first);
    shape.month_first = parts.separator != '.' && in_calendar(parts.year, parts.first, parts.second);
    return shape;
}

bool is_midnight(std::string_view rest) {
    return std::all_of(rest.begin(), rest.end(), [](char c) {
        return c == 'T' || c == ' ' || c == ':' || c == '.' || c == '0' || c == 'Z';
    });
}

void append_digits(std::string& out, int value, int digits) {
    const auto text = std::to_string(value);
    out.append(static_cast<std::size_t>(digits) - std::min(text.size(), static_cast<std::size_t>(digits)),
               '0');
    out += text;
}

}  // namespace

DateShape date_shape(std::string_view text) {
    const auto parts = date_parts(text);
    return parts ? shape_of(*parts) : DateShape{};
}

DateProblem iso_date(std::string_view text, DateOrder order, std::string& out) {
    const auto parts = date_parts(text);
    if (!parts) return DateProblem::not_a_date;
    auto shape = shape_of(*parts);
    if (!parts->iso && order == DateOrder::day_first) shape.month_first = false;
    if (!parts->iso && order == DateOrder::month_first) shape.day_first = false;
    if (!shape.day_first && !shape.month_first) return DateProblem::not_a_date;
    if (!parts->iso && shape.day_first && shape.month_first && parts->first != parts->second)
        return DateProblem::ambiguous;
    if (parts->short_year) return DateProblem::short_year;
    if (!is_midnight(parts->rest)) return DateProblem::time_of_day;
    const bool month_first = parts->iso || !shape.day_first;
    out.clear();
    append_digits(out, parts->year, 4);
    out += '-';
    append_digits(out, month_first ? parts->first : parts->second, 2);
    out += '-';
    append_digits(out, month_first ? parts->second : parts->first, 2);
    return DateProblem::none;
}

}  // namespace tacit::table
