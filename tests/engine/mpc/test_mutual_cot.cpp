#include <QTest>

#include <set>

#include "engine/mpc/ot_runs.h"
#include "engine/mpc/tampering_runs.h"
#include "engine/mpc/vole_runs.h"
#include "mpc/vole/mutual_cot.h"

using namespace tacit;
using namespace tacit::mpc;
using namespace tacit::mpc::vole;
using namespace tacit::testing;

namespace {

/// Under the offset of party 0 choices are in bit 0, under that of party 1 in bit 77.
constexpr unsigned carriers[2] = {0, 77};
const Block offsets[2] = {{0x1234567890abcdef, 0xfedcba0987654321}, {0x0f0f0f0f12345678, 0x1111222233332444}};

struct MutualRun {
    std::size_t counts[2] = {1, 1};
    std::uint64_t seed = 1;
    unsigned threads = 1;
    bool real_cots = false;  ///< over SoftSpoken, set-up included; else dealt
    Wrap wrap{};
    Block delta[2] = {offsets[0], offsets[1]};      ///< of the COTs
    Block pretended[2] = {offsets[0], offsets[1]};  ///< what the COTs' sender says
    std::string labels[2] = {"from 0", "from 1"};
    std::uint64_t calls[2] = {0, 0};
    bool same_side = false;  ///< party 1 has the labels in the order of party 0
};

struct MutualRuns {
    Status status[2];
    std::vector<vole::Pair> cots[2];
};

/// Test double: a sender whose offset is not that of its transfers.
class Lying final : public ot::CotSender {
  public:
    Lying(const Deal& deal, Block pretended) : below_(deal), pretended_(pretended) {}
    Block delta() const override { return pretended_; }
    Result<BigVector<Block>> extend(std::size_t n) override { return below_.extend(n); }

  private:
    DealtCotSender below_;
    Block pretended_;
};

MutualRuns run_mutual(MemoryNetwork& network, const MutualRun& run) {
    MutualRuns out;
    const auto party = [&](std::size_t me) -> Status {
        OtParty own(network, me, run.seed, run.threads, run.wrap);
        const std::size_t side = run.same_side ? 0 : me;
        const auto as_sender = own.endpoint(run.labels[side]),
                   as_receiver = own.endpoint(run.labels[1 - side]);
        Lying sent(Deal{run.delta[me], {me, 7}}, run.pretended[me]);
        DealtCotReceiver received{Deal{run.delta[1 - me], {1 - me, 7}}};
        ot::SoftSpokenPair pair;
        if (run.real_cots) {
            TACIT_ASSIGN(pair, ot::SoftSpokenPair::set_up(4, run.delta[me], as_sender, as_receiver));
        }
        const MutualSource source{pair.sender ? static_cast<ot::CotSender&>(*pair.sender) : sent,
                                  pair.receiver ? static_cast<ot::CotReceiver&>(*pair.receiver) : received,
                                  as_sender,
                                  as_receiver,
                                  carriers[me],
                                  carriers[1 - me],
                                  me == 0,
                                  run.calls[me]};
        return exchange_cots(run.counts[me], source,
                             [&](std::size_t begin, std::span<const vole::Pair> some) {
                                 if (begin != out.cots[me].size()) qFatal("not one after another");
                                 out.cots[me].insert(out.cots[me].end(), some.begin(), some.end());
                             });
    };
    network.run({[&] { out.status[0] = party(0); }, [&] { out.status[1] = party(1); }});
    return out;
}

bool related(const MutualRuns& runs, std::size_t count) {
    for (std::size_t from = 0; from < 2; ++from) {
        const auto &sent = runs.cots[from], &received = runs.cots[1 - from];
        if (sent.size() != count || received.size() != count) return false;
        for (std::size_t i = 0; i < count; ++i) {
            const bool choice = received[i].c.bit(carriers[from]);
            if (sent[i].a.bit(carriers[from])) return false;
            if (sent[i].a != (received[i].c ^ (offsets[from] & Block::of_bit(choice)))) return false;
        }
    }
    return true;
}

/// What the messages are, in the order of each side, with dealt COTs.
constexpr std::uint64_t trees_message = 0, question_message = 1, digest_message = 2;
using Tampered = At<TamperedChannel, Tamper, std::uint64_t, std::uint64_t>;

}  // namespace

class TestMutualCot : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void bothWaysAreRelated();
    void choicesAreBalancedAndFresh();
    void worksOverSoftSpoken();
    void costIsWhatIsSent();
    void seededRunIsTheSameWithAnyThreads();
    void wrongSumsAreFound();
    void everyAlterationIsRightOrRefused();
    void challengesAreCommittedTo();
    void anotherOffsetIsFound();
    void whoDisagreesFindsOut();
    void impossibleParametersAreRefused();
};

