#include "table/column_names.h"

#include <algorithm>

#include "table/unicode.h"

namespace tacit::table {

namespace {

using Names = std::vector<std::string>;

Names texts_of(std::span<const SourceCell> cells, std::uint32_t first_column, std::size_t width) {
    Names out(width);
    for (const auto& cell : cells) out[cell.column - first_column] = without_extra_space(cell.text);
    return out;
}

std::size_t width_of(std::span<const SourceCell> cells, std::uint32_t first_column) {
    return cells.empty() ? 0 : cells.back().column + std::size_t{1} - first_column;
}

}  // namespace

std::vector<std::string> column_names(std::span<const HeldRow> upper, std::span<const SourceCell> lowest,
                                      std::uint32_t first_column) {
    std::size_t width = width_of(lowest, first_column);
    for (const auto& row : upper) width = std::max(width, width_of(row.cells(), first_column));
    auto out = texts_of(lowest, first_column, width);
    for (std::size_t above = upper.size(); above-- > 0;) {
        const auto texts = texts_of(upper[above].cells(), first_column, width);
        const std::string* over = nullptr;
        for (std::size_t i = 0; i < width; ++i) {
            if (!texts[i].empty()) over = &texts[i];
            if (over == nullptr || (texts[i].empty() && out[i].empty())) continue;
            // A cell that is merged downwards, or repeated below itself, says the same twice.
            if (out[i].empty() || out[i] == *over)
                out[i] = *over;
            else
                out[i] = *over + " / " + out[i];
        }
    }
    return out;
}

}  // namespace tacit::table
