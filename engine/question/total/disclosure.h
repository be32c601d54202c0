#pragma once

#include <vector>

#include "api/question.h"
#include "base/result.h"
#include "table/decimal.h"

/// Which numbers of a Total are shown, computed in the clear: the oracle of circuit.h, and what the README
/// argues about. Numbers are in millionths.
namespace tacit::question::total {

/// One participant's values in one cell, which is a column and a category.
struct Part {
    table::Int128 sum = 0;
    std::uint64_t count = 0;
};

/// Where the question does not say who computes: up to so many all do; of more, the first `hosts_of_many`.
inline constexpr std::uint16_t most_hosts = 8, hosts_of_many = 3;

/// What all sides know before any number enters.
struct Layout {
    std::size_t participants = 2;
    std::size_t columns = 1;
    std::size_t categories = 1;  ///< one where the question has none
    api::DisclosureRules rules{};
    std::vector<api::Statistic> statistics{};
    std::uint16_t asked_hosts = 0;  ///< as TotalQuestion::hosts
    /// Places from 0 that compute; all others give their numbers to these.
    std::uint16_t hosts() const {
        if (asked_hosts > 0) return asked_hosts;
        return participants <= most_hosts ? static_cast<std::uint16_t>(participants) : hosts_of_many;
    }
    std::size_t cells() const { return columns * categories; }
    std::size_t cell(std::size_t column, std::size_t category) const {
        return column * categories + category;
    }
};

/// The largest magnitude of a participant's sum in a cell, in whole units, and one more than its largest
/// count. What lies beyond is refused before the run.
inline constexpr std::int64_t largest_sum = table::Decimal::max_magnitude;
inline constexpr std::size_t count_bits = 32;

struct Shown {
    bool shown = false;
    table::Int128 sum = 0;    ///< 0 where it is not shown
    std::uint64_t count = 0;  ///< likewise
    /// Four times each of Layout::statistics, of the sums of who has a value; 0 where it is not shown or
    /// nobody has one.
    std::vector<table::Int128> statistics{};
};
using Disclosed = std::vector<Shown>;  ///< by Layout::cell

/// `parts` by participant, then cell.
Disclosed disclose(const Layout& layout, const std::vector<std::vector<Part>>& parts);

}  // namespace tacit::question::total
