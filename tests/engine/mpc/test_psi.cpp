#include <QTest>

#include <map>
#include <set>

#include "crypto/hash.h"
#include "engine/mpc/runs.h"
#include "mpc/oprf/oprf.h"
#include "support/forwarding_channel.h"

using namespace tacit;
using namespace tacit::mpc;
using namespace tacit::mpc::psi;
using namespace tacit::testing;

namespace {

std::vector<Bytes> range(int begin, int end) {
    std::vector<Bytes> out;
    for (int i = begin; i < end; ++i) out.push_back(to_bytes(as_view("item " + std::to_string(i))));
    return out;
}

/// The oracle: places in `a` of what `b` has too.
std::vector<std::size_t> clear_matches(const std::vector<Bytes>& a, const std::vector<Bytes>& b) {
    const std::set<Bytes> other(b.begin(), b.end());
    std::vector<std::size_t> out;
    for (std::size_t i = 0; i < a.size(); ++i)
        if (other.contains(a[i])) out.push_back(i);
    return out;
}

/// Items of every length from 0, in no order.
std::vector<Bytes> random_items(std::size_t count, crypto::Random& random) {
    std::set<Bytes> out;
    while (out.size() < count) {
        Bytes item(random.below(6));
        for (auto& byte : item) byte = static_cast<std::uint8_t>(random.below(4));
        out.insert(item);
    }
    std::vector<Bytes> list;
    const std::vector<Bytes> sorted(out.begin(), out.end());
    for (const auto i : random_order(count, random)) list.push_back(sorted[i]);
    return list;
}

Tag tag(std::uint8_t value) {
    return Tag{value};
}

}  // namespace

class TestPsi : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void sets_data();
    void sets();
    void randomSets();
    void bothHearOnlyWhatWasAgreed();
    void severalBatchesOnSmallBuffers();
    void numberOfThreadsChangesNothingOnTheWire();
    void goldenTranscripts();
    void duplicatesAreRefused();
    void tooManyItemsAreRefused();
    void badElementsAreRefused_data();
    void badElementsAreRefused();
    void falseClaimsAreCheating_data();
    void falseClaimsAreCheating();
    void tooLargeACountIsCheating();
    void tagsAreTheOprfInRandomOrder();
    void countComesBackInRandomOrder();
    void joins();
    void orderIsUniform();
};

void TestPsi::sets_data() {
    QTest::addColumn<int>("xEnd");
    QTest::addColumn<int>("yBegin");
    QTest::addColumn<int>("yEnd");
    QTest::newRow("overlap") << 20 << 15 << 40;
    QTest::newRow("none") << 10 << 10 << 20;
    QTest::newRow("equal") << 25 << 0 << 25;
    QTest::newRow("inside") << 50 << 10 << 12;
    QTest::newRow("receiver empty") << 0 << 0 << 5;
    QTest::newRow("sender empty") << 5 << 0 << 0;
    QTest::newRow("both empty") << 0 << 0 << 0;
    QTest::newRow("one and one") << 1 << 0 << 1;
    QTest::newRow("few against a batch more") << 3 << 2 << 1040;
    QTest::newRow("a batch more against few") << 1040 << 1020 << 1041;
}

void TestPsi::sets() {
    QFETCH(int, xEnd);
    QFETCH(int, yBegin);
    QFETCH(int, yEnd);
    const auto x = range(0, xEnd);
    const auto y = range(yBegin, yEnd);
    const auto expected = clear_matches(x, y);
    for (const bool reveal : {false, true}) {
        MemoryNetwork network(names(2));
        const auto [receiver, sender] = run_rows(network, {2, reveal}, x, y, 1);
        QVERIFY(receiver.ok() && sender.ok());
        QVERIFY(receiver->matches == expected);
        QVERIFY(sender->matches == (reveal ? clear_matches(y, x) : std::vector<std::size_t>{}));
        QCOMPARE(receiver->peer_items, y.size());
        QCOMPARE(sender->peer_items, x.size());
        const auto cost = rows_cost(x.size(), y.size(), reveal, expected.size());
        QVERIFY(same(network.channel(0, 1).counters(), cost));
        QVERIFY(same(network.channel(1, 0).counters(), mirrored(cost)));
    }
    for (const bool reveal : {false, true}) {
        MemoryNetwork network(names(2));
        const auto [receiver, sender] = run_count(network, {2, reveal}, x, y, 1);
        QVERIFY(receiver.ok() && sender.ok());
        QVERIFY(receiver->count == expected.size());
        QVERIFY(sender->count == (reveal ? std::optional(expected.size()) : std::nullopt));
        QCOMPARE(receiver->peer_items, y.size());
        QCOMPARE(sender->peer_items, x.size());
        const auto cost = count_cost(x.size(), y.size(), reveal);
        QVERIFY(same(network.channel(0, 1).counters(), cost));
        QVERIFY(same(network.channel(1, 0).counters(), mirrored(cost)));
    }
}

