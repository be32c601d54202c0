#include "ui/widgets/empty_state.h"

#include <QHBoxLayout>
#include <QLabel>

#include "ui/theme/theme.h"
#include "ui/widgets/icon_label.h"

namespace tacit::ui {

EmptyState::EmptyState(const QString& title, const QString& text, const QVector<Step>& steps, QWidget* parent)
    : QWidget(parent) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(spaceXl);
    auto* head = new QVBoxLayout;
    head->setSpacing(spaceXs);
    head->addWidget(makeLabel(title, TextRole::heading));
    if (!text.isEmpty()) head->addWidget(makeMutedLabel(text));
    column->addLayout(head);
    auto* row = new QHBoxLayout;
    row->setSpacing(spaceXxl);
    int number = 0;
    for (const Step& step : steps) {
        auto* cell = new QVBoxLayout;
        cell->setSpacing(spaceS);
        auto* sign = new IconLabel(step.icon, Ink::accent, 22);
        sign->setDisc(Tone::accent, 44);
        cell->addWidget(sign, 0, Qt::AlignLeft);
        cell->addSpacing(spaceXs);
        cell->addWidget(makeLabel(QStringLiteral("%1. %2").arg(++number).arg(step.title), TextRole::strong));
        cell->addWidget(makeMutedLabel(step.text));
        cell->addStretch(1);
        row->addLayout(cell, 1);
    }
    column->addLayout(row);
}

}  // namespace tacit::ui
