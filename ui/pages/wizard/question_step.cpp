#include "ui/pages/wizard/question_step.h"

#include <QButtonGroup>
#include <QHBoxLayout>

#include "ui/pages/wizard/choice_card.h"
#include "ui/theme/tokens.h"

namespace tacit::ui {

QuestionStep::QuestionStep(WizardState& state, QWidget* parent)
    : Page(QStringLiteral("wizardQuestionPage"), wizardColumn, parent),
      state_(state),
      cards_(new QButtonGroup(this)) {
    header()->setTitle(tr("What do you want to know together?"));
    header()->setSubtitle(tr("Everyone brings their own data. Only the answer becomes known, nothing else."));
    auto* row = new QHBoxLayout;
    row->setSpacing(spaceL);
    for (std::size_t i = 0; i < state_.cards().size(); ++i) {
        auto* card = new ChoiceCard(state_.cards()[i], column());
        cards_->addButton(card, static_cast<int>(i));
        row->addWidget(card, 1);
    }
    content()->addLayout(row);
    content()->addStretch(1);
    connect(cards_, &QButtonGroup::idClicked, this, [this](int id) {
        const auto& kind = state_.cards()[static_cast<std::size_t>(id)].kind;
        state_.answer([&](WizardAnswers& answers) { answers.kind = kind; });
    });
    connect(&state_, &WizardState::changed, this, &QuestionStep::refresh);
    refresh();
}

void QuestionStep::refresh() {
    for (std::size_t i = 0; i < state_.cards().size(); ++i) {
        if (state_.cards()[i].kind == state_.answers().kind)
            cards_->button(static_cast<int>(i))->setChecked(true);
    }
}

}  // namespace tacit::ui
