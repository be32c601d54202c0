#pragma once

#include <memory>

#include "table/source.h"
#include "table/zip_archive.h"

namespace tacit::table {

/// A workbook in the format of Excel 2007 and later (.xlsx, .xlsm).
Result<std::unique_ptr<Source>> open_xlsx(std::unique_ptr<ZipArchive> archive, const std::stop_token& stop);

}  // namespace tacit::table
