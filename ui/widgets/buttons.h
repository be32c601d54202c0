#pragma once

#include <QPushButton>
#include <QToolButton>

#include "ui/theme/icons.h"

namespace tacit::ui {

/// primary: the one thing to do next on a page. secondary: the others. quiet: in a row or a corner.
/// danger: cancels or erases.
enum class ButtonKind { primary, secondary, quiet, danger };

/// A button with its text as accessible name. `objectName` is what tests find it by.
QPushButton* makeButton(const QString& text, ButtonKind kind, const QString& objectName,
                        const QString& iconName = {}, QWidget* parent = nullptr);
/// A button that shows an icon only; `name` is its tool tip and its accessible name.
QToolButton* makeIconButton(const QString& iconName, const QString& name, const QString& objectName,
                            QWidget* parent = nullptr);
void setButtonKind(QPushButton* button, ButtonKind kind);

}  // namespace tacit::ui
