#include "table/csv_records.h"

#include "table/header_search.h"

namespace tacit::table {

CsvRecords::CsvRecords(std::string_view text, char delimiter) : text_(text), delimiter_(delimiter) {
    ends_field_[static_cast<unsigned char>('\n')] = true;
    ends_field_[static_cast<unsigned char>('\r')] = true;
    if (delimiter != 0) ends_field_[static_cast<unsigned char>(delimiter)] = true;
}

bool CsvRecords::next(std::vector<std::string_view>& fields) {
    fields.clear();
    unquoted_.clear();
    patches_.clear();
    stray_ = -1;
    if (at_ >= text_.size() || unclosed_) return false;
    bool more = text_[at_] != '\n' && text_[at_] != '\r';
    while (more) {
        if (at_ < text_.size() && text_[at_] == '"')
            quoted_field(fields);
        else
            plain_field(fields);
        if (unclosed_) return false;
        more = delimiter_ != 0 && at_ < text_.size() && text_[at_] == delimiter_;
        if (more) ++at_;
    }
    if (at_ < text_.size() && text_[at_] == '\r') {
        ++at_;
        if (at_ < text_.size() && text_[at_] == '\n') ++at_;
    } else if (at_ < text_.size()) {
        ++at_;
    }
    for (const auto& patch : patches_)
        fields[patch.field] = std::string_view(unquoted_).substr(patch.begin, patch.end - patch.begin);
    return true;
}

void CsvRecords::plain_field(std::vector<std::string_view>& fields) {
    const std::size_t begin = at_;
    while (at_ < text_.size() && !ends_field_[static_cast<unsigned char>(text_[at_])]) ++at_;
    fields.push_back(text_.substr(begin, at_ - begin));
}

void CsvRecords::quoted_field(std::vector<std::string_view>& fields) {
    const std::size_t begin = ++at_;
    std::size_t close = text_.find('"', at_);
    bool doubled = false;
    const std::size_t kept = unquoted_.size();
    std::size_t run = begin;
    while (close != std::string_view::npos && close + 1 < text_.size() && text_[close + 1] == '"') {
        doubled = true;
        unquoted_.append(text_.substr(run, close + 1 - run));
        run = close + 2;
        close = text_.find('"', run);
    }
    if (close == std::string_view::npos) {
        unclosed_ = true;
        fields.emplace_back();
        return;
    }
    at_ = close + 1;
    const bool stray = at_ < text_.size() && !ends_field_[static_cast<unsigned char>(text_[at_])];
    if (!doubled && !stray) {
        fields.push_back(text_.substr(begin, close - begin));
        return;
    }
    unquoted_.append(text_.substr(run, close - run));
    if (stray) {
        stray_ = static_cast<std::int64_t>(fields.size());
        const std::size_t rest = at_;
        while (at_ < text_.size() && !ends_field_[static_cast<unsigned char>(text_[at_])]) ++at_;
        unquoted_.append(text_.substr(rest, at_ - rest));
    }
    patches_.push_back({fields.size(), kept, unquoted_.size()});
    fields.emplace_back();
}

namespace {

constexpr std::size_t sample_bytes = 512 * 1024;
constexpr std::size_t sample_records = 1000;

struct Score {
    double share = 0;  // of the records that are as wide as the header
    std::size_t width = 0;
};

Score score(std::string_view text, char delimiter, std::uint32_t header_row) {
    const bool cut = text.size() > sample_bytes;
    CsvRecords records(text.substr(0, sample_bytes), delimiter);
    std::vector<std::string_view> fields;
    std::size_t width = 0;
    std::size_t seen = 0;
    double credit = 0;
    for (std::uint32_t row = 1; seen < sample_records && records.next(fields); ++row) {
        if (fields.empty() || row < header_row) continue;
        if (cut && records.offset() == sample_bytes) break;  // most likely half a record
        if (width == 0) width = fields.size();
        if (width < 2) return {};
        ++seen;
        if (records.stray_field() >= 0 || fields.size() == 1) continue;
        credit += fields.size() == width ? 1.0 : 0.5;
    }
    // A mark that is never closed speaks against the guess, unless the sample was cut inside the field.
    if (records.unclosed() && !cut) ++seen;
    if (seen == 0) return {};
    return {credit / static_cast<double>(seen), width};
}

}  // namespace

char detect_delimiter(std::string_view text, std::uint32_t header_row) {
    char best = 0;
    Score top;
    for (const char candidate : {';', '\t', ',', '|'}) {
        const Score found = score(text, candidate, header_row);
        if (found.share < 0.5) continue;
        if (found.share > top.share || (found.share == top.share && found.width > top.width)) {
            best = candidate;
            top = found;
        }
    }
    if (best != 0 || header_row != 0) return best;
    // Perhaps lines about the file stand above the table, with another delimiter or none.
    for (const char candidate : {';', '\t', ',', '|'}) {
        const auto header = find_header(text, candidate);
        if (header == 0) continue;
        const Score found = score(text, candidate, header);
        if (found.share > top.share) {
            best = candidate;
            top = found;
        }
    }
    return best;
}

}  // namespace tacit::table
