#include "table/number_format.h"

#include <algorithm>

#include "table/unicode.h"

namespace tacit::table {

namespace {

// What stands in a code outside of literal text.
struct Marks {
    bool date = false;
    bool time = false;
    bool minutes_or_months = false;
    bool elapsed = false;
    bool percent = false;
    bool currency = false;
    bool exponent = false;
    bool slash = false;
    bool at = false;
    bool digits = false;
};

bool is_currency(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const char32_t c = next_code_point(text, at);
        if (c == U'$' || (c >= 0xa2 && c <= 0xa5) || (c >= 0x20a0 && c <= 0x20cf)) return true;
    }
    return false;
}

void mark_bracket(std::string_view inside, Marks& marks) {
    if (inside.empty()) return;
    if (inside.find_first_not_of("hHmMsS") == std::string_view::npos) marks.elapsed = true;
    // [$sign-locale]; without a sign it is the locale alone.
    if (inside[0] == '$' && inside.size() > 1 && inside[1] != '-') marks.currency = true;
}

void mark_character(char c, Marks& marks) {
    switch (c) {
        case 'y':
        case 'Y':
        case 'd':
        case 'D':
            marks.date = true;
            break;
        case 'h':
        case 'H':
        case 's':
        case 'S':
            marks.time = true;
            break;
        case 'm':
        case 'M':
            marks.minutes_or_months = true;
            break;
        case 'E':
            marks.exponent = marks.digits;
            break;
        case '%':
            marks.percent = true;
            break;
        case '/':
            marks.slash = true;
            break;
        case '@':
            marks.at = true;
            break;
        case '$':
            marks.currency = true;
            break;
        case '0':
        case '#':
        case '?':
            marks.digits = true;
            break;
        default:
            break;
    }
}

Marks marks_of(std::string_view code) {
    Marks marks;
    // A code comes out of a file: in what is no UTF-8 nothing but ASCII counts.
    const bool well_formed = !utf8_error(code);
    for (std::size_t i = 0; i < code.size(); ++i) {
        const char c = code[i];
        if (c == '"') {
            const auto end = std::min(code.find('"', i + 1), code.size());
            if (well_formed && is_currency(code.substr(i + 1, end - i - 1))) marks.currency = true;
            i = end;
        } else if (c == '\\' || c == '_' || c == '*') {
            ++i;  // the next character is shown or used as it is
        } else if (c == '[') {
            const auto end = std::min(code.find(']', i), code.size());
            mark_bracket(code.substr(i + 1, end - i - 1), marks);
            i = end;
        } else if (static_cast<unsigned char>(c) >= 0x80 && well_formed) {
            std::size_t next = i;
            (void)next_code_point(code, next);
            if (is_currency(code.substr(i, next - i))) marks.currency = true;
            i = next - 1;
        } else {
            mark_character(c, marks);
        }
    }
    return marks;
}

}  // namespace

NumberFormatCode classify_format(std::string_view code) {
    const Marks marks = marks_of(code);
    if (marks.elapsed) return {FormatClass::elapsed};
    if (marks.date || (marks.minutes_or_months && !marks.time)) return {FormatClass::date};
    if (marks.time) return {FormatClass::time};
    const auto positive = code.substr(0, code.find(';'));
    if (positive.size() > 1 && positive.size() < 32 &&
        positive.find_first_not_of('0') == std::string_view::npos)
        return {FormatClass::padded, static_cast<std::uint8_t>(positive.size())};
    if (marks.percent) return {FormatClass::percent};
    if (marks.currency) return {FormatClass::currency};
    if (marks.exponent) return {FormatClass::scientific};
    if (marks.slash && marks.digits) return {FormatClass::fraction};
    if (marks.digits) return {FormatClass::number};
    return {marks.at ? FormatClass::text : FormatClass::general};
}

NumberFormatCode built_in_format(std::uint32_t id) {
    if (id == 46) return {FormatClass::elapsed};
    if ((id >= 18 && id <= 21) || id == 45 || id == 47 || (id >= 32 && id <= 35)) return {FormatClass::time};
    if ((id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 50 && id <= 58))
        return {FormatClass::date};
    if (id == 9 || id == 10) return {FormatClass::percent};
    if (id == 11 || id == 48) return {FormatClass::scientific};
    if (id == 12 || id == 13) return {FormatClass::fraction};
    if ((id >= 5 && id <= 8) || id == 42 || id == 44) return {FormatClass::currency};
    if (id == 49) return {FormatClass::text};
    return {id == 0 ? FormatClass::general : FormatClass::number};
}

}  // namespace tacit::table
