// Authenticated garbling against a peer that does not follow it.
#include <QTest>

#include <map>
#include <set>

#include "engine/mpc/garble_runs.h"
#include "engine/mpc/tampering_runs.h"
#include "mpc/garble/linear_check.h"
#include "mpc/garble/run.h"
#include "mpc/garble/triples.h"
#include "mpc/garble/windows.h"

using namespace tacit;
using namespace tacit::mpc;
using namespace tacit::mpc::garble;
using namespace tacit::testing;

namespace {

/// What a party wants to do to its own messages; gives true once it has done it.
using Alter = std::function<bool(std::uint64_t number, Bytes& message)>;

class Altering final : public ForwardingChannel {
  public:
    Altering(Channel& below, Alter alter) : ForwardingChannel(below), alter_(std::move(alter)) {}
    Status send(View message) override {
        Bytes copy = to_bytes(message);
        alter_(sent_++, copy);
        return below_.send(copy);
    }

  private:
    Alter alter_;
    std::uint64_t sent_ = 0;
};

/// Leads to another network for every trial.
class Switched final : public Channel {
  public:
    Channel* below = nullptr;
    Status send(View message) override { return below->send(message); }
    Status flush() override { return below->flush(); }
    Result<Bytes> receive(std::size_t size) override { return below->receive(size); }
    Result<Bytes> receive_up_to(std::size_t maximum) override { return below->receive_up_to(maximum); }
    ChannelCounters counters() const override { return below->counters(); }
    const std::string& peer_name() const override { return below->peer_name(); }
};

/// Runs in which one party alters messages that come after the set-up of the transfers, which is the same for
/// all of them: it takes most of the time of a small run, and everything else is fresh. (Honest parties do
/// not go on with an offset after a fault.)
class Trials {
  public:
    explicit Trials(std::uint64_t seed) : sides_{Side(seed, 0), Side(seed, 1)} {
        MemoryNetwork network(names(2));
        network.run({[&] { set_up(network, 0); }, [&] { set_up(network, 1); }});
    }

    GarbleRun run(const circuit::Program& program, const std::array<std::vector<Bits>, 2>& inputs,
                  std::size_t cheater, const Alter& alter) {
        MemoryNetwork network(names(2));
        Altering altering(network.channel(cheater, 1 - cheater), alter);
        const auto digest = crypto::Hasher("trial").add(trials_++).finish();
        GarbleRun out;
        const auto party = [&](std::size_t me, Result<std::vector<Bits>>& result) {
            auto& side = sides_[me];
            side.channel.below =
                me == cheater ? static_cast<Channel*>(&altering) : &network.channel(me, 1 - me);
            return [&, me] { result = run_side(side, me, digest, program, inputs[me]); };
        };
        network.run({party(0, out.garbler), party(1, out.evaluator)});
        return out;
    }

  private:
    struct Side {
        Side(std::uint64_t seed, std::size_t me) : random(seed * 1000 + me) {}
        Switched channel;
        crypto::SeededRandom random;
        Workers workers{1};
        NoProgress progress;
        std::unique_ptr<AuthenticatedBits> bits;
    };

    void set_up(MemoryNetwork& network, std::size_t me) {
        auto& side = sides_[me];
        side.channel.below = &network.channel(me, 1 - me);
        auto bits = AuthenticatedBits::set_up(
            role_of(me), Transfers::automatic,
            {side.channel, side.random, side.workers, side.progress, as_view("trials")});
        if (!bits) qFatal("no set-up");
        side.bits = std::move(*bits);
    }

    static Role role_of(std::size_t me) { return me == 0 ? Role::garbler : Role::evaluator; }

    static Result<std::vector<Bits>> run_side(Side& side, std::size_t me, const crypto::Digest& digest,
                                              const circuit::Program& program,
                                              const std::vector<Bits>& inputs) {
        const Session session{
            role_of(me), {side.channel, side.random, side.workers, side.progress, digest}, digest};
        TACIT_ASSIGN(const auto windows, Windows::begin(session, *side.bits, program));
        const Run run{session, program, inputs, *side.bits, *windows};
        return me == 0 ? run_garbler(run) : run_evaluator(run);
    }

