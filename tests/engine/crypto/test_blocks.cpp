#include <QTest>

#include <algorithm>
#include <cmath>

#include "crypto/aes_hash.h"
#include "crypto/bench.h"
#include "crypto/big_vector.h"
#include "crypto/gf128.h"
#include "crypto/hash.h"
#include "crypto/prg.h"
#include "crypto/random.h"
#include "crypto/vector_ops.h"
#include "engine/crypto/plain_aes.h"

using namespace tacit;
using namespace tacit::crypto;
using tacit::test::plain_gf_mul;
using tacit::test::PlainAes;

namespace {
std::vector<Block> random_blocks(std::size_t n, std::uint64_t seed) {
    std::vector<Block> out(n);
    SeededRandom(seed).fill(as_writable_bytes(out));
    return out;
}
}  // namespace

/// Block and what callers use in place of the table of back ends, which has a suite of its own.
class TestBlocks : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void blocksAreLittleEndian();
    void blocksAreOrderedAsNumbers();
    void prgIsCounterMode();
    void prgBytesAreItsBlocks();
    void fixedKeysAreThoseOfTheirLabel();
    void hashesUseTheKeyThatTheyAreGiven();
    void rekeyedHashIsDaviesMeyer();
    void everyElementButZeroHasAnInverse();
    void fieldCallsReachTheTable();
    void bigVectorsKeepTheirContents();
    void yardstickHasAllRates();
};

void TestBlocks::blocksAreLittleEndian() {
    ByteArray<17> bytes{};
    for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<std::uint8_t>(i);
    const auto block = Block::load(bytes.data() + 1);  // from anywhere
    QCOMPARE(block.low, std::uint64_t{0x0807060504030201});
    QCOMPARE(block.high, std::uint64_t{0x100f0e0d0c0b0a09});
    ByteArray<17> back{};
    block.store(back.data() + 1);
    QVERIFY(back == bytes);
    QCOMPARE(to_hex(crypto::as_bytes(std::span(&block, 1))), to_hex(View(bytes).subspan(1)));
    for (unsigned i = 0; i < 128; ++i) QCOMPARE(block.bit(i), (bytes[1 + i / 8] >> (i % 8) & 1) != 0);
    QVERIFY((Block::of_bit(true) == Block{~0ull, ~0ull}));
    QVERIFY(Block::of_bit(false) == Block{});
}

void TestBlocks::blocksAreOrderedAsNumbers() {
    QVERIFY((Block{5, 1} < Block{1, 2}));
    QVERIFY((Block{1, 2} < Block{5, 2}));
    QVERIFY((Block{1, 2} == Block{1, 2}));
    QVERIFY(((Block{3, 5} ^ Block{1, 4}) == Block{2, 1}));
    QVERIFY(((Block{3, 5} & Block{1, 4}) == Block{1, 4}));
}

void TestBlocks::prgIsCounterMode() {
    const auto seed = random_blocks(1, 1)[0];
    const PlainAes plain(seed);
    Prg prg(seed, 7);
    std::vector<Block> out(100);
    prg.fill(out);
    for (std::size_t i = 0; i < out.size(); ++i) QVERIFY((out[i] == plain.encrypt({7 + i, 0})));
    QVERIFY((prg.next() == plain.encrypt({107, 0})));
    QVERIFY((prg.next() == plain.encrypt({108, 0})));
}

void TestBlocks::prgBytesAreItsBlocks() {
    const auto seed = random_blocks(1, 2)[0];
    for (const std::size_t n : {0u, 1u, 15u, 16u, 17u, 1023u, 1024u, 1025u, 3000u}) {
        std::vector<Block> blocks(n / 16 + 2);
        Prg(seed).fill(blocks);
        Bytes bytes(n + 1, 0x77);
        Prg prg(seed);
        prg.fill(std::span(bytes).first(n));
        QCOMPARE(to_hex(View(bytes).first(n)), to_hex(crypto::as_bytes(blocks).first(n)));
        QCOMPARE(bytes[n], std::uint8_t{0x77});
        QVERIFY(prg.next() == blocks[(n + 15) / 16]);
    }
}

void TestBlocks::fixedKeysAreThoseOfTheirLabel() {
    const auto in = random_blocks(40, 3);
    for (unsigned which = 0; which < 4; ++which) {
        const auto digest = Hasher("Tacit fixed-key hash").add(std::uint64_t{which}).finish();
        const PlainAes pi(Block::load(digest.data()));
        std::vector<Block> out(in.size());
        fixed_key_hash(which).cr(in.data(), out.data(), in.size());
        for (std::size_t i = 0; i < in.size(); ++i) QVERIFY(out[i] == (pi.encrypt(in[i]) ^ in[i]));
    }
    // Both ends of every connection must have the same keys: this value must never change.
    Block zero;
    fixed_key_hash(0).cr(&zero, &zero, 1);
    QCOMPARE(to_hex(crypto::as_bytes(std::span(&zero, 1))), std::string("9469a413ba16d26d2ba81071826d7e7d"));
}

