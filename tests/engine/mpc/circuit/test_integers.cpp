// Arithmetic against __int128, extremes included: every operation in circuits of random widths, 64 random and
// extreme inputs at once.
#include <QTest>
#include <algorithm>
#include <array>
#include <functional>
#include <numeric>

#include "engine/mpc/circuit/support.h"
#include "mpc/circuit/builder.h"
#include "mpc/circuit/integers.h"

using namespace tacit;
using namespace tacit::mpc::circuit;
__extension__ typedef __int128 Wide;

namespace {

Wide lane_value(const Lanes& lanes, std::size_t lane) {
    Wide out = (lanes.back() >> lane & 1) != 0 ? -1 : 0;
    for (std::size_t i = lanes.size(); i-- > 0;) out = out * 2 + (lanes[i] >> lane & 1);
    return out;
}

/// The number that the low `bits` bits mean.
Wide wrapped(Wide value, std::size_t bits) {
    const Wide modulus = Wide{1} << bits;
    const Wide low = ((value % modulus) + modulus) % modulus;
    return low >= modulus / 2 ? low - modulus : low;
}

/// Random bits; in the first lanes the extremes: smallest, -1, 0, 1, largest, each with each.
std::vector<Lanes> samples(const Shape& shape, crypto::Random& random) {
    auto out = test::random_lanes(shape, random);
    for (std::size_t input = 0; input < out.size(); ++input)
        for (std::size_t lane = 0; lane < 25; ++lane) {
            const auto choice = input % 2 == 0 ? lane % 5 : lane / 5;
            const auto width = out[input].size();
            for (std::size_t bit = 0; bit < width; ++bit) {
                const bool is_sign = bit + 1 == width;
                const bool value =
                    choice == 0 ? is_sign
                                : choice == 1 || (choice == 3 && bit == 0) || (choice == 4 && !is_sign);
                auto& word = out[input][bit];
                word = (word & ~(std::uint64_t{1} << lane)) | std::uint64_t{value} << lane;
            }
        }
    return out;
}

using Make = std::function<Word(Builder&, const std::vector<Word>&)>;
using Oracle = std::function<Wide(const std::vector<Wide>&)>;

/// Whether one output is the oracle's number, modulo the output's width, in all 64 lanes.
void compare(const std::vector<std::size_t>& widths, const Make& make, const Oracle& oracle,
             crypto::Random& random, std::size_t expected_width = 0) {
    Builder builder;
    std::vector<Word> words;
    for (const auto width : widths) words.push_back(builder.input(0, width));
    const auto result = make(builder, words);
    builder.output(everybody, result);
    const auto circuit = builder.finish();
    if (expected_width != 0) QCOMPARE(result.width(), expected_width);
    QCOMPARE(test::broken_rule(circuit), std::string());
    const auto inputs = samples(circuit.shape(), random);
    const auto out = evaluate_lanes(circuit, inputs).value().front();
    for (const auto order :
         {test::Order::gate_by_gate, test::Order::layer_reads_first, test::Order::layer_backwards})
        QVERIFY(test::run(circuit, inputs, order).front() == out);
    for (std::size_t lane = 0; lane < 64; ++lane) {
        std::vector<Wide> values;
        for (const auto& input : inputs) values.push_back(lane_value(input, lane));
        QVERIFY2(lane_value(out, lane) == wrapped(oracle(values), out.size()),
                 qPrintable(
                     QString("lane %1, widths %2 and %3").arg(lane).arg(widths.front()).arg(widths.back())));
    }
}

}  // namespace

class TestIntegers : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void exactArithmetic();
    void arithmeticModuloAWidth();
    void divisionByConstants();
    void sums();
    void counts();
    void constantsAndShifts();
    void constantsFold();
    void randomExpressions();
    void wideNumbers();
    void gatesPerBit();
};

