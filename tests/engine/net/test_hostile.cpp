#include <sys/socket.h>

#include <netinet/in.h>
#include <unistd.h>
#include <QTest>
#include <fstream>
#include <functional>
#include <thread>

#include "net/socket.h"
#include "support.h"

using namespace tacit;
using namespace tacit::net;
using namespace tacit::net::testing;

namespace {

/// An admitted partner that writes its frames by hand.
class RawMember {
  public:
    RawMember(Party& party, PeerId id, View routing_id = {}) : id_(id), socket_(context_, ZMQ_DEALER) {
        party.host().admit(id, party.key(id).public_key());
        make_curve_client(socket_, party.key(id), party.host_key().public_key());
        if (!routing_id.empty()) socket_.set(ZMQ_ROUTING_ID, routing_id);
        const auto limit = static_cast<int>(std::chrono::milliseconds(patience).count());
        socket_.set(ZMQ_RCVHWM, 8);
        socket_.set(ZMQ_SNDHWM, 8);
        socket_.set(ZMQ_RCVTIMEO, limit);
        socket_.set(ZMQ_SNDTIMEO, limit);
        socket_.connect(party.host().endpoint());
    }

    bool send(const std::vector<Bytes>& frames) {
        for (std::size_t i = 0; i < frames.size(); ++i)
            if (zmq_send(socket_.get(), frames[i].data(), frames[i].size(),
                         i + 1 < frames.size() ? ZMQ_SNDMORE : 0) < 0)
                return false;
        return true;
    }
    bool send(const Header& header, Bytes body = {}) {
        return send({to_bytes(encode(header)), std::move(body)});
    }

    Header header(PacketType type) const {
        Header out;
        out.type = type;
        out.from = id_;
        out.token = token;
        return out;
    }
    /// Says hello until welcomed, as the product does: one sent into a closing connection is lost.
    bool enter() {
        const auto end = std::chrono::steady_clock::now() + patience;
        while (std::chrono::steady_clock::now() < end) {
            if (!send(header(PacketType::hello))) return false;
            while (readable_within(std::chrono::seconds(1))) {
                const auto got = receive();
                if (!got) return false;
                if (got->first.type == PacketType::welcome) return true;
            }
        }
        return false;
    }
    bool readable_within(std::chrono::milliseconds time) {
        zmq_pollitem_t item{socket_.get(), 0, ZMQ_POLLIN, 0};
        return zmq_poll(&item, 1, time.count()) > 0;
    }
    std::optional<std::pair<Header, Bytes>> receive() {
        Frame first, second;
        if (zmq_msg_recv(first.get(), socket_.get(), 0) < 0 || !first.more()) return std::nullopt;
        if (zmq_msg_recv(second.get(), socket_.get(), 0) < 0) return std::nullopt;
        const auto parsed = parse_packet(first.view(), second.view().size());
        if (!parsed.ok()) return std::nullopt;
        return std::pair(*parsed, to_bytes(second.view()));
    }
    /// The next packet about a stream.
    std::optional<std::pair<Header, Bytes>> receive_stream() {
        for (;;) {
            auto got = receive();
            if (!got || got->first.in_stream()) return got;
        }
    }

    static constexpr std::uint64_t token = 0x1234;

  private:
    PeerId id_;
    Context context_;
    Socket socket_;
};

/// A host that lets everybody in and does to relayed packets what the test says. Only the CURVE key is right.
class RawHost {
  public:
    using Meddle = std::function<void(Header&, Bytes&)>;
    RawHost(const crypto::CurveKey& key, Meddle meddle)
        : meddle_(std::move(meddle)), router_(context_, ZMQ_ROUTER) {
        make_curve_server(router_, key);
        router_.set(ZMQ_RCVTIMEO, 20);
        router_.bind("tcp://127.0.0.1:*");
        endpoint_ = router_.last_endpoint();
        thread_ = std::thread([this] { run(); });
    }
    ~RawHost() {
        stop_ = true;
        thread_.join();
    }
    std::string endpoint() const { return endpoint_; }
    int copies = 1;

