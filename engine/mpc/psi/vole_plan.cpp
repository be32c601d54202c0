#include "mpc/psi/vole_plan.h"

#include <utility>

#include "crypto/hash.h"
#include "mpc/ot/softspoken.h"
#include "mpc/psi/masks.h"
#include "mpc/psi/parts.h"
#include "mpc/vole/silent_vole.h"

namespace tacit::mpc::psi {

Plan plan_of(const VoleOptions& options, std::size_t receiver, std::size_t sender) {
    Plan plan;
    // Lists of masks are filled up, whoever sends. Where the sender learns nothing, it gains nothing by that.
    plan.swapped = options.reveal_to_sender && sender <= options.part_items && receiver > options.part_items;
    if (plan.swapped) std::swap(receiver, sender);
    plan.lists = part_count(receiver, sender, options.part_items);
    plan.encodings = receiver <= options.part_items ? 1 : plan.lists;
    plan.encoded = part_capacity(receiver, plan.encodings);
    plan.listed = part_capacity(sender, plan.lists);
    return plan;
}

namespace {

std::size_t pieces(std::size_t whole, std::size_t piece) {
    return (whole + piece - 1) / piece;
}

/// Of one encoding, at the receiver.
ChannelCounters encoding_cost(std::size_t slots) {
    auto out = vole::vole_cost(slots);
    out += ot::softspoken_extend_cost(ot::default_field_bits, vole::vole_cots(slots));
    // Seed, encoding and w; commitment and opening.
    out += ChannelCounters{block_size + slots * block_size + block_size,
                           sizeof(crypto::Digest) + opening_size, 2 + pieces(slots, slots_per_message), 2};
    return out;
}

/// Of one list of masks without the proofs, at the receiver.
ChannelCounters list_cost(std::size_t listed, bool claims) {
    const MaskLayout layout(listed);
    return {claims ? (listed + 7) / 8 : 0, layout.bytes(), claims ? 1u : 0u,
            (layout.counts_size() > 0 ? 1 : 0) + layout.messages()};
}

}  // namespace

ChannelCounters vole_rows_cost(const VoleOptions& options, std::size_t receiver_items,
                               std::size_t sender_items, std::size_t matches) {
    ChannelCounters hello{hello_size, hello_size, 1, 1};
    if (receiver_items == 0 || sender_items == 0) return hello;
    const auto plan = plan_of(options, receiver_items, sender_items);
    auto out = ot::softspoken_set_up_cost(ot::default_field_bits);
    for (std::size_t i = 0; i < plan.encodings; ++i) out += encoding_cost(plan.slots());
    for (std::size_t i = 0; i < plan.lists; ++i) out += list_cost(plan.listed, options.reveal_to_sender);
    if (options.reveal_to_sender) {
        // How the matches fall on messages of more than one list is left out: bytes are exact, messages for
        // one list.
        out.bytes_sent += matches * block_size;
        out.messages_sent += pieces(matches, slots_per_message);
    }
    if (plan.swapped) out = mirrored(out);
    out += hello;
    return out;
}

}  // namespace tacit::mpc::psi
