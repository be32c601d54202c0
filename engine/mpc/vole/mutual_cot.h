#pragma once

#include "mpc/vole/regular_noise.h"
#include "mpc/vole/silent_vole.h"

/// Silent correlated transfers both ways at once: each side is the sender of one half and the receiver of the
/// other, and does the work of both at the same time as its peer. Both directions go through one code, so
/// that its places are drawn and looked up once for both. Malicious. See the README. Sources: Yang, Weng,
/// Lan, Zhang and Wang 2020, "Ferret" (ePrint 2020/924), for the check and the choices in a bit of the
/// blocks; Boyle, Couteau, Gilboa, Ishai, Kohl, Rindal and Scholl 2019 (ePrint 2019/1159) for the dual code;
/// the trees of correlated_tree.h.
namespace tacit::mpc::vole {

/// What makes the noise of both directions.
struct MutualSource {
    ot::CotSender& sender;
    ot::CotReceiver& receiver;
    /// To the same peer, with labels that differ: the peer has them exchanged.
    const ot::Endpoint& as_sender;
    const ot::Endpoint& as_receiver;
    /// Bits that are one in this side's offset and in the peer's: they carry choices. Public, from 0 to 127.
    unsigned sent_carrier = 0, received_carrier = 0;
    bool first = false;  ///< true for one of the two sides
    /// How many calls with these labels came before: what is hashed differs from call to call. The same on
    /// both sides.
    std::uint64_t call = 0;
};

/// Takes transfers from place `begin` on, one call after another: q in `a`, under this side's offset, t in
/// `c`, under the peer's. t_j of one side is q_j of the other plus x_j times the offset of the latter. The
/// choice x_j is the carrier's bit of t_j; that of q_j is 0.
using TakeCots = std::function<void(std::size_t begin, std::span<const Pair>)>;

/// `count` of each. Both sides call it with the same count. Faults: usage for an impossible count and for an
/// offset whose bit is not one; cancelled; whatever COTs and channel report; malformed_message and cheating
/// naming the peer. After a fault neither the COTs nor the offsets may be used again, nor what was taken.
Status exchange_cots(std::size_t count, const MutualSource& source, const TakeCots& take);

/// COTs that go in, in each direction, and what the channel of either side counts beyond theirs.
std::size_t mutual_cots(std::size_t count);
ChannelCounters mutual_cost(std::size_t count);

/// Made at once: the vectors of a piece stay in a cache of the processor, and it takes 0.22 bytes per
/// transfer. Divides into blocks of a power of two.
inline constexpr std::size_t mutual_piece = noise_blocks / 2 << 11;

}  // namespace tacit::mpc::vole