void TestPsi::randomSets() {
    crypto::SeededRandom random(21);
    for (std::uint64_t run = 0; run < (soak() ? 2000u : 60u); ++run) {
        const auto x = random_items(random.below(40), random);
        const auto y = random_items(random.below(40), random);
        MemoryNetwork rows_network(names(2));
        const auto rows = run_rows(rows_network, {1, true}, x, y, run);
        QVERIFY(rows.receiver.ok() && rows.sender.ok());
        QVERIFY(rows.receiver->matches == clear_matches(x, y));
        QVERIFY(rows.sender->matches == clear_matches(y, x));
        MemoryNetwork count_network(names(2));
        const auto count = run_count(count_network, {1, true}, x, y, run);
        QVERIFY(count.receiver.ok() && count.sender.ok());
        QVERIFY(count.receiver->count == clear_matches(x, y).size());
        QVERIFY(count.sender->count == count.receiver->count);
    }
}

void TestPsi::bothHearOnlyWhatWasAgreed() {
    // Without the option the receiver sends nothing at all after its last blinded element.
    const auto x = range(0, 4);
    MemoryNetwork network(names(2));
    QVERIFY(run_rows(network, {1, false}, x, x, 1).receiver.ok());
    QCOMPARE(network.channel(0, 1).counters().messages_sent, 2u);
    MemoryNetwork counting(names(2));
    QVERIFY(run_count(counting, {1, false}, x, x, 1).receiver.ok());
    QCOMPARE(counting.channel(0, 1).counters().messages_sent, 2u);
}

void TestPsi::severalBatchesOnSmallBuffers() {
    // 256 KiB is what psi/README.md asks of a channel.
    const int items = soak() ? 20'000 : 6 * 1024 + 1;
    const auto x = range(0, items);
    const auto y = range(items / 2, items);
    MemoryNetwork network(names(2), 256 * 1024);
    const auto [receiver, sender] = run_rows(network, {0, true}, x, y, 2);
    QVERIFY(receiver.ok() && sender.ok());
    QVERIFY(receiver->matches == clear_matches(x, y));
    QCOMPARE(sender->matches.size(), y.size());
    MemoryNetwork counting(names(2), 1);
    const auto counted = run_count(counting, {0, true}, range(0, 2050), range(1000, 3000), 2);
    QVERIFY(counted.receiver.ok() && counted.sender.ok());
    QVERIFY(counted.receiver->count == std::size_t{1050});
}

void TestPsi::numberOfThreadsChangesNothingOnTheWire() {
    const auto x = range(0, 100);
    const auto y = range(50, 200);
    std::set<crypto::Digest> rows;
    std::set<crypto::Digest> counts;
    for (unsigned threads : {1u, 2u, 5u}) {
        MemoryNetwork network(names(2));
        QVERIFY(run_rows(network, {threads, true}, x, y, 3).receiver.ok());
        rows.insert(network.transcript());
        MemoryNetwork counting(names(2));
        QVERIFY(run_count(counting, {threads, true}, x, y, 3).receiver.ok());
        counts.insert(counting.transcript());
    }
    QCOMPARE(rows.size(), 1u);
    QCOMPARE(counts.size(), 1u);
}

void TestPsi::goldenTranscripts() {
    MemoryNetwork network(names(2));
    QVERIFY(run_rows(network, {1, true}, range(0, 5), range(3, 9), 77).sender.ok());
    QCOMPARE(QByteArray::fromStdString(to_hex(network.transcript())),
             QByteArray("a91d75315a3494de6fe669a6b309c6f48551b9ed6999fdb62efef6ee29109a47"));
    MemoryNetwork counting(names(2));
    QVERIFY(run_count(counting, {1, true}, range(0, 5), range(3, 9), 77).sender.ok());
    QCOMPARE(QByteArray::fromStdString(to_hex(counting.transcript())),
             QByteArray("d9e05059f9f0f4cf805b945327436b8eae71420139ba2c0d63792de5026c700c"));
}

