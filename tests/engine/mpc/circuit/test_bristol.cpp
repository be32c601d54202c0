// Bristol Fashion: what is read, what is refused and where, and that writing and reading agree.
#include <QTest>
#include <memory>

#include "engine/mpc/circuit/support.h"
#include "mpc/circuit/bristol.h"
#include "mpc/circuit/builder.h"
#include "mpc/circuit/known.h"
#include "mpc/circuit/repeated.h"

using namespace tacit;
using namespace tacit::mpc::circuit;

class TestBristol : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void readsEveryGate();
    void rolesAreTheCallers();
    void roundTrip();
    void refuses_data();
    void refuses();
    void refusesEveryCut();
};

void TestBristol::readsEveryGate() {
    const auto circuit = read_bristol(
                             "10 16\r\n2 2 2 \n\n2 3 4\n"
                             "2 1 0 2 4 AND\n 2\t1 0 2 5 XOR \n1 1 1 6 INV\n1 1 1 7 EQ\n1 1 0 8 EQ\n"
                             "4 2 0 1 2 3 12 13 MAND\n1 1 6 9 EQW\n1 1 7 10 EQW\n4 2 5 8 7 7 11 14 MAND\n"
                             "2 1 12 13 15 XOR")
                             .value();
    for (std::int64_t v = 0; v < 16; ++v) {
        const std::vector<Bits> inputs{to_bits(v & 3, 2), to_bits(v >> 2, 2)};
        const bool a = v & 1, b = v & 2, c = v & 4, d = v & 8;
        const auto out = evaluate(circuit, inputs).value();
        QVERIFY(out[0] == (Bits{!b, true, a != c}));
        QVERIFY(out[1] == (Bits{a && c, b && d, false, (a && c) != (b && d)}));
    }
}

void TestBristol::rolesAreTheCallers() {
    const std::string text = "1 3\n2 1 1\n1 1\n2 1 0 1 2 AND\n";
    const auto plain = read_bristol(text).value();
    QCOMPARE(int{plain.shape().inputs[1].participant}, 1);
    QCOMPARE(plain.shape().outputs[0].recipients, 0xffffffffu);
    const auto chosen = read_bristol(text, {{5, 2}, {6}}).value();
    QCOMPARE(int{chosen.shape().inputs[0].participant}, 5);
    QCOMPARE(chosen.shape().outputs[0].recipients, 6u);
    QVERIFY(read_bristol(text, {{1}, {}}).error().fault == Fault::usage);
    QVERIFY(read_bristol(text, {{}, {1, 2}}).error().fault == Fault::usage);
}

void TestBristol::roundTrip() {
    Builder odd;
    const auto x = odd.input(0, 3);
    odd.output(1, Word({x[0], !x[0], Wire::constant(false), Wire::constant(true), x[0]}));
    const auto lane = std::make_shared<const Circuit>(multiply64_circuit());
    const auto aes = aes128_circuit(), sha = sha256_circuit(), divide = divide_unsigned64_circuit(),
               small = odd.finish();
    const auto many = Repeated::over(lane, 20, 8).value();
    crypto::SeededRandom random(1);
    for (const Program* program : std::initializer_list<const Program*>{&aes, &sha, &divide, &small, &many}) {
        const auto text = write_bristol(*program).value();
        const auto again = read_bristol(text).value();
        QVERIFY(again.shape().ands == program->shape().ands);
        QCOMPARE(test::broken_rule(again), std::string());
        const auto inputs = test::random_lanes(program->shape(), random);
        QVERIFY(evaluate_lanes(again, inputs).value() == evaluate_lanes(*program, inputs).value());
    }
}

