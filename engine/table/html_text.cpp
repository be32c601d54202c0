#include "table/html_text.h"

#include <algorithm>
#include <array>

#include "table/unicode.h"

namespace tacit::table {

namespace {

// U+00A0 to U+00FF in order (HTML 4.01, 24.2.1).
constexpr std::array<std::string_view, 96> latin_names = {
    "nbsp",   "iexcl",  "cent",   "pound",  "curren", "yen",    "brvbar", "sect",   "uml",    "copy",
    "ordf",   "laquo",  "not",    "shy",    "reg",    "macr",   "deg",    "plusmn", "sup2",   "sup3",
    "acute",  "micro",  "para",   "middot", "cedil",  "sup1",   "ordm",   "raquo",  "frac14", "frac12",
    "frac34", "iquest", "Agrave", "Aacute", "Acirc",  "Atilde", "Auml",   "Aring",  "AElig",  "Ccedil",
    "Egrave", "Eacute", "Ecirc",  "Euml",   "Igrave", "Iacute", "Icirc",  "Iuml",   "ETH",    "Ntilde",
    "Ograve", "Oacute", "Ocirc",  "Otilde", "Ouml",   "times",  "Oslash", "Ugrave", "Uacute", "Ucirc",
    "Uuml",   "Yacute", "THORN",  "szlig",  "agrave", "aacute", "acirc",  "atilde", "auml",   "aring",
    "aelig",  "ccedil", "egrave", "eacute", "ecirc",  "euml",   "igrave", "iacute", "icirc",  "iuml",
    "eth",    "ntilde", "ograve", "oacute", "ocirc",  "otilde", "ouml",   "divide", "oslash", "ugrave",
    "uacute", "ucirc",  "uuml",   "yacute", "thorn",  "yuml"};

struct Named {
    std::string_view name;
    char32_t code;
};
constexpr std::array<Named, 16> other_names = {{{"amp", '&'},
                                                {"lt", '<'},
                                                {"gt", '>'},
                                                {"quot", '"'},
                                                {"apos", '\''},
                                                {"euro", 0x20ac},
                                                {"ndash", 0x2013},
                                                {"mdash", 0x2014},
                                                {"lsquo", 0x2018},
                                                {"rsquo", 0x2019},
                                                {"ldquo", 0x201c},
                                                {"rdquo", 0x201d},
                                                {"bull", 0x2022},
                                                {"hellip", 0x2026},
                                                {"minus", 0x2212},
                                                {"trade", 0x2122}}};

bool is_space(char c) {
    return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f';
}
bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}
bool equal_names(std::string_view a, std::string_view b) {
    return a.size() == b.size() &&
           std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) { return lower(x) == lower(y); });
}

std::optional<char32_t> numeric(std::string_view digits, unsigned base) {
    char32_t value = 0;
    if (digits.empty() || digits.size() > 7) return std::nullopt;
    for (const char c : digits) {
        const char l = lower(c);
        const unsigned digit = l >= '0' && l <= '9'   ? static_cast<unsigned>(l - '0')
                               : l >= 'a' && l <= 'f' ? static_cast<unsigned>(l - 'a' + 10)
                                                      : 99u;
        if (digit >= base) return std::nullopt;
        value = value * base + digit;
    }
    const bool scalar = value > 0 && value < 0x110000 && (value < 0xd800 || value > 0xdfff);
    return scalar ? std::optional(value) : std::nullopt;
}

std::optional<char32_t> referred(std::string_view name) {
    if (name.size() > 1 && name[0] == '#') {
        const bool hex = name[1] == 'x' || name[1] == 'X';
        return numeric(name.substr(hex ? 2 : 1), hex ? 16 : 10);
    }
    for (const auto& known : other_names)
        if (known.name == name) return known.code;
    const auto latin = std::find(latin_names.begin(), latin_names.end(), name);
    if (latin == latin_names.end()) return std::nullopt;
    return static_cast<char32_t>(0xa0 + (latin - latin_names.begin()));
}

}  // namespace

void HtmlPieces::skip_behind(std::string_view mark) {
    const auto found = page_.find(mark, at_);
    at_ = found == std::string_view::npos ? page_.size() : found + mark.size();
}

// Comments, declarations and processing instructions.
bool HtmlPieces::skip_unseen() {
    const auto rest = page_.substr(at_);
    if (rest.substr(0, 4) == "<!--") {
        at_ += 4;
        skip_behind("-->");
    } else if (rest.substr(0, 2) == "<!" || rest.substr(0, 2) == "<?") {
        skip_behind(">");
    } else {
        return false;
    }
    return true;
}

