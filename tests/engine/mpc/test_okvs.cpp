#include <QTest>

#include <algorithm>
#include <bit>

#include "crypto/big_vector.h"
#include "crypto/hash.h"
#include "crypto/prg.h"
#include "mpc/okvs/bench.h"
#include "mpc/okvs/bin_solver.h"
#include "mpc/okvs/okvs.h"

using namespace tacit;
using namespace tacit::mpc;
using crypto::Block;
using okvs::Encoding;
using okvs::FreeSlots;
using okvs::Okvs;
using okvs::Parameters;

using Blocks = std::vector<Block>;

namespace {

Blocks blocks(std::size_t n, std::uint64_t seed) {
    Blocks out(n);
    crypto::Prg(Block{seed, 0x6f6b7673}).fill(std::span(out));
    return out;
}

/// Keys, values and what an encoding made of them.
struct Case {
    Parameters parameters;
    Blocks keys, values, encoded;

    explicit Case(const Parameters& p, std::uint64_t seed = 1)
        : parameters(p), keys(blocks(p.items, seed)), values(blocks(p.items, ~seed)), encoded(p.size()) {}
    explicit Case(std::size_t n, std::uint64_t seed = 1) : Case(Parameters::for_items(n), seed) {}

    Result<Encoding> encode(Block seed, FreeSlots free = FreeSlots::zero, unsigned threads = 1,
                            std::uint64_t fill_seed = 1) {
        crypto::SeededRandom random(fill_seed);
        Workers workers(threads);
        return Okvs(parameters, seed).encode(keys, values, encoded, free, random, workers);
    }
    Blocks decode(Block seed, const Blocks& from, unsigned threads = 1) const {
        Workers workers(threads);
        Blocks out(from.size());
        if (!Okvs(parameters, seed).decode(encoded, from, out, workers)) out.clear();
        return out;
    }
    /// Encodes and compares what comes out.
    bool holds(Block seed, FreeSlots free = FreeSlots::zero, unsigned threads = 1) {
        const auto encoding = encode(seed, free, threads);
        return encoding.ok() && *encoding == Encoding::done && decode(seed, keys, threads) == values;
    }
};

std::string digest(const Blocks& of) {
    return to_hex(crypto::blake2b(crypto::as_bytes(of)));
}

}  // namespace

class TestOkvs : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void smallSizesDecode();
    void randomSizesDecode();
    void largeSizesDecode_data();
    void largeSizesDecode();
    void dependentRowsAreSolved_data();
    void dependentRowsAreSolved();
    void decodingIsLinear();
    void othersDecodeToSomethingElse();
    void inPlaceDecode();
    void sameForAnyNumberOfThreads();
    void goldenEncodings_data();
    void goldenEncodings();
    void rowsAreDistinctAndEven();
    void repeatedKeysAreRefused_data();
    void repeatedKeysAreRefused();
    void fullBinsAskForAnotherSeed();
    void freshSeedsComeUntilOneSuits();
    void gapsThatNothingClosesEndInAFault();
    void zeroLeavesFreeSlotsZero();
    void randomFillIsRandom();
    void wrongLengthsAreRefused();
    void binsTooLargeForTheIndexAreRefused();
    void aStopIsHeardBetweenBins();
    void benchmarkMeasures();
};

void TestOkvs::smallSizesDecode() {
    for (std::size_t n = 0; n <= 130; ++n)
        for (const auto free : {FreeSlots::zero, FreeSlots::random})
            for (std::uint64_t seed = 0; seed < 5; ++seed)
                QVERIFY2(Case(n, seed).holds(Block{n, seed}, free), qPrintable(QString::number(n)));
}

void TestOkvs::randomSizesDecode() {
    crypto::SeededRandom random(5);
    for (int i = 0; i < 200; ++i) {
        const std::size_t n = random.below(5001);
        QVERIFY2(Case(n, n).holds(Block{n, 2}, i % 2 == 0 ? FreeSlots::zero : FreeSlots::random),
                 qPrintable(QString::number(n)));
    }
}

