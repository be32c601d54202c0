#include "mpc/vole/correlated_tree.h"

#include <algorithm>
#include <array>
#include <bit>

#include "mpc/vole/masked.h"
#include "mpc/vole/pprf.h"

namespace tacit::mpc::vole {

namespace {

/// Nodes hashed at once.
constexpr std::size_t tree_tile = 128;

struct Sums {
    Block left, right;
};

typedef std::uint64_t Two64 __attribute__((vector_size(16), may_alias));

Block block_of(Two64 x) {
    return {x[0], x[1]};
}

/// n nodes become n left children and, behind them, as many right ones.
Sums expand_level(const crypto::FixedKeyHash& hash, Block* nodes, std::size_t n) {
    std::array<Block, tree_tile> hashed;
    Two64 left_sum{}, right_sum{};
    for (std::size_t begin = 0; begin < n; begin += tree_tile) {
        const std::size_t size = std::min(tree_tile, n - begin);
        hash.ccr(nodes + begin, hashed.data(), size);
        const auto* const from = reinterpret_cast<const Two64*>(hashed.data());
        auto* const left_of = reinterpret_cast<Two64*>(nodes + begin);
        auto* const right_of = reinterpret_cast<Two64*>(nodes + n + begin);
        for (std::size_t i = 0; i < size; ++i) {
            const Two64 one = left_of[i] ^ from[i];
            left_sum ^= from[i];
            right_sum ^= one;
            right_of[i] = one;
            left_of[i] = from[i];
        }
    }
    return {block_of(left_sum), block_of(right_sum)};
}

/// Not an assertion: the offset hangs on it.
Status check(std::size_t leaves, std::size_t sums) {
    if (leaves < 2 || !std::has_single_bit(leaves) || sums != tree_depth(leaves))
        return error(Fault::usage, "a correlated tree that is not full");
    return {};
}

/// a where the bit is one, else b.
Block select(bool bit, Block a, Block b) {
    return b ^ ((a ^ b) & Block::of_bit(bit));
}

}  // namespace

Status expand_correlated_tree(const crypto::FixedKeyHash& hash, Block delta, Block left,
                              std::span<Block> leaves, std::span<Block> left_sums) {
    TACIT_TRY(check(leaves.size(), left_sums.size()));
    leaves[0] = left;
    leaves[1] = left ^ delta;
    left_sums[0] = left;
    for (std::size_t level = 1, n = 2; n < leaves.size(); ++level, n *= 2)
        left_sums[level] = expand_level(hash, leaves.data(), n).left;
    return {};
}

Result<Block> expand_punctured_correlated_tree(const crypto::FixedKeyHash& hash, std::size_t missing,
                                               std::span<const Block> sums, std::span<Block> leaves) {
    TACIT_TRY(check(leaves.size(), sums.size()));
    // The missing node of each level is zero; both of its children, which are wrong, are the same everywhere.
    const Block zero{};
    Block wrong;
    hash.ccr(&zero, &wrong, 1);
    leaves[0] = sums[0] & Block::of_bit(missing & 1);
    leaves[1] = sums[0] & Block::of_bit(~missing & 1);
    Block known = sums[0];
    for (std::size_t level = 1, n = 2; n < leaves.size(); ++level, n *= 2) {
        const auto have = expand_level(hash, leaves.data(), n);
        const bool side = (missing >> level) & 1;
        const std::size_t node = missing & (n - 1);
        const Block sibling = sums[level] ^ select(side, have.left, have.right) ^ wrong;
        replace_both(leaves.data(), n, sibling & Block::of_bit(side), leaves.data() + n, n,
                     sibling & Block::of_bit(!side), node);
        known = sums[level] ^ select(side, have.right, have.left) ^ wrong;
    }
    return known;
}

}  // namespace tacit::mpc::vole
