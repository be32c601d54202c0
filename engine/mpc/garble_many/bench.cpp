#include "mpc/garble_many/bench.h"

#include <memory>

#include "mpc/circuit/known.h"
#include "mpc/circuit/repeated.h"
#include "mpc/garble_many/peers.h"
#include "mpc/pipe.h"

namespace tacit::mpc::garble_many {

namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point begun) {
    return std::chrono::duration<double>(Clock::now() - begun).count();
}

/// Takes the time between the two steps of a run.
class Stopwatch final : public Progress {
  public:
    void step(std::string_view name, std::uint64_t) override {
        if (name == "preprocessing") begun_ = Clock::now();
        if (name == "gates") seconds = seconds_since(begun_);
    }
    void advance(std::uint64_t) override {}
    bool stop_requested() const override { return false; }
    double seconds = 0;

  private:
    Clock::time_point begun_;
};

std::vector<circuit::Bits> random_inputs(const circuit::Shape& shape, std::size_t owner,
                                         crypto::Random& random) {
    std::vector<circuit::Bits> out;
    for (const auto& input : shape.inputs) {
        if (input.participant != owner) continue;
        circuit::Bits bits(input.bits);
        for (std::size_t i = 0; i < bits.size(); ++i) bits[i] = random.below(2) == 1;
        out.push_back(std::move(bits));
    }
    return out;
}

Result<Benchmark> measure(const circuit::Program& program, std::size_t participants, unsigned threads) {
    const auto n = participants;
    std::vector<Pipe> pipes(n * n);  // by from and to
    std::vector<Status> statuses(n);
    std::vector<std::uint64_t> sent(n), received(n);
    Benchmark out;
    out.ands = program.shape().ands;
    const auto party = [&](std::size_t me) {
        std::vector<std::unique_ptr<PipeChannel>> ends(n);
        std::vector<Channel*> channels(n);
        for (std::size_t peer = 0; peer < n; ++peer) {
            if (peer == me) continue;
            ends[peer] = std::make_unique<PipeChannel>(pipes[me * n + peer], pipes[peer * n + me]);
            channels[peer] = ends[peer].get();
        }
        crypto::SystemRandom random;
        Stopwatch stopwatch;
        Options options;
        options.threads = threads;
        const auto outcome = garble_among(options, me, program, random_inputs(program.shape(), me, random),
                                          channels, random, stopwatch);
        if (!outcome) statuses[me] = outcome.error();
        if (me == evaluator) out.preprocessing_seconds = stopwatch.seconds;
        for (const auto& end : ends) {
            if (!end) continue;
            sent[me] += end->counters().bytes_sent;
            received[me] += end->counters().bytes_received;
        }
    };
    const auto begun = Clock::now();
    std::vector<std::jthread> running;
    for (std::size_t me = 0; me < n; ++me) running.emplace_back(party, me);
    for (auto& one : running) one.join();
    out.seconds = seconds_since(begun);
    for (auto& status : statuses) TACIT_TRY(std::move(status));
    for (const auto bytes : sent) out.bytes += bytes;
    out.evaluator_bytes = sent[evaluator] + received[evaluator];
    return out;
}

}  // namespace

Result<Benchmark> measure_aes(std::size_t participants, unsigned threads) {
    return measure(circuit::aes128_circuit(), participants, threads);
}

Result<Benchmark> measure_comparisons(std::size_t count, std::size_t participants, unsigned threads) {
    const auto less = std::make_shared<circuit::Circuit>(circuit::less64_circuit());
    TACIT_ASSIGN(const auto lanes, circuit::Repeated::over(less, static_cast<std::uint32_t>(count)));
    return measure(lanes, participants, threads);
}

}  // namespace tacit::mpc::garble_many
