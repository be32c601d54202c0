#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tacit::table {

/// Offset of the first byte that is not well-formed UTF-8 (no overlong form, no surrogate, nothing beyond
/// U+10FFFF), or nothing.
std::optional<std::size_t> utf8_error(std::string_view text);

/// Appends the UTF-8 of a code point, which must be a Unicode scalar value.
void append_utf8(std::string& out, char32_t code_point);

/// Decodes the code point at `at` and moves `at` behind it. The text must be well-formed UTF-8.
char32_t next_code_point_beyond_ascii(std::string_view text, std::size_t& at);
inline char32_t next_code_point(std::string_view text, std::size_t& at) {
    const auto lead = static_cast<unsigned char>(text[at]);
    if (lead >= 0x80) return next_code_point_beyond_ascii(text, at);
    ++at;
    return lead;
}

/// What the first four characters say as hexadecimal digits, as in the escapes of JSON and of workbooks.
std::optional<char32_t> four_hex_digits(std::string_view text);

/// The property White_Space of Unicode.
bool is_white_space(char32_t code_point);

/// Without the white space at both ends. The text must be well-formed UTF-8.
std::string_view trimmed_slowly(std::string_view text);
inline std::string_view trimmed(std::string_view text) {
    // Nearly all cells begin and end with visible ASCII.
    const auto visible = [](char c) { return c > 0x20 && c < 0x7f; };
    return !text.empty() && visible(text.front()) && visible(text.back()) ? text : trimmed_slowly(text);
}

/// At most `bytes` bytes, cut between code points.
std::string_view clipped(std::string_view text, std::size_t bytes);

/// White space trimmed at both ends, and each run of it inside made one space.
std::string without_extra_space(std::string_view text);

}  // namespace tacit::table
