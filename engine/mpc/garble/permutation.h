#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "crypto/block.h"
#include "mpc/parallel.h"

/// How triples are passed and mixed, among two and among many.
namespace tacit::mpc::garble {

/// Elements that are worked on at once, so that they stay in the first-level cache.
inline constexpr std::size_t tile = 256;

/// Calls work(begin, size) for tiles of `count`.
template <class Work>
void in_tiles(std::size_t count, Workers& workers, const Work& work) {
    workers.all_of((count + tile - 1) / tile, [&](std::size_t i) {
        work(i * tile, std::min(tile, count - i * tile));
        return true;
    });
}

/// A uniform permutation (Fisher and Yates) of less than 2^32. Each index is a 64-bit number scaled down,
/// which changes the probability of a permutation of 2^21 by a factor of 1 +- 2^-22: nothing beside a chance
/// of 2^-40.
std::vector<std::uint32_t> permutation(std::size_t size, crypto::Block coin);

}  // namespace tacit::mpc::garble
