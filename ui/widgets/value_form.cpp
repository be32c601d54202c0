#include "ui/widgets/value_form.h"

#include <QButtonGroup>
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
    : Card(tr("Your number"),
           tr("Only this one number takes part. It stays on this computer, and enters encrypted."), parent),
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
    add(File, tr("The total of a column in my spreadsheet"), QStringLiteral("valueFromFile"));
    add(Typed, tr("A number that I type"), QStringLiteral("valueTyped"));
    row->addStretch(1);
    body()->addLayout(row);
    connect(source_, &QButtonGroup::idClicked, this, [this](int id) { state_.setTyping(id == Typed); });
    connect(&state_, &ContributionState::choiceChanged, this, &ValueForm::refresh);
    refresh();
}

QLineEdit* ValueForm::addField(const QString& label, const QString& objectName, const QString& placeholder) {
    auto* grid = static_cast<QGridLayout*>(fields_->layout());
    auto* name = makeLabel(label, TextRole::strong);
    auto* edit = new QLineEdit;
    edit->setObjectName(objectName);
    edit->setAccessibleName(label);
    edit->setPlaceholderText(placeholder);
    edit->setFixedWidth(fieldWidth);
    name->setBuddy(edit);
    const int column = grid->count() / 2;
    grid->addWidget(name, 0, column);
    grid->addWidget(edit, 1, column);
    return edit;
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
    const auto example = tr("For example: 1250000.50");
    if (state_.mode() == ContributionState::Mode::choose) {
        auto* name =
            addField(tr("What it is called"), QStringLiteral("typedNameEdit"), tr("For example: exposure"));
        name->setText(QString::fromStdString(state_.typedName()));
        connect(name, &QLineEdit::textEdited, this,
                [this](const QString& text) { state_.setTypedName(text.trimmed().toStdString()); });
    }
    for (std::size_t i = 0; i < state_.values().size(); ++i) {
        const auto label = state_.mode() == ContributionState::Mode::choose
                               ? tr("Your number")
                               : tr("Your number for %1").arg(plain(state_.asked()[i].name, 60));
        auto* edit = addField(label, QStringLiteral("typedValue%1").arg(i), example);
        edit->setText(QString::fromStdString(state_.values()[i]));
        connect(edit, &QLineEdit::textEdited, this,
                [this, i](const QString& text) { state_.setValue(i, text.trimmed().toStdString()); });
    }
    grid->setColumnStretch(grid->columnCount(), 1);
    Page::orderFocus(this);
}

void ValueForm::refresh() {
    if (!state_.takesValues()) return;
    source_->button(state_.typing() ? Typed : File)->setChecked(true);
    auto wanted = QString::number(int(state_.mode()));
    for (const auto& column : state_.asked()) wanted += QChar(0x1f) + QString::fromStdString(column.name);
    if (wanted != built_) {
        built_ = wanted;
        rebuild();
    }
    fields_->setVisible(state_.typing());
}

}  // namespace tacit::ui
