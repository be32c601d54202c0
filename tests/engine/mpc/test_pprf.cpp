#include <QTest>

#include <set>

#include "crypto/hash.h"
#include "mpc/vole/correlated_tree.h"
#include "mpc/vole/masked.h"
#include "mpc/vole/pprf.h"

using namespace tacit;
using namespace tacit::mpc::vole;

namespace {

constexpr Block root{0x1111, 0x2222};
const NodeHashes hashes(crypto::blake2b(as_view("hashes of this test")));
const auto& hash = hashes[0];

struct Tree {
    std::vector<Block> leaves, sums;
    Block all;
};

Tree tree(std::size_t leaves) {
    Tree out{std::vector<Block>(leaves), std::vector<Block>(2 * tree_depth(leaves)), {}};
    out.all = expand_tree(hashes, root, out.leaves, out.sums);
    return out;
}

/// The sums that somebody gets who leaves out `missing`.
std::vector<Block> chosen(const Tree& full, std::size_t missing) {
    std::vector<Block> out;
    for (std::size_t level = 0; level < full.sums.size() / 2; ++level)
        out.push_back(full.sums[2 * level + (((missing >> level) & 1) ^ 1)]);
    return out;
}

/// The leaf by the path from the root alone.
Block by_path(std::size_t leaf, std::size_t depth) {
    Block node = root;
    for (std::size_t level = 0; level < depth; ++level) hashes[(leaf >> level) & 1].cr(&node, &node, 1);
    return node;
}

constexpr Block offset{0x3333, 0x4444};

/// Leaves, and the left sums.
Tree correlated_tree(std::size_t leaves) {
    Tree out{std::vector<Block>(leaves), std::vector<Block>(tree_depth(leaves)), {}};
    if (!expand_correlated_tree(hash, offset, root, out.leaves, out.sums).ok()) qFatal("not full");
    return out;
}

/// The node at a level by its path alone; level 1 has two.
Block correlated_node(std::size_t number, std::size_t level) {
    Block node = number & 1 ? root ^ offset : root;
    for (std::size_t l = 1; l < level; ++l) {
        Block left;
        hash.ccr(&node, &left, 1);
        node = (number >> l) & 1 ? node ^ left : left;
    }
    return node;
}

std::vector<Block> chosen_correlated(const Tree& full, std::size_t missing) {
    auto out = full.sums;
    for (std::size_t level = 0; level < out.size(); ++level)
        out[level] ^= offset & Block::of_bit(((missing >> level) & 1) == 0);
    return out;
}

}  // namespace

class TestPprf : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void depths();
    void leavesFollowTheirPaths();
    void sumsAreThoseOfTheLevels();
    void puncturedTreesMissOneLeaf();
    void theOtherSumOfTheLastLevelGivesNothing();
    void aWrongSumChangesWhatItCovers();
    void correlatedTreesFollowTheirPaths();
    void levelsOfCorrelatedTreesSumToTheOffset();
    void puncturedCorrelatedTreesGiveTheOffset();
    void aWrongSumOfACorrelatedTreeShows();
    void correlatedTreesThatAreNotFullAreRefused();
    void treesOfAnotherRunHaveNothingInCommon();
    void maskedPassesDoOnePlace();
    void doesNotChange();
};

void TestPprf::depths() {
    QCOMPARE(tree_depth(2), 1u);
    QCOMPARE(tree_depth(3), 2u);
    QCOMPARE(tree_depth(4), 2u);
    QCOMPARE(tree_depth(5), 3u);
    QCOMPARE(tree_depth(10800), 14u);
}

void TestPprf::leavesFollowTheirPaths() {
    for (const std::size_t size : {2, 3, 4, 5, 7, 8, 9, 16, 17, 100, 1000}) {
        const auto full = tree(size);
        const std::size_t depth = tree_depth(size), half = std::size_t{1} << (depth - 1);
        std::set<Block> seen;
        for (std::size_t i = 0; i < size; ++i) {
            QVERIFY(full.leaves[i] == by_path(i, depth));
            seen.insert(full.leaves[i]);
        }
        QCOMPARE(seen.size(), size);
        QVERIFY(full.all == sum(full.leaves.data(), size));
        QVERIFY(size > half && size <= 2 * half);
    }
}

