#pragma once

#include <QAbstractTableModel>

#include "api/dataset.h"

namespace tacit::ui {

/// Findings of an import, by cell: where, what stands there, what is wrong and what to do.
class IssueModel final : public QAbstractTableModel {
    Q_OBJECT
  public:
    enum Column { Cell, Content, Problem, Next, ColumnCount };
    enum Role {
        BlockingRole = Qt::UserRole + 1,  ///< bool: keeps the contribution from being acceptable
        CountsRole,                       ///< bool: the cell is taken as it stands
    };

    explicit IssueModel(QObject* parent = nullptr);
    /// `blocking` come first; the others of `issues` follow, what is said of a cell once.
    /// False where they are the same as before: whoever reads the list stays where they are.
    bool setIssues(const std::vector<api::ImportIssue>& blocking,
                   const std::vector<api::ImportIssue>& issues);
    int blockingCount() const { return static_cast<int>(blocking_); }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

    const std::vector<api::ImportIssue>& issues() const { return issues_; }
    /// "C4"; empty for the whole table.
    const std::string& address(int row) const { return issues_[static_cast<std::size_t>(row)].cell; }

  private:
    QString cell(const api::ImportIssue& issue, int column) const;
    QString headerCell(int column) const;

    std::vector<api::ImportIssue> issues_;
    std::size_t blocking_ = 0;
};

}  // namespace tacit::ui
