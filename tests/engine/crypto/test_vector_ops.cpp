#include <QTest>

#include <algorithm>

#include "crypto/random.h"
#include "crypto/vector_ops.h"
#include "engine/crypto/plain_aes.h"

using namespace tacit;
using namespace tacit::crypto;
using tacit::test::plain_gf_mul;
using tacit::test::PlainAes;

namespace {

Block block(const char* hex) {
    return Block::load(array_from_hex<16>(hex).value().data());
}

/// From the notation of GCM (NIST SP 800-38D, section 6.3): there the first, most significant bit of byte 0
/// is the coefficient of x^0, and the last bit of byte 15 that of x^127. Here coefficient i is bit i % 8 of
/// byte i / 8. So the bytes keep their order, and the bits of each are reversed.
Block from_gcm(const char* hex) {
    auto bytes = array_from_hex<16>(hex).value();
    for (auto& byte : bytes) {
        unsigned reversed = 0;
        for (unsigned i = 0; i < 8; ++i) reversed |= (byte >> i & 1u) << (7 - i);
        byte = static_cast<std::uint8_t>(reversed);
    }
    return Block::load(bytes.data());
}

QByteArray hex(Block value) {
    return QByteArray::fromStdString(to_hex(crypto::as_bytes(std::span(&value, 1))));
}

std::vector<Block> random_blocks(std::size_t n, std::uint64_t seed) {
    std::vector<Block> out(n);
    SeededRandom(seed).fill(as_writable_bytes(out));
    return out;
}

/// Every size around the widths of the loops, and one that is large.
const std::vector<std::size_t> sizes = [] {
    std::vector<std::size_t> out;
    for (std::size_t n = 0; n <= 70; ++n) out.push_back(n);
    out.push_back(1000);
    return out;
}();

struct RoundKeys {
    explicit RoundKeys(const VectorOps& ops, Block key) { ops.expand_key(&key, keys); }
    operator const Block*() const { return keys; }  // NOLINT: stands for the array
    Block keys[11];
};

}  // namespace

/// The tests of the table run once for each back end that this processor has.
class TestVectorOps : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void aesMatchesFips197_data() { backends(); }
    void aesMatchesFips197();
    void aesMatchesSp800_38a_data() { backends(); }
    void aesMatchesSp800_38a();
    void aesMatchesItsDefinition_data() { backends(); }
    void aesMatchesItsDefinition();
    void counterMode_data() { backends(); }
    void counterMode();
    void hashesMatchTheirFormulas_data() { backends(); }
    void hashesMatchTheirFormulas();
    void rekeyedHash_data() { backends(); }
    void rekeyedHash();
    void halfGates_data() { backends(); }
    void halfGates();
    void fieldMatchesGcm_data() { backends(); }
    void fieldMatchesGcm();
    void fieldMatchesItsDefinition_data() { backends(); }
    void fieldMatchesItsDefinition();
    void scaleAddAndInnerProduct_data() { backends(); }
    void scaleAddAndInnerProduct();
    void worksInPlace_data() { backends(); }
    void worksInPlace();
    void nothingIsWrittenBehindTheEnd_data() { backends(); }
    void nothingIsWrittenBehindTheEnd();
    void theFastestIsChosen();

  private:
    static void backends();
    static const VectorOps* ops();
};

void TestVectorOps::backends() {
    QTest::addColumn<int>("backend");
    for (const auto& [backend, name] : {std::pair{Backend::portable, "portable"},
                                        {Backend::aesni, "aesni"},
                                        {Backend::vaes256, "vaes256"},
                                        {Backend::vaes512, "vaes512"}})
        QTest::newRow(name) << static_cast<int>(backend);
}

const VectorOps* TestVectorOps::ops() {
    QFETCH(int, backend);
    return vector_ops(static_cast<Backend>(backend));
}

#define OPS_OR_SKIP                                                             \
    const auto* const ops = TestVectorOps::ops();                               \
    if (ops == nullptr) QSKIP("this build or this processor does not have it"); \
    QCOMPARE(QString(ops->name), QString(QTest::currentDataTag()))