void HtmlPieces::take_tag(HtmlPiece& out) {
    out.tag = true;
    ++at_;
    out.closing = page_[at_] == '/';
    if (out.closing) ++at_;
    out.name.clear();
    while (at_ < page_.size() && !is_space(page_[at_]) && page_[at_] != '>' && page_[at_] != '/') {
        if (out.name.size() < 32) out.name.push_back(lower(page_[at_]));
        ++at_;
    }
    const std::size_t begin = at_;
    char quote = 0;
    for (; at_ < page_.size(); ++at_) {
        const char c = page_[at_];
        if (quote != 0) {
            if (c == quote) quote = 0;
        } else if (c == '>') {
            break;
        } else if ((c == '"' || c == '\'') && page_[at_ - 1] == '=') {
            quote = c;
        }
    }
    out.attributes = page_.substr(begin, at_ - begin);
    if (at_ < page_.size()) ++at_;
    if (!out.closing && (out.name == "script" || out.name == "style")) skipped_until_ = "</" + out.name;
}

bool HtmlPieces::next(HtmlPiece& out) {
    if (!skipped_until_.empty()) {
        while (at_ < page_.size() && !equal_names(page_.substr(at_, skipped_until_.size()), skipped_until_))
            at_ = std::min(page_.find('<', at_ + 1), page_.size());
        skipped_until_.clear();
    }
    while (at_ < page_.size() && page_[at_] == '<' && skip_unseen()) {
    }
    if (at_ >= page_.size()) return false;
    const auto is_tag = [&](std::size_t at) {
        if (page_[at] != '<' || at + 1 >= page_.size()) return false;
        const char c = page_[at + 1];
        if (c == '/') return at + 2 < page_.size() && is_letter(page_[at + 2]);
        return is_letter(c) || c == '!' || c == '?';
    };
    if (is_tag(at_)) {
        take_tag(out);
        return true;
    }
    std::size_t end = at_ + 1;
    while (end < page_.size() && !is_tag(end)) end = std::min(page_.find('<', end + 1), page_.size());
    out.tag = out.closing = false;
    out.text = page_.substr(at_, end - at_);
    at_ = end;
    return true;
}

std::optional<std::string_view> html_attribute(std::string_view attributes, std::string_view name) {
    std::size_t at = 0;
    const auto skip_space = [&] {
        while (at < attributes.size() && (is_space(attributes[at]) || attributes[at] == '/')) ++at;
    };
    for (skip_space(); at < attributes.size(); skip_space()) {
        const std::size_t begin = at;
        while (at < attributes.size() && !is_space(attributes[at]) && attributes[at] != '=') ++at;
        const auto found = attributes.substr(begin, at - begin);
        std::string_view value;
        if (at < attributes.size() && attributes[at] == '=') {
            ++at;
            const char quote = at < attributes.size() ? attributes[at] : '\0';
            if (quote == '"' || quote == '\'') {
                const auto end = std::min(attributes.find(quote, at + 1), attributes.size());
                value = attributes.substr(at + 1, end - at - 1);
                at = std::min(end + 1, attributes.size());
            } else {
                const std::size_t from = at;
                while (at < attributes.size() && !is_space(attributes[at])) ++at;
                value = attributes.substr(from, at - from);
            }
        }
        if (equal_names(found, name)) return value;
    }
    return std::nullopt;
}

namespace {

// A run of white space; `at` is moved to its last byte.
void append_space(std::string_view text, std::size_t& at, std::string& out, HtmlSpace space) {
    const std::size_t begin = at;
    while (at + 1 < text.size() && is_space(text[at + 1])) ++at;
    const auto run = text.substr(begin, at + 1 - begin);
    const bool kept = space == HtmlSpace::keep ||
                      (space == HtmlSpace::collapse_lines && run.find_first_of("\r\n") == run.npos);
    if (kept)
        out += run;
    else if (!out.empty() && out.back() != ' ' && out.back() != '\n')
        out.push_back(' ');
}

}  // namespace

void append_html_text(std::string_view text, std::string& out, HtmlSpace space) {
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char c = text[at];
        if (is_space(c)) {
            append_space(text, at, out, space);
            continue;
        }
        if (c == '&') {
            constexpr std::size_t longest = 10;
            const auto end = text.substr(at, longest).find(';');
            const auto code =
                end == std::string_view::npos ? std::nullopt : referred(text.substr(at + 1, end - 1));
            if (code) {
                append_utf8(out, *code);
                at += end;
                continue;
            }
        }
        out.push_back(c);
    }
}

}  // namespace tacit::table
