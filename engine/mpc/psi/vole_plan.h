#pragma once

#include "mpc/okvs/okvs.h"
#include "mpc/psi/vole_rows.h"

namespace tacit::mpc::psi {

// Sizes of messages.
inline constexpr std::size_t hello_size = 1 + 4 + 8;
/// Slots of the encoding in one message: 1 MiB.
inline constexpr std::size_t slots_per_message = std::size_t{1} << 16;
inline constexpr std::size_t block_size = sizeof(crypto::Block), opening_size = 2 * block_size;

/// How two lists are worked on, as both sides find out from their sizes.
///
/// What is longer than a part is split by a hash of the item, and each piece is filled up with random items.
/// In their place a cheater can put guesses, which is worth nothing next to 2^16 items in a piece, but would
/// be a multiple of what a short list announces: so a short list stays whole.
struct Plan {
    bool swapped = false;       ///< whoever was to receive sends
    std::size_t encodings = 1;  ///< of the receiver's items
    std::size_t lists = 1;      ///< of the sender's masks; with more encodings than one, one for each
    std::size_t encoded = 0;    ///< items of the receiver in an encoding
    std::size_t listed = 0;     ///< masks in a list

    std::size_t slots() const { return okvs::Parameters::for_items(encoded).size(); }
};

/// `receiver` and `sender`: how many items they have.
Plan plan_of(const VoleOptions& options, std::size_t receiver, std::size_t sender);

}  // namespace tacit::mpc::psi
