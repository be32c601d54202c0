#include <QTest>

#include "support/memory_network.h"
#include "support/tampered_channel.h"

using namespace tacit;
using namespace tacit::testing;

class TestMemoryNetwork : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void messagesArriveInOrderAndAreCounted();
    void lengthsAreChecked();
    void aFullBufferHoldsTheSenderBack();
    void waitingForEachOtherIsAStall();
    void waitingForWhoEndedIsPartnerGone();
    void whatWasSentBeforeTheEndStillArrives();
    void cancelEndsAllWaits();
    void tampering();
};

void TestMemoryNetwork::messagesArriveInOrderAndAreCounted() {
    MemoryNetwork network({"Aster", "Birch"});
    std::vector<std::string> got;
    network.run({[&] {
                     for (const auto* text : {"one", "two", ""})
                         QVERIFY(network.channel(0, 1).send(as_view(text)).ok());
                 },
                 [&] {
                     for (int i = 0; i < 3; ++i) {
                         const auto message = network.channel(1, 0).receive_up_to(10);
                         QVERIFY(message.ok());
                         got.emplace_back(as_text(*message));
                     }
                 }});
    QVERIFY((got == std::vector<std::string>{"one", "two", ""}));
    QCOMPARE(network.channel(0, 1).counters().bytes_sent, 6u);
    QCOMPARE(network.channel(0, 1).counters().messages_sent, 3u);
    QCOMPARE(network.channel(1, 0).counters().bytes_received, 6u);
    QCOMPARE(network.channel(1, 0).counters().messages_received, 3u);
    QVERIFY(!network.stalled());
}

void TestMemoryNetwork::lengthsAreChecked() {
    MemoryNetwork network({"Aster", "Birch"});
    for (int i = 0; i < 2; ++i) QVERIFY(network.channel(0, 1).send(as_view("four")).ok());
    const auto exact = network.channel(1, 0).receive(3);
    QVERIFY(!exact.ok() && exact.error().fault == Fault::malformed_message &&
            exact.error().partner == "Aster");
    const auto bounded = network.channel(1, 0).receive_up_to(3);
    QVERIFY(!bounded.ok() && bounded.error().fault == Fault::malformed_message);
}

void TestMemoryNetwork::aFullBufferHoldsTheSenderBack() {
    MemoryNetwork network({"Aster", "Birch"}, 10);
    std::uint64_t seen = 0;
    network.run({[&] {
                     for (int i = 0; i < 100; ++i) QVERIFY(network.channel(0, 1).send(Bytes(8)).ok());
                 },
                 [&] {
                     for (std::uint64_t i = 0; i < 100; ++i) {
                         QVERIFY(network.channel(1, 0).receive(8).ok());
                         // Never more than one above what was taken before this message, and the one in the
                         // buffer.
                         seen = std::max(seen, network.channel(0, 1).counters().messages_sent - i);
                     }
                 }});
    QVERIFY(seen <= 2);
}

void TestMemoryNetwork::waitingForEachOtherIsAStall() {
    MemoryNetwork network({"Aster", "Birch", "Cedar"});
    std::vector<Fault> faults(3, Fault::internal);
    std::vector<std::function<void()>> parties;
    for (std::size_t me = 0; me < 3; ++me)
        parties.push_back([&, me] {
            const auto message = network.channel(me, (me + 1) % 3).receive(1);
            if (!message.ok()) faults[me] = message.error().fault;
        });
    network.run(parties);
    QVERIFY(network.stalled());
    for (const auto fault : faults) QVERIFY(fault == Fault::partner_gone);
}

void TestMemoryNetwork::waitingForWhoEndedIsPartnerGone() {
    MemoryNetwork network({"Aster", "Birch"}, 4);
    Result<Bytes> received = Bytes{};
    Status sent;
    network.run({[] {},
                 [&] {
                     received = network.channel(1, 0).receive(1);
                     sent = network.channel(1, 0).send(Bytes(1));
                 }});
    QVERIFY(!received.ok() && received.error().fault == Fault::partner_gone);
    QCOMPARE(received.error().partner, std::string("Aster"));
    QVERIFY(!sent.ok() && sent.error().fault == Fault::partner_gone);
    QVERIFY(!network.stalled());
}

void TestMemoryNetwork::whatWasSentBeforeTheEndStillArrives() {
    MemoryNetwork network({"Aster", "Birch"});
    QVERIFY(network.channel(0, 1).send(as_view("last")).ok());
    network.finish(0);
    QVERIFY(network.channel(1, 0).receive(4).ok());
    QVERIFY(!network.channel(1, 0).receive(4).ok());
}

void TestMemoryNetwork::cancelEndsAllWaits() {
    MemoryNetwork network({"Aster", "Birch", "Cedar"});
    Fault fault = Fault::internal;
    network.run({[&] {
                     const auto message = network.channel(0, 1).receive(1);
                     if (!message.ok()) fault = message.error().fault;
                 },
                 [&] {
                     // Until the third party cancels, this one waits as well.
                     QVERIFY(!network.channel(1, 0).receive(1).ok());
                 },
                 [&] { network.cancel(); }});
    QVERIFY(fault == Fault::cancelled);
    const auto later = network.channel(2, 0).send(Bytes(1));
    QVERIFY(!later.ok() && later.error().fault == Fault::cancelled);
}

void TestMemoryNetwork::tampering() {
    struct Case {
        Tamper tamper;
        std::vector<std::string> expected;
    };
    const Case cases[] = {{Tamper::flip_bit, {"aa", "cb", "cc"}},
                          {Tamper::drop, {"aa", "cc"}},
                          {Tamper::repeat, {"aa", "bb", "bb", "cc"}},
                          {Tamper::truncate, {"aa", "b", "cc"}},
                          {Tamper::extend, {"aa", std::string("bb\0", 3), "cc"}},
                          {Tamper::reorder, {"aa", "cc", "bb"}},
                          {Tamper::zero, {"aa", std::string(2, '\0'), "cc"}},
                          {Tamper::replay, {"aa", "aa", "cc"}}};
    for (const auto& [tamper, expected] : cases) {
        MemoryNetwork network({"Aster", "Birch"});
        TamperedChannel channel(network.channel(0, 1), tamper, 1, 0);
        for (const auto* text : {"aa", "bb", "cc"}) QVERIFY(channel.send(as_view(text)).ok());
        QVERIFY(channel.altered());
        network.finish(0);
        std::vector<std::string> got;
        for (auto message = network.channel(1, 0).receive_up_to(10); message.ok();
             message = network.channel(1, 0).receive_up_to(10))
            got.emplace_back(as_text(*message));
        QVERIFY2(got == expected, tamper_name(tamper));
    }
}

QTEST_APPLESS_MAIN(TestMemoryNetwork)
#include "test_memory_network.moc"
