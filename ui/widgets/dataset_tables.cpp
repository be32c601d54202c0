#include "ui/widgets/dataset_tables.h"

#include <QAbstractButton>
#include <QButtonGroup>
#include <QLabel>
#include <QPushButton>
#include <QStackedWidget>

#include "ui/model/column_model.h"
#include "ui/model/contribution_state.h"
#include "ui/model/data_text.h"
#include "ui/model/issue_model.h"
#include "ui/model/preview_model.h"
#include "ui/theme/theme.h"
#include "ui/widgets/column_choice_bar.h"
#include "ui/widgets/data_tables.h"
#include "ui/widgets/findings_bar.h"

namespace tacit::ui {

namespace {
constexpr int widestColumn = 280;
constexpr int lowestTable = 270;  // six columns, or three findings
constexpr int roomForAllColumns = 700;
constexpr std::size_t rowsAtATime = 100;
constexpr quint64 rowsBeforeCell = 20;
}  // namespace

DatasetTables::DatasetTables(ContributionState& state, QWidget* parent)
    : Card(parent),
      state_(state),
      columns_(new ColumnModel(state, this)),
      preview_(new PreviewModel(this)),
      issues_(new IssueModel(this)),
      heading_(makeLabel({}, TextRole::heading)),
      note_(makeMutedLabel({})),
      segments_(new QButtonGroup(this)),
      stack_(new QStackedWidget(this)),
      choice_(new ColumnChoiceBar(this)),
      bar_(new FindingsBar(this)) {
    auto* head = new QHBoxLayout;
    head->setSpacing(spaceL);
    auto* texts = new QVBoxLayout;
    texts->setSpacing(spaceXs);
    texts->addWidget(heading_);
    texts->addWidget(note_);
    head->addLayout(texts, 1);
    head->addWidget(pager_ = buildPager(), 0, Qt::AlignTop);
    head->addWidget(buildSegments(), 0, Qt::AlignTop);
    buildTables();
    body()->addLayout(head);
    body()->addWidget(stack_, 1);
    body()->addWidget(choice_);
    body()->addWidget(bar_);
    connectTables();
    segments_->button(Columns)->setChecked(true);
}

QWidget* DatasetTables::buildSegments() {
    auto* strip = new QFrame(this);
    strip->setProperty("card", QStringLiteral("inset"));
    auto* buttons = new QHBoxLayout(strip);
    buttons->setContentsMargins(3, 3, 3, 3);
    buttons->setSpacing(2);
    const auto add = [&](Segment id, const QString& text, const QString& name) {
        auto* button = new QPushButton(text);
        button->setObjectName(name);
        button->setAccessibleName(text);
        button->setCheckable(true);
        button->setAutoDefault(false);
        button->setProperty("kind", QStringLiteral("segment"));
        segments_->addButton(button, id);
        buttons->addWidget(button);
    };
    add(Columns, tr("Columns"), QStringLiteral("segmentColumns"));
    add(Rows, tr("Rows"), QStringLiteral("segmentRows"));
    add(Findings, tr("Findings"), QStringLiteral("segmentIssues"));
    return strip;
}

QWidget* DatasetTables::buildPager() {
    auto* pager = new QWidget(this);
    pager->setProperty("transparent", true);
    auto* buttons = new QHBoxLayout(pager);
    buttons->setContentsMargins(0, 0, 0, 0);
    buttons->setSpacing(spaceXs);
    earlier_ =
        makeIconButton(QStringLiteral("arrow-left"), tr("Earlier rows"), QStringLiteral("earlierRows"));
    later_ = makeIconButton(QStringLiteral("arrow-right"), tr("Later rows"), QStringLiteral("laterRows"));
    buttons->addWidget(earlier_);
    buttons->addWidget(later_);
    connect(earlier_, &QToolButton::clicked, this,
            [this] { goToRows(preview_->first() - qMin<quint64>(preview_->first(), rowsAtATime)); });
    connect(later_, &QToolButton::clicked, this, [this] { goToRows(preview_->first() + rowsAtATime); });
    return pager;
}

void DatasetTables::buildTables() {
    tick_ = new TickDelegate;
    columnTable_ = makeTable(QStringLiteral("columnTable"), tr("Columns of your dataset"), columns_, tick_);
    auto* header = columnTable_->horizontalHeader();
    header->setSectionResizeMode(QHeaderView::ResizeToContents);
    header->setSectionResizeMode(ColumnModel::Sample, QHeaderView::Stretch);
    previewTable_ =
        makeTable(QStringLiteral("previewTable"), tr("Rows of your dataset"), preview_, new PreviewDelegate);
    previewTable_->setHorizontalHeader(new TypedHeader(previewTable_));
    previewTable_->horizontalHeader()->setResizeContentsPrecision(measuredRows);
    previewTable_->horizontalHeader()->setAccessibleName(previewTable_->accessibleName());
    previewTable_->horizontalHeader()->setStretchLastSection(true);
    previewTable_->horizontalHeader()->setSectionsClickable(true);
    previewTable_->verticalHeader()->setVisible(true);
    for (auto* corner :
         previewTable_->findChildren<QAbstractButton*>(QString(), Qt::FindDirectChildrenOnly)) {
        corner->setObjectName(QStringLiteral("previewCorner"));
        corner->setAccessibleName(tr("Numbers of the rows"));
    }
    issueTable_ = makeTable(QStringLiteral("issueTable"), tr("Findings by cell"), issues_,
                            new IssueDelegate(nullptr, true));
    issueTable_->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    issueTable_->horizontalHeader()->setSectionResizeMode(IssueModel::Cell, QHeaderView::ResizeToContents);
    issueTable_->horizontalHeader()->setSectionResizeMode(IssueModel::Content, QHeaderView::ResizeToContents);
    for (auto* table : {columnTable_, previewTable_, issueTable_}) {
        table->setMinimumHeight(lowestTable);
        stack_->addWidget(table);
    }
}

void DatasetTables::connectTables() {
    connect(segments_, &QButtonGroup::idClicked, stack_, &QStackedWidget::setCurrentIndex);
    connect(stack_, &QStackedWidget::currentChanged, this, &DatasetTables::showHeadings);
    connect(choice_, &ColumnChoiceBar::chosen, this, &DatasetTables::columnChosen);
    connect(columnTable_->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& now) {
                if (!now.isValid() || filling_) return;
                choice_->showColumn(now.row());
                // The other table follows, so that coming to it does not go to another column.
                previewTable_->setCurrentIndex(
                    preview_->index(qMax(0, previewTable_->currentIndex().row()), now.row()));
            });
    connect(previewTable_->selectionModel(), &QItemSelectionModel::currentColumnChanged, this,
            [this](const QModelIndex& now) {
                if (now.isValid() && !filling_) choice_->showColumn(now.column());
            });
    connect(previewTable_->horizontalHeader(), &QHeaderView::sectionClicked, choice_,
            &ColumnChoiceBar::showColumn);
    connect(issueTable_->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& now) {
                bar_->setReachable(now.isValid() && preview_->rowOf(issues_->address(now.row())));
            });
    connect(issueTable_->horizontalHeader(), &QHeaderView::sectionResized, this, [this](int section) {
        if (section == IssueModel::Problem || section == IssueModel::Next) fitWrappedRows(issueTable_);
    });
    connect(issueTable_, &QTableView::activated, this, &DatasetTables::goToCell);
    connect(bar_, &FindingsBar::goRequested, this, &DatasetTables::goToCell);
    connect(bar_, &FindingsBar::saveRequested, this, &DatasetTables::saveRequested);
}

