#pragma once

#include "crypto/prg.h"
#include "engine/mpc/garble_runs.h"
#include "mpc/garble_many/garble_many.h"
#include "mpc/garble_many/run.h"

/// Complete runs of garbling among many over a memory network.
namespace tacit::testing {

/// By participant.
using Inputs = std::vector<std::vector<Bits>>;
using ManyOutcomes = Outcomes<std::vector<Bits>>;

inline Inputs random_inputs(crypto::Random& random, const Shape& shape, std::size_t participants) {
    Inputs out(participants);
    for (const auto& input : shape.inputs) {
        Bits bits(input.bits);
        for (std::size_t i = 0; i < bits.size(); ++i) bits[i] = random.below(2) == 1;
        out[input.participant].push_back(bits);
    }
    return out;
}

/// Base transfers without the group arithmetic that takes most of the time of a small run: both sides know
/// all keys from the label.
inline mpc::garble_many::Bases dealt_bases() {
    const auto pairs_of = [](std::size_t count, View label) {
        mpc::ot::KeyPairs out(count);
        crypto::Prg prg(Block::load(crypto::blake2b(label).data()));
        for (auto& pair : out) pair = {prg.next(), prg.next()};
        return out;
    };
    mpc::garble_many::Bases out;
    out.send = [=](std::size_t count, const mpc::ot::Endpoint& to) -> Result<mpc::ot::SendBase> {
        return mpc::ot::SendBase([=] { return pairs_of(count, to.label); });
    };
    out.receive = [=](ChoiceBits choices, const mpc::ot::Endpoint& from) -> Result<mpc::ot::ReceiveBase> {
        const auto pairs = pairs_of(choices.count, from.label);
        BigVector<Block> keys(pairs.size());
        for (unsigned i = 0; i < keys.size(); ++i)
            keys[i] = pairs[i][choices.blocks[i / 128].bit(i % 128) ? 1 : 0];
        return mpc::ot::ReceiveBase([=] { return keys; });
    };
    return out;
}

/// How a run gets its base transfers.
enum class Base { dealt, made };

inline ManyOutcomes run_many(MemoryNetwork& network, const mpc::circuit::Program& program,
                             const Inputs& inputs, std::uint64_t seed,
                             const mpc::garble_many::Options& options = {}, const Wrap& wrap = {},
                             Base base = Base::dealt) {
    ManyOutcomes out(network.size(), error(Fault::internal));
    std::vector<std::function<void()>> parties;
    for (std::size_t me = 0; me < network.size(); ++me)
        parties.push_back([&, me] {
            auto channels = network.channels(me);
            if (wrap) wrap(me, channels);
            crypto::SeededRandom random(seed * 1000 + me);
            mpc::NoProgress progress;
            out[me] = mpc::garble_many::garble_among_from(
                base == Base::dealt ? dealt_bases() : mpc::garble_many::Bases{}, options, me, program,
                inputs[me], channels, random, progress);
        });
    network.run(parties);
    return out;
}

inline bool right(const ManyOutcomes& outcomes, const mpc::circuit::Program& program, const Inputs& inputs) {
    const auto expected = evaluated(program, inputs);
    for (std::size_t me = 0; me < outcomes.size(); ++me) {
        if (!outcomes[me].ok())
            qWarning("%zu: %s (%s)", me, outcomes[me].error().detail.c_str(),
                     outcomes[me].error().partner.c_str());
        if (!outcomes[me].ok() || *outcomes[me] != seen_by(me, program, expected)) return false;
    }
    return true;
}

/// What a participant has in a test of a part of the protocol: all up to the set-up of authenticated bits.
struct Participant {
    Participant(MemoryNetwork& network, std::size_t me, std::uint64_t seed, const Wrap& wrap = {})
        : channels(network.channels(me)), random(seed * 1000 + me), me_(me) {
        if (wrap) wrap(me, channels);
    }
    Status greet() {
        TACIT_ASSIGN(const auto said, peers.say(coins.commit()));
        coins.committed(said);
        return {};
    }
    std::vector<mpc::Channel*> channels;
    crypto::SeededRandom random;
    const std::size_t me_;
    mpc::Workers workers{1};
    mpc::NoProgress progress;
    mpc::garble_many::Peers peers{me_, channels, random, workers, progress};
    mpc::garble_many::Coins coins{peers, {}};
    mpc::garble_many::Session session{peers, coins, {}, dealt_bases()};
};

/// Runs work(participant) for each of the network; gives how each ended.
template <class Work>
std::vector<Status> run_parts(MemoryNetwork& network, std::uint64_t seed, const Work& work,
                              const Wrap& wrap = {}) {
    std::vector<Status> out(network.size());
    std::vector<std::function<void()>> parties;
    for (std::size_t me = 0; me < network.size(); ++me)
        parties.push_back([&, me] {
            Participant participant(network, me, seed, wrap);
            out[me] = participant.greet();
            if (out[me].ok()) out[me] = work(participant);
        });
    network.run(parties);
    return out;
}

}  // namespace tacit::testing
