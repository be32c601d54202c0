#pragma once

#include <QString>

#include "ui/theme/tokens.h"

namespace tacit::ui {

/// The one style sheet, generated from the tokens. `basePixels` is the height of body text in pixels; all
/// other text sizes are in proportion to it, so that a system with large text stays large.
QString styleSheet(const Tokens& tokens, int basePixels);

}  // namespace tacit::ui
