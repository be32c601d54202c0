#include "ui/widgets/import_options_form.h"

#include <QComboBox>
#include <QGridLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSpinBox>

#include "ui/model/data_text.h"
#include "ui/text/sanitize.h"
#include "ui/theme/theme.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/elided_combo_box.h"
#include "ui/widgets/note_list.h"
#include "ui/widgets/option_field.h"
#include "ui/widgets/page.h"

namespace tacit::ui {

namespace {

using Mark = OptionField::Mark;
constexpr int mostColumns = 4;
constexpr int leastFieldWidth = 215;  // at least
constexpr int noHeader = -1;
constexpr int mostLeftOut = 1000;
constexpr int mostHeaderRows = 8;

QComboBox* makeBox(const QString& objectName) {
    auto* box = new ElidedComboBox(12);
    box->setObjectName(objectName);
    return box;
}

/// What all columns of a kind agree on; 0 where none decides, or where they differ.
template <class Of>
int common(const std::vector<api::ColumnView>& columns, Of of) {
    int found = 0;
    for (const auto& column : columns) {
        const int one = of(column);
        if (one == 0 || one == found) continue;
        if (found != 0) return 0;
        found = one;
    }
    return found;
}

template <class Of>
bool differ(const std::vector<api::ColumnView>& columns, Of of) {
    int found = 0;
    for (const auto& column : columns) {
        const int one = of(column);
        if (one != 0 && found != 0 && one != found) return true;
        if (one != 0) found = one;
    }
    return false;
}

int decimalOf(const api::ColumnView& column) {
    return column.decimal;
}

int orderOf(const api::ColumnView& column) {
    return column.type == api::ColumnType::date ? int(column.dates) : 0;
}

/// What a list says where it shows neither of two ways.
QString undecidedText(bool open, bool differ, const QString& detect, const QString& needless) {
    return open ? detect : differ ? ImportOptionsForm::tr("Differs by column") : needless;
}

quint64 countOpenNumbers(const api::DatasetView& dataset) {
    quint64 open = 0;
    for (const auto& column : dataset.columns)
        if (column.numeric()) open += column.undecided;
    return open;
}

quint64 openDates(const api::DatasetView& dataset) {
    quint64 open = 0;
    for (const auto& column : dataset.columns)
        if (column.type == api::ColumnType::date) open += column.undecided;
    return open;
}

bool hasDates(const api::DatasetView& dataset) {
    for (const auto& column : dataset.columns)
        if (column.type == api::ColumnType::date) return true;
    return false;
}

QString rowText(const api::TopRow& row) {
    QStringList cells;
    for (const auto& cell : row.cells) {
        const auto text = plain(cell, 24);
        if (text.isEmpty()) continue;
        cells << (cells.size() < 3 ? text : QStringLiteral("…"));
        if (cells.size() > 3) break;
    }
    //: %1 number of a row, %2 what stands in its cells
    return ImportOptionsForm::tr("Row %1: %2").arg(row.row).arg(cells.join(QStringLiteral(", ")));
}

}  // namespace

ImportOptionsForm::ImportOptionsForm(const std::vector<api::Encoding>& encodings, QWidget* parent)
    : Card(parent),
      grid_(new QGridLayout),
      open_(new NoteList(QStringLiteral("importOpenNotes"))),
      keep_(makeButton({}, ButtonKind::quiet, QStringLiteral("importKeepButton"))),
      reset_(makeButton(tr("Detect everything again"), ButtonKind::quiet, QStringLiteral("importResetButton"),
                        QStringLiteral("refresh"))) {
    setObjectName(QStringLiteral("importOptions"));
    grid_->setHorizontalSpacing(spaceL);
    grid_->setVerticalSpacing(spaceM);
    buildCells();
    buildText(encodings);
    buildValues();
    body()->addLayout(grid_);
    body()->addWidget(open_);
    auto* actions = new QHBoxLayout;
    actions->setSpacing(spaceM);
    actions->addWidget(keep_);
    actions->addWidget(reset_);
    actions->addStretch(1);
    body()->addLayout(actions);
    connect(keep_, &QPushButton::clicked, this, &ImportOptionsForm::keepRequested);
    connect(reset_, &QPushButton::clicked, this, [this] {
        choose([](api::ImportOptions& options) {
            api::ImportOptions fresh;
            fresh.sheet = options.sheet;
            fresh.password = options.password;
            fresh.content = options.content;
            options = fresh;
        });
    });
}

ImportOptionsForm::~ImportOptionsForm() {
    range_->disconnect(this);
    last_->disconnect(this);
}

void ImportOptionsForm::addField(OptionField*& field, const QString& title, QWidget* control) {
    field = new OptionField(title, control, this);
    fields_.push_back(field);
}

template <class Change>
void ImportOptionsForm::choose(Change change) {
    auto options = options_;
    change(options);
    if (options == options_) return;
    options_ = options;  // what is changed next comes on top of it
    Q_EMIT changed(options);
}

void ImportOptionsForm::buildCells() {
    addField(headerField_, tr("Column names"), header_ = makeBox(QStringLiteral("headerRowBox")));
    connect(header_, &QComboBox::activated, this, [this] {
        choose([row = header_->currentData().toInt()](api::ImportOptions& options) {
            options.no_header = row == noHeader;
            options.header_row = row > 0 ? static_cast<std::uint32_t>(row) : 0;
        });
    });
    headerRows_ = new QSpinBox;
    headerRows_->setObjectName(QStringLiteral("headerRowsBox"));
    headerRows_->setRange(1, mostHeaderRows);
    headerRows_->setKeyboardTracking(false);
    headerRows_->setToolTip(tr("With two rows, “2024” above “March” makes “2024 / March”."));
    addField(headerRowsField_, tr("Rows of names"), headerRows_);
    connect(headerRows_, &QSpinBox::valueChanged, this, [this](int rows) {
        choose(
            [rows](api::ImportOptions& options) { options.header_rows = static_cast<std::uint32_t>(rows); });
    });
    range_ = new QLineEdit;
    range_->setObjectName(QStringLiteral("rangeEdit"));
    range_->setPlaceholderText(tr("All, or B3:F200"));
    range_->setMaxLength(40);
    addField(rangeField_, tr("Cell range"), range_);
    connect(range_, &QLineEdit::editingFinished, this, [this] {
        choose([text = range_->text().trimmed().toStdString()](api::ImportOptions& options) {
            options.range = text;
        });
    });
    last_ = new QSpinBox;
    last_->setObjectName(QStringLiteral("skipLastBox"));
    last_->setRange(0, mostLeftOut);
    last_->setSpecialValueText(tr("None left out"));
    last_->setSuffix(tr(" left out"));
    last_->setKeyboardTracking(false);
    addField(lastField_, tr("Rows at the end"), last_);
    connect(last_, &QSpinBox::valueChanged, this, [this](int rows) {
        choose([rows](api::ImportOptions& options) { options.skip_last = static_cast<std::uint32_t>(rows); });
    });
}

void ImportOptionsForm::buildText(const std::vector<api::Encoding>& encodings) {
    addField(delimiterField_, tr("Delimiter"), delimiter_ = makeBox(QStringLiteral("delimiterBox")));
    delimiter_->addItem(tr("Detect"), 0);
    for (const auto& [text, character] :
         {std::pair{tr("Comma"), ','}, {tr("Semicolon"), ';'}, {tr("Tab"), '\t'}, {tr("Vertical bar"), '|'}})
        delimiter_->addItem(text, int(character));
    connect(delimiter_, &QComboBox::activated, this, [this] {
        choose([c = static_cast<char>(delimiter_->currentData().toInt())](api::ImportOptions& options) {
            options.delimiter = c;
        });
    });
    addField(encodingField_, tr("Encoding"), encoding_ = makeBox(QStringLiteral("encodingBox")));
    encoding_->addItem(tr("Detect"), QString());
    for (const auto& encoding : encodings) {
        const auto name = QString::fromStdString(encoding.name);
        const auto region = QString::fromStdString(encoding.region);
        encoding_->addItem(region.isEmpty() ? name : tr("%1, %2").arg(name, region), name);
    }
    connect(encoding_, &QComboBox::activated, this, [this] {
        choose([name = encoding_->currentData().toString().toStdString()](api::ImportOptions& options) {
            options.encoding = name;
        });
    });
}

void ImportOptionsForm::buildValues() {
    addField(decimalField_, tr("Decimals"), decimal_ = makeBox(QStringLiteral("decimalBox")));
    decimal_->addItem(tr("Detect the character"), 0);
    decimal_->addItem(tr("Point: 1,234.56"), int('.'));
    decimal_->addItem(tr("Comma: 1.234,56"), int(','));
    connect(decimal_, &QComboBox::activated, this, [this] {
        choose([c = static_cast<char>(decimal_->currentData().toInt())](api::ImportOptions& options) {
            options.decimal = c;
        });
    });
    addField(datesField_, tr("Dates"), dates_ = makeBox(QStringLiteral("dateOrderBox")));
    dates_->addItem(tr("Detect the order"), int(api::DateOrder::undecided));
    dates_->addItem(tr("Day first: 31/12/2024"), int(api::DateOrder::day_first));
    dates_->addItem(tr("Month first: 12/31/2024"), int(api::DateOrder::month_first));
    connect(dates_, &QComboBox::activated, this, [this] {
        choose([order = static_cast<api::DateOrder>(dates_->currentData().toInt())](
                   api::ImportOptions& options) { options.dates = order; });
    });
}

quint64 ImportOptionsForm::openNumbers(const api::DatasetView& dataset) {
    return countOpenNumbers(dataset);
}

bool ImportOptionsForm::undecided(const api::DatasetView& dataset) {
    return countOpenNumbers(dataset) + openDates(dataset) > 0;
}

void ImportOptionsForm::showDataset(const api::DatasetView& dataset, const api::ImportOptions& options) {
    options_ = options;
    showCells(dataset.reading);
    showText(dataset.reading);
    showValues(dataset);
    showOpen(dataset);
    api::ImportOptions detected;
    detected.sheet = options.sheet;
    detected.password = options.password;
    detected.content = options.content;
    reset_->setVisible(options != detected);
    arrange();
}

void ImportOptionsForm::showKeeping(Keeping keeping) {
    keep_->setVisible(keeping != Keeping::impossible);
    keep_->setEnabled(keeping == Keeping::possible);
    keep_->setText(keeping == Keeping::done ? tr("Remembered for files of this name")
                                            : tr("Remember for files of this name"));
    keep_->setIcon(icon(keeping == Keeping::done ? QStringLiteral("check") : QStringLiteral("clock"),
                        keeping == Keeping::done ? Ink::muted : Ink::accent));
    keep_->setAccessibleName(keep_->text());
    keep_->setToolTip(tr("Numbers in the name, such as a month, may differ."));
}

void ImportOptionsForm::showCells(const api::ImportReading& reading) {
    header_->clear();
    header_->addItem(tr("Detect"), 0);
    header_->addItem(tr("No row: call them by letter"), noHeader);
    for (const auto& row : reading.top) header_->addItem(rowText(row), int(row.row));
    const int row = reading.header_row == 0 ? noHeader : static_cast<int>(reading.header_row);
    if (header_->findData(row) < 0) header_->addItem(tr("Row %1").arg(row), row);
    header_->setCurrentIndex(header_->findData(row));
    headerField_->setMark(options_.header_row != 0 || options_.no_header ? Mark::chosen : Mark::detected);
    const QSignalBlocker quiet(last_), still(headerRows_);
    headerRowsField_->setVisible(reading.header_row > 0);
    headerRows_->setValue(static_cast<int>(options_.header_rows));
    headerRowsField_->setMark(options_.header_rows == 1 ? Mark::none : Mark::chosen);
    range_->setText(QString::fromStdString(options_.range));
    rangeField_->setMark(options_.range.empty() ? Mark::none : Mark::chosen);
    last_->setValue(static_cast<int>(options_.skip_last));
    lastField_->setMark(options_.skip_last == 0 ? Mark::none : Mark::chosen);
}

void ImportOptionsForm::showText(const api::ImportReading& reading) {
    delimiter_->setCurrentIndex(qMax(0, delimiter_->findData(int(reading.delimiter))));
    delimiterField_->setMark(options_.delimiter != 0 ? Mark::chosen : Mark::detected);
    delimiterField_->setVisible(reading.delimited);
    encoding_->setCurrentIndex(qMax(0, encoding_->findData(QString::fromStdString(reading.encoding))));
    encodingField_->setMark(options_.encoding.empty() ? Mark::detected : Mark::chosen);
    encodingField_->setVisible(!reading.encoding.empty());
}

void ImportOptionsForm::showValues(const api::DatasetView& dataset) {
    const auto mark = [](bool chosen, bool open) {
        return chosen ? Mark::chosen : open ? Mark::open : Mark::detected;
    };
    // Where something is open, what other columns have is no answer to it.
    const bool openDecimal = countOpenNumbers(dataset) > 0, openOrder = openDates(dataset) > 0;
    int decimal = int(options_.decimal);
    if (decimal == 0 && !openDecimal) decimal = common(dataset.columns, decimalOf);
    decimal_->setItemText(0, undecidedText(openDecimal, differ(dataset.columns, decimalOf),
                                           tr("Detect the character"), tr("Not needed")));
    decimal_->setCurrentIndex(decimal_->findData(decimal));
    decimalField_->setMark(mark(options_.decimal != 0, openDecimal));
    int order = int(options_.dates);
    if (order == 0 && !openOrder) order = common(dataset.columns, orderOf);
    dates_->setItemText(0, undecidedText(openOrder, differ(dataset.columns, orderOf), tr("Detect the order"),
                                         tr("Not needed")));
    dates_->setCurrentIndex(dates_->findData(order));
    datesField_->setMark(mark(options_.dates != api::DateOrder::undecided, openOrder));
    datesField_->setVisible(options_.dates != api::DateOrder::undecided || hasDates(dataset));
}

void ImportOptionsForm::showOpen(const api::DatasetView& dataset) {
    std::vector<std::string> open;
    const auto tell = [&](quint64 count, const QString& one, const QString& several) {
        if (count == 0) return;
        open.push_back((count == 1 ? one : several.arg(DataText::number(count))).toStdString());
    };
    tell(countOpenNumbers(dataset),
         tr("1 cell could be either of two numbers, as 1,234 could. Choose the decimal character."),
         tr("%1 cells could be either of two numbers, as 1,234 could. Choose the decimal character."));
    tell(openDates(dataset),
         tr("1 date could be either of two days, as 05/06/2024 could. Choose whether the day or the month "
            "comes first."),
         tr("%1 dates could be either of two days, as 05/06/2024 could. Choose whether the day or the month "
            "comes first."));
    open_->set(open, QStringLiteral("alert"), Ink::warning);
}

void ImportOptionsForm::resizeEvent(QResizeEvent* event) {
    Card::resizeEvent(event);
    if (columnsThatFit() != columns_) arrange();
}

int ImportOptionsForm::columnsThatFit() const {
    const auto margins = body()->contentsMargins();
    const int room = width() - margins.left() - margins.right() + spaceL;
    return qBound(1, room / (leastFieldWidth + spaceL), mostColumns);
}

/// Fields that a table has no use for leave no holes.
void ImportOptionsForm::arrange() {
    for (int i = 0; i < mostColumns; ++i) grid_->setColumnStretch(i, 0);
    columns_ = columnsThatFit();
    for (int i = 0; i < columns_; ++i) grid_->setColumnStretch(i, 1);
    int place = 0;
    for (auto* field : fields_) {
        grid_->removeWidget(field);
        if (field->isHidden()) continue;
        grid_->addWidget(field, place / columns_, place % columns_, Qt::AlignTop);
        ++place;
    }
    Page::orderFocus(this);
}

}  // namespace tacit::ui
