#include "ui/pages/wizard/formula_editor.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalBlocker>
#include <QTextBlock>

#include "ui/text/sanitize.h"
#include "ui/theme/theme.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/page.h"

namespace tacit::ui {

namespace {

constexpr int nameWidth = 130;
constexpr int mostFields = 8;

/// Quotes end a name and parentheses a function, so that a blank is wanted around anything else.
bool joins(QChar before, const QString& next) {
    return before.isSpace() || before == u'(' || next.startsWith(u')') || next.startsWith(u',');
}

}  // namespace

FormulaEditor::FormulaEditor(WizardState& state, QWidget* parent)
    : Card(tr("The formula"),
           tr("Write it, or click it together. A field is a number that each participant brings."), parent),
      state_(state),
      edit_(new QPlainTextEdit(this)),
      problem_(makeLabel({}, TextRole::caption, this)) {
    setObjectName(QStringLiteral("formulaEditor"));
    edit_->setObjectName(QStringLiteral("formulaEdit"));
    edit_->setAccessibleName(tr("Formula"));
    edit_->setPlaceholderText(tr("For example: sum(exposure) > 1000000"));
    edit_->setTabChangesFocus(true);
    edit_->setFixedHeight(92);
    problem_->setObjectName(QStringLiteral("formulaProblem"));
    problem_->setProperty("tone", QStringLiteral("error"));
    body()->addWidget(edit_);
    body()->addWidget(problem_);

    auto* row = new QHBoxLayout;
    row->setSpacing(spaceS);
    auto* label = makeMutedLabel(tr("Fields"), TextRole::caption, this);
    label->setFixedWidth(nameWidth);
    row->addWidget(label);
    fields_ = new QWidget(this);
    fields_->setProperty("transparent", true);
    fieldRow_ = new QHBoxLayout(fields_);
    fieldRow_->setContentsMargins(0, 0, 0, 0);
    fieldRow_->setSpacing(spaceS);
    row->addWidget(fields_);
    fields_->hide();  // so that it takes no room
    newField_ = new QLineEdit(this);
    newField_->setObjectName(QStringLiteral("newFieldEdit"));
    newField_->setAccessibleName(tr("Name of a new field"));
    newField_->setPlaceholderText(tr("New field, such as exposure"));
    newField_->setMaximumWidth(240);
    auto* add = makeButton(tr("Add"), ButtonKind::secondary, QStringLiteral("newFieldButton"), {}, this);
    add->setAccessibleName(tr("Put the new field into the formula"));
    row->addWidget(newField_, 1);
    row->addWidget(add);
    row->addStretch(1);
    body()->addLayout(row);
    const auto function = [](const QString& name, const QString& tip) {
        return Word{name, name + QStringLiteral("()"), 1, tip};
    };
    addWords(tr("Numbers of all"),
             {function(QStringLiteral("sum"), tr("Everybody's numbers added up")),
              function(QStringLiteral("average"), tr("The mean of everybody's numbers")),
              function(QStringLiteral("median"), tr("The number in the middle")),
              Word{QStringLiteral("quartile"), QStringLiteral("quartile(, 1)"), 4,
                   tr("1: the lower, 2: the median, 3: the upper one")},
              function(QStringLiteral("min"), tr("The smallest number")),
              function(QStringLiteral("max"), tr("The largest number"))});
    addWords(tr("Yes or no of all"), {function(QStringLiteral("count"), tr("How many say yes")),
                                      function(QStringLiteral("all"), tr("Everybody says yes")),
                                      function(QStringLiteral("any"), tr("At least one says yes")),
                                      function(QStringLiteral("none"), tr("Nobody says yes"))});
    addWords(tr("One participant"),
             {function(QStringLiteral("mine"), tr("The number of whoever reads the answer")),
              function(QStringLiteral("organizer"), tr("The organizer's number")),
              function(QStringLiteral("partner1"), tr("The number of the first partner")),
              function(QStringLiteral("highest"), tr("Whose number is the largest: the name only")),
              function(QStringLiteral("lowest"), tr("Whose number is the smallest: the name only"))});
    QVector<Word> signs;
    for (const auto* sign : {"+", "-", "*", "/", "(", ")", ">", ">=", "<", "<=", "=", "between", "and", "or",
                             "not", "if", "then", "else"})
        signs.push_back({QString::fromLatin1(sign), QString::fromLatin1(sign), 0, {}});
    addWords(tr("Calculate"), signs.mid(0, 6));
    addWords(tr("Compare"), signs.mid(6, 6));
    addWords(tr("Combine"), signs.mid(12));

    connect(edit_, &QPlainTextEdit::textChanged, this, [this] {
        state_.answer([&](WizardAnswers& answers) { answers.decision.formula = edit_->toPlainText(); });
    });
    connect(add, &QPushButton::clicked, this, &FormulaEditor::addField);
    connect(newField_, &QLineEdit::returnPressed, this, &FormulaEditor::addField);
    connect(&state_, &WizardState::changed, this, &FormulaEditor::refresh);
    refresh();
}

void FormulaEditor::addWords(const QString& name, const QVector<Word>& words) {
    auto* row = new QHBoxLayout;
    row->setSpacing(6);
    auto* label = makeMutedLabel(name, TextRole::caption, this);
    label->setFixedWidth(nameWidth);
    row->addWidget(label);
    row->addSpacing(2);
    for (const auto& word : words) row->addWidget(makeWord(word, this));
    row->addStretch(1);
    body()->addLayout(row);
}

QPushButton* FormulaEditor::makeWord(const Word& word, QWidget* parent) {
    auto* button = new QPushButton(word.text, parent);
    button->setObjectName(QStringLiteral("word_%1").arg(word.text));
    //: Button that puts a word or a sign into a formula
    button->setAccessibleName(word.tip.isEmpty() ? tr("Put in %1").arg(word.text)
                                                 : tr("Put in %1: %2").arg(word.text, word.tip));
    button->setToolTip(word.tip);
    button->setProperty("kind", QStringLiteral("token"));
    button->setAutoDefault(false);
    button->setCursor(Qt::PointingHandCursor);
    connect(button, &QPushButton::clicked, this, [this, word] { put(word.put, word.inside); });
    return button;
}

void FormulaEditor::put(const QString& text, int inside) {
    auto cursor = edit_->textCursor();
    const auto whole = edit_->toPlainText();
    const int at = cursor.selectionStart();
    const bool blank = at > 0 && !joins(whole[at - 1], text);
    cursor.insertText(blank ? u' ' + text : text);
    cursor.movePosition(QTextCursor::Left, QTextCursor::MoveAnchor, inside);
    edit_->setTextCursor(cursor);
    edit_->setFocus(Qt::OtherFocusReason);
}

void FormulaEditor::addField() {
    const auto name = newField_->text().trimmed();
    if (name.isEmpty()) return;
    newField_->clear();
    put(inFormula(name), 0);
}

void FormulaEditor::refresh() {
    const auto& answers = state_.answers();
    if (answers.kind != "decision" || !answers.decision.own) return;
    if (edit_->toPlainText() != answers.decision.formula) {
        const QSignalBlocker quiet(edit_);
        edit_->setPlainText(answers.decision.formula);
    }
    const auto asked = state_.decision();
    const auto reading = asked ? std::optional(state_.reading(*asked)) : std::nullopt;
    mark(reading ? reading->problem : std::nullopt);
    const auto problems = state_.problems(WizardPage::formula);
    const bool mistake = asked && !problems.empty() && !state_.limitsProblem();
    QString text = mistake ? problems.front().text : QString();
    if (mistake && reading->problem && reading->problem->character > 0)
        text = tr("At character %1: %2").arg(reading->problem->character).arg(text);
    problem_->setText(text);
    problem_->setVisible(mistake);
    edit_->setAccessibleDescription(text);
    if (reading) refreshFields(reading->names);
}

void FormulaEditor::refreshFields(const std::vector<api::FormulaName>& names) {
    QString wanted;
    for (const auto& one : names) wanted += QString::fromStdString(one.name) + QChar(0x1f);
    // While a formula is not in order, its names may be unknown: those of before are still of use.
    if (names.empty() || wanted == shownFields_) return;
    shownFields_ = wanted;
    fields_->show();
    while (auto* item = fieldRow_->takeAt(0)) {
        if (auto* widget = item->widget()) {
            widget->hide();
            widget->deleteLater();
        }
        delete item;
    }
    for (std::size_t i = 0; i < names.size() && i < mostFields; ++i) {
        const auto name = QString::fromStdString(names[i].name);
        auto* button =
            makeWord({plain(names[i].name, 30), inFormula(name), 0, tr("a field of this formula")}, fields_);
        button->setObjectName(QStringLiteral("fieldToken%1").arg(i));
        fieldRow_->addWidget(button);
    }
    Page::orderFocus(this);
}

void FormulaEditor::mark(const std::optional<api::FormulaProblem>& problem) {
    QList<QTextEdit::ExtraSelection> marks;
    const auto text = edit_->toPlainText();
    if (problem && problem->character > 0 && !text.isEmpty()) {
        // The formula is read without the blanks around it.
        int lead = 0;
        while (lead < text.size() && text[lead].isSpace()) ++lead;
        const auto read = text.mid(lead);
        int begin = lead + charactersOf(read, problem->begin), end = lead + charactersOf(read, problem->end);
        if (end <= begin) end = begin + 1;
        if (end > text.size()) {  // something is missing at the end: the last character stands for it
            end = int(text.size());
            begin = qMin(begin, end - 1);
        }
        QTextEdit::ExtraSelection one;
        one.cursor = edit_->textCursor();
        one.cursor.setPosition(begin);
        one.cursor.setPosition(end, QTextCursor::KeepAnchor);
        const auto& tokens = tokensOf(palette());
        one.format.setUnderlineStyle(QTextCharFormat::WaveUnderline);
        one.format.setUnderlineColor(tokens.error);
        one.format.setBackground(tokens.errorSoft);
        marks << one;
    }
    edit_->setExtraSelections(marks);
}

}  // namespace tacit::ui
