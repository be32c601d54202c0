#include "mpc/garble/buckets.h"

#include <algorithm>
#include <cmath>
#include <iterator>

namespace tacit::mpc::garble {

namespace {

double log2_choose(double n, double k) {
    return (std::lgamma(n + 1) - std::lgamma(k + 1) - std::lgamma(n - k + 1)) / std::log(2.0);
}

/// For buckets of `smallest` and more: how many of them log2_leak allows, rounded up. Numbers and not the
/// formula, because both sides must come to the same plan whatever their mathematical library.
constexpr std::size_t smallest = 3;
constexpr std::size_t least_triples[] = {full_batch, 3'100, 320, 84, 34, 19};

}  // namespace

double log2_leak(std::size_t triples, std::size_t size) {
    const auto n = static_cast<double>(triples), b = static_cast<double>(size);
    // C(m, B) 2^-m is largest where m = 2 B - 1 or 2 B.
    const double best = log2_choose(2 * b, b) - 2 * b;
    if (size == 1 || triples * size < 2 * size) return std::log2(n) - b;
    return std::log2(n) + best - log2_choose(n * b, b);
}

Buckets buckets_for(std::size_t triples) {
    Buckets best;
    for (std::size_t i = 0; i < std::size(least_triples); ++i) {
        const Buckets one{std::max(triples, least_triples[i]), smallest + i};
        if (best.size == 0 || one.leaky() < best.leaky()) best = one;
    }
    return best;
}

std::uint64_t batches_for(std::uint64_t ands) {
    // A batch of q full ones over k leaks with 2^-40 (k / q)^2, and k of them with 2^-40 k^3 / q^2.
    const auto full = ands / full_batch;
    std::uint64_t batches = 1;
    while ((batches + 1) * (batches + 1) * (batches + 1) <= full * full) ++batches;
    return batches;
}

std::size_t batch_size(std::uint64_t ands, std::uint64_t index) {
    const auto batches = batches_for(ands);
    return static_cast<std::size_t>(ands / batches + (index < ands % batches ? 1 : 0));
}

}  // namespace tacit::mpc::garble
