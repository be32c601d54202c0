#include <QTest>

#include <set>

#include "crypto/ristretto.h"
#include "engine/mpc/ot_runs.h"
#include "support/tampered_channel.h"

using namespace tacit;
using namespace tacit::mpc;
using namespace tacit::mpc::ot;
using namespace tacit::testing;

namespace {

struct BaseRun {
    Result<BigVector<Block>> receiver = error(Fault::internal);
    Result<KeyPairs> sender = error(Fault::internal);
};

BaseRun run_base(MemoryNetwork& network, const std::vector<Block>& choices, std::size_t count,
                 std::uint64_t seed, unsigned threads = 1, const Wrap& wrap = {},
                 std::string_view label = "test") {
    BaseRun out;
    network.run({[&] {
                     OtParty party(network, 0, seed, threads, wrap);
                     out.receiver = receive_base({choices, count}, party.endpoint(label));
                 },
                 [&] {
                     OtParty party(network, 1, seed, threads, wrap);
                     out.sender = send_base(count, party.endpoint(label));
                 }});
    return out;
}

/// Sends one message of its own in the place of the first.
class Replacing final : public ForwardingChannel {
  public:
    Replacing(Channel& below, Bytes message) : ForwardingChannel(below), message_(std::move(message)) {}
    Status send(View) override { return below_.send(message_); }

  private:
    Bytes message_;
};

/// The elements of 128 transfers, one of them replaced.
Bytes elements_with(std::size_t index, View bad) {
    Bytes out(16);
    const auto good = crypto::Point::base(crypto::Scalar::from_u64(5)).bytes();
    for (std::size_t i = 0; i < 128; ++i) {
        const auto one = i == index ? bad : View(good);
        out.insert(out.end(), one.begin(), one.end());
    }
    return out;
}

/// The first fault of a run, the sender's before the receiver's.
std::optional<Error> fault_of(const BaseRun& run) {
    if (!run.sender.ok()) return run.sender.error();
    if (!run.receiver.ok()) return run.receiver.error();
    return std::nullopt;
}

}  // namespace

class TestBaseOt : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void receiverGetsTheKeyOfItsChoice();
    void labelsSeparate();
    void seededRunIsTheSameWithAnyThreads();
    void costIsWhatIsSent();
    void alterationsAreFound();
    void aWrongGuessOfAChoiceIsFound();
    void keysHangOnEverythingSent();
    void strangeElementsAreRefused();
    void impossibleParametersAreRefused();
    void noKeysBeforeTheChallenge();
};

void TestBaseOt::receiverGetsTheKeyOfItsChoice() {
    for (const std::size_t count : {81, 128, 200}) {
        const auto choices = random_blocks(blocks_for(count), count);
        MemoryNetwork network(names(2));
        const auto run = run_base(network, choices, count, 5);
        QVERIFY(run.receiver.ok() && run.sender.ok());
        QCOMPARE(run.receiver->size(), count);
        QCOMPARE(run.sender->size(), count);
        std::set<Block> keys;
        for (std::size_t i = 0; i < count; ++i) {
            const bool choice = bit_of(choices, i);
            QVERIFY((*run.receiver)[i] == (*run.sender)[i][choice]);
            keys.insert((*run.sender)[i].begin(), (*run.sender)[i].end());
        }
        QCOMPARE(keys.size(), 2 * count);
    }
}

void TestBaseOt::labelsSeparate() {
    const auto choices = random_blocks(1, 3);
    MemoryNetwork one(names(2)), two(names(2));
    const auto first = run_base(one, choices, 100, 1, 1, {}, "a");
    const auto second = run_base(two, choices, 100, 1, 1, {}, "b");
    for (std::size_t i = 0; i < 100; ++i)
        for (std::size_t side = 0; side < 2; ++side)
            QVERIFY((*first.sender)[i][side] != (*second.sender)[i][side]);
}

