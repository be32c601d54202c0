// Comparing, choosing and sorting against the plain operators and std::sort.
#include <QTest>
#include <algorithm>

#include "engine/mpc/circuit/support.h"
#include "mpc/circuit/builder.h"
#include "mpc/circuit/integers.h"
#include "mpc/circuit/order.h"

using namespace tacit;
using namespace tacit::mpc::circuit;

namespace {

std::vector<std::int64_t> extremes(std::size_t bits) {
    const auto largest = static_cast<std::int64_t>((std::uint64_t{1} << (bits - 1)) - 1);
    return {-largest - 1, -largest, -2, -1, 0, 1, largest - 1, largest};
}

std::int64_t random_number(crypto::Random& random, std::size_t bits) {
    const auto all = extremes(bits);
    if (random.below(4) == 0) return all[random.below(all.size())];
    std::int64_t out = 0;
    random.fill({reinterpret_cast<std::uint8_t*>(&out), sizeof out});
    return out >> (64 - bits);
}

std::vector<std::int64_t> results(const Circuit& circuit, const std::vector<std::int64_t>& values) {
    std::vector<Bits> inputs;
    for (std::size_t i = 0; i < values.size(); ++i)
        inputs.push_back(to_bits(values[i], circuit.shape().inputs[i].bits));
    std::vector<std::int64_t> out;
    const auto outputs = evaluate(circuit, inputs).value();
    for (const auto& bits : outputs) out.push_back(bits.size() == 1 ? bits[0] : to_signed(bits));
    return out;
}

Circuit sorter(std::size_t count, std::size_t bits) {
    Builder builder;
    std::vector<Word> words;
    for (std::size_t i = 0; i < count; ++i)
        words.push_back(builder.input(static_cast<std::uint8_t>(i), bits));
    for (const auto& word : sorted(builder, words)) builder.output(everybody, word);
    return builder.finish();
}

}  // namespace

class TestOrder : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void comparisons();
    void truthOfLists();
    void sortsAnyZerosAndOnes();
    void sortsNumbers();
    void kthSmallest();
    void quartiles();
    void quartilesOfThosePresent();
    void gatesAreCounted();
};

void TestOrder::comparisons() {
    crypto::SeededRandom random(1);
    for (const auto& [n, m] :
         {std::pair<std::size_t, std::size_t>{1, 1}, {2, 3}, {8, 8}, {64, 64}, {64, 20}, {7, 63}}) {
        Builder b;
        const auto x = b.input(0, n), y = b.input(1, m);
        for (const auto bit : {less(b, x, y), less_or_equal(b, x, y), greater(b, x, y),
                               greater_or_equal(b, x, y), equal(b, x, y), is_zero(b, x)})
            b.output(everybody, bit);
        for (const auto& word :
             {resized(min(b, x, y), 64), resized(max(b, x, y), 64), resized(mux(b, x.sign(), x, y), 64)})
            b.output(everybody, word);
        const auto circuit = b.finish();
        QCOMPARE(test::broken_rule(circuit), std::string());
        std::vector<std::pair<std::int64_t, std::int64_t>> pairs;
        if (n > 2 && m > 2)
            for (const auto p : extremes(n))
                for (const auto q : extremes(m)) pairs.emplace_back(p, q);
        for (int i = 0; i < 100; ++i)
            pairs.emplace_back(random_number(random, 64) >> (64 - n), random_number(random, 64) >> (64 - m));
        for (const auto& [p, q] : pairs)
            QVERIFY((results(circuit, {p, q}) == std::vector<std::int64_t>{p<q, p <= q, p> q, p >= q, p == q,
                                                                           p == 0, std::min(p, q),
                                                                           std::max(p, q), p < 0 ? p : q}));
    }
}

void TestOrder::truthOfLists() {
    for (std::size_t n = 1; n < 6; ++n) {
        Builder b;
        const auto x = b.input(0, n);
        b.output(everybody, all_true(b, x.bits()));
        b.output(everybody, any_true(b, x.bits()));
        b.output(everybody, all_true(b, {}));
        b.output(everybody, any_true(b, {}));
        const auto circuit = b.finish();
        for (std::int64_t v = 0; v < 1 << n; ++v)
            QVERIFY((results(circuit, {v}) == std::vector<std::int64_t>{v == (1 << n) - 1, v != 0, 1, 0}));
    }
}

void TestOrder::sortsAnyZerosAndOnes() {
    // By the 0-1 principle (Knuth, 5.3.4, theorem Z) a network that sorts these sorts everything.
    for (std::size_t count = 1; count <= 12; ++count) {
        Builder b;
        std::vector<Word> words;
        const auto bits = b.input(0, count);
        for (const auto bit : bits.bits()) words.push_back(from_bit(bit));
        std::vector<Wire> out;
        for (const auto& word : sorted(b, words)) out.push_back(word[0]);
        b.output(everybody, Word(std::move(out)));
        const auto circuit = b.finish();
        for (std::uint64_t v = 0; v < std::uint64_t{1} << count; ++v) {
            const std::vector<Bits> inputs{to_bits(static_cast<std::int64_t>(v), count)};
            auto expected = inputs[0];
            std::sort(expected.begin(), expected.end());
            QVERIFY(evaluate(circuit, inputs).value().front() == expected);
        }
    }
}

