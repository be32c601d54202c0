#include "table/held_rows.h"

namespace tacit::table {

HeldRow::HeldRow(std::uint32_t sheet_row, std::span<const SourceCell> cells)
    : sheet_row_(sheet_row), cells_(cells.begin(), cells.end()) {
    for (const auto& cell : cells) {
        texts_ += cell.text;
        sizes_.push_back(cell.text.size());
    }
}

std::span<const SourceCell> HeldRow::cells() const {
    std::string_view rest = texts_;
    for (std::size_t i = 0; i < cells_.size(); ++i) {
        cells_[i].text = rest.substr(0, sizes_[i]);
        cells_[i].raw = {};
        rest.remove_prefix(sizes_[i]);
    }
    return cells_;
}

}  // namespace tacit::table
