#include "table/number_text.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "base/ascii.h"
#include "table/unicode.h"

namespace tacit::table {

namespace {

constexpr std::size_t max_core = 96;
constexpr char any_space = '_';
constexpr char apostrophe = '\'';

constexpr std::array<std::string_view, 28> currency_codes = {
    "AUD", "BGN", "BRL", "CAD", "CHF", "CNY", "CZK", "DKK", "EUR", "GBP", "HKD", "HUF", "ILS", "INR",
    "JPY", "KRW", "MXN", "NOK", "NZD", "PLN", "RON", "RUB", "SEK", "SGD", "TRY", "UAH", "USD", "ZAR"};

bool is_currency_sign(char32_t c) {
    return c == U'$' || (c >= 0xa2 && c <= 0xa5) || (c >= 0x20a0 && c <= 0x20cf);
}

// A number without its affixes: digits, '.', ',', any_space and apostrophe only.
struct Scan {
    std::array<char, max_core> core;  // the first `size` of them; not cleared, as this runs for every cell
    std::size_t size = 0;
    bool negative = false;
    Unit currency = Unit::none;
    Unit percent = Unit::none;
    bool exponent = false;
    bool ok = false;

    std::string_view text() const { return {core.data(), size}; }
    /// The one that stands alone.
    Unit unit() const {
        if (currency != Unit::none && percent != Unit::none) return Unit::none;
        return currency != Unit::none ? currency : percent;
    }
};

Unit unit_of_sign(char32_t sign) {
    return static_cast<Unit>(sign);
}
// Above all code points.
Unit unit_of_code(std::string_view letters) {
    return static_cast<Unit>(static_cast<std::uint32_t>(letters[0]) << 16 |
                             static_cast<std::uint32_t>(letters[1]) << 8 |
                             static_cast<std::uint32_t>(letters[2]));
}
constexpr std::uint32_t last_code_point = 0x10ffff;

class Scanner {
  public:
    explicit Scanner(std::string_view text) : rest_(trimmed(text)) {}

    Scan run() {
        if (!may_start()) return scan_;
        if (rest_.size() > 2 && rest_.front() == '(' && rest_.back() == ')') {
            rest_ = trimmed(rest_.substr(1, rest_.size() - 2));
            scan_.negative = signed_ = true;
        }
        take_prefix();
        take_suffix();
        scan_.ok = take_core();
        return scan_;
    }

  private:
    // Most texts are told by their first byte.
    bool may_start() const {
        if (rest_.empty()) return false;
        const char c = rest_.front();
        if (c >= 'A' && c <= 'Z') return code_in_front();
        return is_digit(c) || c == '-' || c == '+' || c == '.' || c == ',' || c == '(' || c == '$' ||
               static_cast<std::uint8_t>(c) >= 0x80;
    }

    bool drop_prefix(std::size_t bytes) {
        rest_ = trimmed(rest_.substr(bytes));
        return true;
    }
    bool drop_suffix(std::size_t bytes) {
        rest_ = trimmed(rest_.substr(0, rest_.size() - bytes));
        return true;
    }

    void take_prefix() {
        while (!rest_.empty() && !is_digit(rest_.front())) {
            std::size_t length = 0;
            const char32_t c = next_code_point(rest_, length);
            if (!signed_ && (c == U'-' || c == U'+' || c == 0x2212)) {
                scan_.negative = c != U'+';
                signed_ = drop_prefix(length);
            } else if (scan_.currency == Unit::none && is_currency_sign(c)) {
                scan_.currency = unit_of_sign(c);
                drop_prefix(length);
            } else if (scan_.currency == Unit::none && code_in_front()) {
                scan_.currency = unit_of_code(rest_);
                drop_prefix(3);
            } else {
                return;
            }
        }
    }

