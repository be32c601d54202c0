#pragma once

#include <cstddef>

namespace tacit::mpc::okvs {

/// What was chosen by measurement (README.md).
struct Tuning {
    std::size_t items_per_bin = 1u << 14;
    std::size_t sparse_per_mille = 1200;  ///< sparse slots for a thousand items of an average bin
    std::size_t full_per_mille = 1130;    ///< and at least so many for a thousand items of the fullest bin
};

/// The shape of an OKVS for `items` keys: `bins` bins, each with `sparse` slots of which a key takes three,
/// and `dense` slots that a key takes with the coefficients k, k^2, k^3, ... of GF(2^128). Both sides compute
/// it from the number of items alone, so the shape comes from whole numbers only: no rounding of a
/// mathematical library can make two programs disagree. An encoding fails, and asks for another seed, with
/// probability 2^-security at most; README.md says why.
struct Parameters {
    std::size_t items = 0;
    unsigned security = 40;
    std::size_t bins = 1;
    std::size_t sparse = 0;
    std::size_t dense = 0;

    /// Items at most 2^32, security at most 60.
    static Parameters for_items(std::size_t items, unsigned security = 40, const Tuning& tuning = {});

    std::size_t bin_size() const { return sparse + dense; }
    std::size_t size() const { return bins * bin_size(); }
    /// Items that one bin takes. More make the encoding fail; it is what the bound of failure counts on.
    std::size_t bin_capacity() const;
    bool operator==(const Parameters&) const = default;
};

/// The logarithm (base 2) of the probability that some of `bins` bins gets more than `capacity` of `items`
/// items thrown at random: the exact binomial tail times `bins`.
double log2_overflow(std::size_t items, std::size_t bins, std::size_t capacity);

/// The smallest capacity whose overflow has a probability of 2^-security at most.
std::size_t bin_capacity(std::size_t items, std::size_t bins, unsigned security);

}  // namespace tacit::mpc::okvs
