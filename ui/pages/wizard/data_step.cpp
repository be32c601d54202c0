#include "ui/pages/wizard/data_step.h"

#include "ui/model/contribution_state.h"
#include "ui/pages/wizard/formula_form.h"
#include "ui/theme/tokens.h"
#include "ui/widgets/data_panel.h"

namespace tacit::ui {

DataStep::DataStep(std::shared_ptr<api::Engine> engine, FileChooser& chooser, WizardState& state,
                   QWidget* parent)
    : Page(QStringLiteral("wizardDataPage"), wizardColumn, parent),
      state_(state),
      panel_(new DataPanel(std::move(engine), chooser, column())) {
    header()->setTitle(tr("Your data"));
    content()->addWidget(formula_ = new FormulaForm(state_, column()));
    content()->addWidget(panel_, 1);
    connect(panel_, &DataPanel::contributionChanged, this,
            [this](const api::Contribution& contribution, bool acceptable) {
                state_.answer([&](WizardAnswers& answers) {
                    answers.columns = panel_->state().names();
                    answers.recipe = panel_->state().recipe().value_or(api::KeyRecipe{});
                    answers.contribution = contribution;
                    answers.dataAccepted = acceptable;
                    answers.dataChecking = panel_->state().checking();
                });
            });
    connect(&state_, &WizardState::changed, this, &DataStep::refresh);
    refresh();
}

void DataStep::refresh() {
    if (state_.answers().kind == kind_) return;
    kind_ = state_.answers().kind;
    formula_->setVisible(kind_ == "decision");
    header()->setSubtitle(
        kind_ == "overlap"    ? tr("Choose your list, and the column that is matched with your partner's.")
        : kind_ == "decision" ? tr("Say what is asked, and give the number with which you take part.")
                              : tr("Choose your spreadsheet, and the columns to add up with everyone's."));
    panel_->chooseColumns(state_.emptyQuestion());
}

}  // namespace tacit::ui
