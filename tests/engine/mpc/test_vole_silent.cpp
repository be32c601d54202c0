#include <QTest>

#include <set>

#include "crypto/gf128.h"
#include "engine/mpc/vole_runs.h"

using namespace tacit;
using namespace tacit::mpc;
using namespace tacit::testing;

namespace {

/// C = B + Delta A in every place.
bool related(const vole::VoleReceived& receiver, const BigVector<Block>& b, Block delta, std::size_t count) {
    if (receiver.a.size() != count || receiver.c.size() != count || b.size() != count) return false;
    BigVector<Block> c(count);
    crypto::gf_scale_add(delta, receiver.a.data(), b.data(), c.data(), count);
    return c == receiver.c;
}

std::vector<std::size_t> sizes() {
    std::vector<std::size_t> out{1, 2, 124, 125, 126, 1999, 2000, 2001, 2125, 2126, 4000, 4001, 5000};
    crypto::SeededRandom random(77);
    for (int i = 0; i < 20; ++i) out.push_back(1 + static_cast<std::size_t>(random.below(5000)));
    return out;
}

/// Nothing in common between elements: no value twice, and half of all bits set.
bool looks_random(const BigVector<Block>& x) {
    std::set<Block> seen(x.begin(), x.end());
    std::size_t ones = 0;
    for (const auto& block : x)
        ones += static_cast<std::size_t>(__builtin_popcountll(block.low) + __builtin_popcountll(block.high));
    const double bits = 128.0 * static_cast<double>(x.size());
    return seen.size() == x.size() &&
           std::abs(static_cast<double>(ones) - bits / 2) < 6 * std::sqrt(bits) / 2;
}

}  // namespace

class TestVoleSilent : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void voleIsRightAtAnySize();
    void voleIsRightAtAMillion();
    void voleIsRightOverRealTransfers();
    void outputsLookRandom();
    void threadsChangeNothing();
    void costIsWhatIsSent();
    void transcriptsDoNotChange();
    void impossibleCountsAreRefused();
    void stopsWhenAsked();
};

void TestVoleSilent::voleIsRightAtAnySize() {
    for (const auto count : sizes()) {
        MemoryNetwork network(names(2));
        const auto [receiver, sender] = run_silent_vole(network, {.count = count, .seed = count});
        QVERIFY(receiver.ok() && sender.ok());
        QVERIFY2(related(*receiver, *sender, Deal{}.delta, count), std::to_string(count).c_str());
    }
}

void TestVoleSilent::voleIsRightAtAMillion() {
    const std::size_t count = std::size_t{1} << 20;
    MemoryNetwork network(names(2));
    const auto [receiver, sender] = run_silent_vole(network, {.count = count});
    QVERIFY(receiver.ok() && sender.ok());
    QVERIFY(related(*receiver, *sender, Deal{}.delta, count));
}

void TestVoleSilent::voleIsRightOverRealTransfers() {
    for (const std::size_t count : {1, 5000, 200'000}) {
        MemoryNetwork network(names(2));
        const auto [receiver, sender] = run_silent_vole(network, {.count = count, .real_cots = true});
        QVERIFY(receiver.ok() && sender.ok());
        QVERIFY(related(*receiver, *sender, Deal{}.delta, count));
        auto cost = vole::vole_cost(count);
        cost += ot::softspoken_set_up_cost(ot::default_field_bits);
        cost += ot::softspoken_extend_cost(ot::default_field_bits, vole::vole_cots(count));
        QVERIFY(same(network.channel(0, 1).counters(), cost));
    }
}

void TestVoleSilent::outputsLookRandom() {
    const std::size_t count = 20'000;
    MemoryNetwork one(names(2));
    const auto vole = run_silent_vole(one, {.count = count});
    QVERIFY(vole.receiver.ok() && vole.sender.ok());
    QVERIFY(looks_random(vole.receiver->a) && looks_random(vole.receiver->c) && looks_random(*vole.sender));
}

void TestVoleSilent::threadsChangeNothing() {
    const std::size_t count = 100'000;
    MemoryNetwork one(names(2)), several(names(2));
    const auto first = run_silent_vole(one, {.count = count, .threads = 1});
    const auto second = run_silent_vole(several, {.count = count, .threads = 3});
    QVERIFY(first.sender.ok() && second.receiver.ok());
    QVERIFY(*first.sender == *second.sender);
    QVERIFY(first.receiver->a == second.receiver->a && first.receiver->c == second.receiver->c);
    QVERIFY(one.transcript() == several.transcript());
}

void TestVoleSilent::costIsWhatIsSent() {
    for (const std::size_t count : {1, 2000, 2001, 5000, 33'333}) {
        MemoryNetwork vole_network(names(2));
        QVERIFY(run_silent_vole(vole_network, {.count = count}).receiver.ok());
        QVERIFY(same(vole_network.channel(0, 1).counters(), vole::vole_cost(count)));
        QVERIFY(same(vole_network.channel(1, 0).counters(), mirrored(vole::vole_cost(count))));
    }
    // And the COTs that go in.
    class Counting final : public ot::CotSender {
      public:
        Block delta() const override { return below_.delta(); }
        Result<BigVector<Block>> extend(std::size_t count) override {
            asked += count;
            return below_.extend(count);
        }
        std::size_t asked = 0;

      private:
        DealtCotSender below_{Deal{}};
    };
    for (const std::size_t count : {1, 5000}) {
        Counting vole_cots;
        MemoryNetwork vole_network(names(2));
        QVERIFY(run_silent_vole(vole_network, {.count = count, .sender_cots = &vole_cots}).receiver.ok());
        QCOMPARE(vole_cots.asked, vole::vole_cots(count));
    }
}

void TestVoleSilent::transcriptsDoNotChange() {
    MemoryNetwork vole_network(names(2));
    const auto vole = run_silent_vole(vole_network, {.count = 3000});
    QVERIFY(vole.sender.ok());
    QCOMPARE(QByteArray::fromStdString(to_hex(vole_network.transcript())),
             QByteArray("38e5df807bcedd060ee3b70e7ebccae3b82a68c527524eb9ac23f2347c960e4a"));
    const auto outputs = crypto::Hasher("test")
                             .add(crypto::as_bytes(*vole.sender))
                             .add(crypto::as_bytes(vole.receiver->a))
                             .finish();
    QCOMPARE(QByteArray::fromStdString(to_hex(outputs)),
             QByteArray("e88fc0e2c5a51eab4d9d77f45b86ee52b1067a425a60c49f8c50608d1c9501b3"));
}

void TestVoleSilent::impossibleCountsAreRefused() {
    for (const std::size_t count : {std::size_t{0}, vole::max_count + 1}) {
        MemoryNetwork network(names(2));
        const auto vole = run_silent_vole(network, {.count = count});
        for (const auto& e : {vole.receiver.error(), vole.sender.error()}) QVERIFY(e.fault == Fault::usage);
    }
}

void TestVoleSilent::stopsWhenAsked() {
    Stopped stopped;
    MemoryNetwork network(names(2));
    crypto::SeededRandom random(1);
    Workers workers(1);
    DealtCotSender cots{Deal{}};
    const auto outcome =
        vole::send_vole({.count = 10}, cots, {network.channel(1, 0), random, workers, stopped, {}});
    QVERIFY(!outcome.ok() && outcome.error().fault == Fault::cancelled);
}

QTEST_APPLESS_MAIN(TestVoleSilent)
#include "test_vole_silent.moc"
