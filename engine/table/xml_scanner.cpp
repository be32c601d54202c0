#include "table/xml_scanner.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>

#include "base/ascii.h"
#include "table/limits.h"
#include "table/unicode.h"

namespace tacit::table {

namespace {

enum : std::uint8_t { ends_text = 1, ends_name = 2, special_in_value = 4, space = 8 };

constexpr std::array<std::uint8_t, 256> make_classes() {
    std::array<std::uint8_t, 256> out{};
    for (unsigned c = 0; c < 0x20; ++c) out[c] = ends_text | ends_name | special_in_value;
    for (const unsigned c : {0x09u, 0x0au}) out[c] = ends_name | special_in_value | space;
    out[0x0d] = ends_text | ends_name | special_in_value | space;
    out[' '] = ends_name | space;
    for (const char c : {'/', '>', '=', '<', '&', '"', '\''}) out[static_cast<unsigned char>(c)] |= ends_name;
    for (const char c : {'<', '&'}) out[static_cast<unsigned char>(c)] |= ends_text | special_in_value;
    for (const char c : {'"', '\''}) out[static_cast<unsigned char>(c)] |= special_in_value;
    return out;
}
constexpr std::array<std::uint8_t, 256> classes = make_classes();

bool is(char c, std::uint8_t what) {
    return (classes[static_cast<unsigned char>(c)] & what) != 0;
}

// The longest reference is &#x10FFFF; with some zeros in front.
constexpr std::size_t longest_reference = 32;

std::optional<char32_t> referred(std::string_view name) {
    if (name == "lt") return U'<';
    if (name == "gt") return U'>';
    if (name == "amp") return U'&';
    if (name == "quot") return U'"';
    if (name == "apos") return U'\'';
    if (name.size() < 2 || name[0] != '#') return std::nullopt;
    const bool hex = name[1] == 'x';
    const auto digits = name.substr(hex ? 2 : 1);
    if (digits.empty()) return std::nullopt;
    char32_t value = 0;
    for (const char c : digits) {
        unsigned digit = 99;
        if (is_digit(c)) digit = static_cast<unsigned>(c - '0');
        if (hex && c >= 'a' && c <= 'f') digit = static_cast<unsigned>(c - 'a' + 10);
        if (hex && c >= 'A' && c <= 'F') digit = static_cast<unsigned>(c - 'A' + 10);
        if (digit == 99 || value > 0x10ffff) return std::nullopt;
        value = value * (hex ? 16 : 10) + digit;
    }
    const bool fine = value == 9 || value == 10 || value == 13 || (value >= 0x20 && value < 0xd800) ||
                      (value >= 0xe000 && value < 0xfffe) || (value >= 0x10000 && value <= 0x10ffff);
    return fine ? std::optional(value) : std::nullopt;
}

std::string_view local(std::string_view name) {
    const auto colon = name.rfind(':');
    return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

bool starts_with(std::string_view text, std::string_view mark) {
    return text.substr(0, mark.size()) == mark;
}

}  // namespace

Error no_proper_xml(const std::string& why) {
    return refused("The workbook is damaged: a part of it is no proper XML (" + why +
                   "). Open it in the spreadsheet program and save it again.");
}
Error nested_too_deep() {
    return refused(
        "The workbook nests its XML deeper than any spreadsheet program does, so it was not read. Open it in "
        "the spreadsheet program and save it again.");
}
Error declares_document_type() {
    return refused(
        "The workbook declares a document type, which no spreadsheet program writes, so it was not read. Ask "
        "where the file comes from.");
}

bool is_utf8_xml(std::string_view beginning) {
    if (starts_with(beginning, "\xef\xbb\xbf")) beginning.remove_prefix(3);
    if (beginning.empty() || beginning[0] != '<' ||
        beginning.substr(0, 4).find('\0') != std::string_view::npos)
        return false;
    if (!starts_with(beginning, "<?xml")) return true;
    const auto declaration = beginning.substr(0, beginning.find("?>"));
    const auto at = declaration.find("encoding");
    if (at == std::string_view::npos) return true;
    const auto open = declaration.find_first_of("\"'", at);
    if (open == std::string_view::npos) return false;
    const auto name = declaration.substr(open + 1, 5);
    constexpr std::string_view utf8 = "utf-8";
    return std::equal(name.begin(), name.end(), utf8.begin(), utf8.end(),
                      [](char a, char b) { return a == b || (a >= 'A' && a <= 'Z' && a - 'A' + 'a' == b); });
}

Status XmlScanner::feed(View piece, bool last) {
    TACIT_TRY(status_);
    buffer_.erase(0, at_);
    valid_ -= at_;
    at_ = 0;
    const bool first = buffer_.empty() && !rooted_ && open_.empty();
    buffer_.append(as_text(piece));
    if (first && starts_with(buffer_, "\xef\xbb\xbf")) at_ = 3;
    TACIT_TRY(check_utf8(last));
    for (;;) {
        const Step step = scan(last);
        if (step == Step::failed) return status_;
        if (handler_.finished()) return {};
        if (step == Step::done) continue;
        if (buffer_.size() - at_ > max_xml_token_bytes) return no_proper_xml("a tag without an end");
        break;
    }
    if (last && (at_ < buffer_.size() || !open_.empty() || !rooted_)) {
        (void)fail("it ends too early");
        return status_;
    }
    return {};
}

// A character may be cut at the end of a piece.
Status XmlScanner::check_utf8(bool last) {
    const auto rest = std::string_view(buffer_).substr(valid_);
    const auto wrong = utf8_error(rest);
    if (!wrong) {
        valid_ = buffer_.size();
        return {};
    }
    valid_ += *wrong;
    constexpr std::size_t longest_character = 4;
    if (!last && buffer_.size() - valid_ < longest_character) return {};
    (void)fail("it is not UTF-8");
    return status_;
}

XmlScanner::Step XmlScanner::fail(const char* why) {
    return fail(no_proper_xml(why));
}
XmlScanner::Step XmlScanner::fail(Error failure) {
    status_ = std::move(failure);
    return Step::failed;
}

// What was handed out may have ended the reading.
XmlScanner::Step XmlScanner::passed(std::size_t to) {
    at_ = to;
    if (handler_.status().ok()) return handler_.finished() ? Step::more : Step::done;
    status_ = handler_.status();
    return Step::failed;
}

XmlScanner::Step XmlScanner::scan(bool last) {
    if (at_ >= valid_) return Step::more;
    return buffer_[at_] == '<' ? markup() : text(last);
}

XmlScanner::Step XmlScanner::markup() {
    if (valid_ - at_ < 2) return Step::more;
    switch (buffer_[at_ + 1]) {
        case '/':
            return end_tag();
        case '!':
        case '?':
            return declaration();
        default:
            return start_tag();
    }
}

XmlScanner::Step XmlScanner::declaration() {
    const auto rest = std::string_view(buffer_).substr(at_, valid_ - at_);
    const auto behind = [&](std::size_t from, std::string_view mark) {
        const auto found = rest.find(mark, from);
        return found == std::string_view::npos ? Step::more : passed(at_ + found + mark.size());
    };
    if (rest[1] == '?') return behind(2, "?>");
    constexpr std::string_view comment = "<!--", verbatim = "<![CDATA[", document_type = "<!DOCTYPE";
    if (starts_with(rest, comment)) return behind(comment.size(), "-->");
    if (starts_with(rest, document_type)) return fail(declares_document_type());
    if (starts_with(rest, verbatim)) {
        if (open_.empty()) return fail("text outside of its root");
        const auto end = rest.find("]]>", verbatim.size());
        if (end == std::string_view::npos) return Step::more;
        return verbatim_text(rest.substr(verbatim.size(), end - verbatim.size()), at_ + end + 3);
    }
    return rest.size() < verbatim.size() ? Step::more : fail("an unknown declaration");
}

XmlScanner::Step XmlScanner::verbatim_text(std::string_view text, std::size_t behind) {
    const auto cannot_be = [](char c) { return static_cast<unsigned char>(c) < 0x20 && !is(c, space); };
    if (std::any_of(text.begin(), text.end(), cannot_be)) return fail("a character that XML cannot hold");
    while (!text.empty() && handler_.status().ok() && !handler_.finished()) {
        const auto line = text.substr(0, text.find('\r'));
        give(line);
        text.remove_prefix(line.size());
        if (text.empty()) break;
        give("\n");
        text.remove_prefix(text.size() > 1 && text[1] == '\n' ? 2 : 1);
    }
    return passed(behind);
}

XmlScanner::Step XmlScanner::end_tag() {
    const auto rest = std::string_view(buffer_).substr(at_, valid_ - at_);
    const auto end = rest.find('>');
    if (end == std::string_view::npos) return Step::more;
    auto name = rest.substr(2, end - 2);
    while (!name.empty() && is(name.back(), space)) name.remove_suffix(1);
    if (open_.empty() || open_.back() != name) return fail("tags that do not match");
    open_.pop_back();
    handler_.end(local(name));
    return passed(at_ + end + 1);
}

XmlScanner::Step XmlScanner::start_tag() {
    const char* const text = buffer_.data();
    std::size_t at = at_ + 1;
    while (at < valid_ && !is(text[at], ends_name)) ++at;
    const std::size_t name_end = at;
    if (at == valid_) return Step::more;
    const char first = text[at_ + 1];
    if (name_end == at_ + 1 || first == '-' || first == '.' || is_digit(first))
        return fail("a tag without a name");
    attributes_.clear();
    bool empty = false;
    for (;;) {
        const std::size_t before = at;
        while (at < valid_ && is(text[at], space)) ++at;
        if (at == valid_) return Step::more;
        if (text[at] == '>') break;
        if (text[at] == '/') {
            if (at + 1 == valid_) return Step::more;
            if (text[at + 1] != '>') return fail("a stray slash in a tag");
            empty = true;
            ++at;
            break;
        }
        if (at == before) return fail("a tag that is not well-formed");
        if (const Step step = attribute(at); step != Step::done) return step;
    }
    if (open_.empty() && rooted_) return fail("a second root");
    if (open_.size() >= static_cast<std::size_t>(max_xml_depth)) return fail(nested_too_deep());
    rooted_ = true;
    pairs_.clear();
    for (const auto& found : attributes_) {
        buffer_[found.name_end] = '\0';
        buffer_[found.plain ? found.value_end : decode_value(found)] = '\0';
        pairs_.push_back(text + found.name);
        pairs_.push_back(text + found.value);
    }
    pairs_.push_back(nullptr);
    const std::string_view name(text + at_ + 1, name_end - at_ - 1);
    handler_.start(local(name), XmlAttributes(pairs_.data()));
    if (!empty)
        open_.emplace_back(name);
    else if (handler_.status().ok() && !handler_.finished())
        handler_.end(local(name));
    return passed(at + 1);
}

// Notes where it stands; the buffer changes only once the tag is complete.
XmlScanner::Step XmlScanner::attribute(std::size_t& at) {
    const char* const text = buffer_.data();
    Attribute found{at, 0, 0, 0, true};
    while (at < valid_ && !is(text[at], ends_name)) ++at;
    found.name_end = at;
    while (at < valid_ && is(text[at], space)) ++at;
    if (at == valid_) return Step::more;
    if (found.name_end == found.name || text[at] != '=') return fail("an attribute without a value");
    ++at;
    while (at < valid_ && is(text[at], space)) ++at;
    if (at == valid_) return Step::more;
    const char quote = text[at++];
    if (quote != '"' && quote != '\'') return fail("a value without quotation marks");
    found.value = at;
    for (;; ++at) {
        while (at < valid_ && !is(text[at], special_in_value)) ++at;
        if (at == valid_) return Step::more;
        const char c = text[at];
        if (c == quote) break;
        if (c == '<' || (static_cast<unsigned char>(c) < 0x20 && !is(c, space)))
            return fail("a character that a value cannot hold");
        if (c != '"' && c != '\'') found.plain = false;
        if (c != '&') continue;
        const auto name =
            std::string_view(buffer_).substr(at + 1, std::min(longest_reference, valid_ - at - 1));
        const auto end = name.find(';');
        if (end == std::string_view::npos)
            return valid_ - at < longest_reference && name.find(quote) == std::string_view::npos
                       ? Step::more
                       : fail("an unknown reference");
        if (!referred(name.substr(0, end))) return fail("an unknown reference");
    }
    found.value_end = at++;
    attributes_.push_back(found);
    return Step::done;
}

// In place: a value never becomes longer. White space in it becomes spaces.
std::size_t XmlScanner::decode_value(const Attribute& attribute) {
    std::string decoded;
    const auto raw = std::string_view(buffer_).substr(attribute.value, attribute.value_end - attribute.value);
    for (std::size_t at = 0; at < raw.size(); ++at) {
        if (raw[at] == '&') {
            const auto end = raw.find(';', at);
            append_utf8(decoded, referred(raw.substr(at + 1, end - at - 1)).value_or(U' '));
            at = end;
        } else if (is(raw[at], space)) {
            if (raw[at] == '\r' && at + 1 < raw.size() && raw[at + 1] == '\n') ++at;
            decoded.push_back(' ');
        } else {
            decoded.push_back(raw[at]);
        }
    }
    std::copy(decoded.begin(), decoded.end(), buffer_.begin() + static_cast<std::ptrdiff_t>(attribute.value));
    return attribute.value + decoded.size();
}

void XmlScanner::give(std::string_view piece) {
    if (!piece.empty() && !open_.empty()) handler_.text(piece);
}

XmlScanner::Step XmlScanner::text(bool last) {
    const char* const text = buffer_.data();
    std::size_t at = at_;
    while (at < valid_ && !is(text[at], ends_text)) ++at;
    const auto piece = std::string_view(text + at_, at - at_);
    if (open_.empty() && std::any_of(piece.begin(), piece.end(), [](char c) { return !is(c, space); }))
        return fail("text outside of its root");
    if (at > at_) {
        give(piece);
        return passed(at);
    }
    if (text[at] == '&') return reference();
    if (text[at] != '\r') return fail("a character that XML cannot hold");
    // Line ends of any kind are one line feed.
    if (at + 1 == valid_ && !last) return Step::more;
    give("\n");
    return passed(at + 1 < valid_ && text[at + 1] == '\n' ? at + 2 : at + 1);
}

XmlScanner::Step XmlScanner::reference() {
    if (open_.empty()) return fail("text outside of its root");
    const auto name =
        std::string_view(buffer_).substr(at_ + 1, std::min(longest_reference, valid_ - at_ - 1));
    const auto end = name.find(';');
    if (end == std::string_view::npos)
        return valid_ - at_ < longest_reference ? Step::more : fail("an unknown reference");
    const auto code = referred(name.substr(0, end));
    if (!code) return fail("an unknown reference");
    std::string character;
    append_utf8(character, *code);
    give(character);
    return passed(at_ + end + 2);
}

}  // namespace tacit::table
