#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tacit {

using Bytes = std::vector<std::uint8_t>;
using View = std::span<const std::uint8_t>;
template <std::size_t N>
using ByteArray = std::array<std::uint8_t, N>;

inline View as_view(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}
inline std::string_view as_text(View bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}
inline Bytes to_bytes(View bytes) {
    return Bytes(bytes.begin(), bytes.end());
}

/// Lower-case hexadecimal.
std::string to_hex(View bytes);
/// Strict: even length, hexadecimal digits of either case only.
std::optional<Bytes> from_hex(std::string_view text);
/// The same for an exact number of bytes.
template <std::size_t N>
std::optional<ByteArray<N>> array_from_hex(std::string_view text) {
    const auto bytes = from_hex(text);
    if (!bytes || bytes->size() != N) return std::nullopt;
    ByteArray<N> out;
    std::copy(bytes->begin(), bytes->end(), out.begin());
    return out;
}

}  // namespace tacit
