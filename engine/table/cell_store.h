#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace tacit::table {

/// The texts of a table, row by row in one block of memory with one offset per cell, so that a table takes
/// little more than its file.
class CellStore {
  public:
    explicit CellStore(std::size_t columns = 0) : columns_(columns), offsets_(1, 0) {}

    void reserve(std::size_t bytes) { text_.reserve(bytes); }

    /// Cells are added row by row, from left to right. The total must stay below max_text_bytes.
    void add(std::string_view text, bool number) {
        text_.insert(text_.end(), text.begin(), text.end());
        offsets_.push_back(static_cast<std::uint32_t>(text_.size()));
        // The flags come into being with the first number, as CSV files never have one.
        if (number || !numbers_.empty()) {
            numbers_.resize(offsets_.size() - 1);
            numbers_.back() = number;
        }
    }
    void shrink() {
        text_.shrink_to_fit();
        offsets_.shrink_to_fit();
        if (!numbers_.empty()) numbers_.resize(cells());
    }

    std::size_t columns() const { return columns_; }
    std::size_t cells() const { return offsets_.size() - 1; }
    std::size_t rows() const { return columns_ == 0 ? 0 : cells() / columns_; }
    std::size_t text_bytes() const { return text_.size(); }

    std::string_view text(std::size_t row, std::size_t column) const {
        const std::size_t i = row * columns_ + column;
        return {text_.data() + offsets_[i], offsets_[i + 1] - offsets_[i]};
    }
    /// Asks the processor for where `text` will look first, long before it does.
    void prefetch(std::size_t row, std::size_t column) const {
        __builtin_prefetch(offsets_.data() + row * columns_ + column);
    }
    bool number(std::size_t row, std::size_t column) const {
        return !numbers_.empty() && numbers_[row * columns_ + column];
    }

  private:
    std::size_t columns_;
    std::vector<char> text_;
    std::vector<std::uint32_t> offsets_;
    std::vector<bool> numbers_;
};

}  // namespace tacit::table