    std::array<Side, 2> sides_;
    std::uint64_t trials_ = 0;
};

/// Flips a bit of the message of this size that comes after `others` of the same.
Alter flip_in(std::size_t size, std::size_t bit, std::size_t others = 0) {
    return [=, left = others](std::uint64_t, Bytes& message) mutable {
        if (message.size() != size || left-- != 0) return false;
        message[bit / 8] ^= static_cast<std::uint8_t>(1u << (bit % 8));
        return true;
    };
}

const std::array<std::vector<Bits>, 2> eight_bits{{{{true, false, true, true, false, false, true, false}},
                                                   {{false, true, true, false, false, true, true, false}}}};

constexpr std::size_t table_of_eight = 2 * 16 * 8 + 1, values_of_eight = 1 + 32;

/// Both ends of authenticated bits from one seed, as the transfers would make them.
struct Dealt {
    Dealt(std::size_t n, std::uint64_t seed) {
        const auto deltas = random_blocks(2, seed);
        for (const auto role : {Role::garbler, Role::evaluator}) {
            delta[participant(role)] = with_low_bit_of(role, deltas[participant(role)]);
            share[participant(role)].resize(n);
        }
        const auto blocks = random_blocks(3 * n, seed + 1);
        for (std::size_t i = 0; i < n; ++i) {
            const bool r = blocks[3 * i].bit(0), s = blocks[3 * i].bit(1);
            Block key_a = blocks[3 * i + 1];
            key_a.low &= ~std::uint64_t{1};
            const Block key_b = blocks[3 * i + 2];
            share[0][i] = {key_a ^ (delta[0] & Block::of_bit(r)), key_b ^ (delta[1] & Block::of_bit(r))};
            share[1][i] = {key_b ^ (delta[1] & Block::of_bit(s)), key_a ^ (delta[0] & Block::of_bit(s))};
        }
    }
    Block delta[2];
    std::vector<Share> share[2];
};

/// Two-sided binomial test: do the two counts of `n` runs differ by more than chance at about 10^-6?
bool differ(std::size_t a, std::size_t b, std::size_t n) {
    const double p = static_cast<double>(a + b) / static_cast<double>(2 * n);
    const double sigma = std::sqrt(2 * static_cast<double>(n) * p * (1 - p));
    return std::abs(static_cast<double>(a) - static_cast<double>(b)) > 4.9 * sigma + 1;
}

}  // namespace

class TestGarbleTampering : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void sharesOfDealtBits();
    void everyMessageAltered();
    void everyRowOfATable();
    void wrongBitsOfATable();
    void wrongValues();
    void wrongOpenings();
    void wrongLeakyProduct();
    void lowBitsOfTheOffsets();
    void triplesAreNeverUsedTwice();
    void combinationsSeeEveryDifference();
    void abortsAreIndependentOfInputs();
};

void TestGarbleTampering::sharesOfDealtBits() {
    const Dealt dealt(200, 5);
    for (std::size_t i = 0; i < 200; ++i) {
        const auto a = dealt.share[0][i], b = dealt.share[1][i];
        const bool v = bit_of(Role::garbler, a) != bit_of(Role::evaluator, b);
        QVERIFY((a.own ^ b.mac) == (dealt.delta[0] & Block::of_bit(v)));
        QVERIFY((a.mac ^ b.own) == (dealt.delta[1] & Block::of_bit(v)));
        auto flipped_a = a, flipped_b = b;
        add_public(flipped_a, true, dealt.delta[0]);
        add_public(flipped_b, true, dealt.delta[1]);
        QCOMPARE(bit_of(Role::garbler, flipped_a) != bit_of(Role::evaluator, flipped_b), !v);
        QVERIFY((flipped_a.own ^ flipped_b.mac) == (dealt.delta[0] & Block::of_bit(!v)));
        QVERIFY((flipped_a.mac ^ flipped_b.own) == (dealt.delta[1] & Block::of_bit(!v)));
    }
}