void TestVectorOps::aesMatchesFips197() {
    OPS_OR_SKIP;
    const auto encrypt = [&](const char* key, const char* text) {
        const RoundKeys keys(*ops, block(key));
        auto out = block(text);
        ops->encrypt(keys, &out, &out, 1);
        return hex(out);
    };
    // Appendix B and appendix C.1.
    QCOMPARE(encrypt("2b7e151628aed2a6abf7158809cf4f3c", "3243f6a8885a308d313198a2e0370734"),
             QByteArray("3925841d02dc09fbdc118597196a0b32"));
    QCOMPARE(encrypt("000102030405060708090a0b0c0d0e0f", "00112233445566778899aabbccddeeff"),
             QByteArray("69c4e0d86a7b0430d8cdb78070b4c55a"));
    // Appendix A.1, the first and the last round.
    const RoundKeys keys(*ops, block("2b7e151628aed2a6abf7158809cf4f3c"));
    QCOMPARE(hex(keys.keys[1]), QByteArray("a0fafe1788542cb123a339392a6c7605"));
    QCOMPARE(hex(keys.keys[10]), QByteArray("d014f9a8c9ee2589e13f0cc8b6630ca6"));
}

void TestVectorOps::aesMatchesSp800_38a() {
    OPS_OR_SKIP;
    const RoundKeys keys(*ops, block("2b7e151628aed2a6abf7158809cf4f3c"));
    const std::vector<Block> text{
        block("6bc1bee22e409f96e93d7e117393172a"), block("ae2d8a571e03ac9c9eb76fac45af8e51"),
        block("30c81c46a35ce411e5fbc1191a0a52ef"), block("f69f2445df4f9b17ad2b417be66c3710")};
    std::vector<Block> out(4);
    ops->encrypt(keys, text.data(), out.data(), 4);  // F.1.1, ECB
    QCOMPARE(hex(out[0]), QByteArray("3ad77bb40d7a3660a89ecaf32466ef97"));
    QCOMPARE(hex(out[1]), QByteArray("f5d3d58503b9699de785895a96fdbaaf"));
    QCOMPARE(hex(out[2]), QByteArray("43b1cd7f598ece23881b00e3ed030688"));
    QCOMPARE(hex(out[3]), QByteArray("7b0c785e27e8ad3f8223207104725dd4"));
    const std::vector<Block> counters{
        block("f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff"), block("f0f1f2f3f4f5f6f7f8f9fafbfcfdff00"),
        block("f0f1f2f3f4f5f6f7f8f9fafbfcfdff01"), block("f0f1f2f3f4f5f6f7f8f9fafbfcfdff02")};
    ops->encrypt(keys, counters.data(), out.data(), 4);  // F.5.1, CTR
    QCOMPARE(hex(out[0] ^ text[0]), QByteArray("874d6191b620e3261bef6864990db6ce"));
    QCOMPARE(hex(out[1] ^ text[1]), QByteArray("9806f66b7970fdff8617187bb9fffdff"));
    QCOMPARE(hex(out[2] ^ text[2]), QByteArray("5ae4df3edbd5d35e5b4f09020db03eab"));
    QCOMPARE(hex(out[3] ^ text[3]), QByteArray("1e031dda2fbe03d1792170a0f3009cee"));
}

void TestVectorOps::aesMatchesItsDefinition() {
    OPS_OR_SKIP;
    for (const auto n : sizes) {
        const auto key = random_blocks(1, n)[0];
        const auto in = random_blocks(n, n + 1000);
        const PlainAes plain(key);
        const RoundKeys keys(*ops, key);
        for (std::size_t i = 0; i < 11; ++i) QCOMPARE(hex(keys.keys[i]), hex(plain.round_key(i)));
        std::vector<Block> out(n);
        ops->encrypt(keys, in.data(), out.data(), n);
        for (std::size_t i = 0; i < n; ++i) QCOMPARE(hex(out[i]), hex(plain.encrypt(in[i])));
    }
    // Every byte at every place: all values of the S-box in all lanes.
    const auto key = random_blocks(1, 7)[0];
    const PlainAes plain(key);
    const RoundKeys keys(*ops, key);
    std::vector<Block> in(256), out(256);
    for (std::size_t i = 0; i < 256; ++i)
        in[i] = Block{i * 0x0101010101010101, i * 0x0101010101010101} ^ plain.round_key(0);
    ops->encrypt(keys, in.data(), out.data(), 256);
    for (std::size_t i = 0; i < 256; ++i) QCOMPARE(hex(out[i]), hex(plain.encrypt(in[i])));
}

