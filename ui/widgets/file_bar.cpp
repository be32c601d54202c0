#include "ui/widgets/file_bar.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <algorithm>

#include "ui/model/data_text.h"
#include "ui/text/sanitize.h"
#include "ui/theme/theme.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/elided_combo_box.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/icon_label.h"

namespace tacit::ui {

namespace {
constexpr int pictureSize = 40;
constexpr int nameRoom = 180;  ///< in which one knows a file again
}  // namespace

FileBar::FileBar(QWidget* parent)
    : QFrame(parent),
      name_(new ElidedLabel(Qt::ElideMiddle)),
      summary_(new ElidedLabel),
      sheetField_(buildSheet()),
      options_(makeButton(tr("Options"), ButtonKind::secondary, QStringLiteral("importOptionsButton"))),
      controls_(buildControls()),
      row_(new QHBoxLayout(this)) {
    setProperty("card", true);
    setObjectName(QStringLiteral("fileBar"));
    row_->setContentsMargins(spaceL, spaceM, spaceL, spaceM);
    row_->setSpacing(spaceM);
    auto* picture = new IconLabel(QStringLiteral("table"), Ink::accent, 20);
    picture->setDisc(Tone::accent, pictureSize);
    name_->setObjectName(QStringLiteral("fileName"));
    name_->setStrong(true);
    summary_->setObjectName(QStringLiteral("fileSummary"));
    summary_->setMuted(true);
    auto* texts = new QVBoxLayout;
    texts->setSpacing(2);
    texts->addStretch(1);
    texts->addWidget(name_);
    texts->addWidget(summary_);
    texts->addStretch(1);
    auto* what = new QHBoxLayout;
    what->setSpacing(spaceM);
    what->addWidget(picture);
    what->addLayout(texts, 1);
    row_->addLayout(what, 1);
    row_->addLayout(controls_);
}

QBoxLayout* FileBar::buildControls() {
    options_->setCheckable(true);
    options_->setAccessibleName(tr("Import options"));
    showToggle();
    auto* change = makeButton(tr("Other file…"), ButtonKind::secondary, QStringLiteral("changeFileButton"));
    auto* database = makeIconButton(QStringLiteral("database"), tr("From a database…"),
                                    QStringLiteral("changeDatabaseButton"));
    auto* paste =
        makeIconButton(QStringLiteral("copy"), tr("Paste cells"), QStringLiteral("pasteAgainButton"));
    auto* controls = new QHBoxLayout;
    controls->setSpacing(spaceM);
    controls->addWidget(sheetField_);
    controls->addWidget(options_, 0, Qt::AlignBottom);
    controls->addWidget(change, 0, Qt::AlignBottom);
    controls->addWidget(database, 0, Qt::AlignBottom);
    controls->addWidget(paste, 0, Qt::AlignBottom);
    controls->addStretch(0);
    connect(options_, &QPushButton::toggled, this, [this](bool on) {
        showToggle();
        Q_EMIT optionsToggled(on);
    });
    connect(change, &QPushButton::clicked, this, &FileBar::fileRequested);
    connect(paste, &QToolButton::clicked, this, &FileBar::pasteRequested);
    connect(database, &QToolButton::clicked, this, &FileBar::databaseRequested);
    return controls;
}

QWidget* FileBar::buildSheet() {
    auto* field = new QWidget;
    field->setProperty("transparent", true);
    auto* column = new QVBoxLayout(field);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
    sheetLabel_ = makeMutedLabel({}, TextRole::caption);
    sheetLabel_->setWordWrap(false);
    // Narrow, so that the bar fits into the smallest window.
    sheet_ = new ElidedComboBox(6);
    sheet_->setObjectName(QStringLiteral("sheetBox"));
    sheet_->setAccessibleName(tr("Sheet"));
    sheetLabel_->setBuddy(sheet_);
    column->addWidget(sheetLabel_);
    column->addWidget(sheet_);
    connect(sheet_, &QComboBox::activated, this,
            [this] { Q_EMIT sheetChosen(sheet_->currentData().toByteArray().toStdString()); });
    return field;
}

void FileBar::showDataset(const api::DatasetView& dataset, const api::ImportOptions& options) {
    name_->setText(plain(dataset.file_name, 120));
    summary_->setText(DataText::summary(dataset));
    const auto asked = QString::fromStdString(dataset.statement).simplified().toStdString();
    summary_->setToolTip(
        asked.empty() ? QString() : tr("Asked of the database: %1").arg(plain(asked, 2000)).toHtmlEscaped());
    const QSignalBlocker quiet(sheet_);
    sheet_->clear();
    for (const auto& sheet : dataset.sheets) {
        const auto& hidden = dataset.hidden_sheets;
        const bool isHidden = std::find(hidden.begin(), hidden.end(), sheet) != hidden.end();
        const auto name = plain(sheet, 40);
        //: %1 is the name of a sheet that the workbook hides
        sheet_->addItem(isHidden ? tr("%1 (hidden)").arg(name) : name, QByteArray::fromStdString(sheet));
    }
    sheet_->setCurrentIndex(sheet_->findData(QByteArray::fromStdString(dataset.sheet)));
    sheetLabel_->setText(options.sheet.empty() ? tr("Sheet · first one") : tr("Sheet · your choice"));
    sheetField_->setVisible(dataset.sheets.size() > 1);
    foldIfNarrow();
}

void FileBar::resizeEvent(QResizeEvent* event) {
    QFrame::resizeEvent(event);
    foldIfNarrow();
}

void FileBar::foldIfNarrow() {
    const int wanted = pictureSize + nameRoom + controls_->sizeHint().width() + 2 * (spaceL + spaceM);
    row_->setDirection(width() < wanted ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
}

void FileBar::setOptionsShown(bool on) {
    const QSignalBlocker quiet(options_);
    options_->setChecked(on);
    showToggle();
}

void FileBar::showToggle() {
    options_->setIcon(
        icon(options_->isChecked() ? QStringLiteral("chevron-down") : QStringLiteral("chevron-right")));
}

}  // namespace tacit::ui
