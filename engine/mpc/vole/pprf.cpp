#include "mpc/vole/pprf.h"

#include <algorithm>
#include <bit>
#include <cassert>

#include "mpc/vole/masked.h"

namespace tacit::mpc::vole {

namespace {

/// One level: n nodes become n left children and, behind them, `right` right ones.
void expand_level(const NodeHashes& hashes, Block* nodes, std::size_t n, std::size_t right) {
    hashes[1].cr(nodes, nodes + n, right);
    hashes[0].cr(nodes, nodes, n);
}

/// a where the bit is one, else b.
Block select(bool bit, Block a, Block b) {
    return b ^ ((a ^ b) & Block::of_bit(bit));
}

}  // namespace

std::size_t tree_depth(std::size_t leaves) {
    return static_cast<std::size_t>(std::bit_width(leaves - 1));
}

Block expand_tree(const NodeHashes& hashes, Block root, std::span<Block> leaves, std::span<Block> sums) {
    assert(leaves.size() >= 2 && sums.size() == 2 * tree_depth(leaves.size()));
    leaves[0] = root;
    Block all{};
    for (std::size_t level = 0, n = 1; n < leaves.size(); ++level, n *= 2) {
        const std::size_t right = std::min(n, leaves.size() - n);
        expand_level(hashes, leaves.data(), n, right);
        sums[2 * level] = sum(leaves.data(), right);
        sums[2 * level + 1] = sum(leaves.data() + n, right);
        all = sums[2 * level] ^ sums[2 * level + 1] ^ sum(leaves.data() + right, n - right);
    }
    return all;
}

Block expand_punctured_tree(const NodeHashes& hashes, std::size_t missing, std::span<const Block> sums,
                            std::span<Block> leaves) {
    assert(leaves.size() >= 2 && sums.size() == tree_depth(leaves.size()));
    // The missing node of each level is zero, so that its children, which are wrong, are the same everywhere.
    Block wrong[2];
    const Block zero{};
    for (unsigned side = 0; side < 2; ++side) hashes[side].cr(&zero, &wrong[side], 1);
    leaves[0] = zero;
    Block all{};
    for (std::size_t level = 0, n = 1; n < leaves.size(); ++level, n *= 2) {
        const std::size_t right = std::min(n, leaves.size() - n);
        expand_level(hashes, leaves.data(), n, right);
        const bool side = (missing >> level) & 1;
        const std::size_t node = missing & (n - 1);
        const Block left_sum = sum(leaves.data(), right), right_sum = sum(leaves.data() + n, right);
        const Block alone = sum(leaves.data() + right, n - right);
        const Block correction = sums[level] ^ select(side, left_sum, right_sum);
        const Block sibling = correction ^ select(side, wrong[0], wrong[1]);
        replace(leaves.data(), n, node, sibling & Block::of_bit(side));
        replace(leaves.data() + n, right, node, sibling & Block::of_bit(!side));
        // Where the last level has no right child of this node, its sum needs no correction.
        const Block has_sibling = Block::of_bit(side | (node < right));
        all = left_sum ^ right_sum ^ alone ^ select(side, wrong[1], wrong[0]) ^ (correction & has_sibling);
    }
    return all;
}

}  // namespace tacit::mpc::vole