void TestMutualCot::bothWaysAreRelated() {
    // Around whole blocks and whole pieces.
    for (const std::size_t count : {std::size_t{1}, std::size_t{124}, std::size_t{125}, std::size_t{126},
                                    std::size_t{2000}, std::size_t{2001}, std::size_t{5000}, mutual_piece - 1,
                                    mutual_piece, mutual_piece + 1, 2 * mutual_piece + 77}) {
        MemoryNetwork network(names(2));
        const auto run = run_mutual(network, {.counts = {count, count}, .seed = count});
        QVERIFY(run.status[0].ok() && run.status[1].ok());
        QVERIFY2(related(run, count), std::to_string(count).c_str());
    }
}

void TestMutualCot::choicesAreBalancedAndFresh() {
    constexpr std::size_t count = 400'000;
    MemoryNetwork network(names(2));
    const auto run = run_mutual(network, {.counts = {count, count}});
    for (std::size_t to = 0; to < 2; ++to) {
        std::size_t ones = 0;
        std::set<Block> different;
        for (const auto& one : run.cots[to]) {
            ones += one.c.bit(carriers[1 - to]) ? 1 : 0;
            different.insert(one.a);
            different.insert(one.c);
        }
        // Five standard deviations.
        QVERIFY(ones > count / 2 - 1600 && ones < count / 2 + 1600);
        QCOMPARE(different.size(), 2 * count);
    }
}

void TestMutualCot::worksOverSoftSpoken() {
    MemoryNetwork network(names(2));
    const auto run = run_mutual(network, {.counts = {3000, 3000}, .real_cots = true});
    QVERIFY(run.status[0].ok() && run.status[1].ok());
    QVERIFY(related(run, 3000));
    auto cost = ot::softspoken_set_up_cost(4);
    cost += ot::softspoken_extend_cost(4, mutual_cots(3000));
    cost += mirrored(cost);
    cost += mutual_cost(3000);
    QVERIFY(same(network.channel(0, 1).counters(), cost));
}

void TestMutualCot::costIsWhatIsSent() {
    for (const std::size_t count : {std::size_t{1}, std::size_t{2001}, mutual_piece, mutual_piece + 1}) {
        MemoryNetwork network(names(2));
        QVERIFY(run_mutual(network, {.counts = {count, count}}).status[0].ok());
        for (const std::size_t me : {0u, 1u})
            QVERIFY(same(network.channel(me, 1 - me).counters(), mutual_cost(count)));
    }
    // The bytes that the size of a piece is chosen for.
    const auto cost = mutual_cost(4 * mutual_piece);
    const auto transfers = ot::softspoken_extend_cost(4, mutual_cots(4 * mutual_piece));
    const auto bytes = cost.bytes_sent + transfers.bytes_sent + transfers.bytes_received;
    QVERIFY(static_cast<double>(bytes) / static_cast<double>(4 * mutual_piece) < 0.221);
}