  private:
    void run() {
        while (!stop_) {
            Frame id, head, body;
            if (zmq_msg_recv(id.get(), router_.get(), 0) < 0) continue;
            zmq_msg_recv(head.get(), router_.get(), 0);
            zmq_msg_recv(body.get(), router_.get(), 0);
            auto header = *parse_packet(head.view(), body.view().size());
            routes_[header.from] = to_bytes(id.view());
            auto bytes = to_bytes(body.view());
            if (header.type == PacketType::hello) {
                Header welcome;
                welcome.type = PacketType::welcome;
                welcome.to = header.from;
                welcome.token = header.token;
                welcome.offset = 77;
                send(welcome, {});
            }
            if (!header.in_stream() || header.to == organizer_id || !routes_.contains(header.to)) continue;
            meddle_(header, bytes);
            for (int i = 0; i < copies; ++i) send(header, bytes);
        }
    }
    void send(const Header& header, const Bytes& body) {
        const auto& route = routes_[header.to];
        const auto bytes = encode(header);
        zmq_send(router_.get(), route.data(), route.size(), ZMQ_SNDMORE);
        zmq_send(router_.get(), bytes.data(), bytes.size(), ZMQ_SNDMORE);
        zmq_send(router_.get(), body.data(), body.size(), 0);
    }

    Meddle meddle_;
    Context context_;
    Socket router_;
    std::string endpoint_;
    std::map<PeerId, Bytes> routes_;
    std::atomic<bool> stop_{false};
    std::thread thread_;
};

/// Two partners that believe in a RawHost.
struct Deceived {
    explicit Deceived(RawHost::Meddle meddle) : raw(key, std::move(meddle)) {
        for (PeerId id : {PeerId{1}, PeerId{2}}) {
            ConnectOptions options;
            options.endpoints = {raw.endpoint()};
            options.host_key = key.public_key();
            options.me = id;
            options.participants = 3;
            partner[id] = std::move(PartnerTransport::connect(options, key, random)).value();
            wait_for<PeerConnected>(*partner[id]);
            const PeerId other = id == 1 ? 2 : 1;
            channel[id] = std::move(partner[id]->open_channel(other, "partner " + std::to_string(other),
                                                              pair_keys(id, other)))
                              .value();
        }
    }
    crypto::SeededRandom random{9};
    crypto::CurveKey key = crypto::CurveKey::generate(random);
    RawHost raw;
    std::unique_ptr<PartnerTransport> partner[3];
    std::unique_ptr<mpc::Channel> channel[3];
};

using Evil = std::function<void(RawMember&)>;

std::vector<std::pair<const char*, Evil>> evil_messages() {
    const auto with = [](PacketType type, std::function<void(Header&)> change, Bytes body = {}) -> Evil {
        return [=](RawMember& member) {
            auto header = member.header(type);
            change(header);
            member.send(header, body);
        };
    };
    const auto raw = [](std::function<std::vector<Bytes>(Bytes)> make) -> Evil {
        return
            [=](RawMember& member) { member.send(make(to_bytes(encode(member.header(PacketType::hello))))); };
    };
    return {
        {"empty frames", raw([](Bytes) {
             return std::vector<Bytes>{{}, {}};
         })},
        {"one frame", raw([](Bytes hello) { return std::vector<Bytes>{hello}; })},
        {"three frames", raw([](Bytes hello) {
             return std::vector<Bytes>{hello, {}, {}};
         })},
        {"thousand frames", raw([](Bytes hello) {
             std::vector<Bytes> frames(1000);
             frames[0] = hello;
             return frames;
         })},
        {"short header", raw([](Bytes hello) {
             return hello.pop_back(), std::vector<Bytes>{hello, {}};
         })},
        {"long header", raw([](Bytes hello) {
             return hello.push_back(0), std::vector<Bytes>{hello, {}};
         })},
        {"unknown type", raw([](Bytes hello) {
             return hello[1] = 99, std::vector<Bytes>{hello, {}};
         })},
        {"type zero", raw([](Bytes hello) {
             return hello[1] = 0, std::vector<Bytes>{hello, {}};
         })},
        {"reserved byte", raw([](Bytes hello) {
             return hello[3] = 1, std::vector<Bytes>{hello, {}};
         })},
        {"hello with a body", raw([](Bytes hello) {
             return std::vector<Bytes>{hello, {1}};
         })},
        {"spoofed from", with(PacketType::hello, [](Header& h) { h.from = 1; })},
        {"spoofed organizer", with(PacketType::hello, [](Header& h) { h.from = 0; })},
        {"spoofed from in data", with(PacketType::data, [](Header& h) { h.from = 1; }, {1})},
        {"welcome to the host", with(PacketType::welcome, [](Header&) {})},
        {"pairing with a member key", with(PacketType::pairing_request, [](Header&) {}, {1})},
        {"hello for another", with(PacketType::hello, [](Header& h) { h.to = 1; })},
        {"channel 2", with(PacketType::data, [](Header& h) { h.channel = 2; }, {1})},
        {"data without bytes", with(PacketType::data, [](Header& h) { h.channel = 1; })},
        {"data beyond the window",
         with(PacketType::data, [](Header& h) { h.channel = 1, h.offset = 5 << 20; }, {1})},
        {"data at the end of numbers",
         with(PacketType::data, [](Header& h) { h.channel = 1, h.offset = ~0ull; }, {1})},
        {"ack of what was never sent",
         with(PacketType::ack,
              [](Header& h) { h.channel = 1, h.acknowledged = 100, h.credit = 200, h.offset = 100; })},
        {"control message too large",
         with(PacketType::data, [](Header& h) { h.credit = 1; }, {0xff, 0xff, 0xff, 0xff})},
        {"relay of control", with(PacketType::data, [](Header& h) { h.to = 1; }, {1})},
        {"relay to oneself", with(PacketType::data, [](Header& h) { h.to = 2, h.channel = 1; }, {1})},
        {"relay to nobody", with(PacketType::data, [](Header& h) { h.to = 500, h.channel = 1; }, {1})},
        {"relay of a bye", with(PacketType::bye, [](Header& h) { h.to = 1; })},
    };
}

bool works(Party& party) {
    if (!party.partner(1).send_control(0, as_view("still here")).ok()) return false;
    const auto got = wait_for<ControlMessage>(party.host());
    return got && got->from == 1 && got->body == to_bytes(as_view("still here"));
}

}  // namespace