void TestBaseOt::seededRunIsTheSameWithAnyThreads() {
    const auto choices = random_blocks(1, 9);
    MemoryNetwork first(names(2));
    const auto alone = run_base(first, choices, 128, 77);
    QCOMPARE(QByteArray::fromStdString(to_hex(first.transcript())),
             QByteArray("3a7e6c317c72430644f62b04ae54bcd52087fe9f5b61eb6302f9a144a2c4a918"));
    MemoryNetwork second(names(2));
    const auto many = run_base(second, choices, 128, 77, 3);
    QVERIFY(first.transcript() == second.transcript());
    QVERIFY(*alone.receiver == *many.receiver && *alone.sender == *many.sender);
}

void TestBaseOt::costIsWhatIsSent() {
    for (const std::size_t count : {81, 128}) {
        MemoryNetwork network(names(2));
        QVERIFY(run_base(network, random_blocks(1, 1), count, 1).sender.ok());
        QVERIFY(same(network.channel(0, 1).counters(), base_ot_cost(count)));
        QVERIFY(same(network.channel(1, 0).counters(), mirrored(base_ot_cost(count))));
    }
}

// Each side shows the other that it knows its keys, and keys hang on all that was sent before.
void TestBaseOt::alterationsAreFound() {
    constexpr std::size_t count = 128;
    const auto choices = random_blocks(1, 4);
    int found = 0;
    for (const std::size_t from : {0, 1})
        for (const std::uint64_t message : {0, 1})
            for (const auto tamper : all_tampers)
                for (const std::uint64_t bit : {0, 7, 127, 128, 255, 512, 16383, 16390, 16639}) {
                    if (tamper != Tamper::flip_bit && bit > 0) continue;
                    At<TamperedChannel, Tamper, std::uint64_t, std::uint64_t> at{from,
                                                                                 {tamper, message, bit}};
                    MemoryNetwork network(names(2));
                    const auto run = run_base(network, choices, count, 6, 1, std::ref(at));
                    QVERIFY(at.channel->altered());
                    const auto fault = fault_of(run);
                    // Of the last messages, a second copy is never read, though who sends it may find that
                    // the peer is gone; of a challenge, the bit of a choice that is 0 is not looked at.
                    if (message == 1 && tamper == Tamper::repeat) {
                        QVERIFY(from == 0 ? run.sender.ok() : run.receiver.ok());
                        continue;
                    }
                    const bool spoilt_sum =
                        from == 1 && message == 1 && tamper == Tamper::flip_bit && bit < 128 * count;
                    if (spoilt_sum && !bit_of(choices, bit / 128)) {
                        QVERIFY(!fault);
                        continue;
                    }
                    QVERIFY(fault);
                    QVERIFY(fault->fault == Fault::malformed_message || fault->fault == Fault::cheating ||
                            fault->fault == Fault::partner_gone);
                    QVERIFY(!fault->partner.empty());
                    ++found;
                }
    QVERIFY(found > 40);
}

// A sender that spoils the sum of one transfer is found by a receiver whose choice there is 1, and by no
// other.
void TestBaseOt::aWrongGuessOfAChoiceIsFound() {
    const auto choices = random_blocks(1, 8);
    int ones = 0;
    for (std::uint64_t i = 0; i < 128; i += 9) {
        At<TamperedChannel, Tamper, std::uint64_t, std::uint64_t> at{1, {Tamper::flip_bit, 1, 128 * i + 5}};
        MemoryNetwork network(names(2));
        const auto run = run_base(network, choices, 128, 6, 1, std::ref(at));
        QCOMPARE(run.receiver.ok(), !bit_of(choices, i));
        QCOMPARE(run.sender.ok(), run.receiver.ok());
        if (run.receiver.ok()) continue;
        QCOMPARE(run.receiver.error().fault, Fault::cheating);
        QCOMPARE(run.receiver.error().partner, std::string("P1"));
        ++ones;
    }
    QVERIFY(ones > 2 && ones < 13);
}

