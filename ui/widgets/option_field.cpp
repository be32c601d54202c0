#include "ui/widgets/option_field.h"

#include <QLabel>
#include <QVBoxLayout>

#include "ui/theme/theme.h"
#include "ui/widgets/badge.h"

namespace tacit::ui {

OptionField::OptionField(const QString& title, QWidget* control, QWidget* parent)
    : QWidget(parent), control_(control), badge_(new Badge(this)) {
    setProperty("transparent", true);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(spaceXs);
    auto* label = makeLabel(title, TextRole::strong, this);
    label->setWordWrap(false);
    label->setBuddy(control);
    if (control->accessibleName().isEmpty()) control->setAccessibleName(title);
    auto* head = new QHBoxLayout;
    head->setSpacing(spaceS);
    head->addWidget(label);
    head->addWidget(badge_);
    head->addStretch(1);
    column->addLayout(head);
    column->addWidget(control);
    auto policy = badge_->sizePolicy();
    policy.setRetainSizeWhenHidden(true);
    badge_->setSizePolicy(policy);
    setMark(Mark::none);
}

void OptionField::setMark(Mark mark) {
    mark_ = mark;
    badge_->setVisible(mark != Mark::none);
    switch (mark) {
        case Mark::none:
        case Mark::detected:
            badge_->set(tr("detected"), Tone::neutral);
            break;
        case Mark::chosen:
            badge_->set(tr("chosen"), Tone::accent, QStringLiteral("check"));
            break;
        case Mark::open:
            badge_->set(tr("please choose"), Tone::warning, QStringLiteral("alert"));
            break;
    }
    control_->setAccessibleDescription(badgeText());
}

QString OptionField::badgeText() const {
    return mark_ == Mark::none ? QString() : badge_->text();
}

}  // namespace tacit::ui
