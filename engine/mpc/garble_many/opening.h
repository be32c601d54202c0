#pragma once

#include <optional>

#include "crypto/secret.h"
#include "mpc/garble_many/authenticated_bits.h"

/// Opening authenticated bits: everybody's own bits, and for each who learns them a combination of the MACs
/// under its offset. The coefficients come from a random oracle of the opened bits, so that nobody knows them
/// before. What differs from the authenticated bits passes with probability 2^-128: so nobody can open
/// different bits to different participants.
namespace tacit::mpc::garble_many {

/// What is opened; `purpose` and `number` tell it from every other opening of the run.
struct Opening {
    std::string_view purpose;
    std::uint64_t number = 0;
};

constexpr std::size_t opening_size(std::size_t count) {
    return bytes_for(count) + sizeof(Block);
}

/// This participant's own bits.
crypto::SecretBytes own_bits(const Shares& shares);
/// Of `sender`, whose own bits are `bits`: the combination that `receiver` can check.
Block tag_for(const Session& session, const Opening& what, View bits, const Shares& shares,
              std::size_t receiver);
/// The same as the receiver computes it from what the sender says its bits are.
Block expected_tag(const Session& session, const Opening& what, View bits, const Shares& shares,
                   std::size_t sender, Block delta);

/// All learn the sums of the bits. Cheating, with a name, for a wrong MAC.
Result<Bytes> open_to_all(const Session& session, const Opening& what, const Shares& shares, Block delta);
/// Each participant learns the sums of bits of its own: `shares` by who learns them. This one's come back.
Result<crypto::SecretBytes> open_to_each(const Session& session, const Opening& what,
                                         const std::vector<Shares>& shares, Block delta);

}  // namespace tacit::mpc::garble_many
