#include "service/view_state.h"

namespace tacit::service {

void ViewProgress::step(std::string_view name, std::uint64_t total) {
    ++state_.steps;
    total_ = total;
    done_ = 0;
    begun_ = told_ = clock_.steady();
    state_.change([&](api::SessionView& view) {
        view.progress.step = std::string(name);
        view.progress.done = 0;
        view.progress.total = total;
        view.progress.since = clock_.wall();
        view.progress.left.reset();
    });
}

void ViewProgress::advance(std::uint64_t done) {
    done_ += done;
    ++state_.steps;
    const auto now = clock_.steady();
    if (now - told_ < std::chrono::milliseconds(50) && done_ < total_) return;
    told_ = now;
    state_.change([&](api::SessionView& view) {
        view.progress.done = done_;
        if (total_ > 0 && done_ > 0 && done_ <= total_) {
            const auto passed = std::chrono::duration<double>(now - begun_).count();
            const auto left = passed * static_cast<double>(total_ - done_) / static_cast<double>(done_);
            view.progress.left = std::chrono::seconds(static_cast<std::int64_t>(left + 0.5));
        }
    });
}

}  // namespace tacit::service
