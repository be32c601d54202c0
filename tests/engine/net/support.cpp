#include "support.h"

#include <QtGlobal>

#include <netinet/in.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>

namespace tacit::net::testing {

Party::Party(std::size_t partners, Timing timing, HostTransport::PairingHandler handler)
    : host_key_(crypto::CurveKey::generate(random_)), size_(partners), timing_(timing) {
    for (std::size_t i = 0; i <= partners; ++i) keys_.push_back(crypto::CurveKey::generate(random_));
    HostOptions options;
    options.partners = partners;
    options.timing = timing;
    auto host = HostTransport::listen(options, host_key_, random_, std::move(handler));
    if (!host.ok()) qFatal("%s", host.error().detail.c_str());
    host_ = std::move(host).value();
}

ConnectOptions Party::options(PeerId id) const {
    ConnectOptions options;
    options.endpoints = {host_->endpoint()};
    options.host_key = host_key_.public_key();
    options.me = id;
    options.participants = size_ + 1;
    options.timing = timing_;
    return options;
}

bool Party::join(PeerId id, std::string endpoint) {
    host_->admit(id, key(id).public_key());
    auto wanted = options(id);
    if (!endpoint.empty()) wanted.endpoints = {std::move(endpoint)};
    auto partner = PartnerTransport::connect(wanted, key(id), random_);
    if (!partner.ok()) return false;
    partners_[id] = std::move(partner).value();
    return wait_for<PeerConnected>(*partners_[id]) && wait_for<PeerConnected>(*host_);
}

std::unique_ptr<mpc::Channel> Party::host_channel(PeerId id) {
    auto channel = host_->open_channel(id, "partner " + std::to_string(id), std::nullopt);
    return channel.ok() ? std::move(channel).value() : nullptr;
}

std::unique_ptr<mpc::Channel> Party::partner_channel(PeerId id) {
    auto channel = partner(id).open_channel(organizer_id, "host", std::nullopt);
    return channel.ok() ? std::move(channel).value() : nullptr;
}

std::unique_ptr<mpc::Channel> Party::between(PeerId id, PeerId other) {
    auto channel = partner(id).open_channel(other, "partner " + std::to_string(other), pair_keys(id, other));
    return channel.ok() ? std::move(channel).value() : nullptr;
}

ChannelKeys pair_keys(PeerId me, PeerId other) {
    const auto key = [](PeerId from, PeerId to) {
        ByteArray<32> bytes{};
        bytes[0] = static_cast<std::uint8_t>(from);
        bytes[1] = static_cast<std::uint8_t>(to);
        return crypto::Secret<32>(bytes);
    };
    return {key(me, other), key(other, me)};
}

Bytes pattern(std::size_t size, std::uint32_t seed) {
    Bytes bytes(size);
    for (auto& byte : bytes) byte = static_cast<std::uint8_t>((seed = seed * 1664525 + 1013904223) >> 24);
    return bytes;
}

// --- Proxy -------------------------------------------------------------------------------------------------

static sockaddr_in local(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    return address;
}

Proxy::Proxy(const std::string& endpoint)
    : target_(static_cast<std::uint16_t>(std::stoi(endpoint.substr(endpoint.rfind(':') + 1)))) {
    wake_ = eventfd(0, EFD_NONBLOCK);
    listener_ = socket(AF_INET, SOCK_STREAM, 0);
    auto address = local(0);
    socklen_t size = sizeof address;
    if (bind(listener_, reinterpret_cast<sockaddr*>(&address), size) != 0 || listen(listener_, 16) != 0 ||
        getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) != 0)
        qFatal("no proxy");
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { run(); });
}

Proxy::~Proxy() {
    stop_ = true;
    wake();
    thread_.join();
    close_all();
    close(listener_);
    close(wake_);
}

std::string Proxy::endpoint() const {
    return "tcp://127.0.0.1:" + std::to_string(port_);
}

void Proxy::wake() {
    const std::uint64_t one = 1;
    (void)!write(wake_, &one, sizeof one);
}

void Proxy::cut() {
    cut_ = true;
    wake();
}

void Proxy::close_all() {
    // Each connection has two pipes with the same two descriptors.
    for (std::size_t i = 0; i + 1 < pipes_.size(); i += 2) {
        close(pipes_[i].from);
        close(pipes_[i].to);
    }
    pipes_.clear();
}

void Proxy::accept_one() {
    const int near = accept(listener_, nullptr, nullptr);
    if (near < 0) return;
    const int far = socket(AF_INET, SOCK_STREAM, 0);
    const auto address = local(target_);
    if (connect(far, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        close(near);
        close(far);
        return;
    }
    pipes_.push_back({near, far, {}});
    pipes_.push_back({far, near, {}});
}

/// False if the connection is over.
bool Proxy::move(Pipe& pipe, short events) {
    if (pipe.held.empty() && (events & (POLLIN | POLLHUP | POLLERR))) {
        pipe.held.resize(16 * 1024);
        const auto got = recv(pipe.from, pipe.held.data(), pipe.held.size(), MSG_DONTWAIT);
        pipe.held.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
        if (got == 0) return false;
    }
    if (pipe.held.empty()) return true;
    const auto put = ::send(pipe.to, pipe.held.data(), pipe.held.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    if (put < 0) return errno == EAGAIN;
    pipe.held.erase(pipe.held.begin(), pipe.held.begin() + put);
    passed_ += static_cast<std::uint64_t>(put);
    if (cut_in_ >= 0 && (cut_in_ -= put) < 0) {
        cut_in_ = -1;
        cut_ = true;
    }
    return true;
}

void Proxy::run() {
    while (!stop_) {
        if (cut_.exchange(false)) {
            ++cuts_;
            close_all();
        }
        std::vector<pollfd> items{{wake_, POLLIN, 0}, {listener_, POLLIN, 0}};
        const bool frozen = frozen_;
        for (const auto& pipe : pipes_)
            items.push_back(pipe.held.empty() ? pollfd{frozen ? -1 : pipe.from, POLLIN, 0}
                                              : pollfd{frozen ? -1 : pipe.to, POLLOUT, 0});
        poll(items.data(), items.size(), 1000);
        std::uint64_t count;
        (void)!read(wake_, &count, sizeof count);
        const auto pipes = pipes_.size();
        bool over = false;
        if (!frozen)
            for (std::size_t i = 0; i < pipes && !over && !cut_; ++i)
                if (items[i + 2].revents != 0 && !move(pipes_[i], items[i + 2].revents)) {
                    // Take away both directions of this connection only.
                    const auto pair = static_cast<std::ptrdiff_t>(i & ~std::size_t{1});
                    close(pipes_[i].from);
                    close(pipes_[i].to);
                    pipes_.erase(pipes_.begin() + pair, pipes_.begin() + pair + 2);
                    over = true;
                }
        if (items[1].revents & POLLIN) accept_one();
    }
}

}  // namespace tacit::net::testing
