#pragma once

#include <QAbstractTableModel>
#include <QHash>
#include <QString>
#include <optional>

#include "api/dataset.h"

namespace tacit::ui {

/// Some rows of a dataset, as they stand in the file: at first the first ones. Cells that the import did not
/// accept carry InvalidRole, others that there is something to say about NotedRole; their tool tips have it.
class PreviewModel final : public QAbstractTableModel {
    Q_OBJECT
  public:
    enum Role {
        InvalidRole = Qt::UserRole + 1,  ///< bool
        NotedRole,                       ///< bool: the cell counts all the same
        TypeNameRole,                    ///< of a column's header: "Number"
        NumericRole,                     ///< bool, of a column's header
    };

    explicit PreviewModel(QObject* parent = nullptr);
    void setDataset(const api::DatasetView& dataset);
    void clear() { setDataset({}); }
    /// Other rows of the same dataset, from `first` on (from 0).
    void showRows(quint64 first, std::vector<std::vector<std::string>> rows);
    quint64 first() const { return first_; }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

    /// Where a cell of the sheet ("C4") is among these; invalid if it is not.
    QModelIndex place(const std::string& cell) const;
    /// Which row of the dataset it is in, from 0; nothing if it is in none.
    std::optional<quint64> rowOf(const std::string& cell) const;

  private:
    QVariant cell(int row, int column, int role) const;
    QVariant headerCell(int column, int role) const;
    QList<api::ImportIssue> issuesOf(int row, int column) const;

    std::vector<api::ColumnView> columns_;
    std::vector<std::vector<std::string>> rows_;
    quint64 first_ = 0, total_ = 0;                 ///< of the rows, and of those of the dataset
    std::uint32_t firstRow_ = 2, firstColumn_ = 0;  ///< where in the sheet the dataset stands
    /// By row and column of the sheet.
    QMultiHash<QPair<quint32, quint32>, api::ImportIssue> issues_;
};

/// Zero-based column of a cell's address ("C4" -> 2), or -1.
int columnOfCell(const std::string& cell);
/// The inverse: 2 -> "C".
QString lettersOfColumn(int column);
/// Its row, from 1 ("C4" -> 4), or 0.
quint32 rowOfCell(const std::string& cell);

}  // namespace tacit::ui
