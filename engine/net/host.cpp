#include <atomic>
#include <thread>

#include "net/dialer.h"
#include "net/door.h"
#include "net/hub_backed.h"
#include "net/packet.h"
#include "net/pairing_desk.h"

namespace tacit::net {

namespace {

using namespace std::chrono_literals;
constexpr auto self_test_limit = 5s;
constexpr std::size_t automatic_id_size = 5;
/// ZMQ_ZAP_ENFORCE_DOMAIN, which the header names only with the drafts; libraries built without them know it.
constexpr int zap_enforce_domain = 93;

/// Where this program itself reaches an address that stands for all interfaces.
std::string loopback(std::string endpoint) {
    for (const auto& [any, local] :
         {std::pair{"//0.0.0.0:", "//127.0.0.1:"}, std::pair{"//[::]:", "//[::1]:"}})
        if (const auto at = endpoint.find(any); at != std::string::npos)
            endpoint.replace(at, std::string_view(any).size(), local);
    return endpoint;
}

class Host final : public HubBacked<HostTransport> {
  public:
    Host(const HostOptions& options, const crypto::CurveKey& key, crypto::Random& random,
         PairingHandler handler)
        : HubBacked(std::make_shared<Hub>(organizer_id, options.partners + 1, options.timing)),
          key_(crypto::CurveKey::from_secret(key.secret().view())),
          random_(random),
          desk_(std::move(handler)),
          mark_(number(random)),
          session_(options.session),
          routes_(options.partners + 1) {}
    ~Host() override;

    Status start(const HostOptions& options);

    std::string endpoint() const override { return endpoint_; }
    void allow_pairing(PeerId invitation, const crypto::CurvePublic& pairing_key) override;
    void end_pairing(PeerId invitation) override { guests_.remove(GuestList::Kind::pairing, invitation); }
    void admit(PeerId peer, const crypto::CurvePublic& member_key) override;
    void expel(PeerId peer) override;

  private:
    /// A message as it came: routing id, header, body, and nothing else.
    struct Arrival {
        Frame id, header, body;
        bool complete = false;
    };

    static std::uint64_t number(crypto::Random& random) {
        std::uint64_t value = 0;
        for (const auto byte : random.array<8>()) value = value << 8 | byte;
        return value;
    }
    bool is_partner(PeerId peer) const { return peer != organizer_id && peer < routes_.size(); }

    Status prove_door();
    void run();
    bool receive();
    void take(Arrival arrival, SteadyTime now);
    void take_pairing(PeerId invitation, const Arrival& arrival, const Header& header, SteadyTime now);
    void take_member(PeerId peer, Arrival arrival, const Header& header, SteadyTime now);
    void take_hello(PeerId peer, const Arrival& arrival, const Header& header, SteadyTime now);
    void relay(PeerId to, Arrival arrival);
    void fault(PeerId peer, const Error& why);
    Sent transmit(PeerId to, const Header& header, Frame body);
    Sent send_to(View route, Frame header, Frame body);
    void say_goodbye();
    void hear_out();

    const crypto::CurveKey key_;
    crypto::Random& random_;
    GuestList guests_;
    PairingDesk desk_;
    const std::uint64_t mark_;  ///< tells partners this run of the host from another one
    const std::uint64_t session_;
    std::string endpoint_;

    Context context_;
    std::unique_ptr<Door> door_;
    Socket router_;
    std::vector<Bytes> routes_;  ///< by peer: the connection of its latest hello; empty if there is none
    std::uint64_t dropped_ = 0;