void TestVectorOps::counterMode() {
    OPS_OR_SKIP;
    const auto key = random_blocks(1, 3)[0];
    const PlainAes plain(key);
    const RoundKeys keys(*ops, key);
    for (const std::uint64_t first : {std::uint64_t{0}, std::uint64_t{0xfffffff0}, ~std::uint64_t{20}})
        for (const auto n : sizes) {
            std::vector<Block> out(n);
            ops->counter(keys, first, out.data(), n);
            for (std::size_t i = 0; i < n; ++i) QCOMPARE(hex(out[i]), hex(plain.encrypt({first + i, 0})));
        }
}

void TestVectorOps::hashesMatchTheirFormulas() {
    OPS_OR_SKIP;
    const auto key = random_blocks(1, 4)[0];
    const PlainAes pi(key);
    const RoundKeys keys(*ops, key);
    const Block tweak{~std::uint64_t{30}, 0x0123456789abcdef};  // goes round within the larger sizes
    for (const auto n : sizes) {
        const auto in = random_blocks(n, 2000 + n);
        std::vector<Block> cr(n), ccr(n), tccr(n);
        ops->hash_cr(keys, in.data(), cr.data(), n);
        ops->hash_ccr(keys, in.data(), ccr.data(), n);
        ops->hash_tccr(keys, in.data(), &tweak, tccr.data(), n);
        for (std::size_t i = 0; i < n; ++i) {
            QCOMPARE(hex(cr[i]), hex(pi.encrypt(in[i]) ^ in[i]));
            const Block sigma{in[i].high, in[i].high ^ in[i].low};
            QCOMPARE(hex(ccr[i]), hex(pi.encrypt(sigma) ^ sigma));
            const auto inner = pi.encrypt(in[i]);
            const Block index{tweak.low + i, tweak.high};
            QCOMPARE(hex(tccr[i]), hex(pi.encrypt(inner ^ index) ^ inner));
        }
    }
}

/// From the definition in half_gates.h, by way of the hash with a key for each block.
void TestVectorOps::halfGates() {
    OPS_OR_SKIP;
    const auto hash = [&](Block x, Block key) {
        const Block turned{x.high, x.high ^ x.low};
        Block out;
        ops->rekeyed_hash(&key, &turned, &out, 1);
        return out;
    };
    const Block key{~std::uint64_t{0} - 5, 77}, delta{0x1234567890abcdef, 0xfedcba0987654321};
    for (const std::size_t n : {0, 1, 2, 3, 4, 5, 7, 8, 15, 16, 31, 32, 33, 63, 64, 65, 100, 129}) {
        std::vector<std::vector<Block>> in;
        for (std::uint64_t i = 0; i < 5; ++i) in.push_back(random_blocks(n, 900 + i));
        std::vector<Block> table(2 * n), out(n), evaluated(n);
        ops->garble_ands(
            &key, &delta,
            {in[0].data(), in[1].data(), in[2].data(), in[3].data(), in[4].data(), table.data(), out.data()},
            n);
        ops->evaluate_ands(&key, in[0].data(), in[1].data(), in[2].data(), evaluated.data(), n);
        for (std::size_t i = 0; i < n; ++i) {
            const Block key_a{key.low + i, key.high}, key_b{key.low + i, key.high ^ 1};
            const Block a = in[0][i], b = in[1][i];
            const Block hash_a = hash(a, key_a), hash_b = hash(b, key_b);
            QVERIFY(table[2 * i] == (hash_a ^ hash(a ^ delta, key_a) ^ in[2][i]));
            QVERIFY(table[2 * i + 1] == (hash_b ^ hash(b ^ delta, key_b) ^ a ^ in[3][i]));
            QVERIFY(out[i] == (hash_a ^ hash_b ^ in[4][i]));
            QVERIFY(evaluated[i] == (hash_a ^ hash_b ^ in[2][i]));
        }
    }
}

void TestVectorOps::rekeyedHash() {
    OPS_OR_SKIP;
    for (const auto n : sizes) {
        const auto keys = random_blocks(n, 3000 + n), in = random_blocks(n, 4000 + n);
        std::vector<Block> out(n);
        ops->rekeyed_hash(keys.data(), in.data(), out.data(), n);
        for (std::size_t i = 0; i < n; ++i)
            QCOMPARE(hex(out[i]), hex(PlainAes(keys[i]).encrypt(in[i]) ^ in[i]));
    }
}

