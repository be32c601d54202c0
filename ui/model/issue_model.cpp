#include "ui/model/issue_model.h"

#include <set>

#include "ui/text/sanitize.h"

namespace tacit::ui {

IssueModel::IssueModel(QObject* parent) : QAbstractTableModel(parent) {}

void IssueModel::setIssues(const std::vector<api::ImportIssue>& blocking,
                           const std::vector<api::ImportIssue>& issues) {
    beginResetModel();
    issues_ = blocking;
    blocking_ = blocking.size();
    std::set<std::string> seen;
    for (const auto& issue : blocking) seen.insert(issue.cell);
    for (const auto& issue : issues) {
        if (issue.cell.empty() || !seen.contains(issue.cell)) issues_.push_back(issue);
    }
    endResetModel();
}

int IssueModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(issues_.size());
}

int IssueModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant IssueModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) return {};
    const auto row = static_cast<std::size_t>(index.row());
    switch (role) {
        case Qt::DisplayRole:
        case Qt::ToolTipRole:
            return cell(issues_[row], index.column());
        case BlockingRole:
            return row < blocking_;
        default:
            return {};
    }
}

QVariant IssueModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (role == Qt::TextAlignmentRole) return QVariant(Qt::AlignLeft | Qt::AlignVCenter);
    if (orientation == Qt::Vertical || role != Qt::DisplayRole) return {};
    return headerCell(section);
}

QString IssueModel::cell(const api::ImportIssue& issue, int column) const {
    switch (column) {
        case Cell:
            return issue.cell.empty() ? tr("Whole table") : plain(issue.cell, 12);
        case Content:
            return issue.text.empty() ? tr("(blank)") : plain(issue.text, 60);
        case Problem:
            return plain(issue.problem, 300);
        case Next:
            return plain(issue.next, 300);
        default:
            return {};
    }
}

QString IssueModel::headerCell(int column) const {
    switch (column) {
        case Cell:
            return tr("Cell");
        case Content:
            return tr("Content");
        case Problem:
            return tr("What is wrong");
        case Next:
            return tr("What to do");
        default:
            return {};
    }
}

}  // namespace tacit::ui
