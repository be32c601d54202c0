// Receivers of silent transfers that ask for sides of levels which fit no leaf, and compute the offset from
// what they get: as they did where a leaf without sibling was in the left sum of the last level. The same
// attackers meet the engine, which gives them nothing, and a sender by that rule, which gives them all.
#include <QTest>

#include <set>

#include "crypto/gf128.h"
#include "engine/mpc/ot_runs.h"
#include "engine/mpc/vole_runs.h"
#include "mpc/ot/random_ot.h"
#include "mpc/vole/correlated_tree.h"
#include "mpc/vole/masked.h"
#include "mpc/vole/mutual_cot.h"
#include "mpc/vole/noise_check.h"
#include "mpc/vole/pprf.h"
#include "support/forwarding_channel.h"

using namespace tacit;
using namespace tacit::mpc;
using namespace tacit::mpc::vole;
using namespace tacit::testing;

namespace {

/// What the left sum of the last level covers.
enum class Rule { leaves_with_sibling, all_left_leaves };

using Leaf = std::optional<Block>;

/// By tree and level, the side that is asked for: 0 left, 1 right.
using Sides = std::function<unsigned(std::size_t tree, std::size_t level)>;

/// What one sum for each level tells, if sums cover what `rule` says: children of every node that is known,
/// and the one node of a side that is not.
std::vector<Leaf> known_leaves(const NodeHashes& hashes, std::size_t size, std::span<const unsigned> sides,
                               std::span<const Block> sums, Rule rule) {
    std::vector<Leaf> nodes(1);
    for (std::size_t level = 0, n = 1; n < size; ++level, n *= 2) {
        const std::size_t right = std::min(n, size - n);
        std::vector<Leaf> children(n + right);
        for (std::size_t i = 0; i < children.size(); ++i)
            if (const auto& parent = nodes[i % n]) hashes[i / n].cr(&*parent, &children[i].emplace(), 1);
        const bool is_left = sides[level] == 0;
        const std::size_t begin = is_left ? 0 : n;
        const std::size_t end = is_left && rule == Rule::all_left_leaves ? n : begin + right;
        Block rest = sums[level];
        std::vector<std::size_t> unknown;
        for (std::size_t i = begin; i < end; ++i) {
            if (children[i])
                rest ^= *children[i];
            else
                unknown.push_back(i);
        }
        if (unknown.size() == 1) children[unknown[0]] = rest;
        nodes = std::move(children);
    }
    return nodes;
}

ot::RandomOtHash transfer_hash(const ot::Endpoint& endpoint) {
    const auto digest =
        crypto::Hasher("tacit/mpc/vole/transfers").add(endpoint.label).add(std::uint64_t{0}).finish();
    return ot::RandomOtHash(Block::load(digest.data()).low);
}

/// What a cheating receiver of VOLE ends with, by tree.
struct Loot {
    std::vector<std::size_t> unknown;  ///< leaves
    std::vector<Leaf> candidates;      ///< the offset, where it believes to have all leaves
    std::vector<Block> news;           ///< the sum of the last level without what it knew before
};

/// The receiver's messages, with sides of its own. All noise values are 1, so that an offset needs no
/// division.
Result<Loot> cheat(const Parameters& parameters, ot::CotReceiver& cots, const ot::Endpoint& endpoint,
                   const Sides& sides, Rule rule) {
    const auto shape = NoiseShape::for_outputs(parameters.count);
    const auto depth = shape.depth();
    std::vector<Block> choices(ot::blocks_for(shape.cots()));
    for (std::size_t value = 0; value < base_values; ++value) choices[value] = {1, 0};
    for (std::size_t i = 0; i < noise_blocks * depth; ++i) {
        const auto bit = 128 * base_values + i;
        const std::uint64_t side = sides(i / depth, i % depth);
        (bit % 128 < 64 ? choices[bit / 128].low : choices[bit / 128].high) |= side << (bit % 64);
    }
    TACIT_ASSIGN(const auto t, cots.extend({choices, shape.cots()}));
    const auto keys = transfer_hash(endpoint).chosen(std::span(t).subspan(128 * base_values));
    TACIT_ASSIGN(const Bytes message, endpoint.peer.receive(shape.message_blocks() * sizeof(Block)));
    const auto hashes = hashes_of_run(std::string(endpoint.label.begin(), endpoint.label.end()));
    Loot out;
    for (std::size_t tree = 0; tree < noise_blocks; ++tree) {
        const auto theirs = [&](std::size_t i) {
            return Block::load(&message[(tree * (2 * depth + 1) + i) * sizeof(Block)]);
        };
        std::vector<unsigned> asked(depth);
        std::vector<Block> sums(depth);
        for (std::size_t level = 0; level < depth; ++level) {
            asked[level] = sides(tree, level);
            sums[level] = theirs(2 * level + asked[level]) ^ keys[tree * depth + level];
        }
        const auto leaves = known_leaves(hashes, shape.block, asked, sums, rule);
        Block total = theirs(2 * depth) ^ packed(&t[128 * tree]), news = sums.back();
        const std::size_t half = std::size_t{1} << (depth - 1);
        for (std::size_t i = 0; i < leaves.size(); ++i) {
            if (leaves[i]) total ^= *leaves[i];
            if (leaves[i] && i / half == asked.back() && i % half < shape.block - half) news ^= *leaves[i];
        }
        out.unknown.push_back(
            static_cast<std::size_t>(std::count(leaves.begin(), leaves.end(), std::nullopt)));
        out.candidates.push_back(out.unknown.back() == 0 ? Leaf(total) : std::nullopt);
        out.news.push_back(news);
    }
    // The sender cannot tell this question from an honest one.
    Block question[2];
    endpoint.random.fill(crypto::as_writable_bytes(question));
    TACIT_TRY(endpoint.peer.send(crypto::as_bytes(question)));
    TACIT_TRY(endpoint.peer.flush());
    TACIT_ASSIGN(const Bytes digest, endpoint.peer.receive(sizeof(crypto::Digest)));
    return out;
}

/// The sender by the rule that was wrong.
Result<BigVector<Block>> send_by_the_old_rule(const Parameters& parameters, ot::CotSender& cots,
                                              const ot::Endpoint& endpoint) {
    const auto shape = NoiseShape::for_outputs(parameters.count);
    const auto depth = shape.depth();
    TACIT_ASSIGN(const auto q, cots.extend(shape.cots()));
    const auto keys = transfer_hash(endpoint).pairs(cots.delta(), std::span(q).subspan(128 * base_values));
    const auto hashes = hashes_of_run(std::string(endpoint.label.begin(), endpoint.label.end()));
    BigVector<Block> message(shape.message_blocks()), leaves(shape.block);
    for (std::size_t tree = 0; tree < noise_blocks; ++tree) {
        const auto mine = std::span(message).subspan(tree * (2 * depth + 1), 2 * depth + 1);
        mine[2 * depth] =
            expand_tree(hashes, crypto::random_block(endpoint.random), leaves, mine.first(2 * depth)) ^
            packed(&q[128 * tree]);
        mine[2 * (depth - 1)] = sum(leaves.data(), std::size_t{1} << (depth - 1));
        for (std::size_t i = 0; i < 2 * depth; ++i) mine[i] ^= keys[tree * depth + i / 2][i % 2];
    }
    TACIT_TRY(endpoint.peer.send(crypto::as_bytes(message)));
    TACIT_TRY(endpoint.peer.flush());
    TACIT_ASSIGN(const Bytes question, endpoint.peer.receive(2 * sizeof(Block)));
    TACIT_TRY(endpoint.peer.send(crypto::Digest{}));
    TACIT_TRY(endpoint.peer.flush());
    return leaves;
}

template <class Send>
Loot attack(std::size_t block, const Sides& sides, Rule rule, Send send, bool real_cots = false) {
    MemoryNetwork network(names(2));
    const SilentRun run{.count = noise_blocks / 2 * block, .real_cots = real_cots};
    const auto receive = [&](const Parameters& parameters, ot::CotReceiver& cots, const ot::Endpoint& e) {
        return cheat(parameters, cots, e, sides, rule);
    };
    auto out = run_silent<Loot>(network, run, receive, send);
    if (!out.receiver.ok() || !out.sender.ok()) qFatal("somebody noticed something");
    return std::move(*out.receiver);
}

/// Of leaf after leaf that has no sibling, but left in the place of right in the last level.
Sides left_of_a_leaf_alone(std::size_t block) {
    const auto last = tree_depth(block) - 1, half = std::size_t{1} << last;
    return [=](std::size_t tree, std::size_t level) {
        const auto place = block - half + tree % (2 * half - block);
        return level == last ? 0u : static_cast<unsigned>(((place >> level) & 1) ^ 1);
    };
}

/// Every combination of sides in some tree.
Sides any(std::size_t block) {
    const auto depth = tree_depth(block);
    return [=](std::size_t tree, std::size_t level) {
        return static_cast<unsigned>((tree % (std::size_t{1} << depth)) >> level) & 1;
    };
}

// --- Correlated trees.

/// The offset as whoever takes the left sum of the last level computes it, if the node that it misses there
/// stays, without children: this node from the sum, and from the level above this node plus the offset.
Block candidate(const crypto::FixedKeyHash& hash, std::size_t size, std::size_t missing,
                std::span<const Block> sums) {
    const auto above = sums.size() - 1, n = std::size_t{1} << above;
    std::vector<Block> nodes(n);
    const auto with_offset = expand_punctured_correlated_tree(hash, missing, sums.first(above), nodes);
    Block node = sums[above];
    for (std::size_t i = 0; i < n; ++i) {
        if (i == missing) continue;
        Block left = nodes[i];
        if (i < size - n) hash.ccr(&nodes[i], &left, 1);
        node ^= left;
    }
    return node ^ *with_offset;
}

/// The sums that this attacker gets of a tree by the rule that was wrong.
std::vector<Block> sums_by_the_old_rule(const crypto::FixedKeyHash& hash, Block delta, Block root,
                                        std::size_t size, std::size_t missing) {
    const auto above = tree_depth(size) - 1, n = std::size_t{1} << above;
    std::vector<Block> nodes(n), sums(above);
    if (!expand_correlated_tree(hash, delta, root, nodes, sums).ok()) qFatal("not full");
    for (std::size_t level = 0; level < above; ++level)
        sums[level] ^= delta & Block::of_bit(((missing >> level) & 1) == 0);
    Block left{};
    for (std::size_t i = 0; i < n; ++i) {
        Block one = nodes[i];
        if (i < size - n) hash.ccr(&nodes[i], &one, 1);
        left ^= one;
    }
    sums.push_back(left);
    return sums;
}

/// Test double: takes the left sum of the last level in all trees of a piece, and notes what it gets.
class LeftOfTheLast final : public ot::CotReceiver {
  public:
    LeftOfTheLast(ot::CotReceiver& below, std::size_t depth) : below_(below), depth_(depth) {}
    Result<BigVector<Block>> extend(ot::ChoiceBits choices) override {
        std::vector<Block> asked(choices.blocks.begin(), choices.blocks.end());
        places.assign(noise_blocks, 0);
        for (std::size_t i = 0; i < noise_blocks * depth_; ++i) {
            auto& block = asked[(128 + i) / 128];
            const auto bit = static_cast<unsigned>((128 + i) % 128);
            const std::size_t path = block.bit(bit) ? 0 : 1;
            places[i / depth_] |= path << (i % depth_);
            if (i % depth_ == depth_ - 1)
                (bit < 64 ? block.low : block.high) &= ~(std::uint64_t{1} << (bit % 64));
        }
        TACIT_ASSIGN(auto out, below_.extend({asked, choices.count}));
        t.assign(out.begin(), out.end());
        return out;
    }
    std::vector<std::size_t> places;
    std::vector<Block> t;

