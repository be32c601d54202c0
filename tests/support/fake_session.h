#pragma once

#include <map>
#include <mutex>

#include "api/session.h"

namespace tacit::test {

/// A session that does what a test tells it. Thread-safe like the real one; `changed` callbacks run on the
/// thread that calls set() or update().
class FakeSession final : public api::Session {
  public:
    explicit FakeSession(api::SessionView view) : view_(std::move(view)) {}

    // What the windows call.
    api::SessionView view() const override;
    api::SubscriptionPtr subscribe(std::function<void()> changed) override;
    using api::Session::agree;
    api::TaskPtr agree(const api::Contribution& contribution, std::function<void(Status)> finished) override;
    void decline(const std::string& reason) override;
    void cancel() override;
    Status save_result(const std::string& path) const override;
    Status save_receipt(const std::string& path) const override;

    // What a test calls.
    void set(api::SessionView view);
    void update(const std::function<void(api::SessionView&)>& change);
    void refuse_agree(Error error);  ///< the next agree() returns this
    void refuse_save(Error error);   ///< every save returns this
    std::size_t subscribers() const;

    // What a test looks at afterwards.
    std::optional<api::Contribution> agreed() const;
    std::optional<std::string> declined() const;
    bool cancelled() const;
    std::string saved_result() const;   ///< the last path
    std::string saved_receipt() const;  ///< the last path

  private:
    struct Listeners;
    class Listening;
    void notify();
    Status agree_now(const api::Contribution& contribution);

    mutable std::mutex mutex_;
    api::SessionView view_;
    std::shared_ptr<Listeners> listeners_ = make_listeners();
    static std::shared_ptr<Listeners> make_listeners();
    std::optional<Error> agree_error_, save_error_;
    std::optional<api::Contribution> agreed_;
    std::optional<std::string> declined_;
    bool cancelled_ = false;
    mutable std::string saved_result_, saved_receipt_;
};

}  // namespace tacit::test
