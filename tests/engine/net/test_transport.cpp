#include <QTest>
#include <thread>

#include "net/bench.h"
#include "support.h"

using namespace tacit;
using namespace tacit::net;
using namespace tacit::net::testing;

class TestTransport : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void controlMessagesGoBothWaysInOrder();
    void controlMessageQueuedBeforeThePartnerCame();
    void channelCarriesEverySize();
    void manySmallMessagesLeaveTogether();
    void bothSidesMaySendMuchBeforeTheyReceive();
    void otherLengthThanAgreedIsAFault();
    void partnersTalkThroughTheHost();
    void protocolMayStartBeforeTheOtherSideIsReady();
    void channelsAreOpenedOnceAndWithKeysWhereNeeded();
    void failedChannelsWakeWhoeverWaits();
    void fullWindowWaitsAndIsWokenByAFailure();
    void leavingIsHeardAtOnceAndLastWordsCanBeRead();
    void closedHostIsHeardByAllPartners();
    void sameProgramMayComeBackAfterItLeft();
    void trafficIsCounted();
    void drainReturnsWhenAllHasArrived();
    void postedEventsComeThrough();
    void throughputIsMeasured();
};

void TestTransport::controlMessagesGoBothWaysInOrder() {
    Party party(2);
    QVERIFY(party.join(1));
    QVERIFY(party.join(2));
    for (int i = 0; i < 500; ++i) {
        const auto text = pattern(static_cast<std::size_t>(i) * 7, 1);
        for (PeerId id : {PeerId{1}, PeerId{2}}) {
            QVERIFY(party.host().send_control(id, text).ok());
            const auto got = wait_for<ControlMessage>(party.partner(id));
            QVERIFY(got && got->from == 0 && got->body == text);
            QVERIFY(party.partner(id).send_control(0, text).ok());
            const auto back = wait_for<ControlMessage>(party.host());
            QVERIFY(back && back->from == id && back->body == text);
        }
    }
    QVERIFY(party.host().send_control(1, Bytes(64 * 1024, 9)).ok());
    QCOMPARE(wait_for<ControlMessage>(party.partner(1))->body.size(), std::size_t{64 * 1024});
    QCOMPARE(party.host().send_control(1, Bytes(64 * 1024 + 1)).error().fault, Fault::usage);
    QCOMPARE(party.host().send_control(3, Bytes(1)).error().fault, Fault::usage);
    QCOMPARE(party.partner(1).send_control(2, Bytes(1)).error().fault, Fault::usage);
}

void TestTransport::controlMessageQueuedBeforeThePartnerCame() {
    Party party(1);
    QVERIFY(party.host().send_control(1, as_view("early")).ok());
    QVERIFY(party.join(1));
    QCOMPARE(wait_for<ControlMessage>(party.partner(1))->body, to_bytes(as_view("early")));
}

void TestTransport::channelCarriesEverySize() {
    Party party(1);
    QVERIFY(party.join(1));
    const auto a = party.host_channel(1), b = party.partner_channel(1);
    QVERIFY(a && b);
    const std::size_t sizes[] = {0, 1, 2, 4095, 262'139, 262'140, 262'141, 262'144, 1 << 20, 10 << 20, 0, 3};
    for (const auto& [from, to] : {std::pair{a.get(), b.get()}, std::pair{b.get(), a.get()}}) {
        Status sent;
        std::thread sender([&, source = from] {
            for (const auto size : sizes)
                if (sent.ok()) sent = source->send(pattern(size, 3));
            if (sent.ok()) sent = source->flush();
        });
        bool same = true;
        for (const auto size : sizes) {
            const auto got = to->receive(size);
            same = same && got.ok() && *got == pattern(size, 3);
        }
        sender.join();
        QVERIFY(sent.ok());
        QVERIFY(same);
    }
    QCOMPARE(a->counters().messages_sent, 12u);
    QCOMPARE(a->counters().bytes_sent, b->counters().bytes_received);
    QCOMPARE(b->counters().bytes_sent, a->counters().bytes_received);
}

