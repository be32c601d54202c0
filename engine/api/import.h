#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "api/dataset.h"
#include "base/result.h"

namespace tacit::api {

/// What a column holds, where a person says so over what is detected. ignored: nothing is said about its
/// cells, and no question can use it.
enum class ColumnUse { detected, number, text, date, ignored };

struct ColumnChoice {
    std::string name;
    ColumnUse use = ColumnUse::detected;
    /// Of a column of numbers: cells that do not fit are blank ones. Each is still listed.
    bool unfit_as_missing = false;
    /// Of a column of numbers that have this unit, such as a currency sign: they are read without it. Another
    /// one is not left out.
    std::string unit{};

    bool operator==(const ColumnChoice&) const = default;
};

/// Cells from the clipboard, in the forms in which the other program offers them; empty: not in this one. The
/// most exact of them is read.
struct CopiedCells {
    std::string workbook;  ///< SpreadsheetML
    std::string page;      ///< HTML
    std::string text;      ///< with tabs between cells
};

/// What a person decides about an import. Whatever stays at its first value is found out from the content.
struct ImportOptions {
    std::string sheet;              ///< empty = the first that is not hidden
    std::uint32_t header_row = 0;   ///< which row names the columns, as the spreadsheet counts; 0 = detect
    std::uint32_t header_rows = 1;  ///< how many name them together, from that one on: "2024 / March"
    bool no_header = false;         ///< no row does: all are data, and columns are called by their letters
    std::string range;              ///< "B3:F200", "B:F" or "3:200"; empty = all of the sheet
    std::uint32_t skip_last = 0;    ///< so many rows at the end, such as totals, are left out
    char delimiter = 0;             ///< of text; 0 = detect
    std::string encoding;           ///< of text: an Encoding's name; empty = detect
    char decimal = 0;               ///< '.', ',' or 0 = detect
    DateOrder dates = DateOrder::undecided;
    std::vector<ColumnChoice>
        columns;  ///< those that something was decided about; other names are passed over
    /// Read in the place of a file, by the same rules; the path is then but a name for people.
    std::shared_ptr<const CopiedCells> content;
    std::string password;  ///< of a database; used to open it, kept nowhere

    bool operator==(const ImportOptions&) const = default;
};

struct RecipeColumn {
    std::string name;
    ColumnType type = ColumnType::text;

    bool operator==(const RecipeColumn&) const = default;
};

/// What was chosen for a table, kept for the next one of its kind.
struct ImportRecipe {
    std::string file_name;              ///< of that table; numbers in it may differ in the next one's
    ImportOptions options;              ///< without password
    std::vector<RecipeColumn> columns;  ///< that it had, in their order

    bool operator==(const ImportRecipe&) const = default;
};

/// A way in which texts may stand in a file.
struct Encoding {
    std::string name;    ///< "Windows-1250"
    std::string region;  ///< "Central European"; may be empty
};

struct ImportCallbacks {  ///< called from the import's thread
    std::function<void(std::uint64_t done, std::uint64_t total)> progress;
    std::function<void(Result<DatasetView>)> finished;  ///< exactly once, also after cancel
};

}  // namespace tacit::api
