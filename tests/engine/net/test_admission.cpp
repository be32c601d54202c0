#include <sys/socket.h>

#include <netinet/in.h>
#include <unistd.h>
#include <QTest>
#include <mutex>
#include <thread>

#include "net/door.h"
#include "net/pairing_desk.h"
#include "support.h"

using namespace tacit;
using namespace tacit::net;
using namespace tacit::net::testing;

namespace {

/// A TCP port that nobody listens at: bound, never listening.
class DeadPort {
  public:
    DeadPort() : fd_(socket(AF_INET, SOCK_STREAM, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        if (bind(fd_, reinterpret_cast<sockaddr*>(&address), size) == 0 &&
            getsockname(fd_, reinterpret_cast<sockaddr*>(&address), &size) == 0)
            port_ = ntohs(address.sin_port);
    }
    ~DeadPort() { close(fd_); }
    std::string endpoint() const { return "tcp://127.0.0.1:" + std::to_string(port_); }

  protected:
    int fd_;
    int port_ = 0;
};

/// Accepts connections and says something that is not ZeroMQ.
class WebServer : public DeadPort {
  public:
    WebServer() {
        listen(fd_, 8);
        thread_ = std::thread([this] {
            for (int client; (client = accept(fd_, nullptr, nullptr)) >= 0; close(client)) {
                char request[64];
                (void)!read(client, request, sizeof request);
                const std::string_view answer =
                    "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n<html>what is this?";
                (void)!write(client, answer.data(), answer.size());
            }
        });
    }
    ~WebServer() {
        shutdown(fd_, SHUT_RDWR);
        thread_.join();
    }

  private:
    std::thread thread_;
};

/// `limit` is waited for only where nobody answers.
Fault fault_of_connect(Party& party, ConnectOptions options, const crypto::CurveKey& key,
                       std::chrono::milliseconds limit = patience) {
    options.timing.connect = limit;
    auto partner = PartnerTransport::connect(options, key, party.random());
    const auto failed = wait_for<TransportFailed>(**partner);
    return failed ? failed->error.fault : Fault::internal;
}

}  // namespace

class TestAdmission : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void unknownKeyIsRefusedWhileOthersWork();
    void otherHostIsNamedAsSuch();
    void plainServersAreNotTheHost();
    void nobodyThereIsUnreachable();
    void silentHostIsUnreachable();
    void secondEndpointIsTried();
    void pairingIsAnswered();
    void pairingWaitsForASilentHandler();
    void pairingFaults();
    void pairingCanBeStopped();
    void pairingKeyOpensNothingElse();
    void memberKeyIsNoPairingKey();
    void memberOfAnotherSessionChangesNothing();
    void pairingIsBounded();
    void expelledPartnerIsOut();
    void replacedKeyIsOut();
    void guestListIsClosedAtFirst();
    void portInUseIsAFault();
};

void TestAdmission::unknownKeyIsRefusedWhileOthersWork() {
    Party party(2);
    QVERIFY(party.join(1));
    auto a = party.host_channel(1), b = party.partner_channel(1);
    QVERIFY(a->send(Bytes(10)).ok() && a->flush().ok());
    const auto stranger = crypto::CurveKey::generate(party.random());
    QCOMPARE(fault_of_connect(party, party.options(2), stranger), Fault::refused);
    QCOMPARE(fault_of_connect(party, party.options(1), stranger), Fault::refused);
    QVERIFY(b->receive(10).ok());
    // Nobody was announced to the session but the first.
    QVERIFY(std::holds_alternative<TimedOut>(party.host().next_event(std::chrono::steady_clock::now())));
}

void TestAdmission::otherHostIsNamedAsSuch() {
    Party party(1);
    auto options = party.options(1);
    options.host_key = crypto::CurveKey::generate(party.random()).public_key();
    QCOMPARE(fault_of_connect(party, options, party.key(1)), Fault::wrong_host);
}

void TestAdmission::plainServersAreNotTheHost() {
    Party party(1);
    WebServer web;
    auto options = party.options(1);
    options.endpoints = {web.endpoint()};
    QCOMPARE(fault_of_connect(party, options, party.key(1)), Fault::wrong_host);

    Context context;
    Socket open_server(context, ZMQ_ROUTER);
    QVERIFY(open_server.bind("tcp://127.0.0.1:*"));
    options.endpoints = {open_server.last_endpoint()};
    QCOMPARE(fault_of_connect(party, options, party.key(1)), Fault::wrong_host);
}

void TestAdmission::nobodyThereIsUnreachable() {
    Party party(1);
    DeadPort dead;
    auto options = party.options(1);
    options.endpoints = {dead.endpoint()};
    QCOMPARE(fault_of_connect(party, options, party.key(1), 700ms), Fault::unreachable);
}

