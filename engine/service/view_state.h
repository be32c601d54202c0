#pragma once

#include <atomic>
#include <functional>
#include <mutex>
#include <stop_token>

#include "api/session.h"
#include "mpc/channel.h"
#include "service/subscribers.h"

namespace tacit::service {

/// The SessionView that the outside takes snapshots of, and who is told when it changes.
class ViewState {
  public:
    explicit ViewState(api::SessionView view, std::function<void()> also_tell)
        : view_(std::move(view)), also_tell_(std::move(also_tell)) {}

    api::SessionView snapshot() const {
        const std::lock_guard lock(mutex_);
        return view_;
    }
    void change(const std::function<void(api::SessionView&)>& edit) {
        {
            const std::lock_guard lock(mutex_);
            edit(view_);
        }
        subscribers_.notify();
        also_tell_();
    }
    api::SubscriptionPtr subscribe(std::function<void()> changed) {
        return subscribers_.add(std::move(changed));
    }
    /// Counts up with every step of the protocol: the sign that it does not merely wait.
    std::atomic<std::uint64_t> steps{0};

  private:
    mutable std::mutex mutex_;
    api::SessionView view_;
    Subscribers subscribers_;
    std::function<void()> also_tell_;
};

/// Steps of the protocol into the view, at most twenty times a second, with an estimate of the time left from
/// the pace of the step so far.
class ViewProgress final : public mpc::Progress {
  public:
    ViewProgress(ViewState& state, const Clock& clock, std::stop_token stop)
        : state_(state), clock_(clock), stop_(std::move(stop)) {}

    void step(std::string_view name, std::uint64_t total) override;
    void advance(std::uint64_t done) override;
    bool stop_requested() const override { return stop_.stop_requested(); }

  private:
    ViewState& state_;
    const Clock& clock_;
    std::stop_token stop_;
    std::uint64_t total_ = 0;
    std::uint64_t done_ = 0;
    SteadyTime begun_, told_;
};

}  // namespace tacit::service