void TestPsi::duplicatesAreRefused() {
    auto x = range(0, 5);
    x.push_back(x[2]);
    MemoryNetwork network(names(2));
    const auto [receiver, sender] = run_rows(network, {1, false}, x, x, 1);
    QVERIFY(receiver.error().fault == Fault::usage && sender.error().fault == Fault::usage);
    // The place, never the value.
    QVERIFY(receiver.error().detail.find("item 5") != std::string::npos);
    QCOMPARE(network.channel(0, 1).counters().messages_sent, 0u);
    MemoryNetwork counting(names(2));
    const auto count = run_count(counting, {1, false}, x, x, 1);
    QVERIFY(count.receiver.error().fault == Fault::usage && count.sender.error().fault == Fault::usage);
    MemoryNetwork longer(names(2));
    QVERIFY(run_rows(longer, {1, false}, {Bytes(max_item_size + 1)}, {}, 1).receiver.error().fault ==
            Fault::usage);
}

void TestPsi::tooManyItemsAreRefused() {
    for (const std::uint32_t count : {static_cast<std::uint32_t>(max_items) + 1, ~std::uint32_t{0}}) {
        MemoryNetwork network(names(2));
        Bytes message(4);
        for (std::size_t i = 0; i < 4; ++i) message[i] = static_cast<std::uint8_t>(count >> (8 * i));
        QVERIFY(network.channel(1, 0).send(message).ok());
        const auto size = exchange_sizes(network.channel(0, 1), 1);
        QVERIFY(size.error().fault == Fault::malformed_message);
        QCOMPARE(size.error().partner, std::string("P1"));
    }
}

void TestPsi::badElementsAreRefused_data() {
    QTest::addColumn<QString>("encoding");
    QTest::newRow("identity") << QString(64, '0');
    QTest::newRow("not canonical") << "00" + QString(62, 'f');
    QTest::newRow("negative") << "01" + QString(62, '0');
    QTest::newRow("no square") << "26948d35ca62e643e26a83177332e6b6afeb9d08e4268b650f1f5bbd8d81d371";
}

void TestPsi::badElementsAreRefused() {
    QFETCH(QString, encoding);
    const auto element = *from_hex(encoding.toStdString());
    const auto one = *from_hex("01000000");
    const auto items = range(0, 1);
    crypto::SeededRandom random(1);
    NoProgress progress;
    const auto refused = [&](auto protocol, const Bytes& second, const Bytes& third) {
        MemoryNetwork network(names(2));
        auto& peer = network.channel(1, 0);
        for (const auto& message : {one, second, third})
            if (!message.empty() && !peer.send(message).ok()) return false;
        network.finish(1);
        // The peer is gone, but what it sent arrives: only sending to it would fail, so it is kept by a
        // wrapper.
        class Deaf final : public ForwardingChannel {
          public:
            using ForwardingChannel::ForwardingChannel;
            Status send(View) override { return {}; }
        } channel(network.channel(0, 1));
        const auto outcome = protocol(Options{1, false}, views_of(items), channel, random, progress);
        return !outcome.ok() && outcome.error().fault == Fault::malformed_message &&
               outcome.error().partner == "P1" && outcome.error().detail.find("element") != std::string::npos;
    };
    Bytes reply = element;
    reply.resize(element.size() + tag_size);
    QVERIFY(refused(send_rows, element, {}));
    QVERIFY(refused(receive_rows, reply, {}));
    QVERIFY(refused(send_count, element, {}));
    QVERIFY(refused(receive_count, Bytes(tag_size), element));
}

