#include <QTest>

#include <cmath>
#include <numeric>

#include "crypto/prg.h"
#include "crypto/random.h"
#include "mpc/okvs/bin_solver.h"
#include "mpc/okvs/parameters.h"

using namespace tacit;
using namespace tacit::mpc;
using crypto::Block;
using okvs::Parameters;

namespace {

/// The expected number of non-empty sets among n random rows of three different slots of m whose sum is zero.
/// Fourier transform over subsets of the slots: 2^(n-m) * sum_j C(m, j) p_j^n - 1, where p_j is the
/// probability that a row meets a fixed set of j slots in an even number. Exact; the sum is near 1, so in
/// long double.
double expected_dependencies(std::size_t n, std::size_t m) {
    const auto rows = static_cast<long double>(n), encoded = static_cast<long double>(m);
    const long double triples = encoded * (encoded - 1) * (encoded - 2) / 6;
    long double log_choose = 0, sum = 0;
    for (std::size_t j = 0; j <= m; ++j) {
        const auto in = static_cast<long double>(j), outside = encoded - in;
        const long double even =
            (outside * (outside - 1) * (outside - 2) / 6 + in * (in - 1) / 2 * outside) / triples;
        if (even > 0) sum += std::exp((rows - encoded) * std::log(2.0L) + log_choose + rows * std::log(even));
        log_choose += std::log(outside) - std::log(in + 1);
    }
    return static_cast<double>(sum - 1);
}

/// More than `dense` dependent rows in one bin, as -log2: by Markov's inequality, and as rare independent
/// events.
double markov_bits(double mu, std::size_t dense) {
    return static_cast<double>(dense) + 1 - std::log2(mu) - 1e-9;
}
double poisson_bits(double mu, std::size_t dense) {
    const auto g = static_cast<double>(dense) + 1;
    return -g * std::log2(mu) + std::lgamma(g + 1) / std::log(2.0);
}

/// Expansion and dense slots of Raghuraman and Rindal's experiments for w = 3 (ePrint 2022/320, section 3).
double published_expansion(double n, double ssp) {
    const double w = std::log2(3.0);
    const double slope =
        std::exp2(0.555 * std::log2(n) + 0.093 * w * w * w - 1.01 * w * w + 2.925 * w - 0.133);
    return (ssp + 9.2 + 1.223 * slope) / slope;
}
int published_dense(double n, double ssp) {
    return static_cast<int>(ssp / std::log2(published_expansion(n, ssp) * n));
}

/// Rows that depend on others, in one bin without dense slots under a random seed.
class DependencyTrial {
  public:
    DependencyTrial(std::size_t items, std::size_t sparse)
        : parameters_{.items = items, .bins = 1, .sparse = sparse, .dense = 0},
          solver_(parameters_),
          hash_(parameters_, Block{}),
          items_(items),
          elements_(items),
          slots_(sparse) {}

    std::size_t operator()() {
        stream_.fill(std::span(elements_));
        for (std::size_t i = 0; i < items_.size(); ++i) items_[i].element = elements_[i];
        (void)solver_.solve(items_, hash_, slots_);
        return solver_.dependent();
    }

  private:
    Parameters parameters_;
    okvs::BinSolver solver_;
    okvs::RowHash hash_;
    std::vector<okvs::Item> items_;
    std::vector<Block> elements_, slots_;
    crypto::Prg stream_{Block{11, 12}};
};

}  // namespace

class TestOkvsBounds : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void parametersAreAgreed_data();
    void parametersAreAgreed();
    void noLargerThanPublished_data();
    void noLargerThanPublished();
    void overflowIsTheBinomialTail();
    void capacityIsTheSmallest();
    void capacityHolds();
    void everySizeIsSecure_data();
    void everySizeIsSecure();
    void binsHaveRoom();
    void dependenciesAreAsComputed_data();
    void dependenciesAreAsComputed();
    void severalDependenciesAreAsRareAsComputed();
};

void TestOkvsBounds::parametersAreAgreed_data() {
    QTest::addColumn<std::size_t>("n");
    QTest::addColumn<std::size_t>("bins");
    QTest::addColumn<std::size_t>("sparse");
    QTest::addColumn<std::size_t>("dense");
    const auto row = [](std::size_t n, std::size_t bins, std::size_t sparse, std::size_t dense) {
        QTest::addRow("%zu", n) << n << bins << sparse << dense;
    };
    row(0, 1, 16, 0);
    row(1, 1, 18, 1);
    row(1000, 1, 1216, 40);
    row(1u << 14, 1, 19677, 3);
    row(1u << 16, 4, 19744, 3);
    row(1u << 20, 64, 19744, 3);
    row(10000000, 611, 19716, 3);
    row(1u << 24, 1024, 19744, 3);
}

void TestOkvsBounds::parametersAreAgreed() {
    QFETCH(std::size_t, n);
    const auto parameters = Parameters::for_items(n);
    QTEST(parameters.bins, "bins");
    QTEST(parameters.sparse, "sparse");
    QTEST(parameters.dense, "dense");
}

