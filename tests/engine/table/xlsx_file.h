#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

/// How the parts lie in the archive; `stored` saves a fuzzer half of its time.
enum class Packing { deflated, stored };

/// Makes workbooks for tests, right ones and wrong ones: each part can be replaced or left out.
struct XlsxFile {
    /// Sheets in the order of the workbook: name and what stands inside <sheetData>.
    std::vector<std::pair<std::string, std::string>> sheets = {{"Sheet1", ""}};
    std::string shared;                           ///< what stands inside <sst>; empty: no such part
    std::string styles;                           ///< what stands inside <styleSheet>; empty: no such part
    std::string workbook_extra;                   ///< put in front of <sheets>
    std::string sheet_attributes;                 ///< put into each <sheet>
    std::map<std::string, std::string> replaced;  ///< parts by name; an empty text leaves the part out

    std::string bytes(Packing packing = Packing::deflated) const;
};

/// A zip archive of the entries, in order.
std::string zip_of(const std::vector<std::pair<std::string, std::string>>& entries,
                   Packing packing = Packing::deflated);
