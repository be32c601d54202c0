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

struct Triples {
    Shares x, y, z;
    Shares bits;  ///< random authenticated bits that were asked for besides
};

class TripleMaker {
  public:
    /// Both live as long as this.
    TripleMaker(const Session& session, AuthenticatedBits& bits);
    /// At least buckets.triples good triples, and `more` bits. Both sides call it with the same numbers.
    /// Faults: cancelled; cheating and malformed_message naming the peer; whatever channel and transfers
    /// report.
    Result<Triples> make(const Buckets& buckets, std::size_t more);

    /// What the garbler's channel counts.
    static ChannelCounters cost(Transfers transfers, const Buckets& buckets, std::size_t more);

  private:
    struct Leaky;
    Status multiply(Leaky& leaky);
    Status multiply_piece(Leaky& leaky, std::size_t begin, std::size_t size);
    void start_piece(Leaky& leaky, std::size_t begin, std::span<Block> message) const;
    void finish_piece(Leaky& leaky, std::size_t begin, std::span<const Block> message) const;
    Status open_products(Leaky& leaky);
    Result<Block> check(const Leaky& leaky);
    Result<Block> compare_as_garbler(std::span<const Block, 2> sums);
    Result<Block> compare_as_evaluator(std::span<const Block, 2> sums);
    Result<Triples> combine(const Leaky& leaky, const Buckets& buckets, Block coin);
    crypto::Digest commitment(View opening) const;

    const Session& session_;
    AuthenticatedBits& bits_;
    const crypto::FixedKeyHash hash_;
    std::uint64_t first_tweak_ = 0;
    std::uint64_t batch_ = 0;
};

}  // namespace tacit::mpc::garble
