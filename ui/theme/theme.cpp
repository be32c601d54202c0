#include "ui/theme/theme.h"

#include <QApplication>
#include <QFontDatabase>
#include <QHash>
#include <QLabel>
#include <QSettings>
#include <QStyle>
#include <QStyleFactory>
#include <QVariant>
#include <algorithm>

#include "ui/theme/icons.h"
#include "ui/theme/stylesheet.h"

namespace tacit::ui {
namespace {

constexpr const char* modeProperty = "tacitThemeMode";
constexpr const char* systemDarkProperty = "tacitSystemIsDark";
const QString settingsKey = QStringLiteral("appearance/theme");

QPalette paletteOf(const Tokens& t) {
    QPalette palette;
    palette.setColor(QPalette::Window, t.window);
    palette.setColor(QPalette::WindowText, t.text);
    palette.setColor(QPalette::Base, t.surface);
    palette.setColor(QPalette::AlternateBase, t.surfaceAlt);
    palette.setColor(QPalette::Text, t.text);
    palette.setColor(QPalette::Button, t.surface);
    palette.setColor(QPalette::ButtonText, t.text);
    palette.setColor(QPalette::BrightText, t.error);
    palette.setColor(QPalette::ToolTipBase, t.surface);
    palette.setColor(QPalette::ToolTipText, t.text);
    palette.setColor(QPalette::PlaceholderText, t.textMuted);
    palette.setColor(QPalette::Highlight, t.accent);
    palette.setColor(QPalette::HighlightedText, t.onAccent);
    palette.setColor(QPalette::Link, t.accent);
    palette.setColor(QPalette::LinkVisited, t.accent);
    palette.setColor(QPalette::Light, t.surface);
    palette.setColor(QPalette::Midlight, t.surfaceAlt);
    palette.setColor(QPalette::Mid, t.border);
    palette.setColor(QPalette::Dark, t.borderStrong);
    palette.setColor(QPalette::Shadow, t.border);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText}) {
        palette.setColor(QPalette::Disabled, role, t.textDisabled);
    }
    return palette;
}

QFont fontFor(const QApplication& application) {
    QFont font = application.font();
    const QStringList families = QFontDatabase::families();
    for (const QString& family :
         {QStringLiteral("Inter"), QStringLiteral("Segoe UI"), QStringLiteral("Cantarell"),
          QStringLiteral("Noto Sans"), QStringLiteral("DejaVu Sans")}) {
        if (families.contains(family)) {
            font.setFamilies({family, QStringLiteral("DejaVu Sans")});
            break;
        }
    }
    return font;
}

// 14 px is the smallest body text we set; a larger system font stays larger.
int basePixelsOf(const QApplication& application) {
    const QFontInfo info(application.font());
    return std::clamp(info.pixelSize(), 14, 24);
}

ThemeMode modeOfText(const QString& text) {
    if (text == QStringLiteral("light")) return ThemeMode::light;
    if (text == QStringLiteral("dark")) return ThemeMode::dark;
    return ThemeMode::system;
}

QString textOfMode(ThemeMode mode) {
    switch (mode) {
        case ThemeMode::light:
            return QStringLiteral("light");
        case ThemeMode::dark:
            return QStringLiteral("dark");
        case ThemeMode::system:
            break;
    }
    return QStringLiteral("system");
}

bool systemIsDark(const QApplication& application) {
#ifdef Q_OS_WIN
    Q_UNUSED(application);
    const QSettings personalize(
        QStringLiteral(
            "HKEY_CURRENT_USER\\Software\\Microsoft\\Windows\\CurrentVersion\\Themes\\Personalize"),
        QSettings::NativeFormat);
    return personalize.value(QStringLiteral("AppsUseLightTheme"), 1).toInt() == 0;
#else
    return application.palette().color(QPalette::Window).lightness() < 128;
#endif
}

/// A label that lays its text out once per width: the layouts around it ask again and again.
class TextLabel final : public QLabel {
  public:
    using QLabel::QLabel;
    int heightForWidth(int width) const override {
        const Asked asked{text(), font(), contentsMargins(), margin(), indent()};
        if (!(asked == asked_)) {
            asked_ = asked;
            heights_.clear();
        }
        const auto known = heights_.constFind(width);
        if (known != heights_.constEnd()) return *known;
        const int height = QLabel::heightForWidth(width);
        heights_.insert(width, height);
        return height;
    }

  private:
    struct Asked {
        QString text;
        QFont font;
        QMargins margins;
        int margin = 0, indent = 0;
        friend bool operator==(const Asked&, const Asked&) = default;
    };
    mutable Asked asked_;
    mutable QHash<int, int> heights_;
};

}  // namespace

void applyTheme(QApplication& application) {
    // Our own palette hides the system's from us, so its darkness is looked up once, before we set ours.
    if (!application.property(systemDarkProperty).isValid()) {
        application.setProperty(systemDarkProperty, systemIsDark(application));
        application.setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
        application.setFont(fontFor(application));
        application.setWindowIcon(applicationIcon());
    }
    const QString wish = qEnvironmentVariableIsSet("TACIT_THEME") ? qEnvironmentVariable("TACIT_THEME")
                                                                  : QSettings().value(settingsKey).toString();
    setThemeMode(application, modeOfText(wish));
}

void setThemeMode(QApplication& application, ThemeMode mode) {
    const bool dark = mode == ThemeMode::dark ||
                      (mode == ThemeMode::system && application.property(systemDarkProperty).toBool());
    const Tokens& tokens = dark ? darkTokens() : lightTokens();
    application.setProperty(modeProperty, static_cast<int>(mode));
    application.setPalette(paletteOf(tokens));
    application.setStyleSheet(styleSheet(tokens, basePixelsOf(application)));
}

ThemeMode themeMode(const QApplication& application) {
    return static_cast<ThemeMode>(application.property(modeProperty).toInt());
}

void saveThemeMode(ThemeMode mode) {
    QSettings().setValue(settingsKey, textOfMode(mode));
}

void setTextRole(QLabel* label, TextRole role) {
    static constexpr const char* names[] = {"display", "title",   "heading", "body",
                                            "strong",  "caption", "mono"};
    label->setProperty("textRole", QLatin1String(names[static_cast<int>(role)]));
    restyle(label);
}

QLabel* makeLabel(const QString& text, TextRole role, QWidget* parent) {
    auto* label = new TextLabel(parent);
    label->setTextFormat(Qt::PlainText);
    label->setText(text);
    label->setWordWrap(true);
    setTextRole(label, role);
    return label;
}

QLabel* makeMutedLabel(const QString& text, TextRole role, QWidget* parent) {
    QLabel* label = makeLabel(text, role, parent);
    label->setProperty("muted", true);
    return label;
}

void restyle(QWidget* widget) {
    // Whatever was never shown is styled when it is; twice would make pages slow to build.
    if (!widget->testAttribute(Qt::WA_WState_Polished)) return;
    widget->style()->unpolish(widget);
    widget->style()->polish(widget);
    widget->update();
}

}  // namespace tacit::ui
