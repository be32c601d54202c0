#include "cli/bench_parties.h"

#include <sys/resource.h>

#include <QCoreApplication>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <algorithm>
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
constexpr std::chrono::minutes party_limit{60};
constexpr const char* further_process = "further-process";

Status wait_until_connected(net::Transport& transport, std::size_t peers) {
    const auto deadline = Clock::now() + 30s;
    while (peers > 0) {
        const auto event = transport.next_event(deadline);
        if (std::holds_alternative<net::PeerConnected>(event)) --peers;
        if (const auto* failed = std::get_if<net::TransportFailed>(&event)) return failed->error;
        if (std::holds_alternative<net::TimedOut>(event)) return error(Fault::deadline, "benchmark");
    }
    return {};
}

/// Channels by party, and what they count.
class Ends {
  public:
    explicit Ends(std::size_t parties) : owned_(parties), channels_(parties, nullptr) {}
    void put(std::size_t peer, std::unique_ptr<mpc::Channel> channel) {
        channels_[peer] = channel.get();
        owned_[peer] = std::move(channel);
    }
    Channels channels() const { return channels_; }
    mpc::ChannelCounters counters() const {
        mpc::ChannelCounters out;
        for (const auto* channel : channels_)
            if (channel) out += channel->counters();
        return out;
    }
    /// A byte each way, so that connecting is not part of the measurement.
    Status meet() const {
        for (auto* channel : channels_) {
            if (!channel) continue;
            TACIT_TRY(channel->send(Bytes{1}));
            TACIT_TRY(channel->flush());
        }
        for (auto* channel : channels_) {
            if (!channel) continue;
            TACIT_ASSIGN(const Bytes answer, channel->receive(1));
        }
        return {};
    }
    Status flush() const {
        for (auto* channel : channels_)
            if (channel) TACIT_TRY(channel->flush());
        return {};
    }

  private:
    std::vector<std::unique_ptr<mpc::Channel>> owned_;
    std::vector<mpc::Channel*> channels_;
};

mpc::ChannelCounters difference(const mpc::ChannelCounters& a, const mpc::ChannelCounters& b) {
    return {a.bytes_sent - b.bytes_sent, a.bytes_received - b.bytes_received,
            a.messages_sent - b.messages_sent, a.messages_received - b.messages_received};
}

/// What one party measures: of the first, all but the sums.
Result<PartiesOutcome> run_party(const Ends& ends, const Ready& ready) {
    TACIT_TRY(ends.meet());
    const auto before = ends.counters();
    PartiesOutcome out;
    const auto processor_before = processor_seconds();
    const auto begun = Clock::now();
    TACIT_ASSIGN(const PartyReport report, ready(ends.channels()));
    out.seconds = std::chrono::duration<double>(Clock::now() - begun).count();
    out.processor_seconds = processor_seconds() - processor_before;
    out.preprocessing_seconds = report.preprocessing_seconds;
    out.counters = difference(ends.counters(), before);
    out.bytes = out.counters.bytes_sent;
    out.peak_mib = peak_mib();
    TACIT_TRY(ends.flush());
    return out;
}

// --- Processes. The first is the organizer of the transport, and starts the others.

struct Host {
    std::unique_ptr<net::HostTransport> transport;
    crypto::CurvePublic key;
};

Result<Host> listen(std::size_t partners, crypto::Random& random) {
    const auto key = crypto::CurveKey::generate(random);
    net::HostOptions options;
    options.partners = partners;
    TACIT_ASSIGN(auto transport, net::HostTransport::listen(options, key, random, nullptr));
    return Host{std::move(transport), key.public_key()};
}

QJsonObject encode(const PartyTask& task) {
    return {
        {"name", QString::fromStdString(task.name)},          {"items", static_cast<qint64>(task.items)},
        {"threads", static_cast<int>(task.threads)},          {"both", task.both},
        {"part_items", static_cast<qint64>(task.part_items)}, {"parties", static_cast<int>(task.parties)}};
}

PartyTask decode(const QJsonObject& object) {
    return {object["name"].toString().toStdString(),
            static_cast<std::size_t>(object["items"].toInteger()),
            static_cast<unsigned>(object["threads"].toInt()),
            object["both"].toBool(),
            static_cast<std::size_t>(object["part_items"].toInteger()),
            static_cast<std::size_t>(object["parties"].toInt())};
}