void TestBristol::refuses_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("detail");
    const auto row = [](const char* name, const char* text, const char* detail) {
        QTest::newRow(name) << QString(text) << QString(detail);
    };
    row("nothing", "", "line 0");
    row("no inputs line", "1 3\n", "line 1");
    row("not a number", "1 x\n2 1 1\n1 1\n2 1 0 1 2 AND\n", "line 1");
    row("negative", "1 -3\n2 1 1\n1 1\n2 1 0 1 2 AND\n", "line 1");
    row("signed", "1 +3\n2 1 1\n1 1\n2 1 0 1 2 AND\n", "line 1");
    row("more than 64 bits", "1 99999999999999999999\n2 1 1\n1 1\n2 1 0 1 2 AND\n", "line 1");
    row("many gates", "4000000000 3\n2 1 1\n1 1\n2 1 0 1 2 AND\n", "line 1");
    row("many wires", "1 4000000000\n2 1 1\n1 1\n2 1 0 1 2 AND\n", "line 1");
    row("old header", "1 3\n1 1 1\n2 1 0 1 2 AND\n", "line 2");
    row("no input", "1 3\n0\n1 1\n2 1 0 1 2 AND\n", "line 2");
    row("empty input", "1 3\n2 1 0\n1 1\n2 1 0 1 2 AND\n", "line 2");
    row("many input bits", "1 3\n2 2 2\n1 1\n2 1 0 1 2 AND\n", "line 2");
    row("inputs that wrap", "1 3\n2 3 18446744073709551615\n1 1\n2 1 0 1 2 AND\n", "line 2");
    row("fewer inputs than announced", "1 3\n3 1 1\n1 1\n2 1 0 1 2 AND\n", "line 2");
    row("no output", "1 3\n2 1 1\n0\n2 1 0 1 2 AND\n", "line 3");
    row("many output bits", "1 3\n2 1 1\n1 4\n2 1 0 1 2 AND\n", "line 3");
    row("unknown gate", "1 3\n2 1 1\n1 1\n2 1 0 1 2 NAND\n", "line 4");
    row("no gate name", "1 3\n2 1 1\n1 1\n2 1 0 1 2\n", "line 4");
    row("operands", "1 3\n2 1 1\n1 1\n1 1 0 1 2 AND\n", "line 4");
    row("MAND of none", "1 3\n2 1 1\n1 1\n0 0 MAND\n", "line 4");
    row("MAND that is short", "1 3\n2 1 1\n1 1\n4 2 0 1 2 MAND\n", "line 4");
    row("MAND of millions", "1 3\n2 1 1\n1 1\n8000000000 4000000000 0 1 2 MAND\n", "line 4");
    row("wire beyond the last", "1 3\n2 1 1\n1 1\n2 1 0 3 2 AND\n", "line 4");
    row("result beyond the last", "1 3\n2 1 1\n1 1\n2 1 0 1 3 AND\n", "line 4");
    row("read before set", "1 3\n2 1 1\n1 1\n2 1 0 2 2 AND\n", "line 4");
    row("set twice", "2 3\n2 1 1\n1 1\n2 1 0 1 2 AND\n2 1 0 1 2 XOR\n", "line 5");
    row("input set", "1 3\n2 1 1\n1 1\n2 1 0 1 1 AND\n", "line 4");
    row("constant 2", "1 3\n2 1 1\n1 1\n1 1 2 2 EQ\n", "line 4");
    row("more on the line", "1 3\n2 1 1\n1 1\n2 1 0 1 2 3 AND\n", "line 4");
    row("fewer gates", "2 3\n2 1 1\n1 1\n2 1 0 1 2 AND\n", "line 4");
    row("more gates", "1 4\n2 1 1\n1 1\n2 1 0 1 2 AND\n\n2 1 0 1 3 AND\n", "line 6");
    row("output that is not set", "1 4\n2 1 1\n1 1\n2 1 0 1 2 AND\n", "output wire 3");
}

void TestBristol::refuses() {
    QFETCH(QString, text);
    QFETCH(QString, detail);
    const auto result = read_bristol(text.toStdString());
    QVERIFY(!result.ok());
    QVERIFY(result.error().fault == Fault::file_refused);
    QVERIFY2(QString::fromStdString(result.error().detail).startsWith(detail), result.error().detail.c_str());
}

void TestBristol::refusesEveryCut() {
    auto text = write_bristol(is_zero64_circuit()).value();
    QVERIFY(read_bristol(text).ok());
    // Without the newline it is whole; without a letter more it is not.
    for (std::size_t size = 0; size + 1 < text.size(); ++size)
        QVERIFY(!read_bristol(std::string_view(text).substr(0, size)).ok());
}

QTEST_APPLESS_MAIN(TestBristol)
#include "test_bristol.moc"
