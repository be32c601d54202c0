#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"

namespace tacit::session {

/// Bytes as a small text file: `header` on a line of its own, then base64 (RFC 4648) in lines of 64
/// characters, the last one shorter, each ended by a line feed.
std::string to_armour(std::string_view header, View bytes);

/// The bytes; nothing unless the text is exactly what `to_armour` writes, so that two different files never
/// carry the same bytes. One exception: all lines may end in CR LF, because mail programs do that to text.
std::optional<Bytes> from_armour(std::string_view header, std::string_view text);

}  // namespace tacit::session
