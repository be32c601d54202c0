#pragma once

#include <cstdint>

namespace tacit::net {

/// A participant's place in the session: 0 is the organizer, 1..n are the partners by invitation number.
using PeerId = std::uint16_t;
inline constexpr PeerId organizer_id = 0;

}  // namespace tacit::net
