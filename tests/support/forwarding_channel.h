#pragma once

#include "mpc/channel.h"

namespace tacit::testing {

/// Passes everything on: a base for peers that misbehave in one way.
class ForwardingChannel : public mpc::Channel {
  public:
    explicit ForwardingChannel(mpc::Channel& below) : below_(below) {}
    Status send(View message) override { return below_.send(message); }
    Status flush() override { return below_.flush(); }
    Result<Bytes> receive(std::size_t size) override { return below_.receive(size); }
    Result<Bytes> receive_up_to(std::size_t maximum) override { return below_.receive_up_to(maximum); }
    mpc::ChannelCounters counters() const override { return below_.counters(); }
    const std::string& peer_name() const override { return below_.peer_name(); }

  protected:
    mpc::Channel& below_;
};

}  // namespace tacit::testing
