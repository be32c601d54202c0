#pragma once

#include <QLocale>
#include <QString>

#include "api/dataset.h"

namespace tacit::ui {

/// "About 4 seconds and 34 MB of encrypted traffic, if ...": what a run will take, with what that assumes.
QString estimateText(const api::CostEstimate& estimate, const QLocale& locale = QLocale());

}  // namespace tacit::ui
