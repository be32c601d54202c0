#pragma once

#include <QLocale>
#include <QString>
#include <optional>

#include "api/dataset.h"
#include "ui/text/message.h"

namespace tacit::ui {

/// "About 4 seconds and 34 MB of encrypted traffic, if ...": what a run will take, with what that assumes.
QString estimateText(const api::CostEstimate& estimate, const QLocale& locale = QLocale());

/// To have fewer compute, and what that takes; nothing where there is nothing to gain.
std::optional<Message> hostsAdvice(const api::CostEstimate& estimate, const QLocale& locale = QLocale());

}  // namespace tacit::ui
