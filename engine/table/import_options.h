#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "table/date_text.h"
#include "table/number_text.h"
#include "table/source.h"
#include "table/text_decoding.h"

namespace tacit::table {

/// What a column holds, by a person's choice. ignored: nothing is listed about its cells.
enum class ColumnUse { detected, number, text, date, ignored };

struct ColumnChoice {
    std::string name;
    ColumnUse use = ColumnUse::detected;
    bool unfit_as_missing = false;  ///< of numbers: cells that are none are blank, and listed all the same
    std::string unit{};             ///< of numbers that have this one, if any: they are read without it
};

/// What a person may decide about an import; everything else is found out from the content.
struct ImportOptions {
    std::string sheet;                             ///< empty: the first one that is not hidden
    DecimalMark decimal = DecimalMark::undecided;  ///< undecided: by column, from its cells
    DateOrder dates = DateOrder::undecided;        ///< likewise
    char delimiter = 0;                            ///< of CSV; 0: from the content
    Encoding encoding = Encoding::automatic;       ///< of CSV
    std::uint32_t header_row = 0;                  ///< from 1; 0: the first row that is not empty
    std::uint32_t header_rows = 1;                 ///< name the columns together, from header_row on
    bool no_header = false;                        ///< all rows are data; columns are called by their letters
    Range range;                                   ///< of the sheet; what lies outside is not looked at
    std::uint32_t skip_last = 0;                   ///< rows with content that are left out at the end
    std::vector<ColumnChoice> columns;             ///< names that the table does not have are passed over
};

/// "B3:F200", "B:F", "3:200", "B3:" (to the end): letters are columns, numbers are rows, both ends included.
/// Fault::usage with a sentence.
Result<Range> parse_range(std::string_view text);

}  // namespace tacit::table
