// The intersection by OKVS and VOLE: against the clear answer, against its cost, and against a cheating peer.
#include <QTest>

#include <algorithm>
#include <map>
#include <numeric>
#include <set>

#include "engine/mpc/tampering_runs.h"
#include "mpc/psi/vole_rows.h"
#include "support/forwarding_channel.h"

using namespace tacit;
using namespace tacit::mpc;
using namespace tacit::mpc::psi;
using namespace tacit::testing;
using crypto::Block;

namespace {

std::vector<Block> numbered(std::size_t begin, std::size_t end) {
    std::vector<Block> out;
    for (auto i = begin; i < end; ++i) {
        const auto digest = crypto::blake2b(as_view("item " + std::to_string(i)));
        out.push_back(Block::load(digest.data()));
    }
    return out;
}

/// The oracle: places in `a` of what `b` has too.
std::vector<std::uint32_t> clear_matches(const std::vector<Block>& a, const std::vector<Block>& b) {
    auto sorted = b;
    std::sort(sorted.begin(), sorted.end());
    std::vector<std::uint32_t> out;
    for (std::size_t i = 0; i < a.size(); ++i)
        if (std::binary_search(sorted.begin(), sorted.end(), a[i]))
            out.push_back(static_cast<std::uint32_t>(i));
    return out;
}

template <class T>
void shuffle(std::vector<T>& list, crypto::Random& random) {
    for (std::size_t left = list.size(); left > 1; --left)
        std::swap(list[left - 1], list[random.below(left)]);
}

using Rows = Pair<VoleRowsOutcome>;

/// `options` by party.
Rows run(MemoryNetwork& network, const std::array<VoleOptions, 2>& options, const std::vector<Block>& x,
         const std::vector<Block>& y, std::uint64_t seed, const Wrap& wrap = {}) {
    Rows out;
    const auto party = [&](std::size_t me, auto protocol, const std::vector<Block>& items,
                           Result<VoleRowsOutcome>& result) {
        return [&, me, protocol] {
            auto channels = network.channels(me);
            if (wrap) wrap(me, channels);
            crypto::SeededRandom random(seed * 1000 + me);
            NoProgress progress;
            result = protocol(options[me], items, *channels[1 - me], random, progress);
        };
    };
    network.run(
        {party(0, receive_rows_by_vole, x, out.receiver), party(1, send_rows_by_vole, y, out.sender)});
    return out;
}

Rows run(MemoryNetwork& network, const VoleOptions& options, const std::vector<Block>& x,
         const std::vector<Block>& y, std::uint64_t seed, const Wrap& wrap = {}) {
    return run(network, std::array{options, options}, x, y, seed, wrap);
}

bool right(const Rows& rows, const std::vector<Block>& x, const std::vector<Block>& y, bool reveal) {
    return rows.receiver.ok() && rows.sender.ok() && rows.receiver->matches == clear_matches(x, y) &&
           rows.sender->matches == (reveal ? clear_matches(y, x) : std::vector<std::uint32_t>{}) &&
           rows.receiver->peer_items == y.size() && rows.sender->peer_items == x.size();
}

VoleOptions to_both() {
    VoleOptions options;
    options.reveal_to_sender = true;
    return options;
}

}  // namespace

class TestVoleRows : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void sets_data();
    void sets();
    void randomSets();
    void parts_data();
    void parts();
    void aShortListBindsNoMoreAgainstALongOne();
    void moreMatchesThanItemsAreCheating();
    void aMaskThatIsThereTwiceTellsNothing();
    void bytesAreThoseOfTheCost_data();
    void bytesAreThoseOfTheCost();
    void numberOfThreadsChangesNothingOnTheWire();
    void goldenTranscript();
    void duplicatesAreRefused();
    void otherPartsAreRefused();
    void anotherSessionMatchesNothing();
    void everyMessageAltered_data();
    void everyMessageAltered();
    void progressCountsTheKeysOfBoth();
    void whoeverCancelsNeedsNoMoreThanAPiece();
};

void TestVoleRows::sets_data() {
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
    QTest::newRow("one and another") << 1 << 1 << 2;
    QTest::newRow("few against many") << 3 << 2 << 5000;
    QTest::newRow("many against few") << 5000 << 4990 << 5001;
}

