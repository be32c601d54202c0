#pragma once

#include "mpc/garble/linear_check.h"
#include "mpc/garble_many/peers.h"

namespace tacit::mpc::garble_many {

using crypto::BigVector;
using crypto::Block;
using garble::bytes_for;
using garble::combination;
using garble::get_bit;
using garble::or_bit;
using garble::seed_of;

inline constexpr std::size_t block_size = sizeof(Block), digest_size = sizeof(crypto::Digest);

/// One participant's shares of authenticated bits, each the sum of a bit of every participant (ePrint
/// 2017/189, section 3): its own bits; and for each peer the key of the peer's bit, under one's own offset,
/// and the MAC of one's own bit, under the peer's: MAC = key at the peer ^ bit * the peer's offset.
///
/// All linear: shares of sums are sums of shares.
class Shares {
  public:
    Shares() = default;
    /// Not initialised.
    Shares(std::size_t peers, std::size_t count)
        : width_(2 * peers), blocks_(2 * peers * count), bits_(count) {}
    /// Shares of zeros.
    static Shares zeros(std::size_t peers, std::size_t count) {
        Shares out;
        out.width_ = 2 * peers;
        out.blocks_ = BigVector<Block>(2 * peers * count, Block{});
        out.bits_ = BigVector<std::uint8_t>(count, std::uint8_t{0});
        return out;
    }

    std::size_t size() const { return bits_.size(); }
    /// Forgets all from `count` on.
    void truncate(std::size_t count) {
        blocks_.resize(count * width_);
        bits_.resize(count);
    }
    std::size_t peers() const { return width_ / 2; }
    bool bit(std::size_t i) const { return bits_[i] != 0; }
    void set_bit(std::size_t i, bool bit) { bits_[i] = bit ? 1 : 0; }
    Block& key(std::size_t i, std::size_t column) { return blocks_[i * width_ + 2 * column]; }
    Block key(std::size_t i, std::size_t column) const { return blocks_[i * width_ + 2 * column]; }
    Block& mac(std::size_t i, std::size_t column) { return blocks_[i * width_ + 2 * column + 1]; }
    Block mac(std::size_t i, std::size_t column) const { return blocks_[i * width_ + 2 * column + 1]; }

    void copy(std::size_t i, const Shares& from, std::size_t j) {
        for (std::size_t k = 0; k < width_; ++k) blocks_[i * width_ + k] = from.blocks_[j * width_ + k];
        bits_[i] = from.bits_[j];
    }
    void add(std::size_t i, const Shares& from, std::size_t j) { add_if(true, i, from, j); }
    /// c times the other; c may be anybody's to know, but costs no branch.
    void add_if(bool c, std::size_t i, const Shares& from, std::size_t j) {
        const auto mask = Block::of_bit(c);
        for (std::size_t k = 0; k < width_; ++k)
            blocks_[i * width_ + k] ^= from.blocks_[j * width_ + k] & mask;
        bits_[i] ^= from.bits_[j] & static_cast<std::uint8_t>(mask.low & 1);
    }
    /// Adds a public bit; all call it. The evaluator's bit is the one that flips, so its key everywhere else.
    void add_public(std::size_t i, bool c, const Places& places, Block delta) {
        if (places.self == evaluator)
            bits_[i] ^= static_cast<std::uint8_t>(c);
        else
            key(i, places.column(evaluator)) ^= delta & Block::of_bit(c);
    }
    /// This participant's share of the bit times its own offset: with the others' MACs it sums to that.
    Block own(std::size_t i, Block delta) const {
        Block out = delta & Block::of_bit(bit(i));
        for (std::size_t k = 0; k < width_; k += 2) out ^= blocks_[i * width_ + k];
        return out;
    }

  private:
    std::size_t width_ = 0;  ///< blocks in each
    BigVector<Block> blocks_;
    BigVector<std::uint8_t> bits_;
};

}  // namespace tacit::mpc::garble_many
