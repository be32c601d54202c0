#include "table/html_value.h"

#include <algorithm>
#include <array>
#include <optional>

#include "base/ascii.h"
#include "table/date_text.h"
#include "table/html_text.h"
#include "table/limits.h"
#include "table/number_text.h"
#include "table/numbered_json.h"
#include "table/sheet_number.h"
#include "table/unicode.h"
#include "table/xlsx_number.h"

namespace tacit::table {

namespace {

char small_letter(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}
bool of_word(char c) {
    return (small_letter(c) >= 'a' && small_letter(c) <= 'z') || static_cast<unsigned char>(c) >= 0x80;
}

std::string attribute(std::string_view attributes, std::string_view name) {
    std::string out;
    append_html_text(html_attribute(attributes, name).value_or(""), out, HtmlSpace::keep);
    return out;
}

// The letters for day, month, year and hour that LibreOffice has in other languages than English, by the low
// ten bits of a Windows language identifier.
struct DateLetters {
    unsigned language;
    std::string_view own, english;
};
constexpr std::array<DateLetters, 10> date_letters = {{{0x07, "TJ", "DY"},
                                                       {0x0c, "JA", "DY"},
                                                       {0x10, "GA", "DY"},
                                                       {0x0a, "A", "Y"},
                                                       {0x16, "A", "Y"},
                                                       {0x13, "JU", "YH"},
                                                       {0x0b, "PKVT", "DMYH"},
                                                       {0x1d, "T", "H"},
                                                       {0x06, "T", "H"},
                                                       {0x14, "T", "H"}}};

std::string in_english(std::string_view code, unsigned language) {
    std::string out(code);
    const auto known = std::find_if(date_letters.begin(), date_letters.end(),
                                    [&](const DateLetters& l) { return l.language == (language & 0x3ff); });
    if (known == date_letters.end()) return out;
    bool literal = false;
    for (std::size_t i = 0; i < out.size(); ++i) {
        if (out[i] == '"') literal = !literal;
        // The halves of the day are English everywhere, and not a year.
        if (std::string_view(out).substr(i, 5) == "AM/PM") i += 4;
        const auto at = literal ? std::string_view::npos : known->own.find(out[i]);
        if (at != std::string_view::npos) out[i] = known->english[at];
    }
    return out;
}

unsigned leading_number(std::string_view text) {
    unsigned value = 0;
    for (const char c : text) {
        if (!is_digit(c) || value > 0xffff) break;
        value = value * 10 + static_cast<unsigned>(c - '0');
    }
    return value;
}

std::string_view take_field(std::string_view& text) {
    const auto end = std::min(text.find(';'), text.size());
    const auto field = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    return field;
}

// The word for the general format, which has letters of dates in it in most languages.
bool is_general(std::string_view code) {
    std::string word;
    for (const char c : code) word.push_back(small_letter(c));
    for (const std::string_view start : {"general", "standa", "est", "geral", "padr", "yleinen"})
        if (word.substr(0, start.size()) == start) return true;
    return false;
}

HtmlValue of_libre_office(std::string_view attributes) {
    HtmlValue out;
    const auto value = html_attribute(attributes, "sdval");
    if (!value) return out;  // text, whatever its format
    out.kind = HtmlValue::Kind::number;
    out.text = trimmed(*value);
    // One decimal character and nothing else: a point is never before thousands here.
    if (const auto comma = out.text.find(','); comma != std::string::npos) out.text[comma] = '.';
    const auto sdnum = attribute(attributes, "sdnum");
    std::string_view rest = sdnum;
    const unsigned of_value = leading_number(take_field(rest));
    const unsigned of_format = leading_number(take_field(rest));
    const auto code = in_english(rest, of_format != 0 ? of_format : of_value);
    if (rest == "BOOLEAN" || rest == "LOGISCH") {
        out.kind = HtmlValue::Kind::boolean;
        out.text = out.text == "0" ? "FALSE" : "TRUE";
    } else if (code.empty() || is_general(rest)) {
        out.format = HtmlValue::Format::general;
    } else {
        out.format = HtmlValue::Format::given;
        out.code = classify_format(code);
    }
    return out;
}

// By the number of the kind of format, where its code is not there.
NumberFormatCode sheets_format(std::string_view kind) {
    if (kind == "3") return {FormatClass::percent};
    if (kind == "4") return {FormatClass::currency};
    if (kind == "5" || kind == "7") return {FormatClass::date};
    if (kind == "6") return {FormatClass::time};
    return {};
}

HtmlValue of_sheets(std::string_view attributes) {
    HtmlValue out;
    const auto value = attribute(attributes, "data-sheets-value");
    const auto kind = json_member(value, "1").value_or("");
    if (kind == "2") {
        if (auto text = json_string(json_member(value, "2").value_or(""))) {
            out.kind = HtmlValue::Kind::text;
            out.text = std::move(*text);
        }
    } else if (kind == "3") {
        const auto number = json_member(value, "3");
        if (!number || !plain_number(*number)) return out;
        out.kind = HtmlValue::Kind::number;
        out.text = *number;
        out.format = HtmlValue::Format::general;
        const auto format = attribute(attributes, "data-sheets-numberformat");
        if (const auto form = json_member(format, "1")) {
            const auto code = json_string(json_member(format, "2").value_or("")).value_or("");
            out.code = code.empty() ? sheets_format(*form) : classify_format(code);
            if (!code.empty() || is_date(out.code.format)) out.format = HtmlValue::Format::given;
        }
    } else if (kind == "4") {
        const auto truth = json_member(value, "4").value_or("");
        if (truth != "0" && truth != "1") return out;
        out.kind = HtmlValue::Kind::boolean;
        out.text = truth == "0" ? "FALSE" : "TRUE";
    }
    return out;
}

bool has_letter(std::string_view text) {
    return std::any_of(text.begin(), text.end(), of_word);
}
bool has_digit(std::string_view text) {
    return std::any_of(text.begin(), text.end(), is_digit);
}

// LibreOffice has 0 beside an error: "#DIV/0!", "Err:502" or, in German, "Fehler:502"; not "###", which is a
// narrow column.
bool is_error(std::string_view shown) {
    if (shown.size() < 3) return false;
    if (shown[0] == '#') return shown.find_first_not_of('#') != std::string_view::npos;
    const auto colon = shown.find(':');
    if (colon == 0 || colon == std::string_view::npos || has_digit(shown.substr(0, colon))) return false;
    const auto number = trimmed(shown.substr(colon + 1));
    return number.size() == 3 && number[0] == '5' && std::all_of(number.begin(), number.end(), is_digit);
}

// The digits of the first number in a text, without zeros in front; separators between them are passed over.
struct ShownDigits {
    bool any = false;
    std::string significant;
};
ShownDigits digits_of(std::string_view shown) {
    ShownDigits out;
    std::size_t gap = 0;
    for (const char c : shown) {
        if (is_digit(c)) {
            out.any = true;
            gap = 0;
            if (c != '0' || !out.significant.empty()) out.significant.push_back(c);
        } else if (out.any) {
            // No separator takes more than the three bytes of a narrow space.
            const bool separator = c == '.' || c == ',' || c == '\'' || c == ' ' || (c & 0x80) != 0;
            if (!separator || ++gap > 3) break;
        }
    }
    return out;
}

std::string incremented(std::string digits) {
    std::size_t i = digits.size();
    while (i > 0 && digits[i - 1] == '9') digits[--i] = '0';
    if (i > 0)
        ++digits[i - 1];
    else
        digits.insert(digits.begin(), '1');
    return digits;
}

// Whether a cell with this number could show this text: its digits, rounded to as many as one sees. Where the
// point stands is not compared, since percentages, thousands and exponents move it.
bool could_show(std::string_view plain, std::string_view shown) {
    const auto seen = digits_of(shown);
    std::string digits;
    for (const char c : plain)
        if (is_digit(c) && (c != '0' || !digits.empty())) digits.push_back(c);
    if (seen.significant.empty())
        return plain.substr(0, plain.find('.')).find_first_not_of("-0") == plain.npos;
    const std::size_t count = seen.significant.size();
    if (digits.size() < count) digits.append(count - digits.size(), '0');
    return seen.significant == digits.substr(0, count) ||
           seen.significant == incremented(digits.substr(0, count)) ||
           seen.significant == incremented(digits.substr(0, count - 1));
}

HtmlCell as_shown(std::string_view shown, CellKind kind = CellKind::text) {
    return {std::string(shown), {}, kind, FormatClass::general, {}, {}, {}};
}

// These programs count days without the one that never was, 29 February 1900: up to then they are a day
// behind Excel. What Excel cannot say, such as a day of 1880, stays as it is shown.
std::optional<std::string> excel_day(const std::string& plain, FormatClass format) {
    constexpr unsigned first_common = 61;
    if (plain[0] == '-') return std::nullopt;
    const auto days = leading_number(plain);
    if (days >= first_common || format == FormatClass::elapsed) return plain;
    if (format == FormatClass::time) return days == 0 ? std::optional(plain) : std::nullopt;
    if (days < 2) return std::nullopt;
    return std::to_string(days - 1) + plain.substr(std::min(plain.find('.'), plain.size()));
}

HtmlCell number_cell(std::string_view lexeme, NumberFormatCode code) {
    auto number = sheet_number(lexeme, code, false);
    return {std::move(number.text),  std::string(lexeme), number.kind, code.format,
            std::move(number.noted), number.problem,      number.next};
}

constexpr std::string_view other_value_problem =
    "Behind this cell the page holds another number than it shows; what it shows was taken.";
constexpr std::string_view other_value_next = "Check the cell in the program that the page comes from.";

HtmlCell of_unknown_format(std::string_view shown, const HtmlValue& value) {
    const std::string_view lexeme = value.text.empty() ? shown : std::string_view(value.text);
    const auto plain = plain_number(trimmed(lexeme));
    if (!plain) return as_shown(shown);
    // A zero may be a dash; of a date the number would be its serial.
    const bool dash = !has_digit(shown) && !has_letter(shown) && shown.find('#') == std::string_view::npos &&
                      plain->find_first_not_of("-0.") == std::string::npos;
    if (!dash && (!number_shape(shown).number_like || !could_show(*plain, shown))) return as_shown(shown);
    const bool zeros_in_front = shown.size() > 1 && shown[0] == '0' && shown.size() < 32 &&
                                std::all_of(shown.begin(), shown.end(), is_digit);
    if (!zeros_in_front) return number_cell(lexeme, {});
    return number_cell(lexeme, {FormatClass::padded, static_cast<std::uint8_t>(shown.size())});
}

HtmlCell of_number(std::string_view shown, const HtmlValue& value) {
    const auto plain = plain_number(value.text);
    if (!plain) return as_shown(shown);
    if (is_error(shown) && plain->find_first_not_of("-0.") == std::string::npos)
        return as_shown(shown, CellKind::error);
    const bool fits = could_show(*plain, shown);
    const auto code = value.code;
    if (is_date(code.format)) {
        // Perhaps the format is no date, and only looks like one in a language that we do not know.
        if (fits && plain_number(shown)) return number_cell(value.text, {});
        const auto day = excel_day(*plain, code.format);
        return day ? number_cell(*day, code) : as_shown(shown);
    }
    if (!has_digit(shown)) {
        // Nothing, a dash or a sign for a number; but words, such as a weekday, are what they are.
        const bool words = code.format == FormatClass::general && has_letter(shown);
        return words ? as_shown(shown) : number_cell(value.text, code);
    }
    if (fits || code.format == FormatClass::fraction) return number_cell(value.text, code);
    auto out = as_shown(shown);
    if (date_shape(shown).date || has_letter(shown)) return out;
    out.noted = shown;
    out.problem = other_value_problem;
    out.next = other_value_next;
    return out;
}

}  // namespace

HtmlValue html_value(std::string_view attributes) {
    if (const auto number = html_attribute(attributes, "x:num")) {
        HtmlValue out;
        out.kind = HtmlValue::Kind::number;
        out.text = trimmed(*number);
        return out;
    }
    if (html_attribute(attributes, "data-sheets-value")) {
        auto out = of_sheets(attributes);
        if (out.kind != HtmlValue::Kind::none) return out;
    }
    return of_libre_office(attributes);
}

HtmlCell html_cell(std::string_view shown, const HtmlValue& value) {
    switch (value.kind) {
        case HtmlValue::Kind::none:
            return as_shown(shown);
        case HtmlValue::Kind::text:
            // The page has one space for several, and none at the ends.
            return as_shown(value.text.size() <= max_cell_bytes &&
                                    without_extra_space(value.text) == without_extra_space(shown)
                                ? std::string_view(value.text)
                                : shown);
        case HtmlValue::Kind::boolean:
            if (is_error(shown)) return as_shown(shown, CellKind::error);
            return {value.text, std::string(shown), CellKind::boolean, FormatClass::general, {}, {}, {}};
        case HtmlValue::Kind::number:
            return value.format == HtmlValue::Format::unknown ? of_unknown_format(shown, value)
                                                              : of_number(shown, value);
    }
    return as_shown(shown);
}

}  // namespace tacit::table
