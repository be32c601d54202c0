#include "table/keys.h"

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>

#include <algorithm>
#include <array>
#include <bit>
#include <functional>

#include "table/limits.h"
#include "table/unicode.h"

namespace tacit::table {

namespace {

constexpr std::size_t max_examples = 5;
constexpr std::size_t rows_between_stops = 1 << 14;
/// Divides the above.
constexpr std::size_t rows_at_a_time = 64;
// One round is enough for nearly all texts; the recipe's own idempotence is tested.
constexpr int max_rounds = 8;

/// What most keys need: no ICU, and no second text where there is no space to be removed.
bool fold_ascii(std::string_view text, std::string& out) {
    out.assign(text);
    unsigned char all = 0;
    bool control_or_space = false;
    for (char& c : out) {
        all |= static_cast<unsigned char>(c);
        control_or_space |= c <= ' ';
        c = static_cast<char>(c + (c >= 'A' && c <= 'Z' ? 'a' - 'A' : 0));
    }
    if (all >= 0x80) return false;
    if (control_or_space) out = without_extra_space(out);
    return true;
}

class Folder {
  public:
    static Result<Folder> make() {
        UErrorCode code = U_ZERO_ERROR;
        const auto* normalizer = icu::Normalizer2::getNFKCCasefoldInstance(code);
        if (U_FAILURE(code) != 0) return error(Fault::internal, u_errorName(code));
        return Folder(*normalizer);
    }

    Result<std::string> fold(std::string_view text) const {
        std::string out;
        TACIT_TRY(fold(text, out));
        return out;
    }
    /// The same into memory that is used again.
    Status fold(std::string_view text, std::string& current) const {
        if (fold_ascii(text, current)) return {};
        current = text;
        for (int round = 0; round < max_rounds; ++round) {
            std::string folded;
            icu::StringByteSink<std::string> sink(&folded);
            UErrorCode code = U_ZERO_ERROR;
            normalizer_->normalizeUTF8(0,
                                       icu::StringPiece(current.data(), static_cast<int32_t>(current.size())),
                                       sink, nullptr, code);
            if (U_FAILURE(code) != 0) return error(Fault::internal, u_errorName(code));
            folded = without_extra_space(folded);
            if (folded == current) break;
            current = std::move(folded);
        }
        return {};
    }

  private:
    explicit Folder(const icu::Normalizer2& normalizer) : normalizer_(&normalizer) {}
    const icu::Normalizer2* normalizer_;  ///< ICU's own, never deleted
};

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

/// The next row.
void add(std::string_view text, const std::string& key, std::size_t hash, KeyTable& known,
         CanonicalKeys& out) {
    if (key.empty()) {
        ++out.blank;
        out.row_key.push_back(CanonicalKeys::blank_row);
        return;
    }
    if (out.examples.size() < max_examples && key != text)
        out.examples.push_back(
            {std::string(clipped(text, max_issue_text)), std::string(clipped(key, max_issue_text))});
    const auto before = out.keys.size();
    out.row_key.push_back(known.place_of(key, hash));
    out.duplicates += out.keys.size() == before ? 1 : 0;
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
    TACIT_ASSIGN(const Folder folder, Folder::make());
    return folder.fold(text);
}

Result<CanonicalKeys> canonical_keys(const Dataset& dataset, std::size_t column,
                                     const std::stop_token& stop) {
    TACIT_ASSIGN(const Folder folder, Folder::make());
    CanonicalKeys out;
    out.rows = dataset.rows();
    out.row_key.reserve(dataset.rows());
    KeyTable known(out.keys, dataset.columns()[column].distinct);
    struct Folded {
        std::string key;
        std::size_t hash;
    };
    std::array<Folded, rows_at_a_time> folded;
    for (std::size_t begin = 0; begin < dataset.rows(); begin += rows_at_a_time) {
        if (begin % rows_between_stops == 0 && stop.stop_requested()) return error(Fault::cancelled);
        const auto n = std::min(rows_at_a_time, dataset.rows() - begin);
        for (std::size_t i = 0; i < n; ++i) {
            TACIT_TRY(folder.fold(dataset.cell(begin + i, column), folded[i].key));
            known.prefetch(folded[i].hash = KeyTable::hash_of(folded[i].key));
        }
        for (std::size_t i = 0; i < n; ++i)
            add(dataset.cell(begin + i, column), folded[i].key, folded[i].hash, known, out);
    }
    out.distinct = out.keys.size();
    return out;
}

Result<std::shared_ptr<const CanonicalKeys>> shared_keys(const Dataset& dataset, std::size_t column,
                                                         const std::stop_token& stop) {
    auto& memo = dataset.key_memo();
    {
        const std::lock_guard lock(memo.mutex);
        if (memo.keys && memo.column == column) return memo.keys;
    }
    TACIT_ASSIGN(auto made, canonical_keys(dataset, column, stop));
    auto keys = std::make_shared<const CanonicalKeys>(std::move(made));
    const std::lock_guard lock(memo.mutex);
    memo.column = column;
    memo.keys = keys;
    return keys;
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
