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
#include "table/key_spec.h"

namespace tacit::table {

/// One text by the recipe "text"; empty for a blank one. Applying it again changes nothing.
/// Fault::cell_invalid if the text is not well-formed UTF-8.
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

/// A column of keys and the recipe that they are brought into their form by.
struct KeyColumn {
    std::size_t column = 0;
    KeySpec spec;
    friend bool operator==(const KeyColumn&, const KeyColumn&) = default;
};

/// The keys of one or several columns, each once, in the order in which they first occur. A key of several
/// columns is the lengths and texts of its parts, one behind the other, so that no two can look the same.
struct CanonicalKeys {
    /// Such a row takes no part: a part of its key is blank, or is no key of its recipe.
    static constexpr std::int32_t blank_row = -1;

    KeyList keys;
    std::vector<std::int32_t> row_key;  ///< for each row the index of its key, or blank_row
    std::uint64_t rows = 0;             ///< distinct + blank + invalid + duplicates
    std::uint64_t distinct = 0;
    std::uint64_t blank = 0;           ///< rows with a blank part
    std::uint64_t invalid = 0;         ///< other rows with a part that is no key of its recipe
    std::uint64_t duplicates = 0;      ///< rows whose key stands in a row above
    std::uint64_t changed = 0;         ///< cells that the recipe changed
    std::vector<KeyExample> examples;  ///< the first few of these
    std::vector<Issue> issues;         ///< the first max_issues cells that are no keys
    std::uint64_t more_issues = 0;
};

/// `columns`: at least one, in range, with valid recipes. Fault::cancelled when stopped.
Result<CanonicalKeys> canonical_keys(const Dataset& dataset, std::span<const KeyColumn> columns,
                                     const std::stop_token& stop = {});
/// Of a single column by the recipe "text".
Result<CanonicalKeys> canonical_keys(const Dataset& dataset, std::size_t column,
                                     const std::stop_token& stop = {});

/// The same, kept with the dataset until others are asked for.
Result<std::shared_ptr<const CanonicalKeys>> shared_keys(const Dataset& dataset,
                                                         std::span<const KeyColumn> columns,
                                                         const std::stop_token& stop = {});
Result<std::shared_ptr<const CanonicalKeys>> shared_keys(const Dataset& dataset, std::size_t column,
                                                         const std::stop_token& stop = {});

/// The rows, in order, whose key is among those with the given indices: a duplicated key brings all its rows.
std::vector<std::size_t> rows_of_keys(const CanonicalKeys& keys, std::span<const std::uint32_t> matched);

}  // namespace tacit::table
