#include "question/decision/wide.h"

#include <algorithm>

namespace tacit::question::decision {

namespace {

/// Both factors of a product, or both terms of a sum brought to one denominator, stay below this together.
constexpr std::size_t most_width = Wide::bits - 4;

bool fits(const Wide& a, const Wide& b) {
    return a.width() + b.width() <= most_width;
}

}  // namespace

Wide::Wide(table::Int128 value) {
    limbs_.fill(value < 0 ? ~std::uint64_t{0} : 0);
    limbs_[0] = static_cast<std::uint64_t>(value);
    limbs_[1] = static_cast<std::uint64_t>(value >> 64);
}

Wide Wide::power_of_two(std::size_t exponent) {
    Wide out;
    out.limbs_[exponent / 64] = std::uint64_t{1} << exponent % 64;
    return out;
}

bool Wide::bit(std::size_t index) const {
    return index < bits ? (limbs_[index / 64] >> index % 64 & 1) != 0 : negative();
}

std::size_t Wide::width() const {
    const auto sign = negative() ? ~std::uint64_t{0} : 0;
    for (std::size_t i = limbs_.size(); i-- > 0;)
        if (const auto differs = limbs_[i] ^ sign; differs != 0)
            return i * 64 + static_cast<std::size_t>(64 - __builtin_clzll(differs)) + 1;
    return 1;
}

std::optional<table::Int128> Wide::small() const {
    if (width() > 128) return std::nullopt;
    return static_cast<table::Int128>(static_cast<table::UInt128>(limbs_[1]) << 64 | limbs_[0]);
}

std::string Wide::text() const {
    auto rest = magnitude();
    std::string out;
    while (!rest.is_zero()) {
        const auto division = rest.divided_by(Wide(10));
        out += static_cast<char>('0' + static_cast<int>(division.remainder.limbs_[0]));
        rest = division.quotient;
    }
    if (out.empty()) out = "0";
    if (negative()) out += '-';
    std::reverse(out.begin(), out.end());
    return out;
}

Wide Wide::operator-() const {
    Wide out;
    std::uint64_t carry = 1;
    for (std::size_t i = 0; i < limbs_.size(); ++i) {
        out.limbs_[i] = ~limbs_[i] + carry;
        carry = carry != 0 && out.limbs_[i] == 0 ? 1 : 0;
    }
    return out;
}

Wide Wide::operator+(const Wide& other) const {
    Wide out;
    table::UInt128 carry = 0;
    for (std::size_t i = 0; i < limbs_.size(); ++i) {
        carry += static_cast<table::UInt128>(limbs_[i]) + other.limbs_[i];
        out.limbs_[i] = static_cast<std::uint64_t>(carry);
        carry >>= 64;
    }
    return out;
}

Wide Wide::operator*(const Wide& other) const {
    Wide out;
    for (std::size_t i = 0; i < limbs_.size(); ++i) {
        if (limbs_[i] == 0) continue;
        table::UInt128 carry = 0;
        for (std::size_t j = 0; i + j < limbs_.size(); ++j) {
            carry += static_cast<table::UInt128>(limbs_[i]) * other.limbs_[j] + out.limbs_[i + j];
            out.limbs_[i + j] = static_cast<std::uint64_t>(carry);
            carry >>= 64;
        }
    }
    return out;
}

Wide Wide::shifted_left(std::size_t count) const {
    Wide out;
    const auto limbs = count / 64, rest = count % 64;
    for (std::size_t i = limbs; i < limbs_.size(); ++i) {
        out.limbs_[i] = limbs_[i - limbs] << rest;
        if (rest != 0 && i > limbs) out.limbs_[i] |= limbs_[i - limbs - 1] >> (64 - rest);
    }
    return out;
}

std::strong_ordering Wide::operator<=>(const Wide& other) const {
    if (negative() != other.negative()) return other.negative() <=> negative();
    for (std::size_t i = limbs_.size(); i-- > 0;)
        if (limbs_[i] != other.limbs_[i]) return limbs_[i] <=> other.limbs_[i];
    return std::strong_ordering::equal;
}

Wide::Division Wide::divided_by(const Wide& divisor) const {
    Division out{{}, magnitude()};
    const auto by = divisor.magnitude();
    const auto dividend = out.remainder.width(), least = by.width();
    for (auto shift = dividend < least ? 0 : dividend - least + 1; shift-- > 0;) {
        const auto part = by.shifted_left(shift);
        if (out.remainder < part) continue;
        out.remainder = out.remainder - part;
        out.quotient = out.quotient + power_of_two(shift);
    }
    if (negative()) out.remainder = -out.remainder;
    if (negative() != divisor.negative()) out.quotient = -out.quotient;
    return out;
}

Wide gcd(Wide a, Wide b) {
    a = a.magnitude();
    b = b.magnitude();
    while (!b.is_zero()) {
        const auto rest = a.divided_by(b).remainder;
        a = b;
        b = rest;
    }
    return a;
}

Rational::Rational(const Wide& numerator, const Wide& denominator) {
    auto divisor = gcd(numerator, denominator);
    if (denominator.negative()) divisor = -divisor;
    numerator_ = numerator.divided_by(divisor).quotient;
    denominator_ = denominator.divided_by(divisor).quotient;
}

Rational Rational::of(table::Decimal value) {
    return Rational(Wide(value.micros()), Wide(table::Decimal::scale));
}

Rational Rational::operator-() const {
    auto out = *this;
    out.numerator_ = -out.numerator_;
    return out;
}

Rational Rational::operator+(const Rational& other) const {
    auto out = Rational();
    const bool room = good_ && other.good_ && fits(numerator_, other.denominator_) &&
                      fits(other.numerator_, denominator_) && fits(denominator_, other.denominator_);
    if (room)
        out = Rational(numerator_ * other.denominator_ + other.numerator_ * denominator_,
                       denominator_ * other.denominator_);
    out.good_ = room;
    return out;
}

Rational Rational::operator*(const Rational& other) const {
    auto out = Rational();
    const bool room =
        good_ && other.good_ && fits(numerator_, other.numerator_) && fits(denominator_, other.denominator_);
    if (room) out = Rational(numerator_ * other.numerator_, denominator_ * other.denominator_);
    out.good_ = room;
    return out;
}

Rational Rational::operator/(const Rational& other) const {
    Rational inverse;
    if (!other.is_zero()) inverse = Rational(other.denominator_, other.numerator_);
    inverse.good_ = other.good_ && !other.is_zero();
    return *this * inverse;
}

std::strong_ordering Rational::operator<=>(const Rational& other) const {
    return (*this - other).numerator_ <=> Wide();
}

namespace {

/// The least number of places that write the fraction exactly, or nothing.
std::optional<std::size_t> places_of(Wide denominator) {
    std::size_t twos = 0, fives = 0;
    const auto strip = [&](int factor, std::size_t& count) {
        for (;; ++count) {
            const auto division = denominator.divided_by(Wide(factor));
            if (!division.remainder.is_zero()) return;
            denominator = division.quotient;
        }
    };
    strip(2, twos);
    strip(5, fives);
    if (denominator != Wide(1)) return std::nullopt;
    return std::max(twos, fives);
}

/// value * 10^places, half even where that is no integer.
Wide scaled(const Rational& value, std::size_t places) {
    auto numerator = value.numerator().magnitude();
    for (std::size_t i = 0; i < places; ++i) numerator = numerator * Wide(10);
    auto [quotient, remainder] = numerator.divided_by(value.denominator());
    const auto twice = remainder + remainder;
    if (twice > value.denominator() || (twice == value.denominator() && quotient.bit(0)))
        quotient = quotient + Wide(1);
    return value.numerator().negative() ? -quotient : quotient;
}

}  // namespace

DecimalText decimal_text(const Rational& value) {
    // Circuits have words of 256 bits and factors of 100 (circuit.h): so many places have room.
    constexpr std::size_t most_places = 40;
    auto places = places_of(value.denominator());
    DecimalText out;
    out.rounded = !places || *places > most_places;
    if (out.rounded) places = table::Decimal::places;
    auto shown = *places == 1 ? 2 : *places;
    out.text = scaled(value, shown).text();
    const std::size_t sign = out.text[0] == '-' ? 1 : 0;
    if (out.text.size() - sign <= shown) out.text.insert(sign, shown + 1 + sign - out.text.size(), '0');
    if (shown == 0) return out;
    while (out.rounded && shown > 2 && out.text.back() == '0') {
        out.text.pop_back();
        --shown;
    }
    out.text.insert(out.text.size() - shown, ".");
    if (out.rounded && out.text.ends_with(".00")) out.text.resize(out.text.size() - 3);
    return out;
}

}  // namespace tacit::question::decision
