#include "ui/widgets/icon_label.h"

#include <QPainter>

namespace tacit::ui {

IconLabel::IconLabel(const QString& name, Ink ink, int size, QWidget* parent)
    : QWidget(parent), name_(name), ink_(ink), size_(size) {
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setAttribute(Qt::WA_TransparentForMouseEvents);
}

void IconLabel::setIcon(const QString& name, Ink ink) {
    name_ = name;
    ink_ = ink;
    update();
}

void IconLabel::setDisc(Tone tone, int discSize) {
    tone_ = tone;
    disc_ = discSize;
    updateGeometry();
    update();
}

QSize IconLabel::sizeHint() const {
    const int side = qMax(disc_, size_);
    return {side, side};
}

void IconLabel::paintEvent(QPaintEvent*) {
    const Tokens& tokens = tokensOf(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (disc_ > 0) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(background(tokens, tone_));
        const QRectF disc((width() - disc_) / 2.0, (height() - disc_) / 2.0, disc_, disc_);
        painter.drawRoundedRect(disc, disc_ * 0.28, disc_ * 0.28);
    }
    const QRectF area((width() - size_) / 2, (height() - size_) / 2, size_, size_);
    paintIcon(painter, name_, area, isEnabled() ? inkColor(tokens, ink_) : tokens.textDisabled);
}

}  // namespace tacit::ui
