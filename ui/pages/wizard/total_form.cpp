#include "ui/pages/wizard/total_form.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <algorithm>

#include "ui/bridge/categories_action.h"
#include "ui/model/contribution_state.h"
#include "ui/pages/wizard/wizard_state.h"
#include "ui/text/sanitize.h"
#include "ui/theme/theme.h"
#include "ui/widgets/rules_form.h"

namespace tacit::ui {

namespace {

QString listed(const std::vector<std::string>& categories) {
    constexpr std::size_t most = 8;
    QStringList out;
    for (std::size_t i = 0; i < std::min(most, categories.size()); ++i) out << plain(categories[i], 40);
    return categories.size() > most ? out.join(QStringLiteral(", ")) + QStringLiteral(", …")
                                    : out.join(QStringLiteral(", "));
}

}  // namespace

TotalForm::TotalForm(std::shared_ptr<api::Engine> engine, WizardState& state, const ContributionState& own,
                     QWidget* parent)
    : Card(tr("More numbers, and rules"),
           tr("A number that does not meet the rules stays hidden from everybody, you included."), parent),
      engine_(std::move(engine)),
      state_(state),
      data_(own),
      group_(new QComboBox),
      note_(makeMutedLabel({}, TextRole::caption)),
      problem_(makeLabel({}, TextRole::caption)),
      rules_(new RulesForm) {
    setObjectName(QStringLiteral("totalForm"));
    auto* row = new QHBoxLayout;
    row->setSpacing(spaceXl);
    auto* label = makeLabel(tr("By category"), TextRole::strong);
    label->setBuddy(group_);
    group_->setObjectName(QStringLiteral("groupBox"));
    group_->setAccessibleName(tr("Column that tells the category"));
    group_->setFixedWidth(260);
    note_->setObjectName(QStringLiteral("groupNote"));
    problem_->setProperty("tone", QStringLiteral("error"));
    problem_->setObjectName(QStringLiteral("groupProblem"));
    auto* texts = new QVBoxLayout;
    texts->setSpacing(2);
    for (auto* one : {label, note_, problem_}) texts->addWidget(one);
    row->addLayout(texts, 1);
    row->addWidget(group_, 0, Qt::AlignTop);
    body()->addWidget(buildStatistics());
    body()->addLayout(row);
    body()->addWidget(rules_);
    connect(group_, &QComboBox::activated, this,
            [this] { chooseGroup(group_->currentData().toString().toStdString()); });
    connect(rules_, &RulesForm::changed, this,
            [this] { state_.answer([&](auto& answers) { answers.rules = rules_->rules(); }); });
    connect(&data_, &ContributionState::datasetChanged, this, &TotalForm::offerColumns);
    connect(&state_, &WizardState::changed, this, &TotalForm::refresh);
    offerColumns();
}

QWidget* TotalForm::buildStatistics() {
    using enum api::Statistic;
    auto* box = new QWidget;
    auto* row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(spaceXl);
    auto* texts = new QVBoxLayout;
    texts->setSpacing(2);
    texts->addWidget(makeLabel(tr("How the participants compare"), TextRole::strong));
    statisticsNote_ = makeMutedLabel({}, TextRole::caption);
    statisticsNote_->setObjectName(QStringLiteral("statisticsNote"));
    texts->addWidget(statisticsNote_);
    texts->addStretch(1);
    row->addLayout(texts, 1);
    auto* boxes = new QVBoxLayout;
    boxes->setSpacing(spaceXs);
    const auto add = [&](const QString& text, const QString& name, std::vector<api::Statistic> which) {
        auto* check = new QCheckBox(text);
        check->setObjectName(name);
        check->setAccessibleName(text);
        check->setMinimumWidth(260);
        boxes->addWidget(check);
        statistics_.push_back({check, std::move(which)});
        connect(check, &QCheckBox::toggled, this, &TotalForm::chooseStatistics);
    };
    add(tr("Smallest"), QStringLiteral("statisticMinimum"), {minimum});
    add(tr("Median"), QStringLiteral("statisticMedian"), {median});
    add(tr("Lower and upper quartile"), QStringLiteral("statisticQuartiles"),
        {lower_quartile, upper_quartile});
    add(tr("Largest"), QStringLiteral("statisticMaximum"), {maximum});
    row->addLayout(boxes);
    return box;
}

void TotalForm::chooseStatistics() {
    std::vector<api::Statistic> chosen;
    for (const auto& [box, statistics] : statistics_)
        if (box->isChecked()) chosen.insert(chosen.end(), statistics.begin(), statistics.end());
    std::sort(chosen.begin(), chosen.end());
    state_.answer([&](auto& answers) { answers.statistics = chosen; });
}

/// Texts and yes-or-no columns of the dataset; the column of before, if the new one still has it.
void TotalForm::offerColumns() {
    const QSignalBlocker quiet(group_);
    group_->clear();
    group_->addItem(tr("No categories"), QString());
    const auto before = state_.answers().group;
    bool still = false;
    if (data_.dataset())
        for (const auto& column : data_.dataset()->columns) {
            if (column.type != api::ColumnType::text && column.type != api::ColumnType::boolean) continue;
            group_->addItem(plain(column.name, 60), QString::fromStdString(column.name));
            still = still || column.name == before;
        }
    if (!before.empty()) chooseGroup(still ? before : std::string());
    refresh();
}

void TotalForm::chooseGroup(const std::string& column) {
    stopReading();
    state_.answer([&](auto& answers) {
        answers.group = column;
        answers.categories.clear();
        answers.groupRefused = false;
    });
    if (column.empty() || !data_.dataset()) return;
    reading_ = new CategoriesAction(engine_, data_.dataset()->handle, column, this);
    connect(reading_, &CategoriesAction::finished, this,
            [this](const Result<std::vector<std::string>>& outcome) {
                reading_->deleteLater();
                reading_ = nullptr;
                state_.answer([&](auto& answers) {
                    answers.groupRefused = !outcome.ok();
                    if (outcome.ok()) answers.categories = *outcome;
                });
            });
}

void TotalForm::stopReading() {
    if (reading_) reading_->abandon();
    reading_ = nullptr;
}

void TotalForm::refresh() {
    const auto& answers = state_.answers();
    const int at = group_->findData(QString::fromStdString(answers.group));
    if (at >= 0 && at != group_->currentIndex()) group_->setCurrentIndex(at);
    group_->setEnabled(group_->count() > 1);
    if (rules_->rules() != answers.rules) rules_->setRules(answers.rules);
    const bool chosen = !answers.categories.empty();
    statisticsNote_->setText(chosen
                                 ? tr("In each category every participant's own sum counts once. Nobody is "
                                      "told whose is the smallest or the largest.")
                                 : tr("Of each column every participant's own sum counts once. Nobody is "
                                      "told whose is the smallest or the largest."));
    for (const auto& [box, statistics] : statistics_) {
        const QSignalBlocker quiet(box);
        box->setChecked(std::count(answers.statistics.begin(), answers.statistics.end(), statistics.front()) >
                        0);
    }
    note_->setText(!chosen ? tr("Choose a column to get a number for each of its categories.")
                   : answers.categories.size() == 1
                       ? tr("1 category, as in your data: %1").arg(listed(answers.categories))
                       : tr("%1 categories, as in your data: %2")
                             .arg(QString::number(answers.categories.size()), listed(answers.categories)));
    problem_->setText(answers.groupRefused ? state_.groupProblem() : QString());
    problem_->setVisible(answers.groupRefused);
    note_->setVisible(!answers.groupRefused);
}

}  // namespace tacit::ui