void TestIntegers::exactArithmetic() {
    crypto::SeededRandom random(1);
    for (const std::size_t n : {1, 2, 3, 7, 32, 61})
        for (const std::size_t m : {1, 2, 5, 33, 60}) {
            const auto exact = std::max(n, m) + 1;
            compare(
                {n, m}, [](auto& b, auto& w) { return add(b, w[0], w[1]); },
                [](auto& v) { return v[0] + v[1]; }, random, exact);
            compare(
                {n, m}, [](auto& b, auto& w) { return subtract(b, w[0], w[1]); },
                [](auto& v) { return v[0] - v[1]; }, random, exact);
            compare(
                {n, m}, [](auto& b, auto& w) { return multiply(b, w[0], w[1]); },
                [](auto& v) { return v[0] * v[1]; }, random, n + m);
            compare(
                {n}, [](auto& b, auto& w) { return negate(b, w[0]); }, [](auto& v) { return -v[0]; }, random,
                n + 1);
            compare(
                {n}, [](auto& b, auto& w) { return absolute(b, w[0]); },
                [](auto& v) { return v[0] < 0 ? -v[0] : v[0]; }, random, n + 1);
            compare(
                {n, m}, [](auto& b, auto& w) { return bitwise_and(b, w[0], w[1]); },
                [](auto& v) { return v[0] & v[1]; }, random);
            compare(
                {n, m}, [](auto& b, auto& w) { return bitwise_or(b, w[0], w[1]); },
                [](auto& v) { return v[0] | v[1]; }, random);
            compare(
                {n, m}, [](auto& b, auto& w) { return bitwise_xor(b, w[0], w[1]); },
                [](auto& v) { return v[0] ^ v[1]; }, random);
            compare(
                {n}, [](auto&, auto& w) { return bitwise_not(w[0]); }, [](auto& v) { return ~v[0]; }, random);
        }
}

void TestIntegers::arithmeticModuloAWidth() {
    crypto::SeededRandom random(2);
    for (const std::size_t width : {1, 2, 8, 63, 64, 100})
        for (const std::size_t n : {1, 5, 60}) {
            compare(
                {n, 9}, [&](auto& b, auto& w) { return add(b, w[0], w[1], width); },
                [](auto& v) { return v[0] + v[1]; }, random, width);
            compare(
                {n, 9}, [&](auto& b, auto& w) { return subtract(b, w[0], w[1], width); },
                [](auto& v) { return v[0] - v[1]; }, random, width);
            compare(
                {n, 9}, [&](auto& b, auto& w) { return multiply(b, w[0], w[1], width); },
                [](auto& v) { return v[0] * v[1]; }, random, width);
            compare(
                {9, n}, [&](auto& b, auto& w) { return multiply(b, w[0], w[1], width); },
                [](auto& v) { return v[0] * v[1]; }, random, width);
            compare(
                {n, 9, 3}, [&](auto& b, auto& w) { return sum(b, w, width); },
                [](auto& v) { return v[0] + v[1] + v[2]; }, random, width);
        }
}

void TestIntegers::divisionByConstants() {
    crypto::SeededRandom random(3);
    for (const std::size_t n : {1, 2, 3, 8, 64})
        for (const std::uint64_t d : {1ull, 2ull, 3ull, 4ull, 5ull, 7ull, 10ull, 100ull, 128ull, 129ull,
                                      1000003ull, 1ull << 62, (1ull << 63) - 1, 1ull << 63, ~0ull})
            compare(
                {n}, [&](auto& b, auto& w) { return divide(b, w[0], d); },
                [&](auto& v) { return v[0] / Wide{d}; }, random, n);
}

void TestIntegers::sums() {
    crypto::SeededRandom random(4);
    for (std::size_t count = 1; count < 40; count += 1 + count / 4) {
        std::vector<std::size_t> same(count, 11), mixed;
        for (std::size_t i = 0; i < count; ++i) mixed.push_back(1 + random.below(40));
        for (const auto& widths : {same, mixed})
            compare(
                widths, [](auto& b, auto& w) { return sum(b, w); },
                [](auto& v) { return std::accumulate(v.begin(), v.end(), Wide{0}); }, random);
    }
    // With constants among them, the extremes together, and no bit wider than needed.
    compare(
        {6, 6},
        [](auto& b, auto& w) {
            return sum(b, std::vector<Word>{w[0], constant(-32, 6), w[1], constant(5, 6)});
        },
        [](auto& v) { return v[0] + v[1] - 27; }, random, 8);
}