const std::vector<api::ImportIssue>& DatasetTables::findings() const {
    return issues_->issues();
}

void DatasetTables::goToCell() {
    const auto finding = issueTable_->currentIndex();
    if (!finding.isValid()) return;
    const auto cell = issues_->address(finding.row());
    const auto row = preview_->rowOf(cell);
    if (!row) return;
    if (!preview_->place(cell).isValid()) goToRows(*row - qMin<quint64>(*row, rowsBeforeCell));
    const auto place = preview_->place(cell);
    if (!place.isValid()) return;
    showSegment(Rows);
    previewTable_->setCurrentIndex(place);
    previewTable_->scrollTo(place);
    previewTable_->setFocus();
}

void DatasetTables::goToRows(quint64 first) {
    const int column = previewTable_->currentIndex().column();
    preview_->showRows(first, state_.rows(first, rowsAtATime));
    fitRows(previewTable_);
    previewTable_->setCurrentIndex(preview_->index(0, qMax(0, column)));
    previewTable_->scrollToTop();
    showHeadings();
}

void DatasetTables::showSegment(Segment segment) {
    segments_->button(segment)->click();
}

void DatasetTables::resizeEvent(QResizeEvent* event) {
    Card::resizeEvent(event);
    // Examples tell columns apart; how many cells are valid follows from the rest.
    columnTable_->setColumnHidden(ColumnModel::Valid, width() < roomForAllColumns);
}

