#pragma once

#include "mpc/progress.h"

/// How far vole_rows is, as one step: what its kinds of work weigh, and the VOLE's own progress as part of
/// it.
namespace tacit::mpc::psi {

/// What each kind of work takes per item or slot, in nanoseconds of one thread as measured; for the progress
/// only.
namespace weight {
constexpr double encode = 200, expand = 200, transfer = 30, decode = 60, hash = 15, masks = 200;
}

/// What the receiver of a part computes with so many slots, and what the sender does.
inline double receiver_work(std::size_t mine, std::size_t theirs, std::size_t slots) {
    return static_cast<double>(mine) * (weight::encode + weight::decode + weight::hash) +
           static_cast<double>(slots) * (weight::expand + weight::transfer) +
           static_cast<double>(theirs) * weight::masks;
}
inline double sender_work(std::size_t mine, std::size_t, std::size_t slots) {
    return static_cast<double>(slots) * (weight::expand + weight::transfer) +
           static_cast<double>(mine) * (weight::decode + weight::hash + weight::masks);
}

/// The VOLE tells its outputs; here they count as work of the step.
class Expansion final : public Progress {
  public:
    Expansion(Progress& outer, WeightedStep& one) : outer_(outer), step_(one) {}
    void step(std::string_view, std::uint64_t) override {}
    void advance(std::uint64_t outputs) override { step_.add(static_cast<double>(outputs) * weight::expand); }
    bool stop_requested() const override { return outer_.stop_requested(); }

  private:
    Progress& outer_;
    WeightedStep& step_;
};

}  // namespace tacit::mpc::psi
