// Authenticated garbling among many against one or two who do not follow it.
#include <QTest>

#include <map>

#include "engine/mpc/garble_many_runs.h"
#include "engine/mpc/tampering_runs.h"
#include "mpc/garble_many/rows.h"
#include "mpc/garble_many/run.h"

using namespace tacit;
using namespace tacit::mpc;
using namespace tacit::mpc::garble_many;
using namespace tacit::testing;

namespace {

constexpr std::size_t block = sizeof(Block), echo = Peers::echo_size;

/// What a party wants to do to a message of its own, of which it sends `number` others to this peer before.
using Alter = std::function<void(std::size_t to, std::uint64_t number, Bytes& message)>;

class Altering final : public ForwardingChannel {
  public:
    Altering(Channel& below, std::size_t to, const Alter& alter)
        : ForwardingChannel(below), to_(to), alter_(alter) {}
    Status send(View message) override {
        Bytes copy = to_bytes(message);
        alter_(to_, sent_++, copy);
        return below_.send(copy);
    }

  private:
    const std::size_t to_;
    const Alter& alter_;
    std::uint64_t sent_ = 0;
};

/// Puts an Altering before every channel of the cheater.
class Cheat {
  public:
    Cheat(std::size_t cheater, Alter alter) : cheater_(cheater), alter_(std::move(alter)) {}
    Wrap wrap() {
        return [this](std::size_t me, std::vector<Channel*>& channels) {
            if (me != cheater_) return;
            for (std::size_t to = 0; to < channels.size(); ++to) {
                if (to == me) continue;
                altering_.push_back(std::make_unique<Altering>(*channels[to], to, alter_));
                channels[to] = altering_.back().get();
            }
        };
    }

  private:
    const std::size_t cheater_;
    const Alter alter_;
    std::vector<std::unique_ptr<Altering>> altering_;
};

ManyOutcomes run_altered(const circuit::Program& program, const Inputs& inputs, std::uint64_t seed,
                         std::size_t cheater, Alter alter) {
    MemoryNetwork network(names(inputs.size()));
    Cheat cheat(cheater, std::move(alter));
    return run_many(network, program, inputs, seed, {}, cheat.wrap());
}

void flip(Bytes& message, std::size_t bit) {
    message[bit / 8] ^= static_cast<std::uint8_t>(1u << (bit % 8));
}

void flip_bit(BigVector<Block>& bits, std::size_t i) {
    auto& half = i % 128 < 64 ? bits[i / 128].low : bits[i / 128].high;
    half ^= std::uint64_t{1} << (i % 64);
}

/// Flips a bit of the message of this size that comes after `others` of the same, to all or to one.
Alter flip_in(std::size_t size, std::size_t bit, std::size_t others = 0, int only_to = -1) {
    return [=, left = std::map<std::size_t, std::size_t>()](std::size_t to, std::uint64_t,
                                                            Bytes& message) mutable {
        if (message.size() != size || left[to]++ != others) return;
        if (only_to < 0 || to == static_cast<std::size_t>(only_to)) flip(message, bit);
    };
}

bool is_cheating(const Result<std::vector<Bits>>& outcome, const std::string& partner,
                 const std::string& detail) {
    if (outcome.ok()) return false;
    const auto& e = outcome.error();
    if (e.fault == Fault::cheating && e.partner == partner && e.detail.find(detail) != std::string::npos)
        return true;
    qWarning("%s: %s", e.partner.c_str(), e.detail.c_str());
    return false;
}

/// Nobody who follows the protocol is ever named as a cheater.
bool blames_nobody_else(const Error& e, std::size_t cheater) {
    return e.fault == Fault::partner_gone || e.partner.empty() || e.partner == "P" + std::to_string(cheater);
}

/// Three give two bits each, all learn one bit.
TestProgram small() {
    TestProgram out;
    const auto a = out.input(0, 2), b = out.input(1, 2), c = out.input(2, 2);
    const auto ab = out.conjunction(a[0], b[0]);
    const auto bc = out.conjunction(b[1], out.invert(c[0]));
    const auto all = out.conjunction(out.linear(ab, c[1]), out.linear(bc, a[1]));
    out.output(7, {all, out.linear(ab, bc)});
    out.finish();
    return out;
}
const Inputs small_inputs{{{true, false}}, {{true, true}}, {{false, true}}};
constexpr std::size_t small_ands = 3;

}  // namespace

