#include <QTest>

#include <set>

#include "engine/mpc/ot_runs.h"
#include "mpc/ot/all_but_one.h"
#include "mpc/ot/bench.h"
#include "mpc/ot/bit_matrix.h"
#include "mpc/ot/column_hash.h"
#include "mpc/ot/random_ot.h"
#include "support/tampered_channel.h"

using namespace tacit;
using namespace tacit::mpc;
using namespace tacit::mpc::ot;
using namespace tacit::testing;

namespace {

using Tampered = At<TamperedChannel, Tamper, std::uint64_t, std::uint64_t>;

constexpr unsigned fields[] = {1, 2, 4, 8};
constexpr std::uint64_t level_bits = 256, check_bits = 256, hash_bits = 256;  // of a tree's message

/// Places of the messages of a run with one batch, in the order in which a party sends them.
constexpr std::uint64_t trees_message = 2, corrections_message = 3, answer_message = 4;  // receiver
constexpr std::uint64_t challenge_message = 2;                                           // sender

struct Trees {
    TreeShape shape;
    std::vector<Block> delta;
    KeyPairs keys;
    BigVector<Block> chosen;
    BuiltTrees built;
};

Trees some_trees(unsigned depth, std::uint64_t seed) {
    Trees out{{128 / depth, depth}, random_blocks(1, seed), KeyPairs(128), BigVector<Block>(128), {}};
    const auto blocks = random_blocks(256, seed + 1);
    for (std::size_t i = 0; i < 128; ++i) {
        out.keys[i] = {blocks[2 * i], blocks[2 * i + 1]};
        out.chosen[i] = out.keys[i][bit_of(out.delta, i)];
    }
    out.built = build_trees(out.shape, out.keys, as_view("test"));
    return out;
}

/// The bits of Delta that belong to a tree.
std::size_t part_of(Block delta, unsigned field_bits, std::size_t tree) {
    std::size_t out = 0;
    for (unsigned bit = 0; bit < field_bits; ++bit)
        out |= std::size_t{delta.bit(static_cast<unsigned>(tree) * field_bits + bit)} << bit;
    return out;
}

bool names_the_peer(const Error& e, const std::string& peer) {
    return e.partner == peer && is_protocol_fault(e);
}

/// One altered bit of a run of `count` transfers. True if both sides went through, with all transfers right;
/// fails the test if they went through otherwise, or stopped with anything but a fault that names the other.
bool passes(unsigned field_bits, std::size_t count, std::uint64_t seed, Tampered at, Block* delta = nullptr) {
    MemoryNetwork network(names(2));
    const auto run = run_cots(network, {field_bits, {count}, 1}, seed, std::ref(at));
    if (delta != nullptr) *delta = run.delta;
    if (!run.receiver.ok() && !names_the_peer(run.receiver.error(), "P1")) qFatal("receiver's fault");
    if (!run.sender.ok() && !names_the_peer(run.sender.error(), "P0")) qFatal("sender's fault");
    if (!run.receiver.ok() || !run.sender.ok()) return false;
    if (!all_right(run)) qFatal("wrong transfers");
    return true;
}

}  // namespace

class TestSoftSpoken : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void transposeIsTheTranspose();
    void allSeedsButOneAreKnown();
    void columnHashIsLinearAndMasked();
    void transfersAreCorrelated_data();
    void transfersAreCorrelated();
    void callsAreIndependent();
    void seededRunIsTheSameWithAnyThreads();
    void bitsBeyondTheCountAreNotLookedAt();
    void costIsWhatIsSent();
    void randomTransfersAgree();
    void impossibleParametersAreRefused();
    void everyAlterationIsRightOrRefused();
    void inconsistentChoicesAreCaught();
    void inconsistentTreesAreCaught();
    void wrongAnswersAreCaught();
    void nothingGoesOnAfterAFault();
    void stops();
    void inSteps();
    void benchmarkRuns();
};

void TestSoftSpoken::transposeIsTheTranspose() {
    auto in = random_blocks(128, 7);
    std::vector<Block> out(128);
    transpose(in.data(), out.data());
    for (unsigned r = 0; r < 128; ++r)
        for (unsigned c = 0; c < 128; ++c) QCOMPARE(out[r].bit(c), in[c].bit(r));
    transpose(in.data(), in.data());
    QVERIFY(in == out);
}

