#pragma once

#include <QLabel>
#include <QString>

#include "ui/theme/tokens.h"

class QApplication;
class QWidget;

namespace tacit::ui {

enum class ThemeMode { system, light, dark };

/// Sets style, font, palette, style sheet and icon of the program. The mode is that of TACIT_THEME
/// (light, dark or system) if set, else the one saved by saveThemeMode, else the system's.
void applyTheme(QApplication& application);
/// Switches a themed program over at once.
void setThemeMode(QApplication& application, ThemeMode mode);
ThemeMode themeMode(const QApplication& application);
/// Remembers the mode for the next start (QSettings).
void saveThemeMode(ThemeMode mode);

/// The steps of the typographic scale.
enum class TextRole { display, title, heading, body, strong, caption, mono };

/// Makes a label of one step of the scale. Labels from here are plain text and wrap by default.
void setTextRole(QLabel* label, TextRole role);
QLabel* makeLabel(const QString& text, TextRole role = TextRole::body, QWidget* parent = nullptr);
/// The same in the muted colour.
QLabel* makeMutedLabel(const QString& text, TextRole role = TextRole::body, QWidget* parent = nullptr);

/// Re-evaluates the style sheet after a dynamic property has changed.
void restyle(QWidget* widget);

}  // namespace tacit::ui
