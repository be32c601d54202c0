#pragma once

#include <atomic>
#include <condition_variable>
#include <filesystem>
#include <map>
#include <optional>
#include <stop_token>
#include <thread>

#include "net/transport.h"
#include "question/catalogue.h"
#include "service/context.h"
#include "service/view_state.h"
#include "session/lobby.h"
#include "session/proposal.h"
#include "session/receipt.h"

namespace tacit::service {

/// What both sides of a running session have in common: the session thread, which alone touches the lobby
/// machine and carries out its effects; the protocol's thread; the view; the end.
///
/// Threads: the public methods may be called from any thread. They leave a wish and wake the session thread
/// by Transport::post. `stop()` must be called by the destructor of the derived class.
class SessionRun : public api::Session {
  public:
    api::SessionView view() const override { return view_.snapshot(); }
    api::SubscriptionPtr subscribe(std::function<void()> changed) override;
    void cancel() override;
    Status save_result(const std::string& path) const override;
    Status save_receipt(const std::string& path) const override;

    /// Cancels if it still runs, and waits for the threads: as long as the last messages take, some seconds
    /// at most. Not to be called under a lock.
    void stop();
    /// From now on nobody waits for the last messages to arrive.
    void hurry() { hurry_ = true; }
    bool over() const;
    const std::string& id() const { return id_; }

  protected:
    SessionRun(Context& context, session::Proposal proposal, api::Question question, api::Role role,
               session::Place place, api::Stage first);

    void start(std::function<void()> body);

    // For the derived class, on the session thread.
    virtual session::Effects on_connected(session::Place place) = 0;
    virtual session::Effects on_silent(session::Place place) = 0;
    virtual session::Effects on_gone(session::Place place) = 0;
    virtual session::Effects on_replaced(session::Place place) = 0;
    virtual session::Effects on_faulted(session::Place place, const Error& error) = 0;
    virtual session::Effects on_message(session::Place place, View body) = 0;
    virtual session::Effects on_cancel() = 0;
    virtual session::Effects on_deadline() = 0;
    virtual session::Effects on_wish() { return {}; }  ///< something was left by a public method
    virtual session::Effects on_tick() { return {}; }  ///< several times a second, for waits of its own
    virtual Error named(Error error) const { return error; }  ///< a fault of the transport, for people
    virtual bool gathering() const = 0;                       ///< not all have agreed yet
    virtual session::Effects on_delivered() { return {}; }    ///< see delivered_
    virtual session::Effects on_run_finished(std::optional<crypto::Digest> commitment) = 0;
    virtual session::Effects on_run_failed(const Error& error, std::optional<session::Place> about) = 0;
    virtual void on_closing() {}  ///< it has ended, and the last messages are about to leave
    /// Where the lobby stands: whatever ends a wait changes it. Signs of life do not.
    virtual std::vector<int> standing() const = 0;
    virtual void refresh(api::SessionView& view) const = 0;  ///< participants and waits

    void loop();
    void perform(session::Effects effects);
    void refresh_view();
    /// As ParticipantView.
    bool computes(session::Place place) const;
    /// Ends without the lobby's word: it was never reached, or there is no way to it.
    void fail(const Error& error);
    void wake();
    bool cancel_wanted() const;
    std::stop_token stop_token() const { return stop_source_.get_token(); }

    Context& context_;
    const session::Proposal proposal_;
    const api::Question question_;
    const question::Definition& definition_;
    const session::Place place_;
    std::string id_;
    ViewState view_;
    std::unique_ptr<net::Transport>
        transport_;  ///< made by the derived class; under mutex_ until the loop runs
    std::optional<crypto::CurveKey> ephemeral_;
    question::Input input_;
    std::chrono::seconds deadline_;        ///< of every wait after all have agreed
    std::chrono::seconds lobby_deadline_;  ///< of every wait before
    std::atomic<bool> delivered_{false};   ///< those who compute have this participant's numbers
    mutable std::mutex mutex_;

  private:
    enum Wake : int { wish = 1, protocol_done = 2, numbers_delivered = 3 };
    void post(Wake what);
    session::Effects handle(const net::Event& event);
    session::Effects finish_protocol();
    void begin_protocol(const session::Agreement& agreement);
    void run_protocol(const std::stop_token& stop, const session::Agreement& agreement);
    Result<std::vector<std::unique_ptr<mpc::Channel>>> open_channels(const session::Agreement& agreement);
    /// The protocol's thread has ended after this; a result that it has, or gets from what has been sent, is
    /// taken.
    void settle_protocol(const Error& why);
    bool take_outcome();
    void complete(const std::optional<session::Ended>& early = std::nullopt);
    void end(const session::Ended& ended);
    void keep(const std::string& state, const std::string& fault);
    Status save(const std::string& state, const std::string& fault);
    Status keep_rows();
    void close_transport();
    /// The session thread could not go on; partners notice that it is gone.
    void give_up(const Error& error);
    void say_goodbye();
    bool has_rows() const;
    void close_record(std::optional<Fault> fault);
    void watch_traffic();

    /// Of its own, not the thread's: the thread runs before the member that holds it is assigned.
    std::stop_source stop_source_;
    std::jthread thread_;
    std::jthread protocol_;
    std::condition_variable outcome_ready_;
    bool cancel_wanted_ = false;                                 // under mutex_
    std::optional<Result<question::Outcome>> protocol_outcome_;  // under mutex_, from the protocol's thread
    bool protocol_finished_ = false;                             // under mutex_: the lobby was told
    std::optional<question::Outcome> outcome_;                   // under mutex_ once the stage is done
    std::optional<session::Agreement> agreement_;
    std::vector<session::Finished> finished_;
    std::optional<crypto::Digest> commitment_;
    ByteArray<32> salt_{};
    std::optional<session::RecordChain> record_;
    std::string receipt_;  // under mutex_
    api::ReceiptView receipt_view_;
    SteadyTime last_move_;
    std::uint64_t last_bytes_ = 0;
    std::uint64_t last_steps_ = 0;
    WallTime started_;
    std::vector<int> last_standing_;
    std::string kept_state_, kept_fault_;
    std::filesystem::path source_;  // of the data, never to be overwritten; under mutex_
    bool over_ = false;             // under mutex_
    std::atomic<bool> hurry_{false};
    std::atomic<bool> closed_{false};
};

}  // namespace tacit::service
