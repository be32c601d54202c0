#pragma once

#include <functional>
#include <span>
#include <vector>

#include "crypto/hash.h"
#include "mpc/garble_many/garble_many.h"
#include "mpc/ot/cot.h"

/// How the participants talk: in steps, in each of which everybody sends a message to each peer, or takes one
/// from each. All go through the same steps in the same order, and nobody waits for a buffer: whoever is
/// furthest behind finds its channels empty or with room for a message, because the others have taken what it
/// sent before, and finds what it waits for, because they have sent it.
///
/// What is said to all is said the same to all, or found: each message of a round carries a digest of all
/// that was heard before it (an echo; Goldwasser and Lindell 2005, "Secure multi-party computation without
/// agreement", section 3).
namespace tacit::mpc::garble_many {

/// What everybody said in a round, by participant. In the own place, what one said oneself.
struct Heard {
    std::vector<Bytes> to_all;
    std::vector<Bytes> to_me;  ///< what each said besides to this participant alone; empty in the own place
};

class Peers {
  public:
    /// `channels` as in garble_among. All lives as long as this.
    Peers(std::size_t self, std::span<Channel* const> channels, crypto::Random& random, Workers& workers,
          Progress& progress)
        : self_(self), channels_(channels), random_(random), workers_(workers), progress_(progress) {
        for (std::size_t i = 0; i < channels.size(); ++i)
            if (i != self) others_.push_back(i);
    }

    std::size_t self() const { return self_; }
    std::size_t count() const { return channels_.size(); }
    /// Everybody else, in order.
    const std::vector<std::size_t>& others() const { return others_; }
    Channel& channel(std::size_t peer) const { return *channels_[peer]; }
    crypto::Random& random() const { return random_; }
    Workers& workers() const { return workers_; }
    Progress& progress() const { return progress_; }

    using Each = std::function<Bytes(std::size_t peer)>;
    using SizeOf = std::function<std::size_t(std::size_t peer)>;
    /// A round: `to_all` for everybody, of to_all_size(i) bytes from participant i, and make(peer) for each
    /// peer, of to_me_size(i) bytes. Fault::cheating without a name if others heard something else before.
    Result<Heard> round(Bytes to_all, const SizeOf& to_all_size, const Each& make, const SizeOf& to_me_size);
    /// The same where all say as much to all, and nothing besides.
    Result<std::vector<Bytes>> say(Bytes to_all);
    /// Everybody heard the same up to here.
    Status confirm();

    /// What somebody who is no participant told everybody: the next echo is of it as well.
    void note(View told_to_all);

    /// Plain messages without an echo, all of one size: send(peer) gives what goes to it.
    Status exchange(std::size_t size, const std::function<View(std::size_t peer)>& send,
                    const std::function<void(std::size_t peer, View message)>& take);

    /// All that was said to all so far.
    crypto::Digest heard() const;
    Error cheating(std::size_t peer, std::string what) const {
        return error(Fault::cheating, std::move(what), channel(peer).peer_name());
    }
    /// Where a check tells that somebody cheated but not who.
    static Error somebody(std::string what) {
        return error(Fault::cheating, "one of the others: " + std::move(what));
    }

    /// What one side of a channel counts in a round, beyond the two parts of the message.
    static constexpr std::size_t echo_size = sizeof(crypto::Digest);
    static ChannelCounters round_cost(std::size_t sent, std::size_t received) {
        return {echo_size + sent, echo_size + received, 1, 1};
    }

  private:
    void remember(const std::vector<Bytes>& to_all);

    const std::size_t self_;
    const std::span<Channel* const> channels_;
    crypto::Random& random_;
    Workers& workers_;
    Progress& progress_;
    std::vector<std::size_t> others_;
    crypto::Digest heard_{};
};

/// The number of participants and one's own, which tell where in a participant's memory belongs to which
/// peer.
struct Places {
    std::size_t participants, self;
    std::size_t peers() const { return participants - 1; }
    /// 0 to peers() - 1.
    std::size_t column(std::size_t peer) const { return peer < self ? peer : peer - 1; }
    std::size_t peer(std::size_t column) const { return column < self ? column : column + 1; }
};

/// Evaluates; all others garble. Its offset is the odd one, and constants go to its bits.
inline constexpr std::size_t evaluator = 0;

}  // namespace tacit::mpc::garble_many
