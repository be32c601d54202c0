#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace tacit::table {

/// What a web page holds, seen from outside of its tables.
struct HtmlTables {
    std::vector<std::size_t> places;  ///< of those that lie in no other, up to max_sheets
    std::size_t columns = 0;          ///< cells in the longest row of any
    bool other_text = false;          ///< people see text outside of them
    bool exact = false;  ///< made by a program that writes values beside the texts (see HtmlValue)
    bool libre_office = false;
};
HtmlTables find_tables(std::string_view page);

}  // namespace tacit::table
