#pragma once

#include <memory>

#include "crypto/secret.h"
#include "mpc/channel.h"
#include "net/packet.h"
#include "net/transport.h"

namespace tacit::net {

class Hub;

/// Names a sealing key without telling anything about it.
std::uint64_t seal_token(const crypto::Secret<32>& key);

/// Messages over a stream: each is its length (u32) and its bytes, cut into segments wherever they fall, so
/// that many small messages leave together. What is pending leaves when a segment is full, with `flush`, and
/// before every wait for the peer.
class StreamChannel final : public mpc::Channel {
  public:
    /// `header` holds the fields that all segments have in common.
    StreamChannel(std::shared_ptr<Hub> hub, std::uint64_t life, const Header& header, std::string peer_name,
                  std::shared_ptr<const ChannelKeys> keys);
    ~StreamChannel() override;

    Status send(View message) override;
    Status flush() override;
    Result<Bytes> receive(std::size_t size) override;
    Result<Bytes> receive_up_to(std::size_t maximum) override;
    mpc::ChannelCounters counters() const override { return counters_; }
    const std::string& peer_name() const override { return peer_name_; }

  private:
    Status append(View bytes);
    Status emit(bool wait);
    Result<std::size_t> receive_length();
    Status receive_into(std::span<std::uint8_t> out);
    Result<Bytes> receive_body(std::size_t size);
    Status fail(Error error);

    std::shared_ptr<Hub> hub_;
    const std::uint64_t life_;
    Header header_;  ///< of the next segment
    const std::string peer_name_;
    std::shared_ptr<const ChannelKeys> keys_;
    Bytes pending_;
    Bytes chunk_;
    std::size_t chunk_read_ = 0;
    std::optional<Error> failed_;
    mpc::ChannelCounters counters_;
};

}  // namespace tacit::net
