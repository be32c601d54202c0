#include "ui/model/data_text.h"

#include <QLocale>

#include "ui/text/sanitize.h"

namespace tacit::ui {

QString DataText::typeName(api::ColumnType type) {
    switch (type) {
        case api::ColumnType::text:
            return tr("Text");
        case api::ColumnType::integer:
            return tr("Whole number");
        case api::ColumnType::decimal:
            return tr("Number");
        case api::ColumnType::date:
            return tr("Date");
        case api::ColumnType::boolean:
            return tr("Yes or no");
        case api::ColumnType::empty:
            return tr("Empty");
    }
    return {};
}

QString DataText::holds(const api::ColumnView& column) {
    return column.ignored ? tr("Ignored") : typeName(column.type);
}

QString DataText::number(quint64 value) {
    return QLocale().toString(value);
}

QString DataText::summary(const api::DatasetView& dataset) {
    const auto rows = dataset.rows == 1 ? tr("1 row") : tr("%1 rows").arg(number(dataset.rows));
    const auto columns =
        dataset.columns.size() == 1 ? tr("1 column") : tr("%1 columns").arg(number(dataset.columns.size()));
    QStringList parts{rows, columns};
    if (!dataset.format.empty()) parts << plain(dataset.format, 60);
    if (dataset.reading.left_out > 0)
        parts << (dataset.reading.left_out == 1
                      ? tr("1 row left out at the end")
                      : tr("%1 rows left out at the end").arg(number(dataset.reading.left_out)));
    return parts.join(QStringLiteral("  ·  "));
}

}  // namespace tacit::ui
