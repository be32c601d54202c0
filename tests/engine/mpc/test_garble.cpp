// Authenticated garbling: against the clear answer and against its cost.
#include <QTest>

#include <set>

#include "engine/mpc/garble_runs.h"
#include "mpc/circuit/known.h"
#include "mpc/circuit/repeated.h"
#include "mpc/garble/buckets.h"
#include "mpc/garble/gate_cursor.h"
#include "mpc/garble/windows.h"

using namespace tacit;
using namespace tacit::mpc;
using namespace tacit::mpc::garble;
using namespace tacit::testing;

namespace {

bool right(const GarbleRun& run, const circuit::Program& program,
           const std::array<std::vector<Bits>, 2>& inputs) {
    const auto expected = evaluated(program, inputs);
    return run.garbler.ok() && run.evaluator.ok() &&
           *run.garbler == seen_by(Role::garbler, program, expected) &&
           *run.evaluator == seen_by(Role::evaluator, program, expected);
}

Bits number(std::uint64_t value, std::size_t bits) {
    return circuit::to_bits(static_cast<std::int64_t>(value), bits);
}

/// Many independent ANDs in few layers: `lanes` comparisons side by side.
TestProgram wide(std::uint32_t lanes, std::uint32_t bits) {
    TestProgram out;
    std::vector<std::vector<circuit::Slot>> a(lanes), b(lanes);
    for (auto& lane : a) lane = out.input(0, bits);
    for (auto& lane : b) lane = out.input(1, bits);
    std::vector<circuit::Slot> carry(lanes);
    for (std::uint32_t lane = 0; lane < lanes; ++lane) carry[lane] = out.linear(a[lane][0], a[lane][0]);
    for (std::uint32_t i = 0; i < bits; ++i) {
        std::vector<std::array<circuit::Slot, 2>> pairs(lanes);
        for (std::uint32_t lane = 0; lane < lanes; ++lane)
            pairs[lane] = {out.linear(a[lane][i], carry[lane]),
                           out.linear(out.invert(b[lane][i]), carry[lane])};
        std::vector<circuit::Slot> products(lanes);
        for (std::uint32_t lane = 0; lane < lanes; ++lane)
            products[lane] = out.conjunction(pairs[lane][0], pairs[lane][1]);
        for (std::uint32_t lane = 0; lane < lanes; ++lane)
            carry[lane] = out.linear(carry[lane], products[lane]);
    }
    out.output(3, carry);
    out.finish();
    return out;
}

}  // namespace

class TestGarble : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void buckets();
    void everyGateOnAllInputs();
    void comparisons();
    void knownCircuits();
    void lanesMadeOnTheFly();
    void withoutAnds();
    void randomCircuits();
    void severalWindowsAndBatches();
    void bytesAreThoseOfTheCost();
    void numberOfThreadsChangesNothingOnTheWire();
    void goldenTranscript();
    void inputsThatDoNotFit();
    void otherTermsAreRefused();
    void wrongShapeIsRefused();
    void cancelled();
};