  private:
    ot::CotReceiver& below_;
    const std::size_t depth_;
};

/// Keeps the first message that comes.
class Noting final : public ForwardingChannel {
  public:
    explicit Noting(Channel& below) : ForwardingChannel(below) {}
    Result<Bytes> receive(std::size_t size) override {
        auto out = below_.receive(size);
        if (out.ok() && first.empty()) first = *out;
        return out;
    }
    Bytes first;
};

}  // namespace

class TestCheatingReceiver : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void leftSumWithoutTheLeafGivesNoOffset();
    void noCombinationOfSidesGivesAllLeaves();
    void correlatedTreesGiveNoOffset();
};

void TestCheatingReceiver::leftSumWithoutTheLeafGivesNoOffset() {
    for (const std::size_t block : {17u, 21u, 31u, 100u}) {
        const auto sides = left_of_a_leaf_alone(block);
        // The attack is right, and the test can fail: by the old rule every tree gives the offset.
        const auto old = attack(block, sides, Rule::all_left_leaves, send_by_the_old_rule);
        for (const auto& one : old.candidates) QVERIFY(one == Deal{}.delta);
        // The same attacker against the engine: it computes something in every tree, never the same.
        const auto now = attack(block, sides, Rule::all_left_leaves, send_vole, block == 21);
        std::set<Block> different;
        for (const auto& one : now.candidates) {
            QVERIFY(one.has_value() && *one != Deal{}.delta);
            different.insert(*one);
        }
        QCOMPARE(different.size(), noise_blocks);
        // One that knows the rule: the sum tells nothing that it did not know, and its leaf stays unknown.
        const auto wiser = attack(block, sides, Rule::leaves_with_sibling, send_vole);
        for (std::size_t tree = 0; tree < noise_blocks; ++tree) {
            QCOMPARE(wiser.unknown[tree], 1u);
            QVERIFY(wiser.news[tree] == Block{});
        }
    }
}

