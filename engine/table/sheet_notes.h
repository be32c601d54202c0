#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace tacit::table {

// What the readers of all workbooks say about cells that they accept.

constexpr std::string_view merged_problem =
    "These cells are merged: the value belongs to the first one, and the others are blank unless values lie "
    "hidden below, which are listed too.";
constexpr std::string_view merged_next =
    "Undo the merge and fill in the value where it belongs, if the other rows should have it.";

inline std::string hidden_problem(std::uint32_t rows) {
    return (rows == 1 ? "One row is" : std::to_string(rows) + " rows are") +
           " hidden, by a filter or by hand, this one first; hidden rows count like all others.";
}
constexpr std::string_view hidden_next = "Delete the rows from a copy of the sheet if they should not count.";

constexpr std::string_view no_result_problem =
    "This formula has no stored result, so the cell counts as blank.";
constexpr std::string_view no_result_next =
    "Open the workbook in the spreadsheet program, let it calculate, and save it.";

}  // namespace tacit::table
