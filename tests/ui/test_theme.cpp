#include <QApplication>
#include <QDir>
#include <QRegularExpression>
#include <QTest>
#include <cmath>

#include "ui/theme/icons.h"
#include "ui/theme/stylesheet.h"
#include "ui/theme/theme.h"

using namespace tacit::ui;

namespace {

// Contrast as defined in WCAG 2.1, "relative luminance" and "contrast ratio".
double luminance(const QColor& color) {
    const auto part = [](double c) { return c <= 0.03928 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4); };
    return 0.2126 * part(color.redF()) + 0.7152 * part(color.greenF()) + 0.0722 * part(color.blueF());
}

double contrast(const QColor& a, const QColor& b) {
    const double la = luminance(a), lb = luminance(b);
    return (std::max(la, lb) + 0.05) / (std::min(la, lb) + 0.05);
}

}  // namespace

class ThemeTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void initTestCase() { applyTheme(*qApp); }
    void contrastMeetsAA();
    void everyTokenOfTheSheetIsReplaced();
    void switchesAtOnce();
    void iconsExistAndFollowTheTheme();
};

void ThemeTest::contrastMeetsAA() {
    for (const Tokens* t : {&lightTokens(), &darkTokens()}) {
        for (const QColor& surface : {t->window, t->surface, t->surfaceAlt, t->hover}) {
            QVERIFY(contrast(t->text, surface) >= 4.5);
            QVERIFY2(contrast(t->textMuted, surface) >= 4.5, qPrintable(surface.name()));
            QVERIFY2(contrast(t->accent, surface) >= 4.5, qPrintable(surface.name()));
            QVERIFY2(contrast(t->borderStrong, t->surface) >= 3.0, qPrintable(t->borderStrong.name()));
        }
        for (const QColor& button : {t->accent, t->accentHover, t->accentPressed}) {
            QVERIFY2(contrast(t->onAccent, button) >= 4.5, qPrintable(button.name()));
        }
        for (const Tone tone :
             {Tone::neutral, Tone::accent, Tone::info, Tone::success, Tone::warning, Tone::error}) {
            QVERIFY2(contrast(foreground(*t, tone), background(*t, tone)) >= 4.5, toneName(tone));
            QVERIFY2(contrast(foreground(*t, tone), t->surface) >= 4.5, toneName(tone));
            QVERIFY2(contrast(t->text, background(*t, tone)) >= 4.5, toneName(tone));
        }
    }
}

void ThemeTest::everyTokenOfTheSheetIsReplaced() {
    for (const Tokens* tokens : {&lightTokens(), &darkTokens()}) {
        const QString sheet = styleSheet(*tokens, 14);
        QVERIFY2(!sheet.contains(u'@'), qPrintable(sheet.mid(sheet.indexOf(u'@'), 60)));
        QVERIFY(sheet.contains(tokens->accent.name()));
        QCOMPARE(sheet.count(u'{'), sheet.count(u'}'));
    }
    QVERIFY(styleSheet(lightTokens(), 20).contains("font-size: 20px"));
}

void ThemeTest::switchesAtOnce() {
    setThemeMode(*qApp, ThemeMode::dark);
    QVERIFY(tokensOf(QApplication::palette()).dark);
    QCOMPARE(themeMode(*qApp), ThemeMode::dark);
    setThemeMode(*qApp, ThemeMode::light);
    QVERIFY(!tokensOf(QApplication::palette()).dark);
    qputenv("TACIT_THEME", "dark");
    applyTheme(*qApp);
    QVERIFY(tokensOf(QApplication::palette()).dark);
    qputenv("TACIT_THEME", "system");
    applyTheme(*qApp);
    QCOMPARE(themeMode(*qApp), ThemeMode::system);
}

void ThemeTest::iconsExistAndFollowTheTheme() {
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression("no-such-icon"));
    QVERIFY(icon("no-such-icon").isNull());
    QVERIFY(!applicationIcon().isNull());
    const QStringList files = QDir(":/tacit/icons").entryList({"*.svg"});
    QVERIFY(files.size() > 30);
    const auto inked = [](const QIcon& source) {
        const QImage image = source.pixmap(24, 24).toImage();
        QColor darkest;
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x) {
                if (image.pixelColor(x, y).alpha() > 200) return image.pixelColor(x, y);
            }
        }
        return darkest;
    };
    for (const QString& file : files) {
        QVERIFY2(inked(icon(file.chopped(4))).isValid(), qPrintable(file));
    }
    const QIcon plus = icon("plus", Ink::accent);
    setThemeMode(*qApp, ThemeMode::light);
    const QColor light = inked(plus);
    setThemeMode(*qApp, ThemeMode::dark);
    QVERIFY(light != inked(plus));
}

QTEST_MAIN(ThemeTest)
#include "test_theme.moc"