    void take_suffix() {
        while (!rest_.empty() && !is_digit(rest_.back())) {
            std::size_t start = rest_.size() - 1;
            while (start > 0 && (static_cast<std::uint8_t>(rest_[start]) & 0xc0) == 0x80) --start;
            std::size_t at = start;
            const char32_t c = next_code_point(rest_, at);
            const std::size_t length = rest_.size() - start;
            if (!signed_ && (c == U'-' || c == 0x2212)) {
                scan_.negative = true;
                signed_ = drop_suffix(length);
            } else if (scan_.percent == Unit::none && is_share_of_hundred(unit_of_sign(c))) {
                scan_.percent = unit_of_sign(c);
                drop_suffix(length);
            } else if (scan_.currency == Unit::none && is_currency_sign(c)) {
                scan_.currency = unit_of_sign(c);
                drop_suffix(length);
            } else if (scan_.currency == Unit::none && rest_.size() > 3 &&
                       is_code(rest_.substr(rest_.size() - 3))) {
                scan_.currency = unit_of_code(rest_.substr(rest_.size() - 3));
                drop_suffix(3);
            } else {
                return;
            }
        }
    }

    // Words in capitals are no codes: there is something else than a letter behind one.
    bool code_in_front() const {
        return rest_.size() > 3 && (rest_[3] < 'A' || rest_[3] > 'z') && is_code(rest_.substr(0, 3));
    }
    static bool is_code(std::string_view text) {
        if (text.empty() || text[0] < 'A' || text[0] > 'Z') return false;
        return std::binary_search(currency_codes.begin(), currency_codes.end(), text);
    }

    bool take_core() {
        bool digits = false;
        std::size_t at = 0;
        while (at < rest_.size()) {
            const std::size_t start = at;
            const char32_t c = next_code_point(rest_, at);
            if (digits && (c == U'e' || c == U'E') && is_exponent(rest_.substr(at))) {
                scan_.exponent = true;
                return true;
            }
            char kept = 0;
            if (c < 0x80 && is_digit(rest_[start])) {
                kept = rest_[start];
                digits = true;
            } else if (c == U'.' || c == U',') {
                kept = rest_[start];
            } else if (c == U'\'' || c == 0x2019) {
                kept = apostrophe;
            } else if (c == U' ' || c == 0xa0 || c == 0x2007 || c == 0x2009 || c == 0x202f) {
                kept = any_space;
            }
            if (kept == 0 || scan_.size == max_core) return false;
            scan_.core[scan_.size++] = kept;
        }
        return digits;
    }

    static bool is_exponent(std::string_view text) {
        if (!text.empty() && (text[0] == '+' || text[0] == '-')) text.remove_prefix(1);
        return !text.empty() && text.size() <= 4 && std::all_of(text.begin(), text.end(), is_digit);
    }

    std::string_view rest_;
    Scan scan_;
    bool signed_ = false;
};

// A core read with one decimal mark, as a plain lexeme.
struct Plain {
    std::array<char, max_core + 2> buffer;  // as above
    std::size_t size = 0;
    std::size_t whole = 0;  // digits before the point
    bool fraction = false;
    bool indian = false;     // as in NumberShape
    bool thousands = false;  // likewise
    bool ok = false;

