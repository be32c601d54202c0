#pragma once

#include <optional>
#include <span>
#include <vector>

#include "crypto/big_vector.h"
#include "crypto/block.h"
#include "mpc/okvs/row_hash.h"

namespace tacit::mpc::okvs {

class GapSystem;

/// A key as its element and what it is to decode to.
struct Item {
    crypto::Block element, value;
};

/// Solves the linear system of one bin. Triangulation by peeling: a slot that only one row is left to use is
/// that row's pivot, and the row goes. When no such slot is left, a row is set aside. The rows set aside are
/// solved by Gaussian elimination over the sparse slots without a pivot, bits only, and where these rows
/// depend on each other over the dense slots. (Garimella, Pinkas, Rosulek, Trieu and Yanai, CRYPTO 2021,
/// ePrint 2021/883, section 3, and Raghuraman and Rindal, ePrint 2022/320, section 3, for peeling and dense
/// part over GF(2^128); they solve rows set aside with the dense slots only.) Holds the scratch memory for
/// bins of one shape; one thread at a time.
class BinSolver {
  public:
    enum class Outcome {
        solved,
        dependent,  ///< more dependent rows than dense slots: another seed helps
        repeated,   ///< two items have the same element: no seed helps
    };

    explicit BinSolver(const Parameters& parameters);

    /// `encoded`, sparse then dense, come with what free slots shall hold. At most bin_capacity() items.
    Outcome solve(std::span<const Item> items, const RowHash& hash, std::span<crypto::Block> encoded);

    /// Rows that the last call set aside, and how many of them depended on each other.
    std::size_t set_aside() const { return aside_.size(); }
    std::size_t dependent() const { return dependent_; }

  private:
    struct Step {
        Index pivot, other1, other2, row;
    };

    /// False if 256 rows want one slot, which only repeated keys bring about.
    [[nodiscard]] bool load(std::span<const Item> items, const RowHash& hash);
    void peel(std::size_t rows);
    void remove(std::size_t row);
    void subtract_dense(std::span<const Item> items, std::span<const crypto::Block> dense);
    void substitute(const crypto::Block* right, crypto::Block* sparse) const;
    crypto::Block residue(std::size_t row, const crypto::Block* right, const crypto::Block* sparse) const;

    bool close_gap(std::span<const Item> items, std::span<crypto::Block> encoded);
    std::vector<Index> choose_free_slots(GapSystem& gap) const;
    std::vector<std::vector<crypto::Block>> dense_columns(std::span<const Item> items,
                                                          const GapSystem& gap) const;
    std::optional<std::vector<crypto::Block>> solve_free_equations(
        const GapSystem& gap, const std::vector<std::vector<crypto::Block>>& columns,
        const std::vector<crypto::Block>& correction) const;

    std::size_t sparse_, dense_;
    crypto::BigVector<Row> rows_;
    /// Per sparse slot: how many rows left use it (8 bits), and above that the sum of their numbers, which is
    /// the number of the one row when only one is left.
    crypto::BigVector<std::uint32_t> uses_;
    crypto::BigVector<Index> queue_;  ///< slots that came down to one use
    std::size_t queued_ = 0;
    crypto::BigVector<Step> steps_;  ///< in the order of peeling
    std::size_t step_count_ = 0, steps_at_aside_ = 0;
    std::vector<Index> aside_;
    crypto::BigVector<std::uint8_t> done_;
    std::size_t dependent_ = 0;
    crypto::BigVector<crypto::Block> right_;  ///< values without their dense part
};

/// Whether two items have the same element, which means the same key.
bool has_repeated(std::span<const Item> items);

}  // namespace tacit::mpc::okvs