void TestGarbleTampering::everyMessageAltered() {
    crypto::SeededRandom random(61);
    const auto program = random_program(random, 120);
    const auto inputs = random_inputs(random, program.shape());
    const auto expected = evaluated(program, inputs);
    MemoryNetwork honest(names(2));
    QVERIFY(run_garbling(honest, program, inputs, 6).garbler.ok());
    const std::size_t trials = soak() ? 10'000 : 300;
    std::map<std::string, std::size_t> outcomes;
    for (std::size_t trial = 0; trial < trials; ++trial) {
        TamperTrial altered(random, honest);
        const auto name = altered.name();
        const auto from = altered.from;
        MemoryNetwork network(names(2));
        const auto run = run_garbling(network, program, inputs, 6, {}, altered.wrap());
        const auto role = from == 0 ? Role::evaluator : Role::garbler;
        const auto& outcome = from == 0 ? run.evaluator : run.garbler;
        // Altering one's own masked input bit changes the input, which anybody may choose.
        if (outcome.ok() && *outcome != seen_by(role, program, expected)) {
            bool explained = false;
            const std::size_t owner = from;
            for (std::size_t k = 0; k < inputs[owner].size() && !explained; ++k)
                for (std::size_t i = 0; i < inputs[owner][k].size() && !explained; ++i) {
                    auto other = inputs;
                    other[owner][k][i] = !other[owner][k][i];
                    explained = *outcome == seen_by(role, program, evaluated(program, other));
                }
            QVERIFY2(explained && altered.tamper == Tamper::flip_bit, name.c_str());
            ++outcomes["another input"];
        } else if (outcome.ok()) {
            ++outcomes["right"];
        } else {
            QVERIFY2(is_protocol_fault(outcome.error()), (name + ": " + outcome.error().detail).c_str());
            ++outcomes["fault"];
        }
    }
    for (const auto& [what, count] : outcomes) qInfo("%s: %zu", what.c_str(), count);
    QVERIFY(outcomes["fault"] > trials / 2);
}

void TestGarbleTampering::everyRowOfATable() {
    // A row that is wrong shows if the evaluator uses it, and then the check of the gates finds it; the
    // evaluator's answer is right otherwise. (If nothing of a gate is used, no label is wrong.)
    const auto program = comparison(8);
    const auto expected = evaluated(program, eight_bits);
    int found = 0, unused = 0;
    Trials trials(9);
    for (std::size_t row = 0; row < 16; ++row)
        for (const std::size_t bit : {0u, 1u, 77u}) {
            const auto run = trials.run(program, eight_bits, 0, flip_in(table_of_eight, 128 * row + bit));
            if (run.evaluator.ok()) {
                QVERIFY(*run.evaluator == expected);
                ++unused;
            } else {
                QVERIFY(is_protocol_fault(run.evaluator.error()));
                ++found;
            }
        }
    qInfo("%d found, %d not used", found, unused);
    QVERIFY(found > 8 && unused > 8);
}

void TestGarbleTampering::wrongBitsOfATable() {
    // Flips the masked value of an AND, and nothing else: the cheat that garbles a wrong function.
    const auto program = comparison(8);
    Trials trials(30);
    for (std::size_t gate = 0; gate < 8; ++gate) {
        const auto run = trials.run(program, eight_bits, 0, flip_in(table_of_eight, 128 * 16 + gate));
        QVERIFY(!run.evaluator.ok());
        QVERIFY(is_protocol_fault(run.evaluator.error()));
    }
}

void TestGarbleTampering::wrongValues() {
    // With another value than its label's, the evaluator could read masks off the garbler's proof: it gets
    // none.
    const auto program = comparison(8);
    // The openings of the buckets have as many bytes, and come before.
    Trials trials(40);
    for (std::size_t gate = 0; gate < 8; ++gate) {
        const auto run = trials.run(program, eight_bits, 1, flip_in(values_of_eight, gate, 1));
        QCOMPARE(run.garbler.error().fault, Fault::cheating);
        QCOMPARE(run.garbler.error().detail, std::string("values without their labels"));
        QCOMPARE(run.evaluator.error().fault, Fault::partner_gone);
    }
}

void TestGarbleTampering::wrongOpenings() {
    // Openings of the masks into an AND, and of what buckets need; in the bits and in the MACs.
    const auto program = comparison(8);
    const auto products = bytes_for(16) + sizeof(Block);
    const auto plan = buckets_for(8);
    const auto bucket = bytes_for(plan.triples * (plan.size - 1)) + sizeof(Block);
    Trials trials(50);
    for (const std::size_t cheater : {0u, 1u})
        for (const auto size : {products, bucket})
            for (const std::size_t bit : {std::size_t{0}, std::size_t{5}, 8 * size - 1}) {
                bool done = false;
                const auto run = trials.run(program, eight_bits, cheater, [&](std::uint64_t, Bytes& message) {
                    done = done || flip_in(size, bit)(0, message);
                    return done;
                });
                QVERIFY(done);
                const auto& honest = cheater == 0 ? run.evaluator : run.garbler;
                QCOMPARE(honest.error().fault, Fault::cheating);
            }
}

