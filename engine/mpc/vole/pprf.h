#pragma once

#include <span>

#include "crypto/aes_hash.h"
#include "crypto/block.h"
#include "crypto/hash.h"

/// Puncturable pseudorandom function as a binary tree: Goldreich, Goldwasser and Micali 1986. Whoever knows
/// the root knows all leaves; whoever knows one sum of siblings per level knows all but one. Children of x
/// are pi_0(x) ^ x and pi_1(x) ^ x for two permutations with public keys (Guo, Katz, Wang and Yu 2020, ePrint
/// 2019/074, section 7), which differ from run to run.
///
/// Level l + 1 has the left children of level l in their order and then the right ones, so that child c of
/// node i among n is node i + c n: bit l of a leaf's number says where its path goes at level l. The last
/// level has the first right children only, so many as make any wanted number of leaves. The left children
/// without a sibling are in no sum: whoever asks for the left sum, although the path to its missing leaf goes
/// to one of these, would get that leaf as well.
namespace tacit::mpc::vole {

using crypto::Block;

/// The permutations of a run, from a digest of whatever tells it from every other: so a guess of a node is
/// held against the nodes of one run, not against those of all runs ever made.
class NodeHashes {
  public:
    explicit NodeHashes(const crypto::Digest& run)
        : sides_{crypto::FixedKeyHash(Block::load(run.data())),
                 crypto::FixedKeyHash(Block::load(run.data() + sizeof(Block)))} {}
    const crypto::FixedKeyHash& operator[](std::size_t side) const { return sides_[side]; }

  private:
    crypto::FixedKeyHash sides_[2];
};

/// Levels below the root, for two leaves or more.
std::size_t tree_depth(std::size_t leaves);

/// All leaves, and for each level the sums of its left (sums[2 l]) and of its right nodes (sums[2 l + 1]), as
/// far as they have a sibling.
/// Returns the sum of all leaves.
Block expand_tree(const NodeHashes& hashes, Block root, std::span<Block> leaves, std::span<Block> sums);

/// The same without the leaf `missing`, which becomes 0. sums[l] is that of the side at level l to which the
/// path to the missing leaf does not go. Neither time nor memory accesses depend on `missing`. Returns the
/// sum of the leaves.
Block expand_punctured_tree(const NodeHashes& hashes, std::size_t missing, std::span<const Block> sums,
                            std::span<Block> leaves);

}  // namespace tacit::mpc::vole
