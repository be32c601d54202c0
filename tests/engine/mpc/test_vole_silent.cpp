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

bool related(const vole::CotReceived& receiver, const BigVector<Block>& q, Block delta, std::size_t count) {
    if (receiver.t.size() != count || receiver.choices.size() != (count + 63) / 64 || q.size() != count)
        return false;
    for (std::size_t i = 0; i < count; ++i) {
        const bool choice = (receiver.choices[i / 64] >> (i % 64)) & 1;
        if (q[i] != (receiver.t[i] ^ (delta & Block::of_bit(choice)))) return false;
    }
    return count % 64 == 0 || receiver.choices.back() >> (count % 64) == 0;
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
  private slots:
    void voleIsRightAtAnySize();
    void voleIsRightAtAMillion();
    void voleIsRightOverRealTransfers();
    void cotIsRightAtAnySize();
    void cotIsRightAtAMillion();
    void cotIsRightOverRealTransfers();
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

void TestVoleSilent::cotIsRightOverRealTransfers() {
    for (const std::size_t count : {1, 5000, 200'000}) {
        MemoryNetwork network(names(2));
        const auto [receiver, sender] = run_silent_cot(network, {.count = count, .real_cots = true});
        QVERIFY(receiver.ok() && sender.ok());
        QVERIFY(related(*receiver, *sender, Deal{}.delta, count));
    }
}

void TestVoleSilent::cotIsRightAtAnySize() {
    for (const auto count : sizes()) {
        MemoryNetwork network(names(2));
        const auto [receiver, sender] = run_silent_cot(network, {.count = count, .seed = count});
        QVERIFY(receiver.ok() && sender.ok());
        QVERIFY2(related(*receiver, *sender, Deal{}.delta, count), std::to_string(count).c_str());
    }
}

void TestVoleSilent::cotIsRightAtAMillion() {
    const std::size_t count = std::size_t{1} << 20;
    MemoryNetwork network(names(2));
    const auto [receiver, sender] = run_silent_cot(network, {.count = count});
    QVERIFY(receiver.ok() && sender.ok());
    QVERIFY(related(*receiver, *sender, Deal{}.delta, count));
}

void TestVoleSilent::outputsLookRandom() {
    const std::size_t count = 20'000;
    MemoryNetwork one(names(2)), two(names(2));
    const auto vole = run_silent_vole(one, {.count = count});
    QVERIFY(vole.receiver.ok() && vole.sender.ok());
    QVERIFY(looks_random(vole.receiver->a) && looks_random(vole.receiver->c) && looks_random(*vole.sender));
    const auto cot = run_silent_cot(two, {.count = count});
    QVERIFY(cot.receiver.ok() && cot.sender.ok());
    QVERIFY(looks_random(cot.receiver->t) && looks_random(*cot.sender));
    std::size_t ones = 0;
    for (const auto word : cot.receiver->choices)
        ones += static_cast<std::size_t>(__builtin_popcountll(word));
    QVERIFY(std::abs(static_cast<double>(ones) - 10'000) < 6 * 71);
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
    MemoryNetwork three(names(2)), four(names(2));
    const auto third = run_silent_cot(three, {.count = count, .threads = 1});
    const auto fourth = run_silent_cot(four, {.count = count, .threads = 3});
    QVERIFY(third.receiver.ok() && fourth.sender.ok());
    QVERIFY(*third.sender == *fourth.sender && third.receiver->t == fourth.receiver->t);
    QVERIFY(third.receiver->choices == fourth.receiver->choices);
    QVERIFY(three.transcript() == four.transcript());
}

void TestVoleSilent::costIsWhatIsSent() {
    for (const std::size_t count : {1, 2000, 2001, 5000, 33'333}) {
        MemoryNetwork vole_network(names(2)), cot_network(names(2));
        QVERIFY(run_silent_vole(vole_network, {.count = count}).receiver.ok());
        QVERIFY(run_silent_cot(cot_network, {.count = count}).receiver.ok());
        QVERIFY(same(vole_network.channel(0, 1).counters(), vole::vole_cost(count)));
        QVERIFY(same(vole_network.channel(1, 0).counters(), mirrored(vole::vole_cost(count))));
        QVERIFY(same(cot_network.channel(0, 1).counters(), vole::cot_cost(count)));
        QVERIFY(same(cot_network.channel(1, 0).counters(), mirrored(vole::cot_cost(count))));
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
        Counting vole_cots, cot_cots;
        MemoryNetwork vole_network(names(2)), cot_network(names(2));
        QVERIFY(run_silent_vole(vole_network, {.count = count, .sender_cots = &vole_cots}).receiver.ok());
        QVERIFY(run_silent_cot(cot_network, {.count = count, .sender_cots = &cot_cots}).receiver.ok());
        QCOMPARE(vole_cots.asked, vole::vole_cots(count));
        QCOMPARE(cot_cots.asked, vole::cot_cots(count));
    }
}

void TestVoleSilent::transcriptsDoNotChange() {
    MemoryNetwork vole_network(names(2)), cot_network(names(2));
    const auto vole = run_silent_vole(vole_network, {.count = 3000});
    const auto cot = run_silent_cot(cot_network, {.count = 3000});
    QVERIFY(vole.sender.ok() && cot.sender.ok());
    QCOMPARE(to_hex(vole_network.transcript()),
             std::string("326e5c1cae8b8028f75602d2e9cdfc0150d4246692ad1ba6304d8aacdad44251"));
    QCOMPARE(to_hex(cot_network.transcript()),
             std::string("00238635d706b83ce7aa8998b1c80a4767644404351589862a75357f312d697f"));
    const auto outputs = crypto::Hasher("test")
                             .add(crypto::as_bytes(*vole.sender))
                             .add(crypto::as_bytes(vole.receiver->a))
                             .add(crypto::as_bytes(*cot.sender))
                             .finish();
    QCOMPARE(to_hex(outputs),
             std::string("f4bc90a39db3d44f000ae5b1e0fc73e30c26ec3763c799da7ee843ccac16e733"));
}

void TestVoleSilent::impossibleCountsAreRefused() {
    for (const std::size_t count : {std::size_t{0}, vole::max_count + 1}) {
        MemoryNetwork network(names(2));
        const auto vole = run_silent_vole(network, {.count = count});
        const auto cot = run_silent_cot(network, {.count = count});
        for (const auto& e :
             {vole.receiver.error(), cot.receiver.error(), vole.sender.error(), cot.sender.error()})
            QVERIFY(e.fault == Fault::usage);
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
