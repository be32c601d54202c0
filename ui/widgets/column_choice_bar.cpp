#include "ui/widgets/column_choice_bar.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <algorithm>

#include "ui/model/data_text.h"
#include "ui/model/preview_model.h"
#include "ui/text/sanitize.h"
#include "ui/theme/theme.h"
#include "ui/widgets/elided_combo_box.h"
#include "ui/widgets/option_field.h"

namespace tacit::ui {

namespace {

QComboBox* makeList(const QString& objectName) {
    auto* box = new ElidedComboBox(10);
    box->setObjectName(objectName);
    return box;
}

}  // namespace

ColumnChoiceBar::ColumnChoiceBar(QWidget* parent)
    : QWidget(parent),
      column_(makeList(QStringLiteral("columnBox"))),
      use_(makeList(QStringLiteral("columnUseBox"))),
      field_(nullptr),
      note_(makeMutedLabel({}, TextRole::caption)),
      missing_(new QCheckBox(tr("Count them as missing"))),
      unit_(new QCheckBox) {
    setObjectName(QStringLiteral("columnChoice"));
    setProperty("transparent", true);
    use_->setAccessibleName(tr("What the column holds"));
    field_ = new OptionField(tr("Holds"), use_, this);
    missing_->setObjectName(QStringLiteral("columnMissingBox"));
    missing_->setAccessibleName(tr("Count cells that do not fit as missing"));
    unit_->setObjectName(QStringLiteral("columnUnitBox"));
    unit_->setAccessibleName(tr("Read the numbers without their unit"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(spaceL);
    row->addWidget(new OptionField(tr("Column"), column_, this));
    row->addWidget(field_);
    auto* texts = new QVBoxLayout;
    texts->setSpacing(spaceXs);
    texts->addStretch(1);
    texts->addWidget(note_);
    texts->addWidget(unit_, 0, Qt::AlignLeft);
    texts->addWidget(missing_, 0, Qt::AlignLeft);
    texts->addStretch(1);
    row->addLayout(texts, 1);
    connect(column_, &QComboBox::currentIndexChanged, this, &ColumnChoiceBar::refresh);
    connect(use_, &QComboBox::activated, this, &ColumnChoiceBar::choose);
    connect(unit_, &QCheckBox::toggled, this, &ColumnChoiceBar::choose);
    connect(missing_, &QCheckBox::toggled, this, &ColumnChoiceBar::choose);
}

void ColumnChoiceBar::showDataset(const api::DatasetView& dataset,
                                  const std::vector<api::ColumnChoice>& choices) {
    const auto before = column_->currentData().toByteArray();
    columns_ = dataset.columns;
    choices_.clear();
    {
        const QSignalBlocker quiet(column_);
        column_->clear();
        for (const auto& column : columns_) {
            const int place = int(dataset.reading.first_column) + column_->count();
            column_->addItem(tr("%1: %2").arg(lettersOfColumn(place), plain(column.name, 40)),
                             QByteArray::fromStdString(column.name));
            const auto found = std::find_if(choices.begin(), choices.end(),
                                            [&](const auto& choice) { return choice.name == column.name; });
            choices_.push_back(found != choices.end() ? *found : api::ColumnChoice{column.name});
        }
        column_->setCurrentIndex(qMax(0, column_->findData(before)));
    }
    refresh();
}

int ColumnChoiceBar::column() const {
    return column_->currentIndex();
}

void ColumnChoiceBar::showColumn(int column) {
    if (column >= 0 && column < column_->count()) column_->setCurrentIndex(column);
}

void ColumnChoiceBar::choose() {
    const int at = column_->currentIndex();
    if (at < 0) return;
    auto& known = choices_[static_cast<std::size_t>(at)];
    auto choice = known;
    choice.use = static_cast<api::ColumnUse>(use_->currentData().toInt());
    choice.unfit_as_missing = missing_->isChecked();
    const auto& unit = columns_[static_cast<std::size_t>(at)].unit;
    if (!unit.empty()) choice.unit = unit_->isChecked() ? unit : std::string();
    if (choice == known) return;
    known = choice;
    Q_EMIT chosen(choice);
}

QString ColumnChoiceBar::noteOf(const api::ColumnView& column) {
    if (column.ignored) return tr("No question can use it, and nothing is said about its cells.");
    if (column.invalid == 0) return tr("All of its cells fit.");
    return column.invalid == 1 ? tr("1 of its cells does not fit.")
                               : tr("%1 of its cells do not fit.").arg(DataText::number(column.invalid));
}

void ColumnChoiceBar::refresh() {
    const int at = column_->currentIndex();
    if (at < 0) return;
    const auto& column = columns_[static_cast<std::size_t>(at)];
    const auto& choice = choices_[static_cast<std::size_t>(at)];
    const bool detected = choice.use == api::ColumnUse::detected;
    use_->clear();
    use_->addItem(detected ? DataText::holds(column) : tr("Detect"), int(api::ColumnUse::detected));
    for (const auto& [text, use] : {std::pair{tr("Numbers"), api::ColumnUse::number},
                                    {tr("Text"), api::ColumnUse::text},
                                    {tr("Dates"), api::ColumnUse::date},
                                    {tr("Ignore it"), api::ColumnUse::ignored}})
        use_->addItem(text, int(use));
    use_->setCurrentIndex(use_->findData(int(choice.use)));
    field_->setMark(detected ? OptionField::Mark::detected : OptionField::Mark::chosen);
    const QSignalBlocker quiet(missing_), quiet_too(unit_);
    const QString unit = plain(column.unit, 8);
    unit_->setText(tr("Read its numbers without “%1”").arg(unit));
    unit_->setChecked(!unit.isEmpty() && choice.unit == column.unit);
    unit_->setVisible(column.numeric() && !unit.isEmpty());
    missing_->setChecked(choice.unfit_as_missing);
    missing_->setVisible(column.numeric() && (column.invalid > 0 || choice.unfit_as_missing));
    // What the text beside it says, where one hears it.
    missing_->setAccessibleDescription(noteOf(column));
    note_->setText(noteOf(column));
    use_->setAccessibleDescription(field_->badgeText() + QStringLiteral(". ") + noteOf(column));
}

}  // namespace tacit::ui