void TestTransport::manySmallMessagesLeaveTogether() {
    Party party(1);
    QVERIFY(party.join(1));
    const auto a = party.host_channel(1), b = party.partner_channel(1);
    constexpr int count = 20'000;
    for (int i = 0; i < count; ++i) QVERIFY(a->send(pattern(16, static_cast<std::uint32_t>(i))).ok());
    QVERIFY(a->flush().ok());
    for (int i = 0; i < count; ++i)
        QCOMPARE(*b->receive_up_to(20), pattern(16, static_cast<std::uint32_t>(i)));
    // 20 bytes each, in two segments; the rest are headers.
    QVERIFY(party.host().traffic()[0].bytes_sent < count * 20 + 4096);
}

void TestTransport::bothSidesMaySendMuchBeforeTheyReceive() {
    Party party(1);
    QVERIFY(party.join(1));
    const auto a = party.host_channel(1), b = party.partner_channel(1);
    const auto work = [](mpc::Channel& channel) {
        // Within the window of 4 MiB on both sides, so that nobody needs the other to read first.
        if (!channel.send(pattern(3 << 20, 1)).ok()) return false;
        const auto got = channel.receive(3 << 20);
        return got.ok() && *got == pattern(3 << 20, 1);
    };
    bool fine = false;
    std::thread other([&] { fine = work(*a); });
    const bool mine = work(*b);
    other.join();
    QVERIFY(mine && fine);
}

void TestTransport::otherLengthThanAgreedIsAFault() {
    Party party(2);
    QVERIFY(party.join(1));
    QVERIFY(party.join(2));
    auto a = party.host_channel(1), b = party.partner_channel(1);
    // The announcement alone decides; the bytes need not have come.
    std::thread sender([&] { (void)a->send(Bytes(9 << 20)); });
    const auto got = b->receive(5);
    QCOMPARE(got.error().fault, Fault::malformed_message);
    QCOMPARE(got.error().partner, std::string("host"));
    QCOMPARE(b->receive(5).error().fault, Fault::malformed_message);
    QCOMPARE(b->send(Bytes(1)).error().fault, Fault::malformed_message);
    party.host().fail_channels(error(Fault::cancelled));
    sender.join();

    auto c = party.partner_channel(2);
    QVERIFY(c->send(Bytes(100)).ok());
    QVERIFY(c->flush().ok());
    QVERIFY(!party.host_channel(2));  // its channels have been ended
}

void TestTransport::partnersTalkThroughTheHost() {
    Party party(3);
    for (PeerId id : {1, 2, 3}) QVERIFY(party.join(id));
    auto one_two = party.between(1, 2), two_one = party.between(2, 1);
    auto two_three = party.between(2, 3), three_two = party.between(3, 2);
    QVERIFY(one_two && two_one && two_three && three_two);
    Status sent;
    std::thread sender([&] {
        sent = one_two->send(pattern(10 << 20, 5));
        if (sent.ok()) sent = one_two->flush();
        if (sent.ok()) sent = two_three->send(pattern(1000, 6));
        if (sent.ok()) sent = two_three->flush();
    });
    const auto big = two_one->receive(10 << 20);
    const auto small = three_two->receive(1000);
    sender.join();
    QVERIFY(sent.ok());
    QVERIFY(big.ok() && *big == pattern(10 << 20, 5));
    QVERIFY(small.ok() && *small == pattern(1000, 6));
    QVERIFY(two_one->send({}).ok() && two_one->flush().ok());
    QVERIFY(one_two->receive(0).ok());
}

