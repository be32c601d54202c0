#include "ui/widgets/key_form.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QSignalBlocker>

#include "ui/model/contribution_state.h"
#include "ui/theme/theme.h"

namespace tacit::ui {

namespace {

constexpr int kindWidth = 260;
constexpr int countryWidth = 64;

/// What the kind makes the same, for whoever chooses it.
QString noteOf(api::KeyKind kind) {
    switch (kind) {
        case api::KeyKind::identifier:
            return KeyForm::tr("Such as customer numbers. Upper and lower case and spaces do not count.");
        case api::KeyKind::email:
            return KeyForm::tr("Upper and lower case do not count, and domains may be written either way.");
        case api::KeyKind::phone:
            return KeyForm::tr(
                "Spaces, brackets and dashes do not count. Numbers without a country code belong to this "
                "country.");
        case api::KeyKind::date:
            return KeyForm::tr("25.06.1987 is the same as 1987-06-25. Better together with another column.");
        case api::KeyKind::number:
            return KeyForm::tr("1.234,50 in a file with decimal commas is the same as 1234.5.");
        case api::KeyKind::text:
        case api::KeyKind::name:
            break;
    }
    return KeyForm::tr(
        "Upper and lower case, outer and repeated spaces and the form of accents do not count.");
}

QString homeCountry() {
    const auto code = QLocale::territoryToCode(QLocale::system().territory());
    return code.size() == 2 ? code : QStringLiteral("US");
}

}  // namespace

KeyForm::KeyForm(ContributionState& state, QWidget* parent)
    : Card(tr("What the keys are"),
           tr("Both sides bring their keys into the same form before they are matched."), parent),
      state_(state) {
    setObjectName(QStringLiteral("keyForm"));
    chooser_ = new QWidget;
    chooser_->setProperty("transparent", true);
    auto* row = new QHBoxLayout(chooser_);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(spaceL);
    kind_ = new QComboBox;
    kind_->setObjectName(QStringLiteral("keyKindBox"));
    kind_->setAccessibleName(tr("What the keys are"));
    kind_->setFixedWidth(kindWidth);
    for (const auto& [text, kind] : {std::pair{tr("Any text"), api::KeyKind::text},
                                     {tr("Identifier"), api::KeyKind::identifier},
                                     {tr("E-mail address"), api::KeyKind::email},
                                     {tr("Phone number"), api::KeyKind::phone},
                                     {tr("Date"), api::KeyKind::date},
                                     {tr("Number"), api::KeyKind::number}})
        kind_->addItem(text, int(kind));
    region_ = new QWidget;
    region_->setProperty("transparent", true);
    auto* field = new QHBoxLayout(region_);
    field->setContentsMargins(0, 0, 0, 0);
    auto* label = makeLabel(tr("Country"));
    country_ = new QLineEdit(homeCountry());
    country_->setObjectName(QStringLiteral("keyCountryEdit"));
    country_->setAccessibleName(tr("Country of numbers without a country code, two letters"));
    country_->setMaxLength(2);
    country_->setFixedWidth(countryWidth);
    label->setBuddy(country_);
    field->addWidget(label);
    field->addWidget(country_);
    row->addWidget(kind_);
    row->addWidget(region_);
    row->addStretch(1);
    body()->addWidget(chooser_);
    body()->addWidget(note_ = makeMutedLabel({}, TextRole::caption));
    digits_ = addOption(tr("Only digits count: C-0012 is the same as 0012"), QStringLiteral("keyDigits"));
    zeros_ = addOption(tr("Zeros in front do not count: 0012 is the same as 12"), QStringLiteral("keyZeros"));
    dots_ = addOption(tr("At Gmail, dots before the @ do not count"), QStringLiteral("keyDots"));
    tags_ = addOption(tr("What follows a plus before the @ does not count"), QStringLiteral("keyTags"));
    leaveOut_ = new QCheckBox(tr("Leave out rows whose key is not of this kind"));
    leaveOut_->setObjectName(QStringLiteral("keyLeaveOut"));
    leaveOut_->setAccessibleName(leaveOut_->text());
    body()->addWidget(leaveOut_);
    connect(kind_, &QComboBox::activated, this, &KeyForm::chosen);
    connect(country_, &QLineEdit::textEdited, this, &KeyForm::chosen);
    connect(leaveOut_, &QCheckBox::toggled, this, [this](bool on) { state_.setLeaveOutInvalid(on); });
    connect(&state_, &ContributionState::choiceChanged, this, &KeyForm::refresh);
    refresh();
}

QCheckBox* KeyForm::addOption(const QString& text, const QString& objectName) {
    auto* box = new QCheckBox(text);
    box->setObjectName(objectName);
    box->setAccessibleName(text);
    body()->addWidget(box);
    connect(box, &QCheckBox::toggled, this, &KeyForm::chosen);
    return box;
}

void KeyForm::chosen() {
    api::KeyRecipe recipe;
    recipe.kind = static_cast<api::KeyKind>(kind_->currentData().toInt());
    const bool identifier = recipe.kind == api::KeyKind::identifier,
               email = recipe.kind == api::KeyKind::email;
    recipe.digits_only = identifier && digits_->isChecked();
    recipe.strip_leading_zeros = identifier && zeros_->isChecked();
    recipe.ignore_dots = email && dots_->isChecked();
    recipe.ignore_tags = email && tags_->isChecked();
    if (recipe.kind == api::KeyKind::phone) recipe.region = country_->text().toUpper().toStdString();
    state_.setRecipe(recipe);
}

void KeyForm::refresh() {
    const auto recipe = state_.recipe();
    if (!recipe) return;
    const bool choose = state_.mode() == ContributionState::Mode::choose;
    chooser_->setVisible(choose);
    note_->setVisible(choose);
    note_->setText(noteOf(recipe->kind));
    kind_->setCurrentIndex(kind_->findData(int(recipe->kind)));
    region_->setVisible(recipe->kind == api::KeyKind::phone);
    for (auto* box : {digits_, zeros_}) box->setVisible(choose && recipe->kind == api::KeyKind::identifier);
    for (auto* box : {dots_, tags_}) box->setVisible(choose && recipe->kind == api::KeyKind::email);
    const QSignalBlocker quiet(leaveOut_);
    leaveOut_->setChecked(state_.leavesOutInvalid());
    // Any text is a key: there is nothing to be left out.
    leaveOut_->setVisible(!choose || recipe->kind != api::KeyKind::text);
}

}  // namespace tacit::ui
