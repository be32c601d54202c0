#include "mpc/circuit/order.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <optional>
#include <utility>

#include "mpc/circuit/integers.h"

namespace tacit::mpc::circuit {

namespace {

/// Whether x < y, or x <= y if `or_equal`, from the low bits up: the higher bit that differs decides. At the
/// sign the larger bit means the smaller number.
Wire compare(Builder& builder, const Word& x, const Word& y, bool or_equal, bool is_signed) {
    const auto width = std::max(x.width(), y.width());
    Wire below = Wire::constant(or_equal);
    for (std::size_t i = 0; i < width; ++i) {
        auto a = x.extended(i), b = y.extended(i);
        if (is_signed && i + 1 == width) std::swap(a, b);
        below = builder.majority(!a, b, below);
    }
    return below;
}

Word choose(Builder& builder, Wire condition, const Word& if_true, const Word& if_false) {
    std::vector<Wire> out;
    for (std::size_t i = 0; i < std::max(if_true.width(), if_false.width()); ++i)
        out.push_back(builder.mux(condition, if_true.extended(i), if_false.extended(i)));
    return Word(std::move(out));
}

/// Leaves the smaller one in x. The exchange costs one AND per bit.
void compare_exchange(Builder& builder, Word& x, Word& y) {
    const auto swaps = less(builder, y, x);
    std::vector<Wire> low, high;
    for (std::size_t i = 0; i < x.width(); ++i) {
        const auto change = builder.and_gate(swaps, builder.xor_gate(x[i], y[i]));
        low.push_back(builder.xor_gate(x[i], change));
        high.push_back(builder.xor_gate(y[i], change));
    }
    x = Word(std::move(low));
    y = Word(std::move(high));
}

}  // namespace

Wire less(Builder& builder, const Word& x, const Word& y) {
    return compare(builder, x, y, false, true);
}
Wire less_or_equal(Builder& builder, const Word& x, const Word& y) {
    return compare(builder, x, y, true, true);
}
Wire greater(Builder& builder, const Word& x, const Word& y) {
    return less(builder, y, x);
}
Wire greater_or_equal(Builder& builder, const Word& x, const Word& y) {
    return less_or_equal(builder, y, x);
}

Wire less_unsigned(Builder& builder, const Word& x, const Word& y) {
    assert(x.width() == y.width());
    return compare(builder, x, y, false, false);
}

Wire all_true(Builder& builder, std::vector<Wire> bits) {
    if (bits.empty()) return Wire::constant(true);
    while (bits.size() > 1) {
        std::size_t out = 0;
        for (std::size_t i = 0; i < bits.size(); i += 2)
            bits[out++] = i + 1 < bits.size() ? builder.and_gate(bits[i], bits[i + 1]) : bits[i];
        bits.resize(out);
    }
    return bits.front();
}

Wire any_true(Builder& builder, std::vector<Wire> bits) {
    for (auto& bit : bits) bit = !bit;
    return !all_true(builder, std::move(bits));
}

Wire equal(Builder& builder, const Word& x, const Word& y) {
    return all_true(builder, bitwise_not(bitwise_xor(builder, x, y)).bits());
}

Wire is_zero(Builder& builder, const Word& x) {
    return all_true(builder, bitwise_not(x).bits());
}

Word mux(Builder& builder, Wire condition, const Word& if_true, const Word& if_false) {
    return choose(builder, condition, if_true, if_false);
}

Word min(Builder& builder, const Word& x, const Word& y) {
    return choose(builder, less(builder, x, y), x, y);
}
Word max(Builder& builder, const Word& x, const Word& y) {
    return choose(builder, less(builder, x, y), y, x);
}

std::vector<Word> sorted(Builder& builder, std::span<const Word> words) {
    std::size_t width = 1;
    for (const auto& word : words) width = std::max(width, word.width());
    std::vector<Word> out;
    for (const auto& word : words) out.push_back(resized(word, width));

    const auto n = out.size();
    if (n < 2) return out;
    const auto top = std::bit_ceil(n) / 2;
    for (auto p = top; p > 0; p /= 2) {
        std::size_t r = 0, d = p;
        for (auto q = top;; q /= 2) {
            for (std::size_t i = 0; i + d < n; ++i)
                if ((i & p) == r) compare_exchange(builder, out[i], out[i + d]);
            if (q == p) break;
            d = q - p;
            r = p;
        }
    }
    return out;
}

Word kth_smallest(Builder& builder, std::span<const Word> words, std::size_t k) {
    assert(k < words.size());
    return sorted(builder, words)[k];
}

namespace {

Word only_if(Builder& builder, Wire condition, const Word& word) {
    std::vector<Wire> bits;
    for (const auto bit : word.bits()) bits.push_back(builder.and_gate(condition, bit));
    return Word(std::move(bits));
}

/// One bit wider, and larger than every present word where it is not present.
Word last_if_absent(Builder& builder, Wire present, const Word& word, std::size_t width) {
    auto bits = only_if(builder, present, resized(word, width + 1)).bits();
    bits[width - 1] = builder.xor_gate(bits[width - 1], !present);
    return Word(std::move(bits));
}

/// The word whose wire is 1, of whom there is one at most; 0 if there is none.
Word chosen(Builder& builder, std::span<const Word> words, std::span<const Wire> choice) {
    std::optional<Word> out;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (choice[i] == Wire::constant(false)) continue;
        const auto one = only_if(builder, choice[i], words[i]);
        out = out ? bitwise_xor(builder, *out, one) : one;
    }
    return out ? *out : resized(Word(), words.front().width());
}

/// For every number m of present words, counts[m - 1] tells whether it is the right one.
Word quartile_by_count(Builder& builder, std::span<const Word> ascending, std::span<const Wire> counts,
                       unsigned quartile) {
    const auto n = ascending.size();
    std::vector<Wire> below(n), above(n);
    Wire one, two;  // the two bits of the quarters
    for (std::size_t m = 1; m <= n; ++m) {
        const auto place = quartile * (m - 1);
        below[place / 4] = builder.xor_gate(below[place / 4], counts[m - 1]);
        const auto next = std::min(place / 4 + 1, m - 1);
        above[next] = builder.xor_gate(above[next], counts[m - 1]);
        if (place % 2 == 1) one = builder.xor_gate(one, counts[m - 1]);
        if (place / 2 % 2 == 1) two = builder.xor_gate(two, counts[m - 1]);
    }
    const auto low = chosen(builder, ascending, below);
    const auto width = low.width() + 2;
    const auto four = resized(shifted_left(low, 2), width);
    if (quartile % 4 == 0) return four;
    const auto difference = subtract(builder, chosen(builder, ascending, above), low);
    const auto part =
        add(builder, only_if(builder, one, difference), shifted_left(only_if(builder, two, difference), 1));
    return add(builder, four, part, width);
}

}  // namespace

