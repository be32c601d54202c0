#include "support/fake_session.h"

#include "support/fake_task.h"

namespace tacit::test {

/// Outlives the session when a subscription does. The mutex is held during a call, so that a subscription's
/// destructor waits for a callback that is still running; recursive, because a callback may unsubscribe.
struct FakeSession::Listeners {
    std::recursive_mutex mutex;
    std::map<std::uint64_t, std::function<void()>> calls;
    std::uint64_t next = 1;
};

class FakeSession::Listening final : public api::Subscription {
  public:
    Listening(std::shared_ptr<Listeners> listeners, std::uint64_t id)
        : listeners_(std::move(listeners)), id_(id) {}
    ~Listening() override {
        const std::lock_guard lock(listeners_->mutex);
        listeners_->calls.erase(id_);
    }

  private:
    std::shared_ptr<Listeners> listeners_;
    std::uint64_t id_;
};

std::shared_ptr<FakeSession::Listeners> FakeSession::make_listeners() {
    return std::make_shared<Listeners>();
}

api::SessionView FakeSession::view() const {
    const std::lock_guard lock(mutex_);
    return view_;
}

api::SubscriptionPtr FakeSession::subscribe(std::function<void()> changed) {
    const std::lock_guard lock(listeners_->mutex);
    const auto id = listeners_->next++;
    listeners_->calls.emplace(id, std::move(changed));
    return std::make_unique<Listening>(listeners_, id);
}

void FakeSession::notify() {
    const auto listeners = listeners_;
    const std::lock_guard lock(listeners->mutex);
    const auto calls = listeners->calls;
    for (const auto& [id, call] : calls) {
        if (listeners->calls.contains(id)) call();
    }
}

void FakeSession::set(api::SessionView view) {
    {
        const std::lock_guard lock(mutex_);
        view_ = std::move(view);
    }
    notify();
}

void FakeSession::update(const std::function<void(api::SessionView&)>& change) {
    {
        const std::lock_guard lock(mutex_);
        change(view_);
    }
    notify();
}

api::TaskPtr FakeSession::agree(const api::Contribution& contribution, std::function<void(Status)> finished) {
    return std::make_unique<FakeTask>([this, contribution, finished = std::move(finished)](const auto&) {
        finished(agree_now(contribution));
    });
}

Status FakeSession::agree_now(const api::Contribution& contribution) {
    {
        const std::lock_guard lock(mutex_);
        if (agree_error_) {
            const Error refused = *agree_error_;
            agree_error_.reset();
            return refused;
        }
        agreed_ = contribution;
        view_.stage = api::Stage::lobby;
        for (auto& participant : view_.participants) {
            if (participant.me) participant.state = api::ParticipantState::ready;
        }
    }
    notify();
    return {};
}

void FakeSession::decline(const std::string& reason) {
    update([&](api::SessionView& view) {
        declined_ = reason;
        view.stage = api::Stage::failed;
        view.fault = error(Fault::declined, reason);
    });
}

void FakeSession::cancel() {
    update([&](api::SessionView& view) {
        cancelled_ = true;
        view.stage = api::Stage::failed;
        view.fault = error(Fault::cancelled);
    });
}

Status FakeSession::save_result(const std::string& path) const {
    const std::lock_guard lock(mutex_);
    if (save_error_) return *save_error_;
    saved_result_ = path;
    return {};
}

Status FakeSession::save_receipt(const std::string& path) const {
    const std::lock_guard lock(mutex_);
    if (save_error_) return *save_error_;
    saved_receipt_ = path;
    return {};
}

void FakeSession::refuse_agree(Error error) {
    const std::lock_guard lock(mutex_);
    agree_error_ = std::move(error);
}

void FakeSession::refuse_save(Error error) {
    const std::lock_guard lock(mutex_);
    save_error_ = std::move(error);
}

std::size_t FakeSession::subscribers() const {
    const std::lock_guard lock(listeners_->mutex);
    return listeners_->calls.size();
}

std::optional<api::Contribution> FakeSession::agreed() const {
    const std::lock_guard lock(mutex_);
    return agreed_;
}

std::optional<std::string> FakeSession::declined() const {
    const std::lock_guard lock(mutex_);
    return declined_;
}

bool FakeSession::cancelled() const {
    const std::lock_guard lock(mutex_);
    return cancelled_;
}

std::string FakeSession::saved_result() const {
    const std::lock_guard lock(mutex_);
    return saved_result_;
}

std::string FakeSession::saved_receipt() const {
    const std::lock_guard lock(mutex_);
    return saved_receipt_;
}

}  // namespace tacit::test
