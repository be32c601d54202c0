#pragma once

#include <QHeaderView>
#include <QStyledItemDelegate>
#include <QTableView>

#include "ui/theme/icons.h"

namespace tacit::ui {

/// How one cell looks beyond its text.
struct CellLook {
    QColor back;  ///< invalid = none
    QColor ink;
    QString icon;  ///< before the text
    Ink iconInk = Ink::muted;
    bool strong = false;
};

/// Paints calm rows: padding, a hairline below, at most an icon. What a cell means is decided by look().
class CellDelegate : public QStyledItemDelegate {
    Q_OBJECT
  public:
    explicit CellDelegate(QObject* parent = nullptr, bool wraps = false);
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    /// Of wrapped text in a column that is so wide, with the room around it.
    static int wrappedHeight(const QFontMetrics& metrics, const QString& text, int width);

  protected:
    virtual CellLook look(const QStyleOptionViewItem& option, const QModelIndex& index) const;
    /// Room at the left that a subclass paints into.
    virtual int lead(const QModelIndex& index) const;
    virtual void paintLead(QPainter*, const QRect&, const QStyleOptionViewItem&, const QModelIndex&) const {}

  private:
    bool wraps_;
};

/// For PreviewModel: cells that were not accepted stand on red, with an icon; those that count, but that
/// something is to be said about, have a blue one.
class PreviewDelegate final : public CellDelegate {
    Q_OBJECT
  public:
    using CellDelegate::CellDelegate;

  protected:
    CellLook look(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

/// For IssueModel: those that keep the data from being used have a red icon, other cells that do not count a
/// yellow one, and what is good to know a blue one.
class IssueDelegate final : public CellDelegate {
    Q_OBJECT
  public:
    using CellDelegate::CellDelegate;
    /// The content of a cell leaves room for the sentences about it.
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

  protected:
    CellLook look(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

/// For SelectionModel: each cell that can be ticked is a box of its own, changed by a click into the cell,
/// the space bar and Enter.
class BoxDelegate final : public CellDelegate {
    Q_OBJECT
  public:
    using CellDelegate::CellDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;

  protected:
    CellLook look(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    int lead(const QModelIndex& index) const override;
    void paintLead(QPainter* painter, const QRect& rect, const QStyleOptionViewItem& option,
                   const QModelIndex& index) const override;
    bool editorEvent(QEvent* event, QAbstractItemModel* model, const QStyleOptionViewItem& option,
                     const QModelIndex& index) override;
};

/// For ColumnModel: the tick is a box or, where only one may be chosen, a disc. A click anywhere in a row,
/// the space bar and Enter change it.
class TickDelegate final : public CellDelegate {
    Q_OBJECT
  public:
    using CellDelegate::CellDelegate;
    void setExclusive(bool exclusive) { exclusive_ = exclusive; }

  protected:
    CellLook look(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    int lead(const QModelIndex& index) const override;
    void paintLead(QPainter* painter, const QRect& rect, const QStyleOptionViewItem& option,
                   const QModelIndex& index) const override;
    bool editorEvent(QEvent* event, QAbstractItemModel* model, const QStyleOptionViewItem& option,
                     const QModelIndex& index) override;

  private:
    bool exclusive_ = false;
};

/// Header with the column's name and, under it, what the column holds (PreviewModel::TypeNameRole).
class TypedHeader final : public QHeaderView {
    Q_OBJECT
  public:
    explicit TypedHeader(QWidget* parent = nullptr);

  protected:
    void paintSection(QPainter* painter, const QRect& rect, int section) const override;
    QSize sectionSizeFromContents(int section) const override;
};

/// Widths of columns come from so many rows: measuring a thousand holds the window up, and a table that is
/// not seen yet measures all that there are unless a number is named.
inline constexpr int measuredRows = 25;

/// A table as all of ours are: whole rows, no grid, no editing, Tab leaves it.
QTableView* makeTable(const QString& objectName, const QString& accessibleName, QAbstractItemModel* model,
                      CellDelegate* delegate);

/// Gives all rows the height that the delegate wants; call it when the table has got its rows.
void fitRows(QTableView* table);

/// Gives each row the height of its wrapped text; call it when rows or widths of columns have changed.
void fitWrappedRows(QTableView* table);

}  // namespace tacit::ui
