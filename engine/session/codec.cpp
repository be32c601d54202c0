#include "session/codec.h"

#include <array>
#include <cstdio>

#include "base/invisible.h"

namespace tacit::session {

namespace {

constexpr std::int64_t last_time_ms = 253402300799999;  // the end of the year 9999

// The position in this list is the number on the wire. Append only.
constexpr std::array wire_faults{
    Fault::partner_gone,       Fault::declined,
    Fault::cancelled,          Fault::deadline,
    Fault::invitation_invalid, Fault::invitation_used,
    Fault::invitation_expired, Fault::wrong_clock,
    Fault::wrong_host,         Fault::refused,
    Fault::changed_proposal,   Fault::version_differs,
    Fault::cheating,           Fault::malformed_message,
    Fault::unreachable,        Fault::file_refused,
    Fault::column_missing,     Fault::cell_invalid,
    Fault::data_missing,       Fault::profile_busy,
    Fault::profile_damaged,    Fault::passphrase_needed,
    Fault::storage_failed,     Fault::network_failed,
    Fault::not_supported,      Fault::usage,
    Fault::internal,           Fault::partner_failed,
    Fault::database_refused,   Fault::receipt_invalid,
    Fault::out_of_memory,
};

/// The code point at `at` of valid UTF-8, and the position behind it.
std::uint32_t next_point(std::string_view text, std::size_t& at) {
    const auto lead = static_cast<unsigned char>(text[at++]);
    if (lead < 0x80) return lead;
    const int more = lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : 1;
    std::uint32_t point = lead & (0x3fu >> more);
    for (int i = 0; i < more; ++i) point = (point << 6) | (static_cast<unsigned char>(text[at++]) & 0x3fu);
    return point;
}

bool is_space(std::uint32_t point) {
    return point == ' ' || point == 0xa0 || point == 0x1680 || (point >= 0x2000 && point <= 0x200a) ||
           point == 0x202f || point == 0x205f || point == 0x3000;
}

bool unfit_for_a_line(std::uint32_t point) {
    return point < 0x20 || (point >= 0x7f && point <= 0x9f)  // C0, DEL, C1
           || point == 0x2028 || point == 0x2029             // line and paragraph separators
           || (point >= 0x202a && point <= 0x202e)           // bidirectional embeddings and overrides
           || (point >= 0x2066 && point <= 0x2069)           // bidirectional isolates
           || point == 0xfeff || (point >= 0xfff9 && point <= 0xfffb) || (point & 0xfffe) == 0xfffe;
}

}  // namespace

WallTime read_time(wire::Reader& reader) {
    const auto ms = reader.i64();
    if (ms < 0 || ms > last_time_ms) reader.fail();
    return from_unix_ms(reader.failed() ? 0 : ms);
}

bool is_plain_line(std::string_view text) {
    if (!wire::is_utf8(text)) return false;
    bool blank = true;
    for (std::size_t at = 0; at < text.size();) {
        const auto point = next_point(text, at);
        if (unfit_for_a_line(point)) return false;
        if (!is_space(point) && !is_invisible(point)) blank = false;
    }
    return !blank;
}

std::string look_of(std::string_view name) {
    if (!wire::is_utf8(name)) return std::string(name);
    std::string out;
    for (std::size_t at = 0; at < name.size();) {
        const auto begin = at;
        const auto point = next_point(name, at);
        if (is_space(point) || is_invisible(point)) continue;
        const bool upper = point >= 'A' && point <= 'Z';
        out += upper ? std::string(1, static_cast<char>(point - 'A' + 'a'))
                     : std::string(name.substr(begin, at - begin));
    }
    return out;
}

std::string read_line(wire::Reader& reader, std::size_t maximum) {
    auto text = reader.text(maximum);
    if (!is_plain_line(text)) reader.fail();
    return reader.failed() ? std::string{} : text;
}

std::string bounded_text(std::string_view text, std::size_t maximum) {
    auto cut = text.substr(0, maximum);
    if (cut.size() < text.size())
        while (!cut.empty() && (static_cast<unsigned char>(text[cut.size()]) & 0xc0u) == 0x80u)
            cut.remove_suffix(1);
    if (!wire::is_utf8(cut)) return {};
    std::string out(cut);
    for (auto& c : out)
        if ((static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t') || c == 0x7f) c = ' ';
    return out;
}

std::uint8_t fault_code(std::optional<Fault> fault) {
    if (!fault) return 0;
    for (std::size_t i = 0; i < wire_faults.size(); ++i)
        if (wire_faults[i] == *fault) return static_cast<std::uint8_t>(i + 1);
    return fault_code(Fault::internal);
}

std::optional<Fault> read_fault(wire::Reader& reader) {
    const auto code = reader.u8();
    if (code > wire_faults.size()) reader.fail();
    if (reader.failed() || code == 0) return std::nullopt;
    return wire_faults[code - 1u];
}

namespace {
std::string date_text(WallTime time, const char* format) {
    const auto day = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::year_month_day date(day);
    const auto ms = static_cast<int>((time - day).count());
    std::array<char, 64> out;
    std::snprintf(out.data(), out.size(), format, static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), ms / 3600000,
                  ms / 60000 % 60, ms / 1000 % 60, ms % 1000);
    return out.data();
}
}  // namespace

std::string utc_text(WallTime time) {
    return date_text(time, "%04d-%02u-%02u %02d:%02d UTC");
}

std::string iso_text(WallTime time) {
    return date_text(time, "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ");
}

Error as_fault(const Status& status, Fault fault) {
    return error(fault, status.error().detail);
}

}  // namespace tacit::session
