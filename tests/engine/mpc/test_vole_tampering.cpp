#include <QTest>

#include "crypto/gf128.h"
#include "engine/mpc/vole_runs.h"
#include "mpc/vole/pprf.h"
#include "support/tampered_channel.h"

using namespace tacit;
using namespace tacit::mpc;
using namespace tacit::testing;

namespace {

constexpr std::size_t count = 40;

bool related(const SilentVole& run) {
    const auto& [receiver, sender] = run;
    BigVector<Block> c(count);
    crypto::gf_scale_add(Deal{}.delta, receiver->a.data(), sender->data(), c.data(), count);
    return c == receiver->c;
}

/// A fault names the peer and says what a peer can be blamed for.
bool names_peer(const Error& e, const std::string& peer) {
    return e.partner == peer && is_protocol_fault(e);
}

bool caught(const auto& run) {
    return !run.receiver.ok() && run.receiver.error().fault == Fault::cheating &&
           run.receiver.error().partner == "P1";
}

/// Changes the sender's trees on their way; they are its first message.
class AlteredTrees final : public ForwardingChannel {
  public:
    using Change = std::function<void(std::span<Block>)>;
    AlteredTrees(mpc::Channel& below, Change change) : ForwardingChannel(below), change_(std::move(change)) {}
    Status send(View message) override {
        if (sent_++ > 0) return below_.send(message);
        std::vector<Block> blocks(message.size() / sizeof(Block));
        std::memcpy(blocks.data(), message.data(), message.size());
        change_(blocks);
        return below_.send(crypto::as_bytes(blocks));
    }

  private:
    Change change_;
    int sent_ = 0;
};

template <class Run>
auto with_trees(Run run, const AlteredTrees::Change& change, std::uint64_t seed = 1) {
    MemoryNetwork network(names(2));
    std::optional<AlteredTrees> altered;
    return run(network, SilentRun{.count = count, .seed = seed, .wrap = [&](std::size_t me, auto& channels) {
                                      if (me == 1) channels[0] = &altered.emplace(*channels[0], change);
                                  }});
}

const std::size_t depth = vole::NoiseShape::for_outputs(count).depth();
std::size_t tree_at(std::size_t tree) {
    return tree * (2 * depth + 1);
}

/// Alters every message of an honest run in every way, at several places of the long ones. Returns how many
/// runs were refused.
template <class Run>
int attack_all(Run run, bool real_cots, std::uint64_t flips) {
    MemoryNetwork honest(names(2));
    if (!related(run(honest, SilentRun{.count = count, .real_cots = real_cots}))) return -1;
    int refused = 0;
    for (std::size_t from = 0; from < 2; ++from)
        for (std::uint64_t message = 0; message < honest.channel(from, 1 - from).counters().messages_sent;
             ++message)
            for (const auto tamper : all_tampers)
                for (std::uint64_t bit = 0; bit < (tamper == Tamper::flip_bit ? flips : 1); ++bit) {
                    MemoryNetwork network(names(2));
                    std::optional<TamperedChannel> altered;
                    const auto outcome =
                        run(network, SilentRun{.count = count,
                                               .real_cots = real_cots,
                                               .wrap = [&](std::size_t me, auto& channels) {
                                                   if (me != from) return;
                                                   auto& channel = channels[1 - from];
                                                   // Bits of different blocks, levels and trees.
                                                   channel = &altered.emplace(*channel, tamper, message,
                                                                              bit * 1613 + bit % 7);
                                               }});
                    if (outcome.receiver.ok() && outcome.sender.ok()) {
                        if (!related(outcome)) return -1;
                        continue;
                    }
                    ++refused;
                    if (!outcome.receiver.ok() && !names_peer(outcome.receiver.error(), "P1")) return -1;
                    if (!outcome.sender.ok() && !names_peer(outcome.sender.error(), "P0")) return -1;
                }
    return refused;
}

}  // namespace

class TestVoleTampering : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void everyMessageOfVole();
    void everyMessageFromBaseTransfersOn();
    void aWrongLeafSumIsFound();
    void wrongSumsOfBothSidesAreFound();
    void anotherTreeIsFound();
    void oneWrongSumTellsOneBitOrIsFound();
    void anotherDeltaIsFound();
    void differentTermsAreFound();
};

void TestVoleTampering::everyMessageOfVole() {
    const int refused = attack_all(run_silent_vole, false, 40);
    QVERIFY2(refused > 80, std::to_string(refused).c_str());
}

void TestVoleTampering::everyMessageFromBaseTransfersOn() {
    const int refused = attack_all(run_silent_vole, true, 3);
    QVERIFY2(refused > 60, std::to_string(refused).c_str());
}

