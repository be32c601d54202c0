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

/// The sender's outcome when the receiver sends these pairs.
Error sender_fault(const Bytes& pairs, std::size_t count) {
    MemoryNetwork network(names(2));
    const auto run = run_base(network, random_blocks(1, 1), count, 1, 1, At<Replacing, Bytes>{0, {pairs}});
    return run.sender.ok() ? error(Fault::internal, "accepted") : run.sender.error();
}

Bytes concatenated(std::initializer_list<View> parts) {
    Bytes out;
    for (const auto part : parts) out.insert(out.end(), part.begin(), part.end());
    return out;
}

}  // namespace

class TestBaseOt : public QObject {
    Q_OBJECT
  private slots:
    void receiverGetsTheKeyOfItsChoice();
    void labelsSeparate();
    void seededRunIsTheSameWithAnyThreads();
    void costIsWhatIsSent();
    void alterationsLeaveNoCommonKey();
    void strangeElementsAreRefused();
    void elementsThatCancelTheirHashAreCheating();
    void impossibleParametersAreRefused();
};

void TestBaseOt::receiverGetsTheKeyOfItsChoice() {
    for (const std::size_t count : {0, 1, 7, 128, 200}) {
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
    const auto first = run_base(one, choices, 4, 1, 1, {}, "a");
    const auto second = run_base(two, choices, 4, 1, 1, {}, "b");
    for (std::size_t i = 0; i < 4; ++i)
        for (std::size_t side = 0; side < 2; ++side)
            QVERIFY((*first.sender)[i][side] != (*second.sender)[i][side]);
}

void TestBaseOt::seededRunIsTheSameWithAnyThreads() {
    const auto choices = random_blocks(1, 9);
    MemoryNetwork first(names(2));
    const auto alone = run_base(first, choices, 128, 77);
    QCOMPARE(QByteArray::fromStdString(to_hex(first.transcript())),
             QByteArray("619b94844f92805efb54ef9d26d37cbe57d14d40adb299cccd3b65ef783a845e"));
    MemoryNetwork second(names(2));
    const auto many = run_base(second, choices, 128, 77, 3);
    QVERIFY(first.transcript() == second.transcript());
    QVERIFY(*alone.receiver == *many.receiver && *alone.sender == *many.sender);
}

void TestBaseOt::costIsWhatIsSent() {
    for (const std::size_t count : {1, 128}) {
        MemoryNetwork network(names(2));
        QVERIFY(run_base(network, random_blocks(1, 1), count, 1).sender.ok());
        QVERIFY(same(network.channel(0, 1).counters(), base_ot_cost(count)));
        QVERIFY(same(network.channel(1, 0).counters(), mirrored(base_ot_cost(count))));
    }
}

// Nobody confirms keys here; that is up to what is built on them. But all keys hang on all that was sent, so
// an alteration can never leave some keys right and some wrong.
void TestBaseOt::alterationsLeaveNoCommonKey() {
    constexpr std::size_t count = 5;
    const auto choices = random_blocks(1, 4);
    int refused = 0, apart = 0;
    for (const std::size_t from : {0, 1})
        for (const auto tamper : all_tampers)
            for (const std::uint64_t bit : {0, 7, 100, 252, 255, 256, 511, 512, 2559}) {
                if (tamper != Tamper::flip_bit && bit > 0) continue;
                At<TamperedChannel, Tamper, std::uint64_t, std::uint64_t> at{from, {tamper, 0, bit}};
                MemoryNetwork network(names(2));
                const auto run = run_base(network, choices, count, 6, 1, std::ref(at));
                for (const auto* status : {run.receiver.ok() ? nullptr : &run.receiver.error(),
                                           run.sender.ok() ? nullptr : &run.sender.error()}) {
                    if (status == nullptr) continue;
                    QVERIFY(status->fault == Fault::malformed_message || status->fault == Fault::cheating ||
                            status->fault == Fault::partner_gone);
                    QVERIFY(!status->partner.empty());
                    ++refused;
                }
                if (!run.receiver.ok() || !run.sender.ok() || tamper == Tamper::repeat) continue;
                for (std::size_t i = 0; i < count; ++i)
                    QVERIFY((*run.receiver)[i] != (*run.sender)[i][bit_of(choices, i)]);
                ++apart;
            }
    QVERIFY(refused > 10);
    QVERIFY(apart > 0);
}

void TestBaseOt::strangeElementsAreRefused() {
    const auto good = crypto::Point::base(crypto::Scalar::from_u64(5)).bytes();
    const ByteArray<32> identity{};
    ByteArray<32> large;  // not below the field's prime
    large.fill(0xff);
    auto negative = good;
    negative[0] ^= 1;  // RFC 9496: the encoded root is even
    for (const auto& bad : {identity, large, negative})
        for (const auto& pairs : {concatenated({bad, good}), concatenated({good, bad})}) {
            const auto fault = sender_fault(pairs, 1);
            QCOMPARE(fault.fault, Fault::malformed_message);
            QCOMPARE(fault.partner, std::string("P0"));
        }
    for (const auto& bad : {identity, large, negative}) {
        MemoryNetwork network(names(2));
        const auto run =
            run_base(network, random_blocks(1, 1), 3, 1, 1, At<Replacing, Bytes>{1, {concatenated({bad})}});
        QVERIFY(!run.receiver.ok());
        QCOMPARE(run.receiver.error().fault, Fault::malformed_message);
        QCOMPARE(run.receiver.error().partner, std::string("P1"));
    }
}

void TestBaseOt::elementsThatCancelTheirHashAreCheating() {
    // r_0 = 1 / H_0(r_1): the agreed element is the identity, and its key would be known to anybody.
    const auto one = crypto::Point::base(crypto::Scalar::from_u64(1));
    const auto session =
        crypto::Hasher("tacit/mpc/ot/base/session").add(as_view("test")).add(std::uint64_t{1}).finish();
    const ByteArray<9> place{};
    const auto hash = crypto::Point::from_uniform(
        crypto::sha512({as_view("tacit/mpc/ot/base/group"), session, place, one.bytes()}));
    const auto inverse = one - (hash + one);
    const auto fault = sender_fault(concatenated({inverse.bytes(), one.bytes()}), 1);
    QCOMPARE(fault.fault, Fault::cheating);
    QCOMPARE(fault.partner, std::string("P0"));
}

void TestBaseOt::impossibleParametersAreRefused() {
    MemoryNetwork network(names(2));
    OtParty party(network, 0, 1, 1, {});
    const auto choices = random_blocks(2, 1);
    QCOMPARE(receive_base({choices, 128}, party.endpoint("x")).error().fault, Fault::usage);
    QCOMPARE(receive_base({choices, 300}, party.endpoint("x")).error().fault, Fault::usage);
    QCOMPARE(send_base(max_base_ots + 1, party.endpoint("x")).error().fault, Fault::usage);
    QCOMPARE(network.channel(0, 1).counters().messages_sent, std::uint64_t{0});
}

QTEST_APPLESS_MAIN(TestBaseOt)
#include "test_base_ot.moc"
