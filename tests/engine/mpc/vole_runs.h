#pragma once

#include "crypto/prg.h"
#include "engine/mpc/runs.h"
#include "mpc/ot/softspoken.h"
#include "mpc/vole/pprf.h"
#include "mpc/vole/silent_vole.h"

/// Complete runs of silent VOLE, for the suites of this folder.
namespace tacit::testing {

using crypto::Block;
using mpc::vole::BigVector;

/// Test doubles: both ends of COTs from one seed, without messages. What a run over them counts is its own.
struct Deal {
    Block delta{0x1234567890abcdef, 0xfedcba0987654321};
    Block seed{5, 6};
};

class DealtCotSender final : public mpc::ot::CotSender {
  public:
    explicit DealtCotSender(const Deal& deal) : delta_(deal.delta), prg_(deal.seed) {}
    Block delta() const override { return delta_; }
    Result<BigVector<Block>> extend(std::size_t count) override {
        BigVector<Block> q(count);
        prg_.fill(q);
        return q;
    }

  private:
    Block delta_;
    crypto::Prg prg_;
};

class DealtCotReceiver final : public mpc::ot::CotReceiver {
  public:
    explicit DealtCotReceiver(const Deal& deal) : delta_(deal.delta), prg_(deal.seed) {}
    Result<BigVector<Block>> extend(mpc::ot::ChoiceBits choices) override {
        BigVector<Block> t(choices.count);
        prg_.fill(t);
        for (std::size_t i = 0; i < choices.count; ++i)
            t[i] ^= delta_ & Block::of_bit(choices.blocks[i / 128].bit(i % 128));
        return t;
    }

  private:
    Block delta_;
    crypto::Prg prg_;
};

/// The hashes of the trees of a run with this label, if it is the first.
inline mpc::vole::NodeHashes hashes_of_run(std::string_view label) {
    return mpc::vole::NodeHashes(
        crypto::Hasher("tacit/mpc/vole/trees").add(label).add(std::uint64_t{0}).finish());
}

template <class Received>
struct Silent {
    Result<Received> receiver = error(Fault::internal);
    Result<BigVector<Block>> sender = error(Fault::internal);
};

/// What differs between the runs of a test.
struct SilentRun {
    std::size_t count = 1;
    std::uint64_t seed = 1;
    unsigned threads = 1;
    bool real_cots = false;                         ///< over SoftSpoken, set-up included; else dealt
    mpc::ot::CotSender* sender_cots = nullptr;      ///< in place of the dealt ones
    mpc::ot::CotReceiver* receiver_cots = nullptr;  ///< in place of the dealt ones
    Wrap wrap{};
    std::string receiver_label = "test", sender_label = "test";
};

template <class Received, class Receive>
Result<Received> received(const SilentRun& run, Receive receive, const mpc::ot::Endpoint& endpoint) {
    const mpc::vole::Parameters parameters{.count = run.count};
    if (run.real_cots) {
        TACIT_ASSIGN(const auto cots,
                     mpc::ot::SoftSpokenReceiver::set_up(mpc::ot::default_field_bits, endpoint));
        return receive(parameters, *cots, endpoint);
    }
    DealtCotReceiver dealt{Deal{}};
    return receive(parameters, run.receiver_cots ? *run.receiver_cots : dealt, endpoint);
}

template <class Send>
Result<BigVector<Block>> sent(const SilentRun& run, Send send, const mpc::ot::Endpoint& endpoint) {
    const mpc::vole::Parameters parameters{.count = run.count};
    if (run.real_cots) {
        TACIT_ASSIGN(const auto cots,
                     mpc::ot::SoftSpokenSender::set_up(mpc::ot::default_field_bits, Deal{}.delta, endpoint));
        return send(parameters, *cots, endpoint);
    }
    DealtCotSender dealt{Deal{}};
    return send(parameters, run.sender_cots ? *run.sender_cots : dealt, endpoint);
}

/// Party 0 receives, party 1 sends. All have the Delta of Deal.
template <class Received, class Receive, class Send>
Silent<Received> run_silent(MemoryNetwork& network, const SilentRun& run, Receive receive, Send send) {
    Silent<Received> out;
    const auto party = [&](std::size_t me, const auto& protocol) {
        auto channels = network.channels(me);
        if (run.wrap) run.wrap(me, channels);
        crypto::SeededRandom random(run.seed * 1000 + me);
        mpc::Workers workers(run.threads);
        mpc::NoProgress progress;
        const auto& label = me == 0 ? run.receiver_label : run.sender_label;
        protocol(mpc::ot::Endpoint{*channels[1 - me], random, workers, progress, as_view(label)});
    };
    network.run(
        {[&] { party(0, [&](const auto& e) { out.receiver = received<Received>(run, receive, e); }); },
         [&] { party(1, [&](const auto& e) { out.sender = sent(run, send, e); }); }});
    return out;
}

using SilentVole = Silent<mpc::vole::VoleReceived>;

inline SilentVole run_silent_vole(MemoryNetwork& network, const SilentRun& run) {
    return run_silent<mpc::vole::VoleReceived>(network, run, mpc::vole::receive_vole, mpc::vole::send_vole);
}
}  // namespace tacit::testing
