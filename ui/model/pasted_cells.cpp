#include "ui/model/pasted_cells.h"

#include <QMimeData>

namespace tacit::ui {

std::shared_ptr<const std::string> pastedCells(const QMimeData* data) {
    if (data == nullptr || !data->hasText()) return nullptr;
    const auto text = data->text().toStdString();
    if (text.find_first_not_of(" \t\r\n") == std::string::npos) return nullptr;
    const auto firstLine = std::string_view(text).substr(0, text.find_first_of("\r\n"));
    const bool fromFile =
        text.find('\t') == std::string::npos && firstLine.find_first_of(",;|") != std::string_view::npos;
    // The line with which programs tell each other the delimiter: decimal commas are none then.
    return std::make_shared<const std::string>((fromFile ? "" : "sep=\t\n") + text);
}

}  // namespace tacit::ui
