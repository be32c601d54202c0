#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "crypto/big_vector.h"
#include "crypto/block.h"

/// Masks are the 16-byte outputs of the function that both sides evaluate on their items. Here: how one
/// side's masks travel, and how the other side finds its own among them.
///
/// They travel as a set, in ascending order: the message depends on nothing but the set, so it shows no
/// order of rows, and no shuffle is needed that could be forgotten or biased. As masks are uniform, the
/// leading bytes of a sorted list need not be sent: a table of counts tells them.
namespace tacit::mpc::psi {

/// A list of masks grouped by their leading bits, some eight in a group, so that looking up and sorting stay
/// within the cache. Refers to the list, which must outlive it.
class MaskGroups {
  public:
    explicit MaskGroups(std::span<const crypto::Block> masks);

    /// Ascending order within the groups as well.
    void sort();
    /// Whether two masks are equal; after `sort`.
    bool has_repeated() const;
    /// order()[k] is the place in the list of the k-th mask.
    std::span<const std::uint32_t> order() const { return order_; }
    /// The place in the list of a mask that equals `mask`. Of several equal ones the first in `order`.
    std::optional<std::uint32_t> find(const crypto::Block& mask) const;

  private:
    std::size_t group_of(const crypto::Block& mask) const {
        return bits_ == 0 ? 0 : static_cast<std::size_t>(mask.low >> (64 - bits_));
    }

    std::span<const crypto::Block> masks_;
    unsigned bits_;
    std::vector<std::uint32_t> begins_;  ///< of each group in order_, and the end of the last
    crypto::BigVector<std::uint32_t> order_;
    crypto::BigVector<std::uint64_t> keys_;  ///< the leading 64 bits in that order
};

/// How a sorted list of a known number of masks looks on the wire: a message of counts (u16 each, one per
/// value of the implied leading bytes; none if nothing is implied), then messages of entries. An entry is the
/// rest of the mask: its leading 64 bits as a big-endian number, without the implied bytes, and its other
/// half.
struct MaskLayout {
    static constexpr std::size_t entries_per_message = std::size_t{1} << 16;

    explicit MaskLayout(std::size_t mask_count);

    std::size_t count;
    unsigned implied;  ///< leading bytes that are not sent: 0, 1 or 2
    std::size_t counts_size() const { return implied == 0 ? 0 : (std::size_t{2} << (8 * implied)); }
    std::size_t entry_size() const { return 16 - implied; }
    std::size_t messages() const { return (count + entries_per_message - 1) / entries_per_message; }
    std::size_t entries_in(std::size_t message) const;
    std::size_t bytes() const { return counts_size() + count * entry_size(); }
};

/// The message of counts; `sorted` must be sorted. Nothing if a count exceeds 16 bits, which uniform masks do
/// not in the life of the universe.
std::optional<Bytes> encode_counts(const MaskLayout& layout, std::span<const crypto::Block> masks,
                                   const MaskGroups& sorted);
/// Entry message number `message`.
Bytes encode_entries(const MaskLayout& layout, std::span<const crypto::Block> masks, const MaskGroups& sorted,
                     std::size_t message);

/// Reads such a list message by message.
class MaskReader {
  public:
    explicit MaskReader(const MaskLayout& layout) : layout_(layout) {}

    /// Fault::malformed_message unless the counts add up to the agreed number.
    Status counts(View message, const std::string& peer);
    /// Appends the masks of one entry message of the agreed length, whole again. Fault::cheating unless they
    /// go on in ascending order: so none is there twice, whichever they are.
    Status entries(View message, std::vector<crypto::Block>& out, const std::string& peer);

  private:
    const MaskLayout layout_;
    std::vector<std::uint16_t> counts_;
    std::size_t prefix_ = 0;  ///< of the next entry
    std::size_t taken_ = 0;   ///< entries read with this prefix
    std::optional<crypto::Block> last_;
};

}  // namespace tacit::mpc::psi
