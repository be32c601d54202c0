#include <QTest>

#include <map>

#include "crypto/big_vector.h"
#include "crypto/gf128.h"
#include "crypto/hash.h"
#include "crypto/prg.h"
#include "crypto/random.h"
#include "mpc/progress.h"
#include "mpc/vole/expand_convolute.h"

using namespace tacit;
using namespace tacit::mpc;
using namespace tacit::mpc::vole;

namespace {

using crypto::Prg;
using Vector = crypto::BigVector<Block>;

constexpr Block one{1, 0};
constexpr Block seed{0x0123456789abcdef, 42};

Vector random_vector(std::size_t size, std::uint64_t salt) {
    Vector out(size);
    Prg(Block{salt, 7}).fill(out);
    return out;
}

std::vector<std::uint32_t> numbers(Block key, std::uint64_t counter, std::size_t count) {
    std::vector<Block> blocks(count / 4 + 1);
    Prg(key, counter).fill(blocks);
    std::vector<std::uint32_t> out(count);
    std::memcpy(out.data(), blocks.data(), 4 * count);
    return out;
}

/// The code as its header defines it, step by step.
Vector by_definition(Coefficients coefficients, const Vector& noise, Block code_seed) {
    const std::size_t size = noise.size() / 2;
    Prg seeds(code_seed);
    const Block passes[2] = {seeds.next(), seeds.next()};
    const Block places = seeds.next();
    Vector x(noise.begin() + static_cast<std::ptrdiff_t>(size), noise.end());
    for (const auto pass : passes) {
        const auto words = numbers(pass, 0, size);
        for (std::size_t i = 0; i < size; ++i) {
            for (std::size_t d = 1; d <= 24; ++d)
                if ((words[(i + d) % size] >> (24 - d)) & 1) x[(i + d) % size] ^= x[i];
            Block& last = x[(i + 25) % size];
            last ^= x[i];
            if (coefficients == Coefficients::field) last = crypto::gf_mul(last, Block{2, 0});
        }
    }
    Vector out(noise.begin(), noise.begin() + static_cast<std::ptrdiff_t>(size));
    for (std::size_t r = 0; r < 7; ++r) {
        const std::size_t begin = r * size / 7, length = (r + 1) * size / 7 - begin;
        const auto random = numbers(places, r * ((size + look_ahead) / 4 + 1), size);
        for (std::size_t k = 0; k < size; ++k)
            out[k] ^= x[begin + ((std::uint64_t{random[k]} * length) >> 32)];
    }
    return out;
}

Vector compressed(const LinearCode& code, const Vector& noise, Workers& workers) {
    const std::size_t size = code.size();
    Vector first(noise.begin(), noise.begin() + static_cast<std::ptrdiff_t>(size));
    Vector second(noise.begin() + static_cast<std::ptrdiff_t>(size), noise.end());
    const NoProgress unwatched;
    if (!code.compress(first, second, workers, unwatched).ok()) return {};
    return first;
}

std::vector<const CodeKernels*> all_kernels() {
    std::vector<const CodeKernels*> out{&portable_code_kernels()};
    if (avx2_code_kernels()) out.push_back(avx2_code_kernels());
    return out;
}

/// The matrix itself, by columns.
std::vector<Vector> columns(const LinearCode& code) {
    Workers workers(1);
    std::vector<Vector> out;
    for (std::size_t i = 0; i < 2 * code.size(); ++i) {
        Vector unit(2 * code.size(), Block{});
        unit[i] = one;
        out.push_back(compressed(code, unit, workers));
    }
    return out;
}

std::vector<std::size_t> sorted_places(std::size_t count, std::size_t below, crypto::Random& random) {
    std::map<std::size_t, bool> places;
    while (places.size() < count) places[random.below(below)] = true;
    std::vector<std::size_t> out;
    for (const auto& [place, unused] : places) out.push_back(place);
    return out;
}

/// Metzner and Kapturowski 1990: all 128 bit planes of u, taken as syndromes of one binary code with errors
/// in the same places, have at most as many dimensions as there are places. So some sums of rows of u are
/// zero, and the same sums of rows of the matrix are zero in all noisy columns, and hardly ever in another.
std::vector<std::size_t> eliminated(const std::vector<Vector>& matrix, Vector u) {
    const std::size_t rows = u.size();
    std::vector<std::vector<bool>> sums(rows, std::vector<bool>(rows));
    for (std::size_t i = 0; i < rows; ++i) sums[i][i] = true;
    std::size_t rank = 0;
    for (unsigned bit = 0; bit < 128 && rank < rows; ++bit) {
        std::size_t pivot = rank;
        while (pivot < rows && !u[pivot].bit(bit)) ++pivot;
        if (pivot == rows) continue;
        std::swap(u[pivot], u[rank]);
        std::swap(sums[pivot], sums[rank]);
        for (std::size_t i = rank + 1; i < rows; ++i)
            if (u[i].bit(bit)) {
                u[i] ^= u[rank];
                for (std::size_t k = 0; k < rows; ++k) sums[i][k] = sums[i][k] != sums[rank][k];
            }
        ++rank;
    }
    std::vector<std::size_t> found;
    for (std::size_t column = 0; column < matrix.size(); ++column) {
        bool zero = true;
        for (std::size_t i = rank; i < rows && zero; ++i) {
            Block sum{};
            for (std::size_t k = 0; k < rows; ++k)
                if (sums[i][k]) sum ^= matrix[column][k];
            zero = sum == Block{};
        }
        if (zero) found.push_back(column);
    }
    return found;
}

}  // namespace