void TestIntegers::counts() {
    crypto::SeededRandom random(5);
    for (const std::size_t n : {1, 2, 3, 4, 7, 8, 50, 64, 100}) {
        Builder builder;
        const auto x = builder.input(0, n);
        builder.output(everybody, count_true(builder, x.bits()));
        const auto circuit = builder.finish();
        QVERIFY(circuit.shape().ands < n);
        const auto inputs = samples(circuit.shape(), random);
        const auto out = evaluate_lanes(circuit, inputs).value().front();
        for (std::size_t lane = 0; lane < 64; ++lane) {
            Wide expected = 0;
            for (const auto word : inputs[0]) expected += word >> lane & 1;
            QVERIFY(lane_value(out, lane) == expected);
        }
    }
}

void TestIntegers::constantsAndShifts() {
    crypto::SeededRandom random(6);
    for (const std::int64_t c : {-128, -77, -1, 0, 1, 5, 64, 127}) {
        compare(
            {9}, [&](auto& b, auto& w) { return multiply(b, w[0], constant(c, 8)); },
            [&](auto& v) { return v[0] * c; }, random);
        compare(
            {9}, [&](auto& b, auto& w) { return multiply(b, constant(c, 8), w[0]); },
            [&](auto& v) { return v[0] * c; }, random);
        compare(
            {9}, [&](auto& b, auto& w) { return subtract(b, constant(c, 8), w[0]); },
            [&](auto& v) { return c - v[0]; }, random);
        compare(
            {9}, [&](auto& b, auto& w) { return bitwise_xor(b, w[0], constant(c, 70)); },
            [&](auto& v) { return v[0] ^ c; }, random, 70);
    }
    for (const std::size_t n : {0, 1, 4, 9, 20}) {
        compare(
            {9}, [&](auto&, auto& w) { return shifted_left(w[0], n); },
            [&](auto& v) { return v[0] * (Wide{1} << n); }, random);
        compare(
            {9}, [&](auto&, auto& w) { return shifted_right(w[0], n); }, [&](auto& v) { return v[0] >> n; },
            random);
        compare(
            {9}, [&](auto&, auto& w) { return resized(w[0], n + 1); }, [&](auto& v) { return v[0]; }, random,
            n + 1);
    }
}

void TestIntegers::constantsFold() {
    Builder builder;
    const auto word = builder.input(0, 2);
    const auto x = word[0], y = word[1];
    const auto zero = Wire::constant(false), unit = Wire::constant(true);
    QVERIFY(builder.xor_gate(x, x) == zero && builder.xor_gate(x, !x) == unit);
    QVERIFY(builder.xor_gate(x, zero) == x && builder.xor_gate(unit, x) == !x);
    QVERIFY(builder.and_gate(x, x) == x && builder.and_gate(x, !x) == zero);
    QVERIFY(builder.and_gate(x, zero) == zero && builder.and_gate(unit, x) == x);
    QVERIFY(builder.or_gate(x, unit) == unit && builder.or_gate(x, zero) == x);
    for (const auto& [a, b, c, expected] : {std::array{x, x, y, x},
                                            {x, y, x, x},
                                            {y, x, x, x},
                                            {x, !x, zero, zero},
                                            {zero, unit, x, x},
                                            {x, zero, zero, zero},
                                            {unit, x, unit, unit}})
        QVERIFY(builder.majority(a, b, c) == expected);
    // Constants, an input itself and the same bit twice as outputs.
    builder.output(1, Word({zero, unit, x, !x, x}));
    const auto circuit = builder.finish();
    QCOMPARE(circuit.shape().ands, std::uint64_t{0});
    QCOMPARE(test::broken_rule(circuit), std::string());
    const std::vector<Bits> inputs{{true, false}};
    QVERIFY(evaluate(circuit, inputs).value().front() == (Bits{false, true, true, false, true}));
}

