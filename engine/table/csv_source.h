#pragma once

#include <memory>
#include <string>

#include "table/load.h"
#include "table/source.h"

namespace tacit::table {

/// Delimited text: CSV, TSV and their relatives. `bytes` is the whole file, `name` what its only sheet is
/// called.
Result<std::unique_ptr<Source>> open_csv(std::string bytes, const std::string& name,
                                         const ImportOptions& options);

}  // namespace tacit::table
