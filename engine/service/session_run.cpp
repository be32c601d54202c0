#include "service/session_run.h"

#include <algorithm>

#include "base/contain.h"
#include "base/heap.h"
#include "base/priority.h"
#include "crypto/hash.h"
#include "service/export.h"
#include "service/history.h"
#include "service/result_codec.h"
#include "service/stored_rows.h"
#include "table/csv_writer.h"

namespace tacit::service {

namespace {

/// How long the session thread sleeps at most: then it looks at deadlines and byte counters.
constexpr std::chrono::milliseconds tick{250};
/// The last messages must arrive before the transport goes; where not all have confirmed the end, a peer may
/// be gone for good.
constexpr std::chrono::seconds last_drain{10}, failed_drain{2};
/// When others end the session in the run: their protocol's last messages go another way than their word.
constexpr std::chrono::seconds last_pieces{1};
/// Whoever has the answer and cancels then lets the others come to theirs for so long.
constexpr std::chrono::milliseconds last_word{500};
/// How soon the farewell notices that nobody is to wait for it any more.
constexpr std::chrono::milliseconds farewell_slice{20};

std::string stored_state(api::Stage stage) {
    switch (stage) {
        case api::Stage::done:
            return "done";
        case api::Stage::failed:
            return "failed";
        default:
            return "running";
    }
}

}  // namespace

SessionRun::SessionRun(Context& context, session::Proposal proposal, api::Question question, api::Role role,
                       session::Place place, api::Stage first)
    : context_(context),
      proposal_(std::move(proposal)),
      question_(std::move(question)),
      definition_(question::definition_of(question_)),
      place_(place),
      id_(to_hex(proposal_.session_id)),
      view_({}, context.sessions_changed),
      deadline_(proposal_.deadline),
      lobby_deadline_(proposal_.deadline),
      last_move_(context.clock.steady()) {
    view_.change([&](api::SessionView& view) {
        view.id = id_;
        view.title = proposal_.title;
        view.kind = proposal_.question_kind;
        view.question = question_;
        view.role = role;
        view.stage = first;
        view.created = view.updated = context_.clock.wall();
        view.proposal = definition_.describe(question_, proposal_.participants);
        view.proposal_hash = to_hex(proposal_.hash());
        view.progress.since = context_.clock.wall();
        view.live = true;
    });
}

void SessionRun::start(std::function<void()> body) {
    keep(stored_state(api::Stage::lobby), {});
    refresh_view();  // complete from the first look on, before the thread has had its turn
    thread_ = std::jthread([this, body = std::move(body)] {
        const auto went = contained_call(body);
        if (!went) give_up(went.error());
    });
}

api::SubscriptionPtr SessionRun::subscribe(std::function<void()> changed) {
    return view_.subscribe(std::move(changed));
}

void SessionRun::cancel() {
    {
        const std::lock_guard lock(mutex_);
        cancel_wanted_ = true;
    }
    stop_source_.request_stop();  // ends a wait for the first contact; the loop asks cancel_wanted()
    wake();
}

void SessionRun::stop() {
    if (!over()) cancel();
    if (thread_.joinable()) thread_.join();
    if (protocol_.joinable()) protocol_.join();
    close_transport();
    if (!closed_.exchange(true) && view_.snapshot().unsaved) keep(kept_state_, kept_fault_);
}

void SessionRun::close_transport() {
    // Its thread may call into the derived class (pairing), so it must end before that is gone; and that call
    // may want the mutex, so it must not be held meanwhile.
    std::unique_ptr<net::Transport> gone;
    const std::lock_guard lock(mutex_);
    gone = std::move(transport_);
}

bool SessionRun::over() const {
    const std::lock_guard lock(mutex_);
    return over_;
}

bool SessionRun::cancel_wanted() const {
    const std::lock_guard lock(mutex_);
    return cancel_wanted_;
}

void SessionRun::post(Wake what) {
    const std::lock_guard lock(mutex_);
    if (transport_) transport_->post(what);
}

void SessionRun::wake() {
    post(wish);
}

void SessionRun::loop() {
    last_move_ = context_.clock.steady();
    refresh_view();
    std::optional<SteadyTime> cancel_at;
    bool cancelled = false;
    while (!over()) {
        const auto next_look = context_.clock.steady() + tick;
        const bool cancel_waits = cancel_at && !cancelled;
        const auto event = transport_->next_event(cancel_waits ? std::min(next_look, *cancel_at) : next_look);
        perform(handle(event));
        if (cancel_wanted() && !cancel_at)
            // Others who are told of a cancel stop at once, although the answer may be on its way to them.
            cancel_at = context_.clock.steady() + (outcome_ && !hurry_ ? last_word : tick * 0);
        if (!over() && cancel_at && !cancelled && context_.clock.steady() >= *cancel_at) {
            cancelled = true;
            perform(on_cancel());
        }
        watch_traffic();
        if (!over()) perform(finish_protocol());
        if (!over()) perform(on_tick());
        const auto limit = gathering() ? lobby_deadline_ : deadline_;
        if (!over() && context_.clock.steady() - last_move_ > limit) perform(on_deadline());
    }
    protocol_.request_stop();
    if (protocol_.joinable()) protocol_.join();
    on_closing();
    say_goodbye();
    close_transport();
}

void SessionRun::say_goodbye() {
    const auto until = context_.clock.steady() + (finished_.empty() ? failed_drain : last_drain);
    for (auto now = context_.clock.steady(); now < until && !hurry_; now = context_.clock.steady()) {
        const auto slice = std::min<SteadyTime::duration>(farewell_slice, until - now);
        transport_->drain(std::chrono::duration_cast<std::chrono::milliseconds>(slice));
        if (context_.clock.steady() - now < slice) return;  // everything has arrived
    }
}

void SessionRun::watch_traffic() {
    std::uint64_t received = 0, sent = 0;
    for (const auto& traffic : transport_->traffic()) {
        received += traffic.bytes_received;
        sent += traffic.bytes_sent;
    }
    if (received + sent != last_bytes_)
        view_.change([&](api::SessionView& view) {
            view.progress.bytes_sent = sent;
            view.progress.bytes_received = received;
        });
    last_bytes_ = received + sent;
    // Signs of life flow all the time; only steps of the protocol end a wait.
    if (view_.steps != last_steps_) last_move_ = context_.clock.steady();
    last_steps_ = view_.steps;
}

session::Effects SessionRun::handle(const net::Event& event) {
    if (const auto* message = std::get_if<net::ControlMessage>(&event))
        return on_message(message->from, message->body);
    if (const auto* peer = std::get_if<net::PeerConnected>(&event)) return on_connected(peer->peer);
    if (const auto* peer = std::get_if<net::PeerSilent>(&event)) return on_silent(peer->peer);
    if (const auto* peer = std::get_if<net::PeerGone>(&event)) return on_gone(peer->peer);
    if (const auto* peer = std::get_if<net::PeerLeft>(&event)) return on_gone(peer->peer);
    if (const auto* peer = std::get_if<net::PeerReplaced>(&event)) return on_replaced(peer->peer);
    if (const auto* peer = std::get_if<net::PeerFaulted>(&event)) return on_faulted(peer->peer, peer->error);
    if (const auto* failed = std::get_if<net::TransportFailed>(&event)) {
        fail(named(failed->error));
        return {};
    }
    if (const auto* posted = std::get_if<net::Posted>(&event)) {
        if (posted->what == numbers_delivered) return on_delivered();
        return posted->what == protocol_done ? finish_protocol() : on_wish();
    }
    return {};
}

void SessionRun::perform(session::Effects effects) {
    bool changed = false;
    for (auto& effect : effects) {
        if (auto* send = std::get_if<session::Send>(&effect)) {
            // A partner that cannot be reached is noticed by its silence.
            (void)transport_->send_control(send->to, send->body);
        } else if (auto* ready = std::get_if<session::AgreementReady>(&effect)) {
            begin_protocol(ready->agreement);
        } else if (auto* all = std::get_if<session::AllFinished>(&effect)) {
            finished_ = std::move(all->outcomes);
            complete();
        } else if (auto* ended = std::get_if<session::Ended>(&effect)) {
            end(*ended);
        }
        changed = true;
    }
    if (!changed) return;
    // Not every event ends a wait: else a partner could hold up the others for ever with news of no weight.
    if (auto now = standing(); now != last_standing_) {
        last_standing_ = std::move(now);
        last_move_ = context_.clock.steady();
    }
    refresh_view();
}

void SessionRun::refresh_view() {
    view_.change([&](api::SessionView& view) {
        // Who stood where when it ended is the last word.
        if (view.stage == api::Stage::done || view.stage == api::Stage::failed) return;
        const auto waits = view.progress.waiting_for;
        refresh(view);
        if (view.progress.waiting_for != waits && view.stage != api::Stage::running)
            view.progress.since = context_.clock.wall();
        view.updated = context_.clock.wall();
    });
}

bool SessionRun::computes(session::Place place) const {
    const auto hosts = definition_.hosts(question_, proposal_.participants);
    return hosts < proposal_.participants && place < hosts;
}

void SessionRun::begin_protocol(const session::Agreement& agreement) {
    agreement_ = agreement;
    started_ = context_.clock.wall();
    record_.emplace(proposal_.session_id, context_.identity.signing);
    record_->append(started_, "agreed", agreement.hash());
    view_.change([&](api::SessionView& view) {
        view.stage = api::Stage::running;
        view.progress = {};
        view.progress.step = "Starting";
        view.progress.since = context_.clock.wall();
    });
    protocol_ = std::jthread([this](const std::stop_token& stop) {
        stand_back();
        const auto went = contained_call([&] {
            run_protocol(stop, *agreement_);
            post(protocol_done);
        });
        if (went) return;
        // The session thread looks for it by itself.
        const std::lock_guard lock(mutex_);
        if (!protocol_outcome_) protocol_outcome_ = went.error();
        outcome_ready_.notify_all();
    });
}

Result<std::vector<std::unique_ptr<mpc::Channel>>> SessionRun::open_channels(
    const session::Agreement& agreement) {
    std::vector<std::unique_ptr<mpc::Channel>> channels(agreement.participants());
    const auto hosts = definition_.hosts(question_, agreement.participants());
    for (session::Place peer = 0; peer < agreement.participants(); ++peer) {
        // Those who do not compute have nothing to tell each other.
        if (peer == place_ || std::min(peer, place_) >= hosts) continue;
        std::optional<net::ChannelKeys> keys;
        // Between two partners the packets pass through the organizer, so they are sealed end to end.
        if (place_ != session::organizer_place && peer != session::organizer_place) {
            TACIT_ASSIGN(auto pair, session::pair_keys(agreement, *ephemeral_, place_, peer));
            keys = net::ChannelKeys{std::move(pair.send), std::move(pair.receive)};
        }
        TACIT_ASSIGN(channels[peer], transport_->open_channel(peer, agreement.name(peer), std::move(keys)));
    }
    return channels;
}

void SessionRun::run_protocol(const std::stop_token& stop, const session::Agreement& agreement) {
    ViewProgress progress(view_, context_.clock, stop);
    const auto run = [&]() -> Result<question::Outcome> {
        TACIT_ASSIGN(const auto channels, open_channels(agreement));
        std::vector<mpc::Channel*> peers;
        for (const auto& channel : channels) peers.push_back(channel.get());
        question::RunContext context{place_,           peers, agreement.hash(), context_.random, progress,
                                     context_.threads, stop};
        for (session::Place p = 0; p < agreement.participants(); ++p)
            context.names.push_back(agreement.name(p));
        for (const auto& agree : agreement.roster.agrees) context.terms.push_back(agree.terms);
        context.delivered = [this] {
            delivered_ = true;
            post(numbers_delivered);
        };
        auto outcome = definition_.run(question_, input_, context);
        for (auto* peer : peers)
            // What is computed is computed; a peer that cannot be reached any more is the lobby's matter.
            if (peer != nullptr && outcome.ok()) (void)peer->flush();
        return outcome;
    };
    auto outcome = contained(run);
    {
        const std::lock_guard lock(mutex_);
        protocol_outcome_ = std::move(outcome);
        outcome_ready_.notify_all();
    }
    give_back_freed_memory();
}

session::Effects SessionRun::finish_protocol() {
    std::unique_lock lock(mutex_);
    if (!protocol_outcome_ || outcome_ || std::exchange(protocol_finished_, true)) return {};
    if (!protocol_outcome_->ok()) {
        const auto error = protocol_outcome_->error();
        lock.unlock();
        // The lobby speaks of places; the protocol knows its peers by their names in the agreement.
        std::optional<session::Place> about;
        for (session::Place p = 0; p < agreement_->participants() && !error.partner.empty(); ++p)
            if (p != place_ && agreement_->name(p) == error.partner) about = p;
        return on_run_failed(error, about);
    }
    lock.unlock();
    take_outcome();
    return on_run_finished(commitment_);
}

bool SessionRun::take_outcome() {
    {
        const std::lock_guard lock(mutex_);
        if (outcome_ || !protocol_outcome_ || !protocol_outcome_->ok()) return outcome_.has_value();
        outcome_ = std::move(*protocol_outcome_).value();
    }
    const bool recipient = !std::holds_alternative<api::NotForYou>(outcome_->view);
    // The salt is part of what the store seals with the result; without it nobody can try out results.
    if (recipient) {
        salt_ = context_.random.array<32>();
        commitment_ = session::commit_result(salt_, encode_result(outcome_->view));
    }
    record_->append(context_.clock.wall(), "computed", commitment_.value_or(crypto::Digest{}));
    return true;
}

void SessionRun::settle_protocol(const Error& why) {
    if (!protocol_.joinable()) return;
    {
        // What somebody sent before it ended the session may still be on its way in. Not so after a cancel:
        // whoever had the answer held it back until then.
        std::unique_lock lock(mutex_);
        if (!cancel_wanted_ && why.fault != Fault::cancelled)
            outcome_ready_.wait_for(lock, last_pieces, [&] { return protocol_outcome_.has_value(); });
    }
    if (transport_) transport_->fail_channels(why);
    protocol_.request_stop();
    protocol_.join();
    take_outcome();
}

bool SessionRun::has_rows() const {
    const auto* overlap = outcome_ ? std::get_if<api::OverlapResult>(&outcome_->view) : nullptr;
    return overlap != nullptr && overlap->reveal == api::Reveal::rows;
}

void SessionRun::complete(const std::optional<session::Ended>& early) {
    const auto fault = early ? std::optional(early->error.fault) : std::nullopt;
    // That others merely did not get round to confirming it is no fault of the run.
    const bool harmless = fault == Fault::partner_gone || fault == Fault::deadline;
    close_record(harmless ? std::nullopt : fault);
    const auto vanished = fault == Fault::partner_gone ? early->about : std::nullopt;
    {
        const std::lock_guard lock(mutex_);
        if (input_.dataset) source_ = input_.dataset->origin().path;
        // Only rows are still read from it; everything else is in the result.
        if (!has_rows()) context_.datasets.let_go(std::move(input_.dataset));
        over_ = true;
    }
    view_.change([&](api::SessionView& view) {
        // Where memory runs out in between, it is not done.
        view.result = outcome_->view;
        if (early) view.late_fault = early->error;
        view.receipt = receipt_view_;
        view.stage = api::Stage::done;
        view.progress.waiting_for.clear();
        for (auto& participant : view.participants)
            if (!finished_.empty() || participant.me)
                participant.state = api::ParticipantState::finished;
            else if (participant.place == vanished)
                participant.state = api::ParticipantState::gone;
        view.updated = context_.clock.wall();
    });
    keep("done", fault ? std::string(fault_name(*fault)) : std::string());
}

void SessionRun::end(const session::Ended& ended) {
    settle_protocol(ended.error);
    // Whoever has computed the result keeps it, whatever others say or do after that.
    if (outcome_) return complete(ended);
    const auto fault = ended.error.fault;
    view_.change([&](api::SessionView& view) {
        for (auto& participant : view.participants) {
            if (participant.place != ended.about || participant.me) continue;
            if (fault == Fault::partner_gone) participant.state = api::ParticipantState::gone;
            if (fault == Fault::declined) participant.state = api::ParticipantState::declined;
        }
    });
    close_record(fault);
    {
        const std::lock_guard lock(mutex_);
        if (input_.dataset) source_ = input_.dataset->origin().path;
        context_.datasets.let_go(std::move(input_.dataset));
        over_ = true;
    }
    view_.change([&](api::SessionView& view) {
        view.stage = api::Stage::failed;
        view.fault = ended.error;
        view.receipt = receipt_view_;
        view.progress.waiting_for.clear();
        view.updated = context_.clock.wall();
    });
    keep("failed", std::string(fault_name(fault)));
}

void SessionRun::fail(const Error& error) {
    end({error, std::nullopt});
}

void SessionRun::give_up(const Error& error) {
    // Memory may be as short as before, now that the least has to be done.
    (void)contained_call([&] {
        if (!over()) fail(error);
    });
    (void)contained_call([&] {
        view_.change([&](api::SessionView& view) {
            if (view.stage == api::Stage::done || view.stage == api::Stage::failed) return;
            view.stage = api::Stage::failed;
            view.fault = error;
            view.progress.waiting_for.clear();
        });
    });
    {
        const std::lock_guard lock(mutex_);
        over_ = true;
    }
    protocol_.request_stop();
    if (transport_) (void)contained_call([&] { transport_->fail_channels(error); });
    if (protocol_.joinable()) protocol_.join();
    (void)contained_call([&] { on_closing(); });
    close_transport();
    const std::lock_guard lock(mutex_);
    if (!outcome_) context_.datasets.let_go(std::move(input_.dataset));
}

void SessionRun::close_record(std::optional<Fault> fault) {
    if (!record_) return;  // closed already, or nothing was agreed
    auto record = std::move(*record_);
    record_.reset();
    const auto view = view_.snapshot();
    session::Receipt draft;
    draft.agreement = *agreement_;
    draft.me = place_;
    draft.started = started_;
    draft.ended = std::max(started_, context_.clock.wall());
    draft.fault = fault;
    draft.commitment = commitment_;
    draft.protocol = view.proposal.protocol_name;
    draft.bytes_sent = view.progress.bytes_sent;
    draft.bytes_received = view.progress.bytes_received;
    draft.outcomes = finished_;
    auto receipt = session::close_receipt(std::move(draft), std::move(record));
    if (!receipt) return;
    receipt_view_ = shown(*receipt);
    const std::lock_guard lock(mutex_);
    receipt_ = receipt->to_json();
}

void SessionRun::keep(const std::string& state, const std::string& fault) {
    kept_state_ = state;
    kept_fault_ = fault;
    // A full disk or too little memory must not end a session among others, but it must be seen.
    const auto saved = contained([&] { return save(state, fault); });
    if (saved.ok() && !view_.snapshot().unsaved) return;
    view_.change([&](api::SessionView& view) {
        view.unsaved = saved.ok() ? std::nullopt : std::optional(saved.error());
    });
}

Status SessionRun::save(const std::string& state, const std::string& fault) {
    std::vector<session::IdentityCard> cards;
    if (agreement_) cards = agreement_->roster.cards;
    auto record = stored(view_.snapshot(), proposal_, state, cards);
    record.fault = fault;
    if (agreement_) record.agreement = agreement_->encode();
    if (record.result) record.result->insert(record.result->begin(), salt_.begin(), salt_.end());
    {
        const std::lock_guard lock(mutex_);
        if (!receipt_.empty()) record.receipt = to_bytes(as_view(receipt_));
    }
    TACIT_TRY(context_.profile.save_session(record));
    return keep_rows();
}

Status SessionRun::keep_rows() {
    if (!over() || !has_rows()) return {};
    Status saved;
    // Too many to keep: PastSession says so when they are asked for.
    if (const auto rows = encode_rows(*input_.dataset, outcome_->rows))
        saved = context_.profile.save_session_rows(id_, *rows);
    context_.sessions_changed();
    return saved;
}

Status SessionRun::save_result(const std::string& path) const {
    std::optional<question::Outcome> outcome;
    std::shared_ptr<const table::Dataset> dataset;
    std::filesystem::path source;
    {
        const std::lock_guard lock(mutex_);
        if (over_) outcome = outcome_;
        dataset = input_.dataset;
        source = source_;
    }
    if (!outcome) return error(Fault::usage, "there is no result yet");
    return write_result(path, outcome->view, source,
                        [&] { return table::write_rows(*dataset, outcome->rows, path); });
}

Status SessionRun::save_receipt(const std::string& path) const {
    const std::lock_guard lock(mutex_);
    if (receipt_.empty()) return error(Fault::usage, "there is no receipt yet");
    return write_private_file(path, receipt_, source_);
}

}  // namespace tacit::service
