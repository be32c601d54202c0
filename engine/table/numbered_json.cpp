#include "table/numbered_json.h"

#include <cstddef>
#include <cstdint>

#include "table/unicode.h"

namespace tacit::table {

namespace {

class JsonCursor {
  public:
    explicit JsonCursor(std::string_view text) : text_(text) { space(); }

    bool take(char c) {
        if (at_ >= text_.size() || text_[at_] != c) return false;
        ++at_;
        space();
        return true;
    }

    // Up to the comma or bracket behind a value.
    std::string_view value() {
        const std::size_t begin = at_;
        for (std::size_t depth = 0; at_ < text_.size(); ++at_) {
            const char c = text_[at_];
            if (c == '"') {
                skip_string();
            } else if (c == '{' || c == '[') {
                ++depth;
            } else if (c == '}' || c == ']') {
                if (depth-- == 0) break;
            } else if ((c == ',' || c == ':') && depth == 0) {
                break;
            }
        }
        return trimmed(text_.substr(begin, at_ - begin));
    }

  private:
    void space() {
        while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\n' || text_[at_] == '\t')) ++at_;
    }
    // To its closing quotation mark, or to the end of the text.
    void skip_string() {
        for (++at_; at_ < text_.size() && text_[at_] != '"'; ++at_)
            if (text_[at_] == '\\') ++at_;
        if (at_ > text_.size()) at_ = text_.size();
    }

    std::string_view text_;
    std::size_t at_ = 0;
};

// What stands behind "\u", which `at` is moved behind: one unit of UTF-16 or a pair of them.
std::optional<char32_t> escaped_unit(std::string_view text, std::size_t& at) {
    const auto first = four_hex_digits(text.substr(at));
    if (!first) return std::nullopt;
    at += 4;
    if (*first < 0xd800 || *first > 0xdfff) return first;
    if (*first > 0xdbff || text.substr(at, 2) != "\\u") return std::nullopt;
    const auto second = four_hex_digits(text.substr(at + 2));
    if (!second || *second < 0xdc00 || *second > 0xdfff) return std::nullopt;
    at += 6;
    return 0x10000 + ((*first - 0xd800) << 10) + (*second - 0xdc00);
}

}  // namespace

std::optional<std::string_view> json_member(std::string_view json, std::string_view number) {
    JsonCursor cursor(json);
    const bool named = cursor.take('{');
    if (!named && !cursor.take('[')) return std::nullopt;
    for (std::size_t place = 0;; ++place) {
        std::string name = std::to_string(place);
        if (named) {
            name = json_string(cursor.value()).value_or("");
            if (!cursor.take(':')) return std::nullopt;
        }
        const auto value = cursor.value();
        if (name == number && !value.empty()) return value;
        if (!cursor.take(',')) return std::nullopt;
    }
}

std::optional<std::string> json_string(std::string_view json) {
    if (json.size() < 2 || json.front() != '"' || json.back() != '"') return std::nullopt;
    const auto text = json.substr(1, json.size() - 2);
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const char c = text[at++];
        if (c == '"') return std::nullopt;
        if (c != '\\') {
            out.push_back(c);
            continue;
        }
        if (at >= text.size()) return std::nullopt;
        constexpr std::string_view names = "\"\\/bfnrt", meant = "\"\\/\b\f\n\r\t";
        const char escape = text[at++];
        if (escape == 'u') {
            const auto code = escaped_unit(text, at);
            if (!code) return std::nullopt;
            append_utf8(out, *code);
        } else if (const auto known = names.find(escape); known != std::string_view::npos) {
            out.push_back(meant[known]);
        } else {
            return std::nullopt;
        }
    }
    return out;
}

}  // namespace tacit::table
