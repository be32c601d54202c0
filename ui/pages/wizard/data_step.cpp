#include "ui/pages/wizard/data_step.h"

#include "ui/model/contribution_state.h"
#include "ui/pages/wizard/expectations_form.h"
#include "ui/pages/wizard/total_form.h"
#include "ui/theme/tokens.h"
#include "ui/widgets/data_panel.h"

namespace tacit::ui {

DataStep::DataStep(std::shared_ptr<api::Engine> engine, FileChooser& chooser, WizardState& state,
                   QWidget* parent)
    : Page(QStringLiteral("wizardDataPage"), wizardColumn, parent),
      engine_(engine),
      state_(state),
      panel_(new DataPanel(engine, chooser, column())) {
    header()->setTitle(tr("Your data"));
    content()->addWidget(panel_, 1);
    connect(panel_, &DataPanel::contributionChanged, this,
            [this](const api::Contribution& contribution, bool acceptable) {
                state_.answer([&](WizardAnswers& answers) {
                    const auto& mine = panel_->state();
                    answers.columns =
                        mine.mode() == ContributionState::Mode::choose ? mine.ticked() : contribution.columns;
                    answers.recipe = panel_->state().recipe().value_or(api::KeyRecipe{});
                    answers.contribution = contribution;
                    answers.dataAccepted = acceptable;
                    answers.dataChecking = panel_->state().checking();
                });
            });
    // What was chosen before is looked at again: meanwhile the formula may have asked for something else.
    connect(&state_, &WizardState::pageChanged, this, [this] { shown_.reset(); });
    connect(&panel_->state(), &ContributionState::datasetChanged, this, &DataStep::showTotal);
    connect(&state_, &WizardState::changed, this, &DataStep::refresh);
    refresh();
}

void DataStep::refresh() {
    const auto& kind = state_.answers().kind;
    if (kind == "decision") return showDecision();
    const auto asked = state_.emptyQuestion();
    const bool sameKind = kind == kind_;
    // Categories and rules belong to what the own data is checked for.
    if (sameKind && (kind_ != "total" || asked == asked_)) return;
    kind_ = kind;
    asked_ = asked;
    if (sameKind) {
        panel_->chooseColumns(asked);
        return;
    }
    showTotal();
    header()->setSubtitle(kind_ == "overlap"
                              ? tr("Choose your list, and the column that is matched with your partner's.")
                              : tr("Choose your spreadsheet, and the columns to add up with everyone's."));
    panel_->chooseColumns(asked);
}

/// Made when it is first needed: other questions have no use for it.
void DataStep::showTotal() {
    const bool on = kind_ == "total" && panel_->state().dataset();
    if (total_ == nullptr && !on) return;
    if (total_ == nullptr) {
        content()->addWidget(total_ = new TotalForm(engine_, state_, panel_->state(), column()));
        content()->addWidget(expectations_ = new ExpectationsForm(state_, column()));
        orderFocus(this);
    }
    total_->setVisible(on);
}

/// Of a Decision it is known what is asked: nothing has to be looked at before one comes to this page.
void DataStep::showDecision() {
    const auto question = state_.question();
    if (state_.page() != WizardPage::data || !question) return;
    if (kind_ == state_.answers().kind && question == shown_ && partners_ == state_.partners()) return;
    kind_ = state_.answers().kind;
    shown_ = question;
    partners_ = state_.partners();
    showTotal();
    header()->setSubtitle(tr("Give what the question asks of you: columns of a spreadsheet, or typed."));
    panel_->setQuestion(*question, static_cast<std::uint16_t>(partners_));
}

}  // namespace tacit::ui
