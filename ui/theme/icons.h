#pragma once

#include <QIcon>
#include <QPixmap>
#include <QString>

#include "ui/theme/tokens.h"

class QPainter;

namespace tacit::ui {

/// Which token an icon takes its colour from; looked up each time it is painted, so that an icon that was
/// made once follows a change of theme.
enum class Ink { text, muted, accent, onAccent, info, success, warning, error };

Ink inkOf(Tone tone);
QColor inkColor(const Tokens& tokens, Ink ink);

/// One of our own icons (ui/theme/icons/NAME.svg), e.g. "plus". An unknown name is an empty icon.
QIcon icon(const QString& name, Ink ink = Ink::text);
/// Draws the icon into a rectangle in one colour.
void paintIcon(QPainter& painter, const QString& name, const QRectF& rect, const QColor& color);
/// The program's own icon, in its colours.
QIcon applicationIcon();

}  // namespace tacit::ui
