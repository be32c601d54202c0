#include <QTest>
#include <random>

#include "net/stream.h"

using namespace tacit;
using namespace tacit::net;
using namespace std::chrono_literals;

namespace {

SteadyTime at(std::chrono::milliseconds since_start) {
    return SteadyTime{} + 1h + since_start;
}

Body body(std::size_t size, std::uint8_t fill = 7) {
    return std::make_shared<Bytes>(size, fill);
}

/// One direction of a link that keeps packets in the air and does to them what `Weather` says.
struct Weather {
    double loss = 0, repeat = 0;
    int delay_ms = 5, jitter_ms = 0;
    int bytes_per_ms = 0;  ///< 0: as fast as you like; else they wait for each other
};

class Link {
  public:
    Link(Weather weather, std::mt19937_64& dice) : weather_(weather), dice_(dice) {}

    void carry(Stream::Packet packet, SteadyTime now) {
        const int copies = chance(weather_.loss) ? 0 : chance(weather_.repeat) ? 2 : 1;
        for (int i = 0; i < copies; ++i) {
            const auto jitter = weather_.jitter_ms ? static_cast<int>(dice_() % weather_.jitter_ms) : 0;
            free_ = std::max(free_, now);
            if (weather_.bytes_per_ms > 0)
                free_ += std::chrono::microseconds(1000 * (40 + (packet.body ? packet.body->size() : 0)) /
                                                   static_cast<std::size_t>(weather_.bytes_per_ms));
            air_.emplace(free_ + std::chrono::milliseconds(weather_.delay_ms + jitter), packet);
        }
    }
    std::optional<Stream::Packet> arrived(SteadyTime now) {
        if (air_.empty() || air_.begin()->first > now) return std::nullopt;
        auto packet = std::move(air_.begin()->second);
        air_.erase(air_.begin());
        return packet;
    }
    std::optional<SteadyTime> next_arrival() const {
        return air_.empty() ? std::nullopt : std::optional(air_.begin()->first);
    }
    void lose_everything() { air_.clear(); }

  private:
    bool chance(double p) { return std::uniform_real_distribution<>(0, 1)(dice_) < p; }
    Weather weather_;
    std::mt19937_64& dice_;
    std::multimap<SteadyTime, Stream::Packet> air_;
    SteadyTime free_{};
};

struct End {
    Stream stream;
    Bytes to_send;
    std::size_t pushed = 0;
    Bytes received;
};

Status give(Stream& to, const Stream::Packet& packet, SteadyTime now) {
    const auto seen = packet.type == PacketType::ack ? packet.offset : packet.acknowledged;
    TACIT_TRY(to.on_ack(packet.acknowledged, packet.credit, seen, now));
    if (packet.type == PacketType::probe) to.on_probe(packet.offset);
    if (packet.type == PacketType::resume) to.on_resume(packet.offset);
    if (packet.type == PacketType::answer) return to.on_answer(packet.offset, now);
    if (packet.type == PacketType::data) return to.on_data(packet.offset, *packet.body, now);
    return {};
}

/// Two ends with random segments, a reader that dawdles, and virtual time that jumps to the next thing to do.
class World {
  public:
    World(std::uint64_t seed, Weather weather, StreamLimits limits, std::size_t most)
        : dice_(seed),
          there_(weather, dice_),
          back_(weather, dice_),
          limits_(limits),
          a_{Stream(limits), {}, 0, {}},
          b_{Stream(limits), {}, 0, {}} {
        for (auto* end : {&a_, &b_}) {
            end->to_send.resize(dice_() % most);
            for (auto& byte : end->to_send) byte = static_cast<std::uint8_t>(dice_());
        }
    }

    /// False if it did not end in an hour of virtual time, or if an honest packet was refused.
    bool run(int cuts = 0) {
        for (int step = 0; now_ < at(1h) && step < 2'000'000; ++step) {
            if (done()) return true;
            if (cuts > 0 && dice_() % 50 == 0) {
                --cuts;
                there_.lose_everything();
                back_.lose_everything();
                const auto who = dice_() % 3;
                if (who != 0) a_.stream.resume();
                if (who != 1) b_.stream.resume();
            }
            if (!work(a_, there_) || !work(b_, back_)) return false;
            if (!hear(a_, back_) || !hear(b_, there_)) return false;
            advance();
        }
        return false;
    }
    bool done() const {
        return a_.received == b_.to_send && b_.received == a_.to_send && a_.stream.idle() && b_.stream.idle();
    }
    SteadyTime now() const { return now_; }
    std::uint64_t resent() const { return a_.stream.resent() + b_.stream.resent(); }

