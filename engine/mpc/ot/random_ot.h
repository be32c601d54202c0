#pragma once

#include <array>

#include "mpc/ot/base_ot.h"

namespace tacit::mpc::ot {

/// Turns correlated transfers into random ones: the sender gets pairs of keys, the receiver the one of each
/// pair that its choice bit names. Each transfer has a tweak of its own, so both sides hash the same
/// transfers in the same order. Two objects over one Delta need different lanes. Source of the hash: Guo,
/// Katz, Wang and Yu, ePrint 2019/074, section 7.4 (TMMO), as used for this by Roy, ePrint 2022/192,
/// section 5.
class RandomOtHash {
  public:
    explicit RandomOtHash(std::uint64_t lane) : tweak_{0, lane} {}

    /// H(q_j) and H(q_j ^ Delta).
    KeyPairs pairs(Block delta, std::span<const Block> q);
    /// H(t_j): the key of the choice bit of transfer j.
    BigVector<Block> chosen(std::span<const Block> t);

  private:
    Block tweak_;
};

}  // namespace tacit::mpc::ot
