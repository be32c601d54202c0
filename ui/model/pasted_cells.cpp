#include "ui/model/pasted_cells.h"

#include <QMimeData>
#include <QStringDecoder>
#include <algorithm>

namespace tacit::ui {

namespace {

/// Windows has names instead of MIME types, which Qt passes on as
/// application/x-qt-windows-mime;value="XML Spreadsheet".
QByteArray spreadsheetMl(const QMimeData& data) {
    const auto formats = data.formats();
    const auto named = std::find_if(formats.begin(), formats.end(), [](const QString& format) {
        return format.contains(QLatin1String("XML Spreadsheet"), Qt::CaseInsensitive);
    });
    return named == formats.end() ? QByteArray() : data.data(*named);
}

/// Windows ends texts with zero bytes, of which a clipboard may have several.
template <class Text>
Text withoutZeros(Text text) {
    while (!text.isEmpty() && text.back() == typename Text::value_type(0)) text.chop(1);
    return text;
}

/// In UTF-8 or UTF-16, as the other program likes. Qt finds out, but for UTF-16 without a mark, whose first
/// character then has a zero on one of its sides.
QString pageOf(const QMimeData& data) {
    const auto bytes = data.data(QStringLiteral("text/html"));
    if (bytes.size() < 2 || (bytes[0] == 0) == (bytes[1] == 0)) return withoutZeros(data.html());
    QStringDecoder decoder(bytes[0] == 0 ? QStringDecoder::Utf16BE : QStringDecoder::Utf16LE);
    return withoutZeros(QString(decoder(bytes)));
}

}  // namespace

std::shared_ptr<const api::CopiedCells> pastedCells(const QMimeData* data, qsizetype maxMarkup) {
    if (data == nullptr) return nullptr;
    auto copied = std::make_shared<api::CopiedCells>();
    copied->text = withoutZeros(data->text()).toStdString();
    if (const auto workbook = withoutZeros(spreadsheetMl(*data)); workbook.size() <= maxMarkup)
        copied->workbook = workbook.toStdString();
    if (const auto page = pageOf(*data);
        page.size() <= maxMarkup && page.contains(QLatin1String("<table"), Qt::CaseInsensitive))
        copied->page = page.toStdString();
    const bool nothing = copied->text.find_first_not_of(" \t\r\n") == std::string::npos &&
                         copied->page.empty() && copied->workbook.empty();
    return nothing ? nullptr : copied;
}

}  // namespace tacit::ui
