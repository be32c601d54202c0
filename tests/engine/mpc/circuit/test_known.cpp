// Circuits that everybody knows against the vectors of their standards, and the gates they take.
#include <QTest>
#include <limits>

#include "engine/mpc/circuit/support.h"
#include "mpc/circuit/cost.h"
#include "mpc/circuit/known.h"

using namespace tacit;
using namespace tacit::mpc::circuit;

namespace {

Bytes hex(std::string_view text) {
    return from_hex(text).value();
}

Bytes run_bytes(const Circuit& circuit, const Bytes& x, const Bytes& y) {
    const std::vector<Bits> inputs{bits_of_bytes(x), bits_of_bytes(y)};
    return bytes_of_bits(evaluate(circuit, inputs).value().front());
}

std::uint64_t run64(const Circuit& circuit, std::vector<std::uint64_t> values) {
    std::vector<Bits> inputs;
    for (const auto value : values) inputs.push_back(to_bits(static_cast<std::int64_t>(value), 64));
    return to_unsigned(evaluate(circuit, inputs).value().front());
}

const std::vector<std::uint64_t>& samples() {
    static const std::vector<std::uint64_t> values = [] {
        constexpr auto top = std::numeric_limits<std::uint64_t>::max();
        std::vector<std::uint64_t> out{0,       1,       2,           3,          10,        top,
                                       top - 1, top / 2, top / 2 + 1, 0xffffffff, 1ull << 32};
        crypto::SeededRandom random(5);
        for (int i = 0; i < 24; ++i) out.push_back(random.below(top) >> random.below(64));
        return out;
    }();
    return values;
}

template <class Oracle>
bool agrees(const Circuit& circuit, Oracle oracle) {
    for (const auto x : samples())
        for (const auto y : samples())
            if (run64(circuit, {x, y}) != oracle(x, y)) return false;
    return true;
}

}  // namespace

class TestKnown : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void aesMatchesFips197();
    void sBoxIsAPermutationWithKnownValues();
    void sha256MatchesFips180();
    void arithmeticOf64Bits();
    void gatesAreCounted_data();
    void gatesAreCounted();
    void rulesOfStreamsHold();
};

void TestKnown::aesMatchesFips197() {
    const auto circuit = aes128_circuit();
    // Appendices B and C.1.
    QCOMPARE(to_hex(run_bytes(circuit, hex("2b7e151628aed2a6abf7158809cf4f3c"),
                              hex("3243f6a8885a308d313198a2e0370734"))),
             std::string("3925841d02dc09fbdc118597196a0b32"));
    QCOMPARE(to_hex(run_bytes(circuit, hex("000102030405060708090a0b0c0d0e0f"),
                              hex("00112233445566778899aabbccddeeff"))),
             std::string("69c4e0d86a7b0430d8cdb78070b4c55a"));
}

void TestKnown::sBoxIsAPermutationWithKnownValues() {
    Builder builder;
    const auto x = builder.input(0, 8);
    const auto y = aes_s_box(builder, {x.bits().rbegin(), x.bits().rend()});
    builder.output(1, Word({y.rbegin(), y.rend()}));
    const auto circuit = builder.finish();
    QCOMPARE(cost(circuit.shape()).ands, std::uint64_t{32});
    std::vector<bool> seen(256);
    for (int value = 0; value < 256; ++value) {
        const std::vector<Bits> inputs{to_bits(value, 8)};
        const auto out = to_unsigned(evaluate(circuit, inputs).value().front());
        if (value == 0x00) QCOMPARE(out, std::uint64_t{0x63});
        if (value == 0x53) QCOMPARE(out, std::uint64_t{0xed});
        if (value == 0xff) QCOMPARE(out, std::uint64_t{0x16});
        seen[out] = true;
    }
    QVERIFY(std::find(seen.begin(), seen.end(), false) == seen.end());
}

void TestKnown::sha256MatchesFips180() {
    const auto circuit = sha256_circuit();
    auto state = hex("6a09e667bb67ae853c6ef372a54ff53a510e527f9b05688c1f83d9ab5be0cd19");
    Bytes block(64);
    block[0] = 'a', block[1] = 'b', block[2] = 'c', block[3] = 0x80, block[63] = 24;
    QCOMPARE(to_hex(run_bytes(circuit, block, state)),
             std::string("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
    // Two blocks: the second starts from what the first left.
    const std::string message = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";
    Bytes padded(message.begin(), message.end());
    padded.resize(128);
    padded[message.size()] = 0x80;
    padded[126] = 0x01, padded[127] = 0xc0;
    state = run_bytes(circuit, Bytes(padded.begin(), padded.begin() + 64), state);
    QCOMPARE(to_hex(run_bytes(circuit, Bytes(padded.begin() + 64, padded.end()), state)),
             std::string("248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"));
}

void TestKnown::arithmeticOf64Bits() {
    using U = std::uint64_t;
    using S = std::int64_t;
    QVERIFY(agrees(add64_circuit(), [](U x, U y) { return x + y; }));
    QVERIFY(agrees(subtract64_circuit(), [](U x, U y) { return x - y; }));
    QVERIFY(agrees(multiply64_circuit(), [](U x, U y) { return x * y; }));
    QVERIFY(agrees(divide_unsigned64_circuit(), [](U x, U y) { return y == 0 ? ~U{0} : x / y; }));
    QVERIFY(agrees(less64_circuit(), [](U x, U y) { return U{static_cast<S>(x) < static_cast<S>(y)}; }));
    for (const auto x : samples()) {
        QCOMPARE(run64(negate64_circuit(), {x}), U{0} - x);
        QCOMPARE(run64(is_zero64_circuit(), {x}), U{x == 0});
    }
}

void TestKnown::gatesAreCounted_data() {
    QTest::addColumn<quint64>("ands");
    QTest::addColumn<quint64>("expected");
    const auto row = [](const char* name, const Circuit& circuit, quint64 expected) {
        const auto c = cost(circuit.shape());
        QTest::newRow(name) << quint64{c.ands} << expected;
    };
    row("add64", add64_circuit(), 63);
    row("subtract64", subtract64_circuit(), 63);
    row("negate64", negate64_circuit(), 62);
    row("multiply64", multiply64_circuit(), 4033);
    row("less64", less64_circuit(), 64);
    row("is_zero64", is_zero64_circuit(), 63);
    row("divide_unsigned64", divide_unsigned64_circuit(), 4096);
    row("aes128", aes128_circuit(), 6400);
    row("sha256", sha256_circuit(), 22335);
}

void TestKnown::gatesAreCounted() {
    QFETCH(quint64, ands);
    QFETCH(quint64, expected);
    QCOMPARE(ands, expected);
}

void TestKnown::rulesOfStreamsHold() {
    for (const auto& circuit : {add64_circuit(), multiply64_circuit(), aes128_circuit(), sha256_circuit()})
        QCOMPARE(test::broken_rule(circuit), std::string());
}

QTEST_APPLESS_MAIN(TestKnown)
#include "test_known.moc"