void TestVectorOps::fieldMatchesGcm() {
    OPS_OR_SKIP;
    const auto times = [&](Block a, Block b) {
        ops->gf_mul_each(&a, &b, &a, 1);
        return a;
    };
    // McGrew and Viega, "The Galois/Counter Mode of Operation", appendix B. Test case 2: X_1 = C_1 * H and
    // GHASH = (X_1 ^ lengths) * H.
    auto h = from_gcm("66e94bd4ef8a2c3b884cfa59ca342b2e");
    const auto x1 = times(from_gcm("0388dace60b6a392f328c2b971b2fe78"), h);
    QCOMPARE(hex(x1), hex(from_gcm("5e2ec746917062882c85b0685353deb7")));
    QCOMPARE(hex(times(x1 ^ from_gcm("00000000000000000000000000000080"), h)),
             hex(from_gcm("f38cbb1ad69223dcc3457ae5b6b0f885")));
    // Test case 3: the steps X_i = (X_(i-1) ^ C_i) * H, then GHASH as the sum of C_i * H^(6-i).
    h = from_gcm("b83b533708bf535d0aa6e52980d53b78");
    const std::vector<Block> text{
        from_gcm("42831ec2217774244b7221b784d0d49c"), from_gcm("e3aa212f2c02a4e035c17e2329aca12e"),
        from_gcm("21d514b25466931c7d8f6a5aac84aa05"), from_gcm("1ba30b396a0aac973d58e091473f5985"),
        from_gcm("00000000000000000000000000000200")};
    const char* const steps[] = {"59ed3f2bb1a0aaa07c9f56c6a504647b", "b714c9048389afd9f9bc5c1d4378e052",
                                 "47400c6577b1ee8d8f40b2721e86ff10", "4796cf49464704b5dd91f159bb1b7f95",
                                 "7f1b32b81b820d02614f8895ac1d4eac"};
    Block x;
    for (std::size_t i = 0; i < 5; ++i) {
        x = times(x ^ text[i], h);
        QCOMPARE(hex(x), hex(from_gcm(steps[i])));
    }
    std::vector<Block> powers(5);
    powers[4] = h;
    for (std::size_t i = 4; i-- > 0;) powers[i] = times(powers[i + 1], h);
    Block ghash;
    ops->gf_inner_product(text.data(), powers.data(), 5, &ghash);
    QCOMPARE(hex(ghash), hex(from_gcm(steps[4])));
}

void TestVectorOps::fieldMatchesItsDefinition() {
    OPS_OR_SKIP;
    // All pairs of powers of x, and values with long carries.
    std::vector<Block> special{{}, {~0ull, ~0ull}, {~0ull, 0}, {0, ~0ull}, {0, 1ull << 63 | 1}};
    for (unsigned i = 0; i < 128; ++i)
        special.push_back(i < 64 ? Block{1ull << i, 0} : Block{0, 1ull << (i - 64)});
    for (const auto a : special) {
        const std::vector<Block> repeated(special.size(), a);
        std::vector<Block> out(special.size());
        ops->gf_mul_each(repeated.data(), special.data(), out.data(), out.size());
        for (std::size_t i = 0; i < out.size(); ++i) QCOMPARE(hex(out[i]), hex(plain_gf_mul(a, special[i])));
    }
    for (const auto n : sizes) {
        const auto a = random_blocks(n, 5000 + n), b = random_blocks(n, 6000 + n);
        std::vector<Block> out(n);
        ops->gf_mul_each(a.data(), b.data(), out.data(), n);
        for (std::size_t i = 0; i < n; ++i) QCOMPARE(hex(out[i]), hex(plain_gf_mul(a[i], b[i])));
    }
}

