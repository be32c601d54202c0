#include "question/decision/numbers_in_gates.h"

#include <algorithm>

#include "mpc/circuit/integers.h"
#include "mpc/circuit/order.h"
#include "question/decision/circuit.h"

namespace tacit::question::decision {

namespace circuit = mpc::circuit;

namespace {

/// The largest unit of which both are multiples, or nothing if its parts are too wide.
std::optional<Rational> common_unit(const Rational& a, const Rational& b) {
    const Rational unit(gcd(a.numerator() * b.denominator(), b.numerator() * a.denominator()),
                        a.denominator() * b.denominator());
    if (unit.numerator().width() > widest_factor || unit.denominator().width() > widest_factor)
        return std::nullopt;
    return unit;
}

}  // namespace

circuit::Word constant_word(const Wide& value) {
    std::vector<circuit::Wire> bits;
    for (std::size_t i = 0; i < value.width(); ++i) bits.push_back(circuit::Wire::constant(value.bit(i)));
    return circuit::Word(std::move(bits));
}

GateNumber NumbersInGates::constant(const Rational& value) {
    const Wide sign(value.is_zero() ? 0 : value.numerator().negative() ? -1 : 1);
    return {
        constant_word(sign), sign, sign,
        value.is_zero() ? Rational(Wide(1)) : Rational(value.numerator().magnitude(), value.denominator())};
}

GateNumber NumbersInGates::input(std::uint8_t participant, std::size_t bits, bool unsigned_bits,
                                 const Rational& unit) {
    auto wires = builder_.input_bits(participant, bits);
    if (unsigned_bits) {
        wires.push_back(circuit::Wire::constant(false));
        return {circuit::Word(std::move(wires)), Wide(), Wide::power_of_two(bits) - Wide(1), unit};
    }
    const auto half = Wide::power_of_two(bits - 1);
    return {circuit::Word(std::move(wires)), -half, half - Wide(1), unit};
}

GateNumber NumbersInGates::fitted(circuit::Word word, const Wide& low, const Wide& high,
                                  const Rational& unit) const {
    if (low == high) return {constant_word(low), low, high, unit};
    const auto width = std::max(low.width(), high.width());
    return {width == word.width() ? std::move(word) : circuit::resized(word, width), low, high, unit};
}

/// The same number in a finer unit, of which its own is a multiple.
bool NumbersInGates::scale(GateNumber& x, const Rational& unit) {
    const auto factor = (x.unit / unit).numerator();
    if (factor == Wide(1)) return true;
    if (std::max(x.low.width(), x.high.width()) + factor.width() > widest_word) return false;
    const auto low = x.low * factor, high = x.high * factor;
    x = fitted(x.constant() ? circuit::Word() : circuit::multiply(builder_, x.word, constant_word(factor)),
               low, high, unit);
    return true;
}

bool NumbersInGates::align(std::vector<GateNumber>& numbers) {
    auto unit = numbers.front().unit;
    for (const auto& number : numbers) {
        const auto common = common_unit(unit, number.unit);
        if (!common) return false;
        unit = *common;
    }
    return std::all_of(numbers.begin(), numbers.end(), [&](auto& number) { return scale(number, unit); });
}

NumbersInGates::Maybe NumbersInGates::times(const GateNumber& x, const Rational& factor) {
    if (factor.is_zero()) return constant(factor);
    auto out = factor.numerator().negative() ? negative(x) : x;
    out.unit = out.unit * Rational(factor.numerator().magnitude(), factor.denominator());
    if (!out.unit.good() || out.unit.numerator().width() > widest_factor ||
        out.unit.denominator().width() > widest_factor || out.low.width() > widest_word ||
        out.high.width() > widest_word)
        return std::nullopt;
    return out;
}

GateNumber NumbersInGates::negative(const GateNumber& x) {
    return fitted(circuit::negate(builder_, x.word), -x.high, -x.low, x.unit);
}

NumbersInGates::Maybe NumbersInGates::sum(std::vector<GateNumber> numbers) {
    if (!align(numbers)) return std::nullopt;
    std::vector<circuit::Word> words;
    Wide low, high;
    for (const auto& number : numbers) {
        words.push_back(number.word);
        low = low + number.low;
        high = high + number.high;
    }
    if (std::max(low.width(), high.width()) > widest_word) return std::nullopt;
    return fitted(circuit::sum(builder_, words), low, high, numbers.front().unit);
}

template <class Pick>
NumbersInGates::Maybe NumbersInGates::extreme(std::vector<GateNumber> numbers, Pick pick, bool smallest) {
    if (!align(numbers)) return std::nullopt;
    auto best = numbers.front();
    for (std::size_t i = 1; i < numbers.size(); ++i) {
        const auto& other = numbers[i];
        const auto low = smallest ? std::min(best.low, other.low) : std::max(best.low, other.low);
        const auto high = smallest ? std::min(best.high, other.high) : std::max(best.high, other.high);
        best = fitted(pick(builder_, best.word, other.word), low, high, best.unit);
    }
    return best;
}

NumbersInGates::Maybe NumbersInGates::least(std::vector<GateNumber> numbers) {
    return extreme(
        std::move(numbers), [](auto& b, const auto& x, const auto& y) { return circuit::min(b, x, y); },
        true);
}

NumbersInGates::Maybe NumbersInGates::most(std::vector<GateNumber> numbers) {
    return extreme(
        std::move(numbers), [](auto& b, const auto& x, const auto& y) { return circuit::max(b, x, y); },
        false);
}

NumbersInGates::Maybe NumbersInGates::choose(circuit::Wire condition, const GateNumber& then,
                                             const GateNumber& otherwise) {
    std::vector<GateNumber> both{then, otherwise};
    if (!align(both)) return std::nullopt;
    return fitted(circuit::mux(builder_, condition, both[0].word, both[1].word),
                  std::min(both[0].low, both[1].low), std::max(both[0].high, both[1].high), both[0].unit);
}

NumbersInGates::Maybe NumbersInGates::ranked(std::vector<GateNumber> numbers, std::size_t k) {
    if (!align(numbers)) return std::nullopt;
    std::vector<circuit::Word> words;
    auto low = numbers.front().low, high = numbers.front().high;
    for (const auto& number : numbers) {
        words.push_back(number.word);
        low = std::min(low, number.low);
        high = std::max(high, number.high);
    }
    return fitted(circuit::kth_smallest(builder_, words, k), low, high, numbers.front().unit);
}

GateNumber NumbersInGates::count(const std::vector<circuit::Wire>& conditions) {
    return fitted(circuit::count_true(builder_, conditions), Wide(),
                  Wide(static_cast<table::Int128>(conditions.size())), Rational(Wide(1)));
}

}  // namespace tacit::question::decision
