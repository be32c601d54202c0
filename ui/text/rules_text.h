#pragma once

#include <QStringList>

#include "api/question.h"

namespace tacit::ui {

/// What disclosure rules ask of a number, one sentence each; none where there is no rule.
QStringList rulesTexts(const api::DisclosureRules& rules);

}  // namespace tacit::ui
