#pragma once

#include <span>

#include "base/result.h"
#include "crypto/aes_hash.h"
#include "crypto/block.h"

/// Correlated GGM trees: the nodes of each level sum to one offset Delta. Whoever knows Delta and the root's
/// left child knows all; whoever has, for each level, the sum of the side to which the path to one leaf does
/// not go knows all leaves but that one, and of it the sum with Delta. A level takes half as many hashes as
/// in other trees, and the two sums of a level differ by Delta, so that a correlated transfer hands over one
/// of them. Source: Guo, Yang, Wang, Zhang, Xie, Liu and Zhao, "Half-Tree" (ePrint 2022/1431), figure 3:
/// children of x are H(x) and x ^ H(x), H circular correlation robust, under a public key that changes while
/// the offset stays: a guess of the offset is held against the nodes under one key only.
///
/// Numbers of nodes are those of pprf.h. Full trees only, 2^d leaves for d from 1 on: were a node x of the
/// last level without children and in the left sum, whoever takes that sum, although it left x out, would get
/// x beside x ^ Delta. Any other number of leaves is Fault::usage, and so is any other number of sums than d.
namespace tacit::mpc::vole {

using crypto::Block;

/// All leaves, and for each level the sum of its left nodes. That of the right ones is this ^ delta.
Status expand_correlated_tree(const crypto::FixedKeyHash& hash, Block delta, Block left,
                              std::span<Block> leaves, std::span<Block> left_sums);

/// The same without the leaf `missing`, which becomes 0; returns that leaf ^ delta. sums[l] is that of the
/// side at level l to which the path to the missing leaf does not go. Neither time nor memory accesses depend
/// on `missing`.
Result<Block> expand_punctured_correlated_tree(const crypto::FixedKeyHash& hash, std::size_t missing,
                                               std::span<const Block> sums, std::span<Block> leaves);

}  // namespace tacit::mpc::vole