class TestHostile : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void evilMessagesAreFaults_data();
    void evilMessagesAreFaults();
    void chosenRoutingIdIsAFault();
    void otherVersionIsSaidSo();
    void repeatedAndReorderedPacketsAreTakenOnce();
    void oversizedFrameEndsTheConnectionOnly();
    void strangersOnTcpDoNoHarm();
    void floodNobodyReadsIsDropped();
    void alteredRelayedBytesAreFoundOut();
    void movedRelayedSegmentsAreFoundOut();
    void repeatedRelayedSegmentsAreTakenOnce();
    void reflectedSegmentsAreIgnored();
    void garbageFromTheHostEndsTheTransport();
};

void TestHostile::evilMessagesAreFaults_data() {
    QTest::addColumn<int>("index");
    const auto all = evil_messages();
    for (std::size_t i = 0; i < all.size(); ++i) QTest::newRow(all[i].first) << static_cast<int>(i);
}

void TestHostile::evilMessagesAreFaults() {
    QFETCH(int, index);
    Party party(2);
    QVERIFY(party.join(1));
    auto honest = party.partner_channel(1);
    RawMember member(party, 2);
    QVERIFY(member.enter());
    evil_messages()[static_cast<std::size_t>(index)].second(member);
    const auto faulted = wait_for<PeerFaulted>(party.host());
    QVERIFY(faulted.has_value());
    QCOMPARE(faulted->peer, PeerId{2});
    QCOMPARE(faulted->error.fault, Fault::malformed_message);
    QCOMPARE(party.host_channel(2)->receive(1).error().fault, Fault::malformed_message);
    QVERIFY(works(party));
    QVERIFY(honest->send(Bytes(9)).ok() && honest->flush().ok());
    QVERIFY(party.host_channel(1)->receive(9).ok());
}

