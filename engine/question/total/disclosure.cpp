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
        out.push_back(shown ? Shown{true, together.sum, together.count} : Shown{});
    }
    return out;
}

}  // namespace tacit::question::total
