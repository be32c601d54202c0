#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "table/source.h"

namespace tacit::table {

/// A workbook in the format of Excel 5 to 2003 (.xls: [MS-XLS], and BIFF5 before it), in a compound file or
/// as a bare stream. `bytes` is the whole file.
Result<std::unique_ptr<Source>> open_xls(std::string_view bytes, const std::stop_token& stop);

}  // namespace tacit::table
