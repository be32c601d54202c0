#include "ui/pages/wizard/data_step.h"

#include "ui/model/contribution_state.h"
#include "ui/pages/wizard/formula_form.h"
#include "ui/pages/wizard/total_form.h"
#include "ui/theme/tokens.h"
#include "ui/widgets/data_panel.h"

namespace tacit::ui {

DataStep::DataStep(std::shared_ptr<api::Engine> engine, FileChooser& chooser, WizardState& state,
                   QWidget* parent)
    : Page(QStringLiteral("wizardDataPage"), wizardColumn, parent),
      state_(state),
      panel_(new DataPanel(engine, chooser)) {
    header()->setTitle(tr("Your data"));
    content()->addWidget(formula_ = new FormulaForm(state_));
    content()->addWidget(panel_, 1);
    content()->addWidget(total_ = new TotalForm(std::move(engine), state_, panel_->state()));
    connect(panel_, &DataPanel::contributionChanged, this,
            [this](const api::Contribution& contribution, bool acceptable) {
                state_.answer([&](WizardAnswers& answers) {
                    answers.columns = panel_->state().names();
                    answers.contribution = contribution;
                    answers.dataAccepted = acceptable;
                    answers.dataChecking = panel_->state().checking();
                });
            });
    connect(&panel_->state(), &ContributionState::datasetChanged, this,
            [this] { total_->setVisible(kind_ == "total" && panel_->state().dataset()); });
    connect(&state_, &WizardState::changed, this, &DataStep::refresh);
    refresh();
}

void DataStep::refresh() {
    const auto asked = state_.emptyQuestion();
    const bool sameKind = state_.answers().kind == kind_;
    // Categories and rules belong to what the own data is checked for.
    if (sameKind && (kind_ != "total" || asked == asked_)) return;
    kind_ = state_.answers().kind;
    asked_ = asked;
    if (sameKind) {
        panel_->chooseColumns(asked);
        return;
    }
    formula_->setVisible(kind_ == "decision");
    total_->setVisible(kind_ == "total" && panel_->state().dataset());
    header()->setSubtitle(
        kind_ == "overlap"    ? tr("Choose your list, and the column that is matched with your partner's.")
        : kind_ == "decision" ? tr("Say what is asked, and give the number with which you take part.")
                              : tr("Choose your spreadsheet, and the columns to add up with everyone's."));
    panel_->chooseColumns(asked);
}

}  // namespace tacit::ui
