#pragma once

#include <filesystem>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>

#include "base/result.h"
#include "table/dataset.h"
#include "table/import_options.h"
#include "table/source.h"

namespace tacit::table {

/// Cells that were copied in another program, in the forms in which it offers them; empty: not in this one.
struct Copied {
    std::string_view workbook;  ///< SpreadsheetML
    std::string_view page;      ///< HTML
    std::string_view text;      ///< UTF-8: tabs between cells, quotation marks around line breaks
};

/// Reads the most exact of these forms, since the text holds no more than the other program displays: rounded
/// numbers, days without their year, 4.9E+12.
///   1. the workbook
///   2. the page, if its program writes values beside the texts and nothing but tables was copied
///   3. the text; where it has no columns and the page is one table with several, the page
/// What cannot be read is passed over while there is another form. Errors are those of load;
/// Origin::displayed tells what was had.
Result<std::shared_ptr<const Dataset>> load_copied(const Copied& copied, const std::filesystem::path& name,
                                                   const ImportOptions& options = {},
                                                   const std::stop_token& stop = {},
                                                   const Progress& progress = {});

}  // namespace tacit::table
