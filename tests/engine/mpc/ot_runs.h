#pragma once

#include <algorithm>
#include <memory>

#include "engine/mpc/runs.h"
#include "mpc/ot/base_ot.h"
#include "mpc/ot/softspoken.h"

/// Complete runs of the transfers over a memory network. Party 0 receives, party 1 sends.
namespace tacit::testing {

using mpc::ot::BigVector;
using mpc::ot::Block;
using mpc::ot::ChoiceBits;

/// What an Endpoint refers to, for one party.
struct OtParty {
    OtParty(MemoryNetwork& network, std::size_t me, std::uint64_t seed, unsigned threads, const Wrap& wrap)
        : channels(network.channels(me)), random(seed * 1000 + me), workers(threads) {
        if (wrap) wrap(me, channels);
        peer = channels[1 - me];
    }
    mpc::ot::Endpoint endpoint(std::string_view label) {
        return {*peer, random, workers, progress, as_view(label)};
    }
    std::vector<mpc::Channel*> channels;
    mpc::Channel* peer;
    crypto::SeededRandom random;
    mpc::Workers workers;
    mpc::NoProgress progress;
};

/// The altered channel in the place of the sender's own.
template <class Altered, class... Arguments>
struct At {
    std::size_t party;
    std::tuple<Arguments...> arguments;
    std::optional<Altered> channel{};
    void operator()(std::size_t me, std::vector<mpc::Channel*>& channels) {
        if (me != party) return;
        std::apply([&](const auto&... a) { channel.emplace(*channels[1 - me], a...); }, arguments);
        channels[1 - me] = &*channel;
    }
};

inline std::vector<Block> random_blocks(std::size_t count, std::uint64_t seed) {
    std::vector<Block> out(count);
    crypto::SeededRandom(seed).fill(crypto::as_writable_bytes(out));
    return out;
}

inline bool bit_of(const std::vector<Block>& bits, std::size_t i) {
    return bits[i / 128].bit(static_cast<unsigned>(i % 128));
}

struct CotRun {
    Result<std::vector<BigVector<Block>>> receiver = error(Fault::internal);
    Result<std::vector<BigVector<Block>>> sender = error(Fault::internal);
    std::vector<std::vector<Block>> choices;
    Block delta;
};

struct CotShape {
    unsigned field_bits = 4;
    std::vector<std::size_t> counts;  ///< one `extend` each
    unsigned threads = 1;
};

inline Result<std::vector<BigVector<Block>>> cots_received(const CotShape& shape, OtParty& party,
                                                           const std::vector<std::vector<Block>>& choices) {
    TACIT_ASSIGN(auto receiver,
                 mpc::ot::SoftSpokenReceiver::set_up(shape.field_bits, party.endpoint("test")));
    std::vector<BigVector<Block>> out;
    for (std::size_t i = 0; i < shape.counts.size(); ++i) {
        TACIT_ASSIGN(auto blocks, receiver->extend({choices[i], shape.counts[i]}));
        out.push_back(std::move(blocks));
    }
    return out;
}

inline Result<std::vector<BigVector<Block>>> cots_sent(const CotShape& shape, OtParty& party, Block delta) {
    TACIT_ASSIGN(auto sender,
                 mpc::ot::SoftSpokenSender::set_up(shape.field_bits, delta, party.endpoint("test")));
    std::vector<BigVector<Block>> out;
    for (const auto count : shape.counts) {
        TACIT_ASSIGN(auto blocks, sender->extend(count));
        out.push_back(std::move(blocks));
    }
    return out;
}

inline CotRun run_cots(MemoryNetwork& network, const CotShape& shape, std::uint64_t seed,
                       const Wrap& wrap = {}) {
    CotRun out;
    for (std::size_t i = 0; i < shape.counts.size(); ++i)
        out.choices.push_back(random_blocks(mpc::ot::blocks_for(shape.counts[i]), seed * 100 + i));
    out.delta = random_blocks(1, seed * 100 + 99)[0];
    network.run({[&] {
                     OtParty party(network, 0, seed, shape.threads, wrap);
                     out.receiver = cots_received(shape, party, out.choices);
                 },
                 [&] {
                     OtParty party(network, 1, seed, shape.threads, wrap);
                     out.sender = cots_sent(shape, party, out.delta);
                 }});
    return out;
}

/// q_j = t_j ^ x_j * Delta for all j of both outcomes.
inline bool all_right(const CotRun& run) {
    const auto& t = *run.receiver;
    const auto& q = *run.sender;
    for (std::size_t call = 0; call < run.choices.size(); ++call) {
        if (t[call].size() != q[call].size()) return false;
        for (std::size_t j = 0; j < t[call].size(); ++j)
            if (q[call][j] != (t[call][j] ^ (run.delta & Block::of_bit(bit_of(run.choices[call], j)))))
                return false;
    }
    return true;
}

}  // namespace tacit::testing
