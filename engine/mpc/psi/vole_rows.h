#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "crypto/block.h"
#include "crypto/random.h"
#include "mpc/channel.h"

/// Two-party set intersection from an OKVS and vector OLE, secure against malicious sides: Rindal and
/// Raghuraman, "Blazing Fast PSI from Improved OKVS and Subfield VOLE", ePrint 2022/320, the malicious
/// variant. The receiver learns which of its items the sender has; with Options::reveal_to_sender it proves
/// to the sender which those are. Both learn the two numbers of items. Grammar and adversary: README.md.
namespace tacit::mpc::psi {

inline constexpr std::size_t max_vole_items = std::size_t{1} << 26;  ///< per side
inline constexpr std::size_t least_part_items = 16;

struct VoleOptions {
    unsigned threads =
        1;  ///< for the arithmetic; 0 = as many as the machine has. Changes no byte on the wire.
    bool reveal_to_sender =
        false;  ///< the sender learns its matches as well; both sides take it from the agreement
    ByteArray<32> session{};  ///< tells this run from every other; the same on both sides
    /// With more items than this on either side, both sides are split by a hash of the item into parts that
    /// run one after the other, so that memory stays bounded; both sides need the same number.
    std::size_t part_items = std::size_t{1} << 21;
};

/// Items are 16-byte hashes of canonical keys under a key of this session, each once: duplicates are
/// Fault::usage.
using ItemBlocks = std::span<const crypto::Block>;

struct VoleRowsOutcome {
    std::vector<std::uint32_t>
        matches;  ///< ascending places in one's own list; empty for a sender who learns nothing
    std::size_t peer_items = 0;
};

/// Faults of both: usage; cancelled; malformed_message and cheating naming the peer; whatever the channel
/// reports.
Result<VoleRowsOutcome> receive_rows_by_vole(const VoleOptions& options, ItemBlocks items, Channel& sender,
                                             crypto::Random& random, Progress& progress);
Result<VoleRowsOutcome> send_rows_by_vole(const VoleOptions& options, ItemBlocks items, Channel& receiver,
                                          crypto::Random& random, Progress& progress);

/// What the receiver's channel will have counted after a complete run; the sender's is its mirror image.
/// `matches` counts only with `reveal_to_sender`.
ChannelCounters vole_rows_cost(const VoleOptions& options, std::size_t receiver_items,
                               std::size_t sender_items, std::size_t matches);

}  // namespace tacit::mpc::psi
