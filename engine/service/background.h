#pragma once

#include <functional>
#include <memory>
#include <stop_token>
#include <thread>
#include <utility>

#include "api/task.h"
#include "base/contain.h"

namespace tacit::service {

/// A task that is one function on a thread of its own.
class Background final : public api::Task {
  public:
    explicit Background(std::function<void(const std::stop_token&)> work)
        : thread_([work = std::move(work)](const std::stop_token& stop) { work(stop); }) {}
    void cancel() override { thread_.request_stop(); }

  private:
    std::jthread thread_;
};

/// Runs `work(stop)` in the background and hands what it returns, or the fault of what it throws, to
/// `finished` on that thread.
template <class Work, class Value>
api::TaskPtr in_background(std::function<void(Result<Value>)> finished, Work work) {
    return std::make_unique<Background>(
        [work = std::move(work), finished = std::move(finished)](const std::stop_token& stop) {
            auto outcome = contained([&]() -> Result<Value> { return work(stop); });
            if (!finished) return;
            const auto told = contained_call([&] { finished(std::move(outcome)); });
            if (!told) (void)contained_call([&] { finished(told.error()); });
        });
}

}  // namespace tacit::service
