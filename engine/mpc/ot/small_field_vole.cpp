#include "mpc/ot/small_field_vole.h"

#include <algorithm>
#include <array>
#include <bit>

namespace tacit::mpc::ot {

using crypto::Block;

namespace {

/// A cache line of one stream, in registers. Written out, because loops over four lanes stay loops at -O2.
struct Strip {
    using Lanes = std::uint64_t __attribute__((vector_size(16)));
    Lanes a, b, c, d;

    static constexpr std::size_t width = 4;
    static Strip load(const Block* from) {
        return {std::bit_cast<Lanes>(from[0]), std::bit_cast<Lanes>(from[1]), std::bit_cast<Lanes>(from[2]),
                std::bit_cast<Lanes>(from[3])};
    }
    void store(Block* to) const {
        to[0] = std::bit_cast<Block>(a);
        to[1] = std::bit_cast<Block>(b);
        to[2] = std::bit_cast<Block>(c);
        to[3] = std::bit_cast<Block>(d);
    }
    friend Strip operator^(const Strip& x, const Strip& y) {
        return {x.a ^ y.a, x.b ^ y.b, x.c ^ y.c, x.d ^ y.d};
    }
};

/// Row blocks that are worked on at once: all streams of one tree stay in the nearest cache, but AES gets
/// enough blocks in one call.
std::size_t tile_width(unsigned field_bits) {
    return std::max<std::size_t>(1024 >> field_bits, 16);
}
/// From one stream to the next in a tile: a cache line more, so that they do not all fall into the same sets.
std::size_t stride_of(unsigned field_bits) {
    return tile_width(field_bits) + Strip::width;
}
using Tile = crypto::BigVector<Block>;
Tile tile_for(unsigned field_bits, std::size_t streams) {
    return Tile(streams * stride_of(field_bits));
}

/// The next `width` blocks of each stream, and zeros up to a whole strip.
void fill_tile(std::span<crypto::Prg> streams, std::size_t width, std::size_t stride, Block* tile) {
    for (auto& stream : streams) {
        stream.fill({tile, width});
        std::fill_n(tile + width, (stride - width) % Strip::width, Block{});
        tile += stride;
    }
}

/// From the streams in a tile to their sum (in the place of the first), and for each bit the sum of the
/// streams whose number has it.
void fold_all(unsigned field_bits, std::size_t width, Block* streams, Block* sums) {
    const auto stride = stride_of(field_bits);
    for (std::size_t i = 0; i < width; i += Strip::width)
        for (unsigned bit = field_bits; bit-- > 0;) {
            const auto half = std::size_t{1} << bit;
            Strip sum{};
            for (std::size_t z = 0; z < half; ++z) {
                const auto upper = Strip::load(streams + (z + half) * stride + i);
                sum = sum ^ upper;
                (Strip::load(streams + z * stride + i) ^ upper).store(streams + z * stride + i);
            }
            sum.store(sums + bit * stride + i);
        }
}

}  // namespace

void send_vole(unsigned field_bits, std::size_t tree, std::span<crypto::Prg> streams,
               std::span<const Block> choices, std::span<Block> correction, std::span<Block> matrix) {
    const auto stride = stride_of(field_bits);
    auto tile = tile_for(field_bits, streams.size()), sums = tile_for(field_bits, field_bits);
    for (std::size_t begin = 0; begin < choices.size(); begin += tile_width(field_bits)) {
        const auto width = std::min(tile_width(field_bits), choices.size() - begin);
        fill_tile(streams, width, stride, tile.data());
        fold_all(field_bits, width, tile.data(), sums.data());
        for (std::size_t i = 0; i < width; ++i) {
            correction[begin + i] = tile[i] ^ choices[begin + i];
            Block* row = matrix.data() + (begin + i) * column_count + tree * field_bits;
            for (unsigned bit = 0; bit < field_bits; ++bit) row[bit] = sums[bit * stride + i];
        }
    }
}

void receive_vole(unsigned field_bits, Block delta, std::size_t tree, std::span<crypto::Prg> streams,
                  View corrections, std::span<Block> matrix) {
    const auto stride = stride_of(field_bits);
    const auto row_blocks = matrix.size() / column_count;
    const std::uint8_t* correction = corrections.data() + tree * row_blocks * sizeof(Block);
    std::array<Block, 8> masks{};
    for (unsigned bit = 0; bit < field_bits; ++bit)
        masks[bit] = Block::of_bit(delta.bit(static_cast<unsigned>(tree) * field_bits + bit));
    auto tile = tile_for(field_bits, streams.size() + 1), sums = tile_for(field_bits, field_bits);
    for (std::size_t begin = 0; begin < row_blocks; begin += tile_width(field_bits)) {
        const auto width = std::min(tile_width(field_bits), row_blocks - begin);
        std::fill_n(tile.begin(), stride, Block{});  // for the stream at distance 0
        fill_tile(streams, width, stride, tile.data() + stride);
        fold_all(field_bits, width, tile.data(), sums.data());
        for (std::size_t i = 0; i < width; ++i) {
            const Block corrected = Block::load(correction + (begin + i) * sizeof(Block));
            Block* row = matrix.data() + (begin + i) * column_count + tree * field_bits;
            for (unsigned bit = 0; bit < field_bits; ++bit)
                row[bit] = sums[bit * stride + i] ^ (corrected & masks[bit]);
        }
    }
}

}  // namespace tacit::mpc::ot
