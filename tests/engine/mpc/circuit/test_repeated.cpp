// A circuit over many lanes against the same circuit lane by lane; chunks and their limits.
#include <QTest>

#include "engine/mpc/circuit/support.h"
#include "mpc/circuit/builder.h"
#include "mpc/circuit/cost.h"
#include "mpc/circuit/integers.h"
#include "mpc/circuit/known.h"
#include "mpc/circuit/order.h"
#include "mpc/circuit/repeated.h"

using namespace tacit;
using namespace tacit::mpc::circuit;

namespace {

/// Two inputs, several outputs, among them inputs, constants and one bit twice.
std::shared_ptr<const Circuit> sample() {
    Builder b;
    const auto x = b.input(0, 7), y = b.input(3, 5);
    const auto product = multiply(b, x, y);
    b.output(1, product);
    b.output(2, less(b, x, y));
    b.output(3, Word({x[2], !y[0], Wire::constant(true), product[3], product[3]}));
    return std::make_shared<const Circuit>(b.finish());
}

Lanes part(const Lanes& all, std::size_t lane, std::size_t bits) {
    const auto from = all.begin() + static_cast<std::ptrdiff_t>(lane * bits);
    return {from, from + static_cast<std::ptrdiff_t>(bits)};
}

}  // namespace

class TestRepeated : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void lanesAreIndependent_data();
    void lanesAreIndependent();
    void memoryIsBounded();
    void bigCircuitsAreCut();
    void refusesWhatDoesNotFit();
    void inputsMustFit();
    void costIsThatOfTheShape();
};

void TestRepeated::lanesAreIndependent_data() {
    QTest::addColumn<quint32>("lanes");
    QTest::addColumn<quint32>("block");
    for (const auto& [lanes, block] : {std::pair<quint32, quint32>{1, 0},
                                       {1, 1},
                                       {2, 1},
                                       {10, 3},
                                       {64, 64},
                                       {65, 64},
                                       {1000, 0},
                                       {5000, 4096}})
        QTest::addRow("%u lanes, block %u", lanes, block) << lanes << block;
}

void TestRepeated::lanesAreIndependent() {
    QFETCH(quint32, lanes);
    QFETCH(quint32, block);
    const auto lane = sample();
    const auto many = Repeated::over(lane, lanes, block).value();
    QVERIFY(many.block() >= 1 && many.block() <= lanes);
    QCOMPARE(test::broken_rule(many), std::string());
    QVERIFY(test::same_chunks(many, *many.open()));

    crypto::SeededRandom random(lanes);
    const auto inputs = test::random_lanes(many.shape(), random);
    const auto out = evaluate_lanes(many, inputs).value();
    for (const auto order :
         {test::Order::gate_by_gate, test::Order::layer_reads_first, test::Order::layer_backwards})
        QVERIFY(test::run(many, inputs, order) == out);
    QCOMPARE(out.size(), lane->shape().outputs.size());
    for (std::size_t i = 0; i < lanes; ++i) {
        const std::vector<Lanes> own{part(inputs[0], i, 7), part(inputs[1], i, 5)};
        const auto expected = evaluate_lanes(*lane, own).value();
        for (std::size_t o = 0; o < out.size(); ++o)
            QVERIFY(part(out[o], i, expected[o].size()) == expected[o]);
    }
}

void TestRepeated::memoryIsBounded() {
    const auto lane = std::make_shared<const Circuit>(aes128_circuit());
    const auto few = Repeated::over(lane, 1000).value(), many = Repeated::over(lane, 4000).value();
    QCOMPARE(many.shape().ands, std::uint64_t{4000 * 6400});
    QCOMPARE(many.shape().and_depth, lane->shape().and_depth);
    QVERIFY(many.block() > 1);
    // Each further lane takes slots for its inputs and outputs only: the rest is one block's.
    QCOMPARE(many.block(), few.block());
    QVERIFY(many.shape().slots - few.shape().slots <= 3000 * (256 + 128));
    // One reused chunk serves the whole pass.
    const auto stream = few.open();
    std::uint64_t ands = 0;
    Chunk chunk;
    while (stream->next(chunk)) {
        QVERIFY(chunk.ands.size() <= max_chunk_ands && chunk.linear.size() <= max_chunk_linear);
        ands += chunk.ands.size();
    }
    QCOMPARE(ands, few.shape().ands);
}

void TestRepeated::bigCircuitsAreCut() {
    // One layer of more ANDs, and of more linear gates, than a chunk takes.
    Builder b;
    const auto x = b.input_bits(0, 400), y = b.input_bits(1, 400);
    std::vector<Wire> products;
    for (const auto p : x)
        for (const auto q : y) products.push_back(b.and_gate(b.xor_gate(p, q), b.xor_gate(!p, x[0])));
    Wire parity;
    for (const auto p : products) parity = b.xor_gate(parity, p);
    b.output(1, parity);
    b.output(1, all_true(b, products));
    const auto circuit = b.finish();
    QVERIFY(circuit.shape().ands > 4 * max_chunk_ands);
    QVERIFY(circuit.shape().linear > max_chunk_linear);
    QCOMPARE(test::broken_rule(circuit), std::string());
    QVERIFY(test::same_chunks(circuit, *circuit.open()));
    crypto::SeededRandom random(1);
    const auto inputs = test::random_lanes(circuit.shape(), random);
    const auto out = test::run(circuit, inputs, test::Order::layer_backwards);
    QVERIFY(evaluate_lanes(circuit, inputs).value() == out);
    std::uint64_t expected = 0, all = ~std::uint64_t{0};
    for (const auto p : inputs[0])
        for (const auto q : inputs[1]) {
            const auto product = (p ^ q) & (~p ^ inputs[0][0]);
            expected ^= product;
            all &= product;
        }
    QCOMPARE(out[0][0], expected);
    QCOMPARE(out[1][0], all);
}

void TestRepeated::refusesWhatDoesNotFit() {
    const auto lane = sample();
    for (const auto lanes : {0u, 0xffffffffu, 0x20000000u})
        QVERIFY(Repeated::over(lane, lanes).error().fault == Fault::usage);
    QVERIFY(Repeated::over(lane, 10, Repeated::max_block + 1).error().fault == Fault::usage);
}

void TestRepeated::inputsMustFit() {
    const auto circuit = add64_circuit();
    const std::vector<Bits> one_input{Bits(64)}, short_input{Bits(64), Bits(63)};
    QVERIFY(evaluate(circuit, one_input).error().fault == Fault::usage);
    QVERIFY(evaluate(circuit, short_input).error().fault == Fault::usage);
}

void TestRepeated::costIsThatOfTheShape() {
    const auto lane = sample();
    const auto c = cost(lane->shape());
    QCOMPARE(c.input_bits, std::uint64_t{12});
    QCOMPARE(c.output_bits, std::uint64_t{12 + 1 + 5});
    QCOMPARE(input_bits_of(lane->shape(), 3), std::uint64_t{5});
    QCOMPARE(output_bits_to(lane->shape(), 0), std::uint64_t{17});
    QCOMPARE(output_bits_to(lane->shape(), 1), std::uint64_t{6});
    QCOMPARE(output_bits_to(lane->shape(), 40), std::uint64_t{0});
}

QTEST_APPLESS_MAIN(TestRepeated)
#include "test_repeated.moc"
