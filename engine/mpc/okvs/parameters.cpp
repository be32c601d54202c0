#include "mpc/okvs/parameters.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

namespace tacit::mpc::okvs {

namespace {

/// Below, a bin is small enough that dependent rows are no rare event, and slots are few enough to be
/// generous.
constexpr std::size_t small_bin = 1024;

/// The largest whole number whose square is at most `value`.
std::size_t whole_root(std::size_t value) {
    auto root = static_cast<std::size_t>(std::sqrt(static_cast<double>(value)));
    while (root * root > value) --root;
    while ((root + 1) * (root + 1) <= value) ++root;
    return root;
}

std::size_t sparse_slots(std::size_t items, std::size_t bins, const Tuning& tuning) {
    const std::size_t average = (items + bins - 1) / bins;
    const std::size_t usual = (average * tuning.sparse_per_mille + 999) / 1000 + 16;
    if (bins == 1) return usual;
    // A full bin needs 1.13 slots per item (README.md). Eight deviations are above bin_capacity() for every
    // size that is tested; whole numbers, because the peer has to find the same.
    const std::size_t full = average + 8 * (whole_root(average) + 8);
    return std::max(usual, (full * tuning.full_per_mille + 999) / 1000);
}

/// More than g dependent rows have probability mu^(g+1) / (g+1)! in a bin, where mu < 2.5 / sparse
/// (README.md).
std::size_t dense_slots(std::size_t sparse, std::size_t bins, unsigned security) {
    const std::size_t tenths_of_mu = (std::bit_width(sparse) - 1) * 10 - 14;
    const std::size_t wanted = (security + 1 + std::bit_width(bins - 1)) * 10;
    std::size_t dense = 0, have = tenths_of_mu;
    for (std::size_t factorial = 1; have < wanted; ++dense) {
        factorial *= dense + 2;
        have = (dense + 2) * tenths_of_mu + (std::bit_width(factorial) - 1) * 10;
    }
    return dense;
}

}  // namespace

Parameters Parameters::for_items(std::size_t items, unsigned security, const Tuning& tuning) {
    Parameters out{.items = items, .security = security};
    out.bins = std::max<std::size_t>(1, (items + tuning.items_per_bin - 1) / tuning.items_per_bin);
    out.sparse = sparse_slots(items, out.bins, tuning);
    // A small bin: at most 2^-1 dependent sets of rows are expected, and g + 1 independent ones make 2^(g+1)
    // - 1, so g = security suffices by Markov's inequality. As many slots as items suffice by themselves.
    if (items < small_bin)
        out.dense = std::min<std::size_t>(items, security);
    else
        out.dense = dense_slots(out.sparse, out.bins, security);
    return out;
}

std::size_t Parameters::bin_capacity() const {
    // Half of the probability of failure is for full bins, half for dependent rows.
    return okvs::bin_capacity(items, bins, security + 1);
}

double log2_overflow(std::size_t items, std::size_t bins, std::size_t capacity) {
    if (capacity >= items) return -std::numeric_limits<double>::infinity();
    if (bins == 1) return 0;
    const auto n = static_cast<double>(items), odds = 1 / (static_cast<double>(bins) - 1);
    auto k = static_cast<double>(capacity) + 1;
    const double log_first = std::lgamma(n + 1) - std::lgamma(k + 1) - std::lgamma(n - k + 1) +
                             k * std::log(odds) - n * std::log1p(odds);
    // The terms of the tail relative to its first: above the mean they fall at least geometrically.
    double sum = 1, term = 1;
    for (; k < n && term > sum * 1e-12; ++k) {
        term *= (n - k) / (k + 1) * odds;
        sum += term;
    }
    return std::min(0.0, (log_first + std::log(sum)) / std::log(2.0) + std::log2(static_cast<double>(bins)));
}

std::size_t bin_capacity(std::size_t items, std::size_t bins, unsigned security) {
    if (bins == 1) return items;
    std::size_t too_small = items / bins, enough = items;
    while (too_small + 1 < enough) {
        const std::size_t middle = too_small + (enough - too_small) / 2;
        (log2_overflow(items, bins, middle) <= -static_cast<double>(security) ? enough : too_small) = middle;
    }
    return enough;
}

}  // namespace tacit::mpc::okvs
