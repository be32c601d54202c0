#pragma once

#include <QString>
#include <memory>
#include <string>

class QMimeData;

namespace tacit::ui {

/// What spreadsheet programs put on the clipboard: rows of cells with tabs in between, in quotation marks
/// where a cell has a line break. As a file that the import reads like any other; null if there is no text.
///
/// Text without a tab is one column, unless its first line has other delimiters: then it comes from a text
/// file, and the import finds out.
std::shared_ptr<const std::string> pastedCells(const QMimeData* data);

}  // namespace tacit::ui
