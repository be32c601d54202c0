#include "ui/widgets/selection_form.h"

#include <QCheckBox>
#include <QFontDatabase>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPlainTextEdit>
#include <QRadioButton>
#include <QSignalBlocker>
#include <QTableView>
#include <QVBoxLayout>

#include "ui/model/selection_model.h"
#include "ui/text/sanitize.h"
#include "ui/theme/theme.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/data_tables.h"
#include "ui/widgets/filter_rows.h"
#include "ui/widgets/icon_label.h"

namespace tacit::ui {

namespace {

constexpr int tableHeight = 150;
constexpr int longestProblem = 400;

}  // namespace

SelectionForm::SelectionForm(QWidget* parent)
    : QWidget(parent),
      model_(new SelectionModel(this)),
      grouped_(new QCheckBox(tr("One row for each group of rows"), this)),
      table_(
          makeTable(QStringLiteral("selectionTable"), tr("Columns of the table"), model_, new BoxDelegate)),
      countRows_(new QCheckBox(tr("Count the rows of each group"), this)),
      asOne_(new QRadioButton(tr("Each group counts as one row"))),
      asRows_(new QRadioButton(tr("Each group counts as the rows in it"))),
      meaning_(makeMeaning()),
      filters_(new FilterRows(this)),
      add_(makeButton(tr("Add a condition"), ButtonKind::quiet, QStringLiteral("selectionAddFilter"),
                      QStringLiteral("plus"), this)),
      statement_(new QWidget(this)),
      sql_(new QPlainTextEdit(statement_)),
      problemLine_(new QWidget(statement_)),
      problem_(makeLabel({}, TextRole::body, problemLine_)) {
    setObjectName(QStringLiteral("selectionForm"));
    setProperty("transparent", true);
    table_->setParent(this);
    table_->setSelectionMode(QAbstractItemView::NoSelection);  // one goes from cell to cell
    table_->setMinimumHeight(tableHeight);
    grouped_->setObjectName(QStringLiteral("selectionGrouped"));
    grouped_->setAccessibleName(grouped_->text());
    countRows_->setObjectName(QStringLiteral("selectionCountRows"));
    countRows_->setAccessibleName(countRows_->text());
    sql_->setObjectName(QStringLiteral("selectionSql"));
    sql_->setAccessibleName(tr("The statement that the database gets"));
    sql_->setReadOnly(true);
    sql_->setTabChangesFocus(true);
    sql_->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    problem_->setObjectName(QStringLiteral("selectionProblem"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(spaceS);
    column->addWidget(
        makeMutedLabel(tr("The database does this part of the work, and only its answer is read.")));
    column->addWidget(grouped_, 0, Qt::AlignLeft);
    column->addWidget(table_, 1);
    column->addWidget(countRows_, 0, Qt::AlignLeft);
    column->addWidget(meaning_);
    column->addWidget(makeLabel(tr("Only rows where"), TextRole::strong));
    column->addWidget(filters_);
    column->addWidget(add_, 0, Qt::AlignLeft);
    statement_->setProperty("transparent", true);
    auto* below = new QVBoxLayout(statement_);
    below->setContentsMargins(0, 0, 0, 0);
    below->setSpacing(spaceS);
    auto* heading = makeLabel(tr("What the database is asked (SQL)"), TextRole::strong);
    heading->setBuddy(sql_);
    below->addWidget(heading);
    problemLine_->setProperty("transparent", true);
    auto* line = new QHBoxLayout(problemLine_);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(spaceS);
    line->addWidget(new IconLabel(QStringLiteral("alert"), Ink::warning, 16, problemLine_), 0, Qt::AlignTop);
    line->addWidget(problem_, 1);
    below->addWidget(problemLine_);
    below->addWidget(sql_, 1);
    connect(grouped_, &QCheckBox::toggled, model_, &SelectionModel::setGrouped);
    connect(countRows_, &QCheckBox::toggled, model_, &SelectionModel::setCountRows);
    connect(asRows_, &QRadioButton::toggled, model_, [this](bool on) {
        model_->setGroupCountsAs(on ? api::GroupCountsAs::its_rows : api::GroupCountsAs::one_row);
    });
    connect(add_, &QPushButton::clicked, filters_, &FilterRows::add);
    connect(filters_, &FilterRows::changed, this, &SelectionForm::showStatement);
    connect(model_, &SelectionModel::changed, this, [this] {
        showGrouped();
        showStatement();
    });
}

QWidget* SelectionForm::makeMeaning() {
    auto* meaning = new QWidget(this);
    meaning->setProperty("transparent", true);
    auto* column = new QVBoxLayout(meaning);
    column->setContentsMargins(0, 0, 0, spaceS);
    column->setSpacing(spaceXs);
    auto* choices = new QHBoxLayout;
    choices->setSpacing(spaceXl);
    asOne_->setObjectName(QStringLiteral("selectionAsOne"));
    asRows_->setObjectName(QStringLiteral("selectionAsRows"));
    for (auto* choice : {asOne_, asRows_}) {
        choice->setAccessibleName(choice->text());
        choices->addWidget(choice);
    }
    asOne_->setChecked(true);
    choices->addStretch(1);
    column->addLayout(choices);
    meaningNote_ = makeMutedLabel({}, TextRole::caption, meaning);
    meaningNote_->setObjectName(QStringLiteral("selectionMeaning"));
    column->addWidget(meaningNote_);
    return meaning;
}

void SelectionForm::setTable(const api::DatabaseTable& table, const api::TableSelection& selection) {
    described_ = table;
    model_->setTable(table.columns, selection);
    {
        const QSignalBlocker quietGroups(grouped_), quietCount(countRows_);
        grouped_->setChecked(model_->grouped());
        countRows_->setChecked(model_->countRows());
    }
    {
        const QSignalBlocker quiet(filters_);
        filters_->setTable(table.columns, selection.filters);
    }
    fitRows(table_);
    showGrouped();
    if (model_->rowCount() > 0) table_->setCurrentIndex(model_->index(0, SelectionModel::Name));
    showStatement();
}

api::TableSelection SelectionForm::selection() const {
    auto out = model_->selection();
    out.filters = filters_->filters();
    return out;
}

void SelectionForm::takeFocus() {
    grouped_->setFocus();
}

void SelectionForm::showGrouped() {
    auto* header = table_->horizontalHeader();
    for (int c = 0; c < SelectionModel::ColumnCount; ++c) {
        table_->setColumnHidden(c, !model_->shown(c));
        header->setSectionResizeMode(
            c, c == SelectionModel::Name ? QHeaderView::Stretch : QHeaderView::ResizeToContents);
    }
    countRows_->setVisible(model_->grouped());
    meaning_->setVisible(model_->grouped());
    const bool asRows = model_->groupCountsAs() == api::GroupCountsAs::its_rows;
    {
        // It shows what holds; the model keeps what was chosen, for when something is added again.
        const QSignalBlocker quietOne(asOne_), quietRows(asRows_);
        (asRows ? asRows_ : asOne_)->setChecked(true);
    }
    asOne_->setEnabled(model_->addsUp());
    asRows_->setEnabled(model_->addsUp());
    meaningNote_->setText(
        asRows ? tr("Count and mean of a Total are those of the rows, as if each row were read.")
        : model_->addsUp()
            ? tr("Count and mean of a Total are those of the groups, such as a mean per customer.")
            : tr("A group can count as the rows in it once a sum is ticked."));
}

void SelectionForm::showStatement() {
    auto problem = model_->problem();
    if (problem.isEmpty() && described_.statement) {
        const auto made = described_.statement(selection());
        if (made)
            sql_->setPlainText(QString::fromStdString(*made));
        else
            problem = plain(made.error().detail, longestProblem);
    }
    valid_ = problem.isEmpty();
    if (!valid_) sql_->clear();
    problem_->setText(problem);
    problemLine_->setVisible(!valid_);
    Q_EMIT changed();
}

}  // namespace tacit::ui