void TestGarbleTampering::wrongLeakyProduct() {
    // The selective failure that buckets are made against: a wrong G is found if the peer's bit of x is 1,
    // which is so half of the time, and goes unseen otherwise; with many, it is found.
    const auto program = comparison(8);
    const auto plan = buckets_for(8);
    const auto size = plan.leaky() * sizeof(Block);
    const auto expected = evaluated(program, eight_bits);
    Trials trials(100);
    for (const std::size_t cheater : {0u, 1u}) {
        int found = 0;
        constexpr int runs = 60;
        for (int i = 0; i < runs; ++i) {
            const auto run = trials.run(program, eight_bits, cheater,
                                        flip_in(size, 128 * static_cast<std::size_t>(i % 40) + 3));
            const auto& honest = cheater == 0 ? run.evaluator : run.garbler;
            if (honest.ok())
                QVERIFY(*honest == expected);
            else
                ++found;
        }
        QVERIFY(found > runs / 5 && found < runs * 4 / 5);
        const auto all = trials.run(program, eight_bits, cheater, [&](std::uint64_t, Bytes& message) {
            if (message.size() != size) return false;
            for (std::size_t i = 0; i < 100; ++i) message[16 * i] ^= 8;
            return true;
        });
        QVERIFY(is_protocol_fault((cheater == 0 ? all.evaluator : all.garbler).error()));
    }
}

