#include "ui/pages/wizard/limits_form.h"

#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QRegularExpression>

#include "ui/text/sanitize.h"
#include "ui/theme/theme.h"
#include "ui/widgets/page.h"

namespace tacit::ui {

namespace {
constexpr int leastLimitWidth = 64, mostLimitWidth = 120;
}

QLineEdit* makeLimitField(const QString& text, const QString& objectName, const QString& name,
                          QWidget* parent) {
    auto* edit = new QLineEdit(text, parent);
    edit->setObjectName(objectName);
    edit->setAccessibleName(name);
    edit->setMinimumWidth(leastLimitWidth);
    edit->setMaximumWidth(mostLimitWidth);
    return edit;
}

LimitsForm::LimitsForm(WizardState& state, QWidget* parent)
    : Card(tr("Limits and units"),
           tr("Nobody can bring a number beyond these limits. Numbers of unlike units are neither added nor "
              "compared. Leave empty what you do not need."),
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
    for (const auto& number : reading->ranges)
        wanted += QString::fromStdString(number.name + '\x1e' + number.what) +
                  QChar(number.takes_unit ? 0x1e : 0x1f);
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

QLineEdit* LimitsForm::makeField(const api::FormulaRange& number, const QString& objectName,
                                 const QString& name, QString DecisionAnswers::Limits::*member) {
    const auto& limits = state_.answers().decision.limits;
    const auto known = limits.find(number.name);
    auto* edit =
        makeLimitField(known == limits.end() ? QString() : known->second.*member, objectName, name, grid_);
    connect(edit, &QLineEdit::textEdited, this, [this, field = number.name, member](const QString& typed) {
        state_.answer([&](WizardAnswers& answers) { answers.decision.limits[field].*member = typed; });
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
    const QStringList heads{tr("Everyone's own"), tr("Smallest"), tr("Largest"), tr("Unit")};
    for (int column = 0; column < heads.size(); ++column)
        grid->addWidget(makeMutedLabel(heads[column], TextRole::caption, grid_), 0, column);
    for (const auto& number : numbers) {
        const int row = static_cast<int>(rows_.size());
        auto* texts = new QVBoxLayout;
        texts->setSpacing(0);
        texts->addWidget(makeLabel(plain(number.name, 60), TextRole::strong, grid_));
        texts->addWidget(makeMutedLabel(plain(number.what, 80), TextRole::caption, grid_));
        grid->addLayout(texts, 2 * row + 1, 0);
        const auto name = plain(number.name, 60);
        using Limits = DecisionAnswers::Limits;
        Row made{number.name,
                 makeField(number, QStringLiteral("smallest_%1").arg(row), tr("Smallest %1").arg(name),
                           &Limits::smallest),
                 makeField(number, QStringLiteral("largest_%1").arg(row), tr("Largest %1").arg(name),
                           &Limits::largest),
                 nullptr, makeLabel({}, TextRole::caption, grid_)};
        for (auto* edit : {made.smallest, made.largest}) edit->setPlaceholderText(tr("No limit"));
        grid->addWidget(made.smallest, 2 * row + 1, 1);
        grid->addWidget(made.largest, 2 * row + 1, 2);
        if (number.takes_unit) {
            made.unit = makeField(number, QStringLiteral("unit_%1").arg(row), tr("Unit of %1").arg(name),
                                  &Limits::unit);
            made.unit->setPlaceholderText(tr("EUR, kg, %"));
            grid->addWidget(made.unit, 2 * row + 1, 3);
        }
        made.problem->setObjectName(QStringLiteral("limitsProblem_%1").arg(row));
        made.problem->setProperty("tone", QStringLiteral("error"));
        made.problem->hide();
        grid->addWidget(made.problem, 2 * row + 2, 0, 1, 4);
        rows_.push_back(made);
    }
    body()->insertWidget(body()->indexOf(effect_), grid_);
    Page::orderFocus(this);
}

void LimitsForm::mark(const std::optional<api::FormulaProblem>& problem) {
    const auto point = [](QLineEdit* edit, const QString& text) {
        edit->setAccessibleDescription(text);
        if (edit->property("invalid").toBool() != text.isEmpty()) return;
        edit->setProperty("invalid", !text.isEmpty());
        restyle(edit);
    };
    for (const auto& row : rows_) {
        const bool here = problem && problem->range == row.name;
        const auto told = here ? (problem->about_unit ? aboutUnit() : aboutLimits(row)) : Told{};
        row.problem->setText(told.text);
        row.problem->setVisible(here);
        point(row.smallest, told.smallest ? told.text : QString());
        point(row.largest, told.largest ? told.text : QString());
        if (row.unit) point(row.unit, told.unit ? told.text : QString());
    }
}

LimitsForm::Told LimitsForm::aboutUnit() const {
    return {tr("Write a short word for the unit, such as EUR, kg or %, without digits."), false, false, true};
}

/// The engine decides that something is wrong; here it is only looked for where.
LimitsForm::Told LimitsForm::aboutLimits(const Row& row) const {
    static const QRegularExpression number(QStringLiteral("^-?[0-9]{1,19}(?:\\.[0-9]{1,6})?$"));
    const auto low = row.smallest->text().trimmed(), high = row.largest->text().trimmed();
    const auto odd = [](const QString& text) { return !text.isEmpty() && !number.match(text).hasMatch(); };
    if (odd(low) || odd(high))
        return {
            tr("Write a number such as -12.50: with a decimal point, no other separators, up to six decimal "
               "places and 18 digits before the point."),
            odd(low), odd(high), false};
    if (!low.isEmpty() && !high.isEmpty() && low.toDouble() > high.toDouble())
        return {tr("Choose a smallest number that is not above the largest."), true, true, false};
    return {
        tr("Write numbers such as -12.50, the smallest not above the largest, with up to six decimal places "
           "and 18 digits before the point."),
        true, true, false};
}

}  // namespace tacit::ui