class TestGarbleManyTampering : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void everyMessageAltered();
    void differentChoicesTowardsTwo();
    void differentChoicesWithSumsThatFit();
    void differentOffsetsTowardsTwo();
    void lowBitsOfTheOffsets();
    void wrongLeakyProduct();
    void differentStoriesToTwo();
    void wrongOpenings();
    void wrongCoins();
    void everyRowOfATable();
    void differentMaskedInputs();
    void wrongOutputs();
    void abortsAreIndependentOfInputs();
    void colludersSeeMaskedInputs();
    void rowsHideEachOther();
};

void TestGarbleManyTampering::everyMessageAltered() {
    crypto::SeededRandom random(61);
    const auto program = random_program(random, 60, 3);
    const auto inputs = random_inputs(random, program.shape(), 3);
    const auto expected = evaluated(program, inputs);
    MemoryNetwork honest(names(3));
    QVERIFY(right(run_many(honest, program, inputs, 6), program, inputs));
    MemoryNetwork with_bases(names(3));
    QVERIFY(right(run_many(with_bases, program, inputs, 6, {}, {}, Base::made), program, inputs));
    const std::size_t trials = soak() ? 10'000 : 400;
    std::map<std::string, std::size_t> outcomes;
    for (std::size_t trial = 0; trial < trials; ++trial) {
        // Few with base transfers, which take nearly all of the time.
        const auto base = trial % 20 == 0 ? Base::made : Base::dealt;
        TamperTrial altered(random, base == Base::made ? with_bases : honest);
        const auto name = altered.name();
        MemoryNetwork network(names(3));
        const auto run = run_many(network, program, inputs, 6, {}, altered.wrap(), base);
        for (std::size_t me = 0; me < 3; ++me) {
            if (me == altered.from) continue;
            if (run[me].ok()) {
                QVERIFY2(*run[me] == seen_by(me, program, expected), name.c_str());
                ++outcomes["right"];
                continue;
            }
            const auto& e = run[me].error();
            QVERIFY2(is_protocol_fault(e), (name + ": " + e.detail).c_str());
            QVERIFY2(blames_nobody_else(e, altered.from), (name + ": " + e.partner + e.detail).c_str());
            ++outcomes[e.fault == Fault::partner_gone ? "gone" : e.partner.empty() ? "somebody" : "named"];
        }
    }
    for (const auto& [what, count] : outcomes) qInfo("%s: %zu", what.c_str(), count);
    QVERIFY(outcomes["named"] > trials / 3 && outcomes["somebody"] > 0);
}

