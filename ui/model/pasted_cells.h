#pragma once

#include <QtGlobal>
#include <memory>

#include "api/import.h"

class QMimeData;

namespace tacit::ui {

/// Cells that were copied in another program, in all forms that the import can choose from. The plain text is
/// what that program displays; SpreadsheetML (Excel on Windows) and HTML (Excel, LibreOffice, Google Sheets)
/// also have what is behind it. Null if there is nothing to read. HTML takes some ten times as much as its
/// text: beyond `maxMarkup` bytes it and SpreadsheetML are left out.
std::shared_ptr<const api::CopiedCells> pastedCells(const QMimeData* data,
                                                    qsizetype maxMarkup = qsizetype{256} << 20);

}  // namespace tacit::ui
