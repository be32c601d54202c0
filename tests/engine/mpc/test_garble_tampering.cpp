// Authenticated garbling against a peer that does not follow it.
#include <QTest>

#include <map>
#include <set>

#include "engine/mpc/garble_trials.h"
#include "engine/mpc/tampering_runs.h"
#include "mpc/garble/linear_check.h"
#include "mpc/garble/permutation.h"
#include "mpc/garble/run.h"
#include "mpc/garble/triples.h"
#include "mpc/garble/windows.h"

using namespace tacit;
using namespace tacit::mpc;
using namespace tacit::mpc::garble;
using namespace tacit::testing;

namespace {

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
    void openingsAreCheckedByAllThreads();
    void offsetsAreFresh();
    void triplesAreNeverUsedTwice();
    void permutationsAreUniform();
    void whatLeavesOfAnInputIsMasked();
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

void TestGarbleTampering::openingsAreCheckedByAllThreads() {
    // Far enough apart that other threads look at them: every piece of every check counts.
    TestProgram program;
    const auto a = program.input(0, 90), b = program.input(1, 90);
    std::vector<circuit::Slot> out;
    for (std::size_t i = 0; i < 90; ++i)
        for (std::size_t k = 0; k < 90; ++k) out.push_back(program.conjunction(a[i], b[k]));
    program.output(3, out);
    program.finish();
    crypto::SeededRandom random(55);
    const auto inputs = random_inputs(random, program.shape());
    GarbleOptions options;
    options.threads = 3;
    const std::size_t ands = 90 * 90, products = bytes_for(2 * ands) + sizeof(Block);
    const std::size_t outputs = bytes_for(ands) + sizeof(Block), values = bytes_for(ands) + 2 * sizeof(Block);
    const std::size_t proof = sizeof(Block);
    struct Place {
        std::size_t cheater, size, bit;
    };
    for (const auto& [cheater, size, bit] :
         {Place{0, products, 0}, Place{0, products, 2 * 4096 + 5}, Place{1, products, 2 * ands - 1},
          Place{0, proof + outputs, 8 * proof + 4096}, Place{1, outputs, ands - 1},
          Place{1, values, 4096 + 3}}) {
        MemoryNetwork network(names(2));
        bool done = false;
        std::optional<Altering> altering;
        const auto run = run_garbling(
            network, program, inputs, 55, options, [&](std::size_t me, std::vector<Channel*>& channels) {
                if (me != cheater) return;
                altering.emplace(*channels[1 - me], [&](std::uint64_t number, Bytes& message) {
                    done = done || flip_in(size, bit)(number, message);
                    return done;
                });
                channels[1 - me] = &*altering;
            });
        QVERIFY(done);
        QCOMPARE((cheater == 0 ? run.evaluator : run.garbler).error().fault, Fault::cheating);
    }
}

void TestGarbleTampering::offsetsAreFresh() {
    // Also after a run that failed, with the same source of randomness.
    crypto::SeededRandom random[2]{crypto::SeededRandom(1), crypto::SeededRandom(2)};
    Workers workers(1);
    NoProgress progress;
    std::set<Block> seen;
    for (const bool fails : {false, true, false}) {
        MemoryNetwork network(names(2));
        std::optional<Altering> altering;
        const auto party = [&](std::size_t me) {
            Channel* channel = &network.channel(me, 1 - me);
            if (fails && me == 0) channel = &altering.emplace(*channel, flip_in(16 * 128 + 16 + 16, 128 * 3));
            const auto bits =
                AuthenticatedBits::set_up(me == 0 ? Role::garbler : Role::evaluator, Transfers::automatic,
                                          {*channel, random[me], workers, progress, as_view("same")});
            return bits.ok() ? (*bits)->delta() : Block{};
        };
        Block delta[2];
        network.run({[&] { delta[0] = party(0); }, [&] { delta[1] = party(1); }});
        for (const auto& one : delta)
            if (one != Block{}) QVERIFY(seen.insert(one).second);
    }
    QVERIFY(seen.size() >= 4);
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
    std::size_t count = 0, ones = 0;
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
                if (value(member, 0) && member == &Window::x) ++ones;
            }
            QCOMPARE(value(&Window::gamma, 1) != value(&Window::gamma, 0),
                     value(&Window::alpha, 0) && value(&Window::beta, 0));
        }
    // Half of the bits are ones, within five standard deviations.
    QVERIFY(ones > 35'000 - 662 && ones < 35'000 + 662);
    QCOMPARE(count, std::size_t{210'000});
    QCOMPARE(different.size(), count);
}

void TestGarbleTampering::permutationsAreUniform() {
    // Of five, by their counts in 24,000: chi-square with 119 degrees of freedom, at 10^-6.
    std::map<std::vector<std::uint32_t>, double> counts;
    constexpr double each = 200;
    for (std::uint64_t coin = 0; coin < 120 * 200; ++coin) ++counts[permutation(5, {coin, 3})];
    QCOMPARE(counts.size(), std::size_t{120});
    double chi = 0;
    for (const auto& [what, count] : counts) chi += (count - each) * (count - each) / each;
    qInfo("chi-square %.1f", chi);
    QVERIFY(chi > 55 && chi < 208);
    // Of many, where the first one goes: 64 boxes of 64, 63 degrees of freedom.
    std::vector<double> boxes(64);
    for (std::uint64_t coin = 0; coin < 64 * 100; ++coin) {
        const auto one = permutation(64 * 64, {coin, 4});
        const auto place = std::find(one.begin(), one.end(), 0u) - one.begin();
        ++boxes[static_cast<std::size_t>(place) / 64];
    }
    chi = 0;
    for (const auto count : boxes) chi += (count - 100) * (count - 100) / 100;
    QVERIFY(chi > 20 && chi < 130);
}

void TestGarbleTampering::whatLeavesOfAnInputIsMasked() {
    // The evaluator's masked inputs, which the garbler gets: another mask in every run, ones and zeros alike.
    const auto program = comparison(8);
    constexpr std::size_t size = 1 + 16 + 1;  // masks of the garbler's inputs, tag, masked inputs
    std::array<int, 8> ones{};
    constexpr int runs = 100;
    Trials trials(70);
    for (int i = 0; i < runs; ++i) {
        bool seen = false;
        const auto run = trials.run(program, eight_bits, 1, [&](std::uint64_t, Bytes& message) {
            if (message.size() != size || seen) return false;
            seen = true;
            for (std::size_t bit = 0; bit < 8; ++bit) ones[bit] += get_bit(message, 8 * (size - 1) + bit);
            return false;
        });
        QVERIFY(run.evaluator.ok() && seen);
    }
    for (const int count : ones) QVERIFY(count > 25 && count < 75);  // five standard deviations
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
