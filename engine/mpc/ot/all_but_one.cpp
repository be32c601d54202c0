#include "mpc/ot/all_but_one.h"

#include <algorithm>

#include "crypto/aes_hash.h"
#include "crypto/hash.h"
#include "crypto/secret.h"

namespace tacit::mpc::ot {

namespace {

// Per tree: for each level but the first two blocks, the sum of the left and that of the right children, each
// under a key of the base transfer; then the sum of all check values, and their hash.
constexpr std::size_t level_size = 2 * sizeof(Block);
constexpr std::size_t check_size = 2 * sizeof(Block);  // twice the security parameter, so that none collide
constexpr std::size_t hash_size = std::tuple_size_v<crypto::Digest>;

std::size_t tree_size(unsigned depth) {
    return (depth - 1) * level_size + check_size + hash_size;
}

using CheckValue = std::array<Block, 2>;
using CheckValues = BigVector<CheckValue>;

void add_to(CheckValue& sum, const CheckValue& value) {
    sum[0] ^= value[0];
    sum[1] ^= value[1];
}

/// Exchanges the blocks of two lists where `mask` is all ones.
void swap_where(Block mask, Block* a, Block* b, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
        const Block difference = (a[i] ^ b[i]) & mask;
        a[i] ^= difference;
        b[i] ^= difference;
    }
}

Block sum_of(std::span<const Block> blocks) {
    Block sum;
    for (const auto& block : blocks) sum ^= block;
    return sum;
}

/// The functions of one tree. No two trees, whoever made them, have the same: else one table of guesses would
/// serve against all trees ever made, and whoever holds Delta knows the images of some nodes that it misses.
class Tree {
  public:
    Tree(View label, std::size_t number)
        : label_(label),
          number_(number),
          left_(key_of("left")),
          right_(key_of("right")),
          points_(key_of("leaf")) {}

    /// The children of `count` nodes: the ones of branch 0 in place, those of branch 1 behind them.
    void expand(Block* nodes, std::size_t count) const {
        right_.cr(nodes, nodes + count, count);
        left_.cr(nodes, nodes, count);
    }

    /// PRG' of figure 14: a leaf becomes its check value and the seed that is used later. The check value is
    /// AES under the leaf at two points, so no two leaves share one (ideal cipher).
    CheckValue split_leaf(Block& leaf) const {
        std::array<Block, 3> out{points_, points_, points_};
        for (std::size_t i = 0; i < out.size(); ++i) out[i].low ^= i;
        crypto::Aes128(leaf).encrypt(out.data(), out.data(), out.size());
        leaf = out[2];
        const CheckValue check{out[0], out[1]};
        crypto::wipe(crypto::as_writable_bytes(out));
        return check;
    }

    crypto::Digest hash_of(const CheckValues& values) const {
        const auto* blocks = values.front().data();
        return crypto::Hasher("tacit/mpc/ot/all-but-one")
            .add(label_)
            .add(std::uint64_t{number_})
            .add(crypto::as_bytes({blocks, 2 * values.size()}))
            .finish();
    }

  private:
    Block key_of(std::string_view use) const {
        const auto digest = crypto::Hasher("tacit/mpc/ot/all-but-one/keys")
                                .add(label_)
                                .add(std::uint64_t{number_})
                                .add(as_view(use))
                                .finish();
        return Block::load(digest.data());
    }

