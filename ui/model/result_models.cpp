#include "ui/model/result_models.h"

#include "ui/text/format.h"
#include "ui/text/sanitize.h"

namespace tacit::ui {
namespace {

const QVariant alignLeft = QVariant::fromValue(Qt::Alignment(Qt::AlignLeft | Qt::AlignVCenter));
const QVariant alignRight = QVariant::fromValue(Qt::Alignment(Qt::AlignRight | Qt::AlignVCenter));

}  // namespace

TotalResultModel::TotalResultModel(QObject* parent) : QAbstractTableModel(parent) {}

void TotalResultModel::setResult(api::TotalResult result) {
    beginResetModel();
    result_ = std::move(result);
    endResetModel();
}

int TotalResultModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(result_.columns.size());
}

int TotalResultModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QString TotalResultModel::cell(const api::TotalColumn& row, Column column) {
    switch (column) {
        case Name:
            return plain(row.name, 120);
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
    if (role == Qt::DisplayRole) return cell(result_.columns[static_cast<std::size_t>(index.row())], column);
    if (role == Qt::TextAlignmentRole) return column == Name ? alignLeft : alignRight;
    return {};
}

QVariant TotalResultModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount) return {};
    if (role == Qt::TextAlignmentRole) return section == Name ? alignLeft : alignRight;
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
