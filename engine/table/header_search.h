#pragma once

#include <cstdint>
#include <string_view>

#include "table/source.h"

namespace tacit::table {

/// The row that names the columns where lines about the file stand above it (a title, a date, a filter), from
/// 1; 0 if none seems to, so that the first row with content does. It is taken for one only if the lines
/// above fill at most half of the columns, it fills all of them with text, the rows below are as wide, and
/// some column holds numbers or dates below it.
std::uint32_t find_header(std::string_view text, char delimiter);

/// The same in a sheet that was not looked at yet. Reads its first rows; what goes wrong with that is left to
/// whoever reads it all.
std::uint32_t find_header(Source& source, std::size_t sheet, Range range, const std::stop_token& stop);

}  // namespace tacit::table
