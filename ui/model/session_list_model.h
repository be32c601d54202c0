#pragma once

#include <QAbstractTableModel>
#include <vector>

#include "api/session.h"

namespace tacit::ui {

/// The sessions of this profile, newest first, as the home page lists them.
class SessionListModel : public QAbstractTableModel {
    Q_OBJECT
  public:
    enum Column { Session, Partners, State, Updated, ColumnCount };
    enum Role {
        SubtitleRole = Qt::UserRole + 1,  ///< the question in one line
        IconRole,                         ///< name of an icon
        ToneRole,                         ///< int of Tone
    };

    explicit SessionListModel(QObject* parent = nullptr);
    /// Keeps rows that stay, so that a selection survives an update.
    void setSessions(std::vector<api::SessionView> sessions, WallTime now);
    const api::SessionView* at(int row) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

  private:
    QString cell(const api::SessionView& view, Column column) const;
    static QString headerCell(Column column);

    std::vector<api::SessionView> sessions_;
    WallTime now_{};
};

}  // namespace tacit::ui
