#include "mpc/ot/bit_matrix.h"

#include <array>
#include <bit>
#include <utility>

namespace tacit::mpc::ot {

namespace {

using crypto::Block;

/// Two lanes in one register of any 64-bit processor.
using Lanes = std::uint64_t __attribute__((vector_size(16)));

constexpr std::uint64_t mask_below(unsigned distance) {
    std::uint64_t out = 0;
    for (unsigned i = 0; i < 64; ++i)
        if (i / distance % 2 == 0) out |= std::uint64_t{1} << i;
    return out;
}

/// Exchanges, between two rows `distance` apart, the bits that lie across the diagonal.
template <unsigned distance>
inline void exchange(Lanes& upper, Lanes& lower) {
    if constexpr (distance == 64) {
        const Lanes a{upper[0], lower[0]};
        lower = Lanes{upper[1], lower[1]};
        upper = a;
    } else {
        constexpr Lanes mask{mask_below(distance), mask_below(distance)};
        const Lanes difference = ((upper >> distance) ^ lower) & mask;
        lower ^= difference;
        upper ^= difference << distance;
    }
}

// The three loops are written as folds, so that they unroll and rows stay in registers whatever the
// compiler's heuristics.
template <unsigned distance, std::size_t step, std::size_t count>
inline void exchange_all(std::array<Lanes, count>& rows) {
    [&]<std::size_t... i>(std::index_sequence<i...>) {
        (exchange<distance>(rows[i / step * 2 * step + i % step],
                            rows[i / step * 2 * step + i % step + step]),
         ...);
    }
    (std::make_index_sequence<count / 2>());
}

template <std::size_t count>
inline void load(std::array<Lanes, count>& rows, const Block* from, std::size_t stride) {
    [&]<std::size_t... i>(std::index_sequence<i...>) {
        ((rows[i] = std::bit_cast<Lanes>(from[i * stride])), ...);
    }
    (std::make_index_sequence<count>());
}

template <std::size_t count>
inline void store(const std::array<Lanes, count>& rows, Block* to, std::size_t stride) {
    [&]<std::size_t... i>(std::index_sequence<i...>) {
        ((to[i * stride] = std::bit_cast<Block>(rows[i])), ...);
    }
    (std::make_index_sequence<count>());
}

}  // namespace

// The recursive exchange of quadrants, in two passes so that rows stay in registers for several levels.
void transpose(const Block* in, Block* out) {
    for (std::size_t first = 0; first < 8; ++first) {
        std::array<Lanes, 16> rows;
        load(rows, in + first, 8);
        exchange_all<64, 8>(rows);
        exchange_all<32, 4>(rows);
        exchange_all<16, 2>(rows);
        exchange_all<8, 1>(rows);
        store(rows, out + first, 8);
    }
    for (std::size_t first = 0; first < 128; first += 8) {
        std::array<Lanes, 8> rows;
        load(rows, out + first, 1);
        exchange_all<4, 4>(rows);
        exchange_all<2, 2>(rows);
        exchange_all<1, 1>(rows);
        store(rows, out + first, 1);
    }
}

}  // namespace tacit::mpc::ot
