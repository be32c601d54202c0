#include "ui/widgets/stat_tile.h"

#include <QHBoxLayout>

#include "ui/theme/theme.h"

namespace tacit::ui {

StatTile::StatTile(const QString& objectName, Size size, QWidget* parent)
    : QWidget(parent),
      number_(makeLabel({}, size == Size::large ? TextRole::display : TextRole::title)),
      unit_(makeMutedLabel({}, TextRole::heading)),
      caption_(makeMutedLabel({})) {
    setObjectName(objectName);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(spaceXs);
    auto* row = new QHBoxLayout;
    row->setSpacing(spaceS);
    number_->setWordWrap(false);
    number_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    unit_->setWordWrap(false);
    row->addWidget(number_, 0, Qt::AlignBaseline);
    row->addWidget(unit_, 0, Qt::AlignBaseline);
    row->addStretch(1);
    column->addLayout(row);
    column->addWidget(caption_);
}

void StatTile::set(const QString& number, const QString& caption, const QString& unit) {
    number_->setText(number);
    caption_->setText(caption);
    unit_->setText(unit);
    unit_->setVisible(!unit.isEmpty());
    setAccessibleName(QStringLiteral("%1, %2").arg((number + u' ' + unit).trimmed(), caption));
}

QString StatTile::number() const {
    return number_->text();
}

}  // namespace tacit::ui
