#include "session/armour.h"

namespace tacit::session {

namespace {

constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::size_t line_length = 64;

std::string to_base64(View bytes) {
    std::string out;
    out.reserve((bytes.size() + 2) / 3 * 4);
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        const std::size_t have = std::min<std::size_t>(3, bytes.size() - i);
        std::uint32_t group = 0;
        for (std::size_t k = 0; k < 3; ++k) group = (group << 8) | (k < have ? bytes[i + k] : 0u);
        for (std::size_t k = 0; k < 4; ++k) out += k <= have ? digits[(group >> (18 - 6 * k)) & 63u] : '=';
    }
    return out;
}

/// Lenient in nothing but that it does not look at padding bits: the caller encodes again and compares.
std::optional<Bytes> from_base64(std::string_view text) {
    while (!text.empty() && text.back() == '=') text.remove_suffix(1);
    Bytes out;
    out.reserve(text.size() * 3 / 4);
    std::uint32_t pending = 0;
    int bits = 0;
    for (const char c : text) {
        const auto digit = digits.find(c);
        if (digit == std::string_view::npos) return std::nullopt;
        pending = (pending << 6) | static_cast<std::uint32_t>(digit);
        bits += 6;
        if (bits >= 8) {
            bits -= 8;
            out.push_back(static_cast<std::uint8_t>(pending >> bits));
        }
    }
    return out;
}

}  // namespace

std::string to_armour(std::string_view header, View bytes) {
    std::string out(header);
    out += '\n';
    const auto body = to_base64(bytes);
    for (std::size_t i = 0; i < body.size(); i += line_length) out.append(body, i, line_length).append("\n");
    return out;
}

std::optional<Bytes> from_armour(std::string_view header, std::string_view text) {
    if (!text.starts_with(header)) return std::nullopt;
    const bool windows = text.substr(header.size()).starts_with("\r\n");
    std::string unix_text, body;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (windows && text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n') continue;
        if (windows && text[i] == '\n' && text[i - 1] != '\r') return std::nullopt;
        unix_text += text[i];
        if (i > header.size() && text[i] != '\n') body += text[i];
    }
    auto bytes = from_base64(body);
    if (!bytes || to_armour(header, *bytes) != unix_text) return std::nullopt;
    return bytes;
}

}  // namespace tacit::session