void TestOkvs::largeSizesDecode_data() {
    QTest::addColumn<std::size_t>("n");
    for (const std::size_t n : {1023u, 1024u, (1u << 14) - 1, 1u << 14, (1u << 14) + 1, 1u << 16, 1u << 20})
        QTest::addRow("%zu", n) << n;
}

void TestOkvs::largeSizesDecode() {
    QFETCH(std::size_t, n);
    Case one(n);
    QVERIFY(one.holds(Block{3, 4}, FreeSlots::zero, 2));
    QVERIFY(one.holds(Block{5, 6}, FreeSlots::random, 2));
}

void TestOkvs::dependentRowsAreSolved_data() {
    QTest::addColumn<std::size_t>("items");
    QTest::addColumn<std::size_t>("sparse");
    QTest::addColumn<std::size_t>("dense");
    QTest::newRow("more items than sparse slots") << std::size_t{30} << std::size_t{16} << std::size_t{20};
    QTest::newRow("dense slots only, as good as") << std::size_t{40} << std::size_t{3} << std::size_t{40};
    QTest::newRow("far too few to peel") << std::size_t{3000} << std::size_t{3450} << std::size_t{4};
    QTest::newRow("square, nearly") << std::size_t{500} << std::size_t{490} << std::size_t{90};
}

void TestOkvs::dependentRowsAreSolved() {
    QFETCH(std::size_t, items);
    QFETCH(std::size_t, sparse);
    QFETCH(std::size_t, dense);
    const Parameters parameters{.items = items, .bins = 1, .sparse = sparse, .dense = dense};
    for (std::uint64_t seed = 0; seed < 20; ++seed)
        for (const auto free : {FreeSlots::zero, FreeSlots::random})
            QVERIFY(Case(parameters, seed).holds(Block{seed, 1}, free));
}

void TestOkvs::decodingIsLinear() {
    Case a(20000), b(20000, 2);
    const auto keys = blocks(5000, 9);
    a.encoded = blocks(a.encoded.size(), 7);
    b.encoded = blocks(b.encoded.size(), 8);
    const Block seed{1, 1};
    auto sum = a;
    for (std::size_t i = 0; i < sum.encoded.size(); ++i) sum.encoded[i] ^= b.encoded[i];
    const auto from_a = a.decode(seed, keys), from_b = b.decode(seed, keys),
               from_sum = sum.decode(seed, keys);
    for (std::size_t i = 0; i < keys.size(); ++i) QVERIFY(from_sum[i] == (from_a[i] ^ from_b[i]));
}

void TestOkvs::othersDecodeToSomethingElse() {
    for (const std::size_t n : {1u, 10u, 3000u, 40000u}) {
        Case one(n);
        const Block seed{n, 1};
        QVERIFY(one.holds(seed, FreeSlots::random));
        auto values = one.values;
        std::sort(values.begin(), values.end());
        std::size_t ones = 0;
        const auto others = one.decode(seed, blocks(20000, 77));
        for (const Block other : others) {
            QVERIFY(!std::binary_search(values.begin(), values.end(), other));
            ones += static_cast<std::size_t>(std::popcount(other.low) + std::popcount(other.high));
        }
        // Coins: 1.28 million of them for few slots repeat themselves, but not in a row of the dense part.
        const double share = static_cast<double>(ones) / (128.0 * static_cast<double>(others.size()));
        QVERIFY2(share > 0.49 && share < 0.51, qPrintable(QString::number(share)));
    }
}

void TestOkvs::inPlaceDecode() {
    Case one(5000);
    QVERIFY(one.holds(Block{1, 2}));
    auto place = one.keys;
    Workers workers(1);
    QVERIFY(Okvs(one.parameters, Block{1, 2}).decode(one.encoded, place, place, workers));
    QVERIFY(place == one.values);
}

