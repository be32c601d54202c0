#pragma once

#include <chrono>
#include <deque>
#include <map>
#include <memory>
#include <optional>

#include "base/bytes.h"
#include "base/clock.h"
#include "base/result.h"
#include "net/packet.h"

namespace tacit::net {

/// The bytes of a segment as they travel; shared, because the socket may still read them when a resend
/// begins.
using Body = std::shared_ptr<const Bytes>;

struct StreamLimits {
    std::size_t window = 4 * 1024 * 1024;  ///< bytes under way, and bytes kept for a slow reader
    std::size_t segment = segment_limit;   ///< at most a quarter of the window
    std::size_t segments = 1024;           ///< segments under way, so that tiny ones cost bounded memory too
    std::chrono::milliseconds ack_delay{20};
    std::chrono::milliseconds first_probe{500};
    std::chrono::milliseconds least_probe{300};
    std::chrono::milliseconds most_probe{5000};
};

/// Both directions of one ordered byte stream to one peer over a link that loses, repeats and reorders
/// packets: every byte arrives once and in order. Offsets count bytes from the beginning of the session, so
/// an offset names a segment for good, and a repeated one is recognised.
///
/// A pure state machine: no I/O, no clock, no thread. `next` yields what is to be transmitted now, `deadline`
/// says when to ask again. A packet that no honest peer sends gives Fault::malformed_message and changes
/// nothing. Memory is bounded by the limits whatever the peer does.
///
/// Sending: a segment stays until acknowledged. When nothing was acknowledged for about four round trips
/// (doubling), or when the connection was restored, a probe follows the data on its way: its answer says what
/// is missing of the data before it, and from there on they are sent again. So a link that is merely slow
/// carries nothing twice (the probe is what RFC 8985, section 7, has segments for). Three acks that tell of a
/// gap have its segment sent again, and a probe behind it.
/// Receiving: what was acknowledged but not yet released by the reader takes credit from the sender.
class Stream {
  public:
    explicit Stream(const StreamLimits& limits = StreamLimits())
        : limits_(limits), credit_(limits.window), told_credit_(limits.window) {}

    struct Packet {
        PacketType type = PacketType::ack;
        std::uint64_t offset = 0;
        std::uint64_t acknowledged = 0;
        std::uint64_t credit = 0;
        Body body;  ///< data only
    };

    // --- Sending.
    /// Where the next pushed segment will begin.
    std::uint64_t push_offset() const { return push_offset_; }
    bool has_room() const;
    /// `size` plain bytes, 1..segment, whose transmitted form is `body`.
    void push(Body body, std::size_t size);
    /// Everything pushed has been acknowledged.
    bool idle() const { return segments_.empty(); }
    /// This side can hear the peer (again), and whatever was under way either way may be lost: both find out.
    void resume();

    // --- What the peer says.
    /// `seen` is the end of the farthest byte that the peer has seen, or `acknowledged` if it did not say.
    Status on_ack(std::uint64_t acknowledged, std::uint64_t credit, std::uint64_t seen, SteadyTime now);
    Status on_data(std::uint64_t offset, Bytes bytes, SteadyTime now);
    void on_probe(std::uint64_t number) { answer_wanted_ = number; }
    void on_resume(std::uint64_t number);
    Status on_answer(std::uint64_t number, SteadyTime now);
    /// True for a segment that was delivered before, so that its seal need not be opened again.
    bool is_old(std::uint64_t offset) const { return offset < expected_; }
    /// Such a segment came; its length is of no interest.
    void on_repeat() { ack_now_ = true; }

    // --- Reading.
    bool readable() const { return !queue_.empty(); }
    std::size_t available() const { return available_; }
    /// The next bytes in order; `readable()` must hold.
    Bytes take();
    /// The reader has finished with `size` of the taken bytes. True if the peer should be told now.
    bool release(std::size_t size);

    // --- Driving.
    std::optional<Packet> next(SteadyTime now);
    std::optional<SteadyTime> deadline() const;
    /// An ack that was put off leaves with the next call of `next`.
    void hurry() { ack_now_ = ack_now_ || ack_by_.has_value(); }

    std::uint64_t resent() const { return resent_; }

  private:
    struct Segment {
        std::uint64_t offset;
        std::size_t size;
        Body body;
        SteadyTime sent_at;
        bool resent;
        std::uint64_t end() const { return offset + size; }
    };

    /// A probe on its way: its answer leaves when all that was sent before it has come, or never will.
    struct Probe {
        std::uint64_t number;
        std::uint64_t sent_end;
        SteadyTime sent_at;
    };

    Packet packet(PacketType type, std::uint64_t offset, Body body);
    Packet transmit(Segment& segment, SteadyTime now);
    Packet probe(SteadyTime now);
    void expire(SteadyTime now);
    void acknowledge_up_to(std::uint64_t acknowledged, SteadyTime now);
    void begin_recovery();
    void go_back(std::uint64_t until, SteadyTime now);
    bool blocked_by_credit() const;
    bool resending() const;
    void sample_round_trip(std::chrono::nanoseconds sample);
    std::chrono::nanoseconds probe_after() const;
    void deliver(Bytes bytes, SteadyTime now);
    Status keep_for_later(std::uint64_t offset, Bytes bytes);

    StreamLimits limits_;

    std::deque<Segment> segments_;  ///< not yet acknowledged, in order
    std::size_t cursor_ = 0;        ///< index of the next one to transmit
    std::uint64_t push_offset_ = 0;
    std::uint64_t acknowledged_ = 0;
    std::uint64_t sent_end_ = 0;      ///< end of what was ever transmitted
    std::uint64_t credit_;            ///< the peer takes bytes up to here
    std::uint64_t missing_end_ = 0;   ///< what is sent again ends here
    std::uint64_t recovery_end_ = 0;  ///< reports of gaps count again when this is acknowledged
    int gap_reports_ = 0;
    bool resend_first_ = false;
    std::optional<PacketType> probe_wanted_;  ///< probe or resume
    std::optional<std::uint64_t> answer_wanted_;
    std::uint64_t last_probe_ = 0;
    std::deque<Probe> probes_;  ///< not answered
    std::optional<SteadyTime> timer_;
    std::chrono::nanoseconds round_trip_{0};
    int backoff_ = 0;
    std::optional<SteadyTime> last_go_back_;
    std::uint64_t resent_ = 0;

    std::deque<Bytes> queue_;               ///< in order, not yet taken
    std::map<std::uint64_t, Bytes> early_;  ///< after a gap
    std::uint64_t expected_ = 0;
    std::uint64_t seen_ = 0;
    std::uint64_t released_ = 0;
    std::uint64_t told_credit_;
    std::size_t available_ = 0;
    std::size_t unacknowledged_ = 0;  ///< bytes delivered since the last ack
    std::size_t unacknowledged_packets_ = 0;
    bool ack_now_ = false;
    std::optional<SteadyTime> ack_by_;
};

}  // namespace tacit::net