  private:
    bool work(End& end, Link& out) {
        while (end.pushed < end.to_send.size() && end.stream.has_room() && dice_() % 4 != 0) {
            const auto size =
                std::min<std::size_t>(1 + dice_() % limits_.segment, end.to_send.size() - end.pushed);
            if (end.stream.push_offset() != end.pushed) return false;
            const auto from = end.to_send.begin() + static_cast<std::ptrdiff_t>(end.pushed);
            end.stream.push(std::make_shared<Bytes>(from, from + static_cast<std::ptrdiff_t>(size)), size);
            end.pushed += size;
        }
        while (auto packet = end.stream.next(now_)) out.carry(std::move(*packet), now_);
        while (end.stream.readable() && dice_() % 3 != 0) {
            const auto bytes = end.stream.take();
            end.received.insert(end.received.end(), bytes.begin(), bytes.end());
            end.stream.release(bytes.size());
        }
        return end.stream.available() <= limits_.window;
    }
    bool hear(End& end, Link& in) {
        while (auto packet = in.arrived(now_)) {
            if (!give(end.stream, *packet, now_).ok()) return false;
        }
        return true;
    }
    void advance() {
        auto next = now_ + 1s;
        for (const auto& when :
             {there_.next_arrival(), back_.next_arrival(), a_.stream.deadline(), b_.stream.deadline()})
            if (when) next = std::min(next, *when);
        const bool busy = a_.stream.readable() || b_.stream.readable() || a_.pushed < a_.to_send.size() ||
                          b_.pushed < b_.to_send.size();
        now_ = std::max(busy ? std::min(next, now_ + 1ms) : next, now_);
    }

    std::mt19937_64 dice_;
    SteadyTime now_ = at(0ms);
    Link there_, back_;
    StreamLimits limits_;
    End a_, b_;
};

StreamLimits small_limits() {
    StreamLimits limits;
    limits.window = 4096;
    limits.segment = 512;
    limits.segments = 16;
    return limits;
}

}  // namespace

class TestStream : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void everyByteArrivesOnceAndInOrder_data();
    void everyByteArrivesOnceAndInOrder();
    void connectionsThatAreCutLoseNothing();
    void quietLinkNeedsNoResend();
    void windowHoldsTheSenderBack();
    void creditComesBackAfterALostUpdate();
    void whatWasSentBeforeThePeerCouldHearComesAgain();
    void whatIsUnderWayWhenThePeerComesIsNotSentTwice();
    void slowLinkCarriesNothingTwice();
    void lateAnswersSendNothingAgain();
    void whoeverAsksOnAndOnGetsNoDataEachTime();
    void secondLossSoonAfterTheFirstIsMended();
    void whatIsSentAfterTheProbeIsNotMissing();
    void longLossIsMendedInFewRoundTrips();
    void deadLinkIsTriedEverMoreRarely();
    void liesInAcksAreFaults();
    void liesInDataAreFaults();
    void floodOfTinySegmentsIsBounded();
    void randomPacketsNeverBreakTheBounds();
};

void TestStream::everyByteArrivesOnceAndInOrder_data() {
    QTest::addColumn<double>("loss");
    QTest::addColumn<double>("repeat");
    QTest::addColumn<int>("jitter");
    QTest::newRow("calm") << 0.0 << 0.0 << 0;
    QTest::newRow("lossy") << 0.2 << 0.0 << 0;
    QTest::newRow("repeating") << 0.0 << 0.5 << 0;
    QTest::newRow("reordering") << 0.0 << 0.0 << 60;
    QTest::newRow("everything") << 0.3 << 0.3 << 200;
}

