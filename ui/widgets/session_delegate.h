#pragma once

#include <QStyledItemDelegate>

namespace tacit::ui {

/// Paints the rows of SessionListModel: icon with title and question under it, and the state as a badge.
class SessionDelegate : public QStyledItemDelegate {
    Q_OBJECT
  public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
};

}  // namespace tacit::ui
