#pragma once

#include <QAbstractTableModel>

#include "ui/model/contribution_state.h"

namespace tacit::ui {

/// The columns of the dataset with what was found in them; where columns are chosen, the first cell of a row
/// has the tick. The state is the truth, this only shows it.
class ColumnModel final : public QAbstractTableModel {
    Q_OBJECT
  public:
    enum Column { Name, Type, Sample, Valid, Blank, Invalid, Distinct, ColumnCount };
    enum Role {
        TickableRole = Qt::UserRole + 1,  ///< bool
        BadRole,                          ///< bool: this cell counts something wrong
    };

    explicit ColumnModel(ContributionState& state, QObject* parent = nullptr);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

  private:
    QString cell(const api::ColumnView& view, int column) const;
    QString headerCell(int column) const;
    QString tip(int row) const;
    bool choosing() const { return state_.mode() == ContributionState::Mode::choose; }

    ContributionState& state_;
    int rows_ = 0;
};

}  // namespace tacit::ui
