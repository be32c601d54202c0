#pragma once

#include <QAbstractTableModel>
#include <QString>
#include <array>

#include "api/database.h"

namespace tacit::ui {

/// The columns of a table of a database, and what is wanted of each: either whether it is kept, or, once rows
/// are grouped, whether it makes the groups and which numbers of it are made for each. Ticks are cells.
class SelectionModel final : public QAbstractTableModel {
    Q_OBJECT
  public:
    enum Column { Name, Holds, Keep, Group, Sum, Count, Minimum, Maximum, Squares, ColumnCount };

    explicit SelectionModel(QObject* parent = nullptr);
    /// Begins with a selection of it; filters do not matter here.
    void setTable(std::vector<api::DatabaseColumn> columns, const api::TableSelection& selection);
    void setGrouped(bool grouped);
    bool grouped() const { return grouped_; }
    void setCountRows(bool on);
    bool countRows() const { return countRows_; }
    /// Holds where there is something added, of which it says how much it counts for.
    void setGroupCountsAs(api::GroupCountsAs meaning);
    api::GroupCountsAs groupCountsAs() const {
        return addsUp() ? groupCountsAs_ : api::GroupCountsAs::one_row;
    }
    bool addsUp() const;

    /// Without filters. A table whose columns are all kept is no selection.
    api::TableSelection selection() const;
    /// Why nothing can be asked yet; empty: nothing.
    QString problem() const;
    /// Whether the column means something now.
    bool shown(int column) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role = Qt::EditRole) override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

    static QString typeName(api::DatabaseType type);

  Q_SIGNALS:
    void changed();

  private:
    struct Row {
        api::DatabaseColumn column;
        std::array<bool, ColumnCount> ticks{};
    };
    bool tickable(const Row& row, int column) const;
    QString cell(const Row& row, int column) const;
    static QString headerCell(int column);

    std::vector<Row> rows_;
    bool grouped_ = false, countRows_ = false;
    api::GroupCountsAs groupCountsAs_ = api::GroupCountsAs::one_row;
};

}  // namespace tacit::ui
