#pragma once

#include "mpc/garble_many/peers.h"

/// Commitments, and coins that all toss together. Source: Blum's coin toss, among many; the functionality
/// that ePrint 2017/189 takes for granted.
namespace tacit::mpc::garble_many {

inline constexpr std::size_t nonce_size = 32;

/// A commitment of `who` to an opening that ends with a nonce, or else has 128 bits that nobody knows.
crypto::Digest commitment(const crypto::Digest& run, std::string_view purpose, std::uint64_t number,
                          std::size_t who, View opening);

/// Each coin is committed to one opening earlier, so that a toss takes one round: nobody knows a coin before
/// the last honest participant opens its part.
class Coins {
  public:
    Coins(Peers& peers, const crypto::Digest& run) : peers_(peers), run_(run) {}

    static constexpr std::size_t commitment_size = sizeof(crypto::Digest);
    static constexpr std::size_t opening_size = sizeof(ot::Block) + nonce_size + commitment_size;

    /// This participant's first commitment, to be said to all and then given to `committed`.
    Bytes commit();
    void committed(const std::vector<Bytes>& said);
    /// This participant's part of the next coin and a commitment to that of the one after, to be said to all,
    /// alone or with more; then the coin.
    Bytes open();
    Result<ot::Block> opened(const std::vector<View>& said);
    /// open, say, opened.
    Result<ot::Block> toss();

  private:
    Peers& peers_;
    const crypto::Digest run_;
    Bytes next_;  ///< part and nonce
    std::vector<Bytes> committed_;
    std::uint64_t number_ = 0;
};

}  // namespace tacit::mpc::garble_many
