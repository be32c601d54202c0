#include "ui/model/session_list_model.h"

#include <algorithm>

#include "ui/text/format.h"
#include "ui/text/sanitize.h"

namespace tacit::ui {

SessionListModel::SessionListModel(QObject* parent) : QAbstractTableModel(parent) {}

void SessionListModel::setSessions(std::vector<api::SessionView> sessions, WallTime now) {
    now_ = now;
    const bool sameRows = std::equal(sessions.begin(), sessions.end(), sessions_.begin(), sessions_.end(),
                                     [](const auto& a, const auto& b) { return a.id == b.id; });
    if (sameRows) {
        sessions_ = std::move(sessions);
        if (!sessions_.empty()) Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
        return;
    }
    beginResetModel();
    sessions_ = std::move(sessions);
    endResetModel();
}

const api::SessionView* SessionListModel::at(int row) const {
    return row >= 0 && row < rowCount() ? &sessions_[static_cast<std::size_t>(row)] : nullptr;
}

int SessionListModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(sessions_.size());
}

int SessionListModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QString SessionListModel::cell(const api::SessionView& view, Column column) const {
    switch (column) {
        case Session:
            return plain(view.title, 120);
        case Partners:
            return partnersText(view);
        case State:
            return stageText(view).text;
        case Updated:
            return formatAgo(view.updated, now_);
        case ColumnCount:
            break;
    }
    return {};
}

QString SessionListModel::headerCell(Column column) {
    switch (column) {
        case Session:
            return tr("Session");
        case Partners:
            return tr("With");
        case State:
            return tr("State");
        case Updated:
            return tr("Last change");
        case ColumnCount:
            break;
    }
    return {};
}

QVariant SessionListModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) return {};
    const api::SessionView& view = sessions_[static_cast<std::size_t>(index.row())];
    const auto column = static_cast<Column>(index.column());
    switch (role) {
        case Qt::DisplayRole:
            return cell(view, column);
        case Qt::AccessibleTextRole:
            return column == Session ? tr("%1, %2").arg(cell(view, Session), plain(view.proposal.question))
                                     : cell(view, column);
        case Qt::ToolTipRole:
            return cell(view, column).toHtmlEscaped();
        case SubtitleRole:
            return column == Session ? plain(view.proposal.question) : QString();
        case IconRole:
            if (column == Session) return kindIcon(view.kind);
            return column == State ? stageText(view).icon : QString();
        case ToneRole:
            return static_cast<int>(column == State ? stageText(view).tone : Tone::accent);
        default:
            return {};
    }
}

QVariant SessionListModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount) return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::Alignment(Qt::AlignLeft | Qt::AlignVCenter));
    return role == Qt::DisplayRole ? QVariant(headerCell(static_cast<Column>(section))) : QVariant();
}

}  // namespace tacit::ui
