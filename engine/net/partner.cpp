#include <sys/eventfd.h>

#include <atomic>
#include <thread>

#include "net/dialer.h"
#include "net/hub_backed.h"
#include "net/packet.h"

namespace tacit::net {

namespace {

std::uint64_t number(crypto::Random& random) {
    std::uint64_t value = 0;
    for (const auto byte : random.array<8>()) value = value << 8 | byte;
    return value;
}

/// A message from the host is a header and a body, nothing else.
struct Arrival {
    Frame header, body;
    bool complete = false;
};

std::optional<Arrival> receive_from(Socket& socket) {
    auto header = socket.receive();
    if (!header) return std::nullopt;
    Arrival arrival;
    arrival.header = std::move(*header);
    if (!arrival.header.more()) return arrival;
    if (auto body = socket.receive()) arrival.body = std::move(*body);
    arrival.complete = !arrival.body.more();
    socket.skip_rest(arrival.body);
    return arrival;
}

Sent send_packet(Socket& socket, const Header& header, Frame body) {
    Frame first(View(encode(header)));
    // A DEALER accepts all frames of a message or none.
    if (const auto sent = socket.send(first, true); sent != Sent::done) return sent;
    return socket.send(body, false);
}

class Partner final : public HubBacked<PartnerTransport> {
  public:
    Partner(const ConnectOptions& options, const crypto::CurveKey& key, crypto::Random& random)
        : HubBacked(std::make_shared<Hub>(options.me, options.participants, options.timing)),
          options_(options),
          key_(crypto::CurveKey::from_secret(key.secret().view())),
          token_(number(random)),
          dialer_(context_, options_, key_),
          thread_([this] { hub_->carry([this] { run(); }); }) {}

    ~Partner() override {
        hub_->close();
        stop_ = true;
        hub_->bell().ring();
        thread_.join();
    }

  private:
    void run();
    void wait(SteadyTime now, SteadyTime deadline);
    bool receive();
    Status take(const Arrival& arrival, SteadyTime now);
    Status take_from_host(const Header& header, View body, SteadyTime now);
    void greet(SteadyTime now);
    void give_up(Error why);
    void say_goodbye();
    bool pump(SteadyTime now) {
        return hub_->pump(now, [&](PeerId, const Header& header, const Body& body) {
            return send_packet(dialer_.socket(), header, body ? Frame(body) : Frame());
        });
    }

    const ConnectOptions options_;
    const crypto::CurveKey key_;
    const std::uint64_t token_;
    Context context_;
    Dialer dialer_;

    // Of the I/O thread.
    SteadyTime next_greeting_ = SteadyTime::max();
    bool welcomed_ = false;
    bool given_up_ = false;
    bool all_sent_ = true;

    std::atomic<bool> stop_{false};
    std::thread thread_;
};

void Partner::run() {
    const auto deadline = std::chrono::steady_clock::now() + options_.timing.connect;
    while (!stop_) {
        auto now = std::chrono::steady_clock::now();
        if (!given_up_) {
            const auto news = dialer_.work(now);
            if (news == Dialer::News::connected) {
                next_greeting_ = now;
                hub_->restored(organizer_id);
            }
            if (news == Dialer::News::failed || (!welcomed_ && now >= deadline)) give_up(dialer_.verdict());
        }
        if (!given_up_) {
            if (now >= next_greeting_) greet(now);
            for (int i = 0; i < messages_per_turn && !given_up_ && receive(); ++i) {
            }
            if (!given_up_) all_sent_ = pump(std::chrono::steady_clock::now());
            now = std::chrono::steady_clock::now();
        }
        if (!stop_) wait(now, welcomed_ ? SteadyTime::max() : deadline);
        hub_->bell().silence();
    }
    if (!given_up_) say_goodbye();
}

void Partner::wait(SteadyTime now, SteadyTime deadline) {
    zmq_pollitem_t items[3] = {{nullptr, hub_->bell().fd(), ZMQ_POLLIN, 0}, {}, {}};
    int count = 1;
    auto until = now + std::chrono::seconds(1);
    if (!given_up_) {
        until = std::min({until, deadline, hub_->tick(now), next_greeting_, dialer_.next_due()});
        if (dialer_.socket()) {
            const auto events = static_cast<short>(all_sent_ ? ZMQ_POLLIN : ZMQ_POLLIN | ZMQ_POLLOUT);
            items[count++] = {dialer_.socket().get(), 0, events, 0};
        }
        if (dialer_.monitor()) items[count++] = {dialer_.monitor(), 0, ZMQ_POLLIN, 0};
    }
    zmq_poll(items, count, poll_timeout(now, until));
}

void Partner::greet(SteadyTime now) {
    Header hello;
    hello.type = PacketType::hello;
    hello.from = options_.me;
    hello.token = token_;
    hello.offset = options_.session;
    send_packet(dialer_.socket(), hello, Frame());
    next_greeting_ = now + options_.timing.ping;
}

bool Partner::receive() {
    if (!dialer_.socket()) return false;
    const auto arrival = receive_from(dialer_.socket());
    if (!arrival) return false;
    const auto status = take(*arrival, std::chrono::steady_clock::now());
    if (!status.ok()) {
        hub_->shut_out(organizer_id, status.error());
        give_up(status.error());
    }
    return true;
}

Status Partner::take(const Arrival& arrival, SteadyTime now) {
    const auto body = arrival.body.view();
    TACIT_ASSIGN(const auto header, parse_packet(arrival.header.view(), body.size()));
    if (!arrival.complete || header.to != options_.me || header.from == options_.me ||
        header.from >= options_.participants)
        return error(Fault::malformed_message, "not the envelope of a host");
    hub_->heard(organizer_id, header_size + body.size(), now);
    if (header.from == organizer_id) return take_from_host(header, body, now);
    if (!header.in_stream()) return error(Fault::malformed_message, "not a packet of another partner");
    hub_->heard(header.from, header_size + body.size(), now);
    const auto status = hub_->take_packet(header.from, header, body, now);
    // Of the other partner, or of the host on the way: not an end for everybody else.
    if (!status.ok()) hub_->shut_out(header.from, status.error());
    return {};
}

Status Partner::take_from_host(const Header& header, View body, SteadyTime now) {
    if (header.in_stream()) return hub_->take_packet(organizer_id, header, body, now);
    if (header.token != token_) return {};
    if (header.type == PacketType::bye) {
        hub_->left(organizer_id);
        return {};
    }
    if (header.type != PacketType::welcome) return error(Fault::malformed_message, "not a packet of a host");
    welcomed_ = true;
    hub_->meet(organizer_id, header.offset, token_, now);
    return {};
}

void Partner::give_up(Error why) {
    given_up_ = true;
    hub_->failed(std::move(why));
}

void Partner::say_goodbye() {
    if (!dialer_.socket()) return;
    hub_->hurry();
    pump(std::chrono::steady_clock::now());
    if (hub_->present().empty()) return;
    Header bye;
    bye.type = PacketType::bye;
    bye.from = options_.me;
    bye.token = token_;
    send_packet(dialer_.socket(), bye, Frame());
    dialer_.socket().set(ZMQ_LINGER, farewell_ms);
}

/// One request with an invitation's key, on the caller's thread.
class PairingCall {
  public:
    PairingCall(const ConnectOptions& options, const crypto::CurveKey& key, View request)
        : options_(options), request_(request), dialer_(context_, options, key) {}

