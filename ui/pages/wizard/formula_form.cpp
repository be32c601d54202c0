#include "ui/pages/wizard/formula_form.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>

#include "ui/pages/wizard/wizard_state.h"
#include "ui/text/sanitize.h"
#include "ui/theme/theme.h"

namespace tacit::ui {

FormulaForm::FormulaForm(WizardState& state, QWidget* parent)
    : Card(tr("The question"), tr("Everybody's numbers are added up, and only the yes or no becomes known."),
           parent),
      state_(state),
      comparison_(new QComboBox),
      limit_(new QLineEdit),
      sentence_(makeLabel({}, TextRole::heading)),
      problem_(makeLabel({}, TextRole::caption)) {
    setObjectName(QStringLiteral("formulaForm"));
    auto* row = new QHBoxLayout;
    row->setSpacing(spaceM);
    //: Followed by a box with "above", "at least", ... and a field for a number
    auto* begin = makeLabel(tr("Is the combined total"));
    begin->setWordWrap(false);
    comparison_->setObjectName(QStringLiteral("comparisonBox"));
    comparison_->setAccessibleName(tr("How the combined total is compared"));
    for (const auto& text : {tr("above"), tr("at least"), tr("below"), tr("at most")})
        comparison_->addItem(text);
    limit_->setObjectName(QStringLiteral("limitEdit"));
    limit_->setAccessibleName(tr("Limit"));
    limit_->setPlaceholderText(tr("For example: 1000000"));
    limit_->setMaximumWidth(260);
    row->addWidget(begin);
    row->addWidget(comparison_);
    row->addWidget(limit_, 1);
    row->addStretch(1);
    body()->addLayout(row);
    problem_->setProperty("tone", QStringLiteral("error"));
    problem_->setObjectName(QStringLiteral("limitProblem"));
    sentence_->setObjectName(QStringLiteral("questionSentence"));
    body()->addWidget(problem_);
    auto* inset = new QFrame;
    inset->setProperty("card", QStringLiteral("inset"));
    auto* lines = new QVBoxLayout(inset);
    lines->setContentsMargins(spaceL, spaceM, spaceL, spaceM);
    lines->setSpacing(2);
    lines->addWidget(makeMutedLabel(tr("What you ask"), TextRole::caption));
    lines->addWidget(sentence_);
    body()->addWidget(inset);
    connect(comparison_, &QComboBox::activated, this, [this](int index) {
        state_.answer([&](auto& answers) { answers.comparison = static_cast<Comparison>(index); });
    });
    connect(limit_, &QLineEdit::textEdited, this,
            [this](const QString& text) { state_.answer([&](auto& answers) { answers.limit = text; }); });
    connect(&state_, &WizardState::changed, this, &FormulaForm::refresh);
    refresh();
}

void FormulaForm::refresh() {
    const auto& answers = state_.answers();
    if (answers.kind != "decision") return;
    comparison_->setCurrentIndex(int(answers.comparison));
    if (limit_->text() != answers.limit) limit_->setText(answers.limit);
    const auto proposal = state_.proposal();
    sentence_->setText(proposal ? plain(proposal->question, 600)
                                : tr("Give the limit, and choose or type your number below."));
    setTextRole(sentence_, proposal ? TextRole::heading : TextRole::body);
    const auto problem = state_.limitProblem();
    problem_->setText(problem);
    problem_->setVisible(!problem.isEmpty() && !answers.limit.isEmpty());
    limit_->setAccessibleDescription(answers.limit.isEmpty() ? QString() : problem);
}

}  // namespace tacit::ui
