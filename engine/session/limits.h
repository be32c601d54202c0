#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

#include "base/bytes.h"

namespace tacit::session {

/// A participant's place in a session: 0 is the organizer, 1..n-1 are the partners by invitation number.
using Place = std::uint16_t;
inline constexpr Place organizer_place = 0;

using SessionId = ByteArray<16>;
using InvitationId = ByteArray<16>;

/// Version of proposals, invitations, agreements and receipts, which are files or are kept.
inline constexpr std::uint16_t protocol_version = 2;
/// What two programs must have in common to talk: version of claim and reply, and through them of everything
/// that follows in the session. 2: a claim proves the transport key; ends tell faults of the session only.
/// 3: consents sign terms, and Delivered is no Finished; the protocols of transfers and of rows.
inline constexpr std::uint16_t pairing_version = 3;

// Every text and list has a limit in bytes, checked before anything is allocated.
inline constexpr std::size_t max_name = 100;
inline constexpr std::size_t max_title = 200;
inline constexpr std::size_t max_question_kind = 32;
inline constexpr std::size_t max_question = 16 * 1024;
inline constexpr std::size_t max_proposal = 20 * 1024;
inline constexpr std::size_t max_endpoints = 4;
inline constexpr std::size_t max_endpoint = 200;
inline constexpr std::size_t max_invitation = 64 * 1024;
inline constexpr std::size_t max_pairing = 2 * 1024;
inline constexpr std::size_t max_summary = 500;
inline constexpr std::size_t max_terms = 16;
inline constexpr std::size_t max_reason = 500;
inline constexpr std::size_t max_control = 64 * 1024;
inline constexpr std::size_t max_agreement = 96 * 1024;  ///< proposal, roster and seals
inline constexpr std::uint16_t min_participants = 2;
inline constexpr std::uint16_t max_participants = 64;

/// Clocks of two sides that differ by more than this are called wrong where an expiry depends on them.
inline constexpr std::chrono::minutes clock_tolerance{10};
/// Claims without a right MAC after which an invitation is worth nothing.
inline constexpr int max_bad_claims = 3;

}  // namespace tacit::session