class TestLinearCode : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void followsItsDefinition();
    void pairsGoThroughAsEachAlone();
    void aStopIsHeardBetweenPieces();
    void isLinearOverItsField();
    void isTheSameOnSeveralThreads();
    void doesNotChange();
    void combinationsOfRowsAreHeavy();
    void eliminationBreaksBinaryCoefficientsOnly();
};

void TestLinearCode::followsItsDefinition() {
    Workers workers(1);
    for (const auto coefficients : {Coefficients::binary, Coefficients::field})
        for (const auto* kernels : all_kernels())
            for (const std::size_t size :
                 {64, 65, 66, 67, 97, 100, 1000, 2047, 2048, 2049, 2075, 4099, 20001}) {
                const ExpandConvolute code(coefficients, size, seed, *kernels);
                const auto noise = random_vector(2 * size, size);
                QVERIFY2(compressed(code, noise, workers) == by_definition(coefficients, noise, seed),
                         (std::string(kernels->name) + ' ' + std::to_string(size)).c_str());
            }
}

void TestLinearCode::pairsGoThroughAsEachAlone() {
    Workers workers(1);
    for (const auto coefficients : {Coefficients::binary, Coefficients::field})
        for (const auto* kernels : all_kernels())
            for (const std::size_t size : {64, 101, 5003}) {
                const ExpandConvolute code(coefficients, size, seed, *kernels);
                const auto a = random_vector(2 * size, 1), c = random_vector(2 * size, 2);
                const auto half = static_cast<std::ptrdiff_t>(size);
                Vector first_a(a.begin(), a.begin() + half), first_c(c.begin(), c.begin() + half);
                crypto::BigVector<Pair> first(size), second(size);
                for (std::size_t i = 0; i < size; ++i) {
                    first[i] = {a[i], c[i]};
                    second[i] = {a[size + i], c[size + i]};
                }
                auto again = second;
                QVERIFY(code.compress(first_a, first_c, second, workers, NoProgress()).ok());
                QVERIFY(first_a == compressed(code, a, workers));
                QVERIFY(first_c == compressed(code, c, workers));
                QVERIFY(code.compress(first, again, workers, NoProgress()).ok());
                for (std::size_t i = 0; i < size; ++i)
                    QVERIFY(first[i].a == first_a[i] && first[i].c == first_c[i]);
            }
}

void TestLinearCode::aStopIsHeardBetweenPieces() {
    /// Says stop at the given look at it.
    class StopAt final : public Progress {
      public:
        explicit StopAt(int look) : left_(look) {}
        void step(std::string_view, std::uint64_t) override {}
        void advance(std::uint64_t) override {}
        bool stop_requested() const override { return --left_ <= 0; }
        int left() const { return left_; }

      private:
        mutable int left_;
    };
    Workers workers(1);
    const auto code = make_linear_code(CodeName::expand_convolute_7x24, Coefficients::field, 500, seed);
    Vector first(500), second(500), third(500);
    crypto::BigVector<Pair> pairs(500);
    for (int look = 1; look <= 3; ++look) {
        const StopAt one(look), two(look);
        QCOMPARE(code->compress(first, second, workers, one).error().fault, Fault::cancelled);
        QCOMPARE(code->compress(first, third, pairs, workers, two).error().fault, Fault::cancelled);
        QVERIFY(one.left() == 0 && two.left() == 0);
    }
    QVERIFY(code->compress(first, second, workers, StopAt(100)).ok());
}

