#include <QTest>

#include <algorithm>
#include <set>

#include "crypto/random.h"
#include "mpc/psi/masks.h"
#include "mpc/psi/parts.h"

using namespace tacit;
using namespace tacit::mpc::psi;
using crypto::Block;

namespace {

std::vector<Block> random_blocks(std::size_t count, std::uint64_t seed) {
    crypto::SeededRandom random(seed);
    std::vector<Block> out(count);
    random.fill(crypto::as_writable_bytes(out));
    return out;
}

bool ascending(const Block& a, const Block& b) {
    return a.low != b.low ? a.low < b.low : a.high < b.high;
}

struct Sent {
    Bytes counts;
    std::vector<Bytes> entries;
};

Sent sent(const std::vector<Block>& masks) {
    const MaskLayout layout(masks.size());
    MaskGroups groups(masks);
    groups.sort();
    Sent out;
    out.counts = encode_counts(layout, masks, groups).value();
    for (std::size_t i = 0; i < layout.messages(); ++i)
        out.entries.push_back(encode_entries(layout, masks, groups, i));
    return out;
}

}  // namespace

class TestMasks : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void travelAsASortedSet_data();
    void travelAsASortedSet();
    void anyOtherOrderIsRefused_data();
    void anyOtherOrderIsRefused();
    void theMessageDoesNotDependOnTheOrder();
    void equalLeadingHalves();
    void wrongCountsAreRefused();
    void finds();
    void partsHoldEveryItemOnce();
    void capacityIsRarelyReached();
};

void TestMasks::travelAsASortedSet_data() {
    QTest::addColumn<int>("count");
    for (const int count : {0, 1, 2, 7, 100, 4095, 4096, 70'000, 262'144, 300'000})
        QTest::addRow("%d", count) << count;
}

void TestMasks::travelAsASortedSet() {
    QFETCH(int, count);
    const auto masks = random_blocks(static_cast<std::size_t>(count), 5);
    const MaskLayout layout(masks.size());
    const auto message = sent(masks);
    std::size_t bytes = message.counts.size();
    MaskReader reader(layout);
    QVERIFY(reader.counts(message.counts, "P").ok());
    std::vector<Block> got;
    for (const auto& entries : message.entries) {
        bytes += entries.size();
        QVERIFY(reader.entries(entries, got, "peer").ok());
    }
    QCOMPARE(bytes, layout.bytes());
    auto expected = masks;
    std::sort(expected.begin(), expected.end(), ascending);
    QVERIFY(got == expected);
    MaskGroups groups(masks);
    groups.sort();
    for (std::size_t i = 0; i < masks.size(); ++i) QVERIFY(masks[groups.order()[i]] == expected[i]);
}

void TestMasks::anyOtherOrderIsRefused_data() {
    QTest::addColumn<int>("first");
    QTest::addColumn<int>("second");
    QTest::newRow("twice in a message") << 10 << 11;
    QTest::newRow("twice over two messages") << 65'535 << 65'536;
}

void TestMasks::anyOtherOrderIsRefused() {
    QFETCH(int, first);
    QFETCH(int, second);
    const auto masks = random_blocks(70'000, 9);
    const MaskLayout layout(masks.size());
    const auto message = sent(masks);
    const auto entry = [&](std::vector<Bytes>& all, int number) {
        const auto n = static_cast<std::size_t>(number);
        return all[n / MaskLayout::entries_per_message].data() +
               n % MaskLayout::entries_per_message * layout.entry_size();
    };
    // Counts are told before; these two masks share their leading byte, or the prefix would part them.
    for (const bool swap : {false, true}) {
        auto entries = message.entries;
        if (swap)
            std::swap_ranges(entry(entries, first), entry(entries, first) + layout.entry_size(),
                             entry(entries, second));
        else
            std::copy_n(entry(entries, first), layout.entry_size(), entry(entries, second));
        MaskReader reader(layout);
        QVERIFY(reader.counts(message.counts, "P").ok());
        std::vector<Block> got;
        Status status;
        for (const auto& one : entries)
            if (status.ok()) status = reader.entries(one, got, "P");
        QVERIFY(!status.ok());
        QCOMPARE(status.error().fault, Fault::cheating);
        QCOMPARE(status.error().partner, std::string("P"));
    }
}

void TestMasks::theMessageDoesNotDependOnTheOrder() {
    auto masks = random_blocks(300'000, 6);
    const auto first = sent(masks);
    std::reverse(masks.begin(), masks.end());
    const auto second = sent(masks);
    QVERIFY(first.counts == second.counts && first.entries == second.entries);
}

void TestMasks::equalLeadingHalves() {
    // As no honest masks have them: still a set, still sorted.
    std::vector<Block> masks{{7, 3}, {7, 1}, {7, 2}, {7, 1}};
    const auto first = sent(masks);
    std::swap(masks[0], masks[3]);
    QVERIFY(first.entries == sent(masks).entries);
}

void TestMasks::wrongCountsAreRefused() {
    const auto masks = random_blocks(5000, 7);
    const MaskLayout layout(masks.size());
    auto message = sent(masks).counts;
    ++message[6];
    MaskReader reader(layout);
    const auto status = reader.counts(message, "P");
    QVERIFY(!status.ok());
    QCOMPARE(status.error().fault, Fault::malformed_message);
    QCOMPARE(status.error().partner, std::string("P"));
}

void TestMasks::finds() {
    for (const std::size_t count : {0u, 1u, 9u, 1000u, 50'000u}) {
        const auto masks = random_blocks(count, 8);
        const MaskGroups groups(masks);
        for (std::size_t i = 0; i < count; ++i)
            QCOMPARE(groups.find(masks[i]), std::optional<std::uint32_t>(i));
        for (auto other : random_blocks(100, 9)) QVERIFY(!groups.find(other));
        if (count > 0) {
            auto near = masks[0];
            near.high ^= 1;
            QVERIFY(!groups.find(near));
        }
    }
}

void TestMasks::partsHoldEveryItemOnce() {
    const auto items = random_blocks(20'000, 10);
    const auto split = Parts::split(items, 7);
    QVERIFY(split.ok());
    crypto::SeededRandom random(11);
    std::set<std::uint32_t> seen;
    for (std::size_t p = 0; p < 7; ++p) {
        const auto places = split->places(p);
        const auto part = split->items(items, p, random);
        QCOMPARE(part.size(), part_capacity(items.size(), 7));
        QVERIFY(places.size() <= part.size());
        for (std::size_t i = 0; i < places.size(); ++i) {
            QVERIFY(part[i] == items[places[i]]);
            QVERIFY(seen.insert(places[i]).second);
        }
        QVERIFY(std::set<Block>(part.begin(), part.end()).size() == part.size());
    }
    QCOMPARE(seen.size(), items.size());
    const auto whole = Parts::split(items, 1);
    QVERIFY(whole.ok());
    QCOMPARE(whole->items(items, 0, random).size(), items.size());
}

void TestMasks::capacityIsRarelyReached() {
    QCOMPARE(part_count(100, 50, 100), std::size_t{1});
    QCOMPARE(part_count(50, 101, 100), std::size_t{2});
    QCOMPARE(part_capacity(1000, 1), std::size_t{1000});
    // Padding is below one per cent where it matters.
    QVERIFY(part_capacity(10'000'000, 10) < 1'010'000);
    for (std::uint64_t seed = 0; seed < 50; ++seed) {
        const auto split = Parts::split(random_blocks(3000, 100 + seed), 10);
        QVERIFY(split.ok());
    }
}

QTEST_APPLESS_MAIN(TestMasks)
#include "test_masks.moc"
