#pragma once

#include <memory>

#include "table/source.h"
#include "table/zip_archive.h"

namespace tacit::table {

/// A spreadsheet in the OpenDocument format (.ods, .ots). All sheets share one part of the archive, so those
/// behind the first one that is shown are known only when they are asked for or have passed.
Result<std::unique_ptr<Source>> open_ods(std::unique_ptr<ZipArchive> archive, const std::stop_token& stop);

}  // namespace tacit::table
