#include "net/channel.h"

#include <algorithm>
#include <limits>

#include "crypto/aead.h"
#include "crypto/hash.h"
#include "net/hub.h"

namespace tacit::net {

namespace {
constexpr std::size_t message_length_size = 4;
}

std::uint64_t seal_token(const crypto::Secret<32>& key) {
    const auto digest = crypto::derive_key(key.view(), "tacit/net/seal-token");
    std::uint64_t token = 0;
    for (std::size_t i = 0; i < 8; ++i) token |= std::uint64_t{digest[i]} << (8 * i);
    return token;
}

StreamChannel::StreamChannel(std::shared_ptr<Hub> hub, std::uint64_t life, const Header& header,
                             std::string peer_name, std::shared_ptr<const ChannelKeys> keys)
    : hub_(std::move(hub)),
      life_(life),
      header_(header),
      peer_name_(std::move(peer_name)),
      keys_(std::move(keys)) {}

StreamChannel::~StreamChannel() {
    // Nobody is left to wait; the window is exceeded by one segment at most.
    (void)emit(false);
}

Status StreamChannel::fail(Error why) {
    if (!failed_) failed_ = std::move(why);
    return *failed_;
}

Status StreamChannel::send(View message) {
    if (failed_) return *failed_;
    if (message.size() > std::numeric_limits<std::uint32_t>::max())
        return error(Fault::usage, "message too large", peer_name_);
    ByteArray<message_length_size> length;
    for (std::size_t i = 0; i < message_length_size; ++i)
        length[i] = static_cast<std::uint8_t>(message.size() >> (8 * i));
    TACIT_TRY(append(length));
    TACIT_TRY(append(message));
    counters_.bytes_sent += message.size();
    ++counters_.messages_sent;
    return {};
}

Status StreamChannel::append(View bytes) {
    while (!bytes.empty()) {
        const auto part = bytes.first(std::min(bytes.size(), segment_limit - pending_.size()));
        if (pending_.capacity() < pending_.size() + part.size() && bytes.size() > segment_limit / 8)
            pending_.reserve(segment_limit);
        pending_.insert(pending_.end(), part.begin(), part.end());
        bytes = bytes.subspan(part.size());
        if (pending_.size() == segment_limit) TACIT_TRY(emit(true));
    }
    return {};
}

Status StreamChannel::emit(bool wait) {
    if (pending_.empty()) return {};
    const auto size = pending_.size();
    if (keys_)
        pending_ = crypto::seal_numbered(keys_->send, header_.offset, pending_, sealed_fields(header_));
    header_.offset += size;
    auto status =
        hub_->push_segment(header_.to, life_, std::make_shared<const Bytes>(std::move(pending_)), size, wait);
    pending_ = {};
    return status.ok() ? Status{} : fail(status.error());
}

Status StreamChannel::flush() {
    if (failed_) return *failed_;
    return emit(true);
}

Status StreamChannel::receive_into(std::span<std::uint8_t> out) {
    while (!out.empty()) {
        if (chunk_read_ == chunk_.size()) {
            auto taken = hub_->take_segment(header_.to, life_);
            if (!taken.ok()) return fail(taken.error());
            chunk_ = std::move(taken).value();
            chunk_read_ = 0;
        }
        const auto part = std::min(out.size(), chunk_.size() - chunk_read_);
        std::copy_n(chunk_.begin() + static_cast<std::ptrdiff_t>(chunk_read_), part, out.begin());
        chunk_read_ += part;
        out = out.subspan(part);
    }
    return {};
}

Result<std::size_t> StreamChannel::receive_length() {
    if (failed_) return *failed_;
    TACIT_TRY(emit(true));
    ByteArray<message_length_size> bytes;
    TACIT_TRY(receive_into(bytes));
    std::size_t length = 0;
    for (std::size_t i = 0; i < message_length_size; ++i) length |= std::size_t{bytes[i]} << (8 * i);
    return length;
}

Result<Bytes> StreamChannel::receive_body(std::size_t size) {
    Bytes out(size);
    TACIT_TRY(receive_into(out));
    counters_.bytes_received += size;
    ++counters_.messages_received;
    return out;
}

Result<Bytes> StreamChannel::receive(std::size_t size) {
    TACIT_ASSIGN(const auto length, receive_length());
    if (length != size)
        return fail(error(Fault::malformed_message, "a message of another length than agreed", peer_name_))
            .error();
    return receive_body(size);
}

Result<Bytes> StreamChannel::receive_up_to(std::size_t maximum) {
    TACIT_ASSIGN(const auto length, receive_length());
    if (length > maximum)
        return fail(error(Fault::malformed_message, "a message longer than agreed", peer_name_)).error();
    return receive_body(length);
}

}  // namespace tacit::net
