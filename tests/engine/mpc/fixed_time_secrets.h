#pragma once

#include <valgrind/memcheck.h>

#include <array>
#include <memory>

#include "crypto/big_vector.h"
#include "crypto/random.h"
#include "mpc/channel.h"
#include "mpc/ot/cot.h"
#include "mpc/pipe.h"

/// Secrets for programs that run under valgrind: marked as undefined, so that memcheck complains wherever a
/// branch or an address depends on one (the method of Langley's ctgrind). That it does complain is shown by
/// the tests "fixed_time_notices_..." of engine/crypto.
namespace tacit::testing {

using crypto::BigVector;
using crypto::Block;

inline void hide(std::span<std::uint8_t> bytes) {
    VALGRIND_MAKE_MEM_UNDEFINED(bytes.data(), bytes.size());
}
inline void publish(View bytes) {
    VALGRIND_MAKE_MEM_DEFINED(bytes.data(), bytes.size());
}

template <class T>
T secret(T value) {
    VALGRIND_MAKE_MEM_UNDEFINED(&value, sizeof value);
    return value;
}

template <class T>
BigVector<T> secrets(std::size_t size) {
    BigVector<T> out(size, T{});
    VALGRIND_MAKE_MEM_UNDEFINED(out.data(), size * sizeof(T));
    return out;
}

/// The mark must still be there at the end: otherwise nothing was followed.
template <class T>
bool is_secret(const T& value) {
    std::uint8_t undefined_bits[sizeof(T)];
    if (VALGRIND_GET_VBITS(&value, undefined_bits, sizeof(T)) != 1) return false;
    for (const auto bits : undefined_bits)
        if (bits != 0) return true;
    return false;
}
template <class T>
bool all_secret(const BigVector<T>& values) {
    for (const auto& value : values)
        if (!is_secret(value)) return false;
    return !values.empty();
}

/// All that a side draws is its secret.
class SecretRandom final : public crypto::Random {
  public:
    explicit SecretRandom(std::uint64_t seed) : random_(seed) {}
    void fill(std::span<std::uint8_t> out) override {
        random_.fill(out);
        hide(out);
    }

  private:
    crypto::SeededRandom random_;
};

/// What a side has sent is no secret any more, neither at the peer nor where it was sent from.
class PublishingChannel final : public mpc::Channel {
  public:
    explicit PublishingChannel(mpc::Channel& channel) : channel_(channel) {}
    Status send(View message) override {
        publish(message);
        return channel_.send(message);
    }
    Status flush() override { return channel_.flush(); }
    Result<Bytes> receive(std::size_t size) override { return channel_.receive(size); }
    Result<Bytes> receive_up_to(std::size_t maximum) override { return channel_.receive_up_to(maximum); }
    mpc::ChannelCounters counters() const override { return channel_.counters(); }
    const std::string& peer_name() const override { return channel_.peer_name(); }

  private:
    mpc::Channel& channel_;
};

/// Both sides of a protocol, each with secret randomness and a thread. True if both ended well.
template <class Receive, class Send>
bool run_secretly(const Receive& receive, const Send& send) {
    const auto side = [](std::uint64_t seed, const auto& protocol) {
        return [seed, &protocol](const mpc::ot::Endpoint& endpoint) -> Status {
            PublishingChannel channel(endpoint.peer);
            SecretRandom random(seed);
            return protocol(
                mpc::ot::Endpoint{channel, random, endpoint.workers, endpoint.progress, endpoint.label});
        };
    };
    return mpc::run_both(1, side(1, receive), side(2, send)).ok();
}

}  // namespace tacit::testing