void TestAdmission::silentHostIsUnreachable() {
    Party party(1);
    party.host().admit(1, party.key(1).public_key());
    Proxy proxy(party.host().endpoint());
    proxy.freeze();
    auto options = party.options(1);
    options.endpoints = {proxy.endpoint()};
    QCOMPARE(fault_of_connect(party, options, party.key(1), 700ms), Fault::unreachable);
}

void TestAdmission::secondEndpointIsTried() {
    Party party(1);
    DeadPort dead;
    WebServer web;
    party.host().admit(1, party.key(1).public_key());
    auto options = party.options(1);
    options.endpoints = {dead.endpoint(), web.endpoint(), party.host().endpoint()};
    auto partner = PartnerTransport::connect(options, party.key(1), party.random());
    QVERIFY(wait_for<PeerConnected>(**partner).has_value());
}

void TestAdmission::pairingIsAnswered() {
    Party party(2, {}, [](PeerId invitation, View request) {
        Bytes answer = to_bytes(request);
        answer.push_back(static_cast<std::uint8_t>(invitation));
        return answer;
    });
    const auto key = crypto::CurveKey::generate(party.random());
    party.host().allow_pairing(2, key.public_key());
    for (const std::size_t size : {std::size_t{0}, std::size_t{1}, std::size_t{16 * 1024 - 1}}) {
        auto expected = pattern(size, 1);
        const auto answer = PartnerTransport::pair(party.options(2), key, expected, patience, {});
        QVERIFY(answer.ok());
        expected.push_back(2);
        QCOMPARE(*answer, expected);
    }
    QCOMPARE(PartnerTransport::pair(party.options(2), key, Bytes(16 * 1024 + 1), patience, {}).error().fault,
             Fault::usage);
}

void TestAdmission::pairingWaitsForASilentHandler() {
    int asked = 0;
    Timing timing;
    timing.ping = 300ms;
    Party party(1, timing, [&](PeerId, View) { return ++asked < 3 ? Bytes{} : Bytes{1}; });
    const auto key = crypto::CurveKey::generate(party.random());
    party.host().allow_pairing(1, key.public_key());
    QVERIFY(PartnerTransport::pair(party.options(1), key, Bytes{9}, patience, {}).ok());
    QCOMPARE(asked, 3);
}

void TestAdmission::pairingFaults() {
    Party party(1, {}, [](PeerId, View) { return Bytes{}; });
    const auto key = crypto::CurveKey::generate(party.random());
    const auto fault = [&](const ConnectOptions& options, std::chrono::milliseconds limit = patience) {
        return PartnerTransport::pair(options, key, Bytes{1}, limit, {}).error().fault;
    };
    QCOMPARE(fault(party.options(1)), Fault::refused);
    party.host().allow_pairing(1, key.public_key());
    QCOMPARE(fault(party.options(1), 700ms), Fault::deadline);  // the handler says nothing
    auto other_key = party.options(1);
    other_key.host_key[0] ^= 1;
    QCOMPARE(fault(other_key), Fault::wrong_host);
    DeadPort dead;
    auto nobody = party.options(1);
    nobody.endpoints = {dead.endpoint()};
    QCOMPARE(fault(nobody, 700ms), Fault::unreachable);
    party.host().end_pairing(1);
    QCOMPARE(fault(party.options(1)), Fault::refused);
}

void TestAdmission::pairingCanBeStopped() {
    std::stop_source stop;
    Party party(1, {}, [&](PeerId, View) {
        stop.request_stop();
        return Bytes{};
    });
    const auto key = crypto::CurveKey::generate(party.random());
    party.host().allow_pairing(1, key.public_key());
    QCOMPARE(PartnerTransport::pair(party.options(1), key, Bytes{1}, 1h, stop.get_token()).error().fault,
             Fault::cancelled);
}

void TestAdmission::pairingKeyOpensNothingElse() {
    Party party(2);
    QVERIFY(party.join(2));
    const auto key = crypto::CurveKey::generate(party.random());
    party.host().allow_pairing(1, key.public_key());
    // The handshake succeeds, but the hello is not heard.
    QCOMPARE(fault_of_connect(party, party.options(1), key, 700ms), Fault::unreachable);
    QVERIFY(std::holds_alternative<TimedOut>(party.host().next_event(std::chrono::steady_clock::now())));
}

void TestAdmission::memberKeyIsNoPairingKey() {
    Party party(1, {}, [](PeerId, View) { return Bytes{1}; });
    party.host().admit(1, party.key(1).public_key());
    QCOMPARE(PartnerTransport::pair(party.options(1), party.key(1), Bytes{1}, 1s, {}).error().fault,
             Fault::deadline);
    QCOMPARE(wait_for<PeerFaulted>(party.host())->error.fault, Fault::malformed_message);
}

