#include "ui/pages/wizard/choice_card.h"

#include <QLabel>
#include <QVBoxLayout>

#include "ui/text/sanitize.h"
#include "ui/theme/theme.h"
#include "ui/widgets/badge.h"
#include "ui/widgets/card.h"
#include "ui/widgets/icon_label.h"

namespace tacit::ui {

namespace {
QString partnersText(const api::QuestionCard& card) {
    if (card.most_partners == 1) return ChoiceCard::tr("Between you and one partner");
    return ChoiceCard::tr("You and %1 to %2 partners").arg(card.least_partners).arg(card.most_partners);
}
}  // namespace

ChoiceCard::ChoiceCard(const api::QuestionCard& card, QWidget* parent) : QPushButton(parent) {
    const auto kind = plain(card.kind, 20);
    const auto title = plain(card.title, 60);
    setObjectName(QStringLiteral("questionCard_%1").arg(kind));
    setAccessibleName(card.available ? title : tr("%1, coming later").arg(title));
    setAccessibleDescription(plain(card.purpose));
    setProperty("kind", QStringLiteral("choice"));
    setCheckable(true);
    setAutoDefault(false);
    setEnabled(card.available);
    if (card.available) setCursor(Qt::PointingHandCursor);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(spaceXl, spaceXl, spaceXl, spaceXl);
    column->setSpacing(spaceS);
    auto* picture = new IconLabel(kind, card.available ? Ink::accent : Ink::muted, 24);
    picture->setDisc(card.available ? Tone::accent : Tone::neutral, 48);
    auto* top = new QHBoxLayout;
    top->addWidget(picture);
    top->addStretch(1);
    if (card.available) {
        // Not by colour alone: the chosen one also has a tick.
        auto* tick = new IconLabel(QStringLiteral("check-circle"), Ink::accent, 24);
        tick->hide();
        connect(this, &QPushButton::toggled, tick, &QWidget::setVisible);
        top->addWidget(tick, 0, Qt::AlignTop);
    } else {
        top->addWidget(new Badge(tr("Coming later"), Tone::neutral), 0, Qt::AlignTop);
    }
    column->addLayout(top);
    column->addSpacing(spaceS);
    column->addWidget(makeLabel(title, TextRole::heading));
    column->addWidget(makeLabel(plain(card.purpose)));
    column->addStretch(1);
    column->addWidget(makeMutedLabel(partnersText(card), TextRole::caption));
    column->addWidget(makeLine());
    //: An example of a question, in quotation marks
    column->addWidget(makeMutedLabel(tr("“%1”").arg(plain(card.example)), TextRole::caption));
    for (auto* child : findChildren<QWidget*>()) child->setAttribute(Qt::WA_TransparentForMouseEvents);
}

QSize ChoiceCard::sizeHint() const {
    const int width = 190;  // three fit into the smallest window
    return {width, qMax(320, layout()->heightForWidth(width))};
}

}  // namespace tacit::ui