void TestOrder::sortsNumbers() {
    crypto::SeededRandom random(2);
    for (const std::size_t count : {2, 5, 16, 33, 100}) {
        const auto circuit = sorter(count, 40);
        QCOMPARE(test::broken_rule(circuit), std::string());
        for (int round = 0; round < 10; ++round) {
            std::vector<std::int64_t> values;
            for (std::size_t i = 0; i < count; ++i) values.push_back(random_number(random, 40));
            const auto out = results(circuit, values);
            std::sort(values.begin(), values.end());
            QVERIFY(out == values);
        }
    }
}

void TestOrder::kthSmallest() {
    crypto::SeededRandom random(3);
    for (const std::size_t k : {0, 1, 4, 8}) {
        Builder b;
        std::vector<Word> words;
        for (int i = 0; i < 9; ++i) words.push_back(b.input(0, 20));
        b.output(everybody, kth_smallest(b, words, k));
        const auto circuit = b.finish();
        QVERIFY(circuit.shape().ands < sorter(9, 20).shape().ands);
        for (int round = 0; round < 30; ++round) {
            std::vector<std::int64_t> values;
            for (int i = 0; i < 9; ++i) values.push_back(random_number(random, 20));
            const auto out = results(circuit, values).front();
            std::sort(values.begin(), values.end());
            QCOMPARE(out, values[k]);
        }
    }
}

void TestOrder::quartiles() {
    crypto::SeededRandom random(5);
    for (std::size_t n = 1; n < 13; ++n) {
        Builder b;
        std::vector<Word> words;
        for (std::size_t i = 0; i < n; ++i) words.push_back(b.input(0, 20));
        const auto ascending = sorted(b, words);
        for (unsigned q = 0; q <= 4; ++q) {
            const auto one = quartile_times_four(b, ascending, q);
            QCOMPARE(one.width(), std::size_t{22});
            b.output(everybody, one);
        }
        const auto circuit = b.finish();
        for (int run = 0; run < 30; ++run) {
            std::vector<std::int64_t> values(n);
            for (auto& value : values) value = random_number(random, 20);
            const auto got = results(circuit, values);
            std::sort(values.begin(), values.end());
            for (std::size_t q = 0; q <= 4; ++q) {
                const auto place = q * (n - 1), part = place % 4;
                const auto low = values[place / 4], high = values[std::min(place / 4 + 1, n - 1)];
                QCOMPARE(got[q],
                         static_cast<std::int64_t>(4 - part) * low + static_cast<std::int64_t>(part) * high);
            }
        }
    }
}

void TestOrder::quartilesOfThosePresent() {
    crypto::SeededRandom random(6);
    constexpr unsigned all[] = {0, 1, 2, 3, 4};
    for (std::size_t n = 1; n < 11; ++n) {
        Builder b;
        const auto present = b.input_bits(0, n);
        std::vector<Word> words;
        for (std::size_t i = 0; i < n; ++i) words.push_back(b.input(0, 20 - i));
        for (const auto& one : quartiles_of_present(b, words, present, all)) {
            QCOMPARE(one.width(), std::size_t{22});
            b.output(everybody, one);
        }
        const auto circuit = b.finish();
        for (int run = 0; run < 60; ++run) {
            // All absent and all present too.
            std::vector<std::int64_t> values{run == 0   ? 0
                                             : run == 1 ? (1 << n) - 1
                                                        : static_cast<std::int64_t>(random.below(1u << n))};
            std::vector<std::int64_t> there;
            for (std::size_t i = 0; i < n; ++i) {
                values.push_back(random_number(random, 20 - i));
                if (values[0] >> i & 1) there.push_back(values.back());
            }
            const auto got = results(circuit, values);
            std::sort(there.begin(), there.end());
            for (const auto q : all) {
                if (there.empty()) {
                    QCOMPARE(got[q], std::int64_t{0});
                    continue;
                }
                const auto place = q * (there.size() - 1), part = place % 4;
                const auto low = there[place / 4], high = there[std::min(place / 4 + 1, there.size() - 1)];
                QCOMPARE(got[q],
                         static_cast<std::int64_t>(4 - part) * low + static_cast<std::int64_t>(part) * high);
            }
        }
    }
}

void TestOrder::gatesAreCounted() {
    // 63 comparators of 16 words, 2 ANDs per bit each.
    const auto circuit = sorter(16, 64);
    QCOMPARE(circuit.shape().ands, std::uint64_t{63 * 128});
    Builder b;
    const auto x = b.input(0, 64), y = b.input(1, 64);
    b.output(everybody, min(b, x, y));
    QCOMPARE(b.finish().shape().ands, std::uint64_t{128});
}

QTEST_APPLESS_MAIN(TestOrder)
#include "test_order.moc"
