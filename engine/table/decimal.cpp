#include "table/decimal.h"

#include <algorithm>

#include "base/ascii.h"

namespace tacit::table {

namespace {

// The value of up to `count` digits, or too_large as soon as it passes the magnitude.
DecimalProblem whole_part(std::string_view digits, std::uint64_t& out) {
    out = 0;
    for (const char c : digits) {
        if (!is_digit(c)) return DecimalProblem::not_a_number;
        if (out <= static_cast<std::uint64_t>(Decimal::max_magnitude))  // else it stays too large
            out = out * 10 + static_cast<std::uint64_t>(c - '0');
    }
    return out > static_cast<std::uint64_t>(Decimal::max_magnitude) ? DecimalProblem::too_large
                                                                    : DecimalProblem::none;
}

DecimalProblem fraction_part(std::string_view digits, std::uint64_t& out) {
    out = 0;
    bool lost = false;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        if (!is_digit(digits[i])) return DecimalProblem::not_a_number;
        if (i < Decimal::places)
            out = out * 10 + static_cast<std::uint64_t>(digits[i] - '0');
        else
            lost = lost || digits[i] != '0';
    }
    for (std::size_t i = digits.size(); i < Decimal::places; ++i) out *= 10;
    return lost ? DecimalProblem::too_many_places : DecimalProblem::none;
}

}  // namespace

std::string Decimal::text() const {
    const bool negative = micros_ < 0;
    // Unsigned, so that the most negative value has a magnitude too.
    UInt128 rest = negative ? UInt128{0} - static_cast<UInt128>(micros_) : static_cast<UInt128>(micros_);
    std::string reversed;
    const auto fraction = static_cast<std::uint32_t>(rest % scale);
    if (fraction != 0) {
        int zeros = 0;
        for (std::uint32_t f = fraction; f % 10 == 0; f /= 10) ++zeros;
        zeros = std::min(zeros, places - 2);
        std::uint32_t f = fraction;
        for (int i = 0; i < places; ++i, f /= 10)
            if (i >= zeros) reversed.push_back(static_cast<char>('0' + f % 10));
        reversed.push_back('.');
    }
    rest /= scale;
    do {
        reversed.push_back(static_cast<char>('0' + static_cast<int>(rest % 10)));
        rest /= 10;
    } while (rest != 0);
    if (negative) reversed.push_back('-');
    std::reverse(reversed.begin(), reversed.end());
    return reversed;
}

DecimalProblem Decimal::parse(std::string_view lexeme, Decimal& out) {
    bool negative = false;
    if (!lexeme.empty() && (lexeme[0] == '-' || lexeme[0] == '+')) {
        negative = lexeme[0] == '-';
        lexeme.remove_prefix(1);
    }
    const auto point = lexeme.find('.');
    const auto whole_digits = lexeme.substr(0, point);
    const bool has_point = point != std::string_view::npos;
    const auto fraction_digits = has_point ? lexeme.substr(point + 1) : std::string_view();
    if (whole_digits.empty() || (has_point && fraction_digits.empty())) return DecimalProblem::not_a_number;

    std::uint64_t whole = 0;
    std::uint64_t fraction = 0;
    const auto whole_problem = whole_part(whole_digits, whole);
    if (whole_problem == DecimalProblem::not_a_number) return whole_problem;
    const auto fraction_problem = fraction_part(fraction_digits, fraction);
    if (fraction_problem == DecimalProblem::not_a_number) return fraction_problem;
    if (whole_problem != DecimalProblem::none) return whole_problem;
    if (fraction_problem != DecimalProblem::none) return fraction_problem;
    if (whole == static_cast<std::uint64_t>(max_magnitude) && fraction != 0) return DecimalProblem::too_large;
    const Int128 micros = static_cast<Int128>(whole) * scale + static_cast<Int128>(fraction);
    out = Decimal(negative ? -micros : micros);
    return DecimalProblem::none;
}

Result<Decimal> Decimal::parse(std::string_view lexeme) {
    Decimal value;
    const auto problem = parse(lexeme, value);
    if (problem == DecimalProblem::none) return value;
    return error(Fault::cell_invalid, "\"" + std::string(lexeme.substr(0, 60)) + "\" " +
                                          std::string(decimal_problem_text(problem)));
}

std::string_view decimal_problem_text(DecimalProblem problem) {
    switch (problem) {
        case DecimalProblem::none:
            return "";
        case DecimalProblem::not_a_number:
            return "is not a number such as -12.5";
        case DecimalProblem::too_many_places:
            return "has more than 6 places after the decimal point";
        case DecimalProblem::too_large:
            return "is beyond 1000000000000000000";
    }
    return "";
}

std::optional<Decimal> divide_half_even(Decimal sum, std::uint64_t count) {
    if (count == 0) return std::nullopt;
    const auto divisor = static_cast<Int128>(count);
    Int128 quotient = sum.micros() / divisor;
    const Int128 remainder = sum.micros() % divisor;
    const Int128 distance = remainder < 0 ? -remainder : remainder;
    // Twice the distance fits: it is below 2^65.
    const Int128 twice = 2 * distance;
    if (twice > divisor || (twice == divisor && quotient % 2 != 0)) quotient += remainder < 0 ? -1 : 1;
    return Decimal(quotient);
}

}  // namespace tacit::table