void TestLinearCode::isLinearOverItsField() {
    Workers workers(1);
    const auto code = make_linear_code(CodeName::expand_convolute_7x24, Coefficients::field, 500, seed);
    const auto x = random_vector(1000, 4), y = random_vector(1000, 5);
    const Block constant{0xdeadbeef, 0xfeedface12345678};
    Vector sum(1000);
    crypto::gf_scale_add(constant, x.data(), y.data(), sum.data(), 1000);
    const auto u = compressed(*code, x, workers), v = compressed(*code, y, workers);
    Vector expected(500);
    crypto::gf_scale_add(constant, u.data(), v.data(), expected.data(), 500);
    QVERIFY(compressed(*code, sum, workers) == expected);
}

void TestLinearCode::isTheSameOnSeveralThreads() {
    Workers single(1), several(3);
    const std::size_t size = 1'000'003;
    const auto code = make_linear_code(CodeName::expand_convolute_7x24, Coefficients::field, size, seed);
    const auto noise = random_vector(2 * size, 6);
    QVERIFY(compressed(*code, noise, single) == compressed(*code, noise, several));
}

void TestLinearCode::doesNotChange() {
    // Both sides must have the same matrix: a change needs another CodeName.
    Workers workers(1);
    const auto code = make_linear_code(CodeName::expand_convolute_7x24, Coefficients::field, 1000, seed);
    const auto u = compressed(*code, random_vector(2000, 8), workers);
    const auto digest = crypto::blake2b(crypto::as_bytes(u));
    QCOMPARE(to_hex(digest), std::string("e04427ded42038814cfa13c8aea4245d2e33606abb9f889738b01c39758c087a"));
}

void TestLinearCode::combinationsOfRowsAreHeavy() {
    // The weights that the README assumes of hard-to-find combinations, for those that are easy to find: one
    // row, sums of two and three, and random ones. 15 % of the columns for bits, 30 % for GF(2^128).
    constexpr std::size_t size = 600;
    crypto::SeededRandom random(9);
    for (const auto coefficients : {Coefficients::binary, Coefficients::field}) {
        const auto code = make_linear_code(CodeName::expand_convolute_7x24, coefficients, size, seed);
        const auto matrix = columns(*code);
        const std::size_t least = matrix.size() * (coefficients == Coefficients::binary ? 15 : 30) / 100;
        const auto check = [&](const std::vector<std::pair<std::size_t, Block>>& rows) {
            std::size_t nonzero = 0;
            for (const auto& column : matrix) {
                Block sum{};
                for (const auto& [row, factor] : rows)
                    sum ^= factor == one ? column[row] : crypto::gf_mul(factor, column[row]);
                nonzero += sum == Block{} ? 0 : 1;
            }
            QVERIFY2(nonzero >= least, std::to_string(nonzero).c_str());
        };
        const auto factor = [&] {
            return coefficients == Coefficients::binary ? one : Block::load(random.array<16>().data());
        };
        for (std::size_t row = 0; row < size; ++row) check({{row, one}});
        for (int i = 0; i < 300; ++i) {
            const auto rows = sorted_places(3, size, random);
            check({{rows[0], factor()}, {rows[1], factor()}});
            check({{rows[0], factor()}, {rows[1], factor()}, {rows[2], factor()}});
        }
        for (int i = 0; i < 20; ++i) {
            std::vector<std::pair<std::size_t, Block>> rows;
            for (std::size_t row = 0; row < size; ++row)
                if (random.below(2) == 1) rows.emplace_back(row, factor());
            check(rows);
        }
    }
}

void TestLinearCode::eliminationBreaksBinaryCoefficientsOnly() {
    constexpr std::size_t size = 300, weight = 60;
    crypto::SeededRandom random(10);
    Workers workers(1);
    for (const auto coefficients : {Coefficients::binary, Coefficients::field}) {
        const auto code = make_linear_code(CodeName::expand_convolute_7x24, coefficients, size, seed);
        const auto places = sorted_places(weight, 2 * size, random);
        Vector noise(2 * size, Block{});
        for (const auto place : places) noise[place] = Block::load(random.array<16>().data());
        const auto found = eliminated(columns(*code), compressed(*code, noise, workers));
        if (coefficients == Coefficients::binary)
            QVERIFY(found == places);
        else
            QVERIFY(found.empty());
    }
}

QTEST_APPLESS_MAIN(TestLinearCode)
#include "test_linear_code.moc"
