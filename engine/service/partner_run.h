#pragma once

#include "service/session_run.h"
#include "session/invitation.h"
#include "session/partner_lobby.h"

namespace tacit::service {

/// A partner's side: contacts the organizer, takes the invitation up, waits for the person, and runs.
class PartnerRun final : public SessionRun {
  public:
    static std::shared_ptr<PartnerRun> begin(Context& context, session::Invitation invitation,
                                             api::Question question, std::chrono::seconds deadline);
    ~PartnerRun() override { stop(); }

    using api::Session::agree;
    api::TaskPtr agree(const api::Contribution& contribution, std::function<void(Status)> finished) override;
    void decline(const std::string& reason) override;

  private:
    Status agree_now(const api::Contribution& contribution, const std::stop_token& stop);
    PartnerRun(Context& context, session::Invitation invitation, api::Question question,
               std::chrono::seconds deadline);
    void body();
    Status connect();

    session::Effects on_connected(session::Place) override { return lobby_.connected(); }
    session::Effects on_silent(session::Place) override { return lobby_.silent(); }
    session::Effects on_gone(session::Place) override { return lobby_.gone(); }
    session::Effects on_replaced(session::Place) override { return lobby_.gone(); }
    session::Effects on_faulted(session::Place place, const Error& error) override {
        return lobby_.faulted(place, error);
    }
    session::Effects on_message(session::Place, View body) override { return lobby_.message(body); }
    session::Effects on_cancel() override;
    session::Effects on_deadline() override { return lobby_.deadline(); }
    session::Effects on_wish() override;
    Error named(Error error) const override;
    bool gathering() const override { return lobby_.state() < session::PartnerLobby::State::sealing; }
    session::Effects on_delivered() override { return lobby_.delivered(); }
    session::Effects on_run_finished(std::optional<crypto::Digest> commitment) override;
    session::Effects on_run_failed(const Error& error, std::optional<session::Place> about) override;
    std::vector<int> standing() const override { return {static_cast<int>(lobby_.state())}; }
    void refresh(api::SessionView& view) const override;

    session::Invitation invitation_;
    session::PartnerLobby lobby_;                ///< session thread
    std::optional<question::Input> wish_agree_;  ///< under mutex_
    std::optional<std::string> wish_decline_;    ///< under mutex_
    bool agreed_ = false;                        ///< under mutex_: consent is given once
};

}  // namespace tacit::service
