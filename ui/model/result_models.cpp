#include "ui/model/result_models.h"

#include "ui/text/format.h"
#include "ui/text/sanitize.h"

namespace tacit::ui {
namespace {

const QVariant alignLeft = QVariant::fromValue(Qt::Alignment(Qt::AlignLeft | Qt::AlignVCenter));
const QVariant alignRight = QVariant::fromValue(Qt::Alignment(Qt::AlignRight | Qt::AlignVCenter));

}  // namespace

QString statisticName(api::Statistic statistic) {
    switch (statistic) {
        case api::Statistic::minimum:
            return TotalResultModel::tr("Smallest");
        case api::Statistic::lower_quartile:
            return TotalResultModel::tr("Lower quartile");
        case api::Statistic::median:
            return TotalResultModel::tr("Median");
        case api::Statistic::upper_quartile:
            return TotalResultModel::tr("Upper quartile");
        case api::Statistic::maximum:
            return TotalResultModel::tr("Largest");
    }
    return {};
}

TotalResultModel::TotalResultModel(QObject* parent) : QAbstractTableModel(parent) {}

void TotalResultModel::setResult(api::TotalResult result) {
    beginResetModel();
    rows_.clear();
    statistics_ = result.statistics;
    for (const auto& column : result.columns) {
        const auto name = plain(column.name, 120);
        for (const auto& cell : column.cells)
            rows_.push_back({name, plain(cell.category, 120), cell.hidden, cell.sum, cell.mean, cell.count,
                             cell.statistics});
        rows_.push_back({name, tr("All categories"), column.hidden, column.sum, column.mean, column.count,
                         column.statistics});
    }
    endResetModel();
}

int TotalResultModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

int TotalResultModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount + static_cast<int>(statistics_.size());
}

QString TotalResultModel::cell(const Row& row, Column column) {
    if (row.hidden && column > Category)
        return column == Sum ? tr("Hidden by the rules") : QStringLiteral("–");
    switch (column) {
        case Name:
            return row.name;
        case Category:
            return row.category;
        case Sum:
            return formatDecimal(row.sum);
        case Count:
            return formatCount(row.count);
        case Mean:
            return row.mean.empty() ? QStringLiteral("–") : formatDecimal(row.mean);
        case ColumnCount:
            break;
    }
    return {};
}

QString TotalResultModel::headerCell(Column column) {
    switch (column) {
        case Name:
            return tr("Column");
        case Category:
            return tr("Category");
        case Sum:
            return tr("Sum");
        case Count:
            return tr("Values");
        case Mean:
            return tr("Mean");
        case ColumnCount:
            break;
    }
    return {};
}

QVariant TotalResultModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) return {};
    const auto column = static_cast<Column>(index.column());
    const auto& row = rows_[static_cast<std::size_t>(index.row())];
    if (role == Qt::DisplayRole && column >= ColumnCount) {
        const auto statistic = static_cast<std::size_t>(column - ColumnCount);
        return statistic < row.statistics.size() ? formatDecimal(row.statistics[statistic])
                                                 : QStringLiteral("–");
    }
    if (role == Qt::DisplayRole) return cell(row, column);
    if (role == Qt::TextAlignmentRole) return column <= Category ? alignLeft : alignRight;
    if (role == Qt::ToolTipRole && row.hidden)
        return tr("Nobody has learnt this number: the rules were applied before anything was unlocked.");
    return {};
}

QVariant TotalResultModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount()) return {};
    if (role == Qt::TextAlignmentRole) return section <= Category ? alignLeft : alignRight;
    if (role == Qt::DisplayRole && section >= ColumnCount)
        return statisticName(statistics_[static_cast<std::size_t>(section - ColumnCount)]);
    return role == Qt::DisplayRole ? QVariant(headerCell(static_cast<Column>(section))) : QVariant();
}

RowsModel::RowsModel(QObject* parent) : QAbstractTableModel(parent) {}

void RowsModel::setRows(std::vector<std::string> header, std::vector<std::vector<std::string>> rows) {
    beginResetModel();
    header_ = std::move(header);
    rows_ = std::move(rows);
    endResetModel();
}

int RowsModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

int RowsModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(header_.size());
}

QVariant RowsModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) return {};
    const auto& row = rows_[static_cast<std::size_t>(index.row())];
    const auto column = static_cast<std::size_t>(index.column());
    // A short row of a ragged table has no cell here.
    if (role == Qt::DisplayRole) return column < row.size() ? plain(row[column], 300) : QString();
    if (role == Qt::TextAlignmentRole) return alignLeft;
    return {};
}

QVariant RowsModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (section < 0) return {};
    if (orientation == Qt::Vertical) {
        return role == Qt::DisplayRole && section < rowCount() ? QVariant(section + 1) : QVariant();
    }
    if (section >= columnCount()) return {};
    if (role == Qt::TextAlignmentRole) return alignLeft;
    return role == Qt::DisplayRole ? QVariant(plain(header_[static_cast<std::size_t>(section)], 120))
                                   : QVariant();
}

}  // namespace tacit::ui
