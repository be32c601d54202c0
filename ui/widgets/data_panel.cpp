#include "ui/widgets/data_panel.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QButtonGroup>
#include <QComboBox>
#include <QDragEnterEvent>
#include <QFileInfo>
#include <QLabel>
#include <QMimeData>
#include <QProgressBar>
#include <QPushButton>
#include <QSignalBlocker>
#include <QStackedWidget>

#include "ui/bridge/import_action.h"
#include "ui/model/column_model.h"
#include "ui/model/contribution_state.h"
#include "ui/model/data_text.h"
#include "ui/model/issue_model.h"
#include "ui/model/preview_model.h"
#include "ui/text/estimate_text.h"
#include "ui/text/fault_text.h"
#include "ui/text/format.h"
#include "ui/text/sanitize.h"
#include "ui/theme/theme.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/card.h"
#include "ui/widgets/data_tables.h"
#include "ui/widgets/database_dialog.h"
#include "ui/widgets/drop_area.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/file_chooser.h"
#include "ui/widgets/icon_label.h"
#include "ui/widgets/key_form.h"
#include "ui/widgets/mapping_form.h"
#include "ui/widgets/page.h"
#include "ui/widgets/value_form.h"

namespace tacit::ui {

namespace {
enum Segment { ColumnsSegment, RowsSegment, IssuesSegment };
constexpr int widestColumn = 280;
}  // namespace

DataPanel::DataPanel(std::shared_ptr<api::Engine> engine, FileChooser& chooser, QWidget* parent)
    : QWidget(parent),
      engine_(engine),
      chooser_(chooser),
      state_(new ContributionState(std::move(engine), this)),
      columns_(new ColumnModel(*state_, this)),
      preview_(new PreviewModel(this)),
      issues_(new IssueModel(this)) {
    setObjectName(QStringLiteral("dataPanel"));
    setAcceptDrops(true);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(spaceL);
    drop_ = new DropArea(this);
    drop_->setFixedHeight(360);
    fileBanner_ = new Banner(QStringLiteral("fileBanner"), this);
    mapping_ = new MappingForm(*state_, this);
    checkBanner_ = new Banner(QStringLiteral("checkBanner"), this);
    notes_ = new QWidget(this);
    notes_->setObjectName(QStringLiteral("checkNotes"));
    noteRows_ = new QVBoxLayout(notes_);
    noteRows_->setContentsMargins(spaceXs, 0, spaceXs, 0);
    noteRows_->setSpacing(spaceS);
    column->addWidget(values_ = new ValueForm(*state_, this));
    column->addWidget(fileBanner_);
    column->addWidget(drop_, 1, Qt::AlignTop);
    column->addWidget(loading_ = buildLoading(), 1, Qt::AlignTop);
    column->addWidget(fileBar_ = buildFileBar());
    column->addWidget(mapping_);
    column->addWidget(checkBanner_);
    column->addWidget(notes_);
    column->addWidget(tables_ = buildTables(), 1);
    column->addStretch(0);  // where only a number is typed
    connect(drop_, &DropArea::chooseRequested, this, &DataPanel::askForFile);
    connect(drop_, &DropArea::databaseRequested, this, &DataPanel::askForDatabase);
    connect(drop_, &DropArea::dropped, this, &DataPanel::setFile);
    connect(checkBanner_, &Banner::actionTriggered, this,
            [this] { segments_->button(IssuesSegment)->click(); });
    connect(state_, &ContributionState::datasetChanged, this, &DataPanel::showDataset);
    connect(state_, &ContributionState::choiceChanged, this, &DataPanel::showChoice);
    showHeadings();
    showState();
}

DataPanel::~DataPanel() = default;

QWidget* DataPanel::buildLoading() {
    auto* card = new Card(this);
    card->setObjectName(QStringLiteral("importing"));
    loadingTitle_ = makeLabel({}, TextRole::heading);
    loadingNote_ = makeMutedLabel({}, TextRole::caption);
    progress_ = new QProgressBar;
    progress_->setObjectName(QStringLiteral("importProgress"));
    progress_->setAccessibleName(tr("Progress of reading the file"));
    progress_->setTextVisible(false);
    cancel_ = makeButton(tr("Cancel"), ButtonKind::secondary, QStringLiteral("cancelImportButton"));
    cancel_->setAccessibleName(tr("Cancel reading the file"));
    connect(cancel_, &QPushButton::clicked, this, [this] {
        if (import_ == nullptr) return;
        cancel_->setEnabled(false);
        import_->cancel();
    });
    card->body()->addStretch(1);
    card->body()->addWidget(loadingTitle_);
    card->body()->addWidget(progress_);
    card->body()->addWidget(loadingNote_);
    card->body()->addWidget(cancel_, 0, Qt::AlignLeft);
    card->body()->addStretch(1);
    card->setMinimumHeight(220);
    return card;
}

QWidget* DataPanel::buildFileBar() {
    auto* bar = new QFrame(this);
    bar->setProperty("card", true);
    bar->setObjectName(QStringLiteral("fileBar"));
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(spaceL, spaceM, spaceL, spaceM);
    row->setSpacing(spaceM);
    auto* picture = new IconLabel(QStringLiteral("table"), Ink::accent, 20);
    picture->setDisc(Tone::accent, 40);
    fileName_ = new ElidedLabel(Qt::ElideMiddle);
    fileName_->setObjectName(QStringLiteral("fileName"));
    fileName_->setStrong(true);
    fileSummary_ = new ElidedLabel;
    fileSummary_->setMuted(true);
    auto* texts = new QVBoxLayout;
    texts->setSpacing(2);
    texts->addStretch(1);
    texts->addWidget(fileName_);
    texts->addWidget(fileSummary_);
    texts->addStretch(1);
    const auto addBox = [&](const QString& text, const QString& name) {
        auto* label = makeMutedLabel(text, TextRole::caption);
        label->setWordWrap(false);
        auto* box = new QComboBox;
        box->setObjectName(name);
        box->setAccessibleName(text);
        // Narrow, so that the bar fits into the smallest window; the list that opens is as wide as its texts.
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        box->setMinimumContentsLength(6);
        box->view()->setMinimumWidth(190);
        label->setBuddy(box);
        auto* field = new QVBoxLayout;
        field->setSpacing(2);
        field->addWidget(label);
        field->addWidget(box);
        row->addLayout(field);
        return qMakePair(label, box);
    };
    row->addWidget(picture);
    row->addLayout(texts, 1);
    const auto sheet = addBox(tr("Sheet"), QStringLiteral("sheetBox"));
    sheetLabel_ = sheet.first;
    sheet_ = sheet.second;
    row->addSpacing(spaceXs);
    decimal_ = addBox(tr("Decimals"), QStringLiteral("decimalBox")).second;
    decimal_->addItem(tr("Detected"), 0);
    decimal_->addItem(tr("Point: 1,234.56"), int('.'));
    decimal_->addItem(tr("Comma: 1.234,56"), int(','));
    row->addSpacing(spaceXs);
    auto* change = makeButton(tr("Other file…"), ButtonKind::secondary, QStringLiteral("changeFileButton"));
    auto* database = makeIconButton(QStringLiteral("database"), tr("From a database…"),
                                    QStringLiteral("changeDatabaseButton"));
    row->addWidget(change, 0, Qt::AlignBottom);
    row->addWidget(database, 0, Qt::AlignBottom);
    connect(change, &QPushButton::clicked, this, &DataPanel::askForFile);
    connect(database, &QToolButton::clicked, this, &DataPanel::askForDatabase);
    connect(sheet_, &QComboBox::activated, this, &DataPanel::readAgain);
    connect(decimal_, &QComboBox::activated, this, &DataPanel::readAgain);
    return bar;
}

QWidget* DataPanel::buildTables() {
    auto* card = new Card(this);
    auto* head = new QHBoxLayout;
    head->setSpacing(spaceL);
    auto* texts = new QVBoxLayout;
    texts->setSpacing(spaceXs);
    texts->addWidget(heading_ = makeLabel({}, TextRole::heading));
    texts->addWidget(note_ = makeMutedLabel({}));
    head->addLayout(texts, 1);
    segments_ = new QButtonGroup(this);
    auto* strip = new QFrame(card);
    strip->setProperty("card", QStringLiteral("inset"));
    auto* buttons = new QHBoxLayout(strip);
    buttons->setContentsMargins(3, 3, 3, 3);
    buttons->setSpacing(2);
    const auto addSegment = [&](Segment id, const QString& text, const QString& name) {
        auto* button = new QPushButton(text);
        button->setObjectName(name);
        button->setAccessibleName(text);
        button->setCheckable(true);
        button->setAutoDefault(false);
        button->setProperty("kind", QStringLiteral("segment"));
        segments_->addButton(button, id);
        buttons->addWidget(button);
    };
    addSegment(ColumnsSegment, tr("Columns"), QStringLiteral("segmentColumns"));
    addSegment(RowsSegment, tr("First rows"), QStringLiteral("segmentRows"));
    addSegment(IssuesSegment, tr("Findings"), QStringLiteral("segmentIssues"));
    head->addWidget(strip, 0, Qt::AlignTop);

    tick_ = new TickDelegate;
    columnTable_ = makeTable(QStringLiteral("columnTable"), tr("Columns of your dataset"), columns_, tick_);
    auto* header = columnTable_->horizontalHeader();
    header->setSectionResizeMode(QHeaderView::ResizeToContents);
    header->setSectionResizeMode(ColumnModel::Sample, QHeaderView::Stretch);
    previewTable_ = makeTable(QStringLiteral("previewTable"), tr("First rows of your dataset"), preview_,
                              new PreviewDelegate);
    previewTable_->setHorizontalHeader(new TypedHeader(previewTable_));
    previewTable_->horizontalHeader()->setResizeContentsPrecision(measuredRows);
    previewTable_->horizontalHeader()->setAccessibleName(previewTable_->accessibleName());
    previewTable_->horizontalHeader()->setStretchLastSection(true);
    issueTable_ = makeTable(QStringLiteral("issueTable"), tr("Findings by cell"), issues_,
                            new IssueDelegate(nullptr, true));
    issueTable_->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    issueTable_->horizontalHeader()->setSectionResizeMode(IssueModel::Cell, QHeaderView::ResizeToContents);
    issueTable_->horizontalHeader()->setSectionResizeMode(IssueModel::Content, QHeaderView::ResizeToContents);
    stack_ = new QStackedWidget(card);
    for (auto* table : {columnTable_, previewTable_, issueTable_}) {
        table->setMinimumHeight(230);
        stack_->addWidget(table);
    }
    moreIssues_ = makeMutedLabel({}, TextRole::caption);
    card->body()->addLayout(head);
    card->body()->addWidget(stack_, 1);
    card->body()->addWidget(moreIssues_);
    connect(segments_, &QButtonGroup::idClicked, stack_, &QStackedWidget::setCurrentIndex);
    connect(stack_, &QStackedWidget::currentChanged, this, &DataPanel::showHeadings);
    segments_->button(ColumnsSegment)->setChecked(true);
    return card;
}

void DataPanel::chooseColumns(const api::Question& question) {
    state_->choose(question);
    segments_->button(ColumnsSegment)->click();
    showHeadings();
    showState();
}

void DataPanel::setQuestion(const api::Question& question, std::uint16_t partners, std::uint16_t place) {
    state_->map(question, partners, place);
    segments_->button(RowsSegment)->click();
    showHeadings();
    showState();
}

void DataPanel::setFile(const QString& path) {
    startImport(path, QFileInfo(path).fileName(), {});
}

void DataPanel::askForFile() {
    FileRequest request;
    request.title = tr("Choose a spreadsheet");
    request.suggested = QFileInfo::exists(path_) ? QFileInfo(path_).absolutePath() : QString();
    request.filters = {tr("Spreadsheets (*.csv *.tsv *.txt *.xlsx *.xls *.ods)"), tr("All files (*)")};
    chooser_.openFile(this, request, [this](const QString& path) { setFile(path); });
}

void DataPanel::askForDatabase() {
    auto* dialog = new DatabaseDialog(database_, chooser_, this);
    connect(dialog, &DatabaseDialog::chosen, this,
            [this](const DatabaseChoice& choice, const QString& password) {
                database_ = choice;
                api::ImportOptions options;
                options.password = password.toStdString();
                startImport(choice.address(), choice.name(), options);
            });
    dialog->open();
}

void DataPanel::startImport(const QString& path, const QString& name, const api::ImportOptions& options) {
    if (import_ != nullptr) return;
    nextPath_ = path;
    nextOptions_ = options;
    fileBanner_->hide();
    import_ = new ImportAction(engine_, path, options, this);
    connect(import_, &ImportAction::progress, this, &DataPanel::showProgress);
    connect(import_, &ImportAction::finished, this, &DataPanel::importFinished);
    loadingTitle_->setText(tr("Reading %1").arg(plain(name, 80)));
    cancel_->setEnabled(true);
    const bool hadFocus = holdsFocus();
    showProgress(0, 0);
    showState();
    if (hadFocus) cancel_->setFocus();
    Q_EMIT importingChanged(true);
}

void DataPanel::importFinished(const Result<api::DatasetView>& outcome) {
    const bool hadFocus = holdsFocus();
    import_->deleteLater();
    import_ = nullptr;
    if (outcome) {
        path_ = nextPath_;
        options_ = nextOptions_;
        state_->setDataset(*outcome);
    } else if (outcome.error().fault != Fault::cancelled) {
        fileBanner_->show(Tone::error, faultMessage(outcome.error()));
    }
    // After a cancelled or failed second reading, the dataset that is still there was read with these.
    if (state_->dataset()) showDataset();
    showState();
    if (hadFocus) {
        QWidget* next = drop_->findChild<QPushButton*>();
        if (state_->dataset()) next = stack_->currentWidget();
        next->setFocus();
    }
    Q_EMIT importingChanged(false);
}

bool DataPanel::holdsFocus() const {
    const auto* focused = QApplication::focusWidget();
    return focused != nullptr && isAncestorOf(focused);
}

void DataPanel::readAgain() {
    auto options = options_;
    options.sheet = sheet_->currentData().toByteArray().toStdString();
    options.decimal = static_cast<char>(decimal_->currentData().toInt());
    if (options.sheet == state_->dataset()->sheet && options.decimal == options_.decimal) return;
    startImport(path_, QString::fromStdString(state_->dataset()->file_name), options);
}

void DataPanel::showProgress(quint64 done, quint64 total) {
    progress_->setRange(0, total > 0 ? 1000 : 0);
    if (total > 0) progress_->setValue(static_cast<int>(1000.0 * double(done) / double(total)));
    loadingNote_->setText(total > 0 ? tr("%1 of %2").arg(formatBytes(done), formatBytes(total))
                          : done > 0
                              ? tr("%1 so far").arg(formatBytes(done))  // a database does not say of how many
                              : tr("Opening it"));
}

void DataPanel::showState() {
    const bool typing = state_->typing();
    const bool loading = !typing && import_ != nullptr;
    const bool loaded = !typing && !loading && state_->dataset().has_value();
    values_->setVisible(state_->takesValues());
    loading_->setVisible(loading);
    drop_->setVisible(!typing && !loading && !loaded);
    fileBar_->setVisible(loaded);
    tables_->setVisible(loaded);
    mapping_->setVisible(loaded && state_->mode() == ContributionState::Mode::map);
    showKeys(loaded && state_->recipe().has_value());
    showCheck();
}

/// Made when it is first needed, which is not while a wizard opens.
void DataPanel::showKeys(bool on) {
    if (keys_ == nullptr && !on) return;
    if (keys_ == nullptr) {
        keys_ = new KeyForm(*state_, this);
        auto* column = static_cast<QVBoxLayout*>(layout());
        column->insertWidget(column->indexOf(tables_) + 1, keys_);
        Page::orderFocus(this);
    }
    keys_->setVisible(on);
}

void DataPanel::showDataset() {
    const auto& dataset = state_->dataset();
    preview_->setDataset(dataset ? *dataset : api::DatasetView{});
    if (dataset) {
        fileName_->setText(plain(dataset->file_name, 120));
        fileSummary_->setText(DataText::summary(*dataset));
        const QSignalBlocker quietSheet(sheet_), quietDecimal(decimal_);
        sheet_->clear();
        for (const auto& name : dataset->sheets)
            sheet_->addItem(plain(name, 40), QByteArray::fromStdString(name));
        sheet_->setCurrentIndex(sheet_->findData(QByteArray::fromStdString(dataset->sheet)));
        sheet_->setVisible(dataset->sheets.size() > 1);
        sheetLabel_->setVisible(dataset->sheets.size() > 1);
        decimal_->setCurrentIndex(decimal_->findData(int(options_.decimal)));
        previewTable_->resizeColumnsToContents();
        for (int i = 0; i < preview_->columnCount(); ++i) {
            if (previewTable_->columnWidth(i) > widestColumn) previewTable_->setColumnWidth(i, widestColumn);
        }
        fitRows(columnTable_);
        fitRows(previewTable_);
        for (int row = columns_->rowCount() - 1; row >= 0;
             --row) {  // the keyboard begins at the first possible one
            if (columns_->flags(columns_->index(row, 0)).testFlag(Qt::ItemIsEnabled)) {
                columnTable_->setCurrentIndex(columns_->index(row, 0));
            }
        }
    }
    showState();
}

void DataPanel::showChoice() {
    showState();
    showHeadings();
    Q_EMIT contributionChanged(state_->contribution(), state_->acceptable());
}

void DataPanel::showCheck() {
    const auto& dataset = state_->dataset();
    const auto& check = state_->check();
    const bool visible = state_->typing() || (import_ == nullptr && dataset.has_value());
    std::vector<api::ImportIssue> blocking;
    quint64 problems = 0, more = dataset ? dataset->more_issues : 0;
    if (check && check->ok()) {
        blocking = (*check)->problems;
        problems = blocking.size() + (*check)->more_problems;
        more += (*check)->more_problems;
    }
    issues_->setIssues(blocking, dataset ? dataset->issues : std::vector<api::ImportIssue>{});
    fitRows(issueTable_);
    const quint64 findings = quint64(issues_->rowCount()) + more;
    segments_->button(IssuesSegment)
        ->setText(findings == 0 ? tr("Findings") : tr("Findings (%1)").arg(DataText::number(findings)));
    moreIssues_->setText(tr("%1 more are not listed.").arg(DataText::number(more)));
    moreIssues_->setVisible(more > 0 && stack_->currentIndex() == IssuesSegment);
    checkBanner_->hide();
    if (visible && check && !check->ok()) {
        checkBanner_->show(Tone::error, faultMessage(check->error()));
    } else if (visible && state_->typing() && !blocking.empty()) {
        checkBanner_->show(Tone::error,
                           {plain(blocking.front().problem, 400), plain(blocking.front().next, 400), {}});
    } else if (visible && problems > 0) {
        checkBanner_->show(
            Tone::error,
            {problems == 1 ? tr("1 cell must be put right first")
                           : tr("%1 cells must be put right first").arg(DataText::number(problems)),
             tr("One wrong cell makes the joint answer wrong, so this dataset cannot be used yet."),
             tr("Correct the cells in your file, save it and choose it again.")},
            tr("Show the cells"));
    }
    if (visible && state_->checking()) {
        showNotes({tr("Checking your data…").toStdString()}, QStringLiteral("hourglass"), Ink::muted);
    } else if (visible && check && check->ok() && problems == 0) {
        showNotes((*check)->notes, QStringLiteral("check-circle"), Ink::success);
        // The organizer still decides on details that change it; the wizard tells it at the end.
        if (state_->mode() == ContributionState::Mode::map && (*check)->estimate)
            addNote(estimateText(*(*check)->estimate), QStringLiteral("clock"), Ink::muted);
    } else {
        showNotes({}, {}, Ink::muted);
    }
}

void DataPanel::showNotes(const std::vector<std::string>& notes, const QString& icon, Ink ink) {
    while (auto* item = noteRows_->takeAt(0)) {
        if (auto* widget = item->widget()) {
            widget->hide();
            widget->deleteLater();
        }
        delete item;
    }
    for (const auto& note : notes) addNote(plain(note, 400), icon, ink);
    notes_->setVisible(!notes.empty());
}

void DataPanel::addNote(const QString& note, const QString& icon, Ink ink) {
    auto* line = new QWidget;
    auto* row = new QHBoxLayout(line);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(spaceS);
    row->addWidget(new IconLabel(icon, ink, 18), 0, Qt::AlignTop);
    row->addWidget(makeLabel(note), 1);
    noteRows_->addWidget(line);
}

void DataPanel::showHeadings() {
    tick_->setExclusive(state_->exclusive());
    const auto& dataset = state_->dataset();
    switch (stack_->currentIndex()) {
        case RowsSegment:
            heading_->setText(tr("What the import understood"));
            note_->setText(
                dataset && dataset->rows > dataset->preview.size()
                    ? tr("The first %1 of %2 rows, as they stand in the file.")
                          .arg(DataText::number(dataset->preview.size()), DataText::number(dataset->rows))
                    : tr("All rows, as they stand in the file."));
            break;
        case IssuesSegment:
            heading_->setText(tr("Findings"));
            note_->setText(issues_->rowCount() == 0 ? tr("Nothing needs your attention.")
                                                    : tr("Cells that the import cannot use as they are."));
            break;
        default:
            if (state_->mode() == ContributionState::Mode::map) {
                heading_->setText(tr("Columns of your dataset"));
                note_->setText(tr("Only the columns that you choose above are used."));
            } else if (state_->exclusive()) {
                heading_->setText(tr("Which column is matched?"));
                note_->setText(
                    tr("Choose the key that identifies a row on both sides, such as a customer number."));
            } else {
                heading_->setText(tr("Which columns are added up?"));
                note_->setText(tr("Tick one or more columns of numbers. All other columns stay unused."));
            }
    }
    moreIssues_->setVisible(stack_->currentIndex() == IssuesSegment && dataset && dataset->more_issues > 0);
}

void DataPanel::dragEnterEvent(QDragEnterEvent* event) {
    if (import_ == nullptr && !DropArea::spreadsheetIn(event->mimeData()).isEmpty())
        event->acceptProposedAction();
}

void DataPanel::dropEvent(QDropEvent* event) {
    const auto path = DropArea::spreadsheetIn(event->mimeData());
    if (path.isEmpty() || import_ != nullptr) return;
    event->acceptProposedAction();
    setFile(path);
}

}  // namespace tacit::ui
