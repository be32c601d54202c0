#include "mpc/psi/masks.h"

#include <algorithm>
#include <bit>

#include "wire/reader.h"

namespace tacit::mpc::psi {

using crypto::Block;

namespace {

constexpr std::size_t group_size = 8;
/// Below these numbers a table of counts would cost more than it saves.
constexpr std::size_t one_byte_from = std::size_t{1} << 12, two_bytes_from = std::size_t{1} << 18;

void store_big_endian(std::uint64_t value, unsigned skipped, std::uint8_t* out) {
    for (unsigned i = skipped; i < 8; ++i) *out++ = static_cast<std::uint8_t>(value >> (56 - 8 * i));
}

std::uint64_t load_big_endian(const std::uint8_t* in, unsigned skipped) {
    std::uint64_t value = 0;
    for (unsigned i = skipped; i < 8; ++i) value = value << 8 | *in++;
    return value;
}

void store_little_endian(std::uint64_t value, std::uint8_t* out) {
    for (unsigned i = 0; i < 8; ++i) out[i] = static_cast<std::uint8_t>(value >> (8 * i));
}

std::uint64_t load_little_endian(const std::uint8_t* in) {
    std::uint64_t value = 0;
    for (unsigned i = 8; i-- > 0;) value = value << 8 | in[i];
    return value;
}

/// The order in which masks travel.
bool comes_before(const Block& a, const Block& b) {
    return a.low != b.low ? a.low < b.low : a.high < b.high;
}

}  // namespace

MaskGroups::MaskGroups(std::span<const Block> masks)
    : masks_(masks),
      bits_(static_cast<unsigned>(std::bit_width(masks.size() / group_size))),
      begins_((std::size_t{1} << bits_) + 1),
      order_(masks.size()),
      keys_(masks.size()) {
    for (const auto& mask : masks) ++begins_[group_of(mask) + 1];
    for (std::size_t g = 1; g < begins_.size(); ++g) begins_[g] += begins_[g - 1];
    auto next = begins_;
    for (std::size_t i = 0; i < masks.size(); ++i) {
        const auto place = next[group_of(masks[i])]++;
        order_[place] = static_cast<std::uint32_t>(i);
        keys_[place] = masks[i].low;
    }
}

void MaskGroups::sort() {
    const auto before = [&](std::uint32_t a, std::uint32_t b) { return comes_before(masks_[a], masks_[b]); };
    for (std::size_t g = 0; g + 1 < begins_.size(); ++g) {
        // Groups hold a handful: insertion sort, on the keys that lie side by side.
        for (std::size_t i = begins_[g] + 1; i < begins_[g + 1]; ++i) {
            const auto key = keys_[i];
            const auto place = order_[i];
            std::size_t j = i;
            for (; j > begins_[g] &&
                   (keys_[j - 1] > key || (keys_[j - 1] == key && before(place, order_[j - 1])));
                 --j) {
                keys_[j] = keys_[j - 1];
                order_[j] = order_[j - 1];
            }
            keys_[j] = key;
            order_[j] = place;
        }
    }
}

bool MaskGroups::has_repeated() const {
    for (std::size_t i = 1; i < keys_.size(); ++i)
        if (keys_[i] == keys_[i - 1] && masks_[order_[i]] == masks_[order_[i - 1]]) return true;
    return false;
}

std::optional<std::uint32_t> MaskGroups::find(const Block& mask) const {
    if (masks_.empty()) return std::nullopt;
    const auto g = group_of(mask);
    for (std::size_t i = begins_[g]; i < begins_[g + 1]; ++i)
        if (keys_[i] == mask.low && masks_[order_[i]].high == mask.high) return order_[i];
    return std::nullopt;
}

MaskLayout::MaskLayout(std::size_t mask_count)
    : count(mask_count),
      implied(mask_count >= two_bytes_from  ? 2
              : mask_count >= one_byte_from ? 1
                                            : 0) {}

std::size_t MaskLayout::entries_in(std::size_t message) const {
    return std::min(entries_per_message, count - message * entries_per_message);
}

std::optional<Bytes> encode_counts(const MaskLayout& layout, std::span<const Block> masks,
                                   const MaskGroups& sorted) {
    std::vector<std::uint32_t> counts(layout.counts_size() / 2);
    if (!counts.empty())
        for (const auto place : sorted.order()) ++counts[masks[place].low >> (64 - 8 * layout.implied)];
    Bytes message;
    message.reserve(layout.counts_size());
    for (const auto count : counts) {
        if (count > 0xffff) return std::nullopt;
        message.push_back(static_cast<std::uint8_t>(count));
        message.push_back(static_cast<std::uint8_t>(count >> 8));
    }
    return message;
}

Bytes encode_entries(const MaskLayout& layout, std::span<const Block> masks, const MaskGroups& sorted,
                     std::size_t message) {
    Bytes out(layout.entries_in(message) * layout.entry_size());
    auto* to = out.data();
    const auto places =
        sorted.order().subspan(message * MaskLayout::entries_per_message, layout.entries_in(message));
    for (const auto place : places) {
        store_big_endian(masks[place].low, layout.implied, to);
        store_little_endian(masks[place].high, to + 8 - layout.implied);
        to += layout.entry_size();
    }
    return out;
}

Status MaskReader::counts(View message, const std::string& peer) {
    wire::Reader reader(message);
    counts_.resize(layout_.counts_size() / 2);
    std::size_t sum = 0;
    for (auto& count : counts_) sum += count = reader.u16();
    TACIT_TRY(reader.finish());
    if (!counts_.empty() && sum != layout_.count)
        return error(Fault::malformed_message, "the counts of masks do not add up", peer);
    return {};
}

Status MaskReader::entries(View message, std::vector<Block>& out, const std::string& peer) {
    for (std::size_t at = 0; at + layout_.entry_size() <= message.size(); at += layout_.entry_size()) {
        Block mask;
        mask.low = load_big_endian(message.data() + at, layout_.implied);
        mask.high = load_little_endian(message.data() + at + 8 - layout_.implied);
        if (layout_.implied != 0) {
            while (taken_ == counts_[prefix_]) {
                ++prefix_;
                taken_ = 0;
            }
            ++taken_;
            mask.low |= static_cast<std::uint64_t>(prefix_) << (64 - 8 * layout_.implied);
        }
        if (last_ && !comes_before(*last_, mask))
            return error(Fault::cheating, "masks are not in ascending order", peer);
        last_ = mask;
        out.push_back(mask);
    }
    return {};
}

}  // namespace tacit::mpc::psi
