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

/// An encoding at the receiver, and a list of masks there; an encoding at the sender, and a list.
inline double encoding_work(std::size_t items, std::size_t slots) {
    return static_cast<double>(items) * (weight::encode + weight::decode + weight::hash) +
           static_cast<double>(slots) * (weight::expand + weight::transfer);
}
inline double list_work(std::size_t masks) {
    return static_cast<double>(masks) * weight::masks;
}
inline double taking_work(std::size_t slots) {
    return static_cast<double>(slots) * (weight::expand + weight::transfer);
}
inline double sending_work(std::size_t masks) {
    return static_cast<double>(masks) * (weight::decode + weight::hash + weight::masks);
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
