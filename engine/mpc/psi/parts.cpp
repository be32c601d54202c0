#include "mpc/psi/parts.h"

#include <algorithm>
#include <cmath>

namespace tacit::mpc::psi {

using crypto::Block;

namespace {

/// Uniform items fall uniformly on the parts. OKVS rows and masks are hashed anew, so that these bits are
/// free.
std::size_t part_of(const Block& item, std::size_t parts) {
    return static_cast<std::size_t>(((item.high >> 32) * parts) >> 32);
}

}  // namespace

std::size_t part_count(std::size_t one, std::size_t other, std::size_t part_items) {
    const auto most = std::max(one, other);
    return most <= part_items ? 1 : (most + part_items - 1) / part_items;
}

std::size_t part_capacity(std::size_t items, std::size_t parts) {
    if (parts <= 1) return items;
    // Bernstein's inequality for a sum of `items` independent bits of mean 1/parts each, and a union bound
    // over the parts: P(more than mean + t) <= exp(-t^2 / (2 (mean + t/3))).
    const double mean = static_cast<double>(items) / static_cast<double>(parts);
    const double bound = std::log(2.0) * (40 + std::log2(static_cast<double>(parts)));
    const double t = bound / 3 + std::sqrt(bound * bound / 9 + 2 * bound * mean);
    return std::min(items, static_cast<std::size_t>(std::ceil(mean + t)));
}

Result<Parts> Parts::split(std::span<const Block> items, std::size_t parts) {
    Parts out;
    out.capacity_ = part_capacity(items.size(), parts);
    out.begins_.resize(parts + 1);
    for (const auto& item : items) ++out.begins_[part_of(item, parts) + 1];
    for (std::size_t p = 0; p < parts; ++p) {
        if (out.begins_[p + 1] > out.capacity_)
            return error(Fault::internal, "a part of the items overflows");
        out.begins_[p + 1] += out.begins_[p];
    }
    out.places_.resize(items.size());
    auto next = out.begins_;
    for (std::size_t i = 0; i < items.size(); ++i)
        out.places_[next[part_of(items[i], parts)]++] = static_cast<std::uint32_t>(i);
    return out;
}

std::span<const std::uint32_t> Parts::places(std::size_t part) const {
    return std::span(places_).subspan(begins_[part], begins_[part + 1] - begins_[part]);
}

crypto::BigVector<Block> Parts::items(std::span<const Block> all, std::size_t part,
                                      crypto::Random& random) const {
    const auto mine = places(part);
    crypto::BigVector<Block> out(capacity_);
    for (std::size_t i = 0; i < mine.size(); ++i) out[i] = all[mine[i]];
    random.fill(crypto::as_writable_bytes(std::span(out).subspan(mine.size())));
    return out;
}

}  // namespace tacit::mpc::psi
