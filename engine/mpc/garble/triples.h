#pragma once

#include "crypto/aes_hash.h"
#include "crypto/hash.h"
#include "mpc/garble/authenticated_bits.h"
#include "mpc/garble/buckets.h"

/// Authenticated AND triples, z = x & y, of which a malicious peer knows nothing. Source: Katz, Ranellucci,
/// Rosulek and Wang, ePrint 2018/578, section 4: leaky triples (Pi_LaAND), whose check lets a cheater learn a
/// bit of x for a chance of 1/2 to be found, then buckets of ePrint 2017/030, section 5.2, against this leak.
namespace tacit::mpc::garble {

/// What a run keeps for all its batches.
struct Session {
    Role role;
    ot::Endpoint peer;
    crypto::Digest run;  ///< of everything that the sides must see alike
};

struct Triple {
    Share x, y, z;
};

class TripleMaker {
  public:
    /// Both live as long as this.
    TripleMaker(const Session& session, AuthenticatedBits& bits);
    /// buckets.triples good triples, and random authenticated bits besides. Both sides call it with the same
    /// numbers. Faults: cancelled; cheating and malformed_message naming the peer; whatever channel and
    /// transfers report.
    Status make(const Buckets& buckets, std::span<Triple> out, std::span<Share> more);

    /// What the garbler's channel counts.
    static ChannelCounters cost(Transfers transfers, const Buckets& buckets, std::size_t more);

  private:
    Status multiply();
    Status give_piece(std::size_t begin);
    Status take_piece(std::size_t begin);
    std::size_t piece_size(std::size_t begin) const;
    Status open_products();
    Result<Block> check();
    Result<Block> compare_as_garbler(std::span<const Block, 2> sums);
    Result<Block> compare_as_evaluator(std::span<const Block, 2> sums);
    Status combine(const Buckets& buckets, Block coin, std::span<Triple> out);
    crypto::Digest commitment(View opening) const;
    crypto::Digest digest_of(std::span<const Block, 2> sums) const;

    const Session& session_;
    AuthenticatedBits& bits_;
    const crypto::FixedKeyHash hash_;
    // Of a batch; their memory serves the next one too.
    BigVector<Triple> leaky_;
    BigVector<Block> s_;  ///< by leaky triple, shares of x y (Delta_A ^ Delta_B), then T of the check
    Bytes products_;      ///< d of each
    // Of all but the first in each bucket: x, and the difference of y to that of the first.
    Shares more_x_, differences_;
    std::uint64_t first_tweak_ = 0;
    std::uint64_t batch_ = 0;
};

}  // namespace tacit::mpc::garble
