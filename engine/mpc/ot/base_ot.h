#pragma once

#include <array>
#include <functional>

#include "mpc/ot/cot.h"

/// Random oblivious transfers from public-key operations on ristretto255: the sender gets pairs of keys, the
/// receiver one of each pair, by its choice bit. Malicious security, endemic: a corrupt side may fix its own
/// keys, and learns nothing of the other's beyond. Source: Masny and Rindal, ePrint 2019/706, section 5, the
/// one-round protocol from Diffie-Hellman key agreement.
///
/// Memory of both is wiped; nothing branches on or indexes by a choice bit, a scalar or a key.
namespace tacit::mpc::ot {

using KeyPairs = BigVector<std::array<Block, 2>>;

inline constexpr std::size_t max_base_ots = std::size_t{1} << 16;

/// Faults of both: usage above max_base_ots; cancelled; malformed_message for what is no element of the group
/// and cheating for elements that no honest program sends, naming the peer; whatever the channel reports.
Result<KeyPairs> send_base(std::size_t count, const Endpoint& receiver);
Result<BigVector<Block>> receive_base(ChoiceBits choices, const Endpoint& sender);

/// The same in two steps, for who has several peers: what one sends leaves at once, what is given back waits
/// for the peer. To be called once, while all that the endpoint refers to lives.
using SendBase = std::function<Result<KeyPairs>()>;
using ReceiveBase = std::function<Result<BigVector<Block>>()>;
Result<SendBase> begin_send_base(std::size_t count, const Endpoint& receiver);
Result<ReceiveBase> begin_receive_base(ChoiceBits choices, const Endpoint& sender);

/// What the receiver's channel will have counted after a complete run; the sender's is its mirror image.
ChannelCounters base_ot_cost(std::size_t count);

}  // namespace tacit::mpc::ot
