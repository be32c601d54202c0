#include "table/keys.h"

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>

#include <unordered_map>

#include "table/limits.h"
#include "table/unicode.h"

namespace tacit::table {

namespace {

constexpr std::size_t max_examples = 5;
constexpr std::size_t rows_between_stops = 1 << 14;
// One round is enough for nearly all texts; the recipe's own idempotence is tested.
constexpr int max_rounds = 8;

bool fold_ascii(std::string_view text, std::string& out) {
    out.assign(text);
    for (char& c : out) {
        if (static_cast<unsigned char>(c) >= 0x80) return false;
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
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
        std::string current;
        if (fold_ascii(text, current)) return without_extra_space(current);
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
        return current;
    }

  private:
    explicit Folder(const icu::Normalizer2& normalizer) : normalizer_(&normalizer) {}
    const icu::Normalizer2* normalizer_;  ///< ICU's own, never deleted
};

}  // namespace

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
    std::unordered_map<std::string, std::int32_t> known;
    known.reserve(dataset.columns()[column].distinct);
    for (std::size_t row = 0; row < dataset.rows(); ++row) {
        if (row % rows_between_stops == 0 && stop.stop_requested()) return error(Fault::cancelled);
        const auto text = dataset.cell(row, column);
        TACIT_ASSIGN(std::string key, folder.fold(text));
        if (key.empty()) {
            ++out.blank;
            out.row_key.push_back(CanonicalKeys::blank_row);
            continue;
        }
        if (key != text && out.examples.size() < max_examples)
            out.examples.push_back(
                {std::string(clipped(text, max_issue_text)), std::string(clipped(key, max_issue_text))});
        const auto next = static_cast<std::int32_t>(known.size());
        const auto [place, added] = known.try_emplace(std::move(key), next);
        out.duplicates += added ? 0 : 1;
        out.row_key.push_back(place->second);
    }
    out.distinct = known.size();
    out.keys.resize(known.size());
    // Taken over rather than copied: the map's nodes are opened one by one.
    while (!known.empty()) {
        auto node = known.extract(known.begin());
        out.keys[static_cast<std::size_t>(node.mapped())] = std::move(node.key());
    }
    return out;
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