void TestCheatingReceiver::noCombinationOfSidesGivesAllLeaves() {
    for (const std::size_t block : {16u, 17u, 21u, 31u, 32u, 63u}) {
        const auto complete = [](const Loot& loot) {
            return std::count(loot.unknown.begin(), loot.unknown.end(), 0u);
        };
        const auto now = attack(block, any(block), Rule::leaves_with_sibling, send_vole);
        QVERIFY(complete(now) == 0);
        const auto old = attack(block, any(block), Rule::all_left_leaves, send_by_the_old_rule);
        QCOMPARE(complete(old) > 0, !std::has_single_bit(block));
        for (const auto& one : old.candidates) QVERIFY(!one || *one == Deal{}.delta);
    }
}

void TestCheatingReceiver::correlatedTreesGiveNoOffset() {
    const crypto::FixedKeyHash hash(Block{7, 8});
    auto delta = random_blocks(1, 70)[0];
    delta.low |= 1;  // carries the choices
    for (const std::size_t size : {17u, 21u, 31u, 1000u})
        for (std::size_t missing = size - std::bit_floor(size); missing < std::bit_floor(size); ++missing) {
            const auto sums = sums_by_the_old_rule(hash, delta, random_blocks(1, missing)[0], size, missing);
            QVERIFY(candidate(hash, size, missing, sums) == delta);
        }
    // In a complete run, of which the honest side notices nothing; without full trees they had 17 leaves.
    constexpr std::size_t count = noise_blocks / 2 * 17;
    const auto shape = NoiseShape::of_full_trees(count);
    const auto depth = shape.depth();
    const std::string labels[2] = {"from 0", "from 1"};
    DealtCotReceiver below{Deal{delta, {1, 2}}};
    LeftOfTheLast cheating(below, depth);
    std::optional<Noting> channel;
    MemoryNetwork network(names(2));
    Status status[2];
    const auto party = [&](std::size_t me) {
        OtParty own(network, me, 5, 1, [&](std::size_t who, std::vector<Channel*>& channels) {
            if (who == 1) channels[0] = &channel.emplace(*channels[0]);
        });
        DealtCotSender sent{Deal{me == 0 ? delta : Block{3, 5}, {1 + me, 2}}};
        DealtCotReceiver received{Deal{Block{3, 5}, {2, 2}}};
        const auto as_sender = own.endpoint(labels[me]), as_receiver = own.endpoint(labels[1 - me]);
        ot::CotReceiver& receiver = me == 0 ? static_cast<ot::CotReceiver&>(received) : cheating;
        status[me] = exchange_cots(count, {sent, receiver, as_sender, as_receiver, 0, 0, me == 0},
                                   [](std::size_t, std::span<const vole::Pair>) {});
    };
    network.run({[&] { party(0); }, [&] { party(1); }});
    QVERIFY(status[0].ok());
    const auto key = crypto::Hasher("tacit/mpc/vole/mutual/trees")
                         .add(labels[0])
                         .add(std::uint64_t{0})
                         .add(std::uint64_t{0})
                         .finish();
    const crypto::FixedKeyHash hash_of_run(Block::load(key.data()));
    std::set<Block> different;
    for (std::size_t tree = 0; tree < noise_blocks; ++tree) {
        std::vector<Block> sums(depth);
        for (std::size_t level = 0; level < depth; ++level)
            sums[level] = Block::load(&channel->first[(tree * depth + level) * sizeof(Block)]) ^
                          cheating.t[128 + tree * depth + level];
        const auto missing = cheating.places[tree] & ((std::size_t{1} << (depth - 1)) - 1);
        const auto one = candidate(hash_of_run, shape.block, missing, sums);
        QVERIFY(one != delta);
        different.insert(one);
        // That it has the right sums and hash: an honest receiver of the leaf that these sides leave out.
        std::vector<Block> leaves(shape.block);
        const auto leaf = missing | std::size_t{1} << (depth - 1);
        const auto last = expand_punctured_correlated_tree(hash_of_run, leaf, sums, leaves);
        QVERIFY(last.ok() && sum(leaves.data(), leaves.size()) == *last);
    }
    QCOMPARE(different.size(), noise_blocks);
}

QTEST_APPLESS_MAIN(TestCheatingReceiver)
#include "test_cheating_receiver.moc"
