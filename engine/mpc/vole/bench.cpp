#include "mpc/vole/bench.h"

#include <chrono>

#include "mpc/ot/softspoken.h"
#include "mpc/pipe.h"
#include "mpc/vole/silent_cot.h"

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
    BigVector<std::uint64_t> first((size + 63) / 64, std::uint64_t{3}),
        second((size + 63) / 64, std::uint64_t{5});
    out.bit_code_nanoseconds = per_element(size, [&] { binary->compress_bits(first, second); });
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
    TACIT_ASSIGN(const Run cot, measure(count, workers, receive_cot, send_cot));
    out.cots_per_second = 1e3 * items / cot.milliseconds;
    out.bytes_per_cot = cot.bytes / items;
    measure_code(out, count, workers);
    return out;
}

}  // namespace tacit::mpc::vole