    Result<Bytes> run(std::chrono::milliseconds limit, std::stop_token stop) {
        Bell bell;
        const std::stop_callback on_stop(stop, [&] { bell.ring(); });
        const auto deadline = std::chrono::steady_clock::now() + limit;
        while (!stop.stop_requested()) {
            const auto now = std::chrono::steady_clock::now();
            if (now >= deadline) return connected_ ? error(Fault::deadline, "no answer") : dialer_.verdict();
            const auto news = dialer_.work(now);
            if (news == Dialer::News::failed) return dialer_.verdict();
            if (news == Dialer::News::connected) connected_ = true, next_ = now;
            if (now >= next_) ask(now);
            if (auto answer = receive()) return std::move(*answer);
            wait(now, std::min({deadline, next_, dialer_.next_due()}), bell);
        }
        return error(Fault::cancelled);
    }

  private:
    void ask(SteadyTime now) {
        Header header;
        header.type = PacketType::pairing_request;
        header.from = options_.me;
        // The host answers this request; with one request per call any number will do.
        header.token = 1;
        send_packet(dialer_.socket(), header, Frame(request_));
        next_ = now + options_.timing.ping;
    }

    std::optional<Result<Bytes>> receive() {
        while (dialer_.socket()) {
            const auto arrival = receive_from(dialer_.socket());
            if (!arrival) break;
            const auto header = parse_packet(arrival->header.view(), arrival->body.view().size());
            if (!header.ok()) return Result<Bytes>(header.error());
            if (!arrival->complete || header->type != PacketType::pairing_answer || header->to != options_.me)
                return Result<Bytes>(error(Fault::malformed_message, "not an answer"));
            return Result<Bytes>(to_bytes(arrival->body.view()));
        }
        return std::nullopt;
    }

    void wait(SteadyTime now, SteadyTime until, Bell& bell) {
        zmq_pollitem_t items[3] = {{nullptr, bell.fd(), ZMQ_POLLIN, 0}, {}, {}};
        int count = 1;
        if (dialer_.socket()) items[count++] = {dialer_.socket().get(), 0, ZMQ_POLLIN, 0};
        if (dialer_.monitor()) items[count++] = {dialer_.monitor(), 0, ZMQ_POLLIN, 0};
        zmq_poll(items, count, poll_timeout(now, until));
        bell.silence();
    }

    const ConnectOptions& options_;
    const View request_;
    Context context_;
    Dialer dialer_;
    bool connected_ = false;
    SteadyTime next_ = SteadyTime::max();
};

bool usable(const ConnectOptions& options) {
    return !options.endpoints.empty() && options.me != organizer_id && options.me < options.participants &&
           options.participants <= 0xffff;
}

}  // namespace

Result<Bytes> PartnerTransport::pair(const ConnectOptions& options, const crypto::CurveKey& pairing_key,
                                     View request, std::chrono::milliseconds limit, std::stop_token stop) {
    if (options.endpoints.empty() || options.me == organizer_id || request.size() > pairing_limit)
        return error(Fault::usage, "pairing");
    return PairingCall(options, pairing_key, request).run(limit, std::move(stop));
}

Result<std::unique_ptr<PartnerTransport>> PartnerTransport::connect(const ConnectOptions& options,
                                                                    const crypto::CurveKey& member_key,
                                                                    crypto::Random& random) {
    if (!usable(options)) return error(Fault::usage, "connection");
    return std::unique_ptr<PartnerTransport>(std::make_unique<Partner>(options, member_key, random));
}

}  // namespace tacit::net