void TestMutualCot::seededRunIsTheSameWithAnyThreads() {
    MemoryNetwork first(names(2)), second(names(2));
    const auto alone = run_mutual(first, {.counts = {300'000, 300'000}, .seed = 21});
    const auto many = run_mutual(second, {.counts = {300'000, 300'000}, .seed = 21, .threads = 3});
    QVERIFY(first.transcript() == second.transcript());
    QCOMPARE(QByteArray::fromStdString(to_hex(first.transcript())),
             QByteArray("17087f7b340eca94e91194a8eecd9d35bb2c3f2301c0dc73f9d6d581d675007f"));
    for (std::size_t me = 0; me < 2; ++me)
        for (std::size_t i = 0; i < 300'000; ++i)
            if (alone.cots[me][i].a != many.cots[me][i].a || alone.cots[me][i].c != many.cots[me][i].c)
                QFAIL("another outcome");
}

// A wrong sum of any level makes leaves wrong that the receiver has, so it always shows. Only in the last
// level, if there is nothing to be found by it, a sum is not used.
void TestMutualCot::wrongSumsAreFound() {
    constexpr std::size_t count = 2000;  // blocks of 16 places, so that all levels are full
    const auto depth = NoiseShape::of_full_trees(count).depth();
    QCOMPARE(depth, std::size_t{4});
    for (const std::size_t cheater : {0u, 1u})
        for (std::uint64_t tree = 0; tree < noise_blocks; tree += 31)
            for (std::uint64_t level = 0; level < depth; ++level) {
                MemoryNetwork network(names(2));
                Tampered at{cheater, {Tamper::flip_bit, trees_message, 128 * (tree * depth + level) + 5}};
                const auto run = run_mutual(network, {.counts = {count, count}, .wrap = std::ref(at)});
                const auto& honest = run.status[1 - cheater];
                QVERIFY(!honest.ok());
                QCOMPARE(honest.error().fault, Fault::cheating);
                QCOMPARE(honest.error().partner, "P" + std::to_string(cheater));
            }
}

void TestMutualCot::everyAlterationIsRightOrRefused() {
    constexpr std::size_t count = 2100;  // the last level of each tree is not full
    int refused = 0;
    for (const std::size_t from : {0u, 1u})
        for (const auto message : {trees_message, question_message, digest_message})
            for (const auto tamper : all_tampers)
                for (std::uint64_t flip = 0; flip < 12; ++flip) {
                    if (tamper != Tamper::flip_bit && flip > 0) continue;
                    MemoryNetwork network(names(2));
                    const auto bit = flip * flip * 929 + flip;
                    Tampered at{from, {tamper, message, bit}};
                    const auto run = run_mutual(network, {.counts = {count, count}, .wrap = std::ref(at)});
                    const auto& honest = run.status[1 - from];
                    // A second copy at the end is not read. Who alters the sum in its question gets a digest
                    // that does not fit, and the peer nothing wrong.
                    const bool unread = message == digest_message && tamper == Tamper::repeat;
                    const bool own_sum =
                        message == question_message && tamper == Tamper::flip_bit && bit % 256 >= 128;
                    QCOMPARE(honest.ok(), unread || own_sum);
                    if (own_sum) QCOMPARE(run.status[from].error().fault, Fault::cheating);
                    if (honest.ok()) continue;
                    QVERIFY(is_protocol_fault(honest.error()));
                    QCOMPARE(honest.error().partner, "P" + std::to_string(from));
                    ++refused;
                }
    QVERIFY(refused > 60);
}

void TestMutualCot::challengesAreCommittedTo() {
    for (const std::size_t cheater : {0u, 1u})
        for (const std::uint64_t bit : {0u, 127u}) {
            MemoryNetwork network(names(2));
            Tampered at{cheater, {Tamper::flip_bit, question_message, bit}};
            const auto run = run_mutual(network, {.counts = {500, 500}, .wrap = std::ref(at)});
            QCOMPARE(run.status[1 - cheater].error().fault, Fault::cheating);
            QCOMPARE(run.status[1 - cheater].error().detail,
                     std::string("the challenge is not what was committed to"));
        }
}

// In any bit, the one that carries the choices included.
void TestMutualCot::anotherOffsetIsFound() {
    for (const std::size_t cheater : {0u, 1u})
        for (const unsigned bit : {carriers[cheater], 5u, 127u}) {
            MutualRun run{.counts = {300, 300}};
            run.delta[cheater] ^=
                bit < 64 ? Block{std::uint64_t{1} << bit, 0} : Block{0, std::uint64_t{1} << (bit - 64)};
            MemoryNetwork network(names(2));
            const auto out = run_mutual(network, run);
            QVERIFY(!out.status[1 - cheater].ok());
            QCOMPARE(out.status[1 - cheater].error().fault, Fault::cheating);
            QCOMPARE(out.status[1 - cheater].error().partner, "P" + std::to_string(cheater));
        }
}

void TestMutualCot::whoDisagreesFindsOut() {
    const auto fault = [](const MutualRun& run) {
        MemoryNetwork network(names(2));
        const auto out = run_mutual(network, run);
        return !out.status[0].ok() && !out.status[1].ok() && is_protocol_fault(out.status[0].error()) &&
               is_protocol_fault(out.status[1].error());
    };
    QVERIFY(fault({.counts = {5000, 9000}}));
    // Blocks of the same size on both sides are the same transfers, and a few of them are not used.
    QVERIFY(!fault({.counts = {4000, 3990}}));
    // Labels exchanged on one side only: both directions of one side are then called as one of the other.
    MutualRun confused{.counts = {500, 500}};
    confused.same_side = true;
    QVERIFY(fault(confused));
    // Which call it is.
    QVERIFY(fault({.counts = {500, 500}, .calls = {1, 2}}));
    QVERIFY(!fault({.counts = {500, 500}, .calls = {1, 1}}));
}

void TestMutualCot::impossibleParametersAreRefused() {
    MemoryNetwork network(names(2));
    QCOMPARE(run_mutual(network, {.counts = {0, 0}}).status[0].error().fault, Fault::usage);
    MemoryNetwork second(names(2));
    QCOMPARE(run_mutual(second, {.counts = {max_count + 1, max_count + 1}}).status[1].error().fault,
             Fault::usage);
    MutualRun no_carrier{.counts = {10, 10}};
    no_carrier.pretended[1].high = 0;
    MemoryNetwork third(names(2));
    const auto run = run_mutual(third, no_carrier);
    QCOMPARE(run.status[1].error().fault, Fault::usage);
    QCOMPARE(run.status[0].error().fault, Fault::partner_gone);
}

QTEST_APPLESS_MAIN(TestMutualCot)
#include "test_mutual_cot.moc"
