// Inputs of contributors who do not compute, against hosts and contributors who do not follow the protocol.
#include <QTest>

#include <map>

#include "engine/mpc/contribution_runs.h"
#include "engine/mpc/tampering_runs.h"

using namespace tacit;
using namespace tacit::mpc;
using namespace tacit::testing;

namespace {

constexpr std::size_t hosts = 3;
/// Messages on a channel between host and contributor, in each direction.
enum FromHost : std::uint64_t { masks, sums, receipt };
enum FromContributor : std::uint64_t { terms, challenge, masked };

/// What a party does to the message of its own that has this number among those to one peer, or to every one.
constexpr std::uint64_t every = ~std::uint64_t{0};
struct Cheat {
    std::size_t from, to;
    std::uint64_t message;
    std::function<void(Bytes&)> alter;
};

class Altering final : public ForwardingChannel {
  public:
    Altering(Channel& below, const Cheat& cheat) : ForwardingChannel(below), cheat_(cheat) {}
    Status send(View message) override {
        Bytes copy = to_bytes(message);
        if (sent_++ == cheat_.message || cheat_.message == every) cheat_.alter(copy);
        return below_.send(copy);
    }

  private:
    const Cheat& cheat_;
    std::uint64_t sent_ = 0;
};

/// A complete run in which some cheat, one on each channel at most.
ContributionRun run_with(MemoryNetwork& network, const ContributionTask& task,
                         const std::vector<Cheat>& cheats) {
    std::vector<std::unique_ptr<Altering>> altering(cheats.size());
    return run_contributions(network, task, [&](std::size_t me, std::vector<Channel*>& channels) {
        for (std::size_t i = 0; i < cheats.size(); ++i) {
            if (cheats[i].from != me) continue;
            altering[i] = std::make_unique<Altering>(*channels[cheats[i].to], cheats[i]);
            channels[cheats[i].to] = altering[i].get();
        }
    });
}

std::function<void(Bytes&)> flip(std::size_t bit) {
    return [=](Bytes& message) { message[bit / 8] ^= static_cast<std::uint8_t>(1u << (bit % 8)); };
}

bool is_cheating(const Error& e, const std::string& partner, const std::string& detail) {
    if (e.fault == Fault::cheating && e.partner == partner && e.detail.find(detail) != std::string::npos)
        return true;
    qWarning("%s: %s", e.partner.c_str(), e.detail.c_str());
    return false;
}

/// P3 and P4 give two bits each, P1 one; all hosts learn two bits.
TestProgram small() {
    TestProgram out;
    const auto a = out.input(3, 2), b = out.input(4, 2), c = out.input(1, 1);
    const auto ab = out.conjunction(a[0], b[0]);
    out.output(7, {out.conjunction(out.linear(ab, c[0]), a[1]), out.linear(ab, b[1])});
    out.finish();
    return out;
}
const Inputs small_inputs{{}, {{true}}, {}, {{true, false}}, {{true, true}}};

/// P2 and P3 give two bits each, P0 one; both hosts learn two bits.
TestProgram small_between_two() {
    TestProgram out;
    const auto a = out.input(2, 2), b = out.input(3, 2), c = out.input(0, 1);
    const auto ab = out.conjunction(a[0], b[0]);
    out.output(3, {out.conjunction(out.linear(ab, c[0]), a[1]), out.linear(ab, b[1])});
    out.finish();
    return out;
}
const Inputs two_inputs{{{true}}, {}, {{true, false}}, {{true, true}}};

constexpr std::size_t masks_begin = 8 * garble::ContributionSizes::terms;

}  // namespace

class TestContributionsTampering : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void everyMessageAltered();
    void everyMessageAlteredWithTwoHosts();
    void aHostGivesAnotherMask();
    void hostsThatLieTogether();
    void aHostSaysAnotherSum();
    void aContributorTellsHostsDifferentThings();
    void whatIsSentBeforeTheCheckDependsOnNoInput();
    void twoHosts();
    void aHostTellsAnotherOutput();

  private:
    void alterMessages(const TestProgram& program, const Inputs& inputs, std::uint64_t seed);
};

void TestContributionsTampering::everyMessageAltered() {
    alterMessages(small(), small_inputs, 41);
}

void TestContributionsTampering::everyMessageAlteredWithTwoHosts() {
    alterMessages(small_between_two(), two_inputs, 42);
}

