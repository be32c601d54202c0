#include "net/hub.h"

#include <algorithm>

#include "base/contain.h"
#include "crypto/aead.h"
#include "net/channel.h"
#include "wire/reader.h"
#include "wire/writer.h"

namespace tacit::net {

namespace {
constexpr std::size_t control_limit = 64 * 1024;
constexpr std::size_t control_length_size = 4;
/// Programs of one peer in one session. Whoever comes back more often is up to something.
constexpr std::size_t lives_limit = 64;
}  // namespace

StreamLimits Hub::control_limits() {
    StreamLimits limits;
    limits.window = 512 * 1024;
    limits.segment = control_limit + control_length_size;
    return limits;
}

Hub::Hub(PeerId me, std::size_t participants, const Timing& timing)
    : me_(me), participants_(participants), timing_(timing), peers_(participants) {
    for (std::size_t id = 0; id < participants; ++id) {
        if (id == me) continue;
        peers_[id] = std::make_unique<Peer>();
        peers_[id]->direct = is_direct(static_cast<PeerId>(id));
        peers_[id]->traffic.peer = static_cast<PeerId>(id);
    }
}

Hub::Peer* Hub::find(PeerId id) const {
    return id < peers_.size() ? peers_[id].get() : nullptr;
}

// --- The session's thread ----------------------------------------------------------------------------------

Status Hub::send_control(PeerId to, View body) {
    if (body.size() > control_limit) return error(Fault::usage, "control message too large");
    wire::Writer writer;
    writer.blob(body);
    auto bytes = std::make_shared<const Bytes>(std::move(writer).take());
    const std::size_t size = bytes->size();

    const std::lock_guard lock(mutex_);
    auto* peer = find(to);
    if (!peer || !peer->direct) return error(Fault::usage, "not a directly connected peer");
    if (peer->shut_out) return error(Fault::refused, "the peer was shut out", peer->name);
    if (!peer->met && !peer->past_marks.empty()) return error(Fault::partner_gone, "it left", peer->name);
    auto& stream = peer->streams[control_channel];
    // The session's thread must not be held up by one slow partner, so there is no waiting here.
    if (!stream.has_room()) return error(Fault::partner_gone, "too many messages unanswered", peer->name);
    stream.push(std::move(bytes), size);
    bell_.ring();
    return {};
}

Event Hub::next_event(SteadyTime deadline) {
    std::unique_lock lock(mutex_);
    if (!events_changed_.wait_until(lock, deadline, [&] { return !events_.empty(); })) return TimedOut{};
    auto queued = std::move(events_.front());
    events_.pop_front();
    auto* peer = queued.window > 0 ? find(queued.from) : nullptr;
    if (peer && peer->life == queued.life && peer->streams[control_channel].release(queued.window))
        bell_.ring();
    return std::move(queued.event);
}

void Hub::emit(Event event) {
    events_.push_back({std::move(event), 0, 0, 0});
    events_changed_.notify_one();
}

void Hub::post(Event event) {
    const std::lock_guard lock(mutex_);
    emit(std::move(event));
}

Result<std::unique_ptr<mpc::Channel>> Hub::open_channel(PeerId id, std::string peer_name,
                                                        std::optional<ChannelKeys> keys) {
    const std::lock_guard lock(mutex_);
    auto* peer = find(id);
    if (!peer) return error(Fault::usage, "no such peer");
    if (peer->direct == keys.has_value())
        return error(Fault::usage, "keys are for channels that pass through the organizer", peer_name);
    if (peer->channel_open) return error(Fault::usage, "the channel is open already", peer_name);
    if (channels_ended_) return *channels_ended_;
    peer->channel_open = true;
    peer->name = std::move(peer_name);
    if (keys) {
        // The token tells packets of these keys from strays of an earlier attempt.
        peer->token_out = seal_token(keys->send);
        peer->token_in = seal_token(keys->receive);
        peer->keys = std::make_shared<const ChannelKeys>(std::move(*keys));
        peer->streams[protocol_channel].resume();
    }
    Header header;
    header.type = PacketType::data;
    header.channel = protocol_channel;
    header.from = me_;
    header.to = id;
    header.token = peer->token_out;
    bell_.ring();
    return std::unique_ptr<mpc::Channel>(
        std::make_unique<StreamChannel>(shared_from_this(), peer->life, header, peer->name, peer->keys));
}

void Hub::fail_channels(Error why) {
    const std::lock_guard lock(mutex_);
    if (!channels_ended_) channels_ended_ = std::move(why);
    for (const auto& peer : peers_)
        if (peer) peer->changed.notify_all();
}

std::vector<PeerTraffic> Hub::traffic() const {
    const std::lock_guard lock(mutex_);
    std::vector<PeerTraffic> out;
    for (const auto& peer : peers_)
        if (peer) out.push_back(peer->traffic);
    return out;
}

bool Hub::owes_acks(const Peer& peer) const {
    const auto* way = peer.direct ? &peer : find(organizer_id);
    if (!way->met || way->gone || way->shut_out || peer.shut_out) return false;
    return !peer.streams[control_channel].idle() || (!peer.ended && !peer.streams[protocol_channel].idle());
}

void Hub::drain(std::chrono::milliseconds limit) {
    hurry();
    bell_.ring();
    std::unique_lock lock(mutex_);
    acknowledged_.wait_for(lock, limit, [&] {
        return std::none_of(peers_.begin(), peers_.end(), [&](const auto& p) { return p && owes_acks(*p); });
    });
}

void Hub::hurry() {
    const std::lock_guard lock(mutex_);
    for (const auto& peer : peers_)
        if (peer)
            for (auto& stream : peer->streams) stream.hurry();
}

// --- A protocol's thread -----------------------------------------------------------------------------------

std::optional<Error> Hub::channel_error(const Peer& peer, std::uint64_t life) const {
    if (channels_ended_) return channels_ended_;
    if (peer.life != life) return error(Fault::partner_gone, "started anew", peer.name);
    return peer.ended;
}

Status Hub::push_segment(PeerId id, std::uint64_t life, Body body, std::size_t size, bool wait) {
    std::unique_lock lock(mutex_);
    auto& peer = *find(id);
    auto& stream = peer.streams[protocol_channel];
    std::optional<Error> failure;
    const auto ready = [&] { return (failure = channel_error(peer, life)).has_value() || stream.has_room(); };
    if (wait) peer.changed.wait(lock, ready);
    if (failure || (failure = channel_error(peer, life))) return *failure;
    stream.push(std::move(body), size);
    bell_.ring();
    return {};
}

Result<Bytes> Hub::take_segment(PeerId id, std::uint64_t life) {
    std::unique_lock lock(mutex_);
    auto& peer = *find(id);
    auto& stream = peer.streams[protocol_channel];
    std::optional<Error> failure;
    peer.changed.wait(lock,
                      [&] { return (failure = channel_error(peer, life)).has_value() || stream.readable(); });
    // What a partner sent before it left can still be read; after a cancellation nothing is.
    if (failure && (channels_ended_ || peer.life != life || !stream.readable())) return *failure;
    Bytes bytes = stream.take();
    if (stream.release(bytes.size())) bell_.ring();
    return bytes;
}

void Hub::end_channel(Peer& peer, const Error& why) {
    if (!peer.ended) {
        peer.ended = why;
        if (peer.ended->partner.empty()) peer.ended->partner = peer.name;
    }
    peer.changed.notify_all();
    acknowledged_.notify_all();
}

/// A partner has no way to anybody without the organizer.
void Hub::end_channels_through(PeerId id, const Error& why) {
    for (PeerId other = 0; other < peers_.size(); ++other)
        if (peers_[other] && (other == id || (me_ != organizer_id && id == organizer_id)))
            end_channel(*peers_[other], why);
}

// --- The I/O thread: who is there --------------------------------------------------------------------------

void Hub::heard(PeerId id, std::size_t bytes, SteadyTime now) {
    const std::lock_guard lock(mutex_);
    auto& peer = *find(id);
    peer.traffic.bytes_received += bytes;
    peer.traffic.last_heard = now;
    if (!peer.met) return;
    if (peer.silent) emit(PeerConnected{id});
    peer.silent = peer.gone = false;
}

void Hub::retire(Peer& peer) {
    peer.past_marks.push_back(peer.mark);
    peer.met = false;
    peer.silent = false;
    peer.reachable = false;
    peer.stalled.reset();
}

void Hub::reset(Peer& peer) {
    ++peer.life;
    peer.streams[control_channel] = Stream(control_limits());
    peer.streams[protocol_channel] = Stream();
    peer.control.clear();
    peer.stalled.reset();
    peer.channel_open = false;
    peer.ended.reset();
    peer.gone = false;
    peer.changed.notify_all();
}

bool Hub::meet(PeerId id, std::uint64_t mark, std::uint64_t token, SteadyTime now) {
    const std::lock_guard lock(mutex_);
    auto& peer = *find(id);
    if (peer.met && peer.mark == mark) {
        peer.reachable = true;
        return true;
    }
    const auto& past = peer.past_marks;
    if (past.size() >= lives_limit || std::find(past.begin(), past.end(), mark) != past.end()) return false;
    if (peer.met) {
        retire(peer);
        emit(PeerReplaced{id});
    }
    // What was queued for the first program before it came must not be lost.
    if (!past.empty()) reset(peer);
    peer.met = true;
    peer.reachable = true;
    peer.mark = mark;
    peer.token_in = peer.token_out = token;
    peer.traffic.last_heard = now;
    emit(PeerConnected{id});
    return true;
}

void Hub::restored(PeerId id) {
    const std::lock_guard lock(mutex_);
    for (PeerId other = 0; other < peers_.size(); ++other) {
        if (!peers_[other] || (other != id && me_ == organizer_id)) continue;
        auto& peer = *peers_[other];
        for (auto& stream : peer.streams) stream.resume();
    }
}

void Hub::left(PeerId id) {
    const std::lock_guard lock(mutex_);
    auto& peer = *find(id);
    if (!peer.met) return;
    retire(peer);
    end_channels_through(id, error(Fault::partner_gone, "closed the session", peer.name));
    emit(PeerLeft{id});
}

void Hub::shut_out(PeerId id, const std::optional<Error>& why) {
    const std::lock_guard lock(mutex_);
    auto& peer = *find(id);
    if (peer.shut_out) return;
    peer.shut_out = true;
    if (peer.met) retire(peer);
    end_channels_through(id, why.value_or(error(Fault::partner_gone, "shut out", peer.name)));
    if (why) emit(PeerFaulted{id, *why});
}

bool Hub::is_shut_out(PeerId id) const {
    const std::lock_guard lock(mutex_);
    return find(id)->shut_out;
}

void Hub::readmit(PeerId id) {
    const std::lock_guard lock(mutex_);
    auto& peer = *find(id);
    if (!peer.shut_out) return;
    peer.shut_out = false;
    reset(peer);
}

void Hub::carry(const std::function<void()>& loop) {
    const auto went = contained_call(loop);
    if (!went) (void)contained_call([&] { failed(went.error()); });
}

void Hub::failed(Error why) {
    fail_channels(why);
    post(TransportFailed{std::move(why)});
}

std::vector<std::pair<PeerId, std::uint64_t>> Hub::present() const {
    const std::lock_guard lock(mutex_);
    std::vector<std::pair<PeerId, std::uint64_t>> out;
    for (PeerId id = 0; id < peers_.size(); ++id)
        if (peers_[id] && peers_[id]->direct && peers_[id]->met) out.emplace_back(id, peers_[id]->token_out);
    return out;
}

bool Hub::is_present(PeerId id, std::uint64_t token) const {
    const std::lock_guard lock(mutex_);
    return find(id)->met && find(id)->token_in == token;
}

void Hub::close() {
    fail_channels(error(Fault::cancelled, "the session has ended"));
}

SteadyTime Hub::watch(PeerId id, Peer& peer, SteadyTime now) {
    if (!peer.met || peer.gone) return SteadyTime::max();
    const auto silent_at = peer.traffic.last_heard + timing_.silent;
    const auto gone_at = peer.traffic.last_heard + timing_.gone;
    if (now >= silent_at && !peer.silent) {
        peer.silent = true;
        emit(PeerSilent{id, peer.traffic.last_heard});
    }
    if (now < gone_at) return peer.silent ? gone_at : silent_at;
    peer.gone = true;
    end_channels_through(id, error(Fault::partner_gone, "nothing heard", peer.name));
    emit(PeerGone{id});
    return SteadyTime::max();
}

SteadyTime Hub::tick(SteadyTime now) {
    const std::lock_guard lock(mutex_);
    auto next = SteadyTime::max();
    for (PeerId id = 0; id < peers_.size(); ++id) {
        if (!peers_[id]) continue;
        auto& peer = *peers_[id];
        if (peer.direct) next = std::min(next, watch(id, peer, now));
        const auto* way = peer.direct ? &peer : find(organizer_id);
        if (!way->reachable || peer.shut_out || peer.stalled) continue;
        for (const auto& stream : peer.streams)
            if (const auto when = stream.deadline()) next = std::min(next, *when);
    }
    return next;
}

// --- The I/O thread: packets -------------------------------------------------------------------------------

Status Hub::take_packet(PeerId id, const Header& header, View body, SteadyTime now) {
    std::unique_lock lock(mutex_);
    auto& peer = *find(id);
    if (!peer.direct && header.channel != protocol_channel)
        return error(Fault::malformed_message, "only protocol packets are passed on");
    // Strays of another program or attempt, or too early: they are sent again if they matter.
    const bool ready = peer.direct ? peer.met : peer.channel_open;
    if (!ready || peer.shut_out || header.token != peer.token_in) return {};

    auto& stream = peer.streams[header.channel];
    Bytes bytes;
    if (header.type == PacketType::data && !stream.is_old(header.offset)) {
        const auto keys = peer.keys;
        const auto life = peer.life;
        lock.unlock();
        if (keys) {
            TACIT_ASSIGN(bytes,
                         crypto::open_numbered(keys->receive, header.offset, body, sealed_fields(header)));
        } else {
            bytes = to_bytes(body);
        }
        lock.lock();
        if (peer.life != life) return {};
    }
    const auto seen = header.type == PacketType::ack ? header.offset : header.acknowledged;
    TACIT_TRY(stream.on_ack(header.acknowledged, header.credit, seen, now));
    if (header.type == PacketType::probe) stream.on_probe(header.offset);
    if (header.type == PacketType::resume) stream.on_resume(header.offset);
    if (header.type == PacketType::answer) TACIT_TRY(stream.on_answer(header.offset, now));
    if (header.type == PacketType::data) {
        if (stream.is_old(header.offset))
            stream.on_repeat();
        else
            TACIT_TRY(stream.on_data(header.offset, std::move(bytes), now));
    }
    if (header.channel == control_channel) TACIT_TRY(read_control(id, peer));
    if (header.channel == protocol_channel) peer.changed.notify_all();
    if (stream.idle()) acknowledged_.notify_all();
    return {};
}

Status Hub::read_control(PeerId id, Peer& peer) {
    auto& stream = peer.streams[control_channel];
    while (stream.readable()) {
        const auto bytes = stream.take();
        peer.control.insert(peer.control.end(), bytes.begin(), bytes.end());
    }
    View rest = peer.control;
    while (rest.size() >= control_length_size) {
        const auto size = wire::Reader(rest.first(control_length_size)).u32();
        if (size > control_limit) return error(Fault::malformed_message, "control message too large");
        if (rest.size() < control_length_size + size) break;
        events_.push_back({ControlMessage{id, to_bytes(rest.subspan(control_length_size, size))}, id,
                           peer.life, control_length_size + size});
        events_changed_.notify_one();
        rest = rest.subspan(control_length_size + size);
    }
    peer.control.erase(peer.control.begin(),
                       peer.control.begin() + static_cast<std::ptrdiff_t>(peer.control.size() - rest.size()));
    return {};
}

std::optional<Hub::Outgoing> Hub::next_packet(PeerId id, Peer& peer, SteadyTime now) {
    if (peer.stalled) return std::exchange(peer.stalled, std::nullopt);
    for (const auto channel : {control_channel, protocol_channel}) {
        if (!peer.direct && (channel == control_channel || !peer.channel_open)) continue;
        auto packet = peer.streams[channel].next(now);
        if (!packet) continue;
        const Header header{packet->type,         channel,       me_, id, peer.token_out, packet->offset,
                            packet->acknowledged, packet->credit};
        return Outgoing{header, std::move(packet->body)};
    }
    return std::nullopt;
}

bool Hub::pump_peer(PeerId id, Peer& peer, SteadyTime now, const Transmit& transmit) {
    while (auto outgoing = next_packet(id, peer, now)) {
        const auto size = header_size + (outgoing->body ? outgoing->body->size() : 0);
        switch (transmit(id, outgoing->header, outgoing->body)) {
            case Sent::done:
                peer.traffic.bytes_sent += size;
                break;
            case Sent::full:
                peer.stalled = std::move(outgoing);
                return false;
            case Sent::gone:
                peer.reachable = false;
                return true;
        }
    }
    return true;
}

bool Hub::pump(SteadyTime now, const Transmit& transmit) {
    const std::lock_guard lock(mutex_);
    bool all = true;
    for (PeerId id = 0; id < peers_.size(); ++id) {
        if (!peers_[id]) continue;
        auto& peer = *peers_[id];
        const auto* way = peer.direct ? &peer : find(organizer_id);
        if (way->reachable && !peer.shut_out) all = pump_peer(id, peer, now, transmit) && all;
    }
    return all;
}

}  // namespace tacit::net