    std::atomic<bool> stop_{false};
    std::thread thread_;
};

Host::~Host() {
    hub_->close();
    stop_ = true;
    hub_->bell().ring();
    if (thread_.joinable()) thread_.join();
}

Status Host::start(const HostOptions& options) {
    door_ = std::make_unique<Door>(context_, guests_);
    if (!door_->ready()) return error(Fault::network_failed, "the door cannot be watched");
    router_ = Socket(context_, ZMQ_ROUTER);
    if (!router_) return error(Fault::network_failed, "no socket");
    bound(router_, options.timing.ping, options.timing.silent);
    make_curve_server(router_, key_);
    router_.set(ZMQ_ZAP_DOMAIN, as_view(Door::domain));
    router_.set(zap_enforce_domain, 1);
    router_.set(ZMQ_ROUTER_MANDATORY, 1);
    if (options.listen.find('[') != std::string::npos) router_.set(ZMQ_IPV6, 1);
    if (!router_.well_set()) return error(Fault::network_failed, "the socket cannot be made safe");
    if (!router_.bind(options.listen))
        return error(Fault::network_failed, "cannot listen at " + options.listen);
    endpoint_ = router_.last_endpoint();
    thread_ = std::thread([this] { hub_->carry([this] { run(); }); });
    return prove_door();
}

/// CURVE fails open: a forgotten option and everybody is let in. So a stranger knocks before anybody is
/// invited.
Status Host::prove_door() {
    const Context context;
    const auto stranger = crypto::CurveKey::generate(random_);
    ConnectOptions options;
    options.endpoints = {loopback(endpoint_)};
    options.host_key = key_.public_key();
    Dialer dialer(context, options, stranger);
    const auto deadline = std::chrono::steady_clock::now() + self_test_limit;
    for (auto now = std::chrono::steady_clock::now(); now < deadline;
         now = std::chrono::steady_clock::now()) {
        const auto news = dialer.work(now);
        if (news == Dialer::News::connected) return error(Fault::network_failed, "an unknown key was let in");
        if (news == Dialer::News::failed) {
            const bool asked = door_->refused() > 0;
            return asked && dialer.verdict().fault == Fault::refused
                       ? Status{}
                       : error(Fault::network_failed, "an unknown key was not refused by the door");
        }
        zmq_pollitem_t item{dialer.monitor(), 0, ZMQ_POLLIN, 0};
        zmq_poll(&item, dialer.monitor() ? 1 : 0, poll_timeout(now, std::min(deadline, dialer.next_due())));
    }
    return error(Fault::network_failed, "an unknown key was not refused in time");
}

void Host::allow_pairing(PeerId invitation, const crypto::CurvePublic& pairing_key) {
    if (is_partner(invitation)) guests_.allow(GuestList::Kind::pairing, invitation, pairing_key);
}

void Host::admit(PeerId peer, const crypto::CurvePublic& member_key) {
    if (!is_partner(peer)) return;
    hub_->readmit(peer);
    guests_.allow(GuestList::Kind::member, peer, member_key);
}

void Host::expel(PeerId peer) {
    if (!is_partner(peer)) return;
    guests_.remove(GuestList::Kind::pairing, peer);
    guests_.remove(GuestList::Kind::member, peer);
    hub_->shut_out(peer, std::nullopt);
}

// --- The I/O thread ----------------------------------------------------------------------------------------

void Host::run() {
    bool all_sent = true;
    while (!stop_) {
        auto now = std::chrono::steady_clock::now();
        auto until = hub_->tick(now);
        if (!all_sent) until = std::min<SteadyTime>(until, now + retry_when_full);
        zmq_pollitem_t items[] = {{router_.get(), 0, ZMQ_POLLIN, 0},
                                  {door_->socket(), 0, ZMQ_POLLIN, 0},
                                  {nullptr, hub_->bell().fd(), ZMQ_POLLIN, 0}};
        zmq_poll(items, 3, poll_timeout(now, until));
        hub_->bell().silence();
        door_->serve();
        for (int i = 0; i < messages_per_turn && receive(); ++i) {
        }
        all_sent = hub_->pump(std::chrono::steady_clock::now(),
                              [&](PeerId to, const Header& header, const Body& body) {
                                  return transmit(to, header, body ? Frame(body) : Frame());
                              });
    }
    say_goodbye();
}

bool Host::receive() {
    auto id = router_.receive();
    if (!id) return false;
    Arrival arrival;
    arrival.id = std::move(*id);
    bool more = arrival.id.more();
    for (auto* frame : {&arrival.header, &arrival.body}) {
        auto next = more ? router_.receive() : std::nullopt;
        if (!next) break;
        *frame = std::move(*next);
        more = frame->more();
        arrival.complete = frame == &arrival.body && !more;
    }
    if (more) router_.skip_rest(arrival.body);
    take(std::move(arrival), std::chrono::steady_clock::now());
    return true;
}

void Host::take(Arrival arrival, SteadyTime now) {
    // Never the routing id, which the other side may choose; and the list is asked for each message, because
    // the handshake asks once only.
    const auto guest = guests_.find(arrival.header.user_id());
    if (!guest) {
        ++dropped_;
        return;
    }
    const auto id = arrival.id.view();
    const bool own_id = id.size() != automatic_id_size || id[0] != 0;
    auto header = parse_packet(arrival.header.view(), arrival.body.view().size());
    if (header.ok() && (!arrival.complete || own_id || header->from != guest->peer))
        header = error(Fault::malformed_message, "not the envelope of a partner");
    if (guest->kind == GuestList::Kind::member) {
        if (header.ok())
            take_member(guest->peer, std::move(arrival), *header, now);
        else
            fault(guest->peer, header.error());
    } else if (header.ok() && header->type == PacketType::pairing_request) {
        take_pairing(guest->peer, arrival, *header, now);
    } else {
        ++dropped_;
    }
}

void Host::take_pairing(PeerId invitation, const Arrival& arrival, const Header& header, SteadyTime now) {
    const auto answer = desk_.ask(invitation, header.token, arrival.body.view(), now);
    if (answer.empty()) return;
    Header out;
    out.type = PacketType::pairing_answer;
    out.to = invitation;
    out.token = header.token;
    send_to(arrival.id.view(), Frame(View(encode(out))), Frame(View(answer)));
}

void Host::take_member(PeerId peer, Arrival arrival, const Header& header, SteadyTime now) {
    if (hub_->is_shut_out(peer)) {
        ++dropped_;
        return;
    }
    const auto body = arrival.body.view();
    hub_->heard(peer, header_size + body.size(), now);
    if (header.in_stream() && header.to != organizer_id) {
        if (header.channel != protocol_channel || !is_partner(header.to) || header.to == peer)
            return fault(peer, error(Fault::malformed_message, "not a way between partners"));
        return relay(header.to, std::move(arrival));
    }
    if (header.to != organizer_id)
        return fault(peer, error(Fault::malformed_message, "not for the organizer"));
    if (header.in_stream()) {
        const auto status = hub_->take_packet(peer, header, body, now);
        if (!status.ok()) fault(peer, status.error());
    } else if (header.type == PacketType::hello) {
        take_hello(peer, arrival, header, now);
    } else if (header.type == PacketType::bye) {
        if (hub_->is_present(peer, header.token)) {
            routes_[peer].clear();
            hub_->left(peer);
        }
    } else {
        fault(peer, error(Fault::malformed_message, "not a packet of a partner"));
    }
}

void Host::take_hello(PeerId peer, const Arrival& arrival, const Header& header, SteadyTime now) {
    if (header.offset != session_ || !hub_->meet(peer, header.token, header.token, now)) {
        ++dropped_;
        return;
    }
    const auto route = to_bytes(arrival.id.view());
    if (routes_[peer] != route) {
        routes_[peer] = route;
        hub_->restored(peer);
    }
    Header welcome;
    welcome.type = PacketType::welcome;
    welcome.to = peer;
    welcome.token = header.token;
    welcome.offset = mark_;
    transmit(peer, welcome, Frame());
}

void Host::relay(PeerId to, Arrival arrival) {
    // Full or gone: dropped, and sent again by its sender when it hears of the gap.
    if (routes_[to].empty() || hub_->is_shut_out(to) ||
        send_to(routes_[to], std::move(arrival.header), std::move(arrival.body)) != Sent::done)
        ++dropped_;
}

void Host::fault(PeerId peer, const Error& why) {
    guests_.remove(GuestList::Kind::pairing, peer);
    guests_.remove(GuestList::Kind::member, peer);
    routes_[peer].clear();
    hub_->shut_out(peer, why);
}

Sent Host::transmit(PeerId to, const Header& header, Frame body) {
    if (routes_[to].empty()) return Sent::gone;
    const auto sent = send_to(routes_[to], Frame(View(encode(header))), std::move(body));
    if (sent == Sent::gone) routes_[to].clear();
    return sent;
}

Sent Host::send_to(View route, Frame header, Frame body) {
    Frame id(route);
    // With ROUTER_MANDATORY the first frame tells; the others then go the same way.
    if (const auto sent = router_.send(id, true); sent != Sent::done) return sent;
    router_.send(header, true);
    return router_.send(body, false);
}

void Host::say_goodbye() {
    hub_->hurry();
    const auto now = std::chrono::steady_clock::now();
    hub_->pump(now, [&](PeerId to, const Header& header, const Body& body) {
        return transmit(to, header, body ? Frame(body) : Frame());
    });
    for (const auto& [peer, token] : hub_->present()) {
        Header bye;
        bye.type = PacketType::bye;
        bye.to = peer;
        bye.token = token;
        transmit(peer, bye, Frame());
    }
    if (!hub_->present().empty()) hear_out();
    router_.set(ZMQ_LINGER, farewell_ms);
}

/// A connection that is closed while something of the other side waits unread is reset, and what the other
/// side has not read yet, the bye, is lost with it. So all is read and dropped until nothing comes for a
/// while.
void Host::hear_out() {
    using namespace std::chrono_literals;
    constexpr auto quiet = 50ms;
    const auto last = std::chrono::steady_clock::now() + 500ms;
    zmq_pollitem_t item{router_.get(), 0, ZMQ_POLLIN, 0};
    while (std::chrono::steady_clock::now() < last && zmq_poll(&item, 1, quiet.count()) > 0)
        while (auto frame = router_.receive())
            if (frame->more()) router_.skip_rest(*frame);
}

}  // namespace

Result<std::unique_ptr<HostTransport>> HostTransport::listen(const HostOptions& options,
                                                             const crypto::CurveKey& key,
                                                             crypto::Random& random, PairingHandler handler) {
    if (options.partners == 0 || options.partners >= 0xffff) return error(Fault::usage, "number of partners");
    auto host = std::make_unique<Host>(options, key, random, std::move(handler));
    TACIT_TRY(host->start(options));
    return std::unique_ptr<HostTransport>(std::move(host));
}

}  // namespace tacit::net
