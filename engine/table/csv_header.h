#pragma once

#include <cstdint>
#include <string_view>

namespace tacit::table {

/// The record that names the columns where lines about the file stand above it (a title, a date, a filter),
/// from 1; 0 if none seems to, so that the first record with content does. It is taken for one only if the
/// lines above fill at most half of the columns, it fills all of them with text, the records below are as
/// wide, and some column holds numbers or dates below it.
std::uint32_t find_header(std::string_view text, char delimiter);

}  // namespace tacit::table