void TestGarbleTampering::lowBitsOfTheOffsets() {
    // A side whose offset has the other low bit, and else follows the protocol: the honest one finds it in
    // the check of the leaky triples, of which there are always 128 or more.
    QVERIFY(buckets_for(0).leaky() >= 128 && buckets_for(1).leaky() >= 128);
    const auto run = [](std::size_t cheater, Block delta, std::uint64_t seed) {
        MemoryNetwork network(names(2));
        Status statuses[2];
        const auto party = [&](std::size_t me) -> Status {
            OtParty own(network, me, seed, 1, {});
            const auto role = me == 0 ? Role::garbler : Role::evaluator;
            const Session session{role, own.endpoint("test"), {}};
            auto made = me == cheater
                            ? AuthenticatedBits::set_up_with(delta, role, Transfers::automatic, session.peer)
                            : AuthenticatedBits::set_up(role, Transfers::automatic, session.peer);
            TACIT_ASSIGN(const auto bits, std::move(made));
            BigVector<Triple> triples(buckets_for(1).triples);
            Shares masks(1);
            return TripleMaker(session, *bits).make(buckets_for(1), triples, masks);
        };
        network.run({[&] { statuses[0] = party(0); }, [&] { statuses[1] = party(1); }});
        return std::array{statuses[0], statuses[1]};
    };
    for (std::uint64_t seed = 0; seed < 5; ++seed) {
        // Not from the seed of a party: the sum of two equal offsets would be zero, and check nothing.
        const auto delta = random_blocks(1, 900'000 + seed)[0];
        for (const auto role : {Role::garbler, Role::evaluator}) {
            const auto cheater = participant(role);
            const auto good = run(cheater, with_low_bit_of(role, delta), seed);
            QVERIFY(good[0].ok() && good[1].ok());
            const auto bad = run(cheater, with_low_bit_of(other(role), delta), seed);
            QVERIFY(!bad[0].ok() && !bad[1].ok());
            QVERIFY(bad[0].error().fault == Fault::cheating || bad[1].error().fault == Fault::cheating);
            // Offset zero does not even get that far.
            QCOMPARE(run(cheater, {}, seed)[cheater].error().fault, Fault::usage);
        }
    }
}

void TestGarbleTampering::triplesAreNeverUsedTwice() {
    // Over all windows of a run of two batches: triples and masks differ from each other, hold, and those of
    // both sides belong together.
    TestProgram program;
    const auto inputs = program.input(0, 2);
    auto at = program.input(1, 1)[0];
    for (int i = 0; i < 70'000; ++i) at = program.conjunction(inputs[i % 2], inputs[1]);
    program.output(3, {at});
    program.finish();
    MemoryNetwork network(names(2));
    std::vector<std::array<Window, 2>> seen[2];
    Block delta[2];
    const auto party = [&](std::size_t me) -> Status {
        OtParty own(network, me, 8, 1, {});
        const Session session{me == 0 ? Role::garbler : Role::evaluator, own.endpoint("test"), {}};
        TACIT_ASSIGN(const auto bits,
                     AuthenticatedBits::set_up(session.role, Transfers::automatic, session.peer));
        delta[me] = bits->delta();
        TACIT_ASSIGN(const auto windows, Windows::begin(session, *bits, program));
        for (std::uint64_t i = 0; i < windows->count(); ++i) {
            std::array<Window, 2> window;
            TACIT_TRY(windows->prepare(window[0]));
            window[1] = window[0];
            TACIT_TRY(windows->finish(window[1]));
            seen[me].push_back(std::move(window));
        }
        return {};
    };
    Status statuses[2];
    network.run({[&] { statuses[0] = party(0); }, [&] { statuses[1] = party(1); }});
    QVERIFY(statuses[0].ok() && statuses[1].ok());
    std::set<Block> different;
    std::size_t count = 0;
    for (std::size_t w = 0; w < seen[0].size(); ++w)
        for (std::size_t i = 0; i < seen[0][w][0].size; ++i) {
            const auto value = [&](auto member, std::size_t state) {
                const Share a = (seen[0][w][state].*member)[i], b = (seen[1][w][state].*member)[i];
                const bool v = bit_of(Role::garbler, a) != bit_of(Role::evaluator, b);
                if ((a.own ^ b.mac) != (delta[0] & Block::of_bit(v)) ||
                    (a.mac ^ b.own) != (delta[1] & Block::of_bit(v)))
                    qFatal("shares that do not fit");
                return v;
            };
            for (const auto member : {&Window::x, &Window::z, &Window::gamma}) {
                different.insert((seen[0][w][0].*member)[i].own);
                ++count;
                value(member, 0);
            }
            QCOMPARE(value(&Window::gamma, 1) != value(&Window::gamma, 0),
                     value(&Window::alpha, 0) && value(&Window::beta, 0));
        }
    QCOMPARE(count, std::size_t{210'000});
    QCOMPARE(different.size(), count);
}

void TestGarbleTampering::combinationsSeeEveryDifference() {
    Workers workers(2);
    const auto blocks = random_blocks(10'000, 4);
    const auto value = [&](std::size_t i) { return blocks[i]; };
    const auto sum = combination({1, 2}, blocks.size(), workers, value);
    for (const std::size_t place : {0u, 255u, 256u, 4095u, 4096u, 9999u})
        QVERIFY(sum != combination({1, 2}, blocks.size(), workers, [&](std::size_t i) {
                    return blocks[i] ^ Block { i == place ? 1u : 0u, 0 };
                }));
    // Two equal differences, and two that are exchanged.
    for (const std::size_t other : {1u, 256u, 4096u}) {
        QVERIFY(sum != combination({1, 2}, blocks.size(), workers, [&](std::size_t i) {
                    return blocks[i] ^ Block { i == 0 || i == other ? 1u : 0u, 0 };
                }));
        QVERIFY(sum != combination({1, 2}, blocks.size(), workers, [&](std::size_t i) {
                    return blocks[i == 0 ? other : i == other ? 0 : i];
                }));
    }
    QVERIFY(sum != combination({1, 3}, blocks.size(), workers, value));
}

void TestGarbleTampering::abortsAreIndependentOfInputs() {
    // A garbler that spoils one row: the run ends if the masked value uses the row, and masked values are
    // random whatever the evaluator's input. 2 x 500 runs, tested at 4.9 standard deviations.
    const auto program = comparison(1);
    constexpr std::size_t runs = 500, table = 2 * 16 + 1;
    std::size_t ended[2] = {0, 0};
    Trials trials(5'000);
    for (std::uint64_t i = 0; i < 2 * runs; ++i) {
        const bool input = i % 2 == 1;
        const auto run = trials.run(program, {{{{true}}, {{input}}}}, 0, flip_in(table, 128 + 9, 1));
        ended[input] += run.evaluator.ok() ? 0 : 1;
    }
    qInfo("ended with 0: %zu, with 1: %zu of %zu each", ended[0], ended[1], runs);
    QVERIFY(ended[0] > runs / 4 && ended[0] < runs * 3 / 4);
    QVERIFY(!differ(ended[0], ended[1], runs));
}

QTEST_APPLESS_MAIN(TestGarbleTampering)
#include "test_garble_tampering.moc"
