#include "ui/pages/wizard/formula_step.h"

#include <QButtonGroup>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSpinBox>

#include "ui/pages/wizard/formula_editor.h"
#include "ui/pages/wizard/limits_form.h"
#include "ui/pages/wizard/reading_panel.h"
#include "ui/pages/wizard/slot_form.h"
#include "ui/pages/wizard/template_list.h"
#include "ui/pages/wizard/try_out.h"
#include "ui/theme/theme.h"

namespace tacit::ui {

namespace {
enum Mode { Ready, Own };
}

FormulaStep::FormulaStep(WizardState& state, QWidget* parent)
    : Page(QStringLiteral("wizardFormulaPage"), wizardColumn, parent),
      state_(state),
      modes_(new QButtonGroup(this)),
      templates_(new TemplateList(state_, column())),
      editor_(new FormulaEditor(state_, column())) {
    header()->setTitle(tr("What do you want to decide?"));
    header()->setSubtitle(tr("Everyone brings a number or a yes or no. Only the answer becomes known."));
    content()->addWidget(buildChoice());
    auto* row = new QHBoxLayout;
    row->setSpacing(spaceL);
    row->addWidget(templates_, 2);
    auto* right = new QVBoxLayout;
    right->setSpacing(spaceL);
    right->addWidget(editor_);
    right->addWidget(new SlotForm(state_, column()));
    right->addWidget(new ReadingPanel(state_, column()));
    right->addWidget(new LimitsForm(state_, column()));
    right->addWidget(new TryOut(state_, column()));
    right->addStretch(1);
    row->addLayout(right, 3);
    content()->addLayout(row);
    content()->addStretch(1);
    connect(&state_, &WizardState::changed, this, &FormulaStep::refresh);
    refresh();
    orderFocus(this);
}

QWidget* FormulaStep::buildChoice() {
    auto* bar = new QWidget(column());
    bar->setProperty("transparent", true);
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(spaceM);
    auto* strip = new QFrame(bar);
    strip->setProperty("card", QStringLiteral("inset"));
    auto* buttons = new QHBoxLayout(strip);
    buttons->setContentsMargins(3, 3, 3, 3);
    buttons->setSpacing(2);
    const auto add = [&](Mode id, const QString& text, const QString& name) {
        auto* button = new QPushButton(text, strip);
        button->setObjectName(name);
        button->setAccessibleName(text);
        button->setCheckable(true);
        button->setAutoDefault(false);
        button->setProperty("kind", QStringLiteral("segment"));
        modes_->addButton(button, id);
        buttons->addWidget(button);
    };
    add(Ready, tr("Ready-made"), QStringLiteral("segmentTemplates"));
    add(Own, tr("My own formula"), QStringLiteral("segmentFormula"));
    row->addWidget(strip);
    row->addStretch(1);
    auto* label = makeLabel(tr("Number of partners"), TextRole::body, bar);
    label->setWordWrap(false);
    partners_ = new QSpinBox(bar);
    partners_->setObjectName(QStringLiteral("decisionPartnersBox"));
    partners_->setAccessibleName(label->text());
    partners_->setFixedWidth(110);
    label->setBuddy(partners_);
    row->addWidget(label);
    row->addWidget(partners_);
    connect(modes_, &QButtonGroup::idClicked, this, [this](int id) {
        state_.answer([&](WizardAnswers& answers) { answers.decision.own = id == Own; });
    });
    connect(partners_, &QSpinBox::valueChanged, this,
            [this](int value) { state_.answer([&](WizardAnswers& answers) { answers.partners = value; }); });
    return bar;
}

void FormulaStep::refresh() {
    const auto& answers = state_.answers();
    if (answers.kind != "decision") return;
    const QSignalBlocker quiet(partners_);
    modes_->button(answers.decision.own ? Own : Ready)->setChecked(true);
    partners_->setRange(state_.leastPartners(), state_.mostPartners());
    partners_->setValue(state_.partners());
    templates_->setVisible(!answers.decision.own);
    editor_->setVisible(answers.decision.own);
}

}  // namespace tacit::ui
