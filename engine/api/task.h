#pragma once

#include <functional>
#include <future>
#include <memory>

namespace tacit::api {

/// Work in the background, of an engine or a session that outlives it. Its callback comes exactly once, also
/// after cancel(), from a thread of its own, in which the task must not be destroyed. Destroying it cancels
/// it and waits for its end.
class Task {
  public:
    virtual ~Task() = default;
    virtual void cancel() = 0;
};
using TaskPtr = std::unique_ptr<Task>;

/// For programs without windows: starts a task with `start(callback)` and waits for its outcome.
template <class Outcome, class Start>
Outcome outcome_of(Start start) {
    std::promise<Outcome> promise;
    auto outcome = promise.get_future();
    const TaskPtr task = start([&promise](Outcome value) { promise.set_value(std::move(value)); });
    return outcome.get();
}

}  // namespace tacit::api
