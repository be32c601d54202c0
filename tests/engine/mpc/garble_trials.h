#pragma once

#include "engine/mpc/garble_runs.h"
#include "mpc/garble/run.h"
#include "support/forwarding_channel.h"

/// Runs of garbling between two in which one alters its own messages.
namespace tacit::testing {

/// What a party wants to do to its own messages; gives true once it has done it.
using Alter = std::function<bool(std::uint64_t number, Bytes& message)>;

class Altering final : public ForwardingChannel {
  public:
    Altering(mpc::Channel& below, Alter alter) : ForwardingChannel(below), alter_(std::move(alter)) {}
    Status send(View message) override {
        Bytes copy = to_bytes(message);
        alter_(sent_++, copy);
        return below_.send(copy);
    }

  private:
    Alter alter_;
    std::uint64_t sent_ = 0;
};

/// Leads to another network for every trial.
class Switched final : public mpc::Channel {
  public:
    mpc::Channel* below = nullptr;
    Status send(View message) override { return below->send(message); }
    Status flush() override { return below->flush(); }
    Result<Bytes> receive(std::size_t size) override { return below->receive(size); }
    Result<Bytes> receive_up_to(std::size_t maximum) override { return below->receive_up_to(maximum); }
    mpc::ChannelCounters counters() const override { return below->counters(); }
    const std::string& peer_name() const override { return below->peer_name(); }
};

/// Runs in which one party alters messages that come after the set-up of the transfers, which is the same for
/// all of them: it takes most of the time of a small run, and everything else is fresh. (Honest parties do
/// not go on with an offset after a fault.)
class Trials {
  public:
    explicit Trials(std::uint64_t seed) : sides_{Side(seed, 0), Side(seed, 1)} {
        MemoryNetwork network(names(2));
        network.run({[&] { set_up(network, 0); }, [&] { set_up(network, 1); }});
    }

    GarbleRun run(const mpc::circuit::Program& program, const std::array<std::vector<Bits>, 2>& inputs,
                  std::size_t cheater, const Alter& alter) {
        MemoryNetwork network(names(2));
        Altering altering(network.channel(cheater, 1 - cheater), alter);
        const auto digest = crypto::Hasher("trial").add(trials_++).finish();
        GarbleRun out;
        const auto party = [&](std::size_t me, Result<std::vector<Bits>>& result) {
            auto& side = sides_[me];
            side.channel.below =
                me == cheater ? static_cast<mpc::Channel*>(&altering) : &network.channel(me, 1 - me);
            return [&, me] { result = run_side(side, me, digest, program, inputs[me]); };
        };
        network.run({party(0, out.garbler), party(1, out.evaluator)});
        return out;
    }

  private:
    struct Side {
        Side(std::uint64_t seed, std::size_t me) : random(seed * 1000 + me) {}
        Switched channel;
        crypto::SeededRandom random;
        mpc::Workers workers{1};
        mpc::NoProgress progress;
        std::unique_ptr<mpc::garble::AuthenticatedBits> bits;
    };

    void set_up(MemoryNetwork& network, std::size_t me) {
        auto& side = sides_[me];
        side.channel.below = &network.channel(me, 1 - me);
        auto bits = mpc::garble::AuthenticatedBits::set_up(
            role_of(me), mpc::garble::Transfers::automatic,
            {side.channel, side.random, side.workers, side.progress, as_view("trials")});
        if (!bits) qFatal("no set-up");
        side.bits = std::move(*bits);
    }

    static Role role_of(std::size_t me) { return me == 0 ? Role::garbler : Role::evaluator; }

    static Result<std::vector<Bits>> run_side(Side& side, std::size_t me, const crypto::Digest& digest,
                                              const mpc::circuit::Program& program,
                                              const std::vector<Bits>& inputs) {
        const mpc::garble::Session session{
            role_of(me), {side.channel, side.random, side.workers, side.progress, digest}, digest};
        TACIT_ASSIGN(const auto windows, mpc::garble::Windows::begin(session, *side.bits, program));
        const mpc::garble::Run run{session, program, inputs, *side.bits, *windows};
        return me == 0 ? mpc::garble::run_garbler(run) : mpc::garble::run_evaluator(run);
    }

    std::array<Side, 2> sides_;
    std::uint64_t trials_ = 0;
};

/// Flips a bit of the message of this size that comes after `others` of the same.
inline Alter flip_in(std::size_t size, std::size_t bit, std::size_t others = 0) {
    return [=, left = others](std::uint64_t, Bytes& message) mutable {
        if (message.size() != size || left-- != 0) return false;
        message[bit / 8] ^= static_cast<std::uint8_t>(1u << (bit % 8));
        return true;
    };
}

}  // namespace tacit::testing
