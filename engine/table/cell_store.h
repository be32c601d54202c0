#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "base/large_vector.h"
#include "table/limits.h"
#include "table/source.h"

namespace tacit::table {

/// The texts of a table, row by row in one block of memory with one offset per cell, so that a table takes
/// little more than its file.
class CellStore {
  public:
    explicit CellStore(std::size_t columns = 0) : columns_(columns), offsets_(1, 0) {}

    void reserve(std::size_t bytes) { text_.reserve(bytes); }
    /// When some cells are there and `bytes` are to be expected in all, with a delimiter for each cell: room
    /// for as many cells as will come if they go on like this.
    void reserve_cells(std::size_t bytes) {
        const double seen = static_cast<double>(text_.size() + offsets_.size());
        const double cells = static_cast<double>(offsets_.size()) * static_cast<double>(bytes) / seen;
        offsets_.reserve(static_cast<std::size_t>(std::min(cells, static_cast<double>(max_cells))) + 1);
    }

    /// Cells are added row by row, from left to right. The total must stay below max_text_bytes.
    void add(std::string_view text, CellKind kind = CellKind::text,
             FormatClass format = FormatClass::general) {
        const auto begin = text_.size();
        text_.resize(begin + text.size());
        if (!text.empty()) std::memcpy(text_.data() + begin, text.data(), text.size());
        offsets_.push_back(static_cast<std::uint32_t>(text_.size()));
        // The marks come into being with the first that says something, as CSV files never have one.
        if (!marks_.empty() || kind != CellKind::text || format != FormatClass::general) {
            marks_.resize(offsets_.size() - 1, mark(CellKind::text, FormatClass::general));
            marks_.back() = mark(kind, format);
        }
    }
    void add_blank(std::size_t cells) {
        if (cells == 0) return;
        offsets_.resize(offsets_.size() + cells, static_cast<std::uint32_t>(text_.size()));
        if (!marks_.empty()) marks_.resize(offsets_.size() - 1, mark(CellKind::text, FormatClass::general));
    }
    /// Gives back what is spare, where it is worth the copy.
    void shrink() {
        const auto shrink_one = [](auto& part) {
            if (part.capacity() - part.size() > part.size() / 8) part.shrink_to_fit();
        };
        shrink_one(text_);
        shrink_one(offsets_);
        shrink_one(marks_);
    }

    std::size_t columns() const { return columns_; }
    std::size_t cells() const { return offsets_.size() - 1; }
    std::size_t rows() const { return columns_ == 0 ? 0 : cells() / columns_; }
    std::size_t text_bytes() const { return text_.size(); }
    std::size_t memory_bytes() const {
        return text_.capacity() + offsets_.capacity() * sizeof(std::uint32_t) + marks_.capacity();
    }

    std::string_view text(std::size_t row, std::size_t column) const {
        const std::size_t i = row * columns_ + column;
        return {text_.data() + offsets_[i], offsets_[i + 1] - offsets_[i]};
    }
    /// Asks the processor for where `text` will look first, long before it does.
    void prefetch(std::size_t row, std::size_t column) const {
        __builtin_prefetch(offsets_.data() + row * columns_ + column);
    }
    CellKind kind(std::size_t row, std::size_t column) const {
        const std::size_t i = row * columns_ + column;
        if (offsets_[i] == offsets_[i + 1]) return CellKind::empty;
        return marks_.empty() ? CellKind::text : static_cast<CellKind>(marks_[i] & 0x0f);
    }
    FormatClass format(std::size_t row, std::size_t column) const {
        return marks_.empty() ? FormatClass::general
                              : static_cast<FormatClass>(marks_[row * columns_ + column] >> 4);
    }
    bool number(std::size_t row, std::size_t column) const {
        return !marks_.empty() && kind(row, column) == CellKind::number;
    }

  private:
    static std::uint8_t mark(CellKind kind, FormatClass format) {
        return static_cast<std::uint8_t>(static_cast<unsigned>(kind) | static_cast<unsigned>(format) << 4);
    }

    std::size_t columns_;
    LargeVector<char> text_;
    LargeVector<std::uint32_t> offsets_;
    LargeVector<std::uint8_t> marks_;  ///< kind in the lower half, format in the upper
};

}  // namespace tacit::table
