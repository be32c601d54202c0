#pragma once

#include <vector>

#include "mpc/psi/items.h"

/// Two-party set intersection that says which items both have, from the OPRF of RFC 9497. Semi-honest. The
/// receiver learns which of its items the sender has, and the sender, with Options::reveal_to_sender, which
/// of its items the receiver has; both learn the two sizes. Source: Jarecki and Liu 2010, "Fast secure
/// computation of set intersection", section 3, in its semi-honest form.
namespace tacit::mpc::psi {

struct RowsOutcome {
    std::vector<std::size_t>
        matches;  ///< ascending places in one's own list; empty for a sender who learns nothing
    std::size_t peer_items = 0;
};

/// Faults of both: usage (see check_items); cancelled; malformed_message and cheating naming the peer;
/// whatever the channel reports.
Result<RowsOutcome> receive_rows(const Options& options, Items items, Channel& sender, crypto::Random& random,
                                 Progress& progress);
Result<RowsOutcome> send_rows(const Options& options, Items items, Channel& receiver, crypto::Random& random,
                              Progress& progress);

/// What the receiver's channel will have counted after a complete run; the sender's is its mirror image.
ChannelCounters rows_cost(std::size_t receiver_items, std::size_t sender_items, bool reveal_to_sender,
                          std::size_t matches);

}  // namespace tacit::mpc::psi
