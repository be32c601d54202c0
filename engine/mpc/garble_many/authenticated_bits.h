#pragma once

#include <memory>

#include "mpc/garble_many/coins.h"
#include "mpc/garble_many/shares.h"
#include "mpc/ot/base_ot.h"
#include "mpc/ot/softspoken.h"

/// Random bits of which everybody has a share, authenticated to everybody else. Source: Wang, Ranellucci and
/// Katz, ePrint 2017/189, section 4: correlated transfers between every two in both directions, in which a
/// participant chooses the same bits towards all (Pi_aBit, whose check is here one combination over
/// GF(2^128)), and takes the same offset towards all (Pi_aShare, with its check).
namespace tacit::mpc::garble_many {

/// Base transfers of tests, which take less time than those of public keys: by the label of their endpoints.
using Deal = std::function<ot::KeyPairs(View label)>;

/// What all steps of a run share.
struct Session {
    Peers& peers;
    Coins& coins;
    crypto::Digest run;  ///< of everything that all must see alike
    Deal deal{};         ///< none: base transfers are made

    Places places() const { return {peers.count(), peers.self()}; }
};

/// A cheater of whom two honest participants have different offsets passes with probability 2^-64.
inline constexpr std::size_t offset_checks = 64;

/// The offset of a participant: random, the low bit 1 for the evaluator and 0 for the others, so that it is 1
/// in the sum of all. Who breaks the rule is found by the check of the leaky triples.
Block with_low_bit_of(std::size_t participant, Block random);

class AuthenticatedBits {
  public:
    /// Draws the offset. All call it at the same time. `session` lives as long as this.
    static Result<std::unique_ptr<AuthenticatedBits>> set_up(const Session& session);
    /// With an offset of the caller's for each peer, for tests of who breaks the rules. Fault::usage for
    /// zero.
    static Result<std::unique_ptr<AuthenticatedBits>> set_up_with(const std::vector<Block>& by_participant,
                                                                  const Session& session);
    ~AuthenticatedBits();
    const Block& delta() const { return delta_; }
    /// Fresh shares of random bits; all call it with the same count. Faults: cancelled; cheating and
    /// malformed_message, with the peer if it is known who; whatever the transfers report.
    Result<Shares> draw(std::size_t count);
    /// With bits of the caller's towards each participant, drawn_bits(count) of them, for tests.
    Result<Shares> draw_with(std::size_t count, const std::vector<BigVector<Block>>& by_participant);
    /// Those of the checks included.
    std::size_t drawn_bits(std::size_t count) const;

    static ChannelCounters set_up_cost(std::size_t self, std::size_t peer);
    /// Between any two. `first` of a run?
    static ChannelCounters draw_cost(std::size_t participants, std::size_t count, bool first);

  private:
    AuthenticatedBits(Block delta, const Session& session);
    ot::Endpoint endpoint(std::size_t sender, std::size_t receiver) const;
    /// Base transfers in one direction between every two, by peer: pairs from those below, keys of one's
    /// choice from those above.
    struct Base {
        std::vector<ot::KeyPairs> pairs;
        std::vector<BigVector<Block>> chosen;
    };
    Result<Base> make_base(const std::vector<Block>& offsets);
    Base dealt_base(const std::vector<Block>& offsets) const;
    Status set_up_below(const std::vector<Block>& offsets);
    Status set_up_above(const std::vector<Block>& offsets);
    Status base_transfers(const std::vector<Block>& offsets, std::vector<BigVector<Block>>& blocks);
    Status transfer(Shares& out, const std::vector<BigVector<Block>>& choices);
    Status check_bits(const Shares& all);
    Status check_offsets(const Shares& all, std::size_t begin);
    Status open_offsets(const Shares& all, std::size_t begin, const std::vector<Bytes>& commitments,
                        const std::vector<Bytes>& openings);

    const Session& session_;
    Block delta_;
    std::vector<Bytes> labels_;  ///< by sender and receiver
    std::vector<std::unique_ptr<ot::SoftSpokenSender>> senders_;
    std::vector<std::unique_ptr<ot::SoftSpokenReceiver>> receivers_;
    bool offsets_checked_ = false;
};

}  // namespace tacit::mpc::garble_many
