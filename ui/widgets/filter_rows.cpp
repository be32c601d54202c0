#include "ui/widgets/filter_rows.h"

#include <QAbstractItemView>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/text/sanitize.h"
#include "ui/theme/theme.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/page.h"

namespace tacit::ui {

namespace {

using api::Comparison;

constexpr int longestValue = 2000;
constexpr QChar between_values = ';';

bool takesValue(Comparison comparison) {
    return comparison != Comparison::empty && comparison != Comparison::not_empty;
}

QString joined(const std::vector<std::string>& values) {
    QStringList out;
    for (const auto& value : values) out << QString::fromStdString(value);
    return out.join("; ");
}

QString exampleOf(api::DatabaseType type, Comparison comparison) {
    const bool several = comparison == Comparison::one_of;
    switch (type) {
        case api::DatabaseType::whole:
        case api::DatabaseType::decimal:
        case api::DatabaseType::binary:
            return several ? QStringLiteral("100; 200") : QStringLiteral("100");
        case api::DatabaseType::date:
            return several ? QStringLiteral("2024-03-01; 2024-03-02") : QStringLiteral("2024-03-01");
        default:
            return several ? FilterRows::tr("one; another") : FilterRows::tr("a text");
    }
}

}  // namespace

FilterRows::FilterRows(QWidget* parent) : QWidget(parent), lines_(new QVBoxLayout(this)) {
    setProperty("transparent", true);
    lines_->setContentsMargins(0, 0, 0, 0);
    lines_->setSpacing(spaceS);
}

void FilterRows::setTable(const std::vector<api::DatabaseColumn>& columns,
                          const std::vector<api::RowFilter>& filters) {
    for (const auto& row : rows_) delete row.line;
    rows_.clear();
    columns_ = columns;
    for (const auto& filter : filters)
        if (std::any_of(columns.begin(), columns.end(),
                        [&](const auto& column) { return column.name == filter.column; }))
            addRow(filter);
    showRows();
}

void FilterRows::addRow(const api::RowFilter& filter) {
    Row row;
    row.line = new QWidget(this);
    row.line->setProperty("transparent", true);
    auto* line = new QHBoxLayout(row.line);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(spaceS);
    row.column = new QComboBox;
    row.column->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    row.column->setMinimumContentsLength(12);
    row.column->view()->setMinimumWidth(240);
    for (const auto& column : columns_)
        row.column->addItem(plain(column.name, 80), QByteArray::fromStdString(column.name));
    row.column->setCurrentIndex(row.column->findData(QByteArray::fromStdString(filter.column)));
    row.comparison = new QComboBox;
    for (const auto& [text, comparison] :
         std::initializer_list<std::pair<QString, Comparison>>{{tr("is"), Comparison::equals},
                                                               {tr("is one of"), Comparison::one_of},
                                                               {tr("is at least"), Comparison::at_least},
                                                               {tr("is at most"), Comparison::at_most},
                                                               {tr("is between"), Comparison::between},
                                                               {tr("contains"), Comparison::contains},
                                                               {tr("is empty"), Comparison::empty},
                                                               {tr("is not empty"), Comparison::not_empty}})
        row.comparison->addItem(text, int(comparison));
    row.comparison->setCurrentIndex(row.comparison->findData(int(filter.comparison)));
    const auto edit = [&] {
        auto* made = new QLineEdit;
        made->setMaxLength(longestValue);
        connect(made, &QLineEdit::textChanged, this, &FilterRows::changed);
        return made;
    };
    row.value = edit();
    row.and_ = makeMutedLabel(tr("and"));
    row.and_->setWordWrap(false);
    row.to = edit();
    const bool ends = filter.comparison == Comparison::between && filter.values.size() == 2;
    row.value->setText(ends ? QString::fromStdString(filter.values[0]) : joined(filter.values));
    if (ends) row.to->setText(QString::fromStdString(filter.values[1]));
    row.remove = makeIconButton(QStringLiteral("x"), tr("Remove this condition"), {});
    line->addWidget(row.column, 2);
    line->addWidget(row.comparison);
    line->addWidget(row.value, 3);
    line->addWidget(row.and_);
    line->addWidget(row.to, 3);
    line->addStretch(0);
    line->addWidget(row.remove);
    for (auto* box : {row.column, row.comparison})
        connect(box, &QComboBox::currentIndexChanged, this, [this] {
            showRows();
            Q_EMIT changed();
        });
    connect(row.remove, &QToolButton::clicked, this, [this, line = row.line] { removeRow(line); });
    lines_->addWidget(row.line);
    row.line->show();
    rows_.push_back(row);
}

void FilterRows::add() {
    addRow({columns_.empty() ? std::string() : columns_.front().name, Comparison::equals, {}});
    showRows();
    Page::orderFocus(this);
    rows_.back().column->setFocus();
    Q_EMIT changed();
}

void FilterRows::removeRow(const QWidget* line) {
    const auto found =
        std::find_if(rows_.begin(), rows_.end(), [&](const Row& row) { return row.line == line; });
    if (found == rows_.end()) return;
    found->line->hide();
    found->line->deleteLater();
    rows_.erase(found);
    showRows();
    Q_EMIT changed();
}

Comparison FilterRows::comparisonOf(const Row& row) const {
    return static_cast<Comparison>(row.comparison->currentData().toInt());
}

void FilterRows::showRows() {
    int number = 0;
    for (const auto& row : rows_) {
        const auto place = QString::number(++number);
        const auto comparison = comparisonOf(row);
        const bool ends = comparison == Comparison::between;
        const auto index = static_cast<std::size_t>(std::max(0, row.column->currentIndex()));
        const auto example =
            index < columns_.size() ? exampleOf(columns_[index].type, comparison) : QString();
        const auto name = [&](QWidget* widget, const char* object, const QString& text) {
            widget->setObjectName(QLatin1String(object) + place);
            widget->setAccessibleName(text);
        };
        name(row.column, "filterColumn", tr("Column of condition %1").arg(place));
        name(row.comparison, "filterComparison", tr("Comparison of condition %1").arg(place));
        name(row.value, "filterValue",
             ends ? tr("From, in condition %1").arg(place) : tr("Value of condition %1").arg(place));
        name(row.to, "filterTo", tr("To, in condition %1").arg(place));
        name(row.remove, "filterRemove", tr("Remove condition %1").arg(place));
        row.value->setPlaceholderText(example);
        row.to->setPlaceholderText(example);
        row.value->setVisible(takesValue(comparison));
        row.and_->setVisible(ends);
        row.to->setVisible(ends);
    }
    setVisible(!rows_.empty());
}

std::vector<api::RowFilter> FilterRows::filters() const {
    std::vector<api::RowFilter> out;
    for (const auto& row : rows_) {
        api::RowFilter filter{row.column->currentData().toByteArray().toStdString(), comparisonOf(row), {}};
        QStringList values;
        if (filter.comparison == Comparison::one_of)
            values = row.value->text().split(between_values, Qt::SkipEmptyParts);
        else if (takesValue(filter.comparison))
            values << row.value->text();
        if (filter.comparison == Comparison::between) values << row.to->text();
        for (const auto& value : values) filter.values.push_back(value.trimmed().toStdString());
        out.push_back(std::move(filter));
    }
    return out;
}

}  // namespace tacit::ui
