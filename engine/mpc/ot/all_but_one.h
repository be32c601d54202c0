#pragma once

#include <array>
#include <optional>

#include "mpc/ot/cot.h"

/// All-but-one transfers: from depth base transfers, one side gets 2^depth seeds and the other all of them
/// but one, by a puncturable function on a tree. Source: Roy, ePrint 2022/192, figure 13 (the tree), figure
/// 14 (the check by which the side that punctures knows that all its seeds belong to one tree). Pure
/// functions between messages; many trees at once.
///
/// Trees are numbered by label z: bit i of z is the branch at level i. The holder of Delta misses z = Delta
/// (its bits of the tree), and has everything at the distance d = z ^ Delta: so its place 0 is the empty one,
/// and no index of it depends on Delta. A cheating builder may learn some of Delta's bits by whether the
/// check passes.
namespace tacit::mpc::ot {

struct TreeShape {
    std::size_t trees = 0;
    unsigned depth = 0;  ///< 1 to 8
    std::size_t leaves() const { return std::size_t{1} << depth; }
    std::size_t message_size() const;  ///< bytes, builder to puncturer, all trees
};

struct BuiltTrees {
    BigVector<Block> seeds;  ///< by tree, then label
    Bytes message;
};
/// `keys` are those of the base transfers, by tree, then level. `label` tells these trees from all others,
/// and is the same on both sides.
BuiltTrees build_trees(TreeShape shape, std::span<const std::array<Block, 2>> keys, View label);

/// Seeds by tree, then distance; place 0 of each tree is zero. `delta` holds the choice bits of the base
/// transfers and `keys` what they gave. Nothing if the check fails. `message` has message_size() bytes.
std::optional<BigVector<Block>> puncture_trees(TreeShape shape, std::span<const Block> delta,
                                               std::span<const Block> keys, View message, View label);

}  // namespace tacit::mpc::ot
