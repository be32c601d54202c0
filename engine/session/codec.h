#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/fault.h"
#include "session/limits.h"
#include "wire/reader.h"
#include "wire/writer.h"

namespace tacit::session {

// Field codecs that several messages of this folder have in common.

/// Milliseconds since 1970 between then and the year 9999; anything else fails, so that later arithmetic
/// cannot overflow.
WallTime read_time(wire::Reader& reader);
inline void write_time(wire::Writer& writer, WallTime time) {
    writer.i64(to_unix_ms(time));
}

/// One line that a person reads: not blank, without control characters, line separators and the characters
/// that change the direction of the text around them (a name must not be able to rewrite the sentence that it
/// stands in).
bool is_plain_line(std::string_view text);
/// What two names have in common that look the same: letters of the Latin alphabet in lower case, without
/// spaces and whatever is not seen (base/invisible.h), as the programs show them. For comparing only.
std::string look_of(std::string_view name);
std::string read_line(wire::Reader& reader, std::size_t maximum);

/// Our own text cut to `maximum` bytes at a character, control characters replaced by blanks; empty when it
/// is not UTF-8.
std::string bounded_text(std::string_view text, std::size_t maximum);

/// Numbers of the faults in messages and records. They never change; new faults get new numbers. 0 is "no
/// fault".
std::uint8_t fault_code(std::optional<Fault> fault);
/// The fault of a number from outside; an unknown number fails the reader.
std::optional<Fault> read_fault(wire::Reader& reader);

/// "2026-11-24 09:30 UTC", for details that name two clocks.
std::string utc_text(WallTime time);
/// "2026-11-24T09:30:05.017Z" (RFC 3339), for records.
std::string iso_text(WallTime time);

/// The same error under the fault that the caller has for it.
Error as_fault(const Status& status, Fault fault);

}  // namespace tacit::session
