#include "mpc/garble_many/rows.h"

#include "crypto/aes_hash.h"

namespace tacit::mpc::garble_many {

namespace {

Block sigma(Block x) {
    return {x.high, x.high ^ x.low};
}

}  // namespace

void row_pads(Block start, std::size_t participants, std::span<const RowKey> rows, Block* out) {
    constexpr std::size_t labels = 2;
    std::array<Block, labels * rows_at_a_time> keys, inputs;
    for (std::size_t i = 0; i < rows.size(); ++i)
        for (std::size_t side = 0; side < labels; ++side) {
            const auto number = (rows[i].gate * 4 + rows[i].row) * labels + side;
            keys[labels * i + side] = {start.low + number, start.high};
            inputs[labels * i + side] = sigma(side == 0 ? rows[i].a : rows[i].b);
        }
    crypto::rekeyed_hash(keys.data(), inputs.data(), inputs.data(), labels * rows.size());

    const auto n = row_blocks(participants);
    std::array<Block, most_participants * rows_at_a_time> seeds;
    // What is encrypted differs from row to row and between garblers, so that one guess is tried on one row.
    for (std::size_t i = 0; i < rows.size(); ++i)
        for (std::size_t t = 0; t < n; ++t) {
            seeds[i * n + t] = inputs[labels * i] ^ inputs[labels * i + 1];
            out[i * n + t] = {(rows[i].gate * 4 + rows[i].row) * most_participants + t, start.high};
        }
    crypto::rekeyed_hash(seeds.data(), out, out, rows.size() * n);
}

}  // namespace tacit::mpc::garble_many