void TestHostile::chosenRoutingIdIsAFault() {
    Party party(2);
    QVERIFY(party.join(1));
    RawMember member(party, 2, as_view("partner one"));
    QVERIFY(member.send(member.header(PacketType::hello)));
    QCOMPARE(wait_for<PeerFaulted>(party.host())->peer, PeerId{2});
    QVERIFY(works(party));
}

void TestHostile::otherVersionIsSaidSo() {
    Party party(2);
    QVERIFY(party.join(1));
    RawMember member(party, 2);
    auto hello = to_bytes(encode(member.header(PacketType::hello)));
    ++hello[0];
    QVERIFY(member.send({hello, {}}));
    QCOMPARE(wait_for<PeerFaulted>(party.host())->error.fault, Fault::version_differs);
    QVERIFY(works(party));
}

void TestHostile::repeatedAndReorderedPacketsAreTakenOnce() {
    Party party(2);
    RawMember member(party, 2);
    QVERIFY(member.enter());
    const auto piece = [&](std::uint64_t offset, Bytes body) {
        auto header = member.header(PacketType::data);
        header.offset = offset;
        header.credit = 1000;
        return member.send(header, std::move(body));
    };
    // "abc" and "de" as control messages, in three pieces, out of order and each twice; and one of a
    // stranger.
    for (int i = 0; i < 2; ++i) {
        QVERIFY(piece(9, {0, 0, 'd', 'e'}));
        QVERIFY(piece(5, {'b', 'c', 2, 0}));
        QVERIFY(piece(0, {3, 0, 0, 0, 'a'}));
    }
    auto stray = member.header(PacketType::data);
    stray.token ^= 1;
    QVERIFY(member.send(stray, {9, 9, 9, 9}));
    QCOMPARE(wait_for<ControlMessage>(party.host())->body, to_bytes(as_view("abc")));
    QCOMPARE(wait_for<ControlMessage>(party.host())->body, to_bytes(as_view("de")));
    QVERIFY(piece(13, {1, 0, 0, 0, 'f'}));
    QCOMPARE(wait_for<ControlMessage>(party.host())->body, to_bytes(as_view("f")));
    std::uint64_t acknowledged = 0;
    while (acknowledged < 18) {
        const auto ack = member.receive_stream();
        QVERIFY(ack.has_value());
        acknowledged = ack->first.acknowledged;
    }
    QCOMPARE(acknowledged, std::uint64_t{18});
}

void TestHostile::oversizedFrameEndsTheConnectionOnly() {
    Party party(2);
    QVERIFY(party.join(1));
    RawMember member(party, 2);
    QVERIFY(member.enter());
    QVERIFY(member.send({to_bytes(encode(member.header(PacketType::data))), Bytes(2 << 20)}));
    QVERIFY(works(party));
    // libzmq reconnects by itself, and the member is heard again.
    QVERIFY(member.enter());
}