void TestAdmission::memberOfAnotherSessionChangesNothing() {
    // An organizer has the same transport key in all of its sessions, and a partner may be in two of them.
    Party party(1);
    QVERIFY(party.join(1));
    auto a = party.host_channel(1), b = party.partner_channel(1);
    auto astray = party.options(1);
    astray.session = 5;
    QCOMPARE(fault_of_connect(party, astray, party.key(1), 700ms), Fault::unreachable);
    QVERIFY(std::holds_alternative<TimedOut>(party.host().next_event(std::chrono::steady_clock::now())));
    QVERIFY(a->send(Bytes(10)).ok() && a->flush().ok());
    QVERIFY(b->receive(10).ok());
}

void TestAdmission::pairingIsBounded() {
    int asked = 0;
    PairingDesk desk([&](PeerId, View) { return ++asked, Bytes{7}; });
    auto now = SteadyTime{} + 1h;
    for (std::uint64_t i = 0; i < 100; ++i) (void)desk.ask(1, i, Bytes{1}, now);
    QCOMPARE(asked, 8);                                 // the burst
    QCOMPARE(desk.ask(2, 0, Bytes{1}, now), Bytes{7});  // others do not suffer
    for (std::uint64_t i = 100; i < 1000; ++i) (void)desk.ask(1, i, Bytes{1}, now += 1s);
    QCOMPARE(asked, 64 + 1);
    QVERIFY(desk.ask(1, 5000, Bytes{1}, now += 1h).empty());

    PairingDesk once([&](PeerId, View) { return ++asked, Bytes{8}; });
    asked = 0;
    for (int i = 0; i < 20; ++i) QCOMPARE(once.ask(1, 3, Bytes{1}, now += 1s), Bytes{8});
    QCOMPARE(asked, 1);
    (void)once.ask(1, 3, Bytes{2}, now += 1s);  // the same number for another request
    QCOMPARE(asked, 2);
}

void TestAdmission::expelledPartnerIsOut() {
    Party party(2);
    QVERIFY(party.join(1));
    QVERIFY(party.join(2));
    auto mine = party.host_channel(1);
    auto honest = party.host_channel(2), honest_side = party.partner_channel(2);
    party.host().expel(1);
    QCOMPARE(mine->receive(1).error().fault, Fault::partner_gone);
    QCOMPARE(party.host().send_control(1, Bytes(1)).error().fault, Fault::refused);
    QVERIFY(party.partner(1).send_control(0, as_view("let me in")).ok());
    QCOMPARE(fault_of_connect(party, party.options(1), party.key(1)), Fault::refused);
    QVERIFY(honest_side->send(Bytes(3)).ok() && honest_side->flush().ok());
    QVERIFY(honest->receive(3).ok());
    QVERIFY(!wait_for<ControlMessage>(party.host(), 0ms).has_value());
    // And may be let in again.
    party.leave(1);
    QVERIFY(party.join(1));
}

void TestAdmission::replacedKeyIsOut() {
    Party party(1);
    QVERIFY(party.join(1));
    const auto other = crypto::CurveKey::generate(party.random());
    party.host().admit(1, other.public_key());
    // The connection of the old key still stands, but its packets are no longer partner 1's.
    QVERIFY(party.partner(1).send_control(0, as_view("old")).ok());
    auto successor = PartnerTransport::connect(party.options(1), other, party.random());
    QVERIFY(wait_for<PeerConnected>(**successor).has_value());
    QVERIFY((*successor)->send_control(0, as_view("new")).ok());
    QCOMPARE(wait_for<ControlMessage>(party.host())->body, to_bytes(as_view("new")));
    QCOMPARE(fault_of_connect(party, party.options(1), party.key(1)), Fault::refused);
}

void TestAdmission::guestListIsClosedAtFirst() {
    GuestList guests;
    const crypto::CurvePublic key{1, 2, 3}, other{4};
    QVERIFY(!guests.user_id(key));
    guests.allow(GuestList::Kind::member, 3, key);
    const auto name = guests.user_id(key);
    QVERIFY(name && guests.find(*name)->peer == 3);
    QVERIFY(!guests.user_id(View(key).first(31)));
    QVERIFY(!guests.find("m3") && !guests.find(""));
    guests.allow(GuestList::Kind::member, 3, key);
    QVERIFY(guests.user_id(key) == name);
    guests.allow(GuestList::Kind::member, 3, other);
    QVERIFY(!guests.find(*name) && !guests.user_id(key) && guests.user_id(other));
    guests.remove(GuestList::Kind::member, 3);
    QVERIFY(!guests.user_id(other));
}

void TestAdmission::portInUseIsAFault() {
    Party party(1);
    HostOptions options;
    options.listen = party.host().endpoint();
    const auto second = HostTransport::listen(options, party.host_key(), party.random(), nullptr);
    QVERIFY(!second.ok());
    QCOMPARE(second.error().fault, Fault::network_failed);
}

QTEST_GUILESS_MAIN(TestAdmission)
#include "test_admission.moc"
