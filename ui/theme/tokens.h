#pragma once

#include <QColor>
#include <QPalette>

namespace tacit::ui {

/// The colours that the whole face is made of, one set for light and one for dark surroundings. Each pair of
/// a text colour on its surface meets WCAG 2.1 AA (4.5:1); test_theme checks it.
struct Tokens {
    bool dark = false;
    QColor window;        ///< behind the pages
    QColor surface;       ///< cards, inputs, menus
    QColor surfaceAlt;    ///< table headers, inert areas
    QColor hover;         ///< a row or quiet button under the pointer
    QColor border;        ///< hairlines between areas
    QColor borderStrong;  ///< outlines of things that one can operate (3:1 against the surface)
    QColor text, textMuted, textDisabled;
    QColor accent, accentHover, accentPressed, onAccent, accentSoft;
    QColor success, successSoft;
    QColor warning, warningSoft;
    QColor error, errorSoft, errorHover;
    QColor info, infoSoft;
};

/// What a coloured thing says. Never the only carrier of that meaning: a word or an icon goes with it.
enum class Tone { neutral, accent, info, success, warning, error };

const Tokens& lightTokens();
const Tokens& darkTokens();
/// The set that a palette was made from.
const Tokens& tokensOf(const QPalette& palette);

QColor foreground(const Tokens& tokens, Tone tone);
QColor background(const Tokens& tokens, Tone tone);
/// The value of the dynamic property "tone" that the style sheet selects on.
const char* toneName(Tone tone);

// Distances and radii in device independent pixels: multiples of four.
inline constexpr int spaceXs = 4, spaceS = 8, spaceM = 12, spaceL = 16, spaceXl = 24, spaceXxl = 32;
inline constexpr int radiusControl = 8, radiusCard = 12;

}  // namespace tacit::ui