void TestVectorOps::scaleAddAndInnerProduct() {
    OPS_OR_SKIP;
    auto constants = random_blocks(3, 9);
    constants.push_back({~0ull, ~0ull});
    constants.push_back({});
    for (const auto constant : constants)
        for (const auto n : sizes) {
            const auto x = random_blocks(n, 7000 + n), y = random_blocks(n, 8000 + n);
            std::vector<Block> out(n);
            ops->gf_scale_add(&constant, x.data(), y.data(), out.data(), n);
            Block expected, sum{1, 2};
            for (std::size_t i = 0; i < n; ++i) {
                QCOMPARE(hex(out[i]), hex(y[i] ^ plain_gf_mul(constant, x[i])));
                expected ^= plain_gf_mul(x[i], y[i]);
            }
            ops->gf_inner_product(x.data(), y.data(), n, &sum);
            QCOMPARE(hex(sum), hex(expected));
        }
}

void TestVectorOps::worksInPlace() {
    OPS_OR_SKIP;
    const auto key = random_blocks(1, 5)[0];
    const RoundKeys keys(*ops, key);
    const Block tweak{5, 6};
    for (const auto n : sizes) {
        const auto in = random_blocks(n, 100 + n), other = random_blocks(n, 200 + n);
        std::vector<Block> out(n);
        const auto holds = [&](auto call) {
            call(in.data(), other.data(), out.data());
            auto first = in, second = other;
            call(first.data(), other.data(), first.data());
            call(in.data(), second.data(), second.data());
            return first == out && second == out;
        };
        const auto holdsForOne = [&](auto call) {
            call(in.data(), out.data());
            auto first = in;
            call(first.data(), first.data());
            return first == out;
        };
        QVERIFY(holdsForOne([&](const Block* a, Block* o) { ops->encrypt(keys, a, o, n); }));
        QVERIFY(holdsForOne([&](const Block* a, Block* o) { ops->hash_cr(keys, a, o, n); }));
        QVERIFY(holdsForOne([&](const Block* a, Block* o) { ops->hash_ccr(keys, a, o, n); }));
        QVERIFY(holdsForOne([&](const Block* a, Block* o) { ops->hash_tccr(keys, a, &tweak, o, n); }));
        QVERIFY(holds([&](const Block* a, const Block* b, Block* o) { ops->rekeyed_hash(a, b, o, n); }));
        QVERIFY(holds([&](const Block* a, const Block* b, Block* o) { ops->gf_mul_each(a, b, o, n); }));
        QVERIFY(
            holds([&](const Block* a, const Block* b, Block* o) { ops->gf_scale_add(&key, a, b, o, n); }));
    }
}

void TestVectorOps::nothingIsWrittenBehindTheEnd() {
    OPS_OR_SKIP;
    const RoundKeys keys(*ops, random_blocks(1, 5)[0]);
    const Block guard{0x5555555555555555, 0x5555555555555555};
    for (const auto n : sizes) {
        const auto a = random_blocks(n, 300 + n), b = random_blocks(n, 400 + n);
        const auto intact = [&](auto call) {
            std::vector<Block> out(n + 4, guard);
            call(out.data());
            return std::all_of(out.begin() + static_cast<std::ptrdiff_t>(n), out.end(),
                               [&](Block value) { return value == guard; });
        };
        QVERIFY(intact([&](Block* out) { ops->encrypt(keys, a.data(), out, n); }));
        QVERIFY(intact([&](Block* out) { ops->counter(keys, 1, out, n); }));
        QVERIFY(intact([&](Block* out) { ops->hash_cr(keys, a.data(), out, n); }));
        QVERIFY(intact([&](Block* out) { ops->hash_ccr(keys, a.data(), out, n); }));
        QVERIFY(intact([&](Block* out) { ops->hash_tccr(keys, a.data(), &guard, out, n); }));
        QVERIFY(intact([&](Block* out) { ops->rekeyed_hash(a.data(), b.data(), out, n); }));
        QVERIFY(intact([&](Block* out) { ops->gf_mul_each(a.data(), b.data(), out, n); }));
        QVERIFY(intact([&](Block* out) { ops->gf_scale_add(&guard, a.data(), b.data(), out, n); }));
    }
}

void TestVectorOps::theFastestIsChosen() {
    const VectorOps* fastest = nullptr;
    for (const auto backend : {Backend::portable, Backend::aesni, Backend::vaes256, Backend::vaes512})
        if (const auto* const ops = vector_ops(backend)) fastest = ops;
    QCOMPARE(&vector_ops(), fastest);
    QVERIFY(vector_ops(Backend::portable) != nullptr);
}

QTEST_GUILESS_MAIN(TestVectorOps)
#include "test_vector_ops.moc"
