// Inputs of contributors who do not compute: against the clear answer and against their cost.
#include <QTest>

#include "engine/mpc/contribution_runs.h"
#include "mpc/circuit/order.h"

using namespace tacit;
using namespace tacit::mpc;
using namespace tacit::testing;

class TestContributions : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void randomCircuits();
    void quartilesOfManyContributors();
    void withoutInputsOrGates();
    void bytesAreThoseOfTheCost();
    void outputsAreTold();
    void goldenTranscripts();
    void argumentsThatDoNotFit();
    void otherTermsAreRefused();
    void contributorsAreDoneBeforeTheGates();

  private:
    void bytesAreThoseOfTheCost(crypto::Random& random, std::size_t hosts);
};

void TestContributions::randomCircuits() {
    crypto::SeededRandom random(31);
    const std::uint64_t runs = soak() ? 1'000 : 16;
    for (std::uint64_t i = 0; i < runs; ++i) {
        const std::size_t hosts = 2 + i % 4, contributors = 1 + random.below(5);
        const auto program = random_contributed(random, 1 + random.below(300), hosts, contributors);
        const auto inputs = random_inputs(random, program.shape(), hosts + contributors);
        // Also with channels that hold one message; garbling for each other needs room for more.
        const bool narrow = hosts > 2 && i % 3 == 0;
        MemoryNetwork network(names(hosts + contributors), narrow ? 0 : std::size_t{1} << 18);
        const ContributionTask task{program, hosts, inputs, i};
        QVERIFY(right(run_contributions(network, task), task));
    }
}

