#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/result.h"
#include "crypto/big_vector.h"
#include "crypto/block.h"
#include "crypto/random.h"

/// Large sets are split by a hash of the item into parts, each an intersection of its own. The peer sees the
/// number of parts, which follows from the two sizes, and that each part is as large as `capacity` says,
/// which follows from them too: parts are filled up with random items.
namespace tacit::mpc::psi {

/// Parts that two sides with these numbers of items make of at most about `part_items` each.
std::size_t part_count(std::size_t one, std::size_t other, std::size_t part_items);

/// Items of each part of a side with `items` items: all of them in a single part, else such that a part
/// overflows with probability 2^-40 at most, whatever the part.
std::size_t part_capacity(std::size_t items, std::size_t parts);

/// The places of a side's items, part by part.
class Parts {
  public:
    /// Fault::internal if a part overflows: items are uniform, so that has never happened.
    static Result<Parts> split(std::span<const crypto::Block> items, std::size_t parts);

    std::span<const std::uint32_t> places(std::size_t part) const;
    /// The items of the part in this order, filled up with random ones to the capacity.
    crypto::BigVector<crypto::Block> items(std::span<const crypto::Block> all, std::size_t part,
                                           crypto::Random& random) const;

  private:
    std::vector<std::size_t> begins_;
    crypto::BigVector<std::uint32_t> places_;
    std::size_t capacity_ = 0;
};

}  // namespace tacit::mpc::psi
