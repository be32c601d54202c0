#include "net/stream.h"

#include <algorithm>
#include <cassert>
#include <utility>

namespace tacit::net {

namespace {
constexpr int gaps_until_resend = 3;
constexpr std::size_t packets_per_ack = 16;
/// Small neighbours in the reader's queue are joined, so that a flood of tiny segments costs no more than
/// its bytes.
constexpr std::size_t join_below = 4096;
constexpr std::size_t joined_limit = 64 * 1024;
constexpr std::chrono::milliseconds go_back_spacing{100};
constexpr std::size_t probes_under_way = 16;

Error malformed(const char* what) {
    return error(Fault::malformed_message, what);
}
}  // namespace

// --- Sending -----------------------------------------------------------------------------------------------

bool Stream::has_room() const {
    return push_offset_ - acknowledged_ < limits_.window && segments_.size() < limits_.segments;
}

void Stream::push(Body body, std::size_t size) {
    assert(size > 0 && size <= limits_.segment);
    segments_.push_back({push_offset_, size, std::move(body), {}, false});
    push_offset_ += size;
}

void Stream::resume() {
    backoff_ = 0;
    timer_.reset();
    probe_wanted_ = PacketType::resume;
    // What was under way tells no round trip, and its probes have one in common now.
    probes_.clear();
    for (std::size_t i = 0; i < cursor_; ++i) segments_[i].resent = true;
}

void Stream::sample_round_trip(std::chrono::nanoseconds sample) {
    round_trip_ = round_trip_.count() == 0 ? sample : (7 * round_trip_ + sample) / 8;
}

std::chrono::nanoseconds Stream::probe_after() const {
    auto base = round_trip_.count() == 0 ? std::chrono::nanoseconds(limits_.first_probe) : 4 * round_trip_;
    base = std::clamp<std::chrono::nanoseconds>(base, limits_.least_probe, limits_.most_probe);
    return std::min<std::chrono::nanoseconds>(base * (1 << backoff_), limits_.most_probe);
}

bool Stream::blocked_by_credit() const {
    return cursor_ < segments_.size() && segments_[cursor_].end() > credit_;
}

bool Stream::resending() const {
    return cursor_ < segments_.size() && segments_[cursor_].end() <= sent_end_;
}

/// The first segment is missing. The probe behind it tells whether others are.
void Stream::begin_recovery() {
    resend_first_ = true;
    recovery_end_ = sent_end_;
    gap_reports_ = 0;
    if (!probe_wanted_) probe_wanted_ = PacketType::probe;
}

/// Everything up to there is missing, as far as this side knows.
void Stream::go_back(std::uint64_t until, SteadyTime now) {
    // A peer can bring this about; without spacing it would make an amplifier.
    const auto spacing =
        std::clamp<std::chrono::nanoseconds>(round_trip_, go_back_spacing, limits_.most_probe);
    if (last_go_back_ && now - *last_go_back_ < spacing) {
        timer_ = *last_go_back_ + spacing;
        return;
    }
    last_go_back_ = now;
    cursor_ = 0;
    missing_end_ = until;
    resend_first_ = false;
    recovery_end_ = sent_end_;
    gap_reports_ = 0;
    timer_ = now + probe_after();
}

void Stream::expire(SteadyTime now) {
    if (backoff_ < 5) ++backoff_;
    if ((cursor_ > 0 || blocked_by_credit()) && !probe_wanted_) probe_wanted_ = PacketType::probe;
    timer_ = now + probe_after();
}

Status Stream::on_ack(std::uint64_t acknowledged, std::uint64_t credit, std::uint64_t seen, SteadyTime now) {
    if (acknowledged > sent_end_ || seen > sent_end_) return malformed("ack of what was never sent");
    if (credit < acknowledged || seen < acknowledged) return malformed("ack contradicts itself");
    if (acknowledged < acknowledged_) return {};  // overtaken by a later one
    const auto inside = std::find_if(segments_.begin(), segments_.end(),
                                     [&](const Segment& s) { return s.end() > acknowledged; });
    if (inside != segments_.end() && inside->offset < acknowledged) return malformed("ack within a segment");

    credit_ = std::max(credit_, credit);
    if (acknowledged > acknowledged_) {
        acknowledge_up_to(acknowledged, now);
    } else if (seen > acknowledged && cursor_ > 0 && acknowledged >= recovery_end_ &&
               ++gap_reports_ >= gaps_until_resend) {
        begin_recovery();
    }
    return {};
}

void Stream::acknowledge_up_to(std::uint64_t acknowledged, SteadyTime now) {
    acknowledged_ = acknowledged;
    while (!segments_.empty() && segments_.front().end() <= acknowledged) {
        const auto& front = segments_.front();
        // Only a segment sent once tells the round trip (Karn's rule).
        if (!front.resent) sample_round_trip(now - front.sent_at);
        segments_.pop_front();
        if (cursor_ > 0) --cursor_;
    }
    gap_reports_ = 0;
    backoff_ = 0;
    resend_first_ = false;
    if (segments_.empty())
        timer_.reset();
    else
        timer_ = now + probe_after();
}

void Stream::on_resume(std::uint64_t number) {
    on_probe(number);
    // What went out before the peer could hear is missing; this probe is how it is found out.
    if (cursor_ > 0 && !probe_wanted_) probe_wanted_ = PacketType::probe;
}

Status Stream::on_answer(std::uint64_t number, SteadyTime now) {
    if (number == 0 || number > last_probe_) return malformed("answer to a probe that was never sent");
    while (!probes_.empty() && probes_.front().number < number) probes_.pop_front();
    if (probes_.empty() || probes_.front().number != number) return {};  // late: others were answered since
    const auto probe = probes_.front();
    probes_.pop_front();
    sample_round_trip(now - probe.sent_at);
    backoff_ = 0;
    if (acknowledged_ >= probe.sent_end) return {};
    // Later probes left before what is sent again now, and their answers would ask for it once more.
    probes_.clear();
    go_back(probe.sent_end, now);
    return {};
}

// --- Receiving ---------------------------------------------------------------------------------------------

Status Stream::on_data(std::uint64_t offset, Bytes bytes, SteadyTime now) {
    const auto allowed = released_ + limits_.window;
    if (bytes.empty() || bytes.size() > limits_.segment) return malformed("segment size");
    if (offset > allowed || bytes.size() > allowed - offset) return malformed("segment beyond the window");
    const auto end = offset + bytes.size();
    if (end <= expected_) {
        ack_now_ = true;  // a repeat: the ack was lost
        return {};
    }
    if (offset < expected_) return malformed("segments overlap");
    if (offset > expected_) {
        TACIT_TRY(keep_for_later(offset, std::move(bytes)));
        seen_ = std::max(seen_, end);
        ack_now_ = true;
        return {};
    }
    if (!early_.empty() && early_.begin()->first < end) return malformed("segments overlap");
    seen_ = std::max(seen_, end);
    deliver(std::move(bytes), now);
    while (!early_.empty() && early_.begin()->first == expected_) {
        deliver(std::move(early_.begin()->second), now);
        early_.erase(early_.begin());
    }
    return {};
}

Status Stream::keep_for_later(std::uint64_t offset, Bytes bytes) {
    const auto after = early_.lower_bound(offset);
    if (after != early_.end()) {
        if (after->first == offset)
            return after->second.size() == bytes.size() ? Status{} : malformed("segments overlap");
        if (after->first < offset + bytes.size()) return malformed("segments overlap");
    }
    if (after != early_.begin()) {
        const auto before = std::prev(after);
        if (before->first + before->second.size() > offset) return malformed("segments overlap");
    }
    // An honest sender has at most so many under way, the missing one included.
    if (early_.size() >= limits_.segments) return malformed("too many segments after a gap");
    early_.emplace_hint(after, offset, std::move(bytes));
    return {};
}

void Stream::deliver(Bytes bytes, SteadyTime now) {
    expected_ += bytes.size();
    available_ += bytes.size();
    unacknowledged_ += bytes.size();
    ++unacknowledged_packets_;
    if (unacknowledged_ >= limits_.window / 8 || unacknowledged_packets_ >= packets_per_ack)
        ack_now_ = true;
    else if (!ack_by_)
        ack_by_ = now + limits_.ack_delay;
    if (!queue_.empty() && bytes.size() < join_below && queue_.back().size() < joined_limit)
        queue_.back().insert(queue_.back().end(), bytes.begin(), bytes.end());
    else
        queue_.push_back(std::move(bytes));
}

Bytes Stream::take() {
    Bytes out = std::move(queue_.front());
    queue_.pop_front();
    available_ -= out.size();
    return out;
}

bool Stream::release(std::size_t size) {
    released_ += size;
    // Telling of every byte would double the packets; a quarter of the window still leaves room for a
    // segment.
    if (released_ + limits_.window - told_credit_ < limits_.window / 4) return false;
    ack_now_ = true;
    return true;
}

// --- Driving -----------------------------------------------------------------------------------------------

Stream::Packet Stream::packet(PacketType type, std::uint64_t offset, Body body) {
    ack_now_ = false;
    ack_by_.reset();
    unacknowledged_ = 0;
    unacknowledged_packets_ = 0;
    told_credit_ = released_ + limits_.window;
    return {type, offset, expected_, told_credit_, std::move(body)};
}

Stream::Packet Stream::transmit(Segment& segment, SteadyTime now) {
    if (segment.end() <= sent_end_) {
        segment.resent = true;
        ++resent_;
    }
    segment.sent_at = now;
    sent_end_ = std::max(sent_end_, segment.end());
    if (!timer_) timer_ = now + probe_after();
    return packet(PacketType::data, segment.offset, segment.body);
}

Stream::Packet Stream::probe(SteadyTime now) {
    const auto type = *std::exchange(probe_wanted_, std::nullopt);
    if (probes_.size() == probes_under_way) probes_.pop_front();
    probes_.push_back({++last_probe_, sent_end_, now});
    if (!timer_ && cursor_ > 0) timer_ = now + probe_after();
    return packet(type, last_probe_, nullptr);
}

std::optional<Stream::Packet> Stream::next(SteadyTime now) {
    if (timer_ && now >= *timer_) expire(now);
    // Out of turn, because a sender may be waiting for it while this side has much to send.
    if (answer_wanted_)
        return packet(PacketType::answer, *std::exchange(answer_wanted_, std::nullopt), nullptr);
    if (ack_now_ && seen_ > expected_) return packet(PacketType::ack, seen_, nullptr);
    if (resend_first_ && cursor_ > 0) {
        resend_first_ = false;
        probes_.clear();  // they left before it
        return transmit(segments_.front(), now);
    }
    resend_first_ = false;
    while (resending() && segments_[cursor_].offset >= missing_end_) ++cursor_;
    // In front of what is new, which did not get lost.
    if (probe_wanted_ == PacketType::resume && !resending()) return probe(now);
    if (cursor_ < segments_.size() && !blocked_by_credit()) return transmit(segments_[cursor_++], now);
    if (cursor_ < segments_.size() && !timer_) timer_ = now + probe_after();
    if (probe_wanted_) return probe(now);
    if (ack_now_ || (ack_by_ && now >= *ack_by_)) return packet(PacketType::ack, seen_, nullptr);
    return std::nullopt;
}

std::optional<SteadyTime> Stream::deadline() const {
    if (timer_ && ack_by_) return std::min(*timer_, *ack_by_);
    return timer_ ? timer_ : ack_by_;
}

}  // namespace tacit::net
