#include "net/dialer.h"

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstring>

namespace tacit::net {

namespace {
using namespace std::chrono_literals;
/// One broken handshake is bad luck; so many in a row are another host.
constexpr int broken_limit = 3;
constexpr auto try_each = 3s;
constexpr auto pause = 500ms;
constexpr int refused_status = 400;
constexpr int watched = ZMQ_EVENT_CONNECTED | ZMQ_EVENT_CLOSED | ZMQ_EVENT_DISCONNECTED |
                        ZMQ_EVENT_HANDSHAKE_SUCCEEDED | ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL |
                        ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL | ZMQ_EVENT_HANDSHAKE_FAILED_AUTH;
}  // namespace

bool Dialer::Endpoint::usable() const {
    return !refused && broken < broken_limit;
}

Dialer::Dialer(const Context& context, const ConnectOptions& options, const crypto::CurveKey& key)
    : context_(context), host_key_(options.host_key), key_(key), timing_(options.timing) {
    for (const auto& address : options.endpoints) endpoints_.push_back({address});
    open_later(SteadyTime::min());
}

Dialer::~Dialer() {
    close();
}

void Dialer::close() {
    if (socket_) zmq_socket_monitor(socket_.get(), nullptr, 0);
    monitor_ = {};
    socket_ = {};
    in_handshake_ = false;
}

void Dialer::open(SteadyTime now) {
    close();
    reopen_ = false;
    due_ = endpoints_.size() > 1 && !settled_ ? now + try_each : SteadyTime::max();
    const auto& address = endpoints_[current_].address;
    socket_ = Socket(context_, ZMQ_DEALER);
    monitor_ = Socket(context_, ZMQ_PAIR);
    if (!socket_ || !monitor_) return open_later(now + pause);
    bound(socket_, timing_.ping, timing_.silent);
    make_curve_client(socket_, key_, host_key_);
    if (address.find('[') != std::string::npos) socket_.set(ZMQ_IPV6, 1);
    // Monitors of one context need different names.
    static std::atomic<std::uint64_t> number{0};
    const auto name = "inproc://monitor-" + std::to_string(++number);
    if (zmq_socket_monitor(socket_.get(), name.c_str(), watched) != 0 || !monitor_.connect(name) ||
        !socket_.well_set() || !socket_.connect(address))
        open_later(now + pause);
}

Dialer::News Dialer::leave(SteadyTime now) {
    if (std::none_of(endpoints_.begin(), endpoints_.end(), [](const auto& e) { return e.usable(); })) {
        close();
        due_ = SteadyTime::max();
        reopen_ = false;
        return News::failed;
    }
    const auto before = current_;
    do current_ = (current_ + 1) % endpoints_.size();
    while (!endpoints_[current_].usable());
    open_later(current_ > before ? now : now + pause);
    return News::none;
}

Dialer::News Dialer::on_broken(int weight, bool dead, SteadyTime now) {
    if (settled_) {
        if (dead) open_later(now + pause);
        return News::none;
    }
    endpoints_[current_].broken += weight;
    if (!endpoints_[current_].usable()) return leave(now);
    if (dead) open_later(now + pause);
    return News::none;
}

Dialer::News Dialer::on_event(std::uint16_t event, std::uint32_t value, SteadyTime now) {
    switch (event) {
        case ZMQ_EVENT_CONNECTED:
            in_handshake_ = true;
            return News::none;
        case ZMQ_EVENT_CLOSED:  // the address does not answer; with others to try, do not insist
            return settled_ || endpoints_.size() == 1 || reopen_ ? News::none : leave(now);
        case ZMQ_EVENT_HANDSHAKE_SUCCEEDED:
            in_handshake_ = false;
            settled_ = true;
            due_ = SteadyTime::max();
            return News::connected;
        case ZMQ_EVENT_HANDSHAKE_FAILED_AUTH:
            in_handshake_ = false;
            if (value != refused_status) return on_broken(0, true, now);
            endpoints_[current_].refused = true;
            if (settled_)
                for (auto& endpoint : endpoints_) endpoint.refused = true;
            return leave(now);
        case ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL:
            in_handshake_ = false;
            // A time-out is silence, which is no evidence of another host.
            return on_broken(value == EAGAIN ? 0 : 1, false, now);
        case ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL:
            in_handshake_ = false;
            return on_broken(broken_limit, true, now);
        case ZMQ_EVENT_DISCONNECTED:
            // Without any word about the handshake: it was not even ZeroMQ, and the socket gives up.
            return std::exchange(in_handshake_, false) ? on_broken(1, true, now) : News::none;
        default:
            return News::none;
    }
}

Dialer::News Dialer::work(SteadyTime now) {
    auto news = News::none;
    while (monitor_) {
        const auto frame = monitor_.receive();
        if (!frame) break;
        const auto bytes = frame->view();
        std::uint16_t event = 0;
        std::uint32_t value = 0;
        if (bytes.size() == 6) {
            std::memcpy(&event, bytes.data(), 2);
            std::memcpy(&value, bytes.data() + 2, 4);
        }
        monitor_.skip_rest(*frame);
        const auto more = on_event(event, value, now);
        if (more == News::failed) return more;
        if (more == News::connected) news = more;
    }
    if (due_ <= now) {
        if (reopen_)
            open(now);
        else
            leave(now);
    }
    return news;
}

Error Dialer::verdict() const {
    const auto any = [&](auto what) { return std::any_of(endpoints_.begin(), endpoints_.end(), what); };
    if (any([](const auto& e) { return e.refused; }))
        return error(Fault::refused, "the host does not know this key");
    if (any([](const auto& e) { return e.broken >= broken_limit; }))
        return error(Fault::wrong_host, "who answers does not have the host's key");
    return error(Fault::unreachable, "nobody answers");
}

}  // namespace tacit::net
