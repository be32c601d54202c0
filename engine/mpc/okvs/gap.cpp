#include "mpc/okvs/gap.h"

#include <algorithm>
#include <bit>
#include <utility>

#include "crypto/gf128.h"

namespace tacit::mpc::okvs {

using crypto::Block;

namespace {

template <class Visit>
void for_each_bit(const std::uint64_t* bits, std::size_t words, Visit visit) {
    for (std::size_t w = 0; w < words; ++w)
        for (std::uint64_t left = bits[w]; left != 0; left &= left - 1)
            visit(w * 64 + static_cast<std::size_t>(std::countr_zero(left)));
}

void add_to(std::uint64_t* sum, const std::uint64_t* term, std::size_t words) {
    for (std::size_t w = 0; w < words; ++w) sum[w] ^= term[w];
}

}  // namespace

GapSystem::GapSystem(std::size_t rows)
    : rows_(rows),
      words_((rows + 63) / 64),
      taken_(rows),
      columns_(rows * words_),
      origins_(rows * words_),
      column_(words_),
      origin_(words_) {}

bool GapSystem::add(const std::uint64_t* column) {
    std::copy_n(column, words_, column_.begin());
    std::fill(origin_.begin(), origin_.end(), 0);
    for (std::size_t w = 0; w < words_; ++w)
        while (column_[w] != 0) {
            const std::size_t pivot = w * 64 + static_cast<std::size_t>(std::countr_zero(column_[w]));
            if (taken_[pivot]) {
                add_to(column_.data(), reduced_column(pivot), words_);
                add_to(origin_.data(), &origins_[pivot * words_], words_);
                continue;
            }
            origin_[rank_ / 64] ^= std::uint64_t{1} << (rank_ % 64);
            std::copy(column_.begin(), column_.end(), reduced_column(pivot));
            std::copy_n(origin_.begin(), words_, &origins_[pivot * words_]);
            taken_[pivot] = true;
            ++rank_;
            return true;
        }
    return false;
}

void GapSystem::reduce(std::span<Block> right) const {
    for (std::size_t pivot = 0; pivot < rows_; ++pivot) {
        if (!taken_[pivot]) continue;
        const Block factor = right[pivot];
        for_each_bit(reduced_column(pivot), words_, [&](std::size_t row) {
            if (row != pivot) right[row] ^= factor;
        });
    }
}

std::vector<std::size_t> GapSystem::free_equations() const {
    std::vector<std::size_t> out;
    for (std::size_t row = 0; row < rows_; ++row)
        if (!taken_[row]) out.push_back(row);
    return out;
}

std::vector<Block> GapSystem::coefficients(std::span<const Block> reduced) const {
    std::vector<Block> out(rank_);
    for (std::size_t pivot = 0; pivot < rows_; ++pivot)
        if (taken_[pivot])
            for_each_bit(&origins_[pivot * words_], words_,
                         [&](std::size_t column) { out[column] ^= reduced[pivot]; });
    return out;
}

std::optional<std::vector<Block>> solve_dense(std::vector<std::vector<Block>> columns,
                                              std::vector<Block> right) {
    const std::size_t equations = right.size(), unknowns = columns.size();
    std::vector<std::size_t> pivots;
    for (std::size_t row = 0; row < equations; ++row) {
        std::size_t pivot = 0;
        while (pivot < unknowns && columns[pivot][row] == Block{}) ++pivot;
        if (pivot == unknowns) return std::nullopt;
        const Block inverse = crypto::gf_inverse(columns[pivot][row]);
        for (std::size_t other = 0; other < equations; ++other) {
            if (other == row) continue;
            const Block factor = crypto::gf_mul(columns[pivot][other], inverse);
            for (auto& column : columns) column[other] ^= crypto::gf_mul(factor, column[row]);
            right[other] ^= crypto::gf_mul(factor, right[row]);
        }
        for (auto& column : columns) column[row] = crypto::gf_mul(inverse, column[row]);
        right[row] = crypto::gf_mul(inverse, right[row]);
        pivots.push_back(pivot);
    }
    std::vector<Block> out(unknowns);
    for (std::size_t row = 0; row < equations; ++row) out[pivots[row]] = right[row];
    return out;
}

}  // namespace tacit::mpc::okvs
