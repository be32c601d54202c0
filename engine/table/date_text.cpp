#include "table/date_text.h"

#include <array>

#include "table/unicode.h"

namespace tacit::table {

namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

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

DateShape iso_shape(std::string_view text, int year) {
    DateShape shape;
    const auto month = take_digits(text, 2);
    if (month.count != 2 || !take(text, '-')) return shape;
    const auto day = take_digits(text, 2);
    if (day.count != 2 || !is_rest(text)) return shape;
    shape.date = shape.iso = true;
    shape.day_first = shape.month_first = in_calendar(year, month.value, day.value);
    return shape;
}

}  // namespace

DateShape date_shape(std::string_view text) {
    DateShape shape;
    text = trimmed(text);
    if (text.size() < 6 || text.size() > 40 || !is_digit(text[0])) return shape;
    const auto first = take_digits(text, 4);
    if (first.count == 4 && take(text, '-')) return iso_shape(text, first.value);
    if (first.count == 0 || first.count > 2 || text.empty()) return shape;
    const char separator = text[0];
    if (separator != '.' && separator != '/' && separator != '-') return shape;
    text.remove_prefix(1);
    const auto second = take_digits(text, 2);
    if (second.count == 0 || !take(text, separator)) return shape;
    const auto year = take_digits(text, 4);
    const bool short_year = year.count == 2 && separator != '-';
    if ((year.count != 4 && !short_year) || !is_rest(text)) return shape;
    const int full_year = short_year ? 2000 + year.value : year.value;
    shape.date = true;
    shape.day_first = in_calendar(full_year, second.value, first.value);
    shape.month_first = separator != '.' && in_calendar(full_year, first.value, second.value);
    return shape;
}

}  // namespace tacit::table
