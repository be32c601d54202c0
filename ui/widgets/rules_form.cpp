#include "ui/widgets/rules_form.h"

#include <QGridLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QSpinBox>

#include "ui/theme/theme.h"

namespace tacit::ui {

namespace {

constexpr int boxWidth = 180;

QSpinBox* addField(QGridLayout* grid, const QString& name, const QString& note, const QString& objectName) {
    const int row = grid->rowCount();
    auto* box = new QSpinBox;
    box->setObjectName(objectName);
    box->setAccessibleName(name);
    box->setAccessibleDescription(note);
    box->setFixedWidth(boxWidth);
    auto* label = makeLabel(name, TextRole::strong);
    label->setBuddy(box);
    auto* texts = new QVBoxLayout;
    texts->setSpacing(2);
    texts->addWidget(label);
    texts->addWidget(makeMutedLabel(note, TextRole::caption));
    grid->addLayout(texts, row, 0);
    grid->addWidget(box, row, 1, Qt::AlignTop);
    return box;
}

}  // namespace

RulesForm::RulesForm(QWidget* parent) : QWidget(parent) {
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(spaceXl);
    grid->setVerticalSpacing(spaceM);
    grid->setColumnStretch(0, 1);
    contributors_ = addField(grid, tr("Participants behind a number, at least"),
                             tr("With 3, nobody can work out a single other participant's part."),
                             QStringLiteral("minimumContributorsBox"));
    group_ = addField(grid, tr("Values behind a number, at least"), tr("Small groups of people stay hidden."),
                      QStringLiteral("minimumGroupBox"));
    dominance_ = addField(grid, tr("Largest part of one participant"),
                          tr("A number that is nearly one participant's alone stays hidden."),
                          QStringLiteral("dominanceBox"));
    // The lowest, or for the part the highest, is no rule.
    contributors_->setRange(1, 64);
    group_->setRange(0, 1'000'000);
    dominance_->setRange(0, 99);
    dominance_->setSuffix(QStringLiteral(" %"));
    for (auto* box : {contributors_, group_, dominance_}) {
        box->setSpecialValueText(tr("No rule"));
        connect(box, &QSpinBox::valueChanged, this, &RulesForm::changed);
    }
}

api::DisclosureRules RulesForm::rules() const {
    api::DisclosureRules out;
    if (contributors_->value() > 1)
        out.minimum_contributors = static_cast<std::uint16_t>(contributors_->value());
    out.minimum_group = static_cast<std::uint32_t>(group_->value());
    if (dominance_->value() > 0) out.dominance = static_cast<std::uint8_t>(dominance_->value());
    return out;
}

void RulesForm::setRules(const api::DisclosureRules& rules) {
    const QSignalBlocker quiet(this), first(contributors_), second(group_), third(dominance_);
    contributors_->setValue(rules.minimum_contributors);
    group_->setValue(static_cast<int>(rules.minimum_group));
    dominance_->setValue(rules.dominance == 100 ? 0 : rules.dominance);
}

}  // namespace tacit::ui
