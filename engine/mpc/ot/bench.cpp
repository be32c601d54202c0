#include "mpc/ot/bench.h"

#include <chrono>

#include "mpc/ot/base_ot.h"
#include "mpc/ot/softspoken.h"
#include "mpc/pipe.h"

namespace tacit::mpc::ot {

namespace {

using Clock = std::chrono::steady_clock;

double milliseconds_since(Clock::time_point start) {
    return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

Status measure_base(OtBenchmark& out, unsigned workers) {
    crypto::SystemRandom random;
    const Block choices = crypto::random_block(random);
    const auto start = Clock::now();
    TACIT_TRY(run_both(
        workers,
        [&](const Endpoint& sender) -> Status {
            TACIT_TRY(receive_base({{&choices, 1}, 128}, sender));
            return {};
        },
        [](const Endpoint& receiver) -> Status {
            TACIT_TRY(send_base(128, receiver));
            return {};
        }));
    out.base_milliseconds = milliseconds_since(start);
    return {};
}

}  // namespace

Result<OtBenchmark> measure_ot(unsigned field_bits, std::size_t cots, unsigned workers) {
    OtBenchmark out;
    TACIT_TRY(measure_base(out, workers));
    crypto::SystemRandom random;
    BigVector<Block> choices(blocks_for(cots));
    random.fill(crypto::as_writable_bytes(choices));
    const auto start = Clock::now();
    Clock::time_point ready;
    TACIT_TRY(run_both(
        workers,
        [&](const Endpoint& sender) -> Status {
            TACIT_ASSIGN(const auto receiver, SoftSpokenReceiver::set_up(field_bits, sender));
            const auto before = sender.peer.counters();
            ready = Clock::now();
            TACIT_TRY(receiver->extend({choices, cots}));
            // The sender has yet to check the last answer.
            TACIT_TRY(sender.peer.receive(1));
            const auto after = sender.peer.counters();
            out.cots_per_second = 1e3 * static_cast<double>(cots) / milliseconds_since(ready);
            out.bytes_per_cot = static_cast<double>(after.bytes_sent - before.bytes_sent +
                                                    after.bytes_received - before.bytes_received - 1) /
                                static_cast<double>(cots);
            return {};
        },
        [&](const Endpoint& receiver) -> Status {
            TACIT_ASSIGN(const auto sender, SoftSpokenSender::set_up(
                                                field_bits, crypto::random_block(receiver.random), receiver));
            TACIT_TRY(sender->extend(cots));
            return receiver.peer.send(Bytes{1});
        }));
    out.set_up_milliseconds = std::chrono::duration<double, std::milli>(ready - start).count();
    return out;
}

}  // namespace tacit::mpc::ot
