#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>

#include "table/decimal.h"

/// Exact arithmetic beyond 128 bits: the ranges of the words of a circuit, and formulas in the clear.
namespace tacit::question::decision {

/// A signed integer of 512 bits. Whoever computes keeps results within them (`width`): beyond, they wrap.
class Wide {
  public:
    static constexpr std::size_t bits = 512;

    constexpr Wide() = default;
    Wide(table::Int128 value);  // NOLINT: every such number is one of these
    static Wide power_of_two(std::size_t exponent);

    bool negative() const { return limbs_.back() >> 63 != 0; }
    bool is_zero() const { return limbs_ == std::array<std::uint64_t, bits / 64>{}; }
    bool bit(std::size_t index) const;
    /// The smallest width of two's complement that holds it; 1 for 0 and -1.
    std::size_t width() const;
    std::optional<table::Int128> small() const;
    std::string text() const;  ///< digits, with a minus where negative

    Wide operator-() const;
    Wide operator+(const Wide& other) const;
    Wide operator-(const Wide& other) const { return *this + -other; }
    Wide operator*(const Wide& other) const;
    Wide shifted_left(std::size_t count) const;
    std::strong_ordering operator<=>(const Wide& other) const;
    bool operator==(const Wide&) const = default;

    Wide magnitude() const { return negative() ? -*this : *this; }

    /// Truncated towards zero; the remainder has the sign of the dividend. `divisor` is not 0.
    struct Division;
    Division divided_by(const Wide& divisor) const;

  private:
    std::array<std::uint64_t, bits / 64> limbs_{};  ///< two's complement, least significant first
};

struct Wide::Division {
    Wide quotient, remainder;
};

/// Not negative; gcd(0, b) = |b|.
Wide gcd(Wide a, Wide b);

/// An exact fraction in lowest terms, the denominator positive. `good` is false once a result was too large
/// or divided by 0, and stays so.
class Rational {
  public:
    Rational() : denominator_(1) {}
    explicit Rational(const Wide& numerator, const Wide& denominator = Wide(1));
    static Rational of(table::Decimal value);

    const Wide& numerator() const { return numerator_; }
    const Wide& denominator() const { return denominator_; }
    bool good() const { return good_; }
    bool is_zero() const { return numerator_.is_zero(); }

    Rational operator-() const;
    Rational operator+(const Rational& other) const;
    Rational operator-(const Rational& other) const { return *this + -other; }
    Rational operator*(const Rational& other) const;
    Rational operator/(const Rational& other) const;  ///< not `good` by 0
    std::strong_ordering operator<=>(const Rational& other) const;
    bool operator==(const Rational& other) const { return (*this <=> other) == 0; }

  private:
    Wide numerator_, denominator_;
    bool good_ = true;
};

/// As people and programs read it, exact: "12", "-12.50", "0.0000005"; where the decimals have no end, half
/// even to six places.
struct DecimalText {
    std::string text;
    bool rounded = false;
};
DecimalText decimal_text(const Rational& value);

}  // namespace tacit::question::decision