void TestPprf::sumsAreThoseOfTheLevels() {
    const std::size_t size = 21, depth = 5;
    const auto full = tree(size);
    for (std::size_t level = 0; level < depth; ++level) {
        const std::size_t nodes = std::min(size, std::size_t{2} << level);
        Block sides[2] = {};
        for (std::size_t i = 0; i < nodes; ++i) {
            const std::size_t n = std::size_t{1} << level;
            if (i >= n || i + n < nodes) sides[i >> level] ^= by_path(i, level + 1);
        }
        QVERIFY(full.sums[2 * level] == sides[0]);
        QVERIFY(full.sums[2 * level + 1] == sides[1]);
    }
}

void TestPprf::puncturedTreesMissOneLeaf() {
    for (const std::size_t size : {2, 3, 4, 5, 6, 7, 8, 9, 13, 16, 31, 32, 33, 64, 100, 129}) {
        const auto full = tree(size);
        for (std::size_t missing = 0; missing < size; ++missing) {
            std::vector<Block> leaves(size);
            const Block all = expand_punctured_tree(hashes, missing, chosen(full, missing), leaves);
            for (std::size_t i = 0; i < size; ++i)
                QVERIFY(leaves[i] == (i == missing ? Block{} : full.leaves[i]));
            QVERIFY((all ^ full.leaves[missing]) == full.all);
        }
    }
}

// Somebody whose missing leaf has no sibling takes the left sum of the last level in the place of the right
// one. Everything but that leaf is known, so the sum must not contain it.
void TestPprf::theOtherSumOfTheLastLevelGivesNothing() {
    for (const std::size_t size : {3, 5, 6, 7, 17, 21, 100, 1200}) {
        const auto full = tree(size);
        const std::size_t last = tree_depth(size) - 1, half = std::size_t{1} << last;
        for (std::size_t missing = size - half; missing < half; ++missing) {
            std::vector<Block> leaves(size);
            expand_punctured_tree(hashes, missing, chosen(full, missing), leaves);
            const Block left = sum(leaves.data(), half), paired = sum(leaves.data(), size - half);
            QVERIFY((full.sums[2 * last] ^ left) != full.leaves[missing]);
            QVERIFY(full.sums[2 * last] == paired);
            QVERIFY(full.sums[2 * last + 1] == sum(leaves.data() + half, size - half));
        }
    }
}

void TestPprf::aWrongSumChangesWhatItCovers() {
    const std::size_t size = 16, missing = 5;
    const auto full = tree(size);
    for (std::size_t level = 0; level < 4; ++level) {
        auto sums = chosen(full, missing);
        sums[level] ^= Block{1, 0};
        std::vector<Block> leaves(size);
        expand_punctured_tree(hashes, missing, sums, leaves);
        std::size_t wrong = 0;
        for (std::size_t i = 0; i < size; ++i) wrong += i != missing && leaves[i] != full.leaves[i] ? 1 : 0;
        // The sibling's whole subtree, and then every sibling below that is computed from sums.
        QVERIFY(wrong >= (std::size_t{8} >> level));
    }
}

void TestPprf::correlatedTreesFollowTheirPaths() {
    for (const std::size_t size : {2, 4, 8, 16, 128, 1024}) {
        const auto full = correlated_tree(size);
        std::set<Block> seen;
        for (std::size_t i = 0; i < size; ++i) {
            QVERIFY(full.leaves[i] == correlated_node(i, tree_depth(size)));
            seen.insert(full.leaves[i]);
        }
        QCOMPARE(seen.size(), size);
    }
}

void TestPprf::levelsOfCorrelatedTreesSumToTheOffset() {
    for (const std::size_t size : {2, 4, 32, 1024}) {
        const auto full = correlated_tree(size);
        QVERIFY(sum(full.leaves.data(), size) == offset);
        for (std::size_t level = 0; level < full.sums.size(); ++level) {
            Block sides[2] = {};
            for (std::size_t i = 0; i < std::size_t{2} << level; ++i)
                sides[i >> level] ^= correlated_node(i, level + 1);
            QVERIFY(full.sums[level] == sides[0]);
            QVERIFY((full.sums[level] ^ offset) == sides[1]);
        }
    }
}

void TestPprf::puncturedCorrelatedTreesGiveTheOffset() {
    for (const std::size_t size : {2, 4, 8, 16, 32, 64, 128, 256}) {
        const auto full = correlated_tree(size);
        for (std::size_t missing = 0; missing < size; ++missing) {
            std::vector<Block> leaves(size);
            const auto last =
                expand_punctured_correlated_tree(hash, missing, chosen_correlated(full, missing), leaves);
            for (std::size_t i = 0; i < size; ++i)
                QVERIFY(leaves[i] == (i == missing ? Block{} : full.leaves[i]));
            QVERIFY(last.ok() && *last == (full.leaves[missing] ^ offset));
        }
    }
}

