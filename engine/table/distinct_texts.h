#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string_view>

#include "base/large_vector.h"
#include "table/cell_store.h"
#include "table/unicode.h"

namespace tacit::table {

/// Counts the different texts of a column exactly, one column after the other: open addressing, an entry is
/// the upper half of the hash and the row. Tables of large columns do not fit into the cache, so texts wait
/// until there are a few, and what they will touch is fetched meanwhile.
class DistinctTexts {
  public:
    explicit DistinctTexts(const CellStore& cells) : cells_(cells) {}

    /// Forgets what was counted, and counts in this column.
    void begin(std::size_t column) {
        column_ = column;
        slots_.assign(64, 0);
        count_ = waits_ = 0;
    }

    /// `text` must live until the next flush, which calls `fresh(row)` for each row with a new text, in
    /// order.
    template <class Fresh>
    void add(std::size_t row, std::string_view text, const Fresh& fresh) {
        const auto hash = static_cast<std::uint32_t>(std::hash<std::string_view>{}(text));
        __builtin_prefetch(&slots_[place(hash)]);
        waiting_[waits_++] = {row, text, hash};
        if (waits_ == waiting_.size()) flush(fresh);
    }
    template <class Fresh>
    void flush(const Fresh& fresh) {
        while ((count_ + waits_) * 4 >= slots_.size() * 3) grow(enough());
        const auto waiting = std::span(waiting_).first(waits_);
        for (const auto& w : waiting)
            if (const auto slot = slots_[place(w.hash)]; is_like(slot, w.hash))
                cells_.prefetch(row_of(slot), column_);
        for (const auto& w : waiting)
            if (const auto slot = slots_[place(w.hash)]; is_like(slot, w.hash))
                __builtin_prefetch(cells_.text(row_of(slot), column_).data());
        for (const auto& w : waiting)
            if (insert(w)) fresh(w.row);
        waits_ = 0;
    }
    std::size_t count() const { return count_; }

  private:
    static constexpr std::size_t rows_to_judge_by = 20'000;
    struct Waiting {
        std::size_t row;
        std::string_view text;
        std::uint32_t hash;
    };

    static bool is_like(std::uint64_t slot, std::uint32_t hash) { return slot != 0 && slot >> 32 == hash; }
    static std::size_t row_of(std::uint64_t slot) { return (slot & 0xffffffff) - 1; }

    bool insert(const Waiting& w) {
        for (std::size_t i = place(w.hash);; i = (i + 1) & (slots_.size() - 1)) {
            if (slots_[i] == 0) {
                slots_[i] = (static_cast<std::uint64_t>(w.hash) << 32) | (w.row + 1);
                ++count_;
                return true;
            }
            if (is_like(slots_[i], w.hash) && trimmed(cells_.text(row_of(slots_[i]), column_)) == w.text)
                return false;
        }
    }
    std::size_t place(std::uint32_t hash) const { return hash & (slots_.size() - 1); }
    /// Twice as many slots; or where nearly all texts so far were new, at once as many as all the rows may
    /// need, which spares such a column all the moves in between.
    std::size_t enough() const {
        std::size_t size = slots_.size() * 2;
        if (count_ > rows_to_judge_by && count_ * 8 > waiting_[waits_ - 1].row * 7)
            while (size * 3 <= cells_.rows() * 4) size *= 2;
        return size;
    }
    void grow(std::size_t size) {
        spare_.assign(size, 0);
        spare_.swap(slots_);
        for (const auto slot : spare_) {
            if (slot == 0) continue;
            std::size_t i = place(static_cast<std::uint32_t>(slot >> 32));
            while (slots_[i] != 0) i = (i + 1) & (slots_.size() - 1);
            slots_[i] = slot;
        }
    }

    const CellStore& cells_;
    std::size_t column_ = 0;
    LargeVector<std::uint64_t> slots_;
    LargeVector<std::uint64_t> spare_;  ///< keeps its memory, as the system clears what it gives
    std::size_t count_ = 0;
    std::array<Waiting, 64> waiting_;  ///< the first `waits_` of them
    std::size_t waits_ = 0;
};

}  // namespace tacit::table
