#include "support/memory_network.h"

#include <algorithm>
#include <cassert>
#include <thread>

namespace tacit::testing {

/// One party's end of the channel with one peer.
class MemoryNetwork::End final : public mpc::Channel {
  public:
    End(MemoryNetwork& network, std::size_t me, std::size_t peer) : network_(network), me_(me), peer_(peer) {}

    Status send(View message) override {
        std::unique_lock lock(network_.mutex_);
        Link& out = network_.link(me_, peer_);
        TACIT_TRY(network_.wait(lock, me_, peer_, [&] {
            return out.messages.empty() || out.bytes + message.size() <= network_.buffer_bytes_;
        }));
        if (network_.parties_[peer_]->finished) return gone();
        out.messages.push_back(to_bytes(message));
        out.bytes += message.size();
        out.transcript.add(message);
        counters_.bytes_sent += message.size();
        ++counters_.messages_sent;
        network_.parties_[peer_]->wake.notify_all();
        return {};
    }

    Status flush() override { return {}; }

    Result<Bytes> receive(std::size_t size) override {
        TACIT_ASSIGN(Bytes message, next());
        if (message.size() != size) return unexpected();
        return message;
    }

    Result<Bytes> receive_up_to(std::size_t maximum) override {
        TACIT_ASSIGN(Bytes message, next());
        if (message.size() > maximum) return unexpected();
        return message;
    }

    mpc::ChannelCounters counters() const override {
        const std::scoped_lock lock(network_.mutex_);
        return counters_;
    }
    const std::string& peer_name() const override { return network_.parties_[peer_]->name; }

    Error gone() const { return error(Fault::partner_gone, "ended or stalled", peer_name()); }

  private:
    Result<Bytes> next() {
        std::unique_lock lock(network_.mutex_);
        Link& in = network_.link(peer_, me_);
        TACIT_TRY(network_.wait(lock, me_, peer_, [&] { return !in.messages.empty(); }));
        if (in.messages.empty()) return gone();
        Bytes message = std::move(in.messages.front());
        in.messages.pop_front();
        in.bytes -= message.size();
        counters_.bytes_received += message.size();
        ++counters_.messages_received;
        network_.parties_[peer_]->wake.notify_all();
        return message;
    }
    Error unexpected() const { return error(Fault::malformed_message, "unexpected length", peer_name()); }

    MemoryNetwork& network_;
    const std::size_t me_;
    const std::size_t peer_;
    mpc::ChannelCounters counters_;
};

MemoryNetwork::MemoryNetwork(std::vector<std::string> names, std::size_t buffer_bytes)
    : buffer_bytes_(buffer_bytes), links_(names.size() * names.size()) {
    for (auto& name : names) {
        parties_.push_back(std::make_unique<Party>());
        parties_.back()->name = std::move(name);
    }
    for (std::size_t me = 0; me < size(); ++me)
        for (std::size_t peer = 0; peer < size(); ++peer)
            ends_.push_back(std::make_unique<End>(*this, me, peer));
}

MemoryNetwork::~MemoryNetwork() = default;

mpc::Channel& MemoryNetwork::channel(std::size_t me, std::size_t peer) {
    assert(me != peer && me < size() && peer < size());
    return *ends_[me * size() + peer];
}

std::vector<mpc::Channel*> MemoryNetwork::channels(std::size_t me) {
    std::vector<mpc::Channel*> out(size());
    for (std::size_t peer = 0; peer < size(); ++peer)
        if (peer != me) out[peer] = &channel(me, peer);
    return out;
}

void MemoryNetwork::run(const std::vector<std::function<void()>>& parties) {
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < parties.size(); ++i)
        threads.emplace_back([this, &parties, i] {
            parties[i]();
            finish(i);
        });
}

void MemoryNetwork::finish(std::size_t party) {
    const std::scoped_lock lock(mutex_);
    parties_[party]->finished = true;
    // Whoever waits for it wakes and sees that it is gone; the others may be stalled now.
    if (nobody_can_go_on()) stalled_ = true;
    wake_all();
}

void MemoryNetwork::cancel() {
    const std::scoped_lock lock(mutex_);
    cancelled_ = true;
    wake_all();
}

bool MemoryNetwork::stalled() const {
    const std::scoped_lock lock(mutex_);
    return stalled_;
}

crypto::Digest MemoryNetwork::transcript() const {
    const std::scoped_lock lock(mutex_);
    crypto::Hasher all("tacit/test/transcript");
    for (const auto& link : links_) {
        auto copy = link.transcript;
        all.add(copy.finish());
    }
    return all.finish();
}

Status MemoryNetwork::wait(std::unique_lock<std::mutex>& lock, std::size_t me, std::size_t peer,
                           const std::function<bool()>& ready) {
    Party& self = *parties_[me];
    const std::function<bool()> can_go_on = [&] {
        return cancelled_ || stalled_ || ready() || parties_[peer]->finished;
    };
    self.blocked = &can_go_on;
    if (nobody_can_go_on()) {
        stalled_ = true;
        wake_all();
    }
    self.wake.wait(lock, can_go_on);
    self.blocked = nullptr;
    if (cancelled_) return error(Fault::cancelled);
    if (stalled_ && !ready()) return ends_[me * size() + peer]->gone();
    return {};
}

bool MemoryNetwork::nobody_can_go_on() const {
    const bool running = std::any_of(parties_.begin(), parties_.end(), [](const auto& party) {
        return !party->finished && (party->blocked == nullptr || (*party->blocked)());
    });
    const bool waiting =
        std::any_of(parties_.begin(), parties_.end(), [](const auto& party) { return !party->finished; });
    return waiting && !running;
}

void MemoryNetwork::wake_all() {
    for (const auto& party : parties_) party->wake.notify_all();
}

}  // namespace tacit::testing
