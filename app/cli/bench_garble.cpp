#include "cli/bench_garble.h"

#include <chrono>

#include "mpc/garble/bench.h"
#include "mpc/garble_many/bench.h"

namespace tacit::cli {

namespace {

using Clock = std::chrono::steady_clock;

/// Takes the time between the two steps of a run.
class Stopwatch final : public mpc::Progress {
  public:
    void step(std::string_view name, std::uint64_t) override {
        if (name == "preprocessing") begun_ = Clock::now();
        if (name == "gates") seconds_ = std::chrono::duration<double>(Clock::now() - begun_).count();
    }
    void advance(std::uint64_t) override {}
    bool stop_requested() const override { return false; }
    PartyReport report() const { return {seconds_}; }

  private:
    Clock::time_point begun_;
    double seconds_ = 0;
};

}  // namespace

Ready garble_party(std::size_t self, const PartyTask& task) {
    return [=](Channels channels) -> Result<PartyReport> {
        crypto::SystemRandom random;
        Stopwatch stopwatch;
        TACIT_TRY(mpc::garble::run_benchmark(self == 0, task.items, task.threads, *channels[1 - self], random,
                                             stopwatch));
        return stopwatch.report();
    };
}

Ready garble_many_party(std::size_t self, const PartyTask& task) {
    return [=](Channels channels) -> Result<PartyReport> {
        crypto::SystemRandom random;
        Stopwatch stopwatch;
        TACIT_TRY(
            mpc::garble_many::run_benchmark(self, task.items, task.threads, channels, random, stopwatch));
        return stopwatch.report();
    };
}

}  // namespace tacit::cli