void TestOkvs::sameForAnyNumberOfThreads() {
    for (const auto free : {FreeSlots::zero, FreeSlots::random}) {
        Case one(70000);
        QVERIFY(one.encode(Block{1, 2}, free, 1));
        const auto encoded = one.encoded;
        for (const unsigned threads : {2u, 5u}) {
            QVERIFY(one.encode(Block{1, 2}, free, threads));
            QVERIFY(one.encoded == encoded);
            QVERIFY(one.decode(Block{1, 2}, one.keys, threads) == one.values);
        }
    }
}

void TestOkvs::goldenEncodings_data() {
    QTest::addColumn<std::size_t>("n");
    QTest::addColumn<FreeSlots>("free");
    QTest::addColumn<QString>("expected");
    QTest::newRow("few") << std::size_t{20} << FreeSlots::zero
                         << "5e1018c94be859af0311b9f5ba9ee3325544794ac856842bea0067e630691e53";
    QTest::newRow("one bin") << std::size_t{3000} << FreeSlots::zero
                             << "af83cdb161dbe98530b5d91597b749d8815d697a2900473fdbf37795acf604bc";
    QTest::newRow("three bins, free slots random")
        << std::size_t{40000} << FreeSlots::random
        << "d39cbd9467af1281c66beefc2f88ab73f512e63af742538c95a3aa094eeb204b";
}

void TestOkvs::goldenEncodings() {
    QFETCH(std::size_t, n);
    QFETCH(FreeSlots, free);
    QFETCH(QString, expected);
    Case one(n);
    QVERIFY(one.holds(Block{0x0123456789abcdef, 42}, free));
    QCOMPARE(QString::fromStdString(digest(one.encoded)), expected);
}

void TestOkvs::rowsAreDistinctAndEven() {
    for (const std::size_t sparse : {3u, 4u, 19u}) {
        const Parameters parameters{.items = 1, .bins = 5, .sparse = sparse};
        const okvs::RowHash hash(parameters, Block{sparse, 0});
        constexpr std::size_t trials = 200000;
        std::vector<double> triples(sparse * sparse * sparse), bins(5);
        Blocks elements(trials);
        hash.elements(blocks(trials, sparse).data(), elements.data(), trials);
        for (const Block element : elements) {
            const auto [a, b, c] = hash.row(element).places;
            QVERIFY(a < sparse && b < sparse && c < sparse && a != b && a != c && b != c);
            ++triples[(a * sparse + b) * sparse + c];
            QVERIFY(hash.bin(element) < 5);
            ++bins[hash.bin(element)];
        }
        // Chi-square over the ordered triples: mean f, deviation sqrt(2 f).
        const auto cells = static_cast<double>(sparse * (sparse - 1) * (sparse - 2));
        double chi = 0;
        for (const double count : triples)
            if (count > 0) chi += (count - trials / cells) * (count - trials / cells) / (trials / cells);
        QVERIFY(std::all_of(triples.begin(), triples.end(), [](double count) { return count < 1e5; }));
        QVERIFY2(std::abs(chi - (cells - 1)) < 6 * std::sqrt(2 * (cells - 1)),
                 qPrintable(QString::number(chi)));
        for (const double count : bins) QVERIFY(std::abs(count - trials / 5.0) < 6 * std::sqrt(trials / 5.0));
    }
}

void TestOkvs::repeatedKeysAreRefused_data() {
    QTest::addColumn<std::size_t>("n");
    QTest::addColumn<std::size_t>("copies");
    QTest::newRow("two of two") << std::size_t{2} << std::size_t{2};
    QTest::newRow("two of many") << std::size_t{1000} << std::size_t{2};
    QTest::newRow("two in one of several bins") << std::size_t{60000} << std::size_t{2};
    QTest::newRow("so many that the bin is full") << std::size_t{60000} << std::size_t{5000};
    QTest::newRow("256, where the counters of uses end") << std::size_t{1000} << std::size_t{256};
    QTest::newRow("all") << std::size_t{3000} << std::size_t{3000};
}

