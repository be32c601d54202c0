#pragma once

#include <optional>
#include <vector>

#include "support/forwarding_channel.h"

namespace tacit::testing {

enum class Tamper { flip_bit, drop, repeat, truncate, extend, reorder, zero, replay };
inline constexpr Tamper all_tampers[] = {Tamper::flip_bit, Tamper::drop,    Tamper::repeat, Tamper::truncate,
                                         Tamper::extend,   Tamper::reorder, Tamper::zero,   Tamper::replay};
const char* tamper_name(Tamper tamper);

/// Passes everything on but for the message that is to be altered, counted from 0 among those sent here:
/// one bit flipped; left out; sent twice; a byte short; a byte longer; sent after the one that follows it
/// (lost if none does); all zero; replaced by the message before it (by zeros if it is the first).
class TamperedChannel final : public ForwardingChannel {
  public:
    /// `bit` is taken modulo the length of the message.
    TamperedChannel(mpc::Channel& below, Tamper tamper, std::uint64_t message, std::uint64_t bit = 0)
        : ForwardingChannel(below), tamper_(tamper), target_(message), bit_(bit) {}

    Status send(View message) override;

    /// False if the run was over before the message came, or the alteration changed nothing.
    bool altered() const { return altered_; }

  private:
    Status send_altered(View message);

    const Tamper tamper_;
    const std::uint64_t target_;
    const std::uint64_t bit_;
    std::uint64_t sent_ = 0;
    bool altered_ = false;
    Bytes previous_;
    std::optional<Bytes> held_;
};

}  // namespace tacit::testing
