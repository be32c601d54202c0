#include "ui/model/selection_model.h"

#include <algorithm>
#include <utility>

#include "ui/text/sanitize.h"

namespace tacit::ui {

namespace {

constexpr std::array<std::pair<SelectionModel::Column, api::Aggregation>, 5> aggregates = {
    {{SelectionModel::Sum, api::Aggregation::sum},
     {SelectionModel::Count, api::Aggregation::count},
     {SelectionModel::Minimum, api::Aggregation::minimum},
     {SelectionModel::Maximum, api::Aggregation::maximum},
     {SelectionModel::Squares, api::Aggregation::squares}}};

bool holds(const std::vector<std::string>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

SelectionModel::SelectionModel(QObject* parent) : QAbstractTableModel(parent) {}

void SelectionModel::setTable(std::vector<api::DatabaseColumn> columns,
                              const api::TableSelection& selection) {
    beginResetModel();
    rows_.clear();
    for (auto& column : columns) {
        Row row{std::move(column)};
        const auto& name = row.column.name;
        row.ticks[Keep] = selection.columns.empty() || holds(selection.columns, name);
        row.ticks[Group] = holds(selection.group_by, name);
        for (const auto& [place, what] : aggregates)
            row.ticks[place] = std::find(selection.aggregates.begin(), selection.aggregates.end(),
                                         api::Aggregate{what, name}) != selection.aggregates.end();
        rows_.push_back(std::move(row));
    }
    grouped_ = !selection.group_by.empty();
    countRows_ = std::find(selection.aggregates.begin(), selection.aggregates.end(),
                           api::Aggregate{api::Aggregation::count, {}}) != selection.aggregates.end();
    groupCountsAs_ = selection.group_counts_as;
    endResetModel();
}

void SelectionModel::setGrouped(bool grouped) {
    if (grouped == std::exchange(grouped_, grouped)) return;
    if (!rows_.empty()) Q_EMIT dataChanged(index(0, Keep), index(rowCount() - 1, Squares));
    Q_EMIT changed();
}

void SelectionModel::setCountRows(bool on) {
    if (on != std::exchange(countRows_, on)) Q_EMIT changed();
}

void SelectionModel::setGroupCountsAs(api::GroupCountsAs meaning) {
    if (meaning != std::exchange(groupCountsAs_, meaning)) Q_EMIT changed();
}

bool SelectionModel::addsUp() const {
    return grouped_ && std::any_of(rows_.begin(), rows_.end(), [this](const Row& row) {
               return (row.ticks[Sum] && tickable(row, Sum)) ||
                      (row.ticks[Squares] && tickable(row, Squares));
           });
}

api::TableSelection SelectionModel::selection() const {
    api::TableSelection out;
    if (!grouped_) {
        for (const auto& row : rows_)
            if (row.ticks[Keep]) out.columns.push_back(row.column.name);
        if (out.columns.size() == rows_.size()) out.columns.clear();
        return out;
    }
    for (const auto& row : rows_)
        if (row.ticks[Group]) out.group_by.push_back(row.column.name);
    if (countRows_) out.aggregates.push_back({api::Aggregation::count, {}});
    for (const auto& row : rows_)
        for (const auto& [place, what] : aggregates)
            if (row.ticks[place] && tickable(row, place)) out.aggregates.push_back({what, row.column.name});
    out.group_counts_as = groupCountsAs();
    return out;
}

QString SelectionModel::problem() const {
    const auto ticked = [this](Column column) {
        return std::any_of(rows_.begin(), rows_.end(), [&](const Row& row) { return row.ticks[column]; });
    };
    if (grouped_ && !ticked(Group)) return tr("Tick the column that makes the groups.");
    if (!grouped_ && !ticked(Keep)) return tr("Tick at least one column to keep.");
    return {};
}

bool SelectionModel::shown(int column) const {
    // What can be added is seen by its box.
    return column == Name || (column <= Keep) != grouped_;
}

int SelectionModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

int SelectionModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

// A column that makes the groups has one value in each; nothing but numbers can be added.
bool SelectionModel::tickable(const Row& row, int column) const {
    if (column <= Holds) return false;
    if (column == Keep || column == Group) return true;
    if (row.ticks[Group]) return false;
    const bool words =
        row.column.type == api::DatabaseType::text || row.column.type == api::DatabaseType::date;
    return !words || (column != Sum && column != Squares);
}

QString SelectionModel::cell(const Row& row, int column) const {
    if (column == Name) return plain(row.column.name, 80);
    return column == Holds ? typeName(row.column.type) : QString();
}

QVariant SelectionModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) return {};
    const auto& row = rows_[static_cast<std::size_t>(index.row())];
    const int column = index.column();
    const bool can = tickable(row, column);
    switch (role) {
        case Qt::DisplayRole:
            return cell(row, column);
        case Qt::ToolTipRole:
            return column == Name ? QVariant(cell(row, column)) : QVariant();
        case Qt::AccessibleTextRole:
            if (column <= Holds) return cell(row, column);
            return tr("%1, %2").arg(cell(row, Name), headerCell(column));
        case Qt::CheckStateRole:
            if (!can) return {};
            return row.ticks[static_cast<std::size_t>(column)] ? Qt::Checked : Qt::Unchecked;
        default:
            return {};
    }
}

bool SelectionModel::setData(const QModelIndex& index, const QVariant& value, int role) {
    if (role != Qt::CheckStateRole || (flags(index) & Qt::ItemIsUserCheckable) == 0) return false;
    rows_[static_cast<std::size_t>(index.row())].ticks[static_cast<std::size_t>(index.column())] =
        value.toInt() == Qt::Checked;
    Q_EMIT dataChanged(index.siblingAtColumn(Keep), index.siblingAtColumn(Squares));
    Q_EMIT changed();
    return true;
}

QVariant SelectionModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (role == Qt::TextAlignmentRole) return QVariant(Qt::AlignLeft | Qt::AlignVCenter);
    if (orientation == Qt::Vertical) return {};
    if (role == Qt::ToolTipRole && section == Squares)
        return tr("The sum of the squares, which a spread needs");
    return role == Qt::DisplayRole ? headerCell(section) : QVariant();
}

Qt::ItemFlags SelectionModel::flags(const QModelIndex& index) const {
    if (!index.isValid()) return Qt::NoItemFlags;
    const auto flags = Qt::ItemIsEnabled | Qt::ItemIsSelectable;
    const bool can = tickable(rows_[static_cast<std::size_t>(index.row())], index.column());
    return can ? flags | Qt::ItemIsUserCheckable : flags;
}

QString SelectionModel::typeName(api::DatabaseType type) {
    switch (type) {
        case api::DatabaseType::whole:
            return tr("Whole numbers");
        case api::DatabaseType::decimal:
            return tr("Numbers");
        case api::DatabaseType::binary:
            return tr("Numbers, about 15 digits");
        case api::DatabaseType::text:
            return tr("Text");
        case api::DatabaseType::date:
            return tr("Days or times");
        case api::DatabaseType::other:
            return tr("Other values");
    }
    return {};
}

QString SelectionModel::headerCell(int column) {
    switch (column) {
        case Name:
            return tr("Column");
        case Holds:
            return tr("Holds");
        case Keep:
            return tr("Keep");
        case Group:
            return tr("Group by");
        case Sum:
            return tr("Sum");
        case Count:
            return tr("Count");
        case Minimum:
            return tr("Min");
        case Maximum:
            return tr("Max");
        case Squares:
            return tr("Squares");
        default:
            return {};
    }
}

}  // namespace tacit::ui
