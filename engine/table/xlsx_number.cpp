#include "table/xlsx_number.h"

#include <algorithm>
#include <cstdint>
#include <cstdio>

#include "base/ascii.h"

namespace tacit::table {

namespace {

constexpr std::size_t kept_digits = 15;
constexpr std::int64_t max_exponent = 400;  // binary numbers of 64 bits end at 308

// sign, digits without leading zeros, and where the point stands: 0.digits * 10^point.
struct Parts {
    bool negative = false;
    std::string digits;
    std::int64_t point = 0;
};

std::string_view take_digits(std::string_view& text) {
    const auto end = std::find_if_not(text.begin(), text.end(), is_digit);
    const auto digits = text.substr(0, static_cast<std::size_t>(end - text.begin()));
    text.remove_prefix(digits.size());
    return digits;
}

std::optional<std::int64_t> take_exponent(std::string_view& text) {
    if (text.empty()) return 0;
    if (text[0] != 'e' && text[0] != 'E') return std::nullopt;
    text.remove_prefix(1);
    const bool negative = !text.empty() && text[0] == '-';
    if (!text.empty() && (text[0] == '-' || text[0] == '+')) text.remove_prefix(1);
    const auto digits = take_digits(text);
    if (digits.empty() || digits.size() > 4 || !text.empty()) return std::nullopt;
    std::int64_t value = 0;
    for (const char c : digits) value = value * 10 + (c - '0');
    if (value > max_exponent) return std::nullopt;
    return negative ? -value : value;
}

// Half away from zero at the sixteenth digit; a carry may move the point.
void round_to_kept(Parts& parts) {
    if (parts.digits.size() <= kept_digits) return;
    const bool up = parts.digits[kept_digits] >= '5';
    parts.digits.resize(kept_digits);
    if (!up) return;
    std::size_t i = kept_digits;
    while (i > 0 && parts.digits[i - 1] == '9') parts.digits[--i] = '0';
    if (i > 0) {
        ++parts.digits[i - 1];
    } else {
        parts.digits.insert(parts.digits.begin(), '1');
        ++parts.point;
    }
}

std::string written_out(Parts parts) {
    while (!parts.digits.empty() && parts.digits.back() == '0') parts.digits.pop_back();
    if (parts.digits.empty()) return "0";
    std::string out = parts.negative ? "-" : "";
    const auto size = static_cast<std::int64_t>(parts.digits.size());
    if (parts.point <= 0) {
        out += "0." + std::string(static_cast<std::size_t>(-parts.point), '0') + parts.digits;
    } else if (parts.point >= size) {
        out += parts.digits + std::string(static_cast<std::size_t>(parts.point - size), '0');
    } else {
        out += parts.digits.substr(0, static_cast<std::size_t>(parts.point)) + "." +
               parts.digits.substr(static_cast<std::size_t>(parts.point));
    }
    return out;
}

struct Day {
    std::int64_t year;
    unsigned month;
    unsigned day;
};

// Days since 1970-01-01 to the proleptic Gregorian calendar, counted from a year that begins in March so
// that leap days come last.
Day from_days(std::int64_t days) {
    const std::int64_t shifted = days + 719'468;
    const std::int64_t era = shifted / 146'097;  // never negative for the years that spreadsheets have
    const std::int64_t of_era = shifted % 146'097;
    const std::int64_t year = (of_era - of_era / 1'460 + of_era / 36'524 - of_era / 146'096) / 365;
    const std::int64_t of_year = of_era - (365 * year + year / 4 - year / 100);
    const std::int64_t month = (5 * of_year + 2) / 153;
    const auto day = static_cast<unsigned>(of_year - (153 * month + 2) / 5 + 1);
    const auto calendar_month = static_cast<unsigned>(month < 10 ? month + 3 : month - 9);
    return {year + era * 400 + (calendar_month <= 2 ? 1 : 0), calendar_month, day};
}

std::string iso_day(std::int64_t serial, bool date_1904) {
    constexpr std::int64_t epoch_1899_12_30 = -25'569;
    constexpr std::int64_t epoch_1904_01_01 = -24'107;
    Day day{};
    if (date_1904)
        day = from_days(serial + epoch_1904_01_01);
    else if (serial == 60)
        return "1900-02-29";  // a day that never was, kept from Lotus 1-2-3
    else
        day = from_days(serial + epoch_1899_12_30 + (serial < 60 ? 1 : 0));
    char text[32];
    std::snprintf(text, sizeof text, "%04d-%02u-%02u", static_cast<int>(day.year), day.month, day.day);
    return text;
}

std::string clock_text(std::int64_t seconds) {
    char text[40];
    std::snprintf(text, sizeof text, "%02lld:%02d:%02d", static_cast<long long>(seconds / 3600),
                  static_cast<int>(seconds / 60 % 60), static_cast<int>(seconds % 60));
    return text;
}

}  // namespace

std::optional<std::string> plain_number(std::string_view lexeme) {
    Parts parts;
    if (lexeme.size() > 400) return std::nullopt;
    if (!lexeme.empty() && (lexeme[0] == '-' || lexeme[0] == '+')) {
        parts.negative = lexeme[0] == '-';
        lexeme.remove_prefix(1);
    }
    std::string_view rest = lexeme;
    const auto whole = take_digits(rest);
    std::string_view fraction;
    const bool has_point = !rest.empty() && rest[0] == '.';
    if (has_point) {
        rest.remove_prefix(1);
        fraction = take_digits(rest);
    }
    if (whole.empty() && fraction.empty()) return std::nullopt;
    const bool scientific = !rest.empty();
    const auto exponent = take_exponent(rest);
    if (!exponent) return std::nullopt;

    parts.digits = std::string(whole) + std::string(fraction);
    parts.point = static_cast<std::int64_t>(whole.size()) + *exponent;
    const auto zeros = std::min(parts.digits.find_first_not_of('0'), parts.digits.size());
    parts.digits.erase(0, zeros);
    parts.point -= static_cast<std::int64_t>(zeros);
    const bool rounded = (has_point || scientific) && parts.digits.size() > kept_digits;
    // What needs no change keeps its text, trailing zeros included.
    if (!scientific && !rounded && !whole.empty() && (!has_point || !fraction.empty()))
        return (parts.negative ? "-" : "") + std::string(lexeme);
    if (rounded) round_to_kept(parts);
    return written_out(std::move(parts));
}

bool beyond_spreadsheet_digits(std::string_view plain) {
    if (!plain.empty() && (plain[0] == '-' || plain[0] == '+')) plain.remove_prefix(1);
    return take_digits(plain).size() > kept_digits;
}

std::string padded(std::string_view plain, NumberFormatCode format) {
    // A fraction would be shown rounded, so it stays as it is.
    const bool negative = !plain.empty() && plain[0] == '-';
    const auto digits = plain.substr(negative ? 1 : 0);
    if (format.format != FormatClass::padded || digits.size() >= format.width ||
        digits.find('.') != std::string_view::npos)
        return std::string(plain);
    return (negative ? "-" : "") + std::string(format.width - digits.size(), '0') + std::string(digits);
}

std::optional<std::string> date_text(std::string_view plain, FormatClass format, bool date_1904) {
    constexpr std::int64_t seconds_per_day = 86'400;
    constexpr std::int64_t last_serial = 2'958'465;  // 9999-12-31
    if (plain.empty() || plain[0] == '-')
        return plain == "-0" ? date_text("0", format, date_1904) : std::nullopt;
    const auto whole = take_digits(plain);
    if (whole.empty() || whole.size() > 7) return std::nullopt;
    std::int64_t days = 0;
    for (const char c : whole) days = days * 10 + (c - '0');
    // Twelve digits of a day are less than a microsecond.
    constexpr std::int64_t unit = 1'000'000'000'000;
    std::int64_t fraction = 0;
    for (std::size_t i = 1; i <= 12; ++i)
        fraction = fraction * 10 + (i < plain.size() && is_digit(plain[i]) ? plain[i] - '0' : 0);
    // Split, so that the product stays within 64 bits.
    const std::int64_t micro =
        fraction / 1'000'000 * seconds_per_day + fraction % 1'000'000 * seconds_per_day / 1'000'000;
    std::int64_t seconds = (micro + unit / 2'000'000) / (unit / 1'000'000);
    if (seconds == seconds_per_day) {
        seconds = 0;
        ++days;
    }
    if (format == FormatClass::elapsed) return clock_text(days * seconds_per_day + seconds);
    if (format == FormatClass::time && days == 0) return clock_text(seconds);
    if (days > last_serial - (date_1904 ? 1462 : 0) || (days == 0 && !date_1904)) return std::nullopt;
    std::string out = iso_day(days, date_1904);
    if (seconds != 0 || format == FormatClass::time) out += "T" + clock_text(seconds);
    return out;
}

}  // namespace tacit::table