void TestOkvs::repeatedKeysAreRefused() {
    QFETCH(std::size_t, n);
    QFETCH(std::size_t, copies);
    for (const bool same_value : {false, true}) {
        Case one(n);
        for (std::size_t i = 1; i < copies; ++i) {
            one.keys[n - i] = one.keys[0];
            if (same_value) one.values[n - i] = one.values[0];
        }
        const auto encoding = one.encode(Block{7, 7}, FreeSlots::zero, 2);
        QVERIFY(!encoding);
        QCOMPARE(encoding.error().fault, Fault::usage);
    }
}

void TestOkvs::fullBinsAskForAnotherSeed() {
    // Keys that all fall into one bin: never silently lost, whatever the parameters think of the odds.
    const auto parameters = Parameters::for_items(40000);
    const okvs::RowHash hash(parameters, Block{5, 5});
    Case one(parameters);
    const auto candidates = blocks(150000, 3);
    Blocks elements(candidates.size());
    hash.elements(candidates.data(), elements.data(), candidates.size());
    std::size_t taken = 0;
    for (std::size_t i = 0; i < candidates.size() && taken < one.keys.size(); ++i)
        if (hash.bin(elements[i]) == 1) one.keys[taken++] = candidates[i];
    QCOMPARE(taken, one.keys.size());
    const auto encoding = one.encode(Block{5, 5});
    QVERIFY(encoding);
    QVERIFY(*encoding == Encoding::reseed);
    QVERIFY(one.holds(Block{6, 5}));
}

void TestOkvs::freshSeedsComeUntilOneSuits() {
    // Without dense slots about every eighth seed meets two items that want the same three slots.
    const Parameters parameters{.items = 12, .bins = 1, .sparse = 18, .dense = 0};
    int reseeds = 0;
    for (std::uint64_t i = 0; i < 300; ++i) {
        Case one(parameters, i);
        const auto encoding = one.encode(Block{i, 1});
        QVERIFY(encoding);
        if (*encoding == Encoding::done)
            QVERIFY(one.decode(Block{i, 1}, one.keys) == one.values);
        else
            ++reseeds;
        crypto::SeededRandom random(i);
        Workers workers(1);
        const auto seed = okvs::encode_with_fresh_seed(parameters, one.keys, one.values, one.encoded,
                                                       FreeSlots::zero, random, workers);
        QVERIFY(seed);
        QVERIFY(one.decode(*seed, one.keys) == one.values);
    }
    QVERIFY2(reseeds > 15 && reseeds < 120, qPrintable(QString::number(reseeds)));
}

void TestOkvs::gapsThatNothingClosesEndInAFault() {
    Case one(Parameters{.items = 10, .bins = 1, .sparse = 6, .dense = 3});
    crypto::SeededRandom random(1);
    Workers workers(1);
    const auto seed = okvs::encode_with_fresh_seed(one.parameters, one.keys, one.values, one.encoded,
                                                   FreeSlots::zero, random, workers);
    QVERIFY(!seed);
    QCOMPARE(seed.error().fault, Fault::internal);
}

void TestOkvs::zeroLeavesFreeSlotsZero() {
    Case one(3000);
    QVERIFY(one.holds(Block{1, 1}, FreeSlots::zero));
    const auto zeros = std::count(one.encoded.begin(), one.encoded.end(), Block{});
    QCOMPARE(static_cast<std::size_t>(zeros), one.encoded.size() - one.keys.size());
    QVERIFY(one.holds(Block{1, 1}, FreeSlots::random));
    QCOMPARE(std::count(one.encoded.begin(), one.encoded.end(), Block{}), 0);
}

