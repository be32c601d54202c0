#include "ui/theme/icons.h"

#include <QGuiApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

// Outside of any namespace, as the macro demands: a static library's resources are not registered by
// themselves.
static void registerIcons() {
    Q_INIT_RESOURCE(tacit_theme);
}

namespace tacit::ui {
namespace {

QString iconPath(const QString& name) {
    static const bool registered = (registerIcons(), true);
    Q_UNUSED(registered);
    return QStringLiteral(":/tacit/icons/%1.svg").arg(name);
}

class TintedIconEngine final : public QIconEngine {
  public:
    TintedIconEngine(QString name, Ink ink) : name_(std::move(name)), ink_(ink) {}

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override {
        const Tokens& tokens = tokensOf(QGuiApplication::palette());
        // Square, at the left: what is wider keeps its distance from the text behind it.
        paintIcon(*painter, name_, QRect(rect.topLeft(), QSize(1, 1) * qMin(rect.width(), rect.height())),
                  mode == QIcon::Disabled ? tokens.textDisabled : inkColor(tokens, ink_));
    }
    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
        if (size.isEmpty()) return {};
        QPixmap pixmap(size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        paint(&painter, QRect(QPoint(0, 0), size), mode, state);
        return pixmap;
    }
    QIconEngine* clone() const override { return new TintedIconEngine(name_, ink_); }
    QString key() const override { return QStringLiteral("tacit"); }

  private:
    QString name_;
    Ink ink_;
};

}  // namespace

Ink inkOf(Tone tone) {
    switch (tone) {
        case Tone::neutral:
            return Ink::muted;
        case Tone::accent:
            return Ink::accent;
        case Tone::info:
            return Ink::info;
        case Tone::success:
            return Ink::success;
        case Tone::warning:
            return Ink::warning;
        case Tone::error:
            return Ink::error;
    }
    return Ink::text;
}

QColor inkColor(const Tokens& tokens, Ink ink) {
    switch (ink) {
        case Ink::text:
            return tokens.text;
        case Ink::muted:
            return tokens.textMuted;
        case Ink::accent:
            return tokens.accent;
        case Ink::onAccent:
            return tokens.onAccent;
        case Ink::info:
            return tokens.info;
        case Ink::success:
            return tokens.success;
        case Ink::warning:
            return tokens.warning;
        case Ink::error:
            return tokens.error;
    }
    return tokens.text;
}

void paintIcon(QPainter& painter, const QString& name, const QRectF& rect, const QColor& color) {
    const qreal ratio = painter.device() ? painter.device()->devicePixelRatioF() : 1.0;
    const QSize size = (rect.size() * ratio).toSize();
    if (name.isEmpty() || size.isEmpty()) return;
    // Lists paint the same few icons again and again; parsing the SVG is what takes the time.
    const QString key = QStringLiteral("tacit/%1/%2/%3x%4@%5")
                            .arg(name, color.name(QColor::HexArgb))
                            .arg(size.width())
                            .arg(size.height())
                            .arg(ratio);
    QPixmap tinted;
    if (!QPixmapCache::find(key, &tinted)) {
        QSvgRenderer renderer(iconPath(name));
        if (!renderer.isValid()) return;
        tinted = QPixmap(size);
        tinted.fill(Qt::transparent);
        QPainter ink(&tinted);
        renderer.render(&ink);
        ink.setCompositionMode(QPainter::CompositionMode_SourceIn);
        ink.fillRect(tinted.rect(), color);
        ink.end();
        tinted.setDevicePixelRatio(ratio);
        QPixmapCache::insert(key, tinted);
    }
    painter.drawPixmap(rect.topLeft(), tinted);
}

QIcon icon(const QString& name, Ink ink) {
    if (!QSvgRenderer(iconPath(name)).isValid()) return {};
    return QIcon(new TintedIconEngine(name, ink));
}

QIcon applicationIcon() {
    QIcon icon;
    QSvgRenderer renderer(iconPath(QStringLiteral("tacit")));
    for (const int size : {16, 24, 32, 48, 64, 128, 256}) {
        QPixmap pixmap(size, size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        renderer.render(&painter);
        painter.end();
        icon.addPixmap(pixmap);
    }
    return icon;
}

}  // namespace tacit::ui
