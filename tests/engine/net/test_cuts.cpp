#include <QTest>
#include <thread>

#include "support.h"

using namespace tacit;
using namespace tacit::net;
using namespace tacit::net::testing;

namespace {
Timing quick() {
    Timing timing;
    timing.ping = 50ms;
    timing.silent = 400ms;
    timing.gone = 1200ms;
    return timing;
}
}  // namespace

/// What a bad network does, through a proxy between partner and host.
class TestCuts : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void cutConnectionsLoseNothing();
    void cutConnectionsLoseNothingOnTheWayThroughTheHost();
    void controlMessagesSurviveCuts();
    void silenceIsNoticedAndThenGivenUp();
    void shortSilenceIsForgiven();
    void closingIsPromptWhateverTheNetworkDoes();
};

void TestCuts::cutConnectionsLoseNothing() {
    Party party(1);
    Proxy proxy(party.host().endpoint());
    QVERIFY(party.join(1, proxy.endpoint()));
    auto a = party.host_channel(1), b = party.partner_channel(1);
    for (int round = 0; round < 8; ++round) {
        proxy.cut_after(1'000'000 + 700'000 * static_cast<std::uint64_t>(round));
        const auto there = pattern(5 << 20, static_cast<std::uint32_t>(round)), back = pattern(3 << 20, 99);
        Status sent;
        std::thread host([&] {
            sent = a->send(there);
            const auto got = a->receive(back.size());
            if (sent.ok() && !(got.ok() && *got == back))
                sent = error(Fault::internal, "host received wrong");
        });
        const auto got = b->receive(there.size());
        const auto answered = b->send(back).ok() && b->flush().ok();
        host.join();
        QVERIFY(answered && sent.ok());
        QVERIFY(got.ok() && *got == there);
        QCOMPARE(proxy.cuts(), round + 1);
    }
}

void TestCuts::cutConnectionsLoseNothingOnTheWayThroughTheHost() {
    Party party(2);
    Proxy first(party.host().endpoint()), second(party.host().endpoint());
    QVERIFY(party.join(1, first.endpoint()));
    QVERIFY(party.join(2, second.endpoint()));
    auto a = party.between(1, 2), b = party.between(2, 1);
    for (int round = 0; round < 3; ++round) {
        (round % 2 ? first : second).cut_after(2'000'000);
        const auto message = pattern(6 << 20, static_cast<std::uint32_t>(round));
        Status sent;
        std::thread sender([&] {
            sent = a->send(message);
            if (sent.ok()) sent = a->flush();
        });
        const auto got = b->receive(message.size());
        sender.join();
        QVERIFY(sent.ok());
        QVERIFY(got.ok() && *got == message);
        QCOMPARE(first.cuts() + second.cuts(), round + 1);
    }
}

void TestCuts::controlMessagesSurviveCuts() {
    Party party(1);
    Proxy proxy(party.host().endpoint());
    QVERIFY(party.join(1, proxy.endpoint()));
    for (std::uint32_t i = 0; i < 12; ++i) {
        const auto body = pattern(20'000, i);
        QVERIFY(party.host().send_control(1, body).ok());
        QVERIFY(party.partner(1).send_control(0, body).ok());
        if (i % 2) proxy.cut();
        QCOMPARE(wait_for<ControlMessage>(party.partner(1))->body, body);
        QCOMPARE(wait_for<ControlMessage>(party.host())->body, body);
    }
    // Once each: nothing comes a second time.
    party.host().drain(patience);
    party.partner(1).drain(patience);
    QVERIFY(!wait_for<ControlMessage>(party.partner(1), 0ms).has_value());
    QVERIFY(!wait_for<ControlMessage>(party.host(), 0ms).has_value());
}

void TestCuts::silenceIsNoticedAndThenGivenUp() {
    Party party(1, quick());
    Proxy proxy(party.host().endpoint());
    QVERIFY(party.join(1, proxy.endpoint()));
    auto a = party.host_channel(1), b = party.partner_channel(1);
    proxy.freeze();
    QCOMPARE(a->receive(1).error().fault, Fault::partner_gone);
    QCOMPARE(b->receive(1).error().fault, Fault::partner_gone);
    for (auto* side : {static_cast<Transport*>(&party.host()), static_cast<Transport*>(&party.partner(1))}) {
        const auto silent = wait_for<PeerSilent>(*side);
        QVERIFY(silent && silent->since != SteadyTime{});
        QVERIFY(wait_for<PeerGone>(*side).has_value());
    }
}

void TestCuts::shortSilenceIsForgiven() {
    auto timing = quick();
    timing.gone = 1h;
    Party party(1, timing);
    Proxy proxy(party.host().endpoint());
    QVERIFY(party.join(1, proxy.endpoint()));
    auto a = party.host_channel(1), b = party.partner_channel(1);
    proxy.freeze();
    QVERIFY(a->send(pattern(100'000, 1)).ok() && a->flush().ok());
    QVERIFY(wait_for<PeerSilent>(party.host()).has_value());
    QVERIFY(wait_for<PeerSilent>(party.partner(1)).has_value());
    proxy.thaw();
    QVERIFY(wait_for<PeerConnected>(party.host()).has_value());
    QVERIFY(wait_for<PeerConnected>(party.partner(1)).has_value());
    QCOMPARE(*b->receive(100'000), pattern(100'000, 1));
}

void TestCuts::closingIsPromptWhateverTheNetworkDoes() {
    auto party = std::make_unique<Party>(1);
    Proxy proxy(party->host().endpoint());
    QVERIFY(party->join(1, proxy.endpoint()));
    auto a = party->host_channel(1);
    proxy.freeze();
    QVERIFY(a->send(Bytes(3 << 20)).ok() && a->flush().ok());
    const auto start = std::chrono::steady_clock::now();
    a.reset();
    party.reset();
    // Without the bounded farewell this would wait for a connection that never answers.
    QVERIFY(std::chrono::steady_clock::now() - start < patience / 2);
}

QTEST_GUILESS_MAIN(TestCuts)
#include "test_cuts.moc"
