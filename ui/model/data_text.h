#pragma once

#include <QCoreApplication>
#include <QString>

#include "api/dataset.h"

namespace tacit::ui {

/// Words for what an import found.
class DataText {
    Q_DECLARE_TR_FUNCTIONS(tacit::ui::DataText)
  public:
    static QString typeName(api::ColumnType type);
    /// The same of a column, which may be ignored by choice.
    static QString holds(const api::ColumnView& column);
    /// "12,480" in the user's locale.
    static QString number(quint64 value);
    /// "1,248 rows, 6 columns, Excel workbook".
    static QString summary(const api::DatasetView& dataset);
};

}  // namespace tacit::ui
