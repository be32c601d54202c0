#include "ui/model/issue_model.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "ui/text/sanitize.h"

namespace tacit::ui {

IssueModel::IssueModel(QObject* parent) : QAbstractTableModel(parent) {}

bool IssueModel::setIssues(const std::vector<api::ImportIssue>& blocking,
                           const std::vector<api::ImportIssue>& issues) {
    auto all = blocking;
    // The check says of a cell that does not fit what the import said of it; other things stay to be said.
    std::set<std::string> seen;
    for (const auto& issue : blocking) seen.insert(issue.cell);
    for (const auto& issue : issues) {
        if (issue.cell.empty() || issue.counts || !seen.contains(issue.cell)) all.push_back(issue);
    }
    const auto same = [](const api::ImportIssue& one, const api::ImportIssue& other) {
        return std::tie(one.cell, one.text, one.problem, one.next, one.counts) ==
               std::tie(other.cell, other.text, other.problem, other.next, other.counts);
    };
    if (blocking_ == blocking.size() &&
        std::equal(all.begin(), all.end(), issues_.begin(), issues_.end(), same))
        return false;
    beginResetModel();
    issues_ = std::move(all);
    blocking_ = blocking.size();
    endResetModel();
    return true;
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
        case Qt::AccessibleTextRole:
            if (index.column() != Cell || row >= blocking_) return cell(issues_[row], index.column());
            //: %1 address of a cell
            return tr("%1, must be put right first").arg(cell(issues_[row], Cell));
        case BlockingRole:
            return row < blocking_;
        case CountsRole:
            return issues_[row].counts;
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
            return tr("What was found");
        case Next:
            return tr("What to do");
        default:
            return {};
    }
}

}  // namespace tacit::ui