void TestOkvs::randomFillIsRandom() {
    // Under one seed and one set of keys and values, no slot stays what it was, and all solutions come
    // equally often: each bit of each slot is a coin.
    for (const std::size_t n : {1u, 4u, 25u}) {
        Case one(n);
        constexpr std::size_t trials = 2000;
        std::vector<std::array<int, 128>> ones(one.encoded.size());
        for (std::uint64_t i = 0; i < trials; ++i) {
            QVERIFY(one.encode(Block{2, 2}, FreeSlots::random, 1, i));
            QVERIFY(one.decode(Block{2, 2}, one.keys) == one.values);
            for (std::size_t s = 0; s < ones.size(); ++s)
                for (unsigned bit = 0; bit < 128; ++bit) ones[s][bit] += one.encoded[s].bit(bit);
        }
        for (const auto& slot : ones)
            for (const int count : slot) QVERIFY(std::abs(count - 1000) < 6 * std::sqrt(trials) / 2);
    }
}

void TestOkvs::wrongLengthsAreRefused() {
    Case one(100);
    const Okvs good(one.parameters, Block{});
    crypto::SeededRandom random(1);
    Workers workers(1);
    const auto fault = [&](std::size_t keys, std::size_t values, std::size_t encoded) {
        one.keys.resize(keys), one.values.resize(values), one.encoded.resize(encoded);
        const auto encoding =
            good.encode(one.keys, one.values, one.encoded, FreeSlots::zero, random, workers);
        return encoding ? Fault::internal : encoding.error().fault;
    };
    const std::size_t encoded = one.parameters.size();
    QCOMPARE(fault(99, 100, encoded), Fault::usage);
    QCOMPARE(fault(100, 101, encoded), Fault::usage);
    QCOMPARE(fault(100, 100, encoded - 1), Fault::usage);
    QCOMPARE(fault(100, 100, encoded + 1), Fault::usage);
    one.encoded.resize(encoded);
    Blocks out(99);
    QCOMPARE(good.decode(one.encoded, one.keys, out, workers).error().fault, Fault::usage);
    out.resize(100);
    QVERIFY(good.decode(one.encoded, one.keys, out, workers));
    one.encoded.pop_back();
    QCOMPARE(good.decode(one.encoded, one.keys, out, workers).error().fault, Fault::usage);
}

void TestOkvs::binsTooLargeForTheIndexAreRefused() {
    Case one(Parameters{.items = 10, .bins = 1, .sparse = 65537, .dense = 3});
    const auto encoding = one.encode(Block{});
    QVERIFY(!encoding);
    QCOMPARE(encoding.error().fault, Fault::usage);
    QVERIFY(one.decode(Block{}, one.keys).empty());
    one = Case(Parameters{.items = 10, .bins = 1, .sparse = 65536, .dense = 3});
    QVERIFY(one.holds(Block{}));
}

void TestOkvs::aStopIsHeardBetweenBins() {
    /// Says stop at the second look at it.
    class StopAtSecond final : public Progress {
      public:
        void step(std::string_view, std::uint64_t) override {}
        void advance(std::uint64_t) override {}
        bool stop_requested() const override { return ++looks >= 2; }
        mutable int looks = 0;
    };
    const auto parameters = Parameters::for_items(300'000);  // more bins than a piece has
    std::vector<Block> keys(parameters.items), values(parameters.items), encoded(parameters.size());
    crypto::SeededRandom random(5);
    random.fill(crypto::as_writable_bytes(keys));
    Workers workers(1);
    const StopAtSecond progress;
    const auto seed = encode_with_fresh_seed(parameters, keys, values, encoded, FreeSlots::zero, random,
                                             workers, &progress);
    QCOMPARE(seed.error().fault, Fault::cancelled);
    QCOMPARE(progress.looks, 2);
}

void TestOkvs::benchmarkMeasures() {
    const auto timing = okvs::measure(Parameters::for_items(3000), 2, 2);
    QVERIFY(timing);
    QVERIFY(timing->encode_ns > 0 && timing->encode_ns < 1e9 && timing->decode_ns > 0);
    QCOMPARE(timing->size, Parameters::for_items(3000).size());
}

QTEST_GUILESS_MAIN(TestOkvs)
#include "test_okvs.moc"