void TestPsi::falseClaimsAreCheating_data() {
    // What a receiver with one of three items claims at the end: count, then place and proof per claim; a
    // proof is "good" or "bad".
    QTest::addColumn<std::vector<std::size_t>>("places");
    QTest::addColumn<bool>("good");
    QTest::addColumn<std::size_t>("count");
    QTest::newRow("honest") << std::vector<std::size_t>{0, 2} << true << std::size_t{2};
    QTest::newRow("hides one") << std::vector<std::size_t>{1} << true << std::size_t{1};
    QTest::newRow("bad proof") << std::vector<std::size_t>{0} << false << std::size_t{1};
    QTest::newRow("descending") << std::vector<std::size_t>{2, 0} << true << std::size_t{2};
    QTest::newRow("twice") << std::vector<std::size_t>{1, 1} << true << std::size_t{2};
    QTest::newRow("outside") << std::vector<std::size_t>{3} << false << std::size_t{1};
    QTest::newRow("far outside") << std::vector<std::size_t>{0xffffffff} << false << std::size_t{1};
    QTest::newRow("too many") << std::vector<std::size_t>{} << true << std::size_t{4};
}

void TestPsi::falseClaimsAreCheating() {
    QFETCH(std::vector<std::size_t>, places);
    QFETCH(bool, good);
    QFETCH(std::size_t, count);
    const auto items = range(0, 3);
    MemoryNetwork network(names(2));
    Result<RowsOutcome> sender = error(Fault::internal);
    const auto little = [](std::size_t value) {
        return Bytes{static_cast<std::uint8_t>(value), static_cast<std::uint8_t>(value >> 8),
                     static_cast<std::uint8_t>(value >> 16), static_cast<std::uint8_t>(value >> 24)};
    };
    network.run(
        {[&] {
             // A receiver by hand: asks for all three items, so that it can prove what it likes.
             auto& channel = network.channel(0, 1);
             const auto one = crypto::Scalar::from_u64(1);
             Bytes blinded(3 * element_size);
             for (std::size_t i = 0; i < 3; ++i) write_element(blinded, i, *oprf::blind(items[i], one));
             QVERIFY(channel.send(little(3)).ok() && channel.send(blinded).ok());
             QVERIFY(channel.receive(4).ok());
             const auto reply = channel.receive(3 * (element_size + tag_size));
             QVERIFY(reply.ok());
             const auto proof_of = [&](std::size_t place) {
                 for (std::size_t i = 0; i < 3 && place < 3; ++i) {
                     const auto output = oprf::finalize(items[i], one, *read_element(*reply, i));
                     const auto tag = View(*reply).subspan(3 * element_size + place * tag_size, tag_size);
                     if (std::equal(tag.begin(), tag.end(), output.begin()))
                         return Bytes(output.begin() + tag_size, output.begin() + 2 * tag_size);
                 }
                 return Bytes(tag_size);
             };
             Bytes claims;
             for (const auto place : places) {
                 const auto number = little(place);
                 auto proof = proof_of(place);
                 if (!good) proof[15] ^= 1;
                 claims.insert(claims.end(), number.begin(), number.end());
                 claims.insert(claims.end(), proof.begin(), proof.end());
             }
             QVERIFY(channel.send(little(count)).ok() && (claims.empty() || channel.send(claims).ok()));
         },
         [&] {
             crypto::SeededRandom random(4);
             NoProgress progress;
             sender = send_rows({1, true}, views_of(items), network.channel(1, 0), random, progress);
         }});
    const QString row = QTest::currentDataTag();
    if (row == "honest" || row == "hides one") {
        QVERIFY(sender.ok());
        QCOMPARE(sender->matches.size(), places.size());
    } else {
        QVERIFY(!sender.ok());
        QVERIFY(sender.error().fault == Fault::cheating);
        QCOMPARE(sender.error().partner, std::string("P0"));
    }
}

void TestPsi::tooLargeACountIsCheating() {
    // The receiver's last message, its count, altered in the bit worth 8, above the smaller set of 5.
    class Inflate final : public ForwardingChannel {
      public:
        using ForwardingChannel::ForwardingChannel;
        Status send(View message) override {
            Bytes copy = to_bytes(message);
            if (sent_++ == 2) copy[0] ^= 8;
            return below_.send(copy);
        }

      private:
        int sent_ = 0;
    };
    MemoryNetwork network(names(2));
    Inflate inflate(network.channel(0, 1));
    const auto outcome = run_count(network, {1, true}, range(0, 5), range(3, 9), 1,
                                   [&](std::size_t me, std::vector<Channel*>& channels) {
                                       if (me == 0) channels[1] = &inflate;
                                   });
    QVERIFY(outcome.receiver.ok());
    QVERIFY(outcome.sender.error().fault == Fault::cheating);
}

