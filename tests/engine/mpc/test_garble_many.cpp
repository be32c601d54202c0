// Authenticated garbling among many: against the clear answer and against its cost.
#include <QTest>

#include <set>

#include "engine/mpc/garble_many_runs.h"
#include "mpc/circuit/known.h"

using namespace tacit;
using namespace tacit::mpc;
using namespace tacit::mpc::garble_many;
using namespace tacit::testing;

namespace {

bool fails_with(const Result<std::vector<Bits>>& outcome, Fault fault) {
    return !outcome.ok() && outcome.error().fault == fault;
}

/// A circuit of two windows, among three.
void two_windows(TestProgram& program) {
    const auto a = program.input(0, 64), b = program.input(1, 64), c = program.input(2, 64);
    std::vector<circuit::Slot> state(a);
    for (std::size_t i = 0; i < 40'000; ++i) {
        const auto at = i % 64;
        state[at] = program.linear(program.conjunction(state[at], b[(i * 7) % 64]), c[(i / 64 + i) % 64]);
    }
    program.output(7, state);
    program.finish();
}

}  // namespace

class TestGarbleMany : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void bitsAreAuthenticatedToAll();
    void triplesMultiply();
    void everyGateOnAllInputs();
    void withoutAnds();
    void aes();
    void randomCircuits();
    void severalWindows();
    void allTriplesAreMadeBeforeTheInputs();
    void tooManyGatesAreRefused();
    void bytesAreThoseOfTheCost();
    void numberOfThreadsChangesNothingOnTheWire();
    void goldenTranscript();
    void argumentsThatDoNotFit();
    void otherTermsAreRefused();
    void wrongShapeIsRefused();
    void cancelled();
};

namespace {

/// All participants' shares of one bit fit each other; the bit.
bool holds(const std::vector<Shares>& shares, std::size_t i, const std::vector<Block>& deltas) {
    bool value = false;
    for (std::size_t a = 0; a < shares.size(); ++a) {
        value = value != shares[a].bit(i);
        for (std::size_t b = 0; b < shares.size(); ++b) {
            if (a == b) continue;
            const auto key = shares[b].key(i, Places{shares.size(), b}.column(a));
            const auto mac = shares[a].mac(i, Places{shares.size(), a}.column(b));
            if (mac != (key ^ (deltas[b] & Block::of_bit(shares[a].bit(i)))))
                qFatal("shares that do not fit");
        }
    }
    return value;
}

}  // namespace

