#pragma once

#include <span>

#include "crypto/block.h"

/// Parts of the check of noise (regular_noise.h), by random combinations over GF(2^128).
namespace tacit::mpc::vole {

using crypto::Block;

/// 128 COTs with bits b_i and q_i = t_i + b_i Delta pack to one value with beta = sum of b_i X^i:
/// sum of q_i X^i = sum of t_i X^i + beta Delta.
Block packed(const Block* cots);

/// The sum of chi_i x_i, chi_i = AES_challenge(i) for the places from `first` on.
Block weighted_sum(Block challenge, std::size_t first, std::span<const Block> x);

/// chi_i in the place of i, which may be secret.
void weights(Block challenge, std::span<Block> places);

}  // namespace tacit::mpc::vole