void TestContributions::quartilesOfManyContributors() {
    // Least, quartiles and largest of 64 numbers, with negative and extreme ones; against std::sort.
    constexpr std::size_t hosts = 3, contributors = 64, width = 16;
    circuit::Builder builder;
    std::vector<circuit::Word> words;
    for (std::size_t i = 0; i < contributors; ++i)
        words.push_back(builder.input(static_cast<std::uint8_t>(hosts + i), width));
    const auto ascending = circuit::sorted(builder, words);
    for (unsigned quartile = 0; quartile <= 4; ++quartile)
        builder.output(7, circuit::quartile_times_four(builder, ascending, quartile));
    const auto program = builder.finish();
    crypto::SeededRandom random(32);
    Inputs inputs(hosts + contributors);
    std::vector<std::int64_t> values{-32'768, 32'767, 0, 0};
    while (values.size() < contributors)
        values.push_back(static_cast<std::int64_t>(random.below(65'536)) - 32'768);
    for (std::size_t i = 0; i < contributors; ++i) inputs[hosts + i] = {circuit::to_bits(values[i], width)};
    MemoryNetwork network(names(hosts + contributors));
    const ContributionTask task{program, hosts, inputs, 32};
    const auto run = run_contributions(network, task);
    QVERIFY(right(run, task));
    std::sort(values.begin(), values.end());
    const auto& seen = *run.hosts[1];
    const std::int64_t expected[] = {4 * values[0], values[15] + 3 * values[16],
                                     2 * values[31] + 2 * values[32], 3 * values[47] + values[48],
                                     4 * values[63]};
    for (std::size_t i = 0; i < 5; ++i) QCOMPARE(circuit::to_signed(seen[i]), expected[i]);
}

void TestContributions::withoutInputsOrGates() {
    TestProgram program;
    const auto a = program.input(3, 2), b = program.input(0, 2);
    program.output(5, {program.linear(a[0], b[0]), a[1]});
    program.finish();
    const Inputs inputs{{{true, false}}, {}, {}, {{true, true}}, {}};
    MemoryNetwork network(names(5));
    const ContributionTask task{program, 3, inputs, 4};
    QVERIFY(right(run_contributions(network, task), task));
}

void TestContributions::bytesAreThoseOfTheCost() {
    crypto::SeededRandom random(33);
    for (const std::size_t hosts : {2u, 4u}) bytesAreThoseOfTheCost(random, hosts);
}

void TestContributions::bytesAreThoseOfTheCost(crypto::Random& random, std::size_t hosts) {
    constexpr std::size_t contributors = 3;
    const auto program = random_contributed(random, 200, hosts, contributors);
    const auto inputs = random_inputs(random, program.shape(), hosts + contributors);
    MemoryNetwork network(names(hosts + contributors));
    const ContributionTask task{program, hosts, inputs, 5, {}, Base::made};
    QVERIFY(right(run_contributions(network, task), task));
    const auto among = [&](std::size_t me, std::size_t peer) {
        if (hosts > 2) return garble_many::garble_among_cost(program.shape(), hosts, me, peer, contributors);
        const auto cost = garble::garble_cost(garble::Transfers::automatic, program.shape(), contributors);
        return me == 0 ? cost : mirrored(cost);
    };
    for (std::size_t me = 0; me < hosts; ++me) {
        for (std::size_t peer = 0; peer < hosts; ++peer)
            if (peer != me) QVERIFY(same(network.channel(me, peer).counters(), among(me, peer)));
        for (auto peer = hosts; peer < network.size(); ++peer) {
            const auto cost = garble::contribution_cost(program.shape(), hosts, peer);
            QVERIFY(same(network.channel(peer, me).counters(), cost));
            QVERIFY(same(network.channel(me, peer).counters(), mirrored(cost)));
        }
    }
    // Contributors say nothing to each other.
    QCOMPARE(network.channel(hosts, hosts + 1).counters().bytes_sent, std::uint64_t{0});
}

namespace {

/// Is the number of the first contributor above that of the second? For all hosts.
TestProgram of_contributors(std::uint32_t bits = 8, std::size_t hosts = 3) {
    auto out = comparison(bits, (1u << hosts) - 1);
    for (std::size_t i = 0; i < 2; ++i)
        out.shape().inputs[i].participant = static_cast<std::uint8_t>(hosts + i);
    return out;
}
const Inputs of_contributors_inputs{{}, {}, {}, {circuit::to_bits(-3, 8)}, {circuit::to_bits(-4, 8)}};

bool fails_with(const Status& status, Fault fault) {
    return !status.ok() && status.error().fault == fault;
}

}  // namespace

void TestContributions::outputsAreTold() {
    // What all hosts learn, and nothing else.
    auto program = of_contributors();
    const auto first = program.shape().inputs[0].first;
    program.output(5, {first, first + 1});
    program.output(7, {first + 2, first + 3, first + 2});
    MemoryNetwork network(names(5));
    ContributionTask task{program, 3, of_contributors_inputs, 78};
    task.tell = true;
    const auto run = run_contributions(network, task);
    QVERIFY(right(run, task));
    for (const auto& heard : run.heard) {
        QVERIFY(heard.ok());
        QVERIFY((*heard)[0] == (*run.hosts[1])[0] && (*heard)[2] == (*run.hosts[1])[2]);
        QCOMPARE((*heard)[2].size(), std::size_t{3});
        QVERIFY((*heard)[1].empty());
    }
    auto cost = garble::contribution_cost(program.shape(), 3, 4);
    cost += garble::outputs_cost(program.shape(), 3);
    QVERIFY(same(network.channel(4, 2).counters(), cost));
}

void TestContributions::goldenTranscripts() {
    const auto run = [](std::size_t hosts) {
        const auto program = of_contributors(8, hosts);
        Inputs inputs(of_contributors_inputs.end() - static_cast<std::ptrdiff_t>(hosts + 2),
                      of_contributors_inputs.end());
        MemoryNetwork network(names(hosts + 2));
        const ContributionTask task{program, hosts, inputs, 77};
        return right(run_contributions(network, task), task) ? to_hex(network.transcript())
                                                             : std::string("wrong");
    };
    QCOMPARE(QByteArray::fromStdString(run(2)),
             QByteArray("970a33611b45bd8909cf0de1f14a7fce399e9b3713cfd42ccd597b178a70f05a"));
    QCOMPARE(QByteArray::fromStdString(run(3)),
             QByteArray("1ce378456b435235286bf3eb76e12b99a9b2434960a2aa3e00391c7cab95ef4d"));
}

void TestContributions::argumentsThatDoNotFit() {
    const auto program = of_contributors();
    crypto::SeededRandom random(1);
    NoProgress progress;
    MemoryNetwork network(names(5));
    auto channels = network.channels(3);
    channels.resize(3);
    const auto contribute = [&](garble::Contributor me, const std::vector<Bits>& inputs) {
        return garble::contribute(me, program, inputs, channels, random, progress);
    };
    QVERIFY(fails_with(contribute({{}, 3, 2, 3}, {}), Fault::usage));
    QVERIFY(fails_with(contribute({{}, 3, 2, 3}, {Bits(7)}), Fault::usage));
    QVERIFY(fails_with(contribute({{}, 3, 2, 3}, {Bits(8), Bits(8)}), Fault::usage));
    QVERIFY(fails_with(contribute({{}, 3, 2, 2}, {}), Fault::usage));
    QVERIFY(fails_with(contribute({{}, 3, 2, 5}, {}), Fault::usage));
    QVERIFY(fails_with(contribute({{}, 3, 1, 3}, {Bits(8)}), Fault::usage));
    QVERIFY(fails_with(contribute({{}, 2, 3, 3}, {Bits(8)}), Fault::usage));
    QVERIFY(fails_with(contribute({{}, 3, 254, 3}, {Bits(8)}), Fault::usage));
    channels[1] = nullptr;
    QVERIFY(fails_with(contribute({{}, 3, 2, 3}, {Bits(8)}), Fault::usage));
    // An output for a contributor.
    auto other = of_contributors();
    other.output(8, {other.shape().inputs[0].first});
    const ContributionTask task{other, 3, of_contributors_inputs, 1};
    const auto run = run_contributions(network, task);
    for (const auto& one : run.hosts) QCOMPARE(one.error().fault, Fault::usage);
    for (const auto& one : run.contributors) QVERIFY(fails_with(one, Fault::usage));
}

void TestContributions::otherTermsAreRefused() {
    const auto program = of_contributors(), another = of_contributors(9);
    const Inputs inputs{{}, {}, {}, {Bits(8)}, {Bits(8)}}, others{{}, {}, {}, {Bits(9)}, {Bits(9)}};
    MemoryNetwork network(names(5));
    std::vector<Status> hosts(3), contributors(2);
    std::vector<std::function<void()>> parties;
    for (std::size_t me = 0; me < 5; ++me)
        parties.push_back([&, me] {
            auto channels = network.channels(me);
            if (me < 3) {
                auto outcome = run_host({program, 3, inputs, 1}, me, channels);
                if (!outcome.ok()) hosts[me] = outcome.error();
                return;
            }
            crypto::SeededRandom random(me);
            NoProgress progress;
            channels.resize(3);
            contributors[me - 3] =
                garble::contribute({{}, 3, 2, me}, me == 3 ? program : another,
                                   (me == 3 ? inputs : others)[me], channels, random, progress);
        });
    network.run(parties);
    for (const auto& one : hosts) {
        QVERIFY(fails_with(one, Fault::malformed_message));
        QCOMPARE(one.error().partner, std::string("P4"));
    }
    for (const auto& one : contributors) QVERIFY(fails_with(one, Fault::partner_gone));
}

void TestContributions::contributorsAreDoneBeforeTheGates() {
    // A host that stops in the midst of the gates no longer troubles a contributor.
    class StopsAtGates final : public Progress {
      public:
        void step(std::string_view, std::uint64_t) override {}
        void advance(std::uint64_t) override { stop_ = true; }
        bool stop_requested() const override { return stop_; }

      private:
        bool stop_ = false;
    };
    crypto::SeededRandom random(34);
    TestProgram program;
    auto state = program.input(3, 64);
    const auto key = program.input(0, 64);
    for (std::size_t i = 0; i < 10'000; ++i)
        state[i % 64] = program.linear(program.conjunction(state[i % 64], key[i % 61]), state[(i + 1) % 64]);
    program.output(7, state);
    program.finish();
    const auto inputs = random_inputs(random, program.shape(), 4);
    MemoryNetwork network(names(4));
    std::vector<Status> ends(4);
    std::vector<std::function<void()>> parties;
    for (std::size_t me = 0; me < 4; ++me)
        parties.push_back([&, me] {
            auto channels = network.channels(me);
            const auto all = std::span<Channel* const>(channels);
            crypto::SeededRandom own(340 + me);
            StopsAtGates stops;
            NoProgress goes_on;
            Progress& progress = me == 2 ? static_cast<Progress&>(stops) : goes_on;
            if (me == 3) {
                ends[me] =
                    garble::contribute({{}, 3, 1, 3}, program, inputs[me], all.first(3), own, progress);
                return;
            }
            const auto outcome =
                garble_many::garble_among_from(garble_many::Deal(dealt), {}, me, program, inputs[me],
                                               all.first(3), own, progress, all.subspan(3));
            if (!outcome.ok()) ends[me] = outcome.error();
        });
    network.run(parties);
    QVERIFY(ends[3].ok());
    QVERIFY(fails_with(ends[2], Fault::cancelled));
    QVERIFY(!ends[0].ok());
}

QTEST_APPLESS_MAIN(TestContributions)
#include "test_contributions.moc"