void TestPprf::aWrongSumOfACorrelatedTreeShows() {
    const std::size_t size = 16, missing = 5;
    const auto full = correlated_tree(size);
    for (std::size_t level = 0; level < 4; ++level) {
        auto sums = chosen_correlated(full, missing);
        sums[level] ^= Block{1, 0};
        std::vector<Block> leaves(size);
        QVERIFY(expand_punctured_correlated_tree(hash, missing, sums, leaves).ok());
        std::size_t wrong = 0;
        for (std::size_t i = 0; i < size; ++i) wrong += i != missing && leaves[i] != full.leaves[i] ? 1 : 0;
        QVERIFY(wrong >= (std::size_t{8} >> level));
    }
}

// In every build: a leaf alone gives the offset away (test_cheating_receiver plays it).
void TestPprf::correlatedTreesThatAreNotFullAreRefused() {
    for (const std::size_t size : {0, 1, 3, 5, 6, 7, 17, 21, 1000}) {
        std::vector<Block> leaves(size), sums(size < 2 ? 0 : tree_depth(size));
        QCOMPARE(expand_correlated_tree(hash, offset, root, leaves, sums).error().fault, Fault::usage);
        QCOMPARE(expand_punctured_correlated_tree(hash, 0, sums, leaves).error().fault, Fault::usage);
        for (const auto& leaf : leaves) QVERIFY(leaf == Block{});
    }
    std::vector<Block> leaves(16), sums(5);
    QCOMPARE(expand_correlated_tree(hash, offset, root, leaves, sums).error().fault, Fault::usage);
}

void TestPprf::treesOfAnotherRunHaveNothingInCommon() {
    const NodeHashes others(crypto::blake2b(as_view("another run")));
    const auto full = tree(21);
    std::vector<Block> leaves(21), sums(2 * tree_depth(21));
    expand_tree(others, root, leaves, sums);
    for (std::size_t i = 0; i < 21; ++i) QVERIFY(leaves[i] != full.leaves[i]);
    const auto correlated = correlated_tree(16);
    leaves.resize(16);
    sums.resize(4);
    QVERIFY(expand_correlated_tree(others[0], offset, root, leaves, sums).ok());
    for (std::size_t i = 0; i < 16; ++i) QVERIFY(leaves[i] != correlated.leaves[i]);
}

void TestPprf::maskedPassesDoOnePlace() {
    for (std::size_t size = 0; size < 12; ++size)
        for (std::size_t place = 0; place < 13; ++place) {
            std::vector<Block> x(size), marked(2 * size, Block{9, 9});
            Block expected{};
            for (std::size_t i = 0; i < size; ++i) {
                x[i] = {i, 100 + i};
                expected ^= x[i];
            }
            QVERIFY(sum(x.data(), size) == expected);
            replace(x.data(), size, place, Block{7, 8});
            mark(marked.data(), 2, size, place, Block{7, 8});
            for (std::size_t i = 0; i < size; ++i) {
                QVERIFY(x[i] == (i == place ? Block{7, 8} : Block{i, 100 + i}));
                QVERIFY(marked[2 * i] == (i == place ? Block{7, 8} : Block{}));
                QVERIFY(marked[2 * i + 1] == (Block{9, 9}));
            }
            std::vector<Block> y(size / 2, Block{3, 4});
            replace_both(x.data(), size, Block{1, 2}, y.data(), y.size(), Block{5, 6}, place);
            for (std::size_t i = 0; i < size; ++i)
                QVERIFY(x[i] == (i == place ? Block{1, 2} : Block{i, 100 + i}));
            for (std::size_t i = 0; i < y.size(); ++i)
                QVERIFY(y[i] == (i == place ? Block{5, 6} : Block{3, 4}));
            settle(x.data(), size, place, Block{16, 7}, Block{2, 4});
            for (std::size_t i = 0; i < size; ++i)
                QVERIFY(x[i] == (i == place ? Block{18, 7}
                                            : Block{i & ~std::uint64_t{2}, (100 + i) & ~std::uint64_t{4}}));
        }
}

void TestPprf::doesNotChange() {
    const auto full = tree(1000);
    const auto digest = crypto::Hasher("test").add(crypto::as_bytes(full.leaves)).finish();
    QCOMPARE(QByteArray::fromStdString(to_hex(digest)),
             QByteArray("df569842da2c8605859d7599354db9833f67b0dbe2d355e115b5ef5035e74162"));
}

QTEST_APPLESS_MAIN(TestPprf)
#include "test_pprf.moc"