void TestBlocks::hashesUseTheKeyThatTheyAreGiven() {
    const auto key = random_blocks(1, 4)[0];
    const PlainAes pi(key);
    const FixedKeyHash hash(key);
    const auto in = random_blocks(20, 5);
    std::vector<Block> ccr(in.size()), tccr(in.size());
    const Block tweak{1000, 9};
    hash.ccr(in.data(), ccr.data(), in.size());
    hash.tccr(in.data(), tweak, tccr.data(), in.size());
    for (std::size_t i = 0; i < in.size(); ++i) {
        const Block sigma{in[i].high, in[i].high ^ in[i].low};
        QVERIFY(ccr[i] == (pi.encrypt(sigma) ^ sigma));
        const auto inner = pi.encrypt(in[i]);
        QVERIFY(tccr[i] == (pi.encrypt(inner ^ Block{1000 + i, 9}) ^ inner));
    }
    const Aes128 aes(key);
    QVERIFY(aes.encrypt(in[0]) == pi.encrypt(in[0]));
}

void TestBlocks::rekeyedHashIsDaviesMeyer() {
    const auto keys = random_blocks(20, 6), in = random_blocks(20, 7);
    std::vector<Block> out(in.size());
    rekeyed_hash(keys.data(), in.data(), out.data(), in.size());
    for (std::size_t i = 0; i < in.size(); ++i) QVERIFY(out[i] == (PlainAes(keys[i]).encrypt(in[i]) ^ in[i]));
}

void TestBlocks::everyElementButZeroHasAnInverse() {
    const Block one{1, 0};
    QVERIFY(gf_inverse({}) == Block{});
    QVERIFY(gf_inverse(one) == one);
    for (const auto a : random_blocks(50, 8)) QVERIFY(plain_gf_mul(a, gf_inverse(a)) == one);
    for (unsigned i = 0; i < 64; ++i)
        QVERIFY(plain_gf_mul({0, 1ull << i}, gf_inverse({0, 1ull << i})) == one);
}

void TestBlocks::fieldCallsReachTheTable() {
    const auto a = random_blocks(33, 9), b = random_blocks(33, 10);
    const auto constant = random_blocks(1, 11)[0];
    std::vector<Block> each(a.size()), scaled(a.size());
    gf_mul_each(a.data(), b.data(), each.data(), a.size());
    gf_scale_add(constant, a.data(), b.data(), scaled.data(), a.size());
    Block sum;
    for (std::size_t i = 0; i < a.size(); ++i) {
        QVERIFY(each[i] == plain_gf_mul(a[i], b[i]));
        QVERIFY(gf_mul(a[i], b[i]) == each[i]);
        QVERIFY(scaled[i] == (b[i] ^ plain_gf_mul(constant, a[i])));
        sum ^= each[i];
    }
    QVERIFY(gf_inner_product(a.data(), b.data(), a.size()) == sum);
    QVERIFY(gf_inner_product(a.data(), b.data(), 0) == Block{});
}

void TestBlocks::bigVectorsKeepTheirContents() {
    // Below, at and above the size from which memory is mapped, growing across it.
    for (const std::size_t n : {0u, 1u, 65535u, 65536u, 65537u, 1000000u}) {
        BigVector<Block> blocks(n);
        if (n >= 65536) QCOMPARE(reinterpret_cast<std::uintptr_t>(blocks.data()) % (2u << 20), 0u);
        for (std::size_t i = 0; i < n; ++i) blocks[i] = {i, n};
        blocks.resize(n + 70000);
        blocks.push_back({1, 2});
        for (std::size_t i = 0; i < n; ++i) QVERIFY((blocks[i] == Block{i, n}));
        QVERIFY((blocks.back() == Block{1, 2}));
        auto moved = std::move(blocks);
        QCOMPARE(moved.size(), n + 70001);
    }
    const BigVector<std::uint32_t> sevens(300000, 7);
    QVERIFY(std::all_of(sevens.begin(), sevens.end(), [](auto value) { return value == 7; }));
    const BigVector<std::uint32_t> zeros(300000, std::uint32_t{});
    QVERIFY(std::all_of(zeros.begin(), zeros.end(), [](auto value) { return value == 0; }));
    QVERIFY_EXCEPTION_THROWN(BigVector<Block>(std::size_t{1} << 59), std::exception);
}

void TestBlocks::yardstickHasAllRates() {
    const auto measured = measure_yardstick();
    QVERIFY(measured.aes_blocks_per_second > 0 && std::isfinite(measured.aes_blocks_per_second));
    QVERIFY(measured.rekeyed_per_second > 0 && std::isfinite(measured.rekeyed_per_second));
    QVERIFY(measured.gf_mul_per_second > 0 && std::isfinite(measured.gf_mul_per_second));
    QVERIFY(measured.memory_bytes_per_second > 0 && std::isfinite(measured.memory_bytes_per_second));
    QCOMPARE(backend_name(), std::string(vector_ops().name));
    const auto quick = calibrate();
    QVERIFY(quick.aes_blocks_per_second > 0 && std::isfinite(quick.aes_blocks_per_second));
    QVERIFY(quick.scalar_multiplications_per_second > 0 &&
            std::isfinite(quick.scalar_multiplications_per_second));
}

QTEST_GUILESS_MAIN(TestBlocks)
#include "test_blocks.moc"
