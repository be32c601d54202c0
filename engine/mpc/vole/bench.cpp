#include "mpc/vole/bench.h"

#include <chrono>

#include "mpc/ot/softspoken.h"
#include "mpc/pipe.h"
#include "mpc/vole/mutual_cot.h"
#include "mpc/vole/silent_vole.h"

namespace tacit::mpc::vole {

namespace {

using Clock = std::chrono::steady_clock;

double milliseconds_since(Clock::time_point start) {
    return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

struct Run {
    double set_up_milliseconds = 0, milliseconds = 0, bytes = 0;
};

/// Set-up, and then `receive` against `send`.
template <class Receive, class Send>
Result<Run> measure(std::size_t count, unsigned workers, Receive receive, Send send) {
    Run out;
    const auto begun = Clock::now();
    TACIT_TRY(run_both(
        workers,
        [&](const ot::Endpoint& endpoint) -> Status {
            TACIT_ASSIGN(const auto cots, ot::SoftSpokenReceiver::set_up(ot::default_field_bits, endpoint));
            out.set_up_milliseconds = milliseconds_since(begun);
            const auto ready = Clock::now();
            TACIT_TRY(receive(Parameters{.count = count}, *cots, endpoint));
            // The sender has yet to finish.
            TACIT_TRY(endpoint.peer.receive(1));
            out.milliseconds = milliseconds_since(ready);
            const auto counters = endpoint.peer.counters();
            out.bytes = static_cast<double>(counters.bytes_sent + counters.bytes_received - 1);
            return {};
        },
        [&](const ot::Endpoint& endpoint) -> Status {
            Block delta;
            endpoint.random.fill(crypto::as_writable_bytes({&delta, 1}));
            TACIT_ASSIGN(const auto cots,
                         ot::SoftSpokenSender::set_up(ot::default_field_bits, delta, endpoint));
            TACIT_TRY(send(Parameters{.count = count}, *cots, endpoint));
            return endpoint.peer.send(Bytes{1});
        }));
    return out;
}

/// Both ways at once; the times and bytes of one side.
Result<Run> measure_mutual(std::size_t count, unsigned workers) {
    Run out;
    const auto begun = Clock::now();
    const auto side = [&](const ot::Endpoint& endpoint, bool first) -> Status {
        const auto to = [&](bool from_first) {
            return ot::Endpoint{endpoint.peer, endpoint.random, endpoint.workers, endpoint.progress,
                                as_view(from_first ? "first" : "second")};
        };
        const auto as_sender = to(first), as_receiver = to(!first);
        Block delta = crypto::random_block(endpoint.random);
        delta.low |= 1;
        TACIT_ASSIGN(const auto pair,
                     ot::SoftSpokenPair::set_up(ot::default_field_bits, delta, as_sender, as_receiver));
        if (first) out.set_up_milliseconds = milliseconds_since(begun);
        const auto ready = Clock::now();
        const auto before = endpoint.peer.counters();
        TACIT_TRY(exchange_cots(count, {*pair.sender, *pair.receiver, as_sender, as_receiver, 0, 0, first},
                                [](std::size_t, std::span<const Pair>) {}));
        const auto after = endpoint.peer.counters();
        if (!first) return endpoint.peer.send(Bytes{1});
        TACIT_TRY(endpoint.peer.receive(1));
        out.milliseconds = milliseconds_since(ready);
        out.bytes = static_cast<double>(after.bytes_sent - before.bytes_sent + after.bytes_received -
                                        before.bytes_received);
        return {};
    };
    TACIT_TRY(run_both(
        workers, [&](const ot::Endpoint& endpoint) { return side(endpoint, true); },
        [&](const ot::Endpoint& endpoint) { return side(endpoint, false); }));
    return out;
}

/// Nanoseconds per element.
template <class Work>
double per_element(std::size_t size, Work work) {
    const auto start = Clock::now();
    work();
    return 1e6 * milliseconds_since(start) / static_cast<double>(size);
}

void measure_code(VoleBenchmark& out, std::size_t count, unsigned threads) {
    Workers workers(threads);
    const NoProgress unwatched;
    Status done;
    const std::size_t size = NoiseShape::for_outputs(count).half();
    const Block seed{1, 2};
    const auto field = make_linear_code(CodeName::expand_convolute_7x24, Coefficients::field, size, seed);
    const auto binary = make_linear_code(CodeName::expand_convolute_7x24, Coefficients::binary, size, seed);
    {
        BigVector<Block> first(size, seed), second(size, seed);
        out.code_nanoseconds =
            per_element(size, [&] { done = field->compress(first, second, workers, unwatched); });
    }
    {
        BigVector<Block> a(size, seed), c(size, seed);
        BigVector<Pair> second(size, Pair{seed, seed});
        out.pair_code_nanoseconds =
            per_element(size, [&] { done = field->compress(a, c, second, workers, unwatched); });
    }
    BigVector<Pair> first(size, Pair{seed, seed}), second(size, Pair{seed, seed});
    out.binary_code_nanoseconds =
        per_element(size, [&] { done = binary->compress(first, second, workers, unwatched); });
}

}  // namespace

Result<VoleBenchmark> measure_vole(std::size_t count, unsigned workers) {
    VoleBenchmark out;
    const auto items = static_cast<double>(count);
    TACIT_ASSIGN(const Run vole, measure(count, workers, receive_vole, send_vole));
    out.set_up_milliseconds = vole.set_up_milliseconds;
    out.vole_milliseconds = vole.milliseconds;
    out.voles_per_second = 1e3 * items / vole.milliseconds;
    out.bytes_per_vole = vole.bytes / items;
    TACIT_ASSIGN(const Run cot, measure_mutual(count, workers));
    out.cots_per_second = 2e3 * items / cot.milliseconds;
    out.bytes_per_cot = cot.bytes / (2 * items);
    measure_code(out, count, workers);
    return out;
}

}  // namespace tacit::mpc::vole