void TestContributionsTampering::alterMessages(const TestProgram& program, const Inputs& inputs,
                                               std::uint64_t seed) {
    crypto::SeededRandom random(seed);
    const auto all = inputs.size(), computing = all - 2;
    const ContributionTask task{program, computing, inputs, 6};
    const auto expected = evaluated(program, inputs);
    MemoryNetwork honest(names(all));
    QVERIFY(right(run_contributions(honest, task), task));
    // Two hosts make their base transfers, which takes nearly all of the time.
    const std::size_t few = computing == 2 ? 40 : 300, trials = soak() ? 30 * few : few;
    std::map<std::string, std::size_t> outcomes;
    const auto ended = [&](const Status& status, const TamperTrial& trial) {
        if (status.ok()) return true;
        const auto& e = status.error();
        ++outcomes[e.fault == Fault::partner_gone ? "gone" : e.partner.empty() ? "somebody" : "named"];
        if (!is_protocol_fault(e)) return false;
        // Nobody who follows the protocol is named as a cheater.
        return e.fault == Fault::partner_gone || e.partner.empty() ||
               e.partner == "P" + std::to_string(trial.from);
    };
    for (std::size_t done = 0; done < trials;) {
        const auto from = random.below(all), to = random.below(all);
        // Two of three alterations between a host and a contributor.
        if (from == to || (from >= computing && to >= computing)) continue;
        if (from < computing && to < computing && random.below(4) != 0) continue;
        ++done;
        TamperTrial trial(random, honest, from, to);
        const auto name = trial.name();
        MemoryNetwork network(names(all));
        const auto run = run_contributions(network, task, trial.wrap());
        for (std::size_t me = 0; me < all; ++me) {
            if (me == from) continue;
            if (me >= computing) {
                QVERIFY2(ended(run.contributors[me - computing], trial), name.c_str());
                continue;
            }
            if (!run.hosts[me].ok()) {
                QVERIFY2(ended(run.hosts[me].error(), trial), name.c_str());
                continue;
            }
            QVERIFY2(*run.hosts[me] == seen_by(me, program, expected), name.c_str());
            ++outcomes["right"];
        }
    }
    for (const auto& [what, count] : outcomes) qInfo("%s: %zu", what.c_str(), count);
    QVERIFY(outcomes["named"] > trials / 3 && outcomes["somebody"] > 0 && outcomes["right"] > 0);
}

void TestContributionsTampering::aHostGivesAnotherMask() {
    const auto program = small();
    const ContributionTask task{program, hosts, small_inputs, 7};
    // Bits of the masks, and those that hide their sum.
    for (const std::size_t bit : {0u, 1u, 2u, 65u, 129u})
        for (std::size_t cheater = 0; cheater < hosts; ++cheater) {
            MemoryNetwork network(names(5));
            const auto run = run_with(network, task, {{cheater, 3, masks, flip(masks_begin + bit)}});
            QVERIFY(is_cheating(run.contributors[0].error(), names(3)[cheater], "masks"));
            // No input has left.
            QCOMPARE(network.channel(3, 0).counters().messages_sent, std::uint64_t{2});
            for (const auto& one : run.hosts) QVERIFY(!one.ok());
        }
}

void TestContributionsTampering::hostsThatLieTogether() {
    // The first of the hiding bits counts once: two hosts know how the sum changes with it, and report what
    // fits. The third has checked the true one.
    const auto program = small();
    const ContributionTask task{program, hosts, small_inputs, 8};
    MemoryNetwork network(names(5));
    const auto run = run_with(network, task, {{0, 3, masks, flip(masks_begin + 2)}, {1, 3, sums, flip(0)}});
    QVERIFY(is_cheating(run.contributors[0].error(), "", "different sums"));
    QCOMPARE(network.channel(3, 2).counters().messages_sent, std::uint64_t{2});
    // A host that lies about another's sum alone.
    MemoryNetwork other(names(5));
    const auto lie = run_with(other, task, {{2, 4, sums, flip(200)}});
    QVERIFY(is_cheating(lie.contributors[1].error(), "", "different sums"));
}

void TestContributionsTampering::aHostSaysAnotherSum() {
    // The round in which the hosts open the sums is the one before the masked inputs.
    const auto program = small();
    const ContributionTask task{program, hosts, small_inputs, 9};
    MemoryNetwork honest(names(5));
    QVERIFY(right(run_contributions(honest, task), task));
    constexpr std::size_t size = garble_many::Peers::echo_size + 2 * 2 * sizeof(Block);
    for (const std::size_t at : {garble_many::Peers::echo_size, size - 1}) {
        const auto alter = [=](Bytes& message) {
            if (message.size() == size) flip(8 * at)(message);
        };
        std::size_t found = 0;
        for (std::uint64_t number = 0; number < honest.channel(1, 2).counters().messages_sent; ++number) {
            MemoryNetwork network(names(5));
            const auto run = run_with(network, task, {{1, 2, number, alter}});
            if (run.hosts[2].ok()) continue;
            if (run.hosts[2].error().detail.find("sums of masks") == std::string::npos) continue;
            QVERIFY(is_cheating(run.hosts[2].error(), "P1", "sums of masks with a wrong MAC"));
            for (const auto& one : run.contributors) QVERIFY(!one.ok());
            // P2 has told contributors nothing of sums that it has not checked.
            QCOMPARE(network.channel(2, 3).counters().messages_sent, std::uint64_t{1});
            ++found;
        }
        QCOMPARE(found, 1u);
    }
}