void TestIntegers::randomExpressions() {
    crypto::SeededRandom random(7);
    for (int round = 0; round < 60; ++round) {
        Builder builder;
        std::vector<Word> words;
        for (int i = 0; i < 4; ++i)
            words.push_back(builder.input(static_cast<std::uint8_t>(i % 2), 1 + random.below(12)));
        std::vector<std::function<Wide(std::vector<Wide>&)>> steps;
        for (int i = 0; i < 8; ++i) {
            const auto p = random.below(words.size()), q = random.below(words.size());
            const auto kind = random.below(words[p].width() + words[q].width() > 100 ? 3 : 4);
            const auto d = static_cast<std::int64_t>(1 + random.below(50));
            words.push_back(kind == 0   ? add(builder, words[p], words[q])
                            : kind == 1 ? subtract(builder, words[p], words[q])
                            : kind == 2 ? divide(builder, words[p], static_cast<std::uint64_t>(d))
                                        : multiply(builder, words[p], words[q]));
            steps.push_back([=](std::vector<Wide>& v) {
                return kind == 0 ? v[p] + v[q] : kind == 1 ? v[p] - v[q] : kind == 2 ? v[p] / d : v[p] * v[q];
            });
        }
        for (const auto& word : words) builder.output(everybody, word);
        const auto circuit = builder.finish();
        QCOMPARE(test::broken_rule(circuit), std::string());
        const auto inputs = samples(circuit.shape(), random);
        const auto out = evaluate_lanes(circuit, inputs).value();
        QVERIFY(test::run(circuit, inputs, test::Order::layer_backwards) == out);
        for (std::size_t lane = 0; lane < 64; ++lane) {
            std::vector<Wide> values;
            for (const auto& input : inputs) values.push_back(lane_value(input, lane));
            for (const auto& step : steps) values.push_back(step(values));
            for (std::size_t i = 0; i < values.size(); ++i) QVERIFY(lane_value(out[i], lane) == values[i]);
        }
    }
}

void TestIntegers::wideNumbers() {
    // (x + y) * (x - y) = x * x - y * y, and x / d * d + rest = x, at widths that no machine word has.
    crypto::SeededRandom random(8);
    Builder builder;
    const auto x = builder.input(0, 300), y = builder.input(1, 300);
    const auto left = multiply(builder, add(builder, x, y), subtract(builder, x, y));
    const auto right = subtract(builder, multiply(builder, x, x), multiply(builder, y, y));
    builder.output(everybody, subtract(builder, left, right));
    const std::uint64_t d = 12345678901;
    const auto rest = subtract(
        builder, x, multiply(builder, divide(builder, x, d), constant(static_cast<std::int64_t>(d), 40)));
    builder.output(everybody, rest);
    builder.output(everybody, x.sign());
    const auto circuit = builder.finish();
    QCOMPARE(test::broken_rule(circuit), std::string());
    const auto out = evaluate_lanes(circuit, samples(circuit.shape(), random)).value();
    for (const auto word : out[0]) QCOMPARE(word, std::uint64_t{0});
    for (std::size_t lane = 0; lane < 64; ++lane) {
        Lanes low(out[1].begin(), out[1].begin() + 60);
        for (std::size_t bit = 60; bit < out[1].size(); ++bit)
            QCOMPARE((out[1][bit] ^ out[1][59]) >> lane & 1, std::uint64_t{0});
        const auto value = lane_value(low, lane);
        const bool negative = (out[2][0] >> lane & 1) != 0;
        QVERIFY(negative ? value > -Wide{d} && value <= 0 : value >= 0 && value < Wide{d});
    }
}

void TestIntegers::gatesPerBit() {
    const auto ands = [](std::size_t n, const Make& make) {
        Builder builder;
        std::vector<Word> words{builder.input(0, n), builder.input(1, n)};
        builder.output(everybody, make(builder, words));
        return builder.finish().shape().ands;
    };
    QCOMPARE(ands(64, [](auto& b, auto& w) { return add(b, w[0], w[1]); }), std::uint64_t{64});
    QCOMPARE(ands(64, [](auto& b, auto& w) { return multiply(b, w[0], w[1]); }),
             std::uint64_t{2 * 64 * 64 - 64});
    QCOMPARE(ands(64, [](auto& b, auto& w) { return sum(b, w); }), std::uint64_t{64});
    QCOMPARE(ands(64, [](auto& b, auto& w) { return add(b, w[0], constant(0, 64)); }), std::uint64_t{0});
    QCOMPARE(ands(64, [](auto& b, auto& w) { return divide(b, w[0], 8); }), std::uint64_t{63});
    QVERIFY(ands(64, [](auto& b, auto& w) { return divide(b, w[0], 10); }) < 400);
}

QTEST_APPLESS_MAIN(TestIntegers)
#include "test_integers.moc"