void TestVoleTampering::aWrongLeafSumIsFound() {
    for (const std::size_t tree : {0, 1, 124, 125, 249})
        for (const Block change : {Block{1, 0}, Block{0, 1}, Block{0, std::uint64_t{1} << 63}}) {
            const auto alter = [&](auto trees) { trees[tree_at(tree) + 2 * depth] ^= change; };
            QVERIFY(caught(with_trees(run_silent_vole, alter)));
        }
    // Two that would cancel in a sum without coefficients.
    const auto cancel = [](auto trees) {
        trees[tree_at(3) + 2 * depth] ^= Block{77, 0};
        trees[tree_at(4) + 2 * depth] ^= Block{77, 0};
    };
    QVERIFY(caught(with_trees(run_silent_vole, cancel)));
}

void TestVoleTampering::wrongSumsOfBothSidesAreFound() {
    for (std::size_t level = 0; level < depth; ++level) {
        const auto alter = [&](auto trees) {
            for (std::size_t side = 0; side < 2; ++side) trees[tree_at(9) + 2 * level + side] ^= Block{4, 0};
        };
        QVERIFY(caught(with_trees(run_silent_vole, alter)));
    }
}

void TestVoleTampering::anotherTreeIsFound() {
    // The sender keeps the leaves of one root and sends the sums of another.
    std::vector<Block> leaves(vole::NoiseShape::for_outputs(count).block), sums[2];
    Block all[2];
    for (std::size_t i = 0; i < 2; ++i) {
        sums[i].resize(2 * depth);
        all[i] = vole::expand_tree(hashes_of_run("test"), Block{i, i}, leaves, sums[i]);
    }
    const auto alter = [&](auto trees) {
        // The difference of two trees: as if one tree were replaced, under the same keys.
        for (std::size_t i = 0; i < 2 * depth; ++i) trees[tree_at(200) + i] ^= sums[0][i] ^ sums[1][i];
        trees[tree_at(200) + 2 * depth] ^= all[0] ^ all[1];
    };
    QVERIFY(caught(with_trees(run_silent_vole, alter)));
}

void TestVoleTampering::oneWrongSumTellsOneBitOrIsFound() {
    // The known leak: one sum is altered, and nothing happens if the receiver did not ask for it. What runs
    // go on are right all the same. (The README says why that is affordable.)
    for (std::size_t level = 0; level < depth; ++level)
        for (std::size_t tree = 0; tree < 5; ++tree) {
            int found_here = 0;
            for (std::size_t side = 0; side < 2; ++side) {
                const auto run = with_trees(run_silent_vole, [&](auto trees) {
                    trees[tree_at(tree) + 2 * level + side] ^= Block{1, 0};
                });
                if (run.receiver.ok())
                    QVERIFY(related(run));
                else
                    QVERIFY(caught(run));
                found_here += run.receiver.ok() ? 0 : 1;
            }
            QCOMPARE(found_here, 1);
        }
}

void TestVoleTampering::anotherDeltaIsFound() {
    /// Test double: a sender whose Delta is not that of its transfers.
    class Lying final : public ot::CotSender {
      public:
        Block delta() const override {
            return below_.delta() ^ Block { 1, 0 };
        }
        Result<BigVector<Block>> extend(std::size_t n) override { return below_.extend(n); }

      private:
        DealtCotSender below_{Deal{}};
    };
    Lying vole_cots;
    MemoryNetwork vole_network(names(2));
    QVERIFY(caught(run_silent_vole(vole_network, {.count = count, .sender_cots = &vole_cots})));
}

void TestVoleTampering::differentTermsAreFound() {
    {
        MemoryNetwork network(names(2));
        QVERIFY(caught(run_silent_vole(network, {.count = count, .sender_label = "another session"})));
    }
    {
        // The same shape, so that only the check can tell.
        MemoryNetwork network(names(2));
        const auto receive = [](vole::Parameters p, ot::CotReceiver& cots, const ot::Endpoint& endpoint) {
            ++p.count;
            return vole::receive_vole(p, cots, endpoint);
        };
        QVERIFY(caught(run_silent<vole::VoleReceived>(network, {.count = count}, receive, vole::send_vole)));
    }
    {
        // Another run of the same label.
        MemoryNetwork network(names(2));
        const auto receive = [](vole::Parameters p, ot::CotReceiver& cots, const ot::Endpoint& endpoint) {
            ++p.call;
            return vole::receive_vole(p, cots, endpoint);
        };
        QVERIFY(caught(run_silent<vole::VoleReceived>(network, {.count = count}, receive, vole::send_vole)));
    }
}

QTEST_APPLESS_MAIN(TestVoleTampering)
#include "test_vole_tampering.moc"
