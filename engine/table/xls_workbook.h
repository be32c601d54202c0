#pragma once

#include <cstdint>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "table/number_format.h"
#include "table/source.h"
#include "table/xls_records.h"
#include "table/xlsx_parts.h"

namespace tacit::table {

/// What stands before the sheets of an old workbook.
struct XlsWorkbook {
    bool biff8 = true;
    bool date_1904 = false;
    std::uint16_t code_page = 1252;
    std::vector<SheetInfo> sheets;
    std::vector<std::size_t> places;  ///< where each sheet begins in the stream
    std::vector<NumberFormatCode> styles;
    SharedStrings strings;
};

/// Fault::file_refused if the workbook is encrypted, older than Excel 5, or damaged.
Result<XlsWorkbook> read_xls_workbook(std::string_view stream, const std::stop_token& stop);

/// The rows of the sheet that begins at `place`. Cells come in any order in the file and are sorted here.
Status read_xls_sheet(std::string_view stream, std::size_t place, const XlsWorkbook& book, const Range& range,
                      RowSink& sink, const std::stop_token& stop, const Progress& progress);

}  // namespace tacit::table
