#pragma once

#include <chrono>
#include <cstdint>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace tacit::mpc {

struct ChannelCounters {
    std::uint64_t bytes_sent = 0;  ///< payload bytes, without framing
    std::uint64_t bytes_received = 0;
    std::uint64_t messages_sent = 0;
    std::uint64_t messages_received = 0;

    ChannelCounters& operator+=(const ChannelCounters& other) {
        bytes_sent += other.bytes_sent;
        bytes_received += other.bytes_received;
        messages_sent += other.messages_sent;
        messages_received += other.messages_received;
        return *this;
    }
};
/// What the other end counts.
constexpr ChannelCounters mirrored(const ChannelCounters& one) {
    return {one.bytes_received, one.bytes_sent, one.messages_received, one.messages_sent};
}

/// A reliable, ordered, encrypted connection to one peer, as a protocol sees it. Message boundaries are kept.
/// One thread uses it at a time. Reconnecting, resending, sealing and cancelling live below; every call
/// returns a fault once the session has ended (cancelled, partner-gone, deadline).
class Channel {
  public:
    virtual ~Channel() = default;

    /// Hands a message over; may buffer, may wait while too much is under way, but holds 256 KiB or one
    /// message before it does: protocols count on that so as not to wait for each other. Any size up to 2^32
    /// - 1.
    virtual Status send(View message) = 0;
    /// Lets everything that was handed over leave.
    virtual Status flush() = 0;
    /// The next message, which must have exactly `size` bytes: expected lengths come from local state.
    /// Fault::malformed_message otherwise.
    virtual Result<Bytes> receive(std::size_t size) = 0;
    /// The next message of at most `maximum` bytes, where the length itself is an agreed output.
    virtual Result<Bytes> receive_up_to(std::size_t maximum) = 0;

    virtual ChannelCounters counters() const = 0;
    /// How the peer is called in faults.
    virtual const std::string& peer_name() const = 0;
};

/// Steps of a protocol for the progress page and the tracer of tests. Called on the protocol's thread.
class Progress {
  public:
    virtual ~Progress() = default;
    /// A named step begins: `total` units of work are expected (0 = unknown).
    virtual void step(std::string_view name, std::uint64_t total) = 0;
    virtual void advance(std::uint64_t done) = 0;
    /// True once the session is to stop; protocols ask between batches and return Fault::cancelled.
    virtual bool stop_requested() const = 0;
};

}  // namespace tacit::mpc
