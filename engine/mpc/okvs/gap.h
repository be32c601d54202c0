#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "crypto/block.h"

namespace tacit::mpc::okvs {

/// The equations of the rows that peeling set aside, as columns: which rows each sparse slot without a pivot
/// takes part in, once the pivots are eliminated. Gaussian elimination over bits, column by column until
/// there are as many independent columns as rows. Sizes are a few dozen as a rule.
class GapSystem {
  public:
    explicit GapSystem(std::size_t rows);

    std::size_t words() const { return words_; }
    std::size_t rank() const { return rank_; }
    bool complete() const { return rank_ == rows_; }

    /// `column` has words() words, bit i for row i. True if it is independent of those before and so was
    /// taken.
    bool add(const std::uint64_t* column);

    /// Brings a right-hand side, one block per row, to the form that `free_equations` and `coefficients`
    /// take.
    void reduce(std::span<crypto::Block> right) const;
    /// The rows that no column can change: what is left there after `reduce` has to be zero.
    std::vector<std::size_t> free_equations() const;
    /// From a reduced right-hand side: what each column that was taken, in that order, has to be multiplied
    /// with.
    std::vector<crypto::Block> coefficients(std::span<const crypto::Block> reduced) const;

  private:
    std::uint64_t* reduced_column(std::size_t pivot) { return &columns_[pivot * words_]; }
    const std::uint64_t* reduced_column(std::size_t pivot) const { return &columns_[pivot * words_]; }

    std::size_t rows_, words_, rank_ = 0;
    std::vector<bool> taken_;             ///< by pivot row: the lowest row of a reduced column
    std::vector<std::uint64_t> columns_;  ///< by pivot row
    std::vector<std::uint64_t> origins_;  ///< by pivot row: the sum of which of the columns taken it is
    std::vector<std::uint64_t> column_, origin_;
};

/// x with sum_j columns[j][i] * x_j = right[i] over GF(2^128) for every i; unknowns that nothing determines
/// are 0. Nothing if the equations contradict or repeat each other.
std::optional<std::vector<crypto::Block>> solve_dense(std::vector<std::vector<crypto::Block>> columns,
                                                      std::vector<crypto::Block> right);

}  // namespace tacit::mpc::okvs
