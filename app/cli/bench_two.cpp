#include "cli/bench_two.h"

#include <sys/resource.h>

#include <QCoreApplication>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <chrono>
#include <cstdio>
#include <iostream>
#include <thread>

#include "crypto/random.h"
#include "mpc/pipe.h"
#include "net/transport.h"

namespace tacit::cli {

namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;
constexpr std::chrono::minutes limit{60};
constexpr const char* second_process = "second-process";

Status wait_until_connected(net::Transport& transport) {
    const auto deadline = Clock::now() + 30s;
    for (;;) {
        const auto event = transport.next_event(deadline);
        if (std::holds_alternative<net::PeerConnected>(event)) return {};
        if (const auto* failed = std::get_if<net::TransportFailed>(&event)) return failed->error;
        if (std::holds_alternative<net::TimedOut>(event)) return error(Fault::deadline, "benchmark");
    }
}

/// A byte each way, so that connecting is not part of the measurement.
Status meet(mpc::Channel& peer) {
    TACIT_TRY(peer.send(Bytes{1}));
    TACIT_TRY(peer.flush());
    const auto answer = peer.receive(1);
    return answer ? Status{} : answer.error();
}

mpc::ChannelCounters difference(const mpc::ChannelCounters& a, const mpc::ChannelCounters& b) {
    return {a.bytes_sent - b.bytes_sent, a.bytes_received - b.bytes_received,
            a.messages_sent - b.messages_sent, a.messages_received - b.messages_received};
}

struct Host {
    std::unique_ptr<net::HostTransport> transport;
    crypto::CurvePublic key;
};

Result<Host> listen(crypto::Random& random) {
    const auto key = crypto::CurveKey::generate(random);
    TACIT_ASSIGN(auto transport, net::HostTransport::listen({}, key, random, nullptr));
    return Host{std::move(transport), key.public_key()};
}

Result<std::unique_ptr<net::PartnerTransport>> connect(const std::string& endpoint,
                                                       const crypto::CurvePublic& host,
                                                       const crypto::CurveKey& key, crypto::Random& random) {
    net::ConnectOptions options;
    options.endpoints = {endpoint};
    options.host_key = host;
    TACIT_ASSIGN(auto transport, net::PartnerTransport::connect(options, key, random));
    TACIT_TRY(wait_until_connected(*transport));
    return transport;
}

/// The party that is timed.
Result<TwoPartyOutcome> run_timed(mpc::Channel& channel, const Ready& ready) {
    TACIT_TRY(meet(channel));
    const auto before = channel.counters();
    TwoPartyOutcome out;
    const auto begun = Clock::now();
    TACIT_TRY(ready(channel));
    out.seconds = std::chrono::duration<double>(Clock::now() - begun).count();
    out.counters = difference(channel.counters(), before);
    out.peak_mib = peak_mib();
    TACIT_TRY(channel.flush());
    return out;
}

Status run_other(mpc::Channel& channel, const Ready& ready) {
    TACIT_TRY(meet(channel));
    TACIT_TRY(ready(channel));
    return channel.flush();
}

QJsonObject encode(const TwoPartyTask& task, const std::string& endpoint, const crypto::CurvePublic& key) {
    return {
        {"name", QString::fromStdString(task.name)},          {"items", static_cast<qint64>(task.items)},
        {"threads", static_cast<int>(task.threads)},          {"both", task.both},
        {"part_items", static_cast<qint64>(task.part_items)}, {"endpoint", QString::fromStdString(endpoint)},
        {"key", QString::fromStdString(to_hex(key))}};
}

QByteArray read_line(QProcess& process) {
    while (!process.canReadLine() &&
           process.waitForReadyRead(static_cast<int>(std::chrono::milliseconds(limit).count()))) {
    }
    return process.readLine().trimmed();
}

}  // namespace