void TestVoleRows::sets() {
    QFETCH(int, xEnd);
    QFETCH(int, yBegin);
    QFETCH(int, yEnd);
    const auto x = numbered(0, static_cast<std::size_t>(xEnd));
    const auto y = numbered(static_cast<std::size_t>(yBegin), static_cast<std::size_t>(yEnd));
    for (const bool reveal : {false, true}) {
        VoleOptions options;
        options.reveal_to_sender = reveal;
        MemoryNetwork network(names(2));
        QVERIFY(right(run(network, options, x, y, 1), x, y, reveal));
    }
}

void TestVoleRows::randomSets() {
    crypto::SeededRandom random(31);
    const std::uint64_t runs = soak() ? 1000 : 40;
    for (std::uint64_t i = 0; i < runs; ++i) {
        const auto universe = 1 + random.below(i % 4 == 0 ? 20 : 10'000);
        auto all = numbered(0, universe);
        const auto pick = [&] {
            shuffle(all, random);
            return std::vector<Block>(
                all.begin(), all.begin() + static_cast<std::ptrdiff_t>(
                                               random.below(std::min<std::uint64_t>(universe, 5000) + 1)));
        };
        const auto x = pick(), y = pick();
        MemoryNetwork network(names(2));
        const auto rows = run(network, to_both(), x, y, i);
        QVERIFY(right(rows, x, y, true));
    }
}

void TestVoleRows::parts_data() {
    QTest::addColumn<int>("xEnd");
    QTest::addColumn<int>("yBegin");
    QTest::addColumn<int>("yEnd");
    QTest::newRow("both long") << 1000 << 500 << 2500;
    QTest::newRow("short against long") << 200 << 100 << 2500;
    QTest::newRow("long against short") << 2500 << 2400 << 2600;
}

void TestVoleRows::parts() {
    QFETCH(int, xEnd);
    QFETCH(int, yBegin);
    QFETCH(int, yEnd);
    const auto x = numbered(0, static_cast<std::size_t>(xEnd));
    const auto y = numbered(static_cast<std::size_t>(yBegin), static_cast<std::size_t>(yEnd));
    for (const bool reveal : {false, true}) {
        VoleOptions options;
        options.reveal_to_sender = reveal;
        options.part_items = 300;
        MemoryNetwork network(names(2));
        const auto rows = run(network, options, x, y, 2);
        QVERIFY(right(rows, x, y, reveal));
    }
}

void TestVoleRows::aShortListBindsNoMoreAgainstALongOne() {
    // What a cheating receiver can bind is limited by the slots of its encoding; what a cheating sender can
    // try, where it learns the matches, by the masks that it may send.
    const auto long_list = max_vole_items;
    for (const std::size_t n : {16u, 100u, 1000u, 10'000u, 1u << 21}) {
        QCOMPARE(vole_rows_cost(VoleOptions{}, n, long_list, 0).bytes_sent,
                 vole_rows_cost(VoleOptions{}, n, n, 0).bytes_sent);
        const auto as_sender = vole_rows_cost(to_both(), long_list, n, 0);
        const auto as_receiver = vole_rows_cost(to_both(), n, long_list, 0);
        QVERIFY(same(as_sender, mirrored(as_receiver)));
    }
}

namespace {

/// Announces one item fewer than its party has.
class Understating final : public ForwardingChannel {
  public:
    using ForwardingChannel::ForwardingChannel;
    Status send(View message) override {
        if (std::exchange(told_, true)) return below_.send(message);
        auto hello = to_bytes(message);
        --hello.at(1);  // the number of items follows the version, little-endian
        return below_.send(hello);
    }

  private:
    bool told_ = false;
};

/// Sends the mask at a place once more in the place behind it, in the only message of masks.
class Doubling final : public ForwardingChannel {
  public:
    Doubling(Channel& below, std::size_t masks, std::size_t place)
        : ForwardingChannel(below), size_(masks * mask_size), place_(place) {}
    Status send(View message) override {
        if (message.size() != size_) return below_.send(message);
        auto masks = to_bytes(message);
        const auto from = masks.begin() + static_cast<std::ptrdiff_t>(place_ * mask_size);
        std::copy_n(from, mask_size, from + mask_size);
        return below_.send(masks);
    }

  private:
    static constexpr std::size_t mask_size = 16;
    std::size_t size_, place_;
};

}  // namespace

void TestVoleRows::moreMatchesThanItemsAreCheating() {
    auto options = to_both();
    options.part_items = 100;
    const auto all = numbered(0, 3000);
    // With this many, one more or less changes nothing of how the lists are split.
    for (const std::size_t cheater : {0u, 1u}) {
        MemoryNetwork network(names(2));
        std::optional<Understating> lying;
        const auto rows = run(network, options, all, all, 9, [&](std::size_t me, auto& channels) {
            if (me == cheater) channels[1 - me] = &lying.emplace(*channels[1 - me]);
        });
        const auto& honest = cheater == 0 ? rows.sender : rows.receiver;
        QVERIFY(!honest.ok());
        QCOMPARE(honest.error().detail, std::string("more matches than items"));
        QCOMPARE(honest.error().fault, Fault::cheating);
    }
}

void TestVoleRows::aMaskThatIsThereTwiceTellsNothing() {
    // The fault must not depend on whether the receiver has the item: the sender hears of it.
    const auto y = numbered(30, 70);
    std::set<std::string> heard;
    for (const int x_begin : {0, 30})  // none of the sender's, all of them
        for (std::size_t place = 0; place + 1 < y.size(); place += 3) {
            const auto x =
                numbered(static_cast<std::size_t>(x_begin), static_cast<std::size_t>(x_begin + 30));
            MemoryNetwork network(names(2));
            std::optional<Doubling> doubling;
            const auto rows = run(network, VoleOptions{}, x, y, 12, [&](std::size_t me, auto& channels) {
                if (me == 1) channels[0] = &doubling.emplace(*channels[0], y.size(), place);
            });
            QVERIFY(!rows.receiver.ok());
            heard.insert(rows.receiver.error().detail);
            QCOMPARE(rows.receiver.error().fault, Fault::cheating);
        }
    QCOMPARE(heard.size(), 1u);
}

void TestVoleRows::bytesAreThoseOfTheCost_data() {
    QTest::addColumn<int>("mine");
    QTest::addColumn<int>("theirs");
    QTest::addColumn<int>("partItems");
    QTest::newRow("empty") << 0 << 3 << 1000;
    QTest::newRow("small") << 3 << 5 << 1000;
    QTest::newRow("counts of one byte") << 3000 << 5000 << 100000;
    QTest::newRow("more than a message") << 70'000 << 66'000 << 100000;
    QTest::newRow("parts") << 2000 << 1500 << 400;
    QTest::newRow("short against long") << 150 << 2000 << 400;
    QTest::newRow("long against short") << 2000 << 150 << 400;
}

void TestVoleRows::bytesAreThoseOfTheCost() {
    QFETCH(int, mine);
    QFETCH(int, theirs);
    QFETCH(int, partItems);
    const auto x = numbered(0, static_cast<std::size_t>(mine));
    const auto y = numbered(static_cast<std::size_t>(mine) / 2, static_cast<std::size_t>(mine / 2 + theirs));
    const auto matches = clear_matches(x, y).size();
    for (const bool reveal : {false, true}) {
        VoleOptions options;
        options.reveal_to_sender = reveal;
        options.part_items = static_cast<std::size_t>(partItems);
        MemoryNetwork network(names(2));
        QVERIFY(run(network, options, x, y, 3).sender.ok());
        const auto cost = vole_rows_cost(options, x.size(), y.size(), matches);
        const auto sent = network.channel(0, 1).counters();
        QCOMPARE(sent.bytes_sent, cost.bytes_sent);
        QCOMPARE(sent.bytes_received, cost.bytes_received);
        // Where the short list is the sender's it receives, and the claims are among what comes.
        const bool short_sender = mine > partItems && theirs <= partItems;
        if (!reveal || !short_sender) QCOMPARE(sent.messages_received, cost.messages_received);
        if (mine <= partItems && theirs <= partItems) QCOMPARE(sent.messages_sent, cost.messages_sent);
        QVERIFY(same(network.channel(1, 0).counters(), mirrored(sent)));
    }
}

void TestVoleRows::numberOfThreadsChangesNothingOnTheWire() {
    const auto x = numbered(0, 30'000), y = numbered(20'000, 50'000);
    std::set<crypto::Digest> seen;
    for (const unsigned threads : {1u, 2u, 5u}) {
        auto options = to_both();
        options.threads = threads;
        MemoryNetwork network(names(2));
        QVERIFY(run(network, options, x, y, 4).sender.ok());
        seen.insert(network.transcript());
    }
    QCOMPARE(seen.size(), 1u);
}

void TestVoleRows::goldenTranscript() {
    MemoryNetwork network(names(2));
    QVERIFY(run(network, to_both(), numbered(0, 500), numbered(300, 900), 77).sender.ok());
    QCOMPARE(QByteArray::fromStdString(to_hex(network.transcript())),
             QByteArray("ead412795498aa6d05a0fdb5a36153a589afab44c9303892932e335f9767a4bb"));
}

void TestVoleRows::duplicatesAreRefused() {
    auto x = numbered(0, 5);
    x.push_back(x[2]);
    MemoryNetwork network(names(2));
    const auto rows = run(network, VoleOptions{}, x, numbered(0, 5), 5);
    QVERIFY(!rows.receiver.ok());
    QCOMPARE(rows.receiver.error().fault, Fault::usage);
    MemoryNetwork other(names(2));
    QVERIFY(!run(other, VoleOptions{}, numbered(0, 5), x, 5).sender.ok());
}

void TestVoleRows::otherPartsAreRefused() {
    // Who could choose the size of the parts could bind far more items than it announces.
    std::array<VoleOptions, 2> options;
    options[0].part_items = 400;
    options[1].part_items = 401;
    MemoryNetwork network(names(2));
    const auto rows = run(network, options, numbered(0, 1000), numbered(0, 1000), 1);
    QCOMPARE(rows.receiver.error().fault, Fault::malformed_message);
    QCOMPARE(rows.sender.error().fault, Fault::malformed_message);
}

void TestVoleRows::anotherSessionMatchesNothing() {
    // What one side mistakes for the session goes into the base transfers, so nothing fits, and no match
    // appears.
    std::array<VoleOptions, 2> options;
    options[0].session = {1};
    options[1].session = {2};
    MemoryNetwork network(names(2));
    const auto rows = run(network, options, numbered(0, 20), numbered(0, 20), 1);
    QVERIFY(!rows.receiver.ok() || rows.receiver->matches.empty());
}

void TestVoleRows::everyMessageAltered_data() {
    QTest::addColumn<int>("xEnd");
    QTest::addColumn<int>("yEnd");
    QTest::addColumn<int>("partItems");
    QTest::newRow("whole lists") << 40 << 60 << 1000;
    QTest::newRow("short against long") << 40 << 90 << 40;
    QTest::newRow("long against short, which change places") << 90 << 60 << 40;
    QTest::newRow("both long") << 90 << 110 << 40;
}

void TestVoleRows::everyMessageAltered() {
    QFETCH(int, xEnd);
    QFETCH(int, yEnd);
    QFETCH(int, partItems);
    auto options = to_both();
    options.part_items = static_cast<std::size_t>(partItems);
    const auto x = numbered(0, static_cast<std::size_t>(xEnd)),
               y = numbered(30, static_cast<std::size_t>(yEnd));
    const auto right_x = clear_matches(x, y), right_y = clear_matches(y, x);
    MemoryNetwork honest(names(2));
    QVERIFY(run(honest, options, x, y, 6).sender.ok());
    crypto::SeededRandom random(61);
    const std::size_t trials = soak() ? 10'000 : 150;
    std::map<std::string, std::size_t> outcomes;
    for (std::size_t trial = 0; trial < trials; ++trial) {
        TamperTrial altered(random, honest);
        const auto name = altered.name();
        MemoryNetwork network(names(2));
        const auto rows = run(network, options, x, y, 6, altered.wrap());
        // The honest side is the one that gets the altered messages: it has the right answer, a fault, or
        // fewer matches. The latter no protocol can prevent: it is what the cheater would reach by joining
        // with a smaller list, or, as the receiver, by claiming less. A match that is not there would be a
        // break.
        const auto& outcome = altered.from == 0 ? rows.sender : rows.receiver;
        const auto& right = altered.from == 0 ? right_y : right_x;
        if (outcome.ok()) {
            const auto& got = outcome->matches;
            QVERIFY2(std::includes(right.begin(), right.end(), got.begin(), got.end()), name.c_str());
            ++outcomes[got == right ? "right" : "fewer"];
        } else {
            QVERIFY2(is_protocol_fault(outcome.error()) || outcome.error().fault == Fault::version_differs,
                     (name + ": " + outcome.error().detail).c_str());
            ++outcomes["fault"];
        }
    }
    for (const auto& [what, count] : outcomes) qInfo("%s: %zu", what.c_str(), count);
    QVERIFY(outcomes["fault"] > trials / 2);
}

namespace {

/// Keeps what it is told, and asks for a stop at the given look at it.
class Watcher final : public Progress {
  public:
    explicit Watcher(std::size_t stop_at = std::size_t(-1)) : stop_at_(stop_at) {}
    void step(std::string_view name, std::uint64_t total) override {
        steps.emplace_back(name);
        total_told = total;
    }
    void advance(std::uint64_t done) override { advances.push_back(done); }
    bool stop_requested() const override {
        const bool stop = ++looks >= stop_at_;
        looks_after += stop ? 1 : 0;
        return stop;
    }
    std::uint64_t sum() const { return std::accumulate(advances.begin(), advances.end(), std::uint64_t{0}); }

    std::vector<std::string> steps;
    std::uint64_t total_told = 0;
    std::vector<std::uint64_t> advances;
    mutable std::size_t looks = 0, looks_after = 0;

  private:
    std::size_t stop_at_;
};

Rows watched(const VoleOptions& options, const std::vector<Block>& x, const std::vector<Block>& y,
             Watcher& receiving, Watcher& sending) {
    Rows out;
    MemoryNetwork network(names(2));
    network.run({[&] {
                     crypto::SeededRandom random(1);
                     out.receiver =
                         receive_rows_by_vole(options, x, network.channel(0, 1), random, receiving);
                 },
                 [&] {
                     crypto::SeededRandom random(2);
                     out.sender = send_rows_by_vole(options, y, network.channel(1, 0), random, sending);
                 }});
    return out;
}

}  // namespace

void TestVoleRows::progressCountsTheKeysOfBoth() {
    const auto x = numbered(0, 300'000), y = numbered(150'000, 400'000);
    for (const std::size_t part_items : {std::size_t{1} << 21, std::size_t{50'000}}) {
        auto options = to_both();
        options.part_items = part_items;
        Watcher receiver, sender;
        const auto rows = watched(options, x, y, receiver, sender);
        QVERIFY(rows.receiver.ok() && rows.sender.ok());
        for (const auto* side : {&receiver, &sender}) {
            QCOMPARE(side->steps, (std::vector<std::string>{"matching"}));
            QCOMPARE(side->total_told, std::uint64_t{550'000});
            QCOMPARE(side->sum(), side->total_told);
            QVERIFY(side->advances.size() >= 15);
            // No part of the way is hidden in one jump.
            QVERIFY(*std::max_element(side->advances.begin(), side->advances.end()) < 300'000);
        }
    }
}

/// Whatever the moment, the first look that says stop is the last one, and the other side is left no result
/// that it could take for one.
void TestVoleRows::whoeverCancelsNeedsNoMoreThanAPiece() {
    const auto x = numbered(0, 70'000), y = numbered(40'000, 110'000);
    Watcher receiving, sending;
    const auto whole = watched(to_both(), x, y, receiving, sending);
    QVERIFY(whole.receiver.ok() && whole.sender.ok());
    QVERIFY(receiving.looks > 12 && sending.looks > 12);
    for (std::size_t at = 1; at <= receiving.looks; ++at) {
        Watcher receiver(at), sender;
        const auto rows = watched(to_both(), x, y, receiver, sender);
        QCOMPARE(rows.receiver.error().fault, Fault::cancelled);
        QCOMPARE(receiver.looks_after, std::size_t{1});
        QCOMPARE(rows.sender.error().fault, Fault::partner_gone);
    }
    for (std::size_t at = 1; at <= sending.looks; ++at) {
        Watcher receiver, sender(at);
        const auto rows = watched(to_both(), x, y, receiver, sender);
        QCOMPARE(rows.sender.error().fault, Fault::cancelled);
        QCOMPARE(sender.looks_after, std::size_t{1});
    }
}

QTEST_APPLESS_MAIN(TestVoleRows)
#include "test_vole_rows.moc"
