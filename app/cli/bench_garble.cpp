#include "cli/bench_garble.h"

#include <atomic>
#include <chrono>

#include "mpc/garble/bench.h"
#include "mpc/progress.h"

namespace tacit::cli {

namespace {

using Clock = std::chrono::steady_clock;
std::atomic<double> preprocessing_seconds{0};

/// Takes the time between the two steps of a run.
class Stopwatch final : public mpc::Progress {
  public:
    void step(std::string_view name, std::uint64_t) override {
        if (name == "preprocessing") begun_ = Clock::now();
        if (name == "gates")
            preprocessing_seconds = std::chrono::duration<double>(Clock::now() - begun_).count();
    }
    void advance(std::uint64_t) override {}
    bool stop_requested() const override { return false; }

  private:
    Clock::time_point begun_;
};

}  // namespace

Ready garble_party(bool first, const TwoPartyTask& task) {
    return [=](mpc::Channel& peer) -> Status {
        crypto::SystemRandom random;
        mpc::NoProgress nothing;
        Stopwatch stopwatch;
        mpc::Progress* progress = &nothing;
        if (first) progress = &stopwatch;
        return mpc::garble::run_benchmark(first, task.items, task.threads, peer, random, *progress);
    };
}

double garble_preprocessing_seconds() {
    return preprocessing_seconds;
}

}  // namespace tacit::cli