void TestTransport::protocolMayStartBeforeTheOtherSideIsReady() {
    Party party(2);
    QVERIFY(party.join(1));
    QVERIFY(party.join(2));
    auto to_host = party.partner_channel(1);
    auto to_two = party.between(1, 2);
    QVERIFY(to_host->send(pattern(100, 1)).ok() && to_host->flush().ok());
    QVERIFY(to_two->send(pattern(100, 2)).ok() && to_two->flush().ok());
    // A round trip, so that the packets have come before the channels are opened.
    QVERIFY(party.partner(1).send_control(0, as_view("x")).ok());
    QVERIFY(wait_for<ControlMessage>(party.host()).has_value());
    QVERIFY(party.host().send_control(2, as_view("x")).ok());
    QVERIFY(wait_for<ControlMessage>(party.partner(2)).has_value());
    QCOMPARE(*party.host_channel(1)->receive(100), pattern(100, 1));
    QCOMPARE(*party.between(2, 1)->receive(100), pattern(100, 2));
}

void TestTransport::channelsAreOpenedOnceAndWithKeysWhereNeeded() {
    Party party(2);
    QVERIFY(party.join(1));
    QCOMPARE(party.host().open_channel(1, "x", pair_keys(0, 1)).error().fault, Fault::usage);
    QCOMPARE(party.host().open_channel(0, "x", std::nullopt).error().fault, Fault::usage);
    QCOMPARE(party.host().open_channel(3, "x", std::nullopt).error().fault, Fault::usage);
    QCOMPARE(party.partner(1).open_channel(2, "x", std::nullopt).error().fault, Fault::usage);
    const auto first = party.host_channel(1);
    QVERIFY(first);
    QCOMPARE(party.host().open_channel(1, "x", std::nullopt).error().fault, Fault::usage);
}

void TestTransport::failedChannelsWakeWhoeverWaits() {
    Party party(1);
    QVERIFY(party.join(1));
    auto channel = party.partner_channel(1);
    Result<Bytes> got = error(Fault::internal);
    std::thread reader([&] { got = channel->receive(1); });
    party.partner(1).fail_channels(error(Fault::deadline, "first"));
    party.partner(1).fail_channels(error(Fault::cancelled, "second"));
    reader.join();
    QCOMPARE(got.error().fault, Fault::deadline);
    QCOMPARE(channel->send(Bytes(1)).error().fault, Fault::deadline);
}

void TestTransport::fullWindowWaitsAndIsWokenByAFailure() {
    Party party(1);
    QVERIFY(party.join(1));
    auto channel = party.partner_channel(1);
    std::atomic<bool> returned{false};
    Status sent;
    std::thread sender([&] {
        sent = channel->send(Bytes(40 << 20));  // nobody reads at the other side
        returned = true;
    });
    // The window is used up once 4 MiB have come over.
    while (party.host().traffic()[0].bytes_received < (4u << 20)) std::this_thread::yield();
    QVERIFY(!returned);
    QVERIFY(party.host().traffic()[0].bytes_received < (5u << 20));
    party.partner(1).fail_channels(error(Fault::cancelled));
    sender.join();
    QCOMPARE(sent.error().fault, Fault::cancelled);
}

void TestTransport::leavingIsHeardAtOnceAndLastWordsCanBeRead() {
    Party party(1);
    QVERIFY(party.join(1));
    auto mine = party.host_channel(1);
    auto theirs = party.partner_channel(1);
    QVERIFY(theirs->send(as_view("last")).ok());
    QVERIFY(theirs->flush().ok());
    QVERIFY(party.partner(1).send_control(0, as_view("words")).ok());
    party.partner(1).drain(patience);
    theirs.reset();
    party.leave(1);
    QCOMPARE(wait_for<ControlMessage>(party.host())->body, to_bytes(as_view("words")));
    QVERIFY(wait_for<PeerLeft>(party.host()).has_value());
    QVERIFY(mine->receive(4).ok());
    QCOMPARE(mine->receive(4).error().fault, Fault::partner_gone);
    QCOMPARE(mine->receive(4).error().partner, std::string("partner 1"));
    QCOMPARE(party.host().send_control(1, as_view("?")).error().fault, Fault::partner_gone);
}

