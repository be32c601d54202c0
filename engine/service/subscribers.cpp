#include "service/subscribers.h"

namespace tacit::service {

class Subscribers::Handle final : public api::Subscription {
  public:
    explicit Handle(std::shared_ptr<Entry> entry) : entry_(std::move(entry)) {}
    ~Handle() override {
        const std::lock_guard lock(entry_->mutex);
        entry_->changed = nullptr;
    }

  private:
    std::shared_ptr<Entry> entry_;
};

api::SubscriptionPtr Subscribers::add(std::function<void()> changed) {
    auto entry = std::make_shared<Entry>();
    entry->changed = std::move(changed);
    const std::lock_guard lock(mutex_);
    entries_.push_back(entry);
    return std::make_unique<Handle>(std::move(entry));
}

void Subscribers::notify() {
    std::vector<std::shared_ptr<Entry>> present;
    {
        const std::lock_guard lock(mutex_);
        std::erase_if(entries_, [](const auto& entry) { return entry.expired(); });
        for (const auto& entry : entries_)
            if (auto locked = entry.lock()) present.push_back(std::move(locked));
    }
    for (const auto& entry : present) {
        const std::lock_guard lock(entry->mutex);
        // A copy, because the callback may clear the original by destroying its own subscription.
        if (const auto changed = entry->changed) changed();
    }
}

}  // namespace tacit::service