void TestSoftSpoken::allSeedsButOneAreKnown() {
    for (const auto depth : fields) {
        const auto trees = some_trees(depth, depth);
        QCOMPARE(trees.built.message.size(), trees.shape.message_size());
        const auto seeds =
            puncture_trees(trees.shape, trees.delta, trees.chosen, trees.built.message, as_view("test"));
        QVERIFY(seeds.has_value());
        std::set<Block> distinct;
        for (std::size_t tree = 0; tree < trees.shape.trees; ++tree)
            for (std::size_t d = 0; d < trees.shape.leaves(); ++d) {
                const auto label = d ^ part_of(trees.delta[0], depth, tree);
                const auto& theirs = trees.built.seeds[tree * trees.shape.leaves() + label];
                const auto& ours = (*seeds)[tree * trees.shape.leaves() + d];
                QVERIFY(d == 0 ? ours == Block{} : ours == theirs);
                distinct.insert(theirs);
            }
        QCOMPARE(distinct.size(), trees.shape.trees * trees.shape.leaves());
        // What was said in another run is no proof in this one.
        QVERIFY(
            !puncture_trees(trees.shape, trees.delta, trees.chosen, trees.built.message, as_view("other")));
    }
}

void TestSoftSpoken::columnHashIsLinearAndMasked() {
    const auto a = random_blocks(9 * 128, 1), b = random_blocks(9 * 128, 2);
    const auto challenge = random_blocks(1, 3)[0];
    std::vector<Block> sum(a.size());
    for (std::size_t i = 0; i < a.size(); ++i) sum[i] = a[i] ^ b[i];
    Workers one(1), three(3);
    const auto of_a = hash_columns(challenge, a, one), of_b = hash_columns(challenge, b, three);
    const auto of_sum = hash_columns(challenge, sum, one);
    for (std::size_t c = 0; c < 128; ++c) {
        QVERIFY(of_sum[c] == (of_a[c] ^ of_b[c]));
        std::vector<Block> column;
        for (std::size_t i = 0; i < 9; ++i) column.push_back(a[i * 128 + c]);
        QVERIFY(hash_choices(challenge, column) == of_a[c]);
        column.back() ^= Block{1, 0};
        QVERIFY(hash_choices(challenge, column) == (of_a[c] ^ Block{1, 0}));
    }
}

void TestSoftSpoken::transfersAreCorrelated_data() {
    QTest::addColumn<unsigned>("field_bits");
    for (const auto bits : fields) QTest::addRow("k=%u", bits) << bits;
}

void TestSoftSpoken::transfersAreCorrelated() {
    QFETCH(const unsigned, field_bits);
    const CotShape shape{field_bits, {1, 127, 128, 129, 1000, 0, 65536, 65537, 200001}, 1};
    MemoryNetwork network(names(2));
    const auto run = run_cots(network, shape, field_bits);
    QVERIFY(run.receiver.ok() && run.sender.ok());
    QVERIFY(all_right(run));
    for (std::size_t i = 0; i < shape.counts.size(); ++i) QCOMPARE((*run.sender)[i].size(), shape.counts[i]);
}

void TestSoftSpoken::callsAreIndependent() {
    MemoryNetwork network(names(2));
    const auto run = run_cots(network, {4, {70000, 1, 1, 70000}, 1}, 3);
    std::set<Block> q;
    for (const auto& call : *run.sender) q.insert(call.begin(), call.end());
    QCOMPARE(q.size(), std::size_t{140002});
    // Neither blocks nor choices under another seed of the same set-up code have anything in common.
    MemoryNetwork other(names(2));
    const auto second = run_cots(other, {4, {1000}, 1}, 4);
    for (const auto& block : (*second.sender)[0]) QVERIFY(!q.contains(block));
}

