#include "ui/widgets/action_card.h"

#include <QHBoxLayout>
#include <QLabel>

#include "ui/theme/theme.h"
#include "ui/widgets/icon_label.h"

namespace tacit::ui {

ActionCard::ActionCard(const QString& iconName, const QString& title, const QString& text, bool primary,
                       const QString& objectName, QWidget* parent)
    : QPushButton(parent) {
    setObjectName(objectName);
    setAccessibleName(title);
    setAccessibleDescription(text);
    setCursor(Qt::PointingHandCursor);
    setAutoDefault(false);
    setProperty("kind", primary ? QStringLiteral("action-primary") : QStringLiteral("action"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(spaceXl, 20, spaceXl, 20);
    row->setSpacing(spaceL);
    auto* sign = new IconLabel(iconName, primary ? Ink::onAccent : Ink::accent, 28);
    if (!primary) sign->setDisc(Tone::accent, 48);
    row->addWidget(sign);
    auto* texts = new QVBoxLayout;
    texts->setSpacing(2);
    auto* head = makeLabel(title, TextRole::heading);
    auto* body = primary ? makeLabel(text) : makeMutedLabel(text);
    // The button is what takes the click, not the texts on it.
    for (QLabel* label : {head, body}) {
        label->setAttribute(Qt::WA_TransparentForMouseEvents);
        texts->addWidget(label);
    }
    row->addLayout(texts, 1);
}

QSize ActionCard::sizeHint() const {
    return {layout()->sizeHint().width(), qMax(layout()->totalHeightForWidth(qMax(width(), 320)), 96)};
}

}  // namespace tacit::ui