std::vector<Word> quartiles_of_present(Builder& builder, std::span<const Word> words,
                                       std::span<const Wire> present, std::span<const unsigned> quartiles) {
    assert(!words.empty() && words.size() == present.size());
    std::size_t width = 1;
    for (const auto& word : words) width = std::max(width, word.width());
    std::vector<Word> keys;
    for (std::size_t i = 0; i < words.size(); ++i)
        keys.push_back(last_if_absent(builder, present[i], words[i], width));
    const auto ascending = sorted(builder, keys);
    const auto count = count_true(builder, present);
    std::vector<Wire> counts;
    for (std::size_t m = 1; m <= words.size(); ++m)
        counts.push_back(equal(builder, count, constant(static_cast<std::int64_t>(m), count.width())));
    std::vector<Word> out;
    for (const auto quartile : quartiles)
        out.push_back(resized(quartile_by_count(builder, ascending, counts, quartile), width + 2));
    return out;
}

Word quartile_times_four(Builder& builder, std::span<const Word> ascending, unsigned quartile) {
    assert(!ascending.empty() && quartile <= 4);
    const auto place = quartile * (ascending.size() - 1);
    const auto& below = ascending[place / 4];
    const auto width = below.width() + 2;
    const auto four = resized(shifted_left(below, 2), width);
    const auto quarters = place % 4;
    if (quarters == 0) return four;
    // 4 a + quarters (b - a), which never leaves the range of four times a word.
    const auto difference = subtract(builder, ascending[place / 4 + 1], below);
    const auto part = quarters == 1   ? difference
                      : quarters == 2 ? shifted_left(difference, 1)
                                      : add(builder, difference, shifted_left(difference, 1));
    return add(builder, four, part, width);
}

}  // namespace tacit::mpc::circuit
