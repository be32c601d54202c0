#pragma once

#include "mpc/psi/items.h"

/// Two-party set intersection that says how many items both have, and not which: DH-PSI-CA. Semi-honest. The
/// receiver learns the number, and the sender with Options::reveal_to_sender; both learn the two sizes.
/// Source: De Cristofaro, Gasti and Tsudik 2012, "Fast and private computation of cardinality of set
/// intersection and union" (ePrint 2011/141), figure 1, on HashToGroup of RFC 9497.
namespace tacit::mpc::psi {

struct CountOutcome {
    std::optional<std::size_t> count;  ///< nothing for a sender who is not told
    std::size_t peer_items = 0;
};

/// Faults of both: usage (see check_items); cancelled; malformed_message and cheating naming the peer;
/// whatever the channel reports.
Result<CountOutcome> receive_count(const Options& options, Items items, Channel& sender,
                                   crypto::Random& random, Progress& progress);
Result<CountOutcome> send_count(const Options& options, Items items, Channel& receiver,
                                crypto::Random& random, Progress& progress);

/// What the receiver's channel will have counted after a complete run; the sender's is its mirror image.
ChannelCounters count_cost(std::size_t receiver_items, std::size_t sender_items, bool reveal_to_sender);

}  // namespace tacit::mpc::psi
