#include "table/keys.h"

#include <algorithm>
#include <array>
#include <bit>
#include <functional>

#include "table/key_form.h"
#include "table/key_text.h"
#include "table/limits.h"
#include "table/unicode.h"

namespace tacit::table {

namespace {

constexpr std::size_t max_examples = 5;
constexpr std::size_t key_rows_between_stops = 1 << 14;
/// Divides the above.
constexpr std::size_t rows_at_a_time = 64;

/// Numbers keys in the order in which they first come, in a list of the caller's. Places are found by open
/// addressing; a table of a million keys takes 16 MiB, and no node is allocated for a key.
class KeyTable {
  public:
    KeyTable(KeyList& keys, std::size_t expected) : keys_(keys) {
        keys_.reserve(expected);
        slots_.assign(std::bit_ceil(2 * expected + 16), empty);
    }

    static std::size_t hash_of(std::string_view key) { return std::hash<std::string_view>()(key); }
    /// The table does not fit into the cache: asks for what `place_of` will look at, long before it does.
    void prefetch(std::size_t hash) const { __builtin_prefetch(&slots_[hash & (slots_.size() - 1)]); }

    /// `hash` = hash_of(key).
    std::int32_t place_of(std::string_view key, std::size_t hash) {
        for (auto at = hash & (slots_.size() - 1);; at = (at + 1) & (slots_.size() - 1)) {
            if (slots_[at].key == empty.key) {
                const auto place = static_cast<std::int32_t>(keys_.size());
                slots_[at] = {static_cast<std::uint32_t>(hash >> 32), place};
                keys_.add(key);
                if (2 * keys_.size() > slots_.size()) grow();
                return place;
            }
            if (slots_[at].hash == static_cast<std::uint32_t>(hash >> 32) &&
                keys_[static_cast<std::size_t>(slots_[at].key)] == key)
                return slots_[at].key;
        }
    }

  private:
    struct Slot {
        std::uint32_t
            hash;  ///< the upper half, so that most other keys are told apart without a look at them
        std::int32_t key;
    };
    static constexpr Slot empty{0, -1};

    void grow() {
        slots_.assign(2 * slots_.size(), empty);
        for (std::size_t i = 0; i < keys_.size(); ++i) {
            const auto hash = hash_of(keys_[i]);
            auto at = hash & (slots_.size() - 1);
            while (slots_[at].key != empty.key) at = (at + 1) & (slots_.size() - 1);
            slots_[at] = {static_cast<std::uint32_t>(hash >> 32), static_cast<std::int32_t>(i)};
        }
    }

    KeyList& keys_;
    std::vector<Slot> slots_;
};

/// Goes through the rows, a batch at a time.
class KeyPass {
  public:
    KeyPass(const Dataset& dataset, std::span<const KeyColumn> columns)
        : dataset_(dataset), columns_(columns), known_(out_.keys, distinct_at_most(dataset, columns)) {}

    Result<CanonicalKeys> run(const std::stop_token& stop) {
        for (const auto& of : columns_) {
            TACIT_ASSIGN(auto form, make_key_form(of.spec, dataset_, of.column, stop));
            forms_.push_back(std::move(form));
        }
        out_.rows = dataset_.rows();
        out_.row_key.reserve(dataset_.rows());
        for (std::size_t begin = 0; begin < dataset_.rows(); begin += rows_at_a_time) {
            if (begin % key_rows_between_stops == 0 && stop.stop_requested()) return error(Fault::cancelled);
            const auto n = std::min(rows_at_a_time, dataset_.rows() - begin);
            for (std::size_t i = 0; i < n; ++i) {
                TACIT_TRY(columns_.size() == 1 ? read_one(begin + i, batch_[i])
                                               : read_all(begin + i, batch_[i]));
                known_.prefetch(batch_[i].hash = KeyTable::hash_of(batch_[i].key));
            }
            for (std::size_t i = 0; i < n; ++i) number(batch_[i]);
        }
        out_.distinct = out_.keys.size();
        return std::move(out_);
    }

  private:
    struct RowKey {
        std::string key;
        std::size_t hash = 0;
        bool blank = false, invalid = false;
    };

    static std::size_t distinct_at_most(const Dataset& dataset, std::span<const KeyColumn> columns) {
        return columns.size() == 1 ? dataset.columns()[columns[0].column].distinct : dataset.rows();
    }

    Status read_one(std::size_t row, RowKey& out) {
        out.blank = out.invalid = false;
        return read(row, 0, out.key, out);
    }

    Status read_all(std::size_t row, RowKey& out) {
        out.blank = out.invalid = false;
        out.key.clear();
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            TACIT_TRY(read(row, i, part_, out));
            const auto length = static_cast<std::uint32_t>(part_.size());
            for (int shift = 0; shift < 32; shift += 8) out.key += static_cast<char>(length >> shift & 0xff);
            out.key += part_;
        }
        return {};
    }

