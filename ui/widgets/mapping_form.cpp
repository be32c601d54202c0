#include "ui/widgets/mapping_form.h"

#include <QComboBox>
#include <QGridLayout>
#include <QLabel>
#include <QSignalBlocker>

#include "ui/model/contribution_state.h"
#include "ui/model/data_text.h"
#include "ui/model/decision_answers.h"
#include "ui/text/sanitize.h"
#include "ui/theme/theme.h"
#include "ui/widgets/icon_label.h"
#include "ui/widgets/page.h"

namespace tacit::ui {

MappingForm::MappingForm(ContributionState& state, QWidget* parent)
    : Card(tr("Your columns"),
           tr("Choose which of your columns stands for each one that the proposal asks for."), parent),
      state_(state) {
    setObjectName(QStringLiteral("mappingForm"));
    rebuild();
    connect(&state_, &ContributionState::datasetChanged, this, &MappingForm::rebuild);
    connect(&state_, &ContributionState::choiceChanged, this, [this] {
        if (!sameAsked(built_, state_.asked())) rebuild();
        showChoice();
    });
}

void MappingForm::rebuild() {
    delete rows_;
    boxes_.clear();
    built_ = state_.asked();
    rows_ = new QWidget(this);
    rows_->setProperty("transparent", true);
    auto* grid = new QGridLayout(rows_);
    grid->setContentsMargins(0, spaceXs, 0, 0);
    grid->setHorizontalSpacing(spaceL);
    grid->setVerticalSpacing(spaceM);
    grid->setColumnStretch(0, 1);
    grid->setColumnStretch(2, 1);
    body()->addWidget(rows_);
    for (std::size_t i = 0; i < state_.asked().size(); ++i) addRow(i);
    Page::orderFocus(this);
    showChoice();
}

void MappingForm::addRow(std::size_t asked) {
    const auto& column = state_.asked()[asked];
    const auto name = plain(column.name, 60);
    auto* texts = new QWidget(rows_);
    texts->setProperty("transparent", true);
    auto* lines = new QVBoxLayout(texts);
    lines->setContentsMargins(0, 0, 0, 0);
    lines->setSpacing(2);
    lines->addWidget(makeLabel(name, TextRole::strong));
    const auto kind = column.vote      ? tr("a column of yes or no")
                      : column.numeric ? tr("a column of numbers")
                                       : tr("a column of any kind");
    //: %1 "a column of numbers", %2 "added up with everybody's"
    lines->addWidget(makeMutedLabel(tr("%1, %2").arg(kind, plain(column.purpose, 100)), TextRole::caption));
    auto* box = new QComboBox;
    box->setObjectName(QStringLiteral("mappingBox%1").arg(asked));
    box->setAccessibleName(tr("Your column for %1").arg(name));
    box->setMinimumWidth(240);
    box->addItem(tr("Choose a column…"));
    for (const auto& candidate : state_.candidates(asked)) {
        box->addItem(plain(candidate, 60), QByteArray::fromStdString(candidate));
    }
    auto* grid = static_cast<QGridLayout*>(rows_->layout());
    const int row = static_cast<int>(asked);
    grid->addWidget(texts, row, 0);
    grid->addWidget(new IconLabel(QStringLiteral("chevron-right"), Ink::muted, 18), row, 1);
    grid->addWidget(box, row, 2);
    boxes_.push_back(box);
    if (!state_.asksMe(asked)) {
        box->setEnabled(false);
        box->setItemText(0, tr("Not asked of you"));
    }
    connect(box, &QComboBox::currentIndexChanged, this,
            [this, asked, box] { state_.setMapping(asked, box->currentData().toByteArray().toStdString()); });
}

void MappingForm::showChoice() {
    for (int i = 0; i < boxes_.size(); ++i) {
        const auto& chosen = state_.mapping()[static_cast<std::size_t>(i)];
        const QSignalBlocker quiet(boxes_[i]);
        const int at = chosen.empty() ? 0 : boxes_[i]->findData(QByteArray::fromStdString(chosen));
        boxes_[i]->setCurrentIndex(qMax(0, at));
    }
}

}  // namespace tacit::ui