void TestGarble::buckets() {
    // The thresholds that the papers state for 40 bits.
    QCOMPARE(buckets_for(280'000), (Buckets{280'000, 3}));
    QCOMPARE(buckets_for(3'100), (Buckets{3'100, 4}));
    QCOMPARE(buckets_for(320), (Buckets{320, 5}));
    for (std::size_t n = 1; n < 400'000; n = n * 5 / 4 + 1) {
        const auto plan = buckets_for(n);
        QVERIFY(plan.triples >= n);
        QVERIFY(log2_leak(plan.triples, plan.size) <= -40);
        QVERIFY(plan.leaky() >= least_leaky_triples);
        // Never smaller where it would be unsafe.
        QVERIFY(log2_leak(n, 2) > -40);
    }
    // The formula against the sum that it bounds: every number of triples a cheater may touch.
    for (const auto& [n, size] : {std::pair<std::size_t, std::size_t>{84, 6}, {320, 5}, {3'100, 4}}) {
        double worst = -1000;
        for (std::size_t m = size; m < 4 * size; ++m) {
            const auto choose = [](double a, double b) {
                return (std::lgamma(a + 1) - std::lgamma(b + 1) - std::lgamma(a - b + 1)) / std::log(2.0);
            };
            const auto total = static_cast<double>(n * size), b = static_cast<double>(size),
                       touched = static_cast<double>(m);
            // One of n buckets has only touched triples, the others lie anywhere; and all m survive.
            worst = std::max(worst, std::log2(static_cast<double>(n)) + choose(total - b, touched - b) -
                                        choose(total, touched) - touched);
        }
        QVERIFY(std::abs(worst - log2_leak(n, size)) < 1e-6);
    }
    // All batches of a run together.
    for (std::uint64_t ands = full_batch; ands < 1'000'000'000; ands = ands * 9 / 8 + 1) {
        double all = 0;
        for (std::uint64_t i = 0; i < batches_for(ands); ++i) {
            const auto plan = buckets_for(batch_size(ands, i));
            QCOMPARE(plan.size, std::size_t{3});
            all += std::exp2(log2_leak(plan.triples, plan.size));
        }
        QVERIFY(std::log2(all) <= -40);
    }
    QCOMPARE(batches_for(839'999), std::uint64_t{1});
    QCOMPARE(batches_for(840'000), std::uint64_t{2});
    QCOMPARE(batches_for(10'000'000), std::uint64_t{10});
    std::uint64_t sum = 0;
    for (std::uint64_t i = 0; i < batches_for(1'000'001); ++i) {
        QVERIFY(batch_size(1'000'001, i) >= full_batch);
        sum += batch_size(1'000'001, i);
    }
    QCOMPARE(sum, std::uint64_t{1'000'001});
}

void TestGarble::everyGateOnAllInputs() {
    for (const auto owners : {0u, 1u, 2u, 3u})
        for (unsigned values = 0; values < 4; ++values) {
            TestProgram program;
            const auto a = program.input(owners & 1, 1)[0];
            const auto b = program.input(owners >> 1, 1)[0];
            program.output(3, {program.conjunction(a, b), program.linear(a, b), program.invert(a)});
            program.output(1, {program.linear(a, a), program.invert(program.linear(b, b)), a});
            program.output(2, {program.conjunction(a, a), program.conjunction(program.linear(b, b), a), b});
            program.finish();
            std::array<std::vector<Bits>, 2> inputs;
            inputs[owners & 1].push_back({(values & 1) != 0});
            inputs[owners >> 1].push_back({(values & 2) != 0});
            MemoryNetwork network(names(2));
            QVERIFY(right(run_garbling(network, program, inputs, values + 4 * owners), program, inputs));
        }
}

void TestGarble::comparisons() {
    const std::uint64_t values[] = {0, 1, 5, ~std::uint64_t{0}, std::uint64_t{1} << 63};
    for (const auto x : values)
        for (const auto y : values) {
            const auto program = comparison(64, static_cast<std::uint32_t>(1 + (x ^ y) % 3));
            MemoryNetwork network(names(2));
            const std::array<std::vector<Bits>, 2> inputs{{{number(x, 64)}, {number(y, 64)}}};
            const auto run = run_garbling(network, program, inputs, x % 1000 + y % 777);
            QVERIFY(right(run, program, inputs));
            const auto& seen = program.shape().outputs[0].recipients & 1 ? run.garbler : run.evaluator;
            QVERIFY((*seen)[0] == Bits{x > y});
        }
}

void TestGarble::knownCircuits() {
    const auto same_for_both = [](const circuit::Program& program, Bits first, Bits second) {
        MemoryNetwork network(names(2));
        const auto run = run_garbling(network, program, {{{std::move(first)}, {std::move(second)}}}, 197);
        return run.garbler.ok() && run.evaluator.ok() && *run.garbler == *run.evaluator
                   ? circuit::bytes_of_bits((*run.garbler)[0])
                   : std::vector<std::uint8_t>();
    };
    const auto bits = [](const char* hex) { return circuit::bits_of_bytes(*from_hex(hex)); };
    // FIPS-197, C.1.
    QCOMPARE(same_for_both(circuit::aes128_circuit(), bits("000102030405060708090a0b0c0d0e0f"),
                           bits("00112233445566778899aabbccddeeff")),
             *from_hex("69c4e0d86a7b0430d8cdb78070b4c55a"));
    // SHA-256 of "abc", FIPS 180-4: one block, and the initial state.
    QCOMPARE(
        same_for_both(circuit::sha256_circuit(),
                      bits((std::string("61626380") + std::string(104, '0') + "0000000000000018").c_str()),
                      bits("6a09e667bb67ae853c6ef372a54ff53a510e527f9b05688c1f83d9ab5be0cd19")),
        *from_hex("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
}

void TestGarble::lanesMadeOnTheFly() {
    crypto::SeededRandom random(31);
    const auto less =
        circuit::Repeated::over(std::make_shared<circuit::Circuit>(circuit::less64_circuit()), 300);
    QVERIFY(less.ok());
    const auto inputs = random_inputs(random, less->shape());
    MemoryNetwork network(names(2));
    QVERIFY(right(run_garbling(network, *less, inputs, 31), *less, inputs));
}

void TestGarble::withoutAnds() {
    TestProgram program;
    const auto a = program.input(0, 3), b = program.input(1, 3);
    program.output(3, {program.linear(a[0], b[0]), b[1], program.invert(a[2])});
    program.finish();
    const std::array<std::vector<Bits>, 2> inputs{{{{true, false, true}}, {{true, true, false}}}};
    MemoryNetwork network(names(2));
    QVERIFY(right(run_garbling(network, program, inputs, 3), program, inputs));
    TestProgram empty;
    MemoryNetwork other(names(2));
    QVERIFY(right(run_garbling(other, empty, {}, 3), empty, {}));
}

void TestGarble::randomCircuits() {
    crypto::SeededRandom random(17);
    const std::uint64_t runs = soak() ? 10'000 : 30;
    for (std::uint64_t i = 0; i < runs; ++i) {
        const auto program = random_program(random, 1 + random.below(i % 3 == 0 ? 5'000 : 200));
        const auto inputs = random_inputs(random, program.shape());
        MemoryNetwork network(names(2));
        GarbleOptions options;
        options.threads = static_cast<unsigned>(1 + i % 2);
        options.transfers = i % 10 == 0 ? Transfers::silent : Transfers::automatic;
        QVERIFY(right(run_garbling(network, program, inputs, i, options), program, inputs));
    }
}

void TestGarble::severalWindowsAndBatches() {
    crypto::SeededRandom random(18);
    for (const std::uint32_t lanes : {3'000u, 13'500u}) {
        // 192,000 ANDs: three windows; 864,000: two batches, and a window that needs triples of both.
        const auto program = wide(lanes, 64);
        QCOMPARE(batches_for(program.shape().ands), lanes == 13'500 ? 2u : 1u);
        const auto inputs = random_inputs(random, program.shape());
        MemoryNetwork network(names(2), std::size_t{1} << 18);
        QVERIFY(right(run_garbling(network, program, inputs, lanes), program, inputs));
        const auto cost = garble_cost(Transfers::automatic, program.shape());
        QVERIFY(same(network.channel(0, 1).counters(), cost));
        qInfo("%u comparisons: %.1f bytes per AND both ways", lanes,
              static_cast<double>(cost.bytes_sent + cost.bytes_received) /
                  static_cast<double>(program.shape().ands));
    }
}

void TestGarble::bytesAreThoseOfTheCost() {
    crypto::SeededRandom random(19);
    for (const std::size_t gates : {0u, 1u, 100u, 3'000u, 20'000u})
        for (const auto transfers : {Transfers::automatic, Transfers::softspoken, Transfers::silent}) {
            const auto program = random_program(random, gates);
            const auto inputs = random_inputs(random, program.shape());
            MemoryNetwork network(names(2));
            GarbleOptions options;
            options.transfers = transfers;
            QVERIFY(right(run_garbling(network, program, inputs, gates, options), program, inputs));
            const auto sent = network.channel(0, 1).counters();
            const auto cost = garble_cost(transfers, program.shape());
            QCOMPARE(sent.bytes_sent, cost.bytes_sent);
            QCOMPARE(sent.bytes_received, cost.bytes_received);
            QCOMPARE(sent.messages_sent, cost.messages_sent);
            QCOMPARE(sent.messages_received, cost.messages_received);
            QVERIFY(same(network.channel(1, 0).counters(), mirrored(sent)));
        }
}

void TestGarble::numberOfThreadsChangesNothingOnTheWire() {
    crypto::SeededRandom random(20);
    const auto program = wide(400, 16);
    const auto inputs = random_inputs(random, program.shape());
    std::set<crypto::Digest> seen;
    for (const unsigned threads : {1u, 2u, 5u}) {
        GarbleOptions options;
        options.threads = threads;
        MemoryNetwork network(names(2));
        QVERIFY(right(run_garbling(network, program, inputs, 4, options), program, inputs));
        seen.insert(network.transcript());
    }
    QCOMPARE(seen.size(), 1u);
}

void TestGarble::goldenTranscript() {
    MemoryNetwork network(names(2));
    const auto program = comparison(64);
    QVERIFY(run_garbling(network, program, {{{number(77, 64)}, {number(78, 64)}}}, 77).garbler.ok());
    QCOMPARE(QByteArray::fromStdString(to_hex(network.transcript())),
             QByteArray("9ac0333ee21f6e68f44de476bce095d3b5e70f459acde89d5fa371ad941a9159"));
}

void TestGarble::inputsThatDoNotFit() {
    const auto program = comparison(8);
    for (const std::vector<Bits>& wrong : {std::vector<Bits>{}, {Bits(7)}, {Bits(9)}, {Bits(8), Bits(8)}}) {
        MemoryNetwork network(names(2));
        const auto run = run_garbling(network, program, {wrong, {Bits(8)}}, 5);
        QCOMPARE(run.garbler.error().fault, Fault::usage);
        QCOMPARE(run.evaluator.error().fault, Fault::partner_gone);
    }
    TestProgram three;
    three.input(2, 1);
    MemoryNetwork network(names(2));
    QCOMPARE(run_garbling(network, three, {}, 5).garbler.error().fault, Fault::usage);
}

void TestGarble::otherTermsAreRefused() {
    const auto program = comparison(8), another = comparison(9);
    const auto run = [&](const circuit::Program& garbler, const circuit::Program& evaluator, std::size_t bits,
                         const GarbleOptions& options) {
        MemoryNetwork network(names(2));
        Result<std::vector<Bits>> first = error(Fault::internal), second = error(Fault::internal);
        const auto party = [&](std::size_t me, const auto& one, std::size_t n, const GarbleOptions& mine,
                               auto& result) {
            return [&, me, n] {
                crypto::SeededRandom random(me);
                NoProgress progress;
                result = garble_and_run(mine, me == 0 ? Role::garbler : Role::evaluator, one, {Bits(n)},
                                        network.channel(me, 1 - me), random, progress);
            };
        };
        const GarbleOptions plain;
        network.run({party(0, garbler, 8, plain, first), party(1, evaluator, bits, options, second)});
        return first.error().fault == Fault::malformed_message &&
               second.error().fault == Fault::malformed_message;
    };
    QVERIFY(run(program, another, 9, {}));
    // The same shape, one gate.
    auto other_gate = comparison(8);
    other_gate.chunks().front().linear.back().a ^= 1;
    QVERIFY(run(program, other_gate, 8, {}));
    auto other_and = comparison(8);
    std::swap(other_and.chunks().front().ands.back().a, other_and.chunks().front().ands.front().a);
    QVERIFY(run(program, other_and, 8, {}));
    GarbleOptions session, transfers;
    session.session = {1};
    transfers.transfers = Transfers::silent;
    QVERIFY(run(program, program, 8, session));
    QVERIFY(run(program, program, 8, transfers));
}

void TestGarble::wrongShapeIsRefused() {
    for (const int change : {-1, 1}) {
        auto program = comparison(8);
        program.shape().ands += static_cast<std::uint64_t>(change);
        MemoryNetwork network(names(2));
        const auto run = run_garbling(network, program, {{{Bits(8)}, {Bits(8)}}}, 5);
        QVERIFY(!run.garbler.ok() && !run.evaluator.ok());
        QVERIFY(run.garbler.error().fault == Fault::usage || run.evaluator.error().fault == Fault::usage);
    }
}

void TestGarble::cancelled() {
    Stopped stopped;
    const auto program = comparison(8);
    MemoryNetwork network(names(2));
    Result<std::vector<Bits>> garbler = error(Fault::internal), evaluator = error(Fault::internal);
    network.run({[&] {
                     crypto::SeededRandom random(1);
                     garbler = garble_and_run({}, Role::garbler, program, {Bits(8)}, network.channel(0, 1),
                                              random, stopped);
                 },
                 [&] {
                     crypto::SeededRandom random(2);
                     NoProgress progress;
                     evaluator = garble_and_run({}, Role::evaluator, program, {Bits(8)},
                                                network.channel(1, 0), random, progress);
                 }});
    QCOMPARE(garbler.error().fault, Fault::cancelled);
    QCOMPARE(evaluator.error().fault, Fault::partner_gone);
}

QTEST_APPLESS_MAIN(TestGarble)
#include "test_garble.moc"
