#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace tacit::table {

__extension__ typedef __int128 Int128;
__extension__ typedef unsigned __int128 UInt128;

enum class DecimalProblem {
    none,
    not_a_number,     ///< anything but [+-]digits[.digits]
    too_many_places,  ///< a seventh place that is not zero
    too_large,        ///< beyond +-10^18
};

/// An exact decimal number with six places, kept as an integer count of millionths. There is no way in or
/// out through binary floating point.
class Decimal {
  public:
    static constexpr int places = 6;
    static constexpr std::int64_t scale = 1'000'000;
    /// The largest magnitude that a cell or a parameter may have. Sums may be larger: 10^13 such values fit.
    static constexpr std::int64_t max_magnitude = 1'000'000'000'000'000'000;

    constexpr Decimal() = default;
    constexpr explicit Decimal(Int128 micros) : micros_(micros) {}
    static constexpr Decimal whole(std::int64_t value) { return Decimal(static_cast<Int128>(value) * scale); }

    constexpr Int128 micros() const { return micros_; }
    constexpr bool integral() const { return micros_ % scale == 0; }

    /// Locale-free: "12", "-12.50", "-1.785714"; a fraction has at least two places and no zeros behind them.
    std::string text() const;

    /// A program's lexeme: optional sign, digits, optionally a point and digits (".5" and "5." are refused).
    /// Fault::cell_invalid with the reason in words.
    static Result<Decimal> parse(std::string_view lexeme);
    /// The same without words, for loops over columns.
    static DecimalProblem parse(std::string_view lexeme, Decimal& out);

    constexpr Decimal operator-() const { return Decimal(-micros_); }
    constexpr Decimal operator+(Decimal other) const { return Decimal(micros_ + other.micros_); }
    constexpr Decimal operator-(Decimal other) const { return Decimal(micros_ - other.micros_); }
    constexpr Decimal& operator+=(Decimal other) {
        micros_ += other.micros_;
        return *this;
    }
    constexpr auto operator<=>(const Decimal&) const = default;

  private:
    Int128 micros_ = 0;
};

/// A short reason in words; empty for `none`.
std::string_view decimal_problem_text(DecimalProblem problem);

/// The mean, rounded to six places, ties to the even neighbour; nothing if there is nothing to divide by.
std::optional<Decimal> divide_half_even(Decimal sum, std::uint64_t count);

}  // namespace tacit::table
