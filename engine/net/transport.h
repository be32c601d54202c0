#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <variant>
#include <vector>

#include "base/bytes.h"
#include "base/clock.h"
#include "base/result.h"
#include "crypto/curve25519.h"
#include "crypto/random.h"
#include "mpc/channel.h"
#include "net/peer_id.h"

namespace tacit::net {

/// What the session thread waits for. One queue per transport; taken in order by `next_event`.

/// A small reliable message of a directly connected peer.
struct ControlMessage {
    PeerId from;
    Bytes body;
};
/// First heard, or heard again after PeerSilent or PeerGone.
struct PeerConnected {
    PeerId peer;
};
/// Nothing heard for `Timing::silent`; still waiting.
struct PeerSilent {
    PeerId peer;
    SteadyTime since;
};
/// Nothing heard for `Timing::gone`. Its protocol channel has ended.
struct PeerGone {
    PeerId peer;
};
/// It closed its transport. Its protocol channel has ended; after PeerConnected a new one may be opened.
struct PeerLeft {
    PeerId peer;
};
/// Another run of its program has taken over (PeerConnected follows): whatever the first one said is of the
/// past. Its protocol channel has ended; after PeerConnected a new one may be opened.
struct PeerReplaced {
    PeerId peer;
};
/// It sent what no honest program sends, or (between two partners) a packet was altered on the way. Nothing
/// more is taken from it.
struct PeerFaulted {
    PeerId peer;
    Error error;
};
/// No way to the host: refused, wrong_host, unreachable, malformed_message. The transport has stopped.
struct TransportFailed {
    Error error;
};
/// From `post`, by another thread of this program.
struct Posted {
    int what;
};
/// Nothing until the deadline given to `next_event`.
struct TimedOut {};
using Event = std::variant<ControlMessage, PeerConnected, PeerSilent, PeerGone, PeerLeft, PeerReplaced,
                           PeerFaulted, TransportFailed, Posted, TimedOut>;

struct Timing {
    std::chrono::milliseconds ping{1000};      ///< application-level ping between directly connected peers
    std::chrono::milliseconds silent{5000};    ///< then the session says "connection lost, waiting for ..."
    std::chrono::milliseconds gone{15000};     ///< then the peer is given up
    std::chrono::milliseconds connect{15000};  ///< a partner's first connection to the host
};

/// Traffic with one peer, for the progress page.
struct PeerTraffic {
    PeerId peer = 0;
    std::uint64_t bytes_sent = 0;
    std::uint64_t bytes_received = 0;
    SteadyTime last_heard;
};

/// Keys for a channel whose packets pass through a third participant: one per direction, both sides derive
/// them from the pair's ephemeral X25519 keys.
struct ChannelKeys {
    crypto::Secret<32> send;
    crypto::Secret<32> receive;
};

/// One participant's connections in one session: reliable, ordered, encrypted messages to every other one.
/// Owns one I/O thread, the only user of its sockets. All methods may be called from any thread.
class Transport {
  public:
    virtual ~Transport() = default;

    /// At most 64 KiB; reliable and in order. For a directly connected peer only (partner: the organizer).
    virtual Status send_control(PeerId to, View body) = 0;
    /// Waits for the next event, at most until `deadline`.
    virtual Event next_event(SteadyTime deadline) = 0;
    /// Puts a Posted event into the queue, e.g. "cancel was pressed", "the protocol thread is done".
    virtual void post(int what) = 0;

    /// The protocol channel to a peer; once per peer and session. `keys` are needed exactly where the packets
    /// pass through the organizer, i.e. between two partners.
    virtual Result<std::unique_ptr<mpc::Channel>> open_channel(PeerId peer, std::string peer_name,
                                                               std::optional<ChannelKeys> keys) = 0;
    /// Every waiting and later call on a channel returns this error. The first error stays.
    virtual void fail_channels(Error error) = 0;

    virtual std::vector<PeerTraffic> traffic() const = 0;
    /// Waits until everything sent has been acknowledged by the peers, at most `limit`. Call before the end,
    /// so that a last message is not lost.
    virtual void drain(std::chrono::milliseconds limit) = 0;
};

struct HostOptions {
    std::string listen = "tcp://127.0.0.1:0";
    std::size_t partners = 1;
    /// Tells this session from others of the same organizer, whose transport key is always the same: a
    /// partner of another one that is led here, by chance or by somebody on the way, changes nothing.
    std::uint64_t session = 0;
    Timing timing;
};

/// The organizer's side: one ROUTER that knows exactly two kinds of CURVE client keys, each put in by the
/// session: *pairing keys* (derived from an invitation's one-time secret; they can send nothing but bounded
/// pairing requests) and *member keys* of admitted partners. Everything else is refused at the handshake.
/// Packets between two partners are passed on by their authenticated User-Id, unread.
class HostTransport : public Transport {
  public:
    /// Answers one pairing request; called on the I/O thread; must return quickly. An empty answer = silence.
    using PairingHandler = std::function<Bytes(PeerId invitation, View request)>;

    /// Binds, then proves to itself that an unknown key is refused, else Fault::network_failed.
    static Result<std::unique_ptr<HostTransport>> listen(const HostOptions& options,
                                                         const crypto::CurveKey& key, crypto::Random& random,
                                                         PairingHandler handler);
    /// The bound address with its real port.
    virtual std::string endpoint() const = 0;
    virtual void allow_pairing(PeerId invitation, const crypto::CurvePublic& pairing_key) = 0;
    /// The invitation is used up or burnt.
    virtual void end_pairing(PeerId invitation) = 0;
    virtual void admit(PeerId peer, const crypto::CurvePublic& member_key) = 0;
    /// Closes the door for both kinds of keys of this peer and drops what it still sends.
    virtual void expel(PeerId peer) = 0;
};

struct ConnectOptions {
    std::vector<std::string> endpoints;  ///< tried in order
    crypto::CurvePublic host_key{};
    PeerId me = 1;
    std::size_t participants = 2;  ///< organizer included; bounds the peer ids
    std::uint64_t session = 0;     ///< as HostOptions::session
    Timing timing;
};

/// A partner's side.
class PartnerTransport : public Transport {
  public:
    /// One request to the host with the invitation's pairing key, repeated until answered. Faults:
    /// unreachable (nobody answers), wrong_host (somebody answers, but not with `host_key`), refused (the
    /// host does not know the pairing key), cancelled, deadline.
    static Result<Bytes> pair(const ConnectOptions& options, const crypto::CurveKey& pairing_key,
                              View request, std::chrono::milliseconds limit, std::stop_token stop);
    static Result<std::unique_ptr<PartnerTransport>> connect(const ConnectOptions& options,
                                                             const crypto::CurveKey& member_key,
                                                             crypto::Random& random);
};

}  // namespace tacit::net
