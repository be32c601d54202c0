#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "table/held_rows.h"
#include "table/source.h"

namespace tacit::table {

/// The names that rows one above the other give the columns from `first_column` on: "2024 / March". In all
/// rows but the lowest, what stands over several columns is found in the first of them, as with merged cells;
/// a blank one is part of it if there is a name below. A column that nothing names has an empty name.
std::vector<std::string> column_names(std::span<const HeldRow> upper, std::span<const SourceCell> lowest,
                                      std::uint32_t first_column);

}  // namespace tacit::table