void TestGarbleMany::bitsAreAuthenticatedToAll() {
    for (const std::size_t n : {3u, 5u}) {
        MemoryNetwork network(names(n));
        std::vector<Shares> first(n), second(n);
        std::vector<Block> deltas(n);
        const auto statuses = run_parts(network, 3, [&](Participant& me) -> Status {
            TACIT_ASSIGN(const auto bits, AuthenticatedBits::set_up(me.session));
            deltas[me.me_] = bits->delta();
            TACIT_ASSIGN(first[me.me_], bits->draw(1'000));
            TACIT_ASSIGN(second[me.me_], bits->draw(77));
            return {};
        });
        for (const auto& status : statuses) QVERIFY(status.ok());
        Block sum;
        for (const auto& delta : deltas) sum ^= delta;
        QCOMPARE(sum.low & 1, std::uint64_t{1});
        std::size_t ones = 0;
        for (std::size_t i = 0; i < 1'000; ++i) ones += holds(first, i, deltas);
        QVERIFY(ones > 400 && ones < 600);
        for (std::size_t i = 0; i < 77; ++i) holds(second, i, deltas);
        // Public bits and sums.
        for (std::size_t i = 0; i < 20; ++i) {
            const bool a = holds(first, i, deltas), b = holds(second, i, deltas), c = i % 2 == 1;
            for (std::size_t me = 0; me < n; ++me) {
                first[me].add_public(i, true, {n, me}, deltas[me]);
                first[me].add_if(c, i, second[me], i);
            }
            QCOMPARE(holds(first, i, deltas), !a != (b && c));
            Block all;
            for (std::size_t me = 0; me < n; ++me)
                all ^= me == 1 ? first[me].own(i, deltas[1]) : first[me].mac(i, Places{n, me}.column(1));
            QVERIFY(all == (deltas[1] & Block::of_bit(!a != (b && c))));
        }
    }
}

void TestGarbleMany::triplesMultiply() {
    for (const std::size_t n : {3u, 8u}) {
        MemoryNetwork network(names(n));
        std::vector<Shares> x(n), y(n), z(n);
        std::vector<std::set<Block>> seen(n);
        std::vector<Block> deltas(n);
        const garble::Buckets plan{40, 3};
        const auto statuses = run_parts(network, 4, [&](Participant& me) -> Status {
            TACIT_ASSIGN(const auto bits, AuthenticatedBits::set_up(me.session));
            deltas[me.me_] = bits->delta();
            TripleMaker maker(me.session, *bits);
            for (int batch = 0; batch < 2; ++batch) {
                TACIT_ASSIGN(auto made, maker.make(plan, 5));
                if (made.bits.size() != 5) return error(Fault::internal);
                for (const auto* shares : {&made.x, &made.y, &made.z, &made.bits})
                    for (std::size_t i = 0; i < shares->size(); ++i) seen[me.me_].insert(shares->key(i, 0));
                x[me.me_] = std::move(made.x);
                y[me.me_] = std::move(made.y);
                z[me.me_] = std::move(made.z);
            }
            return {};
        });
        for (const auto& status : statuses) QVERIFY(status.ok());
        // Nothing comes twice, in a batch or in two.
        for (const auto& keys : seen) QCOMPARE(keys.size(), 2 * (3 * plan.triples + 5));
        int products = 0;
        for (std::size_t i = 0; i < plan.triples; ++i) {
            const bool product = holds(x, i, deltas) && holds(y, i, deltas);
            QCOMPARE(holds(z, i, deltas), product);
            products += product;
        }
        QVERIFY(products > 0 && products < 40);
    }
}

void TestGarbleMany::everyGateOnAllInputs() {
    // All four values side by side; pairs of owners with and without the evaluator.
    for (const unsigned owners : {3u, 5u, 8u}) {
        TestProgram program;
        const auto first = static_cast<std::uint8_t>(owners % 3),
                   second = static_cast<std::uint8_t>(owners / 3);
        const auto a = program.input(first, 4), b = program.input(second, 4);
        for (std::size_t i = 0; i < 4; ++i) {
            program.output(7, {program.conjunction(a[i], b[i]), program.linear(a[i], b[i])});
            program.output(1, {program.invert(a[i]), program.linear(a[i], a[i])});
            program.output(2, {program.invert(program.linear(b[i], b[i])), a[i]});
            program.output(4, {program.conjunction(a[i], a[i]),
                               program.conjunction(program.linear(b[i], b[i]), a[i]), b[i]});
            program.output(0, {a[i]});
            program.output(5, {program.conjunction(program.invert(a[i]), b[i])});
        }
        program.finish();
        Inputs inputs(3);
        inputs[first].push_back({false, false, true, true});
        inputs[second].push_back({false, true, false, true});
        MemoryNetwork network(names(3));
        QVERIFY(right(run_many(network, program, inputs, owners), program, inputs));
    }
}

void TestGarbleMany::withoutAnds() {
    TestProgram program;
    const auto a = program.input(0, 3), b = program.input(2, 3);
    program.output(7, {program.linear(a[0], b[0]), b[1], program.invert(a[2])});
    program.finish();
    const Inputs inputs{{{true, false, true}}, {}, {{true, true, false}}};
    MemoryNetwork network(names(3));
    QVERIFY(right(run_many(network, program, inputs, 3), program, inputs));
    TestProgram empty;
    MemoryNetwork other(names(3));
    QVERIFY(right(run_many(other, empty, Inputs(3), 3), empty, Inputs(3)));
}

void TestGarbleMany::aes() {
    // FIPS-197, C.1, with the key and the block of two participants and the answer for all.
    const auto bits = [](const char* hex) { return circuit::bits_of_bytes(*from_hex(hex)); };
    const auto program = circuit::aes128_circuit();
    MemoryNetwork network(names(3));
    const auto run = run_many(
        network, program,
        {{bits("000102030405060708090a0b0c0d0e0f")}, {bits("00112233445566778899aabbccddeeff")}, {}}, 197);
    for (const auto& outcome : run) {
        QVERIFY(outcome.ok());
        QCOMPARE(circuit::bytes_of_bits((*outcome)[0]), *from_hex("69c4e0d86a7b0430d8cdb78070b4c55a"));
    }
}

void TestGarbleMany::randomCircuits() {
    crypto::SeededRandom random(17);
    const std::uint64_t runs = soak() ? 10'000 : 15;
    for (std::uint64_t i = 0; i < runs; ++i) {
        const auto n = i == 14 ? 8 : 3 + i % 3;
        const auto program =
            random_program(random, 1 + random.below(i % 3 == 0 ? 5'000 : 200), static_cast<std::uint8_t>(n));
        const auto inputs = random_inputs(random, program.shape(), n);
        // Also with channels that hold one message.
        MemoryNetwork network(names(n), i % 2 == 0 ? 0 : std::size_t{1} << 20);
        Options options;
        options.threads = static_cast<unsigned>(1 + i % 2);
        QVERIFY(right(run_many(network, program, inputs, i, options, {}, i == 0 ? Base::made : Base::dealt),
                      program, inputs));
    }
}

void TestGarbleMany::severalWindows() {
    TestProgram program;
    two_windows(program);
    QCOMPARE(Windows::windows_for(program.shape().ands), std::uint64_t{2});
    crypto::SeededRandom random(18);
    const auto inputs = random_inputs(random, program.shape(), 3);
    MemoryNetwork network(names(3), std::size_t{1} << 18);
    QVERIFY(right(run_many(network, program, inputs, 18, {}, {}, Base::made), program, inputs));
    for (std::size_t me = 0; me < 3; ++me)
        for (std::size_t peer = 0; peer < 3; ++peer)
            if (peer != me)
                QVERIFY(same(network.channel(me, peer).counters(),
                             garble_among_cost(program.shape(), 3, me, peer)));
}

/// Test double: notes what a channel has sent when the work on the gates begins, inputs first.
class Noting final : public Progress {
  public:
    explicit Noting(const Channel& channel) : channel_(channel) {}
    void step(std::string_view name, std::uint64_t) override {
        if (name == "gates") sent_ = channel_.counters().bytes_sent;
    }
    void advance(std::uint64_t) override {}
    bool stop_requested() const override { return false; }
    std::uint64_t sent() const { return sent_; }

  private:
    const Channel& channel_;
    std::uint64_t sent_ = 0;
};

// A check of triples that fails gives the offset away; so none may come after the inputs.
void TestGarbleMany::allTriplesAreMadeBeforeTheInputs() {
    TestProgram program;
    two_windows(program);
    crypto::SeededRandom random(23);
    const auto inputs = random_inputs(random, program.shape(), 3);
    MemoryNetwork network(names(3), std::size_t{1} << 18);
    std::uint64_t before = 0;
    std::vector<std::function<void()>> parties;
    ManyOutcomes out(3, error(Fault::internal));
    for (std::size_t me = 0; me < 3; ++me)
        parties.push_back([&, me] {
            auto channels = network.channels(me);
            crypto::SeededRandom own(23'000 + me);
            Noting progress(*channels[me == 1 ? 2 : 1 - me % 2]);
            out[me] = garble_among_from(Deal(dealt), {}, me, program, inputs[me], channels, own, progress);
            if (me == 1) before = progress.sent();
        });
    network.run(parties);
    QVERIFY(right(out, program, inputs));
    // Two garblers tell each other masked inputs, and two bits for each AND; a triple takes over a hundred
    // bytes.
    const auto after = network.channel(1, 2).counters().bytes_sent - before;
    QVERIFY(before > 100 * program.shape().ands);
    QVERIFY(after >= program.shape().ands / 4 && after < program.shape().ands / 4 + 2000);
}

/// Test double: a circuit that nobody should begin with.
class HugeProgram final : public circuit::Program {
  public:
    HugeProgram() { shape_.ands = most_ands(3) + 1; }
    const circuit::Shape& shape() const override { return shape_; }
    std::unique_ptr<circuit::GateStream> open() const override { qFatal("opened"); }

  private:
    circuit::Shape shape_;
};

void TestGarbleMany::tooManyGatesAreRefused() {
    MemoryNetwork network(names(3));
    for (const auto& run : run_many(network, HugeProgram(), {{}, {}, {}}, 1))
        QCOMPARE(run.error().fault, Fault::usage);
    QCOMPARE(network.channel(0, 1).counters().bytes_sent, std::uint64_t{0});
}

void TestGarbleMany::bytesAreThoseOfTheCost() {
    crypto::SeededRandom random(19);
    for (const std::size_t n : {3u, 4u}) {
        const auto program = random_program(random, 300 * (n - 3), static_cast<std::uint8_t>(n));
        const auto inputs = random_inputs(random, program.shape(), n);
        MemoryNetwork network(names(n));
        QVERIFY(right(run_many(network, program, inputs, n, {}, {}, Base::made), program, inputs));
        for (std::size_t me = 0; me < n; ++me)
            for (std::size_t peer = 0; peer < n; ++peer) {
                if (peer == me) continue;
                const auto counted = network.channel(me, peer).counters();
                const auto cost = garble_among_cost(program.shape(), n, me, peer);
                QCOMPARE(counted.bytes_sent, cost.bytes_sent);
                QCOMPARE(counted.bytes_received, cost.bytes_received);
                QCOMPARE(counted.messages_sent, cost.messages_sent);
                QCOMPARE(counted.messages_received, cost.messages_received);
            }
    }
}

void TestGarbleMany::numberOfThreadsChangesNothingOnTheWire() {
    crypto::SeededRandom random(20);
    const auto program = random_program(random, 3'000, 3);
    const auto inputs = random_inputs(random, program.shape(), 3);
    std::set<crypto::Digest> seen;
    for (const unsigned threads : {1u, 3u}) {
        Options options;
        options.threads = threads;
        MemoryNetwork network(names(3));
        QVERIFY(right(run_many(network, program, inputs, 4, options), program, inputs));
        seen.insert(network.transcript());
    }
    QCOMPARE(seen.size(), 1u);
}

void TestGarbleMany::goldenTranscript() {
    MemoryNetwork network(names(3));
    const auto program = comparison(64);
    const auto number = [](std::int64_t value) { return circuit::to_bits(value, 64); };
    const auto run = run_many(network, program, {{number(77)}, {number(78)}, {}}, 77, {}, {}, Base::made);
    QVERIFY(run[0].ok() && (*run[0])[0] == Bits{false});
    QCOMPARE(QByteArray::fromStdString(to_hex(network.transcript())),
             QByteArray("eedb42be1a47af7d9c2885ae0570112598dd4d6c67dd2414625619f4fd64b947"));
}

void TestGarbleMany::argumentsThatDoNotFit() {
    const auto program = comparison(8);
    for (const std::vector<Bits>& wrong : {std::vector<Bits>{}, {Bits(7)}, {Bits(9)}, {Bits(8), Bits(8)}}) {
        MemoryNetwork network(names(3));
        const auto run = run_many(network, program, {wrong, {Bits(8)}, {}}, 5);
        QVERIFY(fails_with(run[0], Fault::usage));
        QVERIFY(fails_with(run[1], Fault::partner_gone));
        QVERIFY(fails_with(run[2], Fault::partner_gone));
    }
    for (const std::size_t n : {2u, 9u}) {
        MemoryNetwork network(names(n));
        Inputs inputs(n);
        inputs[0] = inputs[1] = {Bits(8)};
        QVERIFY(fails_with(run_many(network, program, inputs, 5)[0], Fault::usage));
    }
    TestProgram four;
    four.input(3, 1);
    MemoryNetwork network(names(3));
    QVERIFY(fails_with(run_many(network, four, Inputs(3), 5)[0], Fault::usage));
    crypto::SeededRandom random(1);
    NoProgress progress;
    const std::vector<Channel*> none(3);
    QVERIFY(fails_with(garble_among({}, 2, program, {}, none, random, progress), Fault::usage));
    QVERIFY(fails_with(garble_among({}, 3, program, {}, none, random, progress), Fault::usage));
}

void TestGarbleMany::otherTermsAreRefused() {
    const auto program = comparison(8), another = comparison(8, 7);
    const auto run = [&](const circuit::Program& third, const Options& options) {
        MemoryNetwork network(names(3));
        ManyOutcomes out(3, error(Fault::internal));
        std::vector<std::function<void()>> parties;
        for (std::size_t me = 0; me < 3; ++me)
            parties.push_back([&, me] {
                const auto channels = network.channels(me);
                crypto::SeededRandom random(me);
                NoProgress progress;
                out[me] = garble_among(me == 2 ? options : Options{}, me, me == 2 ? third : program,
                                       me == 2 ? std::vector<Bits>{} : std::vector<Bits>{Bits(8)}, channels,
                                       random, progress);
            });
        network.run(parties);
        for (std::size_t me = 0; me < 2; ++me)
            if (!fails_with(out[me], Fault::malformed_message) || out[me].error().partner != "P2")
                return false;
        return fails_with(out[2], Fault::malformed_message);
    };
    QVERIFY(run(another, {}));
    // The same shape, one gate: not its own fault, and nobody is said to have cheated.
    auto other_gate = comparison(8);
    other_gate.chunks().front().ands.back().a ^= 1;
    QVERIFY(run(other_gate, {}));
    Options session;
    session.session = {1};
    QVERIFY(run(program, session));
}

void TestGarbleMany::wrongShapeIsRefused() {
    for (const int change : {-1, 1}) {
        auto program = comparison(8);
        program.shape().ands += static_cast<std::uint64_t>(change);
        MemoryNetwork network(names(3));
        const auto run = run_many(network, program, {{Bits(8)}, {Bits(8)}, {}}, 5);
        for (const auto& outcome : run) QVERIFY(!outcome.ok());
    }
}

void TestGarbleMany::cancelled() {
    Stopped stopped;
    const auto program = comparison(8);
    MemoryNetwork network(names(3));
    ManyOutcomes out(3, error(Fault::internal));
    std::vector<std::function<void()>> parties;
    for (std::size_t me = 0; me < 3; ++me)
        parties.push_back([&, me] {
            const auto channels = network.channels(me);
            crypto::SeededRandom random(me);
            NoProgress progress;
            Progress* mine = &progress;
            if (me == 1) mine = &stopped;
            out[me] =
                garble_among({}, me, program, me == 2 ? std::vector<Bits>{} : std::vector<Bits>{Bits(8)},
                             channels, random, *mine);
        });
    network.run(parties);
    QVERIFY(fails_with(out[1], Fault::cancelled));
    QVERIFY(fails_with(out[0], Fault::partner_gone));
    QVERIFY(fails_with(out[2], Fault::partner_gone));
}

QTEST_APPLESS_MAIN(TestGarbleMany)
#include "test_garble_many.moc"