void TestSoftSpoken::seededRunIsTheSameWithAnyThreads() {
    const std::pair<unsigned, const char*> golden[] = {
        {1, "aedb172b2b3dd3ff1e8217736a57f5eabe04a57949f0244b83362cc1c7a3d4b5"},
        {2, "b1cc564a6dcae6146b28b025b6d9f2461376044ccee5d0dd5e3455a9b5026613"},
        {4, "5c23b32148485eafab942b1b6ccfc382c94f8088294cbd946d6eb180b17a9adf"},
        {8, "7aefcbdb893e633ba09308ba84bf1158541d1b272e33aff380b49d0f839c64f5"}};
    for (const auto& [bits, transcript] : golden) {
        MemoryNetwork first(names(2)), second(names(2));
        const auto alone = run_cots(first, {bits, {300, 66000}, 1}, 21);
        const auto many = run_cots(second, {bits, {300, 66000}, 3}, 21);
        QVERIFY(*alone.receiver == *many.receiver && *alone.sender == *many.sender);
        QVERIFY(first.transcript() == second.transcript());
        QCOMPARE(QByteArray::fromStdString(to_hex(first.transcript())), QByteArray(transcript));
    }
}

void TestSoftSpoken::bitsBeyondTheCountAreNotLookedAt() {
    auto choices = random_blocks(2, 5);
    std::vector<crypto::Digest> transcripts;
    for (int junk = 0; junk < 2; ++junk) {
        choices[1].high ^= std::uint64_t{1} << 63;
        MemoryNetwork network(names(2));
        network.run({[&] {
                         OtParty party(network, 0, 1, 1, {});
                         QVERIFY(cots_received({4, {255}, 1}, party, {choices}).ok());
                     },
                     [&] {
                         OtParty party(network, 1, 1, 1, {});
                         QVERIFY(cots_sent({4, {255}, 1}, party, Block{5, 6}).ok());
                     }});
        transcripts.push_back(network.transcript());
    }
    QVERIFY(transcripts[0] == transcripts[1]);
}

void TestSoftSpoken::costIsWhatIsSent() {
    for (const auto bits : fields) {
        auto cost = softspoken_set_up_cost(bits);
        const std::vector<std::size_t> counts{0, 1, 128, 129, 65536, 65537, 140000};
        for (const auto count : counts) cost += softspoken_extend_cost(bits, count);
        MemoryNetwork network(names(2));
        QVERIFY(run_cots(network, {bits, counts, 1}, 2).sender.ok());
        QVERIFY(same(network.channel(0, 1).counters(), cost));
        QVERIFY(same(network.channel(1, 0).counters(), mirrored(cost)));
    }
}

void TestSoftSpoken::randomTransfersAgree() {
    MemoryNetwork network(names(2));
    const auto run = run_cots(network, {4, {1000, 300}, 1}, 8);
    RandomOtHash sender(1), receiver(1), other(2);
    std::set<Block> keys;
    for (std::size_t call = 0; call < 2; ++call) {
        const auto pairs = sender.pairs(run.delta, (*run.sender)[call]);
        const auto chosen = receiver.chosen((*run.receiver)[call]);
        for (std::size_t j = 0; j < pairs.size(); ++j) {
            QVERIFY(chosen[j] == pairs[j][bit_of(run.choices[call], j)]);
            keys.insert(pairs[j].begin(), pairs[j].end());
        }
    }
    QCOMPARE(keys.size(), std::size_t{2600});
    for (const auto& pair : other.pairs(run.delta, (*run.sender)[0])) QVERIFY(!keys.contains(pair[0]));
    // The same block again has another key: the tweak runs on.
    QVERIFY(receiver.chosen((*run.receiver)[0])[0] != RandomOtHash(1).chosen((*run.receiver)[0])[0]);
}

