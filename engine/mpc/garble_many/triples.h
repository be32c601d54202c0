#pragma once

#include "crypto/aes_hash.h"
#include "mpc/garble/buckets.h"
#include "mpc/garble_many/opening.h"

/// Authenticated AND triples among all, z = x & y, of which nobody knows anything while one participant is
/// honest. Source: Wang, Ranellucci and Katz, ePrint 2017/189, section 5: leaky triples (Pi_LaAND), whose
/// check lets a cheater learn a bit of x for a chance of 1/2 to be found, then buckets against this leak
/// (Pi_aAND). The product itself is read off the low bits of what the check is about, as among two in ePrint
/// 2018/578, section 4, in the place of Pi_HaAND.
namespace tacit::mpc::garble_many {

using garble::Buckets;

struct Triples {
    Shares x, y, z;
    Shares bits;  ///< random authenticated bits that were asked for besides
};

class TripleMaker {
  public:
    /// Both live as long as this.
    TripleMaker(const Session& session, AuthenticatedBits& bits);
    /// At least buckets.triples good triples, and `more` bits. All call it with the same numbers.
    /// Faults: cancelled; cheating and malformed_message, with the peer if it is known who; whatever channels
    /// and transfers report.
    Result<Triples> make(const Buckets& buckets, std::size_t more);

    /// Between any two.
    static ChannelCounters cost(std::size_t participants, const Buckets& buckets, std::size_t more,
                                bool first);

  private:
    struct Leaky;
    Status multiply(Leaky& leaky);
    void start_piece(Leaky& leaky, std::size_t begin, std::vector<BigVector<Block>>& messages) const;
    void finish_piece(Leaky& leaky, std::size_t begin, std::size_t peer, View message) const;
    Block tweak(std::size_t place, std::size_t from, std::size_t to) const;
    Status correct_products(Leaky& leaky);
    Result<Block> check(const Leaky& leaky);
    Result<Triples> combine(const Leaky& leaky, const Buckets& buckets, Block coin);

    const Session& session_;
    const Places places_;
    AuthenticatedBits& bits_;
    const crypto::FixedKeyHash hash_;
    std::uint64_t first_tweak_ = 0;
    std::uint64_t batch_ = 0;
};

}  // namespace tacit::mpc::garble_many