void TestStream::everyByteArrivesOnceAndInOrder() {
    QFETCH(double, loss);
    QFETCH(double, repeat);
    QFETCH(int, jitter);
    for (std::uint64_t seed = 0; seed < 600; ++seed) {
        World world(seed, {loss, repeat, 5, jitter}, small_limits(), 12'000);
        QVERIFY2(world.run(), qPrintable(QString("seed %1").arg(seed)));
    }
}

void TestStream::connectionsThatAreCutLoseNothing() {
    for (std::uint64_t seed = 0; seed < 500; ++seed) {
        World world(seed, {0, 0, 20, 0}, small_limits(), 20'000);
        QVERIFY2(world.run(5), qPrintable(QString("seed %1").arg(seed)));
        // At most a window each way at each cut, and little time.
        QVERIFY2(world.resent() <= 5 * 2 * 16 && world.now() < at(60s), qPrintable(QString::number(seed)));
        World slow(seed, {0.02, 0, 20, 0, 10}, small_limits(), 20'000);
        QVERIFY2(slow.run(5), qPrintable(QString("slow, seed %1").arg(seed)));
    }
}

void TestStream::quietLinkNeedsNoResend() {
    World world(1, {0, 0, 5, 0}, small_limits(), 200'000);
    QVERIFY(world.run());
    QCOMPARE(world.resent(), 0u);
}

void TestStream::windowHoldsTheSenderBack() {
    Stream stream(small_limits());
    std::size_t pushed = 0;
    while (stream.has_room()) {
        stream.push(body(512), 512);
        pushed += 512;
    }
    QCOMPARE(pushed, std::size_t{4096});
    Stream tiny(small_limits());
    for (int i = 0; i < 16; ++i) {
        QVERIFY(tiny.has_room());
        tiny.push(body(1), 1);
    }
    QVERIFY(!tiny.has_room());
}

void TestStream::creditComesBackAfterALostUpdate() {
    Stream sender(small_limits()), reader(small_limits());
    auto now = at(0ms);
    for (int i = 0; i < 8; ++i) sender.push(body(512), 512);
    while (auto packet = sender.next(now)) QVERIFY(reader.on_data(packet->offset, *packet->body, now).ok());
    auto ack = reader.next(now);
    QVERIFY(ack.has_value());
    QVERIFY(sender.on_ack(ack->acknowledged, ack->credit, ack->offset, now).ok());
    QVERIFY(sender.idle());
    sender.push(body(512), 512);
    QVERIFY(!sender.next(now).has_value());  // no credit
    while (reader.readable()) reader.release(reader.take().size());
    QVERIFY(reader.next(now).has_value());  // the update, which is lost
    QVERIFY(sender.deadline().has_value());
    now = *sender.deadline();
    const auto probe = sender.next(now);
    QVERIFY(probe.has_value());
    QCOMPARE(probe->type, PacketType::probe);
    QVERIFY(give(reader, *probe, now).ok());
    const auto answer = reader.next(now);
    QVERIFY(answer.has_value());
    QCOMPARE(answer->type, PacketType::answer);
    QVERIFY(give(sender, *answer, now).ok());
    const auto data = sender.next(now);
    QVERIFY(data.has_value());
    QCOMPARE(data->type, PacketType::data);
}

/// Carries packets between two streams, each way at once and in order, until neither has any to send.
void talk(Stream& a, Stream& b, SteadyTime now) {
    for (bool more = true; more;) {
        more = false;
        for (auto* from : {&a, &b})
            while (auto packet = from->next(now)) {
                QVERIFY(give(from == &a ? b : a, *packet, now).ok());
                more = true;
            }
    }
}

void TestStream::whatWasSentBeforeThePeerCouldHearComesAgain() {
    Stream sender(small_limits()), reader(small_limits());
    sender.resume();
    while (sender.next(at(0ms))) {
    }
    sender.push(body(10), 10);
    QVERIFY(sender.next(at(10ms)).has_value());  // lost, as the probe was: the reader was not there yet
    reader.resume();
    talk(reader, sender, at(20ms));
    QCOMPARE(reader.available(), std::size_t{10});
    QCOMPARE(sender.resent(), std::uint64_t{1});
}

void TestStream::whatIsUnderWayWhenThePeerComesIsNotSentTwice() {
    Stream sender(small_limits()), reader(small_limits());
    sender.push(body(10), 10);
    const auto data = sender.next(at(0ms));
    reader.resume();
    const auto resume = reader.next(at(0ms));
    QVERIFY(data.has_value() && resume.has_value());
    // They cross. What the sender asks now arrives behind the data.
    QVERIFY(give(sender, *resume, at(5ms)).ok());
    QVERIFY(give(reader, *data, at(5ms)).ok());
    talk(sender, reader, at(10ms));
    QCOMPARE(sender.resent(), std::uint64_t{0});
    QVERIFY(!sender.next(at(30ms)).has_value());
}

void TestStream::slowLinkCarriesNothingTwice() {
    // Much slower than the first timers think, and never a round trip without a queue before it.
    for (const int delay : {700, 3000, 20'000}) {
        World world(7, {0, 0, delay, 0}, small_limits(), 100'000);
        QVERIFY(world.run());
        QCOMPARE(world.resent(), std::uint64_t{0});
    }
    // Where packets wait for each other, a window takes four seconds.
    World world(7, {0, 0, 5, 0, 1}, small_limits(), 100'000);
    QVERIFY(world.run());
    QCOMPARE(world.resent(), std::uint64_t{0});
}

void TestStream::lateAnswersSendNothingAgain() {
    Stream sender(small_limits()), reader(small_limits());
    sender.push(body(10), 10);
    QVERIFY(sender.next(at(0ms)).has_value());  // lost
    std::vector<Stream::Packet> probes;
    for (auto now = at(0ms); probes.size() < 3; now = *sender.deadline())
        while (auto packet = sender.next(now)) probes.push_back(*packet);
    std::vector<Stream::Packet> answers;
    for (const auto& probe : probes) {
        QVERIFY(give(reader, probe, at(9s)).ok());
        answers.push_back(*reader.next(at(9s)));
    }
    QVERIFY(give(sender, answers[0], at(10s)).ok());
    QCOMPARE(sender.next(at(10s))->type, PacketType::data);
    QVERIFY(give(sender, answers[1], at(11s)).ok());
    QVERIFY(give(sender, answers[2], at(11s)).ok());
    QVERIFY(give(sender, answers[0], at(11s)).ok());
    while (const auto packet = sender.next(at(11s))) QVERIFY(packet->type != PacketType::data);
    QCOMPARE(sender.resent(), std::uint64_t{1});
    QVERIFY(!sender.on_answer(0, at(11s)).ok());
    QVERIFY(!sender.on_answer(1000, at(11s)).ok());  // to a probe that was never sent
}

void TestStream::whoeverAsksOnAndOnGetsNoDataEachTime() {
    Stream sender(small_limits());
    for (int i = 0; i < 8; ++i) sender.push(body(512), 512);
    while (sender.next(at(0ms))) {
    }
    for (int ms = 0; ms < 1000; ++ms) {
        sender.on_resume(static_cast<std::uint64_t>(ms));
        while (const auto packet = sender.next(at(std::chrono::milliseconds(ms))))
            if (packet->type == PacketType::probe)  // nothing has come, it says
                QVERIFY(sender.on_answer(packet->offset, at(std::chrono::milliseconds(ms))).ok());
    }
    QVERIFY(sender.resent() >= 8 && sender.resent() <= 10 * 8);
}

void TestStream::secondLossSoonAfterTheFirstIsMended() {
    Stream sender(small_limits()), reader(small_limits());
    sender.push(body(10), 10);
    QVERIFY(sender.next(at(0ms)).has_value());  // lost
    const auto ask = [&](std::chrono::milliseconds ms) {
        reader.resume();
        QVERIFY(give(sender, *reader.next(at(ms)), at(ms)).ok());
        while (const auto packet = sender.next(at(ms)))
            if (packet->type == PacketType::probe) {
                QVERIFY(give(reader, *packet, at(ms)).ok());
                QVERIFY(give(sender, *reader.next(at(ms)), at(ms)).ok());
            }
    };
    ask(20ms);  // what it brings about is lost, too
    QCOMPARE(sender.resent(), std::uint64_t{1});
    ask(40ms);
    QCOMPARE(sender.resent(), std::uint64_t{1});
    auto now = at(40ms);
    while (reader.available() == 0 && now < at(10s)) {
        now = *sender.deadline();
        talk(sender, reader, now);
    }
    QVERIFY(now <= at(200ms));
}

void TestStream::whatIsSentAfterTheProbeIsNotMissing() {
    Stream sender(small_limits()), reader(small_limits());
    for (int i = 0; i < 4; ++i) sender.push(body(512), 512);
    while (sender.next(at(0ms))) {
    }  // cut
    sender.resume();
    const auto resume = sender.next(at(10ms));
    QCOMPARE(resume->type, PacketType::resume);
    // New data leave before the answer comes, also if they waited when the connection came back.
    for (int i = 0; i < 3; ++i) sender.push(body(512), 512);
    std::vector<Stream::Packet> fresh;
    while (auto packet = sender.next(at(10ms))) fresh.push_back(*packet);
    QCOMPARE(fresh.size(), std::size_t{3});
    QVERIFY(give(reader, *resume, at(20ms)).ok());
    talk(reader, sender, at(20ms));
    QCOMPARE(sender.resent(), std::uint64_t{4});
    for (const auto& packet : fresh) QVERIFY(give(reader, packet, at(20ms)).ok());
    talk(sender, reader, at(30ms));
    QCOMPARE(reader.available(), std::size_t{7 * 512});
    QCOMPARE(sender.resent(), std::uint64_t{4});
}

void TestStream::longLossIsMendedInFewRoundTrips() {
    // Tiny segments, of which the first, and a run in the middle, get lost, while as much comes back.
    auto limits = small_limits();
    limits.segments = 1024;
    Stream sender(limits), reader(limits);
    for (int i = 0; i < 1000; ++i) sender.push(body(1), 1);
    std::vector<Stream::Packet> sent;
    while (auto packet = sender.next(at(0ms))) sent.push_back(*packet);
    std::vector<Stream::Packet> back;
    const auto hear = [&](const Stream::Packet& packet, SteadyTime when) {
        QVERIFY(give(reader, packet, when).ok());
        while (auto ack = reader.next(when)) back.push_back(*ack);
    };
    for (std::size_t i = 1; i < sent.size(); ++i)
        if (i < 100 || i >= 600) hear(sent[i], at(5ms));
    auto now = at(5ms);
    for (int turn = 0; reader.available() < 1000 && turn < 3; ++turn) {
        now += 5ms;
        reader.push(body(1), 1);
        while (auto packet = reader.next(now)) back.push_back(*packet);
        for (const auto& packet : std::exchange(back, {})) QVERIFY(give(sender, packet, now).ok());
        std::vector<Stream::Packet> again;
        while (auto packet = sender.next(now)) again.push_back(*packet);
        now += 5ms;
        for (const auto& packet : again) hear(packet, now);
    }
    QCOMPARE(reader.available(), std::size_t{1000});
    QVERIFY(sender.resent() <= 1 + 900);
}

void TestStream::deadLinkIsTriedEverMoreRarely() {
    Stream stream(small_limits());
    auto now = at(0ms);
    stream.push(body(100), 100);
    int sent = 0;
    while (now < at(60s)) {
        while (stream.next(now)) ++sent;
        QVERIFY(stream.deadline().has_value());
        QVERIFY(*stream.deadline() > now);
        now = *stream.deadline();
    }
    QVERIFY(sent >= 10 && sent <= 20);
    QCOMPARE(stream.resent(), std::uint64_t{0});  // nobody asked for it
}

void TestStream::liesInAcksAreFaults() {
    const auto now = at(0ms);
    Stream stream(small_limits());
    stream.push(body(100), 100);
    stream.push(body(100), 100);
    QVERIFY(!stream.on_ack(1, 9999, 1, now).ok());  // nothing sent yet
    QVERIFY(stream.next(now).has_value());
    QCOMPARE(stream.on_ack(200, 9999, 200, now).error().fault, Fault::malformed_message);  // pushed, not sent
    QVERIFY(stream.next(now).has_value());
    QVERIFY(!stream.on_ack(201, 9999, 201, now).ok());
    QVERIFY(!stream.on_ack(UINT64_MAX, UINT64_MAX, UINT64_MAX, now).ok());
    QVERIFY(!stream.on_ack(50, 9999, 50, now).ok());    // within a segment
    QVERIFY(!stream.on_ack(100, 99, 100, now).ok());    // credit before the ack
    QVERIFY(!stream.on_ack(100, 9999, 99, now).ok());   // saw less than acknowledged
    QVERIFY(!stream.on_ack(100, 9999, 201, now).ok());  // saw more than sent
    QVERIFY(!stream.idle());
    QVERIFY(stream.on_ack(100, 9999, 200, now).ok());
    QVERIFY(stream.on_ack(0, 5000, 0, now).ok());  // overtaken
    QVERIFY(stream.on_ack(200, 9999, 200, now).ok());
    QVERIFY(stream.idle());
}

void TestStream::liesInDataAreFaults() {
    const auto now = at(0ms);
    Stream stream(small_limits());
    const auto refused = [&](std::uint64_t offset, std::size_t size) {
        const auto status = stream.on_data(offset, Bytes(size), now);
        return !status.ok() && status.error().fault == Fault::malformed_message;
    };
    QVERIFY(refused(0, 0));
    QVERIFY(refused(0, 513));
    QVERIFY(refused(4096, 1));
    QVERIFY(refused(4000, 97));
    QVERIFY(refused(UINT64_MAX, 1));
    QVERIFY(refused(UINT64_MAX - 100, 200));
    QVERIFY(stream.on_data(100, Bytes(100), now).ok());
    QVERIFY(refused(100, 99));  // the same place with another length
    QVERIFY(refused(150, 10));
    QVERIFY(refused(50, 51));
    QVERIFY(refused(0, 101));
    QVERIFY(stream.on_data(0, Bytes(100), now).ok());
    QVERIFY(refused(150, 100));
    QVERIFY(stream.on_data(0, Bytes(100), now).ok());  // a repeat
    QCOMPARE(stream.available(), std::size_t{200});
    QVERIFY(refused(4096, 1));  // taken but not released bytes give no room
    while (stream.readable()) stream.release(stream.take().size());
    QVERIFY(stream.on_data(4096, Bytes(1), now).ok());
}

void TestStream::floodOfTinySegmentsIsBounded() {
    const auto now = at(0ms);
    auto limits = small_limits();
    limits.window = 1024 * 1024;
    Stream stream(limits);
    for (std::uint64_t i = 0; i < 1024 * 1024; ++i) QVERIFY(stream.on_data(i, Bytes(1), now).ok());
    QVERIFY(!stream.on_data(1024 * 1024, Bytes(1), now).ok());
    std::size_t chunks = 0;
    while (stream.readable()) {
        stream.take();
        ++chunks;
    }
    QVERIFY(chunks <= 17);
    Stream gaps(limits);
    std::size_t kept = 0;
    while (gaps.on_data(2 * kept + 1, Bytes(1), now).ok()) ++kept;
    QCOMPARE(kept, limits.segments);
}

void TestStream::randomPacketsNeverBreakTheBounds() {
    std::mt19937_64 dice(5);
    std::uint64_t accepted = 0, refused = 0;
    for (int round = 0; round < 300; ++round) {
        Stream stream(small_limits());
        auto now = at(0ms);
        for (int i = 0; i < 200; ++i) {
            now += std::chrono::milliseconds(dice() % 50);
            if (stream.has_room()) stream.push(body(1 + dice() % 512), 1);
            const auto near = dice() % 5000;
            Status status;
            if (dice() % 2)
                status = stream.on_data(near, Bytes(dice() % 600), now);
            else
                status = stream.on_ack(near % 20, near + dice() % 5000, near % 20 + dice() % 3, now);
            (status.ok() ? accepted : refused) += 1;
            if (dice() % 10 == 0) stream.on_resume(dice());
            if (dice() % 10 == 0) (stream.on_answer(dice() % 8, now).ok() ? accepted : refused) += 1;
            if (stream.readable() && dice() % 3 == 0) stream.release(stream.take().size());
            int burst = 0;
            while (stream.next(now)) QVERIFY(++burst < 64);
            QVERIFY(stream.available() <= 4096);
        }
    }
    QVERIFY(accepted > 1000);
    QVERIFY(refused > 1000);
}

QTEST_GUILESS_MAIN(TestStream)
#include "test_stream.moc"
