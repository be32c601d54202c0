#pragma once

#include "engine/mpc/runs.h"
#include "support/tampered_channel.h"

/// One message of a run altered, drawn at random from all that an honest run sends.
namespace tacit::testing {

class TamperTrial {
  public:
    /// `honest`: the network of a complete run.
    TamperTrial(crypto::Random& random, MemoryNetwork& honest)
        : TamperTrial(random, honest, random.below(honest.size())) {}
    TamperTrial(crypto::Random& random, MemoryNetwork& honest, std::size_t cheater)
        : TamperTrial(random, honest, cheater,
                      honest.size() == 2 ? 1 - cheater
                                         : (cheater + 1 + random.below(honest.size() - 1)) % honest.size()) {}
    TamperTrial(crypto::Random& random, MemoryNetwork& honest, std::size_t cheater, std::size_t peer)
        : from(cheater),
          to(peer),
          tamper(all_tampers[random.below(std::size(all_tampers))]),
          message(random.below(honest.channel(from, to).counters().messages_sent)),
          bit(random.below(std::uint64_t{1} << 40)) {}
    std::string name() const {
        return std::string(tamper_name(tamper)) + " of message " + std::to_string(message) + " from " +
               std::to_string(from) + " to " + std::to_string(to) + ", bit " + std::to_string(bit);
    }
    /// For the run that is to be altered; this object outlives it.
    Wrap wrap() {
        return [this](std::size_t me, std::vector<mpc::Channel*>& channels) {
            if (me != from) return;
            channel_.emplace(*channels[to], tamper, message, bit);
            channels[to] = &*channel_;
        };
    }

    const std::size_t from;  ///< the party that cheats
    const std::size_t to;
    const Tamper tamper;
    const std::uint64_t message, bit;

  private:
    std::optional<TamperedChannel> channel_;
};

}  // namespace tacit::testing