void TestContributionsTampering::aContributorTellsHostsDifferentThings() {
    const auto program = small();
    const ContributionTask task{program, hosts, small_inputs, 10};
    for (std::size_t host = 0; host < hosts; ++host)
        for (const std::uint64_t message : {challenge, masked}) {
            MemoryNetwork network(names(5));
            const auto run = run_with(network, task, {{4, host, message, flip(0)}});
            std::size_t found = 0;
            for (const auto& one : run.hosts) {
                QVERIFY(!one.ok());
                if (one.error().fault != Fault::cheating) continue;
                QVERIFY(is_cheating(one.error(), "", "not everybody was told the same"));
                ++found;
            }
            QVERIFY(found > 0);
            // The other contributor is not blamed, and does not go in the belief that all is well.
            QVERIFY(!run.contributors[0].ok());
            QVERIFY(run.contributors[0].error().fault == Fault::partner_gone);
        }
}

void TestContributionsTampering::whatIsSentBeforeTheCheckDependsOnNoInput() {
    const auto program = small();
    std::vector<std::vector<Bytes>> seen;
    for (const bool bit : {false, true}) {
        auto inputs = small_inputs;
        inputs[3][0][0] = bit;
        auto& sent = seen.emplace_back();
        std::vector<Cheat> cheats{{1, 3, masks, flip(masks_begin)}};
        for (std::size_t host = 0; host < hosts; ++host)
            cheats.push_back({3, host, every, [&](Bytes& message) { sent.push_back(message); }});
        MemoryNetwork network(names(5));
        const auto run = run_with(network, {program, hosts, inputs, 11}, cheats);
        QVERIFY(is_cheating(run.contributors[0].error(), "P1", "masks"));
        QCOMPARE(sent.size(), 2 * hosts);
    }
    QVERIFY(seen[0] == seen[1]);
}

void TestContributionsTampering::twoHosts() {
    const auto program = small_between_two();
    const ContributionTask task{program, 2, two_inputs, 12};
    for (std::size_t cheater = 0; cheater < 2; ++cheater) {
        const auto other = 1 - cheater;
        for (const std::size_t bit : {0u, 2u, 129u}) {
            MemoryNetwork network(names(4));
            const auto run = run_with(network, task, {{cheater, 2, masks, flip(masks_begin + bit)}});
            QVERIFY(is_cheating(run.contributors[0].error(), names(2)[cheater], "masks"));
            QCOMPARE(network.channel(2, other).counters().messages_sent, std::uint64_t{2});
            for (const auto& one : run.hosts) QVERIFY(!one.ok());
        }
        // Another sum, or sum of MACs, to the other host: message of 32 + 2 * 2 * 16 bytes.
        const std::size_t size = 32 + 64;
        for (const std::size_t at : {std::size_t{32}, size - 1}) {
            MemoryNetwork network(names(4));
            const auto run = run_with(network, task, {{cheater, other, every, [=](Bytes& message) {
                                                           if (message.size() == size) flip(8 * at)(message);
                                                       }}});
            QVERIFY(is_cheating(run.hosts[other].error(), names(2)[cheater], "sums of masks"));
            for (const auto& one : run.contributors) QVERIFY(!one.ok());
            QCOMPARE(network.channel(other, 2).counters().messages_sent, std::uint64_t{1});
        }
        for (const std::uint64_t message : {challenge, masked}) {
            MemoryNetwork two(names(4));
            const auto run = run_with(two, task, {{3, cheater, message, flip(0)}});
            for (const auto& one : run.hosts) QVERIFY(is_cheating(one.error(), "", "told the same"));
            QVERIFY(run.contributors[0].error().fault == Fault::partner_gone);
        }
    }
}

void TestContributionsTampering::aHostTellsAnotherOutput() {
    const auto program = small();
    ContributionTask task{program, hosts, small_inputs, 13};
    task.tell = true;
    for (std::size_t cheater = 0; cheater < hosts; ++cheater) {
        MemoryNetwork network(names(5));
        const auto run = run_with(network, task, {{cheater, 3, receipt + 1, flip(1)}});
        QVERIFY(is_cheating(run.heard[0].error(), "", "different outputs"));
        QVERIFY(run.heard[1].ok() && *run.heard[1] == *run.hosts[0]);
    }
}

QTEST_APPLESS_MAIN(TestContributionsTampering)
#include "test_contributions_tampering.moc"