void TestSoftSpoken::impossibleParametersAreRefused() {
    MemoryNetwork network(names(2));
    OtParty party(network, 0, 1, 1, {});
    const auto endpoint = party.endpoint("test");
    QCOMPARE(SoftSpokenSender::set_up(4, Block{}, endpoint).error().fault, Fault::usage);
    for (const unsigned bits : {0u, 3u, 5u, 16u}) {
        QCOMPARE(SoftSpokenSender::set_up(bits, Block{1, 0}, endpoint).error().fault, Fault::usage);
        QCOMPARE(SoftSpokenReceiver::set_up(bits, endpoint).error().fault, Fault::usage);
    }
    QCOMPARE(network.channel(0, 1).counters().messages_sent, std::uint64_t{0});
    MemoryNetwork other(names(2));
    other.run({[&] {
                   OtParty receiver(other, 0, 1, 1, {});
                   auto cots = SoftSpokenReceiver::set_up(4, receiver.endpoint("test"));
                   QVERIFY(cots.ok());
                   const auto blocks = random_blocks(2, 1);
                   QCOMPARE((*cots)->extend({blocks, 128}).error().fault, Fault::usage);
                   QCOMPARE((*cots)->extend({blocks, 257}).error().fault, Fault::usage);
               },
               [&] {
                   OtParty sender(other, 1, 1, 1, {});
                   auto cots = SoftSpokenSender::set_up(4, Block{1, 0}, sender.endpoint("test"));
                   QVERIFY(cots.ok());
                   QCOMPARE((*cots)->extend(max_cots + 1).error().fault, Fault::usage);
               }});
}

// Every message, every kind of alteration; bits from all over it.
void TestSoftSpoken::everyAlterationIsRightOrRefused() {
    for (const unsigned bits : {2u, 4u}) {
        int refused = 0, right = 0;
        for (const std::size_t from : {0, 1})
            for (std::uint64_t message = 0; message < (from == 0 ? 5 : 3); ++message)
                for (const auto tamper : all_tampers)
                    for (std::uint64_t flip = 0; flip < 9; ++flip) {
                        if (tamper != Tamper::flip_bit && flip > 0) continue;
                        const bool passed =
                            passes(bits, 300, flip + 1, {from, {tamper, message, flip * flip * 929 + flip}});
                        ++(passed ? right : refused);
                    }
        QVERIFY(refused > 50);
        QVERIFY(right > 0);
    }
}

void TestSoftSpoken::inconsistentChoicesAreCaught() {
    // A bit of the correction of one tree: that tree's columns then belong to other choices than the rest. It
    // does no harm, and passes, exactly if the tree's part of Delta is zero.
    for (const auto bits : fields) {
        int caught = 0;
        for (std::uint64_t seed = 1; seed <= 24; ++seed) {
            constexpr std::uint64_t row_blocks = 4;  // 300 transfers and the masks
            const std::uint64_t tree = seed * 37 % (128 / bits);
            const std::uint64_t bit = seed * 61 % (row_blocks * 128);
            Block delta;
            const bool passed =
                passes(bits, 300, seed,
                       {0, {Tamper::flip_bit, corrections_message, tree * row_blocks * 128 + bit}}, &delta);
            QCOMPARE(passed, part_of(delta, bits, tree) == 0);
            caught += passed ? 0 : 1;
        }
        QVERIFY(caught >= 8);
    }
}

void TestSoftSpoken::inconsistentTreesAreCaught() {
    for (const auto bits : fields) {
        const std::uint64_t tree_bits = (bits - 1) * level_bits + check_bits + hash_bits;
        int caught = 0;
        for (std::uint64_t seed = 1; seed <= 24; ++seed) {
            const std::uint64_t tree = seed * 37 % (128 / bits);
            const std::uint64_t bit = seed * 1031 % tree_bits;
            Block delta;
            const bool passed = passes(
                bits, 10, seed, {0, {Tamper::flip_bit, trees_message, tree * tree_bits + bit}}, &delta);
            // Of a level's two sums, the sender opens the one off its path only.
            const std::uint64_t level = 1 + bit / level_bits, branch = bit % level_bits / 128;
            const bool opened = level >= bits || (part_of(delta, bits, tree) >> level & 1) != branch;
            QCOMPARE(passed, !opened);
            caught += passed ? 0 : 1;
        }
        QVERIFY(caught >= 8);
    }
}

void TestSoftSpoken::wrongAnswersAreCaught() {
    for (std::uint64_t seed = 1; seed <= 16; ++seed) {
        QVERIFY(!passes(4, 200, seed, {0, {Tamper::flip_bit, answer_message, seed * 419 % (129 * 128)}}));
        QVERIFY(!passes(4, 200, seed, {0, {Tamper::flip_bit, answer_message, seed}}));
        QVERIFY(!passes(4, 200, seed, {1, {Tamper::flip_bit, challenge_message, seed}}));
    }
}