// Another element in one transfer, and no key of any transfer is what it was.
void TestBaseOt::keysHangOnEverythingSent() {
    const auto other = crypto::Point::base(crypto::Scalar::from_u64(6)).bytes();
    std::set<Block> keys;
    for (const std::size_t index : {std::size_t{3}, std::size_t{4}}) {
        MemoryNetwork network(names(2));
        OtParty party(network, 1, 1, 1, {});
        auto sender = BaseSender::begin(128, party.endpoint("test"));
        QVERIFY(sender.ok());
        QVERIFY(network.channel(0, 1).send(elements_with(index, other)).ok());
        QVERIFY(sender->challenge().ok());
        // The answer of somebody who knows only what came over the wire.
        QVERIFY(network.channel(0, 1).send(Bytes(32)).ok());
        const auto refused = sender->finish();
        QVERIFY(!refused.ok());
        QCOMPARE(refused.error().fault, Fault::cheating);
        QCOMPARE(refused.error().partner, std::string("P0"));
        QVERIFY(network.channel(0, 1).receive(32).ok());
        const auto challenge = network.channel(0, 1).receive(128 * 16 + 32);
        QVERIFY(challenge.ok());
        for (std::size_t i = 0; i < 128; ++i) keys.insert(Block::load(&(*challenge)[i * 16]));
    }
    QCOMPARE(keys.size(), std::size_t{256});
}

void TestBaseOt::strangeElementsAreRefused() {
    const auto good = crypto::Point::base(crypto::Scalar::from_u64(5)).bytes();
    const ByteArray<32> identity{};
    ByteArray<32> large;  // not below the field's prime
    large.fill(0xff);
    auto negative = good;
    negative[0] ^= 1;  // RFC 9496: the encoded root is even
    for (const auto& bad : {identity, large, negative}) {
        for (const std::size_t index : {0, 127}) {
            MemoryNetwork network(names(2));
            const auto run = run_base(network, random_blocks(1, 1), 128, 1, 1,
                                      At<Replacing, Bytes>{0, {elements_with(index, bad)}});
            QVERIFY(!run.sender.ok());
            QCOMPARE(run.sender.error().fault, Fault::malformed_message);
            QCOMPARE(run.sender.error().partner, std::string("P0"));
        }
        MemoryNetwork network(names(2));
        const auto run =
            run_base(network, random_blocks(1, 1), 128, 1, 1, At<Replacing, Bytes>{1, {to_bytes(bad)}});
        QVERIFY(!run.receiver.ok());
        QCOMPARE(run.receiver.error().fault, Fault::malformed_message);
        QCOMPARE(run.receiver.error().partner, std::string("P1"));
    }
}

void TestBaseOt::impossibleParametersAreRefused() {
    MemoryNetwork network(names(2));
    OtParty party(network, 0, 1, 1, {});
    const auto choices = random_blocks(2, 1);
    QCOMPARE(receive_base({choices, 128}, party.endpoint("x")).error().fault, Fault::usage);
    QCOMPARE(receive_base({choices, 300}, party.endpoint("x")).error().fault, Fault::usage);
    QCOMPARE(receive_base({std::span(choices).first(1), 80}, party.endpoint("x")).error().fault,
             Fault::usage);
    QCOMPARE(send_base(80, party.endpoint("x")).error().fault, Fault::usage);
    QCOMPARE(send_base(max_base_ots + 1, party.endpoint("x")).error().fault, Fault::usage);
    QCOMPARE(network.channel(0, 1).counters().messages_sent, std::uint64_t{0});
}

void TestBaseOt::noKeysBeforeTheChallenge() {
    MemoryNetwork network(names(2));
    OtParty sender(network, 0, 1, 1, {}), receiver(network, 1, 2, 1, {});
    const auto to = sender.endpoint("x"), from = receiver.endpoint("x");
    const auto choices = random_blocks(1, 1);
    auto keys = BaseSender::begin(128, to);
    auto chosen = BaseReceiver::begin({choices, 128}, from);
    QVERIFY(keys.ok() && chosen.ok());
    QCOMPARE(keys->finish().error().fault, Fault::usage);
    QCOMPARE(chosen->finish().error().fault, Fault::usage);
}

QTEST_APPLESS_MAIN(TestBaseOt)
#include "test_base_ot.moc"