void TestHostile::strangersOnTcpDoNoHarm() {
    Party party(1);
    QVERIFY(party.join(1));
    const auto endpoint = party.host().endpoint();
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(static_cast<std::uint16_t>(std::stoi(endpoint.substr(endpoint.rfind(':') + 1))));
    Bytes greeting(64);
    greeting[0] = 0xff;
    greeting[9] = 0x7f;
    greeting[10] = 3;
    std::copy_n("CURVE", 5, greeting.begin() + 12);
    const Bytes huge_frame{2, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff};
    for (const auto& first : {Bytes{}, Bytes(1000, 0), pattern(100'000, 3), greeting}) {
        const int fd = socket(AF_INET, SOCK_STREAM, 0);
        QCOMPARE(::connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
        (void)::send(fd, first.data(), first.size(), MSG_NOSIGNAL);
        (void)::send(fd, huge_frame.data(), huge_frame.size(), MSG_NOSIGNAL);
        QVERIFY(works(party));
        close(fd);
    }
    QVERIFY(works(party));
}

static std::size_t resident_megabytes() {
    std::ifstream status("/proc/self/statm");
    std::size_t total = 0, resident = 0;
    status >> total >> resident;
    return resident * static_cast<std::size_t>(sysconf(_SC_PAGESIZE)) >> 20;
}

void TestHostile::floodNobodyReadsIsDropped() {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    QSKIP("sanitizers keep freed memory");
#endif
    Party party(3);
    QVERIFY(party.join(1));
    RawMember reader(party, 2), flooder(party, 3);
    QVERIFY(reader.enter() && flooder.enter());
    const auto before = resident_megabytes();
    auto relayed = flooder.header(PacketType::data);
    relayed.channel = 1;
    relayed.to = 2;
    auto stray = relayed;
    stray.to = 0;
    stray.token ^= 1;
    const Bytes body(segment_limit);
    for (int i = 0; i < 800; ++i) QVERIFY(flooder.send(relayed, body) && flooder.send(stray, body));
    QVERIFY(works(party));
    // 400 MB were sent; the queues of both sides, which live in this process, hold less than a third of that.
    QVERIFY2(resident_megabytes() < before + 100, qPrintable(QString::number(resident_megabytes() - before)));
}

void TestHostile::alteredRelayedBytesAreFoundOut() {
    Deceived pair([](Header& header, Bytes& body) {
        if (header.type == PacketType::data) body[body.size() / 2] ^= 1;
    });
    QVERIFY(pair.channel[1]->send(pattern(1000, 1)).ok() && pair.channel[1]->flush().ok());
    const auto got = pair.channel[2]->receive(1000);
    QCOMPARE(got.error().fault, Fault::cheating);
    QCOMPARE(got.error().partner, std::string("partner 1"));
    QCOMPARE(wait_for<PeerFaulted>(*pair.partner[2])->peer, PeerId{1});
}

void TestHostile::movedRelayedSegmentsAreFoundOut() {
    Deceived pair([](Header& header, Bytes&) {
        if (header.type == PacketType::data) header.offset += 1000;
    });
    QVERIFY(pair.channel[1]->send(pattern(1000, 1)).ok() && pair.channel[1]->flush().ok());
    QCOMPARE(pair.channel[2]->receive(1000).error().fault, Fault::cheating);
}

void TestHostile::repeatedRelayedSegmentsAreTakenOnce() {
    Deceived pair([](Header&, Bytes&) {});
    pair.raw.copies = 3;
    for (std::uint32_t i = 0; i < 20; ++i) {
        QVERIFY(pair.channel[1]->send(pattern(1000, i)).ok() && pair.channel[1]->flush().ok());
        QCOMPARE(*pair.channel[2]->receive(1000), pattern(1000, i));
    }
}

void TestHostile::reflectedSegmentsAreIgnored() {
    std::atomic<int> reflected{0};
    Deceived pair([&](Header& header, Bytes&) {
        if (header.type == PacketType::data && reflected++ < 1) std::swap(header.from, header.to);
    });
    // The first copy comes back to its sender, as if the other one had sent it; then the resend arrives.
    QVERIFY(pair.channel[1]->send(pattern(1000, 1)).ok() && pair.channel[1]->flush().ok());
    QCOMPARE(*pair.channel[2]->receive(1000), pattern(1000, 1));
    QVERIFY(reflected > 1);
    QVERIFY(pair.channel[2]->send(pattern(10, 2)).ok() && pair.channel[2]->flush().ok());
    QCOMPARE(*pair.channel[1]->receive(10), pattern(10, 2));
}

void TestHostile::garbageFromTheHostEndsTheTransport() {
    // There is no participant 500.
    Deceived pair([](Header& header, Bytes& body) {
        if (header.type != PacketType::data) return;
        body.assign(1, 0);
        header.from = 500;
    });
    QVERIFY(pair.channel[1]->send(pattern(10, 1)).ok() && pair.channel[1]->flush().ok());
    QCOMPARE(wait_for<TransportFailed>(*pair.partner[2])->error.fault, Fault::malformed_message);
    QCOMPARE(pair.channel[2]->receive(10).error().fault, Fault::malformed_message);
}

QTEST_GUILESS_MAIN(TestHostile)
#include "test_hostile.moc"
