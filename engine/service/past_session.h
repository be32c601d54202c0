#pragma once

#include <memory>
#include <optional>

#include "api/session.h"
#include "crypto/signature.h"
#include "store/profile.h"

namespace tacit::service {

/// A session of the past, as the store has it. The view never changes; what is saved to files is read from
/// the store at that moment, so that nothing of an erased session can still be saved. Borrows the profile.
/// All methods may be called from any thread.
class PastSession final : public api::Session {
  public:
    /// Null if the store has no such session, or cannot read it.
    static std::shared_ptr<PastSession> open(store::Profile& profile, const std::string& id,
                                             const std::optional<crypto::VerifyKey>& me);

    api::SessionView view() const override { return view_; }
    /// Never calls.
    api::SubscriptionPtr subscribe(std::function<void()> changed) override;
    using api::Session::agree;
    api::TaskPtr agree(const api::Contribution& contribution, std::function<void(Status)> finished) override;
    void decline(const std::string&) override {}
    void cancel() override {}
    Status save_result(const std::string& path) const override;
    Status save_receipt(const std::string& path) const override;

  private:
    PastSession(store::Profile& profile, api::SessionView view) : profile_(profile), view_(std::move(view)) {}
    Result<store::Session> record() const;
    Status save_rows(const std::string& path, const api::OverlapResult& result) const;

    store::Profile& profile_;
    const api::SessionView view_;
};

}  // namespace tacit::service
