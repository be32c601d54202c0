#pragma once

#include "service/session_run.h"
#include "session/organizer_lobby.h"
#include "session/pairing_desk.h"

namespace tacit::service {

/// The organizer's side: listens, writes the invitations, pairs, relays, and runs.
class OrganizerRun final : public SessionRun {
  public:
    /// Listens and writes the invitation files before it returns.
    static Result<std::shared_ptr<OrganizerRun>> begin(Context& context, const api::Draft& draft,
                                                       question::Input input);
    ~OrganizerRun() override { stop(); }

    using api::Session::agree;
    api::TaskPtr agree(const api::Contribution& contribution, std::function<void(Status)> finished) override;
    void decline(const std::string&) override {}

  private:
    OrganizerRun(Context& context, session::Proposal proposal, api::Question question);
    Status listen(const api::Draft& draft);
    Status write_invitations(const api::Draft& draft, const std::string& endpoint);
    Bytes pair(net::PeerId invitation, View request);

    session::Effects on_connected(session::Place place) override;
    session::Effects on_silent(session::Place place) override { return lobby_.silent(place); }
    session::Effects on_gone(session::Place place) override { return lobby_.gone(place); }
    session::Effects on_replaced(session::Place place) override { return lobby_.replaced(place); }
    session::Effects on_faulted(session::Place place, const Error& error) override {
        return lobby_.faulted(place, error);
    }
    session::Effects on_message(session::Place place, View body) override {
        return lobby_.message(place, body);
    }
    session::Effects on_cancel() override { return lobby_.cancel(); }
    session::Effects on_deadline() override { return lobby_.deadline(); }
    session::Effects on_wish() override;
    session::Effects on_tick() override;
    bool gathering() const override { return lobby_.state() == session::OrganizerLobby::State::gathering; }
    session::Effects on_run_finished(std::optional<crypto::Digest> commitment) override;
    session::Effects on_run_failed(const Error& error, std::optional<session::Place> about) override;
    void on_closing() override;
    std::vector<int> standing() const override;
    void refresh(api::SessionView& view) const override;

    net::HostTransport* host_ = nullptr;  ///< transport_, as what it is here
    session::OrganizerLobby lobby_;       ///< session thread
    std::mutex desk_mutex_;               ///< the desk serves the transport's thread
    std::optional<session::PairingDesk> desk_;
    std::vector<session::Claimed> claimed_;            ///< under desk_mutex_: to be told to the lobby
    std::vector<std::string> files_;                   ///< by place
    std::map<session::Place, SteadyTime> claimed_at_;  ///< session thread
    SteadyTime invitations_end_;
};

}  // namespace tacit::service