    Status read(std::size_t row, std::size_t which, std::string& key, RowKey& out) {
        const auto column = columns_[which].column;
        const auto text = dataset_.cell(row, column);
        TACIT_ASSIGN(const auto problem,
                     forms_[which]->form(text, dataset_.is_number_cell(row, column), key));
        if (!problem.none()) {
            out.invalid = true;
            add_issue(row, column, text, problem);
        } else if (key.empty()) {
            out.blank = true;
        } else if (key != text) {
            ++out_.changed;
            if (out_.examples.size() < max_examples)
                out_.examples.push_back(
                    {std::string(clipped(text, max_issue_text)), std::string(clipped(key, max_issue_text))});
        }
        return {};
    }

    void add_issue(std::size_t row, std::size_t column, std::string_view text, const KeyProblem& problem) {
        if (out_.issues.size() >= max_issues) {
            ++out_.more_issues;
            return;
        }
        out_.issues.push_back({dataset_.address(row, column), std::string(clipped(text, max_issue_text)),
                               std::string(problem.problem), std::string(problem.next)});
    }

    void number(const RowKey& row) {
        if (row.blank || row.invalid) {
            ++(row.blank ? out_.blank : out_.invalid);
            out_.row_key.push_back(CanonicalKeys::blank_row);
            return;
        }
        const auto before = out_.keys.size();
        out_.row_key.push_back(known_.place_of(row.key, row.hash));
        out_.duplicates += out_.keys.size() == before ? 1 : 0;
    }

    const Dataset& dataset_;
    std::span<const KeyColumn> columns_;
    std::vector<std::unique_ptr<KeyForm>> forms_;
    CanonicalKeys out_;
    KeyTable known_;
    std::array<RowKey, rows_at_a_time> batch_;
    std::string part_;
};

/// Which columns, by which recipes.
std::string description(std::span<const KeyColumn> columns) {
    std::string out;
    for (const auto& of : columns) out += std::to_string(of.column) + ':' + of.spec.recipe() + ';';
    return out;
}

}  // namespace

std::vector<std::string_view> KeyList::texts() const {
    std::vector<std::string_view> out;
    out.reserve(size());
    for (std::size_t i = 0; i < size(); ++i) out.push_back((*this)[i]);
    return out;
}

Result<std::string> canonical_key(std::string_view text) {
    if (text.size() > max_cell_bytes) return error(Fault::cell_invalid, "a key is longer than a cell can be");
    if (utf8_error(text)) return error(Fault::cell_invalid, "a key is not well-formed UTF-8");
    TACIT_ASSIGN(const auto folder, TextFolder::make());
    std::string out;
    TACIT_TRY(folder.fold(text, out));
    return out;
}

Result<CanonicalKeys> canonical_keys(const Dataset& dataset, std::span<const KeyColumn> columns,
                                     const std::stop_token& stop) {
    return KeyPass(dataset, columns).run(stop);
}

Result<CanonicalKeys> canonical_keys(const Dataset& dataset, std::size_t column,
                                     const std::stop_token& stop) {
    return canonical_keys(dataset, std::array{KeyColumn{column, {}}}, stop);
}

Result<std::shared_ptr<const CanonicalKeys>> shared_keys(const Dataset& dataset,
                                                         std::span<const KeyColumn> columns,
                                                         const std::stop_token& stop) {
    auto& memo = dataset.key_memo();
    const auto of = description(columns);
    {
        const std::lock_guard lock(memo.mutex);
        if (memo.keys && memo.of == of) return memo.keys;
    }
    TACIT_ASSIGN(auto made, canonical_keys(dataset, columns, stop));
    auto keys = std::make_shared<const CanonicalKeys>(std::move(made));
    const std::lock_guard lock(memo.mutex);
    memo.of = of;
    memo.keys = keys;
    return keys;
}

Result<std::shared_ptr<const CanonicalKeys>> shared_keys(const Dataset& dataset, std::size_t column,
                                                         const std::stop_token& stop) {
    return shared_keys(dataset, std::array{KeyColumn{column, {}}}, stop);
}

std::vector<std::size_t> rows_of_keys(const CanonicalKeys& keys, std::span<const std::uint32_t> matched) {
    std::vector<bool> wanted(keys.keys.size());
    for (const auto index : matched)
        if (index < wanted.size()) wanted[index] = true;
    std::vector<std::size_t> rows;
    for (std::size_t row = 0; row < keys.row_key.size(); ++row)
        if (keys.row_key[row] >= 0 && wanted[static_cast<std::size_t>(keys.row_key[row])])
            rows.push_back(row);
    return rows;
}

}  // namespace tacit::table