    void put(char c) { buffer[size++] = c; }
    std::string_view text() const { return {buffer.data(), size}; }
    bool leading_zeros() const { return whole > 1 && buffer[0] == '0'; }
};

// "12,34,567" from its first comma on, which is at `first`.
bool is_indian(std::string_view digits, std::size_t first) {
    constexpr std::size_t last_block = 4, block = 3;  // with the comma
    if (digits[first] != ',' || first > 2 || digits.size() - first <= last_block ||
        (digits.size() - first - last_block) % block != 0)
        return false;
    for (std::size_t i = first; i < digits.size(); ++i) {
        const bool comma =
            i + last_block >= digits.size() ? i + last_block == digits.size() : (i - first) % block == 0;
        if (comma ? digits[i] != ',' : !is_digit(digits[i])) return false;
    }
    return true;
}

// Digits in blocks of three, or in one block, or as in India.
bool put_groups(std::string_view digits, char decimal, Plain& out) {
    std::size_t first = 0;
    while (first < digits.size() && is_digit(digits[first])) ++first;
    if (first == digits.size()) {
        for (const char c : digits) out.put(c);
        return true;
    }
    const char separator = digits[first];
    if (separator == decimal || first == 0 || first > 3 || digits[0] == '0') return false;
    if (is_indian(digits, first)) {
        out.indian = true;
        for (const char c : digits)
            if (c != ',') out.put(c);
        return true;
    }
    // 12,345 is written so in India, too.
    out.thousands = first == 3 || digits.size() - first > 4;
    for (std::size_t i = 0; i < first; ++i) out.put(digits[i]);
    std::size_t at = first;
    while (at < digits.size()) {
        if (digits[at] != separator || digits.size() - at < 4) return false;
        for (std::size_t i = 1; i <= 3; ++i) {
            if (!is_digit(digits[at + i])) return false;
            out.put(digits[at + i]);
        }
        at += 4;
    }
    return true;
}

Plain read_core(std::string_view core, char decimal) {
    Plain out;
    const auto mark = core.find(decimal);
    const auto before = core.substr(0, mark);
    if (!put_groups(before, decimal, out)) return out;
    out.whole = out.size;
    if (out.whole == 0) out.put('0');
    if (mark != std::string_view::npos) {
        const auto after = core.substr(mark + 1);
        if (after.empty() || !std::all_of(after.begin(), after.end(), is_digit)) return out;
        out.put('.');
        for (const char c : after) out.put(c);
        out.fraction = true;
    } else if (out.whole == 0) {
        return out;
    }
    out.ok = true;
    return out;
}

// Nearly all numbers: an ASCII sign or none, digits, and perhaps one mark with digits behind it that can only
// be a decimal mark. What is told here is what the whole grammar would tell.
struct Simple {
    bool ok = false;
    bool plain = false;  ///< as in NumberShape
    bool never = false;  ///< a minus between digits, as in dates: no number, however it is read
    char mark = 0;
    std::size_t whole = 0;
    bool leading_zeros = false;
};

Simple simple_number(std::string_view text) {
    Simple out;
    const std::size_t begin = !text.empty() && text[0] == '-' ? 1 : 0;
    std::size_t at = begin;
    while (at < text.size() && is_digit(text[at])) ++at;
    out.whole = at - begin;
    if (out.whole == 0 || text.size() > max_core) return out;
    const bool zero_first = text[begin] == '0';
    out.leading_zeros = out.whole > 1 && zero_first;
    std::size_t fraction = 0;
    if (at < text.size()) {
        out.mark = text[at];
        out.never = out.mark == '-' && at + 1 < text.size() && is_digit(text[at + 1]);
        if (out.mark != '.' && out.mark != ',') return out;
        fraction = text.size() - ++at;
        while (at < text.size() && is_digit(text[at])) ++at;
        if (fraction == 0) return out;
    }
    if (at != text.size()) return out;
    out.plain = !out.leading_zeros && out.whole <= 18 && fraction <= Decimal::places;
    // One group of three could be thousands.
    out.ok = fraction != 3 || out.whole > 3 || zero_first;
    return out;
}

NumberReading failed(NumberProblem problem) {
    return {Decimal(), problem, false};
}

NumberReading read_plain(std::string_view plain, bool fraction) {
    NumberReading reading;
    reading.fraction = fraction;
    switch (Decimal::parse(plain, reading.value)) {
        case DecimalProblem::none:
            reading.problem = NumberProblem::none;
            break;
        case DecimalProblem::not_a_number:
            reading.problem = NumberProblem::not_a_number;
            break;
        case DecimalProblem::too_many_places:
            reading.problem = NumberProblem::too_many_places;
            break;
        case DecimalProblem::too_large:
            reading.problem = NumberProblem::too_large;
            break;
    }
    return reading;
}

}  // namespace

std::string unit_text(Unit unit) {
    const auto value = static_cast<std::uint32_t>(unit);
    std::string out;
    if (value > last_code_point)
        out = {static_cast<char>(value >> 16), static_cast<char>(value >> 8 & 0xff),
               static_cast<char>(value & 0xff)};
    else if (value != 0)
        append_utf8(out, value);
    return out;
}

bool is_share_of_hundred(Unit unit) {
    return unit == unit_of_sign(U'%') || unit == unit_of_sign(0x2030);
}

NumberShape number_shape(std::string_view text) {
    NumberShape shape;
    const Simple simple = simple_number(text);
    shape.plain = simple.plain;
    shape.mark = simple.mark;
    if (simple.never) return shape;
    if (simple.ok) {
        shape.number_like = simple.whole <= 19;
        shape.leading_zeros = simple.leading_zeros;
        shape.point_only = simple.mark == '.';
        shape.comma_only = simple.mark == ',';
        return shape;
    }
    const Scan scan = Scanner(text).run();
    if (!scan.ok) return shape;
    const Plain point = read_core(scan.text(), '.');
    const Plain comma = read_core(scan.text(), ',');
    if (!point.ok && !comma.ok) return shape;
    const Plain& some = point.ok ? point : comma;
    // Long rows of digits are account numbers rather than amounts.
    shape.number_like = some.whole <= 19;
    shape.unit = scan.unit();
    if (scan.exponent) return shape;
    shape.leading_zeros = some.leading_zeros() && scan.currency == Unit::none && scan.percent == Unit::none;
    shape.indian = point.ok && point.indian;
    shape.thousands = point.ok && point.thousands;
    shape.point_only = !comma.ok;
    shape.comma_only = !point.ok;
    return shape;
}

NumberReading read_number(std::string_view text, NumberFormat format) {
    if (const Simple simple = simple_number(text);
        simple.ok && !simple.leading_zeros &&
        (simple.mark == 0 || (simple.mark == '.' && format.mark == DecimalMark::point)))
        return read_plain(text, simple.mark != 0);
    else if (simple.never)
        return failed(NumberProblem::not_a_number);
    const Scan scan = Scanner(text).run();
    if (!scan.ok) return failed(NumberProblem::not_a_number);
    const Plain point = read_core(scan.text(), '.');
    const Plain comma = read_core(scan.text(), ',');
    if (!point.ok && !comma.ok) return failed(NumberProblem::bad_grouping);
    if (scan.exponent) return failed(NumberProblem::shortened);
    if (scan.unit() == Unit::none || scan.unit() != format.unit) {
        if (scan.percent != Unit::none) return failed(NumberProblem::percent);
        if (scan.currency != Unit::none) return failed(NumberProblem::currency);
    }

    const bool marked = std::any_of(scan.core.begin(), scan.core.begin() + scan.size,
                                    [](char c) { return c == '.' || c == ','; });
    DecimalMark mark = format.mark;
    const bool indian = point.ok && point.indian;
    if (!marked || (indian && format.indian && mark == DecimalMark::undecided)) {
        mark = DecimalMark::point;
    } else if (point.ok && comma.ok) {
        if (mark == DecimalMark::undecided || format.mixed) return failed(NumberProblem::ambiguous);
    } else if (mark != (point.ok ? DecimalMark::point : DecimalMark::comma)) {
        return failed(NumberProblem::other_mark);
    }
    const Plain& plain = mark == DecimalMark::comma ? comma : point;
    if (plain.leading_zeros()) return failed(NumberProblem::leading_zeros);
    if (plain.indian && !format.indian) return failed(NumberProblem::bad_grouping);

    NumberReading reading = read_plain(plain.text(), plain.fraction);
    if (scan.negative) reading.value = -reading.value;
    return reading;
}

}  // namespace tacit::table
