#pragma once

#include <atomic>
#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "net/transport.h"

namespace tacit::net::testing {

using namespace std::chrono_literals;

/// Only so that a broken test ends; nothing is measured against it.
inline constexpr auto patience = 20s;

/// Takes events until one of this kind comes; nothing if `limit` passes.
template <class Kind>
std::optional<Kind> wait_for(Transport& transport, std::chrono::milliseconds limit = patience) {
    const auto deadline = std::chrono::steady_clock::now() + limit;
    for (;;) {
        auto event = transport.next_event(deadline);
        if (auto* found = std::get_if<Kind>(&event)) return std::move(*found);
        if (std::holds_alternative<TimedOut>(event)) return std::nullopt;
    }
}

/// True as soon as one of two kinds of events comes.
template <class One, class Other>
bool wait_for_either(Transport& transport, std::chrono::milliseconds limit) {
    const auto deadline = std::chrono::steady_clock::now() + limit;
    for (;;) {
        const auto event = transport.next_event(deadline);
        if (std::holds_alternative<One>(event) || std::holds_alternative<Other>(event)) return true;
        if (std::holds_alternative<TimedOut>(event)) return false;
    }
}

/// A host and its admitted partners, all in this process, with keys from a fixed seed.
class Party {
  public:
    explicit Party(std::size_t partners, Timing timing = {}, HostTransport::PairingHandler handler = nullptr);

    HostTransport& host() { return *host_; }
    PartnerTransport& partner(PeerId id) { return *partners_.at(id); }
    /// Admits and connects; through `endpoint` if given.
    bool join(PeerId id, std::string endpoint = {});
    void leave(PeerId id) { partners_.erase(id); }
    void close_host() { host_.reset(); }

    ConnectOptions options(PeerId id) const;
    const crypto::CurveKey& key(PeerId id) const { return keys_.at(id); }
    const crypto::CurveKey& host_key() const { return host_key_; }
    crypto::Random& random() { return random_; }

    std::unique_ptr<mpc::Channel> host_channel(PeerId id);
    std::unique_ptr<mpc::Channel> partner_channel(PeerId id);
    std::unique_ptr<mpc::Channel> between(PeerId id, PeerId other);

  private:
    crypto::SeededRandom random_{7};
    crypto::CurveKey host_key_;
    std::size_t size_;
    Timing timing_;
    std::vector<crypto::CurveKey> keys_;
    std::unique_ptr<HostTransport> host_;
    std::map<PeerId, std::unique_ptr<PartnerTransport>> partners_;
};

/// The keys of a pair, as both sides would derive them.
ChannelKeys pair_keys(PeerId me, PeerId other);
Bytes pattern(std::size_t size, std::uint32_t seed);

/// Passes TCP connections on to a port of this machine, and can be told to be a bad network.
class Proxy {
  public:
    explicit Proxy(const std::string& endpoint);
    ~Proxy();
    std::string endpoint() const;

    /// Closes all connections at once; new ones are passed on again.
    void cut();
    /// Connections stay open, but nothing moves any more, as if a lid had been closed.
    void freeze() { frozen_ = true, wake(); }
    void thaw() { frozen_ = false, wake(); }
    /// Cuts once, after this many further bytes.
    void cut_after(std::uint64_t bytes) { cut_in_ = static_cast<std::int64_t>(bytes); }
    int cuts() const { return cuts_; }
    std::uint64_t passed() const { return passed_; }

  private:
    struct Pipe {
        int from, to;
        Bytes held;
    };
    void run();
    void accept_one();
    bool move(Pipe& pipe, short events);
    void close_all();
    void wake();

    int listener_ = -1;
    int wake_ = -1;
    std::uint16_t port_ = 0, target_ = 0;
    std::vector<Pipe> pipes_;
    std::atomic<bool> stop_{false}, frozen_{false}, cut_{false};
    std::atomic<std::int64_t> cut_in_{-1};
    std::atomic<int> cuts_{0};
    std::atomic<std::uint64_t> passed_{0};
    std::thread thread_;
};

}  // namespace tacit::net::testing