    View label_;
    std::size_t number_;
    crypto::FixedKeyHash left_, right_;
    Block points_;
};

void build_tree(const Tree& tree, unsigned depth, std::span<const std::array<Block, 2>> keys, Block* nodes,
                std::uint8_t* message) {
    // The base transfer with choice bit Delta_i gives key Delta_i, and is to give what lies off the path:
    // branch 1 ^ Delta_i. So branch b goes with key 1 ^ b.
    nodes[0] = keys[0][1];
    nodes[1] = keys[0][0];
    for (unsigned level = 1; level < depth; ++level) {
        const auto half = std::size_t{1} << level;
        tree.expand(nodes, half);
        for (std::size_t branch = 0; branch < 2; ++branch, message += sizeof(Block))
            (sum_of({nodes + branch * half, half}) ^ keys[level][1 - branch]).store(message);
    }
    const auto leaves = std::size_t{1} << depth;
    CheckValues values(leaves);
    CheckValue sum{};
    for (std::size_t z = 0; z < leaves; ++z) {
        values[z] = tree.split_leaf(nodes[z]);
        add_to(sum, values[z]);
    }
    for (const auto& block : sum) {
        block.store(message);
        message += sizeof(Block);
    }
    const auto hash = tree.hash_of(values);
    std::copy(hash.begin(), hash.end(), message);
}

/// `delta` has a mask per level. False if the check fails.
bool puncture_tree(const Tree& tree, std::span<const Block> delta, std::span<const Block> keys, Block* nodes,
                   const std::uint8_t* message) {
    nodes[0] = {};
    nodes[1] = keys[0];
    for (std::size_t level = 1; level < delta.size(); ++level, message += level_size) {
        const auto half = std::size_t{1} << level;
        tree.expand(nodes, half);
        swap_where(delta[level], nodes, nodes + half, half);
        // Of the node on the path, nothing above is true; its child off the path is what is left of the sum.
        Block sums[2] = {Block::load(message), Block::load(message + sizeof(Block))};
        swap_where(delta[level], &sums[0], &sums[1], 1);
        nodes[0] = {};
        nodes[half] = sums[1] ^ keys[level] ^ sum_of({nodes + half + 1, half - 1});
    }
    const auto leaves = std::size_t{1} << delta.size();
    CheckValues values(leaves);
    values[0] = {Block::load(message), Block::load(message + sizeof(Block))};
    for (std::size_t d = 1; d < leaves; ++d) {
        values[d] = tree.split_leaf(nodes[d]);
        add_to(values[0], values[d]);
    }
    // From distances to labels, in fixed time.
    for (std::size_t level = 0; level < delta.size(); ++level)
        for (std::size_t d = 0; d < leaves; ++d)
            if (const auto bit = std::size_t{1} << level; (d & bit) == 0)
                swap_where(delta[level], values[d].data(), values[d | bit].data(), 2);
    return crypto::equal_fixed_time(tree.hash_of(values), View(message + check_size, hash_size));
}

}  // namespace

std::size_t TreeShape::message_size() const {
    return trees * tree_size(depth);
}

BuiltTrees build_trees(TreeShape shape, std::span<const std::array<Block, 2>> keys, View label) {
    BuiltTrees out{BigVector<Block>(shape.trees * shape.leaves()), Bytes(shape.message_size())};
    for (std::size_t tree = 0; tree < shape.trees; ++tree)
        build_tree(Tree(label, tree), shape.depth, keys.subspan(tree * shape.depth, shape.depth),
                   out.seeds.data() + tree * shape.leaves(),
                   out.message.data() + tree * tree_size(shape.depth));
    return out;
}

std::optional<BigVector<Block>> puncture_trees(TreeShape shape, std::span<const Block> delta,
                                               std::span<const Block> keys, View message, View label) {
    BigVector<Block> masks(shape.trees * shape.depth);
    for (std::size_t i = 0; i < masks.size(); ++i)
        masks[i] = Block::of_bit(delta[i / 128].bit(static_cast<unsigned>(i % 128)));
    BigVector<Block> seeds(shape.trees * shape.leaves());
    bool good = true;
    for (std::size_t tree = 0; tree < shape.trees; ++tree) {
        const auto first = tree * shape.depth;
        const bool consistent = puncture_tree(
            Tree(label, tree), std::span(masks).subspan(first, shape.depth), keys.subspan(first, shape.depth),
            seeds.data() + tree * shape.leaves(), message.data() + tree * tree_size(shape.depth));
        good = consistent && good;
    }
    if (!good) return std::nullopt;
    return seeds;
}

}  // namespace tacit::mpc::ot