/// For each party and peer, the key of what it sends there, in hexadecimal. In a session the two of a pair
/// agree on theirs.
std::vector<std::vector<std::string>> draw_keys(std::size_t parties, crypto::Random& random) {
    std::vector<std::vector<std::string>> out(parties, std::vector<std::string>(parties));
    for (auto& row : out)
        for (auto& key : row) key = to_hex(random.array<32>());
    return out;
}

QByteArray read_line(QProcess& process) {
    while (!process.canReadLine() &&
           process.waitForReadyRead(static_cast<int>(std::chrono::milliseconds(party_limit).count()))) {
    }
    return process.readLine().trimmed();
}

/// The processes of the other parties, from 1 on.
class Others {
  public:
    explicit Others(std::size_t parties) : processes_(parties - 1) {}
    ~Others() {
        for (auto& process : processes_) {
            process.kill();
            process.waitForFinished(-1);
        }
    }
    Others(const Others&) = delete;
    Others& operator=(const Others&) = delete;

    Status start(const PartyTask& task, const Host& host, crypto::Random& random) {
        const auto keys = draw_keys(task.parties, random);
        for (std::size_t me = 1; me < task.parties; ++me) {
            auto& process = processes_[me - 1];
            process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
            process.start(QCoreApplication::applicationFilePath(), {"bench", further_process});
        }
        for (std::size_t me = 1; me < task.parties; ++me) {
            auto& process = processes_[me - 1];
            const auto key = array_from_hex<32>(read_line(process).toStdString());
            if (!key) return error(Fault::internal, "another process did not start");
            host.transport->admit(static_cast<net::PeerId>(me), *key);
            auto object = encode(task);
            object["me"] = static_cast<int>(me);
            object["endpoint"] = QString::fromStdString(host.transport->endpoint());
            object["key"] = QString::fromStdString(to_hex(host.key));
            QJsonArray send, receive;
            for (std::size_t peer = 0; peer < task.parties; ++peer) {
                send << QString::fromStdString(keys[me][peer]);
                receive << QString::fromStdString(keys[peer][me]);
            }
            object["send"] = send;
            object["receive"] = receive;
            process.write(QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n');
            process.waitForBytesWritten();
        }
        return {};
    }
    /// Adds what they say at the end.
    Status finish(PartiesOutcome& out) {
        for (auto& process : processes_) {
            const auto words = read_line(process).split(' ');
            process.waitForFinished(-1);
            if (process.exitCode() != 0 || words.size() != 3)
                return error(Fault::internal, "another process failed");
            out.peak_mib = std::max(out.peak_mib, words[0].toLong());
            out.bytes += words[1].toULongLong();
            out.processor_seconds += words[2].toDouble();
        }
        return {};
    }

  private:
    std::vector<QProcess> processes_;
};

Result<std::unique_ptr<net::PartnerTransport>> connect(const QJsonObject& object, std::size_t parties,
                                                       const crypto::CurveKey& key, crypto::Random& random) {
    const auto host_key = array_from_hex<32>(object["key"].toString().toStdString());
    if (!host_key) return error(Fault::usage, "no key of the host");
    net::ConnectOptions options;
    options.endpoints = {object["endpoint"].toString().toStdString()};
    options.host_key = *host_key;
    options.me = static_cast<net::PeerId>(object["me"].toInt());
    options.participants = parties;
    TACIT_ASSIGN(auto transport, net::PartnerTransport::connect(options, key, random));
    TACIT_TRY(wait_until_connected(*transport, 1));
    return transport;
}

Result<std::optional<net::ChannelKeys>> keys_towards(const QJsonObject& object, std::size_t peer) {
    if (peer == net::organizer_id) return std::optional<net::ChannelKeys>();
    const auto key = [&](const char* direction) {
        return array_from_hex<32>(
            object[direction].toArray()[static_cast<qsizetype>(peer)].toString().toStdString());
    };
    const auto send = key("send"), receive = key("receive");
    if (!send || !receive) return error(Fault::usage, "no keys towards a peer");
    return std::optional(
        net::ChannelKeys{crypto::Secret<32>(std::span(*send)), crypto::Secret<32>(std::span(*receive))});
}

Result<PartiesOutcome> run_further(const QJsonObject& object, const Party& party, const crypto::CurveKey& key,
                                   crypto::Random& random) {
    const auto task = decode(object);
    const auto me = static_cast<std::size_t>(object["me"].toInt());
    const auto ready = party(me, task);
    TACIT_ASSIGN(const auto transport, connect(object, task.parties, key, random));
    Ends ends(task.parties);
    for (std::size_t peer = 0; peer < task.parties; ++peer) {
        if (peer == me) continue;
        TACIT_ASSIGN(auto keys, keys_towards(object, peer));
        TACIT_ASSIGN(auto channel, transport->open_channel(static_cast<net::PeerId>(peer),
                                                           "P" + std::to_string(peer), std::move(keys)));
        ends.put(peer, std::move(channel));
    }
    TACIT_ASSIGN(auto out, run_party(ends, ready));
    transport->drain(5s);
    return out;
}

}  // namespace

