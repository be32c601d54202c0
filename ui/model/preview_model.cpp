#include "ui/model/preview_model.h"

#include "ui/model/data_text.h"
#include "ui/text/sanitize.h"

namespace tacit::ui {

int columnOfCell(const std::string& cell) {
    int column = 0;
    std::size_t letters = 0;
    while (letters < cell.size() && letters < 3 && cell[letters] >= 'A' && cell[letters] <= 'Z') {
        column = column * 26 + (cell[letters] - 'A' + 1);
        ++letters;
    }
    const bool digits =
        letters < cell.size() && cell.find_first_not_of("0123456789", letters) == std::string::npos;
    return letters > 0 && digits ? column - 1 : -1;
}

QString lettersOfColumn(int column) {
    QString letters;
    for (int n = column + 1; n > 0; n = (n - 1) / 26) letters.prepend(QChar('A' + (n - 1) % 26));
    return letters;
}

quint32 rowOfCell(const std::string& cell) {
    if (columnOfCell(cell) < 0) return 0;
    return QByteArray::fromStdString(cell.substr(cell.find_first_of("0123456789"))).toUInt();
}

PreviewModel::PreviewModel(QObject* parent) : QAbstractTableModel(parent) {}

void PreviewModel::setDataset(const api::DatasetView& dataset) {
    beginResetModel();
    columns_ = dataset.columns;
    rows_ = dataset.preview;
    first_ = 0;
    total_ = dataset.rows;
    firstRow_ = dataset.reading.first_row;
    firstColumn_ = dataset.reading.first_column;
    issues_.clear();
    for (const auto& issue : dataset.issues)
        if (const auto row = rowOfCell(issue.cell); row > 0)
            issues_.insert({row, quint32(columnOfCell(issue.cell))}, issue);
    endResetModel();
}

void PreviewModel::showRows(quint64 first, std::vector<std::vector<std::string>> rows) {
    beginResetModel();
    first_ = first;
    rows_ = std::move(rows);
    endResetModel();
}

int PreviewModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

int PreviewModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(columns_.size());
}

QVariant PreviewModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) return {};
    return cell(index.row(), index.column(), role);
}

QVariant PreviewModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation == Qt::Vertical) {
        return role == Qt::DisplayRole && section < rowCount()
                   ? QVariant(firstRow_ + first_ + quint64(section))
                   : QVariant();
    }
    return section >= 0 && section < columnCount() ? headerCell(section, role) : QVariant();
}

QList<api::ImportIssue> PreviewModel::issuesOf(int row, int column) const {
    return issues_.values({quint32(firstRow_ + first_) + quint32(row), firstColumn_ + quint32(column)});
}

QModelIndex PreviewModel::place(const std::string& cell) const {
    const auto row = rowOf(cell);
    if (!row || *row < first_ || *row - first_ >= rows_.size()) return {};
    return index(int(*row - first_), columnOfCell(cell) - int(firstColumn_));
}

std::optional<quint64> PreviewModel::rowOf(const std::string& cell) const {
    const quint64 row = rowOfCell(cell);
    const int column = columnOfCell(cell) - int(firstColumn_);
    if (row < firstRow_ || row - firstRow_ >= total_ || column < 0 || column >= columnCount()) return {};
    return row - firstRow_;
}

QVariant PreviewModel::cell(int row, int column, int role) const {
    const auto& cells = rows_[static_cast<std::size_t>(row)];
    const auto at = static_cast<std::size_t>(column);
    switch (role) {
        case Qt::DisplayRole:
            return at < cells.size() ? plain(cells[at], 120) : QString();
        case Qt::TextAlignmentRole:
            return QVariant(Qt::AlignVCenter | (columns_[at].numeric() ? Qt::AlignRight : Qt::AlignLeft));
        case Qt::ToolTipRole:
        case Qt::AccessibleDescriptionRole: {
            QStringList said;
            for (const auto& issue : issuesOf(row, column))
                said << (role == Qt::ToolTipRole
                             ? plain(issue.problem) + QLatin1Char('\n') + plain(issue.next)
                             : plain(issue.problem));
            return said.isEmpty() ? QVariant() : QVariant(said.join(QLatin1Char('\n')));
        }
        case InvalidRole:
        case NotedRole: {
            bool invalid = false, noted = false;
            for (const auto& issue : issuesOf(row, column)) (issue.counts ? noted : invalid) = true;
            return role == InvalidRole ? invalid : noted && !invalid;
        }
        default:
            return {};
    }
}

QVariant PreviewModel::headerCell(int column, int role) const {
    const auto& view = columns_[static_cast<std::size_t>(column)];
    switch (role) {
        case Qt::DisplayRole:
            return plain(view.name, 60);
        case Qt::ToolTipRole:
            return QString(plain(view.name) + QLatin1Char('\n') + DataText::holds(view));
        case Qt::TextAlignmentRole:
            return QVariant(Qt::AlignVCenter | (view.numeric() ? Qt::AlignRight : Qt::AlignLeft));
        case TypeNameRole:
            return DataText::holds(view);
        case NumericRole:
            return view.numeric();
        default:
            return {};
    }
}

}  // namespace tacit::ui
