#include "ui/widgets/elided_combo_box.h"

#include <QAbstractItemView>
#include <QHelpEvent>
#include <QStylePainter>
#include <QToolTip>

namespace tacit::ui {

namespace {
constexpr int aroundText = 40;  // in the list that opens
constexpr int widestList = 560;
}  // namespace

ElidedComboBox::ElidedComboBox(int characters, QWidget* parent) : QComboBox(parent) {
    setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    setMinimumContentsLength(characters);
}

int ElidedComboBox::room() const {
    QStyleOptionComboBox option;
    initStyleOption(&option);
    return style()->subControlRect(QStyle::CC_ComboBox, &option, QStyle::SC_ComboBoxEditField, this).width() -
           2;
}

void ElidedComboBox::paintEvent(QPaintEvent*) {
    QStylePainter painter(this);
    QStyleOptionComboBox option;
    initStyleOption(&option);
    option.currentText = fontMetrics().elidedText(option.currentText, Qt::ElideRight, room());
    painter.drawComplexControl(QStyle::CC_ComboBox, option);
    painter.drawControl(QStyle::CE_ComboBoxLabel, option);
}

bool ElidedComboBox::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip && toolTip().isEmpty()) {
        const bool cut = fontMetrics().horizontalAdvance(currentText()) > room();
        QToolTip::showText(static_cast<QHelpEvent*>(event)->globalPos(),
                           cut ? currentText().toHtmlEscaped() : QString(), this);
        return true;
    }
    return QComboBox::event(event);
}

void ElidedComboBox::showPopup() {
    int widest = width();
    for (int i = 0; i < count(); ++i)
        widest = qMax(widest, fontMetrics().horizontalAdvance(itemText(i)) + aroundText);
    view()->setMinimumWidth(qMin(widest, widestList));
    QComboBox::showPopup();
}

}  // namespace tacit::ui