void TestSoftSpoken::nothingGoesOnAfterAFault() {
    MemoryNetwork network(names(2));
    Tampered at{0, {Tamper::flip_bit, answer_message, 3}};
    network.run({[&] {
                     OtParty party(network, 0, 1, 1, std::ref(at));
                     auto cots = SoftSpokenReceiver::set_up(4, party.endpoint("test"));
                     QVERIFY(cots.ok());
                     const auto choices = random_blocks(1, 1);
                     QVERIFY((*cots)->extend({choices, 100}).ok());
                     QVERIFY(!(*cots)->extend({choices, 100}).ok());
                     QCOMPARE((*cots)->extend({choices, 100}).error().fault, Fault::usage);
                 },
                 [&] {
                     OtParty party(network, 1, 1, 1, {});
                     auto cots = SoftSpokenSender::set_up(4, Block{3, 1}, party.endpoint("test"));
                     QVERIFY(cots.ok());
                     QVERIFY((*cots)->delta() == (Block{3, 1}));
                     QCOMPARE((*cots)->extend(100).error().fault, Fault::cheating);
                     QCOMPARE((*cots)->extend(100).error().fault, Fault::usage);
                     QCOMPARE((*cots)->extend(0).error().fault, Fault::usage);
                 }});
}

void TestSoftSpoken::stops() {
    Stopped stopped;
    MemoryNetwork network(names(2));
    OtParty party(network, 0, 1, 1, {});
    const Endpoint endpoint{*party.peer, party.random, party.workers, stopped, as_view("test")};
    QCOMPARE(SoftSpokenReceiver::set_up(4, endpoint).error().fault, Fault::cancelled);
    QCOMPARE(SoftSpokenSender::set_up(4, Block{1, 0}, endpoint).error().fault, Fault::cancelled);
}

void TestSoftSpoken::inSteps() {
    constexpr std::size_t count = 1'000;
    const auto choices = random_blocks(blocks_for(count), 4);
    const Block delta = random_blocks(1, 5)[0];
    MemoryNetwork network(names(2));
    BigVector<Block> t(count), q(count);
    Status statuses[2];
    const auto receive = [&]() -> Status {
        OtParty party(network, 0, 6, 1, {});
        TACIT_ASSIGN(const auto base, send_base(softspoken_base_ots, party.endpoint("test")));
        TACIT_ASSIGN(const auto one, SoftSpokenReceiver::from_base(4, party.endpoint("test"), base));
        if (one->answer().ok()) return error(Fault::internal);
        TACIT_TRY(one->correct({choices, count}, t));
        if (one->extend({choices, count}).ok()) return error(Fault::internal);
        return one->answer();
    };
    const auto send = [&]() -> Status {
        OtParty party(network, 1, 6, 1, {});
        TACIT_ASSIGN(const auto base,
                     receive_base({{&delta, 1}, softspoken_base_ots}, party.endpoint("test")));
        TACIT_ASSIGN(const auto one, SoftSpokenSender::from_base(4, delta, party.endpoint("test"), base));
        if (one->verify().ok()) return error(Fault::internal);
        TACIT_TRY(one->challenge(q));
        if (one->extend(count).ok()) return error(Fault::internal);
        return one->verify();
    };
    network.run({[&] { statuses[0] = receive(); }, [&] { statuses[1] = send(); }});
    QVERIFY(statuses[0].ok() && statuses[1].ok());
    for (std::size_t j = 0; j < count; ++j)
        QVERIFY(q[j] == (t[j] ^ (delta & Block::of_bit(bit_of(choices, j)))));
    auto cost = softspoken_set_up_cost(4);
    cost += softspoken_extend_cost(4, count);
    QVERIFY(same(network.channel(0, 1).counters(), cost));
}

void TestSoftSpoken::benchmarkRuns() {
    const auto measured = measure_ot(2, 70000, 2);
    QVERIFY(measured.ok());
    const auto cost = softspoken_extend_cost(2, 70000);
    QCOMPARE(measured->bytes_per_cot, static_cast<double>(cost.bytes_sent + cost.bytes_received) / 70000);
    QVERIFY(measured->cots_per_second > 0 && measured->base_milliseconds > 0);
}

QTEST_APPLESS_MAIN(TestSoftSpoken)
#include "test_softspoken.moc"