void TestTransport::closedHostIsHeardByAllPartners() {
    Party party(2);
    QVERIFY(party.join(1));
    QVERIFY(party.join(2));
    auto relayed = party.between(1, 2);
    party.close_host();
    // The bye comes at once, unless a busy machine cuts it off: then silence tells, later.
    for (const PeerId id : {PeerId{1}, PeerId{2}})
        QVERIFY((wait_for_either<PeerLeft, PeerGone>(party.partner(id), patience + Timing().gone)));
    QCOMPARE(relayed->receive(1).error().fault, Fault::partner_gone);
}

void TestTransport::sameProgramMayComeBackAfterItLeft() {
    Party party(1);
    QVERIFY(party.join(1));
    auto before = party.host_channel(1);
    QVERIFY(party.partner(1).send_control(0, as_view("one")).ok());
    QVERIFY(wait_for<ControlMessage>(party.host()).has_value());
    party.leave(1);
    QVERIFY(wait_for<PeerLeft>(party.host()).has_value());
    QVERIFY(party.join(1));
    QVERIFY(party.host().send_control(1, as_view("two")).ok());
    QCOMPARE(wait_for<ControlMessage>(party.partner(1))->body, to_bytes(as_view("two")));
    QCOMPARE(before->receive(1).error().fault, Fault::partner_gone);
    auto after = party.host_channel(1), theirs = party.partner_channel(1);
    QVERIFY(after && theirs);
    QVERIFY(theirs->send(Bytes(5)).ok() && theirs->flush().ok());
    QVERIFY(after->receive(5).ok());
    QCOMPARE(before->send(Bytes(1)).ok() && before->flush().ok(), false);
}

void TestTransport::trafficIsCounted() {
    Party party(1);
    QVERIFY(party.join(1));
    auto a = party.host_channel(1), b = party.partner_channel(1);
    QVERIFY(a->send(Bytes(100'000)).ok() && a->flush().ok());
    QVERIFY(b->receive(100'000).ok());
    const auto traffic = party.partner(1).traffic();
    QCOMPARE(traffic.size(), std::size_t{1});
    QCOMPARE(traffic[0].peer, organizer_id);
    QVERIFY(traffic[0].bytes_received >= 100'000);
    QVERIFY(traffic[0].last_heard != SteadyTime{});
}

void TestTransport::drainReturnsWhenAllHasArrived() {
    Party party(1);
    QVERIFY(party.join(1));
    auto a = party.host_channel(1), b = party.partner_channel(1);
    QVERIFY(a->send(Bytes(3 << 20)).ok() && a->flush().ok());
    party.host().drain(patience);
    const auto before = std::chrono::steady_clock::now();
    party.host().drain(patience);
    QVERIFY(std::chrono::steady_clock::now() - before < patience / 2);  // nothing to wait for
    party.close_host();
    QVERIFY(wait_for<PeerLeft>(party.partner(1)).has_value());
    QVERIFY(b->receive(3 << 20).ok());
}

void TestTransport::postedEventsComeThrough() {
    Party party(1);
    std::thread other([&] { party.host().post(42); });
    const auto posted = wait_for<Posted>(party.host());
    other.join();
    QCOMPARE(posted->what, 42);
    QVERIFY(std::holds_alternative<TimedOut>(party.host().next_event(std::chrono::steady_clock::now())));
}

void TestTransport::throughputIsMeasured() {
    for (const bool relayed : {false, true}) {
        const auto result = measure_throughput(1 << 20, 32, relayed);
        QVERIFY(result.ok());
        QCOMPARE(result->bytes, std::size_t{32 << 20});
        qInfo("%s: %.0f MB/s", relayed ? "relayed" : "direct", result->megabytes_per_second);
    }
}

QTEST_GUILESS_MAIN(TestTransport)
#include "test_transport.moc"
