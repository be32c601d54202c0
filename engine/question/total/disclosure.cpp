#include "question/total/disclosure.h"

#include <algorithm>

namespace tacit::question::total {

namespace {

using table::Int128;

Int128 size_of(const Part& part) {
    return part.sum < 0 ? -part.sum : part.sum;
}

bool passes(const api::DisclosureRules& rules, const std::vector<Part>& parts) {
    std::size_t contributors = 0;
    std::uint64_t count = 0;
    Int128 largest = 0, all = 0;
    for (const auto& part : parts) {
        contributors += part.count > 0 ? 1 : 0;
        count += part.count;
        largest = std::max(largest, size_of(part));
        all += size_of(part);
    }
    return contributors >= rules.minimum_contributors && count >= rules.minimum_group &&
           100 * largest <= rules.dominance * all;
}

/// Definition 7 of Hyndman and Fan 1996, as QUARTILE.INC of spreadsheets.
Int128 quartile_times_four(const std::vector<Int128>& ascending, api::Statistic statistic) {
    if (ascending.empty()) return 0;
    const auto place = static_cast<std::size_t>(statistic) * (ascending.size() - 1);
    const auto above = ascending[std::min(place / 4 + 1, ascending.size() - 1)];
    const auto quarters = static_cast<Int128>(place % 4);
    return (4 - quarters) * ascending[place / 4] + quarters * above;
}

std::vector<Int128> statistics_of(const Layout& layout, const std::vector<Part>& parts) {
    std::vector<Int128> sums, out;
    for (const auto& part : parts)
        if (part.count > 0) sums.push_back(part.sum);
    std::sort(sums.begin(), sums.end());
    for (const auto statistic : layout.statistics) out.push_back(quartile_times_four(sums, statistic));
    return out;
}

}  // namespace

Disclosed disclose(const Layout& layout, const std::vector<std::vector<Part>>& parts) {
    Disclosed out;
    for (std::size_t cell = 0; cell < layout.cells(); ++cell) {
        std::vector<Part> of_all;
        Part together;
        for (const auto& mine : parts) {
            of_all.push_back(mine.at(cell));
            together.sum += mine[cell].sum;
            together.count += mine[cell].count;
        }
        const bool shown = passes(layout.rules, of_all);
        out.push_back(shown ? Shown{true, together.sum, together.count, statistics_of(layout, of_all)}
                            : Shown{false, 0, 0, std::vector<Int128>(layout.statistics.size())});
    }
    return out;
}

}  // namespace tacit::question::total