double processor_seconds() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

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

Result<PartiesOutcome> run_in_processes(const PartyTask& task, const Party& party) {
    crypto::SystemRandom random;
    TACIT_ASSIGN(const auto host, listen(task.parties - 1, random));
    Others others(task.parties);
    TACIT_TRY(others.start(task, host, random));
    const auto ready = party(0, task);
    TACIT_TRY(wait_until_connected(*host.transport, task.parties - 1));
    Ends ends(task.parties);
    for (std::size_t peer = 1; peer < task.parties; ++peer) {
        TACIT_ASSIGN(auto channel, host.transport->open_channel(static_cast<net::PeerId>(peer),
                                                                "P" + std::to_string(peer), std::nullopt));
        ends.put(peer, std::move(channel));
    }
    TACIT_ASSIGN(auto out, run_party(ends, ready));
    host.transport->drain(5s);
    TACIT_TRY(others.finish(out));
    return out;
}

Result<PartiesOutcome> run_in_threads(const PartyTask& task, const Party& party) {
    const auto n = task.parties;
    std::vector<mpc::Pipe> pipes(n * n);  // by from and to
    std::vector<Ready> ready;
    for (std::size_t me = 0; me < n; ++me) ready.push_back(party(me, task));
    std::vector<Result<PartiesOutcome>> outcomes(n, error(Fault::internal));
    const auto run = [&](std::size_t me) {
        Ends ends(n);
        for (std::size_t peer = 0; peer < n; ++peer)
            if (peer != me)
                ends.put(peer,
                         std::make_unique<mpc::PipeChannel>(pipes[me * n + peer], pipes[peer * n + me]));
        outcomes[me] = run_party(ends, ready[me]);
    };
    std::vector<std::jthread> running;
    for (std::size_t me = 1; me < n; ++me) running.emplace_back(run, me);
    run(0);
    for (auto& one : running) one.join();
    TACIT_ASSIGN(auto out, std::move(outcomes[0]));
    for (std::size_t me = 1; me < n; ++me) {
        TACIT_ASSIGN(const auto other, std::move(outcomes[me]));
        out.bytes += other.bytes;
    }
    return out;
}

int run_further_process(const std::function<std::optional<Party>(const std::string& name)>& find_party) {
    crypto::SystemRandom random;
    const auto key = crypto::CurveKey::generate(random);
    std::puts(to_hex(key.public_key()).c_str());
    std::fflush(stdout);
    std::string line;
    std::getline(std::cin, line);
    const auto object = QJsonDocument::fromJson(QByteArray::fromStdString(line)).object();
    const auto party = find_party(object["name"].toString().toStdString());
    if (!party) return 1;
    const auto done = run_further(object, *party, key, random);
    if (!done) {
        std::fprintf(stderr, "another process: %s\n", done.error().detail.c_str());
        return 1;
    }
    std::printf("%ld %llu %f\n", done->peak_mib, static_cast<unsigned long long>(done->bytes),
                done->processor_seconds);
    return 0;
}

}  // namespace tacit::cli
