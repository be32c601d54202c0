#include "ui/pages/wizard/expectations_form.h"

#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>

#include "ui/pages/wizard/limits_form.h"
#include "ui/pages/wizard/wizard_state.h"
#include "ui/text/sanitize.h"
#include "ui/theme/theme.h"
#include "ui/widgets/page.h"

namespace tacit::ui {

ExpectationsForm::ExpectationsForm(WizardState& state, QWidget* parent)
    : Card(
          tr("What the numbers should be"),
          tr("Your partners read it, and whoever has a number beyond it is warned; the number counts all the "
             "same. Leave empty what you do not need."),
          parent),
      state_(state),
      problem_(makeLabel({}, TextRole::caption, this)) {
    setObjectName(QStringLiteral("expectationsForm"));
    problem_->setObjectName(QStringLiteral("expectationsProblem"));
    problem_->setProperty("tone", QStringLiteral("error"));
    body()->addWidget(problem_);
    connect(&state_, &WizardState::changed, this, &ExpectationsForm::refresh);
    refresh();
}

void ExpectationsForm::refresh() {
    const auto& columns = state_.answers().columns;
    const bool shown = state_.answers().kind == "total" && !columns.empty();
    setVisible(shown);
    if (!shown) return;
    if (columns != built_) rebuild();
    const auto problem = state_.expectationsProblem();
    problem_->setText(problem);
    problem_->setVisible(!problem.isEmpty());
}

QLineEdit* ExpectationsForm::makeField(const std::string& column, const QString& objectName,
                                       const QString& name, QString DecisionAnswers::Limits::*member) {
    const auto& expected = state_.answers().expected;
    const auto known = expected.find(column);
    auto* edit =
        makeLimitField(known == expected.end() ? QString() : known->second.*member, objectName, name, grid_);
    connect(edit, &QLineEdit::textEdited, this, [this, column, member](const QString& typed) {
        state_.answer([&](WizardAnswers& answers) { answers.expected[column].*member = typed; });
    });
    return edit;
}

void ExpectationsForm::rebuild() {
    built_ = state_.answers().columns;
    delete grid_;
    grid_ = new QWidget(this);
    grid_->setProperty("transparent", true);
    auto* grid = new QGridLayout(grid_);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(spaceM);
    grid->setVerticalSpacing(spaceS);
    grid->setColumnStretch(0, 1);
    const QStringList heads{tr("Column"), tr("Unit"), tr("At least"), tr("At most")};
    for (int column = 0; column < heads.size(); ++column)
        grid->addWidget(makeMutedLabel(heads[column], TextRole::caption, grid_), 0, column);
    int row = 0;
    for (const auto& column : built_) {
        using Expected = DecisionAnswers::Limits;
        const auto name = plain(column, 60);
        auto* unit = makeField(column, QStringLiteral("expectedUnit%1").arg(row), tr("Unit of %1").arg(name),
                               &Expected::unit);
        auto* low = makeField(column, QStringLiteral("expectedLow%1").arg(row),
                              tr("%1 is probably at least").arg(name), &Expected::smallest);
        auto* high = makeField(column, QStringLiteral("expectedHigh%1").arg(row),
                               tr("%1 is probably at most").arg(name), &Expected::largest);
        unit->setPlaceholderText(tr("EUR, kg, %"));
        for (auto* edit : {low, high}) edit->setPlaceholderText(tr("Open"));
        ++row;
        grid->addWidget(makeLabel(name, TextRole::strong, grid_), row, 0);
        grid->addWidget(unit, row, 1);
        grid->addWidget(low, row, 2);
        grid->addWidget(high, row, 3);
    }
    body()->insertWidget(body()->indexOf(problem_), grid_);
    Page::orderFocus(this);
}

}  // namespace tacit::ui
