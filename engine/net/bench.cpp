#include "net/bench.h"

#include <thread>

#include "net/transport.h"

namespace tacit::net {

namespace {

using namespace std::chrono_literals;

Status wait_until_connected(Transport& transport) {
    const auto deadline = std::chrono::steady_clock::now() + 10s;
    for (;;) {
        auto event = transport.next_event(deadline);
        if (std::holds_alternative<PeerConnected>(event)) return {};
        if (auto* failed = std::get_if<TransportFailed>(&event)) return failed->error;
        if (std::holds_alternative<TimedOut>(event)) return error(Fault::deadline, "benchmark");
    }
}

ChannelKeys mirrored_keys(bool first) {
    const ByteArray<32> there{1}, back{2};
    return {crypto::Secret<32>(first ? there : back), crypto::Secret<32>(first ? back : there)};
}

Status receive_all(mpc::Channel& channel, std::size_t size, std::size_t messages) {
    for (std::size_t i = 0; i < messages; ++i) TACIT_TRY(channel.receive(size));
    TACIT_TRY(channel.send(Bytes{1}));
    return channel.flush();
}

Result<ThroughputResult> measure(mpc::Channel& from, mpc::Channel& to, std::size_t size,
                                 std::size_t messages) {
    const Bytes message(size, 0x5a);
    Status received;
    const auto start = std::chrono::steady_clock::now();
    std::thread reader([&] { received = receive_all(to, size, messages); });
    Status sent;
    for (std::size_t i = 0; i < messages && sent.ok(); ++i) sent = from.send(message);
    if (sent.ok()) {
        const auto answer = from.receive(1);
        if (!answer.ok()) sent = answer.error();
    }
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
    reader.join();
    TACIT_TRY(std::move(sent));
    TACIT_TRY(std::move(received));
    const auto bytes = size * messages;
    return ThroughputResult{static_cast<double>(bytes) / took.count() / 1e6, took.count(), bytes};
}

}  // namespace

Result<ThroughputResult> measure_throughput(std::size_t size, std::size_t messages, bool relayed) {
    crypto::SystemRandom random;
    const auto host_key = crypto::CurveKey::generate(random);
    HostOptions host_options;
    host_options.partners = 2;
    TACIT_ASSIGN(auto host, HostTransport::listen(host_options, host_key, random, nullptr));
    std::vector<std::unique_ptr<PartnerTransport>> partners;
    for (PeerId id = 1; id <= (relayed ? 2 : 1); ++id) {
        const auto key = crypto::CurveKey::generate(random);
        host->admit(id, key.public_key());
        ConnectOptions options;
        options.endpoints = {host->endpoint()};
        options.host_key = host_key.public_key();
        options.me = id;
        options.participants = 3;
        TACIT_ASSIGN(auto partner, PartnerTransport::connect(options, key, random));
        TACIT_TRY(wait_until_connected(*partner));
        partners.push_back(std::move(partner));
    }
    if (relayed) {
        TACIT_ASSIGN(auto from, partners[0]->open_channel(2, "reader", mirrored_keys(true)));
        TACIT_ASSIGN(auto to, partners[1]->open_channel(1, "sender", mirrored_keys(false)));
        return measure(*from, *to, size, messages);
    }
    TACIT_ASSIGN(auto from, partners[0]->open_channel(organizer_id, "reader", std::nullopt));
    TACIT_ASSIGN(auto to, host->open_channel(1, "sender", std::nullopt));
    return measure(*from, *to, size, messages);
}

}  // namespace tacit::net
