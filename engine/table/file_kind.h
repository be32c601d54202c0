#pragma once

#include <string_view>

#include "base/result.h"
#include "table/zip_archive.h"

namespace tacit::table {

/// What the first bytes of a file show. The name of the file has no say.
enum class FileKind { text, zip };

bool is_zip(std::string_view beginning);

/// Fault::file_refused for what is recognised and not read, with what to do instead. `bytes` is the whole
/// file: what an OLE compound file holds stands anywhere in it.
Result<FileKind> file_kind(std::string_view bytes);

/// Refuses a zip archive that is some other document than an Office Open XML workbook.
Status check_workbook(const ZipArchive& archive);

}  // namespace tacit::table
