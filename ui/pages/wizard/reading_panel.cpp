#include "ui/pages/wizard/reading_panel.h"

#include <QGridLayout>
#include <QLabel>

#include "ui/text/decision_text.h"
#include "ui/text/sanitize.h"
#include "ui/theme/theme.h"
#include "ui/widgets/icon_label.h"

namespace tacit::ui {

ReadingPanel::ReadingPanel(WizardState& state, QWidget* parent)
    : Card(parent),
      state_(state),
      caption_(makeMutedLabel({}, TextRole::caption, this)),
      sentence_(makeLabel({}, TextRole::heading, this)),
      kind_(makeLabel({}, TextRole::body, this)),
      revealsTitle_(makeLabel(tr("What the answer gives away"), TextRole::strong, this)) {
    setObjectName(QStringLiteral("readingPanel"));
    sentence_->setObjectName(QStringLiteral("questionSentence"));
    kind_->setObjectName(QStringLiteral("answerKind"));
    auto* head = new QVBoxLayout;
    head->setSpacing(spaceXs);
    for (QLabel* label : {caption_, sentence_, kind_}) head->addWidget(label);
    body()->addLayout(head);
    body()->addWidget(revealsTitle_);
    connect(&state_, &WizardState::changed, this, &ReadingPanel::refresh);
    refresh();
}

void ReadingPanel::refresh() {
    const auto& answers = state_.answers();
    if (answers.kind != "decision") return;
    const auto asked = state_.decision();
    if (asked) {
        const auto reading = state_.reading(*asked);
        // Limits that do not fit change nothing of what is asked.
        if (!reading.question.empty() && (!reading.problem || !reading.problem->range.empty()))
            return show(tr("What you ask"), plain(reading.question, 600), answerKindText(reading),
                        reading.reveals);
    }
    const auto* from = answers.decision.own ? nullptr : chosenTemplate(state_.templates(), answers.decision);
    if (from) return show(tr("For example"), plain(from->question, 600), {}, from->reveals);
    show(tr("What you ask"),
         answers.decision.own ? tr("It stands here in plain words as soon as the formula is complete.")
                              : tr("Choose one on the left. It stands here in plain words."),
         {}, {});
}

void ReadingPanel::show(const QString& caption, const QString& sentence, const QString& kind,
                        const std::vector<std::string>& reveals) {
    auto wanted = caption + QChar(0x1f) + sentence + QChar(0x1f) + kind;
    for (const auto& text : reveals) wanted += QChar(0x1f) + QString::fromStdString(text);
    if (wanted == shown_) return;
    shown_ = wanted;
    caption_->setText(caption);
    sentence_->setText(sentence);
    kind_->setText(kind);
    kind_->setVisible(!kind.isEmpty());
    revealsTitle_->setVisible(!reveals.empty());
    delete reveals_;
    reveals_ = new QWidget(this);
    reveals_->setProperty("transparent", true);
    auto* grid = new QGridLayout(reveals_);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(spaceM);
    grid->setVerticalSpacing(spaceS);
    grid->setColumnStretch(1, 1);
    for (const auto& text : reveals) {
        const int row = grid->rowCount();
        grid->addWidget(new IconLabel(QStringLiteral("eye"), Ink::warning, 18, reveals_), row, 0,
                        Qt::AlignTop);
        grid->addWidget(makeLabel(plain(text, 600), TextRole::body, reveals_), row, 1);
    }
    reveals_->setVisible(!reveals.empty());
    body()->addWidget(reveals_);
}

}  // namespace tacit::ui
