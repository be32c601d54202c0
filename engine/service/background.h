#pragma once

#include <functional>
#include <stop_token>
#include <thread>

#include "api/task.h"

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

}  // namespace tacit::service
