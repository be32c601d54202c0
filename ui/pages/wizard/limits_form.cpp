#include "ui/pages/wizard/limits_form.h"

#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>

#include "ui/text/sanitize.h"
#include "ui/theme/theme.h"
#include "ui/widgets/page.h"

namespace tacit::ui {

namespace {
constexpr int limitWidth = 120;
}

LimitsForm::LimitsForm(WizardState& state, QWidget* parent)
    : Card(tr("Smallest and largest"),
           tr("Nobody can bring a number beyond these limits. Leave a field empty where there is none."),
           parent),
      state_(state),
      effect_(makeMutedLabel({}, TextRole::caption, this)) {
    setObjectName(QStringLiteral("limitsForm"));
    effect_->setObjectName(QStringLiteral("limitsEffect"));
    body()->addWidget(effect_);
    connect(&state_, &WizardState::changed, this, &LimitsForm::refresh);
    refresh();
}

void LimitsForm::refresh() {
    if (state_.answers().kind != "decision") return;
    const auto asked = state_.decision();
    std::optional<api::FormulaReading> reading;
    if (asked) reading = state_.reading(*asked);
    const bool shown = reading && !reading->ranges.empty();
    setVisible(shown);
    if (!shown) return;
    QString wanted;
    for (const auto& number : reading->ranges) wanted += QString::fromStdString(number.name) + QChar(0x1f);
    if (wanted != built_) {
        built_ = wanted;
        rebuild(reading->ranges);
    }
    mark(reading->problem);
    const auto text = reading->problem ? QString() : effect(*asked, *reading);
    effect_->setText(text);
    effect_->setVisible(!text.isEmpty());
}

QString LimitsForm::effect(const api::DecisionQuestion& asked, const api::FormulaReading& reading) {
    if (asked.ranges.empty()) return tr("Numbers may have up to six decimal places; none is rounded.");
    auto open = asked;
    open.ranges.clear();
    if (open != open_ || openPartners_ != state_.partners()) {
        open_ = open;
        openPartners_ = state_.partners();
        openGates_ = state_.gates(open);
    }
    const QLocale locale;
    const auto with = locale.toString(static_cast<qulonglong>(reading.gates));
    const auto without = locale.toString(static_cast<qulonglong>(openGates_));
    if (openGates_ == 0) return tr("Without these limits it would be too much to compute together.");
    if (reading.gates < openGates_)
        return tr("These limits make it faster: %1 steps of joint computing instead of %2.")
            .arg(with, without);
    if (reading.gates > openGates_)
        return tr("Keeping to these limits makes it slower: %1 steps of joint computing instead of %2.")
            .arg(with, without);
    return tr("With or without these limits it is as fast.");
}

QLineEdit* LimitsForm::makeField(const api::FormulaRange& number, int row, bool smallest) {
    const auto& limits = state_.answers().decision.limits;
    const auto known = limits.find(number.name);
    QString text;
    if (known != limits.end()) text = smallest ? known->second.smallest : known->second.largest;
    auto* edit = new QLineEdit(text, grid_);
    edit->setObjectName((smallest ? QStringLiteral("smallest_%1") : QStringLiteral("largest_%1")).arg(row));
    const auto name = plain(number.name, 60);
    edit->setAccessibleName(smallest ? tr("Smallest %1").arg(name) : tr("Largest %1").arg(name));
    edit->setPlaceholderText(tr("No limit"));
    edit->setFixedWidth(limitWidth);
    connect(edit, &QLineEdit::textEdited, this, [this, name = number.name, smallest](const QString& typed) {
        state_.answer([&](WizardAnswers& answers) {
            auto& typedLimits = answers.decision.limits[name];
            (smallest ? typedLimits.smallest : typedLimits.largest) = typed;
        });
    });
    return edit;
}

void LimitsForm::rebuild(const std::vector<api::FormulaRange>& numbers) {
    delete grid_;
    rows_.clear();
    grid_ = new QWidget(this);
    grid_->setProperty("transparent", true);
    auto* grid = new QGridLayout(grid_);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(spaceM);
    grid->setVerticalSpacing(spaceS);
    grid->setColumnStretch(0, 1);
    const QStringList heads{tr("Everyone's own"), tr("Smallest"), tr("Largest")};
    for (int column = 0; column < heads.size(); ++column)
        grid->addWidget(makeMutedLabel(heads[column], TextRole::caption, grid_), 0, column);
    for (const auto& number : numbers) {
        const int row = static_cast<int>(rows_.size());
        auto* texts = new QVBoxLayout;
        texts->setSpacing(0);
        texts->addWidget(makeLabel(plain(number.name, 60), TextRole::strong, grid_));
        texts->addWidget(makeMutedLabel(plain(number.what, 80), TextRole::caption, grid_));
        grid->addLayout(texts, 2 * row + 1, 0);
        Row made{number.name, makeField(number, row, true), makeField(number, row, false),
                 makeLabel({}, TextRole::caption, grid_)};
        grid->addWidget(made.smallest, 2 * row + 1, 1);
        grid->addWidget(made.largest, 2 * row + 1, 2);
        made.problem->setObjectName(QStringLiteral("limitsProblem_%1").arg(row));
        made.problem->setProperty("tone", QStringLiteral("error"));
        made.problem->hide();
        grid->addWidget(made.problem, 2 * row + 2, 0, 1, 3);
        rows_.push_back(made);
    }
    body()->insertWidget(body()->indexOf(effect_), grid_);
    Page::orderFocus(this);
}

void LimitsForm::mark(const std::optional<api::FormulaProblem>& problem) {
    for (const auto& row : rows_) {
        const auto text =
            problem && problem->range == row.name
                ? tr("Write numbers such as -12.50, the smallest not above the largest, with up "
                     "to six decimal places and 18 digits before the point.")
                : QString();
        row.problem->setText(text);
        row.problem->setVisible(!text.isEmpty());
        for (auto* edit : {row.smallest, row.largest}) {
            edit->setAccessibleDescription(text);
            if (edit->property("invalid").toBool() != text.isEmpty()) continue;
            edit->setProperty("invalid", !text.isEmpty());
            restyle(edit);
        }
    }
}

}  // namespace tacit::ui
