#pragma once

#include <QByteArray>
#include <QCoreApplication>

#include "api/dataset.h"

namespace tacit::ui {

/// The findings as a table for a spreadsheet program, to be worked off there.
class FindingsCsv {
    Q_DECLARE_TR_FUNCTIONS(tacit::ui::FindingsCsv)
  public:
    /// UTF-8 with a byte order mark, every field in quotation marks. What such a program would take for a
    /// formula gets an apostrophe in front; else all stands as it does in the cells.
    static QByteArray text(const std::vector<api::ImportIssue>& issues);
};

}  // namespace tacit::ui
