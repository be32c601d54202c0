#pragma once

#include <optional>

#include "mpc/progress.h"
#include "mpc/psi/dh_count.h"
#include "mpc/psi/oprf_rows.h"
#include "mpc/sharing/additive.h"
#include "mpc/sharing/centred.h"
#include "support/memory_network.h"

/// Complete runs of the protocols over a memory network, for the suites of this folder.
namespace tacit::testing {

using mpc::sharing::Int128;
using Table = std::vector<std::vector<Int128>>;  ///< by participant, empty for who gives nothing

inline std::vector<std::string> names(std::size_t count) {
    std::vector<std::string> out;
    for (std::size_t i = 0; i < count; ++i) out.push_back("P" + std::to_string(i));
    return out;
}

template <class T>
using Outcomes = std::vector<Result<T>>;

/// Gives one party other channels than those of the network.
using Wrap = std::function<void(std::size_t me, std::vector<mpc::Channel*>& channels)>;

/// `parameters.me` is set for each. Party i draws from a generator seeded by `seed` and i.
inline Outcomes<mpc::sharing::Outcome> run_total(MemoryNetwork& network, mpc::sharing::Parameters parameters,
                                                 const Table& inputs, std::uint64_t seed,
                                                 const Wrap& wrap = {}) {
    Outcomes<mpc::sharing::Outcome> out(parameters.participants, error(Fault::internal));
    std::vector<std::function<void()>> parties;
    for (std::size_t me = 0; me < parameters.participants; ++me)
        parties.push_back([&, me] {
            auto mine = parameters;
            mine.me = me;
            std::vector<crypto::Scalar> scalars;
            for (const auto value : inputs[me]) scalars.push_back(*mpc::sharing::to_scalar(value));
            auto channels = network.channels(me);
            if (wrap) wrap(me, channels);
            crypto::SeededRandom random(seed * 1000 + me);
            mpc::NoProgress progress;
            out[me] = mpc::sharing::total(mine, scalars, channels, random, progress);
        });
    network.run(parties);
    return out;
}

template <class T>
struct Pair {
    Result<T> receiver = error(Fault::internal);
    Result<T> sender = error(Fault::internal);
};

/// Party 0 receives, party 1 sends.
template <class T, class Receive, class Send>
Pair<T> run_two(MemoryNetwork& network, Receive receive, Send send, const mpc::psi::Options& options,
                const std::vector<Bytes>& x, const std::vector<Bytes>& y, std::uint64_t seed,
                const Wrap& wrap = {}) {
    Pair<T> out;
    const auto party = [&](std::size_t me, auto protocol, const std::vector<Bytes>& items,
                           Result<T>& result) {
        return [&, me, protocol] {
            auto channels = network.channels(me);
            if (wrap) wrap(me, channels);
            crypto::SeededRandom random(seed * 1000 + me);
            mpc::NoProgress progress;
            result = protocol(options, mpc::psi::views_of(items), *channels[1 - me], random, progress);
        };
    };
    network.run({party(0, receive, x, out.receiver), party(1, send, y, out.sender)});
    return out;
}

inline Pair<mpc::psi::RowsOutcome> run_rows(MemoryNetwork& network, const mpc::psi::Options& options,
                                            const std::vector<Bytes>& x, const std::vector<Bytes>& y,
                                            std::uint64_t seed, const Wrap& wrap = {}) {
    return run_two<mpc::psi::RowsOutcome>(network, mpc::psi::receive_rows, mpc::psi::send_rows, options, x, y,
                                          seed, wrap);
}

inline Pair<mpc::psi::CountOutcome> run_count(MemoryNetwork& network, const mpc::psi::Options& options,
                                              const std::vector<Bytes>& x, const std::vector<Bytes>& y,
                                              std::uint64_t seed, const Wrap& wrap = {}) {
    return run_two<mpc::psi::CountOutcome>(network, mpc::psi::receive_count, mpc::psi::send_count, options, x,
                                           y, seed, wrap);
}

inline bool same(const mpc::ChannelCounters& a, const mpc::ChannelCounters& b) {
    return a.bytes_sent == b.bytes_sent && a.bytes_received == b.bytes_received &&
           a.messages_sent == b.messages_sent && a.messages_received == b.messages_received;
}

/// What a peer can be blamed for.
inline bool is_protocol_fault(const Error& e) {
    return e.fault == Fault::cheating || e.fault == Fault::malformed_message ||
           e.fault == Fault::partner_gone;
}

/// Somebody pressed the stop button before the run began.
class Stopped final : public mpc::Progress {
  public:
    void step(std::string_view, std::uint64_t) override {}
    void advance(std::uint64_t) override {}
    bool stop_requested() const override { return true; }
};

inline bool soak() {
    return !qgetenv("TACIT_SOAK").isEmpty();
}

}  // namespace tacit::testing
