#pragma once

#include <stop_token>
#include <string_view>

#include "base/result.h"
#include "table/zip_archive.h"

namespace tacit::table {

/// What the first bytes of a file show. The name of the file has no say.
enum class FileKind { text, zip, xls, xml_sheet, html };

bool is_zip(std::string_view beginning);

/// Fault::file_refused for what is recognised and not read, with what to do instead.
Result<FileKind> file_kind(std::string_view bytes);

enum class WorkbookKind { xlsx, ods };

/// Which workbook a zip archive is. Refuses what is some other document, or none.
Result<WorkbookKind> workbook_kind(ZipArchive& archive, const std::stop_token& stop);

}  // namespace tacit::table
