#include "mpc/circuit/integers.h"

#include <algorithm>
#include <cassert>
#include <utility>

namespace tacit::mpc::circuit {

namespace {

constexpr Wire zero = Wire::constant(false);
constexpr Wire unit = Wire::constant(true);

/// x + y + carry modulo 2^width.
Word ripple(Builder& builder, const Word& x, const Word& y, Wire carry, std::size_t width) {
    std::vector<Wire> out;
    out.reserve(width);
    for (std::size_t i = 0; i < width; ++i) {
        const auto a = x.extended(i), b = y.extended(i);
        out.push_back(builder.xor_gate(builder.xor_gate(a, b), carry));
        if (i + 1 < width) carry = builder.majority(a, b, carry);
    }
    return Word(std::move(out));
}

Word masked(Builder& builder, const Word& x, Wire bit) {
    std::vector<Wire> out;
    for (const auto wire : x.bits()) out.push_back(builder.and_gate(wire, bit));
    return Word(std::move(out));
}

/// x or -x, modulo 2^width.
Word negated_if(Builder& builder, const Word& x, Wire condition, std::size_t width) {
    std::vector<Wire> flipped;
    for (const auto wire : x.bits()) flipped.push_back(builder.xor_gate(wire, condition));
    return ripple(builder, Word(std::move(flipped)), Word(), condition, width);
}

std::size_t wider(const Word& x, const Word& y) {
    return std::max(x.width(), y.width());
}

template <class Gate>
Word bit_by_bit(const Word& x, const Word& y, Gate gate) {
    std::vector<Wire> out;
    for (std::size_t i = 0; i < wider(x, y); ++i) out.push_back(gate(x.extended(i), y.extended(i)));
    return Word(std::move(out));
}

}  // namespace

Word constant(std::int64_t value, std::size_t bits) {
    assert(bits >= 64 || (value >> (bits - 1)) == (value < 0 ? -1 : 0));
    std::vector<Wire> out;
    for (std::size_t i = 0; i < bits; ++i)
        out.push_back(Wire::constant((value >> std::min<std::size_t>(i, 63)) & 1));
    return Word(std::move(out));
}

Word from_bit(Wire bit) {
    return Word({bit, zero});
}

Word resized(const Word& x, std::size_t bits) {
    std::vector<Wire> out;
    for (std::size_t i = 0; i < bits; ++i) out.push_back(x.extended(i));
    return Word(std::move(out));
}

Word shifted_left(const Word& x, std::size_t bits) {
    std::vector<Wire> out(bits, zero);
    out.insert(out.end(), x.bits().begin(), x.bits().end());
    return Word(std::move(out));
}

Word shifted_right(const Word& x, std::size_t bits) {
    const auto gone = std::min(bits, x.width() - 1);
    return Word({x.bits().begin() + static_cast<std::ptrdiff_t>(gone), x.bits().end()});
}

Word bitwise_and(Builder& builder, const Word& x, const Word& y) {
    return bit_by_bit(x, y, [&](Wire a, Wire b) { return builder.and_gate(a, b); });
}
Word bitwise_or(Builder& builder, const Word& x, const Word& y) {
    return bit_by_bit(x, y, [&](Wire a, Wire b) { return builder.or_gate(a, b); });
}
Word bitwise_xor(Builder& builder, const Word& x, const Word& y) {
    return bit_by_bit(x, y, [&](Wire a, Wire b) { return builder.xor_gate(a, b); });
}
Word bitwise_not(const Word& x) {
    std::vector<Wire> out;
    for (const auto wire : x.bits()) out.push_back(!wire);
    return Word(std::move(out));
}

Word add(Builder& builder, const Word& x, const Word& y) {
    return add(builder, x, y, wider(x, y) + 1);
}
Word add(Builder& builder, const Word& x, const Word& y, std::size_t width) {
    return ripple(builder, x, y, zero, width);
}

Word subtract(Builder& builder, const Word& x, const Word& y) {
    return subtract(builder, x, y, wider(x, y) + 1);
}
Word subtract(Builder& builder, const Word& x, const Word& y, std::size_t width) {
    return ripple(builder, x, bitwise_not(y), unit, width);
}

Word negate(Builder& builder, const Word& x) {
    return negate(builder, x, x.width() + 1);
}
Word negate(Builder& builder, const Word& x, std::size_t width) {
    return subtract(builder, Word(), x, width);
}

Word absolute(Builder& builder, const Word& x) {
    return negated_if(builder, x, x.sign(), x.width() + 1);
}

Word multiply(Builder& builder, const Word& x, const Word& y) {
    return multiply(builder, x, y, x.width() + y.width());
}

Word multiply(Builder& builder, const Word& x, const Word& y, std::size_t width) {
    // Row by row; the lowest bit of what has been added up is final. The sign's row counts negatively.
    Word rest;
    std::vector<Wire> out;
    for (std::size_t i = 0; i < y.width() && i < width; ++i) {
        const auto open = width - i;
        const auto row = masked(builder, resized(x, std::min(x.width(), open)), y[i]);
        const auto row_width = std::min(wider(rest, row) + 1, open);
        const bool is_sign = i + 1 == y.width();
        rest = is_sign ? subtract(builder, rest, row, row_width) : add(builder, rest, row, row_width);
        out.push_back(rest[0]);
        rest = shifted_right(rest, 1);
    }
    for (std::size_t i = 0; out.size() < width; ++i) out.push_back(rest.extended(i));
    return Word(std::move(out));
}

namespace {

/// One digit per bit of `x` from its `start` highest ones on, which are the first remainder and less than the
/// divisor. Non-restoring: the remainder stays in [-divisor, divisor), and a digit tells whether it is below
/// 0.
std::vector<Wire> quotient(Builder& builder, const std::vector<Wire>& x, const Word& divisor,
                           std::size_t start) {
    const auto width = divisor.width();
    std::vector<Wire> first(x.end() - static_cast<std::ptrdiff_t>(start), x.end());
    first.push_back(zero);
    Word remainder(std::move(first));
    std::vector<Wire> out(x.size(), zero);
    Wire subtracts = unit;
    for (std::size_t i = x.size() - start; i-- > 0;) {
        std::vector<Wire> doubled{x[i]};
        for (std::size_t j = 0; j + 1 < width; ++j) doubled.push_back(remainder.extended(j));
        std::vector<Wire> step;
        for (const auto wire : divisor.bits()) step.push_back(builder.xor_gate(wire, subtracts));
        remainder = ripple(builder, Word(std::move(doubled)), Word(std::move(step)), subtracts, width);
        subtracts = out[i] = !remainder.sign();
    }
    return out;
}

}  // namespace

std::vector<Wire> divide_unsigned(Builder& builder, const std::vector<Wire>& x, const std::vector<Wire>& y) {
    auto divisor = y;
    divisor.push_back(zero);
    return quotient(builder, x, Word(std::move(divisor)), 0);
}

Word divide(Builder& builder, const Word& x, std::uint64_t divisor) {
    assert(divisor > 0);
    std::vector<Wire> bits;
    for (auto rest = divisor; rest > 0; rest /= 2) bits.push_back(Wire::constant(rest % 2 == 1));
    const auto length = bits.size();
    if (length > x.width()) return resized(Word(), x.width());  // |x| <= 2^(width - 1) < divisor
    if ((divisor & (divisor - 1)) == 0) {
        // Negative numbers are lifted by divisor - 1, so that the shift rounds towards zero.
        std::vector<Wire> lift(length - 1, x.sign());
        lift.push_back(zero);
        const auto lifted = add(builder, x, Word(std::move(lift)), x.width());
        return resized(shifted_right(lifted, length - 1), x.width());
    }
    bits.push_back(zero);
    const auto magnitude = resized(absolute(builder, x), x.width()).bits();  // without a sign
    auto digits = quotient(builder, magnitude, Word(std::move(bits)), length - 1);
    return negated_if(builder, Word(std::move(digits)), x.sign(), x.width());
}

namespace {

using Columns = std::vector<std::vector<Wire>>;

/// The sum over all columns of 2^column for each 1, modulo 2^columns. Full adders take the oldest three of a
/// column and give to the ends of two, which keeps the tree flat.
Word add_up(Builder& builder, Columns columns) {
    std::vector<Wire> out;
    for (std::size_t c = 0; c < columns.size(); ++c) {
        std::size_t taken = 0;
        while (columns[c].size() - taken > 1) {
            const bool full = columns[c].size() - taken > 2;
            const auto x = columns[c][taken], y = columns[c][taken + 1];
            const auto z = full ? columns[c][taken + 2] : zero;
            taken += full ? 3 : 2;
            columns[c].push_back(builder.xor_gate(builder.xor_gate(x, y), z));
            if (c + 1 < columns.size()) columns[c + 1].push_back(builder.majority(x, y, z));
        }
        out.push_back(taken < columns[c].size() ? columns[c][taken] : zero);
        columns[c] = {};
    }
    return Word(std::move(out));
}

/// The least w such that as many numbers, the i-th from -2^(width - 1) to 2^(width - 1) - 1, never add up to
/// more than w bits hold.
std::size_t sum_width(std::span<const Word> words) {
    std::vector<std::size_t> of_width;
    for (const auto& word : words) {
        of_width.resize(std::max(of_width.size(), word.width() + 1));
        ++of_width[word.width()];
    }
    std::size_t width = 0, carried = 0;
    for (; width < of_width.size() || carried > 1; ++width)
        carried = (carried + 1) / 2 + (width < of_width.size() ? of_width[width] : 0);
    return width - 1;
}

/// A bit of weight -2^c is its inverse of weight 2^c, less 2^c.
void add_sign(Columns& columns, Columns& constants, Wire sign, std::size_t c) {
    columns[c].push_back(!sign);
    for (; c < constants.size(); ++c) constants[c].push_back(unit);
}

}  // namespace

Word sum(Builder& builder, std::span<const Word> words) {
    return sum(builder, words, sum_width(words));
}

Word sum(Builder& builder, std::span<const Word> words, std::size_t width) {
    assert(!words.empty());
    Columns columns(width), constants(width);
    for (const auto& word : words) {
        for (std::size_t c = 0; c + 1 < word.width() && c < width; ++c) {
            const auto wire = word[c];
            (wire.is_constant() ? constants : columns)[c].push_back(wire);
        }
        const auto c = word.width() - 1;
        if (c >= width) continue;
        if (c + 1 == width)  // here the sign's weight is the same as its negative
            (word.sign().is_constant() ? constants : columns)[c].push_back(word.sign());
        else if (word.sign() == unit)
            for (auto i = c; i < width; ++i) constants[i].push_back(unit);
        else if (word.sign() != zero)
            add_sign(columns, constants, word.sign(), c);
    }
    const auto total = add_up(builder, std::move(constants));  // folds to a constant
    for (std::size_t c = 0; c < width; ++c)
        if (total[c] != zero) columns[c].insert(columns[c].begin(), total[c]);
    return add_up(builder, std::move(columns));
}

Word count_true(Builder& builder, std::span<const Wire> bits) {
    assert(!bits.empty());
    std::size_t width = 2;
    while (bits.size() >> (width - 1) != 0) ++width;
    Columns columns(width);
    columns[0].assign(bits.begin(), bits.end());
    return add_up(builder, std::move(columns));
}

}  // namespace tacit::mpc::circuit
