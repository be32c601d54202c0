#pragma once

#include <cstddef>
#include <cstdint>

/// How many leaky triples one good triple takes. Source: the bucketing of Wang, Ranellucci and Katz, ePrint
/// 2017/030, section 5.2, as used in ePrint 2018/578, section 4.2.
namespace tacit::mpc::garble {

inline constexpr unsigned statistical_security = 40;

/// So that an offset of the wrong low bit passes the check with a probability of at most (3/4)^128 < 2^-53.
inline constexpr std::size_t least_leaky_triples = 128;

struct Buckets {
    std::size_t triples = 0;  ///< good ones, at least as many as asked for
    std::size_t size = 0;     ///< leaky triples in each
    std::size_t leaky() const { return triples * size; }
    bool operator==(const Buckets&) const = default;
};

/// log2 of the chance that a cheater, who makes m leaky triples at will leak and is found by each with
/// probability 1/2, gets a bucket of nothing but those: at most
/// n * C(m, B) / C(n B, B) * 2^-m, for the m that is best for it.
double log2_leak(std::size_t triples, std::size_t size);

/// The cheapest for at least `triples` good ones at statistical_security.
Buckets buckets_for(std::size_t triples);

/// Batches of good triples, all with buckets of three from 280,000 on. As many as the chances of all of them
/// together allow at statistical_security, so that the largest grows with the third root of the run.
inline constexpr std::size_t full_batch = 280'000;
std::uint64_t batches_for(std::uint64_t ands);
/// Good triples that batch `index` of a run makes: sums to `ands`.
std::size_t batch_size(std::uint64_t ands, std::uint64_t index);

}  // namespace tacit::mpc::garble
