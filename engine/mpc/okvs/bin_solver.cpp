#include "mpc/okvs/bin_solver.h"

#include <algorithm>
#include <bit>

#include "crypto/gf128.h"
#include "mpc/okvs/gap.h"

namespace tacit::mpc::okvs {

using crypto::Block;

namespace {

constexpr std::uint32_t one_use = 1, row_shift = 8, count_mask = 0xff;

constexpr std::uint32_t use_by(std::size_t row) {
    return static_cast<std::uint32_t>(row << row_shift) | one_use;
}

}  // namespace

BinSolver::BinSolver(const Parameters& parameters) : sparse_(parameters.sparse), dense_(parameters.dense) {
    const std::size_t capacity = parameters.bin_capacity();
    rows_.resize(capacity);
    uses_.resize(sparse_);
    queue_.resize(sparse_ + 1);
    steps_.resize(capacity + 1);
    done_.resize(capacity);
    right_.resize(capacity);
}

BinSolver::Outcome BinSolver::solve(std::span<const Item> items, const RowHash& hash,
                                    std::span<Block> encoded) {
    if (!load(items, hash)) return has_repeated(items) ? Outcome::repeated : Outcome::dependent;
    peel(items.size());
    subtract_dense(items, encoded.subspan(sparse_));
    substitute(right_.data(), encoded.data());
    if (aside_.empty() || close_gap(items, encoded)) return Outcome::solved;
    return has_repeated(items) ? Outcome::repeated : Outcome::dependent;
}

bool BinSolver::load(std::span<const Item> items, const RowHash& hash) {
    bool counted = true;
    std::fill(uses_.begin(), uses_.end(), 0);
    for (std::size_t i = 0; i < items.size(); ++i) {
        const Row row = hash.row(items[i].element);
        rows_[i] = row;
        right_[i] = items[i].value;
        for (const Index slot : row.places) {
            uses_[slot] += use_by(i);
            counted &= (uses_[slot] & count_mask) != 0;
        }
    }
    std::fill_n(done_.begin(), items.size(), std::uint8_t{0});
    step_count_ = steps_at_aside_ = dependent_ = 0;
    aside_.clear();
    return counted;
}

void BinSolver::remove(std::size_t row) {
    done_[row] = 1;
    for (const Index slot : rows_[row].places) {
        uses_[slot] -= use_by(row);
        // Written in any case and kept if it counts: whether it does is as good as random, and a wrong guess
        // of the processor costs more than the write.
        queue_[queued_] = slot;
        queued_ += (uses_[slot] & count_mask) == 1;
    }
}

void BinSolver::peel(std::size_t rows) {
    queued_ = 0;
    for (std::size_t slot = 0; slot < sparse_; ++slot) {
        queue_[queued_] = static_cast<Index>(slot);
        queued_ += (uses_[slot] & count_mask) == 1;
    }
    std::size_t next = 0, left = rows, scanned = 0;
    for (;;) {
        for (; next < queued_; ++next) {
            const Index pivot = queue_[next];
            if ((uses_[pivot] & count_mask) != 1) continue;
            const std::size_t row = uses_[pivot] >> row_shift;
            const auto& [a, b, c] = rows_[row].places;
            steps_[step_count_++] = {pivot, pivot == a ? b : a, pivot == c ? b : c, static_cast<Index>(row)};
            remove(row);
            --left;
        }
        if (left == 0) return;
        if (aside_.empty()) steps_at_aside_ = step_count_;
        while (done_[scanned]) ++scanned;
        aside_.push_back(static_cast<Index>(scanned));
        remove(scanned);
        --left;
    }
}

void BinSolver::subtract_dense(std::span<const Item> items, std::span<const Block> dense) {
    if (std::all_of(dense.begin(), dense.end(), [](Block slot) { return slot == Block{}; })) return;
    for (std::size_t i = 0; i < items.size(); ++i) {
        Block sum;
        for (std::size_t j = dense.size(); j-- > 0;) sum = crypto::gf_mul(sum ^ dense[j], items[i].element);
        right_[i] ^= sum;
    }
}

void BinSolver::substitute(const Block* right, Block* sparse) const {
    for (std::size_t i = step_count_; i-- > 0;) {
        const Step step = steps_[i];
        sparse[step.pivot] = right[step.row] ^ sparse[step.other1] ^ sparse[step.other2];
    }
}

Block BinSolver::residue(std::size_t row, const Block* right, const Block* sparse) const {
    const auto& [a, b, c] = rows_[row].places;
    return right[row] ^ sparse[a] ^ sparse[b] ^ sparse[c];
}

std::vector<Index> BinSolver::choose_free_slots(GapSystem& gap) const {
    const std::size_t words = gap.words();
    std::vector<std::uint64_t> involved(sparse_ * words);
    for (std::size_t i = 0; i < aside_.size(); ++i)
        for (const Index slot : rows_[aside_[i]].places)
            involved[slot * words + i / 64] |= std::uint64_t{1} << (i % 64);
    std::vector<bool> is_pivot(sparse_);
    for (std::size_t i = 0; i < step_count_; ++i) is_pivot[steps_[i].pivot] = true;
    // Slots whose pivots went before the first row was set aside are in none of these rows.
    for (std::size_t i = steps_at_aside_; i < step_count_; ++i) {
        const std::uint64_t* from = &involved[steps_[i].pivot * words];
        std::uint64_t* to1 = &involved[steps_[i].other1 * words];
        std::uint64_t* to2 = &involved[steps_[i].other2 * words];
        for (std::size_t w = 0; w < words; ++w) {
            to1[w] ^= from[w];
            to2[w] ^= from[w];
        }
    }
    std::vector<Index> chosen;
    for (std::size_t slot = 0; slot < sparse_ && !gap.complete(); ++slot)
        if (!is_pivot[slot] && gap.add(&involved[slot * words])) chosen.push_back(static_cast<Index>(slot));
    return chosen;
}

bool BinSolver::close_gap(std::span<const Item> items, std::span<Block> encoded) {
    GapSystem gap(aside_.size());
    const auto chosen = choose_free_slots(gap);
    dependent_ = aside_.size() - gap.rank();
    if (dependent_ > dense_) return false;

    std::vector<Block> correction(aside_.size());
    for (std::size_t i = 0; i < aside_.size(); ++i)
        correction[i] = residue(aside_[i], right_.data(), encoded.data());
    gap.reduce(correction);
    if (dependent_ > 0) {
        const auto columns = dense_columns(items, gap);
        const auto change = solve_free_equations(gap, columns, correction);
        if (!change) return false;
        for (std::size_t j = 0; j < dense_; ++j) {
            encoded[sparse_ + j] ^= (*change)[j];
            crypto::gf_scale_add((*change)[j], columns[j].data(), correction.data(), correction.data(),
                                 correction.size());
        }
        subtract_dense(items, *change);
    }
    const auto change = gap.coefficients(correction);
    for (std::size_t i = 0; i < chosen.size(); ++i) encoded[chosen[i]] ^= change[i];
    substitute(right_.data(), encoded.data());
    return true;
}

std::vector<std::vector<Block>> BinSolver::dense_columns(std::span<const Item> items,
                                                         const GapSystem& gap) const {
    std::vector<Block> power(items.size(), Block{1, 0}), element(items.size()), sparse(sparse_);
    for (std::size_t i = 0; i < items.size(); ++i) element[i] = items[i].element;
    std::vector<std::vector<Block>> out;
    for (std::size_t j = 0; j < dense_; ++j) {
        crypto::gf_mul_each(power.data(), element.data(), power.data(), power.size());
        std::fill(sparse.begin(), sparse.end(), Block{});
        substitute(power.data(), sparse.data());
        auto& column = out.emplace_back();
        for (const Index row : aside_) column.push_back(residue(row, power.data(), sparse.data()));
        gap.reduce(column);
    }
    return out;
}

std::optional<std::vector<Block>> BinSolver::solve_free_equations(
    const GapSystem& gap, const std::vector<std::vector<Block>>& columns,
    const std::vector<Block>& correction) const {
    const auto equations = gap.free_equations();
    const auto only_free = [&](const std::vector<Block>& all) {
        std::vector<Block> out;
        for (const std::size_t row : equations) out.push_back(all[row]);
        return out;
    };
    std::vector<std::vector<Block>> matrix;
    for (const auto& column : columns) matrix.push_back(only_free(column));
    return solve_dense(std::move(matrix), only_free(correction));
}

bool has_repeated(std::span<const Item> items) {
    std::vector<Block> elements;
    elements.reserve(items.size());
    for (const auto& item : items) elements.push_back(item.element);
    std::sort(elements.begin(), elements.end());
    return std::adjacent_find(elements.begin(), elements.end()) != elements.end();
}

}  // namespace tacit::mpc::okvs