void DatasetTables::takeFocus() {
    stack_->currentWidget()->setFocus();
}

void DatasetTables::showDataset(const api::ImportOptions& options) {
    const auto& dataset = state_.dataset();
    preview_->setDataset(dataset ? *dataset : api::DatasetView{});
    if (!dataset) return;
    filling_ = true;
    previewTable_->resizeColumnsToContents();
    for (int i = 0; i < preview_->columnCount(); ++i) {
        if (previewTable_->columnWidth(i) > widestColumn) previewTable_->setColumnWidth(i, widestColumn);
    }
    fitRows(columnTable_);
    fitRows(previewTable_);
    for (int row = columns_->rowCount() - 1; row >= 0; --row) {  // the keyboard begins at the first possible
        if (columns_->flags(columns_->index(row, 0)).testFlag(Qt::ItemIsEnabled))
            columnTable_->setCurrentIndex(columns_->index(row, 0));
    }
    // What was chosen for is what one goes on with.
    const bool first = choice_->column() < 0;
    choice_->showDataset(*dataset, options.columns);
    if (first) choice_->showColumn(columnTable_->currentIndex().row());
    previewTable_->setCurrentIndex(preview_->index(0, choice_->column()));
    filling_ = false;
}

void DatasetTables::showFindings(const std::vector<api::ImportIssue>& blocking, quint64 more) {
    const auto& dataset = state_.dataset();
    const quint64 unlisted = more + (dataset ? dataset->more_issues : 0);
    const bool changed =
        issues_->setIssues(blocking, dataset ? dataset->issues : std::vector<api::ImportIssue>{});
    if (changed) {
        fitRows(issueTable_);
        fitWrappedRows(issueTable_);
    }
    const quint64 findings = quint64(issues_->rowCount()) + unlisted;
    segments_->button(Findings)->setText(findings == 0 ? tr("Findings")
                                                       : tr("Findings (%1)").arg(DataText::number(findings)));
    bar_->showCount(issues_->rowCount() > 0, unlisted);
    if (changed) issueTable_->setCurrentIndex(issues_->index(0, 0));
    const auto now = issueTable_->currentIndex();
    bar_->setReachable(now.isValid() && preview_->rowOf(issues_->address(now.row())));
}

void DatasetTables::showHeadings() {
    tick_->setExclusive(state_.exclusive());
    const auto& dataset = state_.dataset();
    switch (stack_->currentIndex()) {
        case Rows:
            heading_->setText(tr("What the import understood"));
            note_->setText(shownRows());
            break;
        case Findings:
            heading_->setText(tr("Findings"));
            note_->setText(issues_->rowCount() == 0 ? tr("Nothing needs your attention.")
                           : issues_->blockingCount() > 0
                               ? tr("Cells with a red cross must be put right before the data can be used.")
                               : tr("What the import noticed, cell by cell."));
            break;
        default:
            if (state_.mode() == ContributionState::Mode::map) {
                heading_->setText(tr("Columns of your dataset"));
                note_->setText(tr("Only the columns that you choose above are used."));
            } else if (state_.exclusive()) {
                heading_->setText(tr("Which column is matched?"));
                note_->setText(
                    tr("Choose the key that identifies a row on both sides, such as a customer number."));
            } else {
                heading_->setText(tr("Which columns are added up?"));
                note_->setText(tr("Tick one or more columns of numbers. All other columns stay unused."));
            }
    }
    choice_->setVisible(stack_->currentIndex() != Findings);
    bar_->setVisible(stack_->currentIndex() == Findings);
    const quint64 rows = dataset ? dataset->rows : 0, end = preview_->first() + quint64(preview_->rowCount());
    pager_->setVisible(stack_->currentIndex() == Rows && rows > rowsAtATime);
    earlier_->setEnabled(preview_->first() > 0);
    later_->setEnabled(end < rows);
}

QString DatasetTables::shownRows() const {
    const auto& dataset = state_.dataset();
    const auto shown = quint64(preview_->rowCount());
    if (!dataset || dataset->rows <= shown) return tr("All rows, as they stand in the file.");
    const auto total = DataText::number(dataset->rows);
    if (preview_->first() == 0)
        return tr("The first %1 of %2 rows, as they stand in the file.").arg(DataText::number(shown), total);
    const auto from = preview_->first();
    return tr("%1 to %2 of %3 rows, as they stand in the file.")
        .arg(DataText::number(from + 1), DataText::number(from + shown), total);
}

}  // namespace tacit::ui
