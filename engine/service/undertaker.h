#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace tacit::service {

/// Lets go of large things on a thread of its own, so that whoever drops them does not wait until their
/// memory is free. Destroying it waits for that. May be used from any thread.
class Undertaker {
  public:
    Undertaker() : thread_([this](const std::stop_token& stop) { work(stop); }) {}

    void take(std::shared_ptr<const void> gone) {
        const std::lock_guard lock(mutex_);
        waiting_.push_back(std::move(gone));
        come_.notify_one();
    }

  private:
    void work(const std::stop_token& stop) {
        std::unique_lock lock(mutex_);
        while (come_.wait(lock, stop, [&] { return !waiting_.empty(); })) {
            auto gone = std::move(waiting_);
            waiting_.clear();
            lock.unlock();
            gone.clear();
            lock.lock();
        }
    }

    std::mutex mutex_;
    std::condition_variable_any come_;
    std::vector<std::shared_ptr<const void>> waiting_;
    std::jthread thread_;  ///< last, so that it ends before what it works on
};

}  // namespace tacit::service