void TestOkvsBounds::noLargerThanPublished_data() {
    QTest::addColumn<std::size_t>("n");
    QTest::addColumn<double>("expansion");
    QTest::addColumn<int>("dense");
    QTest::newRow("2^14") << (std::size_t{1} << 14) << 1.268 << 2;
    QTest::newRow("2^16") << (std::size_t{1} << 16) << 1.244 << 2;
    QTest::newRow("2^20") << (std::size_t{1} << 20) << 1.227 << 1;
    QTest::newRow("2^24") << (std::size_t{1} << 24) << 1.224 << 1;
}

void TestOkvsBounds::noLargerThanPublished() {
    QFETCH(std::size_t, n);
    QFETCH(double, expansion);
    QFETCH(int, dense);
    // The published figures are rounded to 0.001, and are for one single bin.
    QVERIFY(std::abs(published_expansion(static_cast<double>(n), 40) - expansion) < 0.001);
    QCOMPARE(published_dense(static_cast<double>(n), 40), dense);
    const auto parameters = Parameters::for_items(n);
    QVERIFY(static_cast<double>(parameters.size()) < expansion * static_cast<double>(n));
    QVERIFY(parameters.dense >= static_cast<std::size_t>(dense));
}

void TestOkvsBounds::overflowIsTheBinomialTail() {
    for (const std::size_t n : {1u, 2u, 50u, 400u})
        for (const std::size_t bins : {2u, 5u, 17u}) {
            // Adding one item after the other gives the distribution without any formula.
            std::vector<long double> chance(n + 1);
            chance[0] = 1;
            const long double hit = 1.0L / static_cast<long double>(bins);
            for (std::size_t i = 0; i < n; ++i)
                for (std::size_t k = i + 1; k-- > 0;) {
                    chance[k + 1] += chance[k] * hit;
                    chance[k] *= 1 - hit;
                }
            for (std::size_t capacity = (n + bins - 1) / bins; capacity < n; ++capacity) {
                const long double tail = std::accumulate(
                    chance.rbegin(), chance.rend() - static_cast<std::ptrdiff_t>(capacity) - 1, 0.0L);
                const double expected =
                    std::min(0.0, static_cast<double>(std::log2(tail * static_cast<long double>(bins))));
                QVERIFY(std::abs(okvs::log2_overflow(n, bins, capacity) - expected) < 1e-6);
            }
            QVERIFY(std::isinf(okvs::log2_overflow(n, bins, n)));
        }
}

void TestOkvsBounds::capacityIsTheSmallest() {
    for (const std::size_t n : {3u, 1000u, 20000u, 1u << 20, 10000000u, 1u << 27})
        for (const std::size_t bins : {2u, 64u, 1000u})
            for (const unsigned security : {3u, 20u, 41u}) {
                const std::size_t capacity = okvs::bin_capacity(n, bins, security);
                QVERIFY(okvs::log2_overflow(n, bins, capacity) <= -static_cast<double>(security));
                QVERIFY(capacity <= n);
                if (capacity > n / bins + 1)
                    QVERIFY(okvs::log2_overflow(n, bins, capacity - 1) > -static_cast<double>(security));
            }
}

void TestOkvsBounds::capacityHolds() {
    // At a security of 2 to 5 bits overflows are seen often enough to count them.
    constexpr std::size_t n = 2000, bins = 16, trials = 4000;
    crypto::Prg stream(Block{21, 22});
    std::vector<Block> draws(n / 16);
    std::vector<int> fullest_at(n + 1);
    for (std::size_t t = 0; t < trials; ++t) {
        std::array<std::size_t, bins> counts{};
        stream.fill(std::span(draws));
        for (const Block draw : draws)
            for (unsigned byte = 0; byte < 8; ++byte) {
                ++counts[(draw.low >> (8 * byte)) & 15];
                ++counts[(draw.high >> (8 * byte)) & 15];
            }
        ++fullest_at[*std::max_element(counts.begin(), counts.end())];
    }
    for (const unsigned security : {2u, 3u, 4u, 5u}) {
        const std::size_t capacity = okvs::bin_capacity(n, bins, security);
        const double seen = std::accumulate(fullest_at.begin() + static_cast<std::ptrdiff_t>(capacity) + 1,
                                            fullest_at.end(), 0.0);
        const double bound = trials * std::exp2(okvs::log2_overflow(n, bins, capacity));
        // A union over bins counts twice when two are full, so the bound may be some tenths too high.
        QVERIFY2(seen < bound + 5 * std::sqrt(bound) && seen > 0.75 * bound - 5 * std::sqrt(bound),
                 qPrintable(QString("%1 of at most %2").arg(seen).arg(bound)));
    }
}

