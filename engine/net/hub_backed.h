#pragma once

#include <memory>
#include <utility>

#include "net/hub.h"

namespace tacit::net {

/// The calls that a host's and a partner's transport answer in the same way.
template <class Interface>
class HubBacked : public Interface {
  public:
    explicit HubBacked(std::shared_ptr<Hub> hub) : hub_(std::move(hub)) {}

    Status send_control(PeerId to, View body) override { return hub_->send_control(to, body); }
    Event next_event(SteadyTime deadline) override { return hub_->next_event(deadline); }
    void post(int what) override { hub_->post(Posted{what}); }
    Result<std::unique_ptr<mpc::Channel>> open_channel(PeerId peer, std::string peer_name,
                                                       std::optional<ChannelKeys> keys) override {
        return hub_->open_channel(peer, std::move(peer_name), std::move(keys));
    }
    void fail_channels(Error why) override { hub_->fail_channels(std::move(why)); }
    std::vector<PeerTraffic> traffic() const override { return hub_->traffic(); }
    void drain(std::chrono::milliseconds limit) override { hub_->drain(limit); }

  protected:
    std::shared_ptr<Hub> hub_;
};

/// How long libzmq may still send what was handed over (the bye) after a transport was destroyed.
inline constexpr int farewell_ms = 1000;
inline constexpr std::chrono::milliseconds retry_when_full{2};
/// So that liveness, handshakes and the reverse direction get their turn under a flood.
inline constexpr int messages_per_turn = 128;

/// For zmq_poll: rounded up, so that a deadline has passed when it returns.
inline long poll_timeout(SteadyTime now, SteadyTime until) {
    if (until <= now) return 0;
    const auto wait = std::chrono::ceil<std::chrono::milliseconds>(
        std::min<SteadyTime::duration>(until - now, std::chrono::seconds(1)));
    return static_cast<long>(wait.count());
}

}  // namespace tacit::net