void TestPsi::tagsAreTheOprfInRandomOrder() {
    // Plays a receiver without items: what it hears are the tags, in an order that differs from run to run.
    const auto items = range(0, 8);
    std::set<std::vector<std::size_t>> orders;
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        MemoryNetwork network(names(2));
        QVERIFY(network.channel(0, 1).send(Bytes(4)).ok());
        crypto::SeededRandom random(seed);
        NoProgress progress;
        QVERIFY(send_rows({1, false}, views_of(items), network.channel(1, 0), random, progress).ok());
        QVERIFY(network.channel(0, 1).receive(4).ok());
        const auto tags = network.channel(0, 1).receive(8 * tag_size);
        QVERIFY(tags.ok());
        crypto::SeededRandom again(seed);
        const auto key = crypto::Scalar::random_nonzero(again);
        std::vector<std::size_t> order;
        for (std::size_t place = 0; place < 8; ++place)
            for (std::size_t i = 0; i < 8; ++i)
                if (std::equal(tags->begin() + static_cast<int>(place * tag_size),
                               tags->begin() + static_cast<int>((place + 1) * tag_size),
                               oprf::evaluate(key, items[i])->begin()))
                    order.push_back(i);
        QCOMPARE(order.size(), 8u);
        orders.insert(order);
    }
    QVERIFY(orders.size() > 15);
}

void TestPsi::countComesBackInRandomOrder() {
    // Plays a receiver whose elements all differ: each comes back raised to one exponent, somewhere else each
    // run.
    const auto items = range(0, 8);
    std::set<std::vector<std::size_t>> orders;
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        MemoryNetwork network(names(2));
        auto& channel = network.channel(0, 1);
        Bytes elements(8 * element_size);
        for (std::size_t i = 0; i < 8; ++i) write_element(elements, i, *oprf::hash_to_group(items[i]));
        QVERIFY(channel.send(Bytes{8, 0, 0, 0}).ok() && channel.send(elements).ok());
        crypto::SeededRandom random(seed);
        NoProgress progress;
        QVERIFY(send_count({1, false}, {}, network.channel(1, 0), random, progress).ok());
        QVERIFY(channel.receive(4).ok());
        const auto returned = channel.receive(8 * element_size);
        QVERIFY(returned.ok());
        crypto::SeededRandom again(seed);
        const auto exponent = crypto::Scalar::random_nonzero(again);
        std::vector<std::size_t> order;
        for (std::size_t place = 0; place < 8; ++place)
            for (std::size_t i = 0; i < 8; ++i)
                if (read_element(*returned, place) == read_element(elements, i)->times(exponent))
                    order.push_back(i);
        QCOMPARE(order.size(), 8u);
        orders.insert(order);
    }
    QVERIFY(orders.size() > 15);
}

void TestPsi::joins() {
    const std::vector<Tag> a{tag(5), tag(1), tag(9)};
    const std::vector<Tag> b{tag(9), tag(2), tag(5), tag(7)};
    const auto matches = join(a, b);
    QVERIFY(matches.has_value());
    QCOMPARE(matches->size(), 2u);
    QCOMPARE((*matches)[0].mine, 2u);
    QCOMPARE((*matches)[0].theirs, 0u);
    QCOMPARE((*matches)[1].mine, 0u);
    QCOMPARE((*matches)[1].theirs, 2u);
    QVERIFY(!join(a, std::vector<Tag>{tag(3), tag(4), tag(3)}).has_value());
    QVERIFY(!join(std::vector<Tag>{tag(3), tag(3)}, a).has_value());
    QVERIFY(join({}, {})->empty());
}

void TestPsi::orderIsUniform() {
    // All 24 orders of four: 24,000 draws give 1,000 each, with a standard deviation of 31.
    crypto::SeededRandom random(6);
    std::map<std::vector<std::size_t>, int> counts;
    for (int i = 0; i < 24'000; ++i) ++counts[random_order(4, random)];
    QCOMPARE(counts.size(), 24u);
    for (const auto& [order, count] : counts) QVERIFY(std::abs(count - 1000) < 6 * 31);
}

QTEST_APPLESS_MAIN(TestPsi)
#include "test_psi.moc"
