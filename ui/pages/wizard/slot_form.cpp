#include "ui/pages/wizard/slot_form.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QVBoxLayout>

#include "ui/text/sanitize.h"
#include "ui/theme/theme.h"
#include "ui/widgets/page.h"

namespace tacit::ui {

SlotForm::SlotForm(WizardState& state, QWidget* parent)
    : Card(parent),
      state_(state),
      title_(makeLabel({}, TextRole::heading, this)),
      purpose_(makeMutedLabel({}, TextRole::body, this)),
      problem_(makeLabel({}, TextRole::caption, this)) {
    setObjectName(QStringLiteral("slotForm"));
    problem_->setProperty("tone", QStringLiteral("error"));
    problem_->setObjectName(QStringLiteral("slotProblem"));
    auto* head = new QVBoxLayout;
    head->setSpacing(spaceXs);
    head->addWidget(title_);
    head->addWidget(purpose_);
    body()->addLayout(head);
    body()->addWidget(problem_);
    connect(&state_, &WizardState::changed, this, &SlotForm::refresh);
    refresh();
}

void SlotForm::fill(const api::TemplateSlot& slot, const std::string& value) {
    state_.answer([&](WizardAnswers& answers) {
        answers.decision.slots[{answers.decision.templateName, slot.name}] = value;
    });
}

QWidget* SlotForm::makeField(const api::DecisionTemplate& from, const api::TemplateSlot& slot) {
    const auto value = slotValue(from, slot, state_.answers().decision);
    if (slot.kind == api::TemplateSlot::Kind::choice) {
        auto* box = new QComboBox(fields_);
        for (const auto& choice : slot.choices)
            box->addItem(plain(choice.title, 120), QByteArray::fromStdString(choice.value));
        box->setCurrentIndex(qMax(0, box->findData(QByteArray::fromStdString(value))));
        connect(box, &QComboBox::activated, this,
                [this, slot, box] { fill(slot, box->currentData().toByteArray().toStdString()); });
        return box;
    }
    auto* edit = new QLineEdit(QString::fromStdString(value), fields_);
    edit->setPlaceholderText(tr("For example: %1").arg(plain(slot.example, 60)));
    connect(edit, &QLineEdit::textEdited, this,
            [this, slot](const QString& text) { fill(slot, text.trimmed().toStdString()); });
    return edit;
}

void SlotForm::rebuild(const api::DecisionTemplate& from) {
    delete fields_;
    rows_.clear();
    fields_ = new QWidget(this);
    fields_->setProperty("transparent", true);
    auto* column = new QVBoxLayout(fields_);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(spaceM);
    for (const auto& slot : from.slots) {
        auto* row = new QWidget(fields_);
        row->setProperty("transparent", true);
        auto* lines = new QVBoxLayout(row);
        lines->setContentsMargins(0, 0, 0, 0);
        lines->setSpacing(6);
        auto* label = makeLabel(plain(slot.title, 80), TextRole::strong, row);
        auto* field = makeField(from, slot);
        field->setObjectName(QStringLiteral("slot_%1").arg(plain(slot.name, 40)));
        field->setAccessibleName(label->text());
        field->setMaximumWidth(420);
        label->setBuddy(field);
        lines->addWidget(label);
        lines->addWidget(field);
        column->addWidget(row);
        rows_.insert(QString::fromStdString(slot.name), row);
    }
    body()->insertWidget(1, fields_);
    Page::orderFocus(this);
}

void SlotForm::refresh() {
    const auto& answers = state_.answers().decision;
    const auto* from = chosenTemplate(state_.templates(), answers);
    setVisible(from != nullptr && !answers.own);
    if (from == nullptr) return;
    if (built_ != from->name) {
        built_ = from->name;
        title_->setText(plain(from->title, 80));
        purpose_->setText(plain(from->purpose, 300));
        rebuild(*from);
    }
    for (const auto& slot : from->slots)
        rows_.value(QString::fromStdString(slot.name))->setVisible(slotAsked(*from, slot, answers));
    // What is merely not filled in yet is no mistake.
    const auto problems = state_.problems(WizardPage::formula);
    const bool mistake =
        !problems.empty() && !state_.limitsProblem() && missingSlot(*from, answers).isEmpty();
    const auto text = mistake ? problems.front().text : QString();
    problem_->setText(text);
    problem_->setVisible(mistake);
    for (const auto& slot : from->slots) {
        const bool here = text.startsWith(plain(slot.title, 80) + QStringLiteral(": "));
        auto* edit = rows_.value(QString::fromStdString(slot.name))->findChild<QLineEdit*>();
        if (edit == nullptr) continue;
        edit->setAccessibleDescription(here ? text : QString());
        if (edit->property("invalid").toBool() == here) continue;
        edit->setProperty("invalid", here);
        restyle(edit);
    }
}

}  // namespace tacit::ui
