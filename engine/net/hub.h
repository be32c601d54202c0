#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <vector>

#include "net/socket.h"
#include "net/transport.h"

namespace tacit::net {

/// What host and partner have in common: the streams to every other participant, the event queue, liveness
/// and the calls of the session and protocol threads. It touches no socket: the I/O thread of its owner hands
/// in what arrived, and takes out what is to leave through `pump`.
///
/// One mutex guards all of it; what is slow (sealing, copying into a message) happens outside of it.
/// Shared by the transport and its channels, so a channel may outlive the transport and then only has faults.
class Hub : public std::enable_shared_from_this<Hub> {
  public:
    /// `participants` at most 65,535, oneself and the organizer included.
    Hub(PeerId me, std::size_t participants, const Timing& timing);
    Hub(const Hub&) = delete;
    Hub& operator=(const Hub&) = delete;

    // --- The calls of Transport.
    Status send_control(PeerId to, View body);
    Event next_event(SteadyTime deadline);
    void post(Event event);
    Result<std::unique_ptr<mpc::Channel>> open_channel(PeerId peer, std::string peer_name,
                                                       std::optional<ChannelKeys> keys);
    void fail_channels(Error error);
    std::vector<PeerTraffic> traffic() const;
    void drain(std::chrono::milliseconds limit);

    // --- The calls of a channel, from its protocol's thread. `life` is the peer's program that it was opened
    // for.
    Status push_segment(PeerId peer, std::uint64_t life, Body body, std::size_t size, bool wait);
    Result<Bytes> take_segment(PeerId peer, std::uint64_t life);

    // --- The calls of the I/O thread.
    /// Runs its loop. What that throws ends all channels, and the session hears of it.
    void carry(const std::function<void()>& loop);
    /// A valid packet of `peer` came; `bytes` with its header.
    void heard(PeerId peer, std::size_t bytes, SteadyTime now);
    /// A direct peer's program, told apart from earlier and later ones by its `mark`, is there. A new one
    /// gets fresh streams, and ends the channel to the old one. False for one that left or was replaced
    /// before.
    bool meet(PeerId peer, std::uint64_t mark, std::uint64_t token, SteadyTime now);
    /// The way to a direct peer was cut and is there again.
    void restored(PeerId peer);
    /// A stream packet from `peer`; a fault is the peer's.
    Status take_packet(PeerId peer, const Header& header, View body, SteadyTime now);
    void left(PeerId peer);
    /// Nothing more is exchanged with it. With an error, the session hears of it.
    void shut_out(PeerId peer, const std::optional<Error>& why);
    bool is_shut_out(PeerId peer) const;
    void readmit(PeerId peer);
    void failed(Error error);
    void close();

    using Transmit = std::function<Sent(PeerId to, const Header& header, const Body& body)>;
    /// Hands over what may leave now. False if something waits because its way is full.
    bool pump(SteadyTime now, const Transmit& transmit);
    /// Raises the events of silence; when to call again, for the streams too.
    SteadyTime tick(SteadyTime now);
    /// Peers that a bye should reach, with their link tokens.
    std::vector<std::pair<PeerId, std::uint64_t>> present() const;
    bool is_present(PeerId peer, std::uint64_t token) const;
    /// Acks that were put off leave with the next `pump`.
    void hurry();

    PeerId me() const { return me_; }
    std::size_t participants() const { return participants_; }
    const Timing& timing() const { return timing_; }
    Bell& bell() { return bell_; }

  private:
    struct Outgoing {
        Header header;
        Body body;
    };
    /// Everything about one other participant.
    struct Peer {
        bool direct = false;
        bool channel_open = false;
        bool reachable = false;  ///< packets may be sent
        bool met = false;        ///< a program of this peer is there
        bool silent = false, gone = false, shut_out = false;
        std::uint64_t life = 0;
        std::uint64_t token_out = 0, token_in = 0;
        std::uint64_t mark = 0;
        std::vector<std::uint64_t> past_marks;
        std::string name;
        std::shared_ptr<const ChannelKeys> keys;
        Stream streams[2]{Stream(control_limits()), Stream()};
        std::optional<Outgoing> stalled;
        Bytes control;               ///< of messages that are not complete
        std::optional<Error> ended;  ///< of the protocol channel
        PeerTraffic traffic;
        std::condition_variable changed;
    };

    /// An event, and what of the control window it gives back once it was taken.
    struct Queued {
        Event event;
        PeerId from = 0;
        std::uint64_t life = 0;
        std::size_t window = 0;
    };

    static StreamLimits control_limits();
    Peer* find(PeerId id) const;
    bool is_direct(PeerId id) const { return me_ == organizer_id || id == organizer_id; }
    bool owes_acks(const Peer& peer) const;
    std::optional<Error> channel_error(const Peer& peer, std::uint64_t life) const;
    void emit(Event event);
    void end_channel(Peer& peer, const Error& error);
    void end_channels_through(PeerId id, const Error& error);
    void retire(Peer& peer);
    void reset(Peer& peer);
    Status read_control(PeerId id, Peer& peer);
    std::optional<Outgoing> next_packet(PeerId id, Peer& peer, SteadyTime now);
    bool pump_peer(PeerId id, Peer& peer, SteadyTime now, const Transmit& transmit);
    SteadyTime watch(PeerId id, Peer& peer, SteadyTime now);

    const PeerId me_;
    const std::size_t participants_;
    const Timing timing_;
    Bell bell_;

    mutable std::mutex mutex_;
    std::condition_variable events_changed_;
    std::condition_variable acknowledged_;
    std::deque<Queued> events_;
    std::vector<std::unique_ptr<Peer>> peers_;  ///< by id; none for oneself
    std::optional<Error> channels_ended_;
};

}  // namespace tacit::net
