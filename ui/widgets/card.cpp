#include "ui/widgets/card.h"

#include "ui/theme/theme.h"

namespace tacit::ui {

Card::Card(QWidget* parent) : QFrame(parent), body_(new QVBoxLayout(this)) {
    setProperty("card", true);
    body_->setContentsMargins(spaceXl, spaceXl, spaceXl, spaceXl);
    body_->setSpacing(spaceM);
}

Card::Card(const QString& heading, const QString& note, QWidget* parent) : Card(parent) {
    auto* head = new QVBoxLayout;
    head->setSpacing(spaceXs);
    head->addWidget(makeLabel(heading, TextRole::heading));
    if (!note.isEmpty()) head->addWidget(makeMutedLabel(note));
    body_->addLayout(head);
}

QFrame* makeLine(QWidget* parent) {
    auto* line = new QFrame(parent);
    line->setProperty("line", true);
    line->setFixedHeight(1);
    return line;
}

}  // namespace tacit::ui
