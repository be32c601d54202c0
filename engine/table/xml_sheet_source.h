#pragma once

#include <memory>
#include <string>

#include "table/source.h"

namespace tacit::table {

/// A workbook in the XML format of Excel 2002 and 2003 (SpreadsheetML), which accounting programs still write
/// under the name .xls. `document` is the whole file.
Result<std::unique_ptr<Source>> open_xml_sheet(std::string document, const std::stop_token& stop);

}  // namespace tacit::table
