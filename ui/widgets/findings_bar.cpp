#include "ui/widgets/findings_bar.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

#include "ui/model/data_text.h"
#include "ui/theme/theme.h"
#include "ui/widgets/buttons.h"

namespace tacit::ui {

FindingsBar::FindingsBar(QWidget* parent)
    : QWidget(parent),
      go_(makeButton(tr("Show the cell"), ButtonKind::secondary, QStringLiteral("findingGoButton"))),
      save_(makeButton(tr("Save the list…"), ButtonKind::secondary, QStringLiteral("findingSaveButton"),
                       QStringLiteral("download"))),
      more_(makeMutedLabel({}, TextRole::caption)) {
    setObjectName(QStringLiteral("findingsBar"));
    setProperty("transparent", true);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(spaceM);
    row->addWidget(go_);
    row->addWidget(save_);
    row->addWidget(more_, 1);
    connect(go_, &QPushButton::clicked, this, &FindingsBar::goRequested);
    connect(save_, &QPushButton::clicked, this, &FindingsBar::saveRequested);
    setReachable(false);
}

void FindingsBar::showCount(bool any, quint64 more) {
    save_->setEnabled(any);
    more_->setText(more == 0 ? QString() : tr("%1 more are not listed.").arg(DataText::number(more)));
}

void FindingsBar::setReachable(bool on) {
    go_->setEnabled(on);
    go_->setToolTip(on ? QString() : tr("Choose a finding whose cell is in the table."));
    go_->setAccessibleDescription(go_->toolTip());
}

}  // namespace tacit::ui
