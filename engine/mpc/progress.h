#pragma once

#include <algorithm>

#include "mpc/channel.h"

namespace tacit::mpc {

/// Nobody watches and nobody stops: for benchmarks and for protocols inside protocols.
class NoProgress final : public Progress {
  public:
    void step(std::string_view, std::uint64_t) override {}
    void advance(std::uint64_t) override {}
    bool stop_requested() const override { return false; }
};

/// A step of several kinds of work, which take different times: shown as one count from 0 to `shown`, in
/// proportion to the work done, so that the time left can be told from it.
class WeightedStep {
  public:
    WeightedStep(Progress& progress, std::string_view name, std::uint64_t shown, double work)
        : progress_(progress), shown_(shown), work_(work) {
        progress.step(name, shown);
    }
    void add(double work) {
        done_ += work;
        const double part = work_ > 0 ? std::min(1.0, done_ / work_) : 1.0;
        tell(static_cast<std::uint64_t>(part * static_cast<double>(shown_)));
    }
    /// All is done, whatever the sum of the parts was.
    void finish() { tell(shown_); }

  private:
    void tell(std::uint64_t upto) {
        if (upto <= told_) return;
        progress_.advance(upto - told_);
        told_ = upto;
    }

    Progress& progress_;
    std::uint64_t shown_, told_ = 0;
    double work_, done_ = 0;
};

}  // namespace tacit::mpc
