#pragma once

#include "mpc/garble_many/windows.h"

/// The four rows of an AND of one garbler. Source: Wang, Ranellucci and Katz, ePrint 2017/189, figure 3, step
/// 5. Row (u, v), for the masked values u and v of the inputs, belongs to the bit
///     r = (u ^ alpha)(v ^ beta) ^ gamma = g ^ u beta ^ v alpha ^ uv, with g = alpha beta ^ gamma,
/// the masked value of the output, of which everybody has a share by linear operations. Under the two labels
/// of u and v lie the garbler's bit of r, its MACs, and its share of the label of the output.
namespace tacit::mpc::garble_many {

/// In a row: for each column of the garbler the MAC of its bit, where that of the evaluator has the bit
/// itself in the place of its low bit; then the share of the label. The last block of the first row is made
/// zero by the choice of the label, and left out.
constexpr std::size_t row_blocks(std::size_t participants) {
    return participants;
}
constexpr std::size_t table_blocks(std::size_t participants) {
    return 4 * participants - 1;
}
/// Where a block of a row lies in the table; not for the one left out.
constexpr std::size_t place_in_table(std::size_t participants, std::size_t row, std::size_t block) {
    return row * participants + block - (row > 0 ? 1 : 0);
}

/// ANDs in one message.
inline constexpr std::size_t table_ands = std::size_t{1} << 13;
constexpr std::size_t table_size(std::size_t participants, std::size_t ands) {
    return ands * table_blocks(participants) * sizeof(Block);
}

/// A row and the two labels that open it.
struct RowKey {
    std::uint64_t gate;
    unsigned row;  ///< 2 u + v
    Block a, b;
};

/// Rows hashed at once: what a call needs stays in the cache.
inline constexpr std::size_t rows_at_a_time = 128;

/// What hides each of up to rows_at_a_time rows, row_blocks() of it each. The sum of a hash of each label is
/// a seed, the seed is expanded. Hash and expansion are AES_k(x) ^ x with a key schedule for each call; no
/// two labels are hashed under one key, and the first key is random: Guo, Katz, Wang, Weng and Yu, ePrint
/// 2019/1168, section 4, whose sigma the labels go through.
void row_pads(Block start, std::size_t participants, std::span<const RowKey> rows, Block* out);

/// The shares of what belongs to row (u, v), but for the constant uv: g ^ u beta ^ v alpha.
struct RowBits {
    const Window& window;
    std::size_t at;
    bool u, v;

    bool bit() const {
        return window.gamma.bit(at) != ((u && window.beta.bit(at)) != (v && window.alpha.bit(at)));
    }
    Block mac(std::size_t c) const {
        return window.gamma.mac(at, c) ^ (window.beta.mac(at, c) & Block::of_bit(u)) ^
               (window.alpha.mac(at, c) & Block::of_bit(v));
    }
    Block key(std::size_t c) const {
        return window.gamma.key(at, c) ^ (window.beta.key(at, c) & Block::of_bit(u)) ^
               (window.alpha.key(at, c) & Block::of_bit(v));
    }
};

}  // namespace tacit::mpc::garble_many
