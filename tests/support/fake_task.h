#pragma once

#include <functional>
#include <stop_token>
#include <thread>

#include "api/task.h"

namespace tacit::test {

/// A task on its own thread, as in the real engine, so that windows that forget to queue are found out.
class FakeTask final : public api::Task {
  public:
    explicit FakeTask(std::function<void(const std::stop_token&)> work)
        : worker_([work = std::move(work)](const std::stop_token& stop) { work(stop); }) {}
    void cancel() override { worker_.request_stop(); }

  private:
    std::jthread worker_;
};

}  // namespace tacit::test