void TestOkvsBounds::everySizeIsSecure_data() {
    QTest::addColumn<std::size_t>("n");
    for (std::size_t n = 1; n < 40; ++n) QTest::addRow("%zu", n) << n;
    for (const std::size_t n :
         {41u,    42u,    45u,    50u,    64u,    90u,    128u,     200u,      300u,    500u,
          1000u,  1023u,  1024u,  1500u,  2048u,  3000u,  5000u,    10000u,    16384u,  16385u,
          20000u, 32768u, 32769u, 50000u, 65536u, 65537u, 1u << 20, 10000000u, 1u << 24})
        QTest::addRow("%zu", n) << n;
}

void TestOkvsBounds::everySizeIsSecure() {
    QFETCH(std::size_t, n);
    const auto parameters = Parameters::for_items(n);
    const auto bins = static_cast<double>(parameters.bins);
    const std::size_t capacity = parameters.bin_capacity();
    QVERIFY(parameters.bin_size() >= capacity);
    QVERIFY(okvs::log2_overflow(n, parameters.bins, capacity) <= -41);
    if (parameters.dense >= n) return;  // any n rows of n powers of random elements are independent
    const double mu = expected_dependencies(capacity, parameters.sparse);
    QVERIFY(mu > 0);
    if (n < 1024)
        QVERIFY(markov_bits(mu, parameters.dense) >= 41);
    else
        QVERIFY2(poisson_bits(mu, parameters.dense) - std::log2(bins) >= 41, qPrintable(QString::number(mu)));
}

void TestOkvsBounds::binsHaveRoom() {
    // What the shape takes for the fullest bin, in whole numbers, is above what the exact tail says.
    crypto::SeededRandom random(31);
    for (int i = 0; i < 300; ++i) {
        const std::size_t n = 16385 + random.below(std::uint64_t{1} << (15 + i % 13));
        const auto parameters = Parameters::for_items(n);
        QVERIFY(parameters.sparse * 1000 >= parameters.bin_capacity() * 1130);
        QVERIFY(parameters.size() * 1000 <= n * 1239);
        QVERIFY(parameters.sparse < 65536);
    }
    QVERIFY(Parameters::for_items(1u << 20).size() * 1000 < (std::size_t{1} << 20) * 1206);
}

void TestOkvsBounds::dependenciesAreAsComputed_data() {
    QTest::addColumn<std::size_t>("items");
    QTest::addColumn<std::size_t>("sparse");
    QTest::addColumn<int>("trials");
    QTest::newRow("as small sets come") << std::size_t{20} << std::size_t{40} << 200000;
    QTest::newRow("half as much room") << std::size_t{20} << std::size_t{28} << 200000;
    QTest::newRow("a hundred") << std::size_t{100} << std::size_t{136} << 100000;
    QTest::newRow("tight") << std::size_t{100} << std::size_t{115} << 100000;
}

void TestOkvsBounds::dependenciesAreAsComputed() {
    QFETCH(std::size_t, items);
    QFETCH(std::size_t, sparse);
    QFETCH(int, trials);
    // d dependent rows make 2^d - 1 sets with sum zero, whose expectation is known exactly.
    DependencyTrial trial(items, sparse);
    double sum = 0, squares = 0;
    for (int i = 0; i < trials; ++i) {
        const double sets = std::exp2(static_cast<double>(trial())) - 1;
        sum += sets;
        squares += sets * sets;
    }
    const double expected = expected_dependencies(items, sparse) * trials;
    const double deviation = std::sqrt(squares - sum * sum / trials);
    QVERIFY2(std::abs(sum - expected) < 5 * deviation,
             qPrintable(QString("%1 instead of %2").arg(sum).arg(expected)));
    QVERIFY(sum > 10 * deviation);
}

void TestOkvsBounds::severalDependenciesAreAsRareAsComputed() {
    // Sizes at which two and three dependent rows are still seen: mu^q / q!, the estimate that chooses the
    // dense slots for bins of 1024 items and more. Below, triples of rows with the same slots add to it.
    constexpr int trials = 300000;
    DependencyTrial trial(100, 136);
    const double mu = expected_dependencies(100, 136);
    std::array<double, 4> at_least{};
    for (int i = 0; i < trials; ++i) {
        const std::size_t dependent = trial();
        for (std::size_t q = 1; q < at_least.size(); ++q) at_least[q] += dependent >= q;
    }
    double expected = trials;
    for (std::size_t q = 1; q < 3; ++q) {
        expected *= mu / static_cast<double>(q);
        const double slack = 5 * std::sqrt(expected);
        QVERIFY2(at_least[q] < expected + slack && at_least[q] > 0.5 * expected - slack,
                 qPrintable(QString("%1 times %2, expected %3").arg(q).arg(at_least[q]).arg(expected)));
        QVERIFY(at_least[q] > 0);
    }
    QVERIFY(at_least[3] <= 5);
}

QTEST_GUILESS_MAIN(TestOkvsBounds)
#include "test_okvs_bounds.moc"
