#include "mpc/garble_many/bench.h"

#include <memory>
#include <thread>

#include "mpc/circuit/known.h"
#include "mpc/circuit/order.h"
#include "mpc/circuit/repeated.h"
#include "mpc/garble/contribution.h"
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

using Inputs = std::vector<std::vector<circuit::Bits>>;  ///< by who gives them

struct Task {
    const circuit::Program& program;
    std::size_t hosts, contributors;
    unsigned threads;
};

Inputs random_inputs(const Task& task) {
    crypto::SystemRandom random;
    Inputs out(task.hosts + task.contributors);
    for (const auto& input : task.program.shape().inputs) {
        circuit::Bits bits(input.bits);
        for (std::size_t i = 0; i < bits.size(); ++i) bits[i] = random.below(2) == 1;
        out[input.participant].push_back(std::move(bits));
    }
    return out;
}

/// Everybody in this process, a thread each.
class Everybody {
  public:
    Everybody(const Task& task, const Inputs& inputs)
        : outputs(task.hosts),
          task_(task),
          inputs_(inputs),
          all_(task.hosts + task.contributors),
          pipes_(all_ * all_),
          statuses_(all_),
          counters_(all_) {}

    Result<Benchmark> run() {
        const auto begun = Clock::now();
        std::vector<std::jthread> running;
        for (std::size_t me = 0; me < all_; ++me)
            running.emplace_back([this, me] { statuses_[me] = part(me); });
        for (auto& one : running) one.join();
        out_.seconds = seconds_since(begun);
        for (auto& status : statuses_) TACIT_TRY(std::move(status));
        out_.ands = task_.program.shape().ands;
        for (const auto& one : counters_) out_.bytes += one.bytes_sent;
        out_.evaluator_bytes = counters_[evaluator].bytes_sent + counters_[evaluator].bytes_received;
        return out_;
    }

    std::vector<std::vector<circuit::Bits>> outputs;  ///< by host

  private:
    Status part(std::size_t me) {
        std::vector<std::unique_ptr<PipeChannel>> ends(all_);
        std::vector<Channel*> channels(all_);
        for (std::size_t peer = 0; peer < all_; ++peer) {
            if (peer == me || (me >= task_.hosts && peer >= task_.hosts)) continue;
            ends[peer] = std::make_unique<PipeChannel>(pipes_[me * all_ + peer], pipes_[peer * all_ + me]);
            channels[peer] = ends[peer].get();
        }
        const auto hosts = std::span<Channel* const>(channels).first(task_.hosts);
        const auto contributors = std::span<Channel* const>(channels).subspan(task_.hosts);
        crypto::SystemRandom random;
        Stopwatch stopwatch;
        auto done = [&]() -> Status {
            if (me >= task_.hosts)
                return garble::contribute({{}, task_.hosts, task_.contributors, me}, task_.program.shape(),
                                          inputs_[me], hosts, random, stopwatch);
            Options options;
            options.threads = task_.threads;
            TACIT_ASSIGN(outputs[me], garble_among(options, me, task_.program, inputs_[me], hosts, random,
                                                   stopwatch, contributors));
            return {};
        }();
        if (me == evaluator) out_.preprocessing_seconds = stopwatch.seconds;
        for (const auto& end : ends)
            if (end) counters_[me] += end->counters();
        return done;
    }

    const Task task_;
    const Inputs& inputs_;
    const std::size_t all_;
    std::vector<Pipe> pipes_;  ///< by from and to
    std::vector<Status> statuses_;
    std::vector<ChannelCounters> counters_;
    Benchmark out_;
};

Result<Benchmark> measure(const circuit::Program& program, std::size_t participants, unsigned threads) {
    const Task task{program, participants, 0, threads};
    const auto inputs = random_inputs(task);
    return Everybody(task, inputs).run();
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

Result<Benchmark> measure_quartiles(std::size_t contributors, std::size_t hosts, unsigned threads) {
    circuit::Builder builder;
    std::vector<circuit::Word> words;
    for (std::size_t i = 0; i < contributors; ++i)
        words.push_back(builder.input(static_cast<std::uint8_t>(hosts + i), 64));
    const auto ascending = circuit::sorted(builder, words);
    for (unsigned quartile = 0; quartile <= 4; ++quartile)
        builder.output((1u << hosts) - 1, circuit::quartile_times_four(builder, ascending, quartile));
    const auto program = builder.finish();
    const Task task{program, hosts, contributors, threads};
    const auto inputs = random_inputs(task);
    Everybody everybody(task, inputs);
    TACIT_ASSIGN(const auto out, everybody.run());
    std::vector<circuit::Bits> in_order;
    for (std::size_t i = 0; i < contributors; ++i) in_order.push_back(inputs[hosts + i][0]);
    TACIT_ASSIGN(const auto expected, circuit::evaluate(program, in_order));
    for (const auto& one : everybody.outputs)
        if (one != expected) return error(Fault::internal, "another answer than in the clear");
    return out;
}

}  // namespace tacit::mpc::garble_many