long peak_mib() {
    QFile status("/proc/self/status");
    if (status.open(QIODevice::ReadOnly))
        for (const auto& line : status.readAll().split('\n'))
            if (line.startsWith("VmHWM:")) return line.mid(6).trimmed().split(' ').first().toLong() / 1024;
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss / 1024;
}

void reset_peak() {
    QFile clear("/proc/self/clear_refs");  // Linux; elsewhere the peak is that of the whole process
    if (clear.open(QIODevice::WriteOnly)) clear.write("5");
}

Result<TwoPartyOutcome> run_in_two_processes(const TwoPartyTask& task, const Party& party) {
    crypto::SystemRandom random;
    TACIT_ASSIGN(const auto host, listen(random));
    QProcess second;
    second.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    second.start(QCoreApplication::applicationFilePath(), {"bench", second_process});
    const auto key = array_from_hex<32>(read_line(second).toStdString());
    if (!key) return error(Fault::internal, "the second process did not start");
    host.transport->admit(1, *key);
    const auto line =
        QJsonDocument(encode(task, host.transport->endpoint(), host.key)).toJson(QJsonDocument::Compact);
    second.write(line + '\n');
    second.waitForBytesWritten();
    const auto timed = [&]() -> Result<TwoPartyOutcome> {
        const auto ready = party(true, task);
        TACIT_TRY(wait_until_connected(*host.transport));
        TACIT_ASSIGN(const auto channel, host.transport->open_channel(1, "second", std::nullopt));
        TACIT_ASSIGN(auto out, run_timed(*channel, ready));
        host.transport->drain(5s);
        return out;
    };
    auto out = timed();
    if (!out) second.kill();
    if (out) out->peer_peak_mib = read_line(second).toLong();
    second.waitForFinished(-1);
    if (out && second.exitCode() != 0) return error(Fault::internal, "the second process failed");
    return out;
}

Result<TwoPartyOutcome> run_in_two_threads(const TwoPartyTask& task, const Party& party) {
    mpc::Pipe there, back;
    const auto first = party(true, task), second = party(false, task);
    Status other;
    std::thread thread([&] {
        mpc::PipeChannel channel(back, there);
        other = run_other(channel, second);
    });
    auto out = [&] {
        mpc::PipeChannel channel(there, back);
        return run_timed(channel, first);
    }();
    thread.join();
    TACIT_TRY(std::move(other));
    return out;
}

int run_second_process(const std::function<std::optional<Party>(const std::string& name)>& find_party) {
    crypto::SystemRandom random;
    const auto key = crypto::CurveKey::generate(random);
    std::puts(to_hex(key.public_key()).c_str());
    std::fflush(stdout);
    std::string line;
    std::getline(std::cin, line);
    const auto object = QJsonDocument::fromJson(QByteArray::fromStdString(line)).object();
    const auto host_key = array_from_hex<32>(object["key"].toString().toStdString());
    TwoPartyTask task{object["name"].toString().toStdString(),
                      static_cast<std::size_t>(object["items"].toInteger()),
                      static_cast<unsigned>(object["threads"].toInt()), object["both"].toBool(),
                      static_cast<std::size_t>(object["part_items"].toInteger())};
    const auto party = find_party(task.name);
    if (!host_key || !party) return 1;
    const auto run = [&]() -> Status {
        const auto ready = (*party)(false, task);
        TACIT_ASSIGN(const auto transport,
                     connect(object["endpoint"].toString().toStdString(), *host_key, key, random));
        TACIT_ASSIGN(const auto channel, transport->open_channel(net::organizer_id, "first", std::nullopt));
        TACIT_TRY(run_other(*channel, ready));
        transport->drain(5s);
        return {};
    };
    const auto done = run();
    if (!done) std::fprintf(stderr, "second process: %s\n", done.error().detail.c_str());
    std::printf("%ld\n", peak_mib());
    return done ? 0 : 1;
}

}  // namespace tacit::cli
