#pragma once

#include <optional>

#include "crypto/secret.h"
#include "mpc/garble/linear_check.h"

/// Opening authenticated bits to the peer: one's own bits, and a combination of their MACs.
namespace tacit::mpc::garble {

/// What is opened; `run`, `purpose` and `number` tell it from every other opening.
struct Opening {
    const crypto::Digest& run;
    std::string_view purpose;
    std::uint64_t number;
    Role role;  ///< of this side
    std::size_t count;
    Workers& workers;
};

constexpr std::size_t opening_size(std::size_t count) {
    return bytes_for(count) + sizeof(Block);
}

/// The message, of opening_size(count) bytes. `share(i)` is this side's share of bit i, from any thread.
template <class ShareOf>
Bytes open_bits(const Opening& what, const ShareOf& share) {
    Bytes out(bytes_for(what.count));
    for (std::size_t i = 0; i < what.count; ++i) or_bit(out, i, bit_of(what.role, share(i)));
    const auto tag = combination(seed_of(what.run, what.purpose, what.number, out), what.count, what.workers,
                                 [&](std::size_t i) { return share(i).mac; });
    const auto bits = out.size();
    out.resize(opening_size(what.count));
    tag.store(&out[bits]);
    return out;
}

/// The bits themselves, from the peer's message of opening_size(count) bytes; nothing if a MAC is wrong.
template <class ShareOf>
std::optional<crypto::SecretBytes> opened_bits(const Opening& what, View message, Block delta,
                                               const ShareOf& share) {
    const auto theirs = message.first(bytes_for(what.count));
    crypto::SecretBytes out(theirs.begin(), theirs.end());
    for (std::size_t i = 0; i < what.count; ++i)
        out[i / 8] ^=
            static_cast<std::uint8_t>(static_cast<unsigned>(bit_of(what.role, share(i))) << (i % 8));
    const auto expected =
        combination(seed_of(what.run, what.purpose, what.number, theirs), what.count, what.workers,
                    [&](std::size_t i) { return share(i).own ^ (delta & Block::of_bit(get_bit(out, i))); });
    if (!crypto::equal_fixed_time(expected, Block::load(&message[theirs.size()]))) return std::nullopt;
    return out;
}

}  // namespace tacit::mpc::garble
