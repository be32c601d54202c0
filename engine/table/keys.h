#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "table/dataset.h"

namespace tacit::table {

/// The recipe by which both sides bring keys into the same form; it is named in the agreement.
///
/// text-v1: the well-formed UTF-8 text goes through Unicode's NFKC_Casefold (compatibility composition, full
/// case folding, ignorable characters such as zero-width spaces removed; UAX #44) until nothing changes; each
/// run of white space becomes one space, at both ends none. Numbers and dates are texts like all others.
constexpr std::string_view key_recipe = "text-v1";

/// One key by the recipe; empty for a blank one. Applying it again changes nothing. Fault::cell_invalid if
/// the text is not well-formed UTF-8.
Result<std::string> canonical_key(std::string_view text);

struct KeyExample {
    std::string before;
    std::string after;
};

/// Texts in one block of memory: a million keys take no allocation each.
class KeyList {
  public:
    std::size_t size() const { return ends_.size(); }
    bool empty() const { return ends_.empty(); }
    std::string_view operator[](std::size_t i) const {
        const std::size_t begin = i == 0 ? 0 : ends_[i - 1];
        return {text_.data() + begin, ends_[i] - begin};
    }
    /// Views of all, in their order; they live as long as the list does not change.
    std::vector<std::string_view> texts() const;
    void reserve(std::size_t keys) { ends_.reserve(keys); }
    void add(std::string_view key) {
        text_.insert(text_.end(), key.begin(), key.end());
        ends_.push_back(text_.size());
    }

  private:
    std::vector<char> text_;
    std::vector<std::size_t> ends_;
};

/// The keys of a column, each once, in the order in which they first occur.
struct CanonicalKeys {
    static constexpr std::int32_t blank_row = -1;

    KeyList keys;
    std::vector<std::int32_t> row_key;  ///< for each row the index of its key, or blank_row
    std::uint64_t rows = 0;
    std::uint64_t distinct = 0;
    std::uint64_t blank = 0;
    std::uint64_t duplicates = 0;  ///< rows whose key stands in a row above; rows = distinct + blank + these
    std::vector<KeyExample> examples;  ///< the first few texts that the recipe changed
};

/// Fault::cancelled when stopped. `column` must be in range.
Result<CanonicalKeys> canonical_keys(const Dataset& dataset, std::size_t column,
                                     const std::stop_token& stop = {});

/// The same, kept with the dataset until another column is asked for.
Result<std::shared_ptr<const CanonicalKeys>> shared_keys(const Dataset& dataset, std::size_t column,
                                                         const std::stop_token& stop = {});

/// The rows, in order, whose key is among those with the given indices: a duplicated key brings all its rows.
std::vector<std::size_t> rows_of_keys(const CanonicalKeys& keys, std::span<const std::uint32_t> matched);

}  // namespace tacit::table
