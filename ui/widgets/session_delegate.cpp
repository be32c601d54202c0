#include "ui/widgets/session_delegate.h"

#include <QPainter>

#include "ui/model/session_list_model.h"
#include "ui/theme/icons.h"

namespace tacit::ui {
namespace {

void paintTitle(QPainter& painter, const QRect& area, const QModelIndex& index, const QFont& font,
                const Tokens& tokens) {
    const QRectF disc(area.left(), area.center().y() - 19.0, 38, 38);
    painter.setPen(Qt::NoPen);
    painter.setBrush(tokens.accentSoft);
    painter.drawRoundedRect(disc, 11, 11);
    paintIcon(painter, index.data(SessionListModel::IconRole).toString(), disc.adjusted(9, 9, -9, -9),
              tokens.accent);

    QFont strong = font;
    strong.setWeight(QFont::DemiBold);
    QFont small = font;
    small.setPixelSize(qRound(QFontInfo(font).pixelSize() * 0.9));
    const QFontMetrics strongMetrics(strong), smallMetrics(small);
    const QRect text = area.adjusted(38 + spaceM, 0, 0, 0);
    const int height = strongMetrics.height() + 2 + smallMetrics.height();
    int y = area.center().y() - height / 2;
    painter.setFont(strong);
    painter.setPen(tokens.text);
    painter.drawText(QRect(text.left(), y, text.width(), strongMetrics.height()), Qt::AlignVCenter,
                     strongMetrics.elidedText(index.data().toString(), Qt::ElideRight, text.width()));
    y += strongMetrics.height() + 2;
    painter.setFont(small);
    painter.setPen(tokens.textMuted);
    painter.drawText(QRect(text.left(), y, text.width(), smallMetrics.height()), Qt::AlignVCenter,
                     smallMetrics.elidedText(index.data(SessionListModel::SubtitleRole).toString(),
                                             Qt::ElideRight, text.width()));
}

void paintBadge(QPainter& painter, const QRect& area, const QModelIndex& index, const QFont& font,
                const Tokens& tokens) {
    const auto tone = static_cast<Tone>(index.data(SessionListModel::ToneRole).toInt());
    QFont small = font;
    small.setPixelSize(qRound(QFontInfo(font).pixelSize() * 0.9));
    const QFontMetrics metrics(small);
    const QString text = metrics.elidedText(index.data().toString(), Qt::ElideRight, area.width() - 40);
    const QRectF pill(area.left(), area.center().y() - 12.0,
                      10 + 14 + 6 + metrics.horizontalAdvance(text) + 10, 25);
    painter.setPen(Qt::NoPen);
    painter.setBrush(background(tokens, tone));
    painter.drawRoundedRect(pill, 12, 12);
    paintIcon(painter, index.data(SessionListModel::IconRole).toString(),
              QRectF(pill.left() + 10, pill.center().y() - 7, 14, 14), foreground(tokens, tone));
    painter.setFont(small);
    painter.setPen(foreground(tokens, tone));
    painter.drawText(pill.adjusted(30, 0, 0, 0), Qt::AlignVCenter | Qt::AlignLeft, text);
}

}  // namespace

void SessionDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                            const QModelIndex& index) const {
    const Tokens& tokens = tokensOf(option.palette);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setClipRect(option.rect);
    if (option.state & QStyle::State_Selected) {
        painter->fillRect(option.rect, tokens.hover);
        if (index.column() == SessionListModel::Session) {
            painter->fillRect(QRect(option.rect.left(), option.rect.top(), 3, option.rect.height()),
                              tokens.accent);
        }
    } else if (option.state & QStyle::State_MouseOver) {
        painter->fillRect(option.rect, tokens.hover);
    }
    painter->fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1), tokens.border);
    const int left = index.column() == SessionListModel::Session ? spaceXl : 10;
    const QRect area = option.rect.adjusted(left, 0, -10, -1);
    switch (index.column()) {
        case SessionListModel::Session:
            paintTitle(*painter, area, index, option.font, tokens);
            break;
        case SessionListModel::State:
            paintBadge(*painter, area, index, option.font, tokens);
            break;
        default:
            painter->setFont(option.font);
            painter->setPen(index.column() == SessionListModel::Updated ? tokens.textMuted : tokens.text);
            painter->drawText(
                area, Qt::AlignVCenter | Qt::AlignLeft,
                QFontMetrics(option.font).elidedText(index.data().toString(), Qt::ElideRight, area.width()));
    }
    painter->restore();
}

}  // namespace tacit::ui
