#pragma once

#include <optional>
#include <span>
#include <vector>

#include "base/result.h"
#include "crypto/random.h"
#include "crypto/ristretto.h"
#include "mpc/channel.h"

/// What the two intersection protocols over ristretto255 have in common.
namespace tacit::mpc::psi {

inline constexpr std::size_t max_items = std::size_t{1} << 24;  ///< per side; at 0.1 ms an item, half an hour
inline constexpr std::size_t max_item_size = 65535;             ///< bytes of one item (RFC 9497)
inline constexpr std::size_t batch_items = 1024;                ///< items in one message
inline constexpr std::size_t size_message = 4;                  ///< bytes of the message that says how many

/// The canonical key bytes of one side, each once.
using Items = std::span<const View>;
std::vector<View> views_of(std::span<const Bytes> items);

struct Options {
    unsigned threads =
        0;  ///< for the arithmetic; 0 = as many as the machine has. Changes no byte on the wire.
    /// The sender learns the result as well. Both sides take it from the agreement.
    bool reveal_to_sender = false;
};

/// Fault::usage if there are too many items, one is too long, or one is there twice (by number, never by
/// value).
Status check_items(Items items);

/// Tells the peer how many items are here; how many there are. Fault::malformed_message above max_items.
Result<std::size_t> exchange_sizes(Channel& peer, std::size_t mine);

struct Batch {
    std::size_t begin;
    std::size_t size;  ///< 0 behind the last
};
Batch batch(std::size_t items, std::size_t index);
std::size_t batches(std::size_t items);

/// A uniformly random permutation of 0 .. count-1 (Fisher-Yates).
std::vector<std::size_t> random_order(std::size_t count, crypto::Random& random);

inline constexpr std::size_t element_size = 32;
/// Element i of a message that is a row of group elements. Reading gives nothing for what is no element or is
/// the identity.
void write_element(std::span<std::uint8_t> message, std::size_t i, const crypto::Point& point);
std::optional<crypto::Point> read_element(View message, std::size_t i);
Error not_an_element(const Channel& peer);
Error not_hashable();  ///< our own item; nobody can find such a one

inline constexpr std::size_t tag_size = 16;
using Tag = ByteArray<tag_size>;
struct Match {
    std::size_t mine;
    std::size_t theirs;
};
/// The pairs of equal tags, ascending in `theirs`. Nothing if either list holds a tag twice, which honest
/// lists do with probability 2^-80 at 2^24 items. Sorts, so that no choice of tags makes it slow.
std::optional<std::vector<Match>> join(std::span<const Tag> mine, std::span<const Tag> theirs);

}  // namespace tacit::mpc::psi
