#include "ui/widgets/value_form.h"

#include <QButtonGroup>
#include <QComboBox>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QRadioButton>

#include "ui/model/contribution_state.h"
#include "ui/text/sanitize.h"
#include "ui/theme/theme.h"
#include "ui/widgets/page.h"

namespace tacit::ui {

namespace {
enum Source { File, Typed };
constexpr int fieldWidth = 280;
}  // namespace

ValueForm::ValueForm(ContributionState& state, QWidget* parent)
    : Card(tr("What you bring"),
           tr("Only what is asked for takes part. It stays on this computer, and enters encrypted."), parent),
      state_(state),
      source_(new QButtonGroup(this)) {
    setObjectName(QStringLiteral("valueForm"));
    auto* row = new QHBoxLayout;
    row->setSpacing(spaceXl);
    const auto add = [&](Source id, const QString& text, const QString& name) {
        auto* radio = new QRadioButton(text);
        radio->setObjectName(name);
        radio->setAccessibleName(text);
        source_->addButton(radio, id);
        row->addWidget(radio);
    };
    add(File, tr("From columns of my spreadsheet"), QStringLiteral("valueFromFile"));
    add(Typed, tr("Typed by me"), QStringLiteral("valueTyped"));
    row->addStretch(1);
    body()->addLayout(row);
    connect(source_, &QButtonGroup::idClicked, this, [this](int id) { state_.setTyping(id == Typed); });
    connect(&state_, &ContributionState::choiceChanged, this, &ValueForm::refresh);
    refresh();
}

void ValueForm::rebuild() {
    delete fields_;
    fields_ = new QWidget(this);
    fields_->setProperty("transparent", true);
    auto* grid = new QGridLayout(fields_);
    grid->setContentsMargins(0, spaceXs, 0, 0);
    grid->setHorizontalSpacing(spaceXl);
    grid->setVerticalSpacing(6);
    body()->addWidget(fields_);
    int at = 0, wanted = 0;
    for (std::size_t i = 0; i < state_.values().size(); ++i) wanted += state_.asksMe(i) ? 1 : 0;
    for (std::size_t i = 0; i < state_.values().size(); ++i) {
        if (!state_.asksMe(i)) continue;
        const auto name = plain(state_.asked()[i].name, 60);
        const bool vote = state_.asked()[i].vote;
        auto* label =
            makeLabel(vote ? tr("Your answer to “%1”").arg(name) : tr("Your number for “%1”").arg(name),
                      TextRole::strong);
        auto* field = vote ? makeVote(i) : makeNumber(i);
        field->setObjectName(QStringLiteral("typedValue%1").arg(i));
        field->setAccessibleName(label->text());
        field->setFixedWidth(fieldWidth);
        label->setBuddy(field);
        // Three beside each other fit into the smallest window.
        grid->addWidget(label, at / 3 * 2, at % 3, 1, wanted == 1 ? 4 : 1, Qt::AlignBottom);
        grid->addWidget(field, at / 3 * 2 + 1, at % 3);
        ++at;
    }
    grid->setColumnStretch(3, 1);
    Page::orderFocus(this);
}

QWidget* ValueForm::makeNumber(std::size_t asked) {
    auto* edit = new QLineEdit(QString::fromStdString(state_.values()[asked]));
    edit->setPlaceholderText(tr("For example: 1250000.50"));
    connect(edit, &QLineEdit::textEdited, this,
            [this, asked](const QString& text) { state_.setValue(asked, text.trimmed().toStdString()); });
    return edit;
}

QWidget* ValueForm::makeVote(std::size_t asked) {
    auto* box = new QComboBox;
    box->addItem(tr("Choose…"), QByteArray());
    box->addItem(tr("Yes"), QByteArray("yes"));
    box->addItem(tr("No"), QByteArray("no"));
    box->setCurrentIndex(qMax(0, box->findData(QByteArray::fromStdString(state_.values()[asked]))));
    connect(box, &QComboBox::currentIndexChanged, this,
            [this, asked, box] { state_.setValue(asked, box->currentData().toByteArray().toStdString()); });
    return box;
}

void ValueForm::refresh() {
    if (!state_.takesValues()) return;
    source_->button(state_.typing() ? Typed : File)->setChecked(true);
    QString wanted;
    for (std::size_t i = 0; i < state_.asked().size(); ++i)
        wanted += QString::fromStdString(state_.asked()[i].name) +
                  QChar(state_.asked()[i].vote ? 0x1e : 0x1f) + QChar(state_.asksMe(i) ? u'1' : u'0');
    if (wanted != built_ || fields_ == nullptr) {
        built_ = wanted;
        rebuild();
    }
    fields_->setVisible(state_.typing());
    mark();
}

void ValueForm::mark() {
    const auto& check = state_.check();
    for (std::size_t i = 0; i < state_.values().size(); ++i) {
        auto* edit = fields_->findChild<QLineEdit*>(QStringLiteral("typedValue%1").arg(i));
        if (edit == nullptr) continue;
        QString wrong;
        if (check && check->ok())
            for (const auto& problem : (*check)->problems)
                if (!problem.text.empty() && problem.text == state_.values()[i])
                    wrong = plain(problem.problem, 400);
        edit->setAccessibleDescription(wrong);
        if (edit->property("invalid").toBool() != wrong.isEmpty()) continue;
        edit->setProperty("invalid", !wrong.isEmpty());
        restyle(edit);
    }
}

}  // namespace tacit::ui
