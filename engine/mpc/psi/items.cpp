#include "mpc/psi/items.h"

#include <algorithm>
#include <numeric>
#include <string_view>
#include <unordered_set>

#include "wire/reader.h"
#include "wire/writer.h"

namespace tacit::mpc::psi {

std::vector<View> views_of(std::span<const Bytes> items) {
    return {items.begin(), items.end()};
}

Status check_items(Items items) {
    if (items.size() > max_items) return error(Fault::usage, "too many items for this protocol");
    std::unordered_set<std::string_view> seen;
    seen.reserve(items.size());
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (items[i].size() > max_item_size)
            return error(Fault::usage, "item " + std::to_string(i) + " is too long");
        if (!seen.insert(as_text(items[i])).second)
            return error(Fault::usage, "item " + std::to_string(i) + " is there twice");
    }
    return {};
}

Result<std::size_t> exchange_sizes(Channel& peer, std::size_t mine) {
    TACIT_TRY(peer.send(wire::Writer().u32(static_cast<std::uint32_t>(mine)).view()));
    TACIT_TRY(peer.flush());
    TACIT_ASSIGN(const Bytes message, peer.receive(size_message));
    const std::size_t theirs = wire::Reader(message).u32();
    if (theirs > max_items)
        return error(Fault::malformed_message, "more items than allowed", peer.peer_name());
    return theirs;
}

Batch batch(std::size_t items, std::size_t index) {
    const auto begin = std::min(items, index * batch_items);
    return {begin, std::min(batch_items, items - begin)};
}

std::size_t batches(std::size_t items) {
    return (items + batch_items - 1) / batch_items;
}

std::vector<std::size_t> random_order(std::size_t count, crypto::Random& random) {
    std::vector<std::size_t> order(count);
    std::iota(order.begin(), order.end(), 0);
    for (std::size_t left = count; left > 1; --left) std::swap(order[left - 1], order[random.below(left)]);
    return order;
}

void write_element(std::span<std::uint8_t> message, std::size_t i, const crypto::Point& point) {
    std::copy_n(point.bytes().begin(), element_size, message.subspan(i * element_size).begin());
}

std::optional<crypto::Point> read_element(View message, std::size_t i) {
    return crypto::Point::decode(message.subspan(i * element_size).first<element_size>());
}

Error not_an_element(const Channel& peer) {
    return error(Fault::malformed_message, "not an element of the group", peer.peer_name());
}

Error not_hashable() {
    return error(Fault::usage, "an item cannot be hashed to the group");
}

namespace {

/// The places of the tags in ascending order of the tags; nothing if two are equal.
std::optional<std::vector<std::uint32_t>> sorted_places(std::span<const Tag> tags) {
    std::vector<std::uint32_t> places(tags.size());
    std::iota(places.begin(), places.end(), 0);
    std::sort(places.begin(), places.end(), [&](auto a, auto b) { return tags[a] < tags[b]; });
    const auto twice =
        std::adjacent_find(places.begin(), places.end(), [&](auto a, auto b) { return tags[a] == tags[b]; });
    if (twice != places.end()) return std::nullopt;
    return places;
}

}  // namespace

std::optional<std::vector<Match>> join(std::span<const Tag> mine, std::span<const Tag> theirs) {
    const auto left = sorted_places(mine);
    const auto right = sorted_places(theirs);
    if (!left || !right) return std::nullopt;
    std::vector<Match> out;
    for (auto l = left->begin(), r = right->begin(); l != left->end() && r != right->end();) {
        const auto order = mine[*l] <=> theirs[*r];
        if (order == 0) out.push_back({*l, *r});
        if (order <= 0) ++l;
        if (order >= 0) ++r;
    }
    std::sort(out.begin(), out.end(), [](const Match& a, const Match& b) { return a.theirs < b.theirs; });
    return out;
}

}  // namespace tacit::mpc::psi
