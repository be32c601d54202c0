#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "api/session.h"

namespace tacit::service {

/// Callbacks of a thing that changes. `notify` may be called from any thread, but not while holding a lock
/// that a callback could want. A callback may destroy its own subscription.
class Subscribers {
  public:
    api::SubscriptionPtr add(std::function<void()> changed);
    void notify();

  private:
    struct Entry {
        std::recursive_mutex mutex;  ///< held while the callback runs, so that unsubscribing waits for it
        std::function<void()> changed;
    };
    class Handle;
    std::mutex mutex_;
    std::vector<std::weak_ptr<Entry>> entries_;
};

}  // namespace tacit::service
