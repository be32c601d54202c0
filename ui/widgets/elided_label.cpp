#include "ui/widgets/elided_label.h"

#include <QPainter>

#include "ui/theme/tokens.h"

namespace tacit::ui {

ElidedLabel::ElidedLabel(Qt::TextElideMode mode, QWidget* parent) : QWidget(parent), mode_(mode) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void ElidedLabel::setText(const QString& text) {
    text_ = text;
    setToolTip(text.toHtmlEscaped());
    setAccessibleName(text);
    updateGeometry();
    update();
}

QFont ElidedLabel::usedFont() const {
    QFont used = font();
    if (strong_) used.setWeight(QFont::DemiBold);
    return used;
}

QSize ElidedLabel::sizeHint() const {
    const QFontMetrics metrics(usedFont());
    return {metrics.horizontalAdvance(text_) + 2, metrics.height() + 2};
}

QSize ElidedLabel::minimumSizeHint() const {
    const QFontMetrics metrics(usedFont());
    return {metrics.averageCharWidth() * 6, metrics.height() + 2};
}

void ElidedLabel::paintEvent(QPaintEvent*) {
    const Tokens& tokens = tokensOf(palette());
    QPainter painter(this);
    painter.setFont(usedFont());
    painter.setPen(!isEnabled() ? tokens.textDisabled : muted_ ? tokens.textMuted : tokens.text);
    painter.drawText(rect(), Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                     QFontMetrics(usedFont()).elidedText(text_, mode_, width()));
}

}  // namespace tacit::ui