void TestGarbleManyTampering::differentChoicesTowardsTwo() {
    // The cheater tells all the sum of the bits that it uses towards P0, or of those towards itself, which
    // are P0's; P2 has MACs of others.
    for (const std::size_t bit : {0u, 999u}) {
        MemoryNetwork network(names(3));
        const auto statuses = run_parts(network, 5 + bit, [&](Participant& me) -> Status {
            TACIT_ASSIGN(const auto bits, AuthenticatedBits::set_up(me.session));
            if (me.me_ != 1) {
                TACIT_ASSIGN(const auto shares, bits->draw(1'000));
                return {};
            }
            BigVector<Block> choices(ot::blocks_for(bits->drawn_bits(1'000)));
            me.random.fill(crypto::as_writable_bytes(choices));
            std::vector towards(3, choices);
            flip_bit(towards[2], bit);
            TACIT_ASSIGN(const auto shares, bits->draw_with(1'000, towards));
            return {};
        });
        QCOMPARE(statuses[2].error().fault, Fault::cheating);
        QCOMPARE(statuses[2].error().partner, std::string("P1"));
        QVERIFY(!statuses[0].ok());
        QVERIFY(blames_nobody_else(statuses[0].error(), 1));
    }
}

void TestGarbleManyTampering::differentChoicesWithSumsThatFit() {
    // The first bit that hides the sum has the coefficient 1: the cheater chooses another towards P2, and
    // tells it a sum that fits. So both MACs are right, and only the echo tells.
    constexpr std::size_t count = 100, sum_size = echo + 2 * block;
    MemoryNetwork network(names(3));
    Cheat cheat(1, flip_in(sum_size, 8 * echo, 1, 2));  // after the greeting
    const auto statuses = run_parts(
        network, 6,
        [&](Participant& me) -> Status {
            TACIT_ASSIGN(const auto bits, AuthenticatedBits::set_up(me.session));
            if (me.me_ != 1) {
                TACIT_ASSIGN(const auto shares, bits->draw(count));
                return {};
            }
            BigVector<Block> choices(ot::blocks_for(bits->drawn_bits(count)));
            me.random.fill(crypto::as_writable_bytes(choices));
            std::vector towards(3, choices);
            const auto place = bits->drawn_bits(count) - 128;
            flip_bit(towards[2], place);
            TACIT_ASSIGN(const auto shares, bits->draw_with(count, towards));
            return {};
        },
        cheat.wrap());
    for (const std::size_t me : {0u, 2u}) {
        QCOMPARE(statuses[me].error().fault, Fault::cheating);
        QCOMPARE(statuses[me].error().partner, std::string());
    }
}

void TestGarbleManyTampering::differentOffsetsTowardsTwo() {
    for (const std::size_t cheater : {0u, 2u}) {
        MemoryNetwork network(names(3));
        const auto statuses = run_parts(network, 5, [&](Participant& me) -> Status {
            auto made = [&] {
                if (me.me_ != cheater) return AuthenticatedBits::set_up(me.session);
                std::vector<Block> deltas(3, with_low_bit_of(cheater, random_blocks(1, 700)[0]));
                deltas[1].high ^= 1;
                return AuthenticatedBits::set_up_with(deltas, me.session);
            }();
            TACIT_ASSIGN(const auto bits, std::move(made));
            TACIT_ASSIGN(const auto shares, bits->draw(10));
            return {};
        });
        for (std::size_t me = 0; me < 3; ++me) {
            if (me == cheater) continue;
            QVERIFY(!statuses[me].ok());
            QCOMPARE(statuses[me].error().fault, Fault::cheating);
            QVERIFY(blames_nobody_else(statuses[me].error(), cheater));
        }
    }
}

void TestGarbleManyTampering::lowBitsOfTheOffsets() {
    const auto run = [](std::size_t cheater, Block delta) {
        MemoryNetwork network(names(3));
        return run_parts(network, 8, [&](Participant& me) -> Status {
            auto made = me.me_ == cheater ? AuthenticatedBits::set_up_with(std::vector(3, delta), me.session)
                                          : AuthenticatedBits::set_up(me.session);
            TACIT_ASSIGN(const auto bits, std::move(made));
            TACIT_ASSIGN(const auto triples, TripleMaker(me.session, *bits).make(garble::buckets_for(1), 1));
            return {};
        });
    };
    const auto delta = random_blocks(1, 900'000)[0];
    for (const std::size_t cheater : {0u, 1u}) {
        const auto good = run(cheater, with_low_bit_of(cheater, delta));
        const auto bad = run(cheater, with_low_bit_of(1 - cheater, delta));
        for (std::size_t me = 0; me < 3; ++me) {
            QVERIFY(good[me].ok());
            if (me == cheater) continue;
            QCOMPARE(bad[me].error().fault, Fault::cheating);
            QCOMPARE(bad[me].error().partner, std::string());
        }
    }
    QCOMPARE(run(1, {})[1].error().fault, Fault::usage);
}

void TestGarbleManyTampering::wrongLeakyProduct() {
    // The selective failure that buckets are made against: a wrong message about one leaky triple is found if
    // the peer's bit of x is 1, half of the time, and goes unseen otherwise; with many, it is found.
    const auto program = small();
    const auto plan = garble::buckets_for(small_ands);
    const auto size = plan.leaky() * block;
    int found = 0;
    const int runs = soak() ? 1'000 : 40;
    for (int i = 0; i < runs; ++i) {
        const auto run = run_altered(program, small_inputs, 100 + static_cast<std::uint64_t>(i), 2,
                                     flip_in(size, 128 * static_cast<std::size_t>(i % 40) + 3, 0, i % 2));
        if (run[0].ok() || run[1].ok()) {
            for (std::size_t me = 0; me < 2; ++me)
                QVERIFY(run[me].ok() && *run[me] == evaluated(program, small_inputs));
        } else {
            for (std::size_t me = 0; me < 2; ++me) QVERIFY(is_cheating(run[me], "", "do not fit"));
            ++found;
        }
    }
    qInfo("%d of %d found", found, runs);
    QVERIFY(found > runs / 10 && found < runs * 9 / 10);
    const auto all =
        run_altered(program, small_inputs, 7, 0, [&](std::size_t, std::uint64_t, Bytes& message) {
            if (message.size() != size) return;
            for (std::size_t i = 0; i < 100; ++i) message[block * i] ^= 8;
        });
    for (std::size_t me = 1; me < 3; ++me) QVERIFY(is_cheating(all[me], "", "do not fit"));
}

void TestGarbleManyTampering::differentStoriesToTwo() {
    // What is said to all is not authenticated where the leaky products are corrected: told differently, it
    // is found before the check that depends on it opens anything.
    const auto program = small();
    const auto plan = garble::buckets_for(small_ands);
    const auto run = run_altered(program, small_inputs, 21, 1,
                                 flip_in(echo + bytes_for(plan.leaky()), 8 * echo + 3, 0, 2));
    QVERIFY(is_cheating(run[0], "", "told the same"));
    QVERIFY(is_cheating(run[2], "", "told the same"));
}

void TestGarbleManyTampering::wrongOpenings() {
    // Openings of the masks into an AND, and of what buckets need; to one or to all, bits or MACs.
    const auto program = small();
    const auto plan = garble::buckets_for(small_ands);
    const auto products = bytes_for(2 * small_ands), bucket = bytes_for(plan.triples * (plan.size - 1));
    for (const auto bits : {products, bucket})
        for (const int only_to : {-1, 0}) {
            const auto size = echo + bits + block;
            const auto bit = only_to < 0 ? 8 * echo + 1 : 8 * size - 5;
            const auto run = run_altered(program, small_inputs, 50, 2, flip_in(size, bit, 0, only_to));
            QVERIFY(is_cheating(run[0], "P2", "wrong MAC"));
            if (only_to < 0)
                QVERIFY(is_cheating(run[1], "P2", "wrong MAC"));
            else
                QVERIFY(!run[1].ok() && blames_nobody_else(run[1].error(), 2));
        }
}

void TestGarbleManyTampering::wrongCoins() {
    const auto program = small();
    for (const std::size_t others : {0u, 1u}) {
        const auto run = run_altered(program, small_inputs, 52, 1,
                                     flip_in(echo + Coins::opening_size, 8 * echo + 7, others));
        QVERIFY(is_cheating(run[0], "P1", "coin"));
        QVERIFY(is_cheating(run[2], "P1", "coin"));
    }
}

void TestGarbleManyTampering::everyRowOfATable() {
    // A row that is wrong shows if the evaluator uses it; its answer is right otherwise. A wrong share of a
    // label shows at the next gate, or, behind an output, to the garbler whose label it is.
    const auto program = small();
    const auto expected = evaluated(program, small_inputs);
    const auto size = table_size(3, small_ands);
    int found = 0, unused = 0;
    for (std::size_t i = 0; i < 40; ++i) {
        const auto row = i % 4, cheater = 1 + i % 2, other = 3 - cheater;
        // In the first gate, every block of the row: MACs for the evaluator and the other garbler, the label.
        const auto run = run_altered(program, small_inputs, 60 + i, cheater,
                                     [&](std::size_t, std::uint64_t, Bytes& message) {
                                         if (message.size() != size) return;
                                         for (std::size_t b = 0; b < 3; ++b)
                                             if (row > 0 || b < 2)
                                                 flip(message, 128 * place_in_table(3, row, b) + row);
                                     });
        if (run[0].ok()) {
            QVERIFY(*run[0] == expected && run[other].ok() && *run[other] == expected);
            ++unused;
        } else {
            QVERIFY(is_cheating(run[0], "", "garbled right"));
            QVERIFY(!run[other].ok());
            ++found;
        }
    }
    qInfo("%d found, %d not used", found, unused);
    QVERIFY(found > 2 && unused > 20);
    // The bit of a garbler in all rows: the cheat that garbles a wrong function.
    const auto wrong =
        run_altered(program, small_inputs, 70, 1, [&](std::size_t, std::uint64_t, Bytes& message) {
            if (message.size() != size) return;
            for (std::size_t row = 0; row < 4; ++row)
                flip(message, 128 * (2 * table_blocks(3) + place_in_table(3, row, 0)));
        });
    QVERIFY(is_cheating(wrong[0], "", "garbled right"));
    // The MACs for the other garbler in all rows of the last gate, whose output is one of the circuit: the
    // evaluator is right, and the garbler does not take a value without its label.
    const auto last =
        run_altered(program, small_inputs, 71, 1, [&](std::size_t, std::uint64_t, Bytes& message) {
            if (message.size() != size) return;
            for (std::size_t row = 0; row < 4; ++row)
                flip(message, 128 * (2 * table_blocks(3) + place_in_table(3, row, 1)));
        });
    QVERIFY(!last[0].ok() || *last[0] == expected);
    QVERIFY(is_cheating(last[2], "", "without their labels"));
}

void TestGarbleManyTampering::differentMaskedInputs() {
    const auto program = small();
    // The same size as the correction of no message before: P2 has two inputs.
    const auto size = echo + bytes_for(2);
    for (const int only_to : {0, 1}) {
        const auto run = run_altered(program, small_inputs, 80, 2, flip_in(size, 8 * echo + 1, 0, only_to));
        QVERIFY(is_cheating(run[0], "", "told the same"));
        QVERIFY(is_cheating(run[1], "", "told the same"));
    }
}

void TestGarbleManyTampering::wrongOutputs() {
    const auto program = small();
    // The evaluator lies about a masked value to one.
    const auto run = run_altered(program, small_inputs, 90, 0, flip_in(values_size(2), 0, 0, 1));
    QVERIFY(is_cheating(run[1], "", "without their labels"));
    QVERIFY(!run[2].ok() || *run[2] == evaluated(program, small_inputs));
    // A garbler lies about a mask of an output; inputs have two bits too, so it is the second such opening.
    const auto masks =
        run_altered(program, small_inputs, 91, 1, flip_in(echo + opening_size(2), 8 * echo + 1, 1, 0));
    QVERIFY(is_cheating(masks[0], "P1", "wrong MAC"));
}

void TestGarbleManyTampering::abortsAreIndependentOfInputs() {
    // A garbler that spoils one row: the run ends if the masked values use the row, and they are random
    // whatever the inputs. Tested at 4.9 standard deviations.
    TestProgram program;
    const auto a = program.input(1, 1)[0], b = program.input(2, 1)[0];
    program.output(1, {program.conjunction(a, b)});
    program.finish();
    const std::size_t runs = soak() ? 3'000 : 100;
    std::size_t ended[2] = {0, 0};
    for (std::uint64_t i = 0; i < 2 * runs; ++i) {
        const bool input = i % 2 == 1;
        const auto run = run_altered(program, {{}, {{true}}, {{input}}}, 5'000 + i, 1,
                                     flip_in(table_size(3, 1), 128 * place_in_table(3, 1, 0) + 9));
        ended[input] += run[0].ok() ? 0 : 1;
    }
    qInfo("ended with 0: %zu, with 1: %zu of %zu each", ended[0], ended[1], runs);
    const double all = static_cast<double>(ended[0] + ended[1]), n = static_cast<double>(runs);
    const double sigma = std::sqrt(all * (1 - all / (2 * n)));
    QVERIFY(std::abs(static_cast<double>(ended[0]) - static_cast<double>(ended[1])) < 4.9 * sigma);
    // One row of four.
    QVERIFY(all > 2 * n / 8 && all < 2 * n * 3 / 8);
}

void TestGarbleManyTampering::colludersSeeMaskedInputs() {
    // All that P0 says to P1 and P2 together, who give nothing: its input changes one bit of it before the
    // rows, the masked one; which is one as often as zero.
    TestProgram program;
    const auto a = program.input(0, 1)[0], b = program.input(1, 1)[0];
    program.output(6, {program.conjunction(a, b)});
    program.finish();
    constexpr int runs = 60;
    int ones = 0;
    for (std::uint64_t i = 0; i < runs; ++i) {
        std::vector<Bytes> said[2];
        for (const bool input : {false, true}) {
            const auto note = [&](std::size_t to, std::uint64_t, Bytes& message) {
                if (to == 1) said[input].push_back(message);
            };
            const auto run = run_altered(program, {{{input}}, {{true}}, {}}, 7'000 + i, 0, note);
            QVERIFY(run[1].ok() && (*run[1])[0] == Bits{input});
        }
        QCOMPARE(said[0].size(), said[1].size());
        std::size_t first = 0;
        while (said[0][first] == said[1][first]) ++first;
        auto flipped = said[0][first];
        QCOMPARE(flipped.size(), echo + 1);
        ones += flipped.back() & 1;
        flip(flipped, 8 * echo);
        QVERIFY(flipped == said[1][first]);
    }
    QVERIFY(ones > 10 && ones < 50);  // five standard deviations
}

void TestGarbleManyTampering::rowsHideEachOther() {
    // All pads of a gate differ, by row, block, gate and label.
    const auto blocks = random_blocks(5, 12);
    std::vector<RowKey> keys;
    for (std::uint64_t gate = 0; gate < 8; ++gate)
        for (unsigned row = 0; row < 4; ++row)
            keys.push_back({gate, row, blocks[row / 2], blocks[2 + row % 2]});
    std::vector<Block> pads(keys.size() * row_blocks(8));
    row_pads(blocks[4], 8, keys, pads.data());
    auto sorted = pads;
    std::sort(sorted.begin(), sorted.end());
    QVERIFY(std::adjacent_find(sorted.begin(), sorted.end()) == sorted.end());
    // Nor do those of the four rows cancel, as they would without the row in the hash of each label.
    for (std::size_t t = 0; t < row_blocks(8); ++t) {
        Block sum;
        for (std::size_t row = 0; row < 4; ++row) sum ^= pads[row * row_blocks(8) + t];
        QVERIFY(sum != Block{});
    }
    // By any number at a time the same.
    std::vector<Block> alone(row_blocks(8));
    row_pads(blocks[4], 8, std::span(keys).subspan(17, 1), alone.data());
    QVERIFY(std::equal(alone.begin(), alone.end(), pads.begin() + 17 * row_blocks(8)));
}

QTEST_APPLESS_MAIN(TestGarbleManyTampering)
#include "test_garble_many_tampering.moc"
