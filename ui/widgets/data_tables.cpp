#include "ui/widgets/data_tables.h"

#include <QFontMetrics>
#include <QHash>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <vector>

#include "ui/model/column_model.h"
#include "ui/model/issue_model.h"
#include "ui/model/preview_model.h"
#include "ui/model/selection_model.h"

namespace tacit::ui {

namespace {
constexpr int padding = 10;
constexpr int iconSize = 16;
constexpr int boxSize = 18;
constexpr int rowHeight = 38;
constexpr int lowestWrapped = 66;  // three lines
constexpr int widestContent = 150;
struct Tick {
    bool on = false, can = true, exclusive = false;
};

// A box, or a disc where only one may be chosen.
void paintTick(QPainter& painter, const QRect& rect, const Tokens& tokens, const Tick& tick) {
    const QRectF box(rect.left() + 0.5, rect.center().y() - boxSize / 2.0 + 0.5, boxSize, boxSize);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor edge = tick.on ? tokens.accent : tick.can ? tokens.borderStrong : tokens.border;
    painter.setPen(edge);
    painter.setBrush(tick.on && !tick.exclusive ? tokens.accent
                     : tick.can                 ? tokens.surface
                                                : tokens.surfaceAlt);
    const qreal radius = tick.exclusive ? boxSize / 2.0 : 5.0;
    painter.drawRoundedRect(box, radius, radius);
    if (tick.on && tick.exclusive) {
        painter.setBrush(tokens.accent);
        painter.drawEllipse(box.center(), 5.0, 5.0);
    } else if (tick.on) {
        paintIcon(painter, QStringLiteral("check"), box.adjusted(2, 2, -2, -2), tokens.onAccent);
    }
    painter.restore();
}

// Between words, and within them where one is wider than its column, as long numbers are.
int wrapping(const QFontMetrics& metrics, const QString& text, int width) {
    int widest = 0;
    for (const auto& word : text.split(u' ')) widest = qMax(widest, metrics.horizontalAdvance(word));
    return Qt::AlignVCenter | Qt::AlignLeft | (widest > width ? Qt::TextWrapAnywhere : Qt::TextWordWrap);
}

bool asksForChange(const QEvent& event) {
    if (event.type() == QEvent::MouseButtonRelease)
        return static_cast<const QMouseEvent&>(event).button() == Qt::LeftButton;
    if (event.type() != QEvent::KeyPress) return false;
    const int key = static_cast<const QKeyEvent&>(event).key();
    return key == Qt::Key_Space || key == Qt::Key_Select || key == Qt::Key_Return || key == Qt::Key_Enter;
}

}  // namespace

CellDelegate::CellDelegate(QObject* parent, bool wraps) : QStyledItemDelegate(parent), wraps_(wraps) {}

int CellDelegate::lead(const QModelIndex&) const {
    return 0;
}

CellLook CellDelegate::look(const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const auto& tokens = tokensOf(option.palette);
    CellLook look;
    look.ink = (index.flags() & Qt::ItemIsEnabled) != 0 ? tokens.text : tokens.textDisabled;
    return look;
}

void CellDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                         const QModelIndex& index) const {
    const auto& tokens = tokensOf(option.palette);
    const auto seen = look(option, index);
    painter->save();
    const bool current =
        (option.state & QStyle::State_Selected) != 0 && option.widget != nullptr && option.widget->hasFocus();
    if (seen.back.isValid()) {
        painter->fillRect(option.rect, seen.back);
    } else if (current) {
        painter->fillRect(option.rect, tokens.hover);
    }
    if (current && index.column() == 0) {
        painter->fillRect(QRect(option.rect.left(), option.rect.top(), 3, option.rect.height()),
                          tokens.accent);
    }
    painter->fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1), tokens.border);
    auto room = option.rect.adjusted(padding, 0, -padding, -1);
    if (const int width = lead(index); width > 0) {
        paintLead(painter, QRect(room.left(), room.top(), width, room.height()), option, index);
        room.setLeft(room.left() + width);
    }
    if (!seen.icon.isEmpty()) {
        const QRectF at(room.left(), room.center().y() - iconSize / 2.0 + 0.5, iconSize, iconSize);
        paintIcon(*painter, seen.icon, at, inkColor(tokens, seen.iconInk));
        room.setLeft(room.left() + iconSize + 8);
    }
    auto font = option.font;
    if (seen.strong) font.setWeight(QFont::DemiBold);
    painter->setFont(font);
    painter->setPen(seen.ink);
    const auto alignment = index.data(Qt::TextAlignmentRole).toInt();
    const auto text = index.data(Qt::DisplayRole).toString();
    if (wraps_) {
        painter->drawText(room, wrapping(QFontMetrics(font), text, room.width()), text);
    } else {
        painter->drawText(room, (alignment != 0 ? alignment : int(Qt::AlignLeft | Qt::AlignVCenter)),
                          QFontMetrics(font).elidedText(text, Qt::ElideRight, room.width()));
    }
    painter->restore();
}

QSize CellDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const auto seen = look(option, index);
    auto font = option.font;
    if (seen.strong) font.setWeight(QFont::DemiBold);
    const int text = QFontMetrics(font).horizontalAdvance(index.data(Qt::DisplayRole).toString());
    const int icon = seen.icon.isEmpty() ? 0 : iconSize + 8;
    const int height = qMax(rowHeight, QFontMetrics(font).height() + 18);
    return {text + icon + lead(index) + 2 * padding + 2, wraps_ ? qMax(lowestWrapped, height) : height};
}

int CellDelegate::wrappedHeight(const QFontMetrics& metrics, const QString& text, int width) {
    const QRect room(0, 0, width - 2 * padding, 0);
    const int flags = wrapping(metrics, text, room.width());
    return qMax(lowestWrapped, metrics.boundingRect(room, flags, text).height() + padding);
}

CellLook PreviewDelegate::look(const QStyleOptionViewItem& option, const QModelIndex& index) const {
    auto look = CellDelegate::look(option, index);
    if (index.data(PreviewModel::NotedRole).toBool()) {
        look.icon = QStringLiteral("info");
        look.iconInk = Ink::info;
    }
    if (!index.data(PreviewModel::InvalidRole).toBool()) return look;
    const auto& tokens = tokensOf(option.palette);
    look.back = tokens.errorSoft;
    look.ink = tokens.error;
    look.icon = QStringLiteral("alert");
    look.iconInk = Ink::error;
    return look;
}

QSize IssueDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
    auto size = CellDelegate::sizeHint(option, index);
    if (index.column() == IssueModel::Content) size.setWidth(qMin(size.width(), widestContent));
    return size;
}

CellLook IssueDelegate::look(const QStyleOptionViewItem& option, const QModelIndex& index) const {
    auto look = CellDelegate::look(option, index);
    if (index.column() != IssueModel::Cell) return look;
    const bool blocking = index.data(IssueModel::BlockingRole).toBool();
    const bool counts = index.data(IssueModel::CountsRole).toBool();
    look.icon = QLatin1String(blocking ? "x-circle" : counts ? "info" : "alert");
    look.iconInk = blocking ? Ink::error : counts ? Ink::info : Ink::warning;
    look.strong = true;
    return look;
}

CellLook TickDelegate::look(const QStyleOptionViewItem& option, const QModelIndex& index) const {
    auto look = CellDelegate::look(option, index);
    const auto& tokens = tokensOf(option.palette);
    const bool ticked =
        index.siblingAtColumn(ColumnModel::Name).data(Qt::CheckStateRole).toInt() == Qt::Checked;
    if (ticked) look.back = tokens.accentSoft;
    look.strong = index.column() == ColumnModel::Name && (index.flags() & Qt::ItemIsEnabled) != 0;
    if ((index.column() == ColumnModel::Type || index.column() == ColumnModel::Sample) &&
        (index.flags() & Qt::ItemIsEnabled) != 0)
        look.ink = tokens.textMuted;
    if (index.data(ColumnModel::BadRole).toBool()) {
        look.ink = tokens.error;
        look.icon = QStringLiteral("alert");
        look.iconInk = Ink::error;
    }
    return look;
}

int TickDelegate::lead(const QModelIndex& index) const {
    return index.data(Qt::CheckStateRole).isValid() ? boxSize + 12 : 0;
}

void TickDelegate::paintLead(QPainter* painter, const QRect& rect, const QStyleOptionViewItem& option,
                             const QModelIndex& index) const {
    paintTick(*painter, rect, tokensOf(option.palette),
              {index.data(Qt::CheckStateRole).toInt() == Qt::Checked,
               index.data(ColumnModel::TickableRole).toBool(), exclusive_});
}

bool TickDelegate::editorEvent(QEvent* event, QAbstractItemModel* model, const QStyleOptionViewItem&,
                               const QModelIndex& index) {
    const auto first = index.siblingAtColumn(ColumnModel::Name);
    if ((first.flags() & Qt::ItemIsUserCheckable) == 0) return false;
    if (!asksForChange(*event)) return false;
    const bool on = first.data(Qt::CheckStateRole).toInt() == Qt::Checked;
    if (on && exclusive_) return true;  // as with radio buttons: another one replaces it
    return model->setData(first, on ? Qt::Unchecked : Qt::Checked, Qt::CheckStateRole);
}

void BoxDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                        const QModelIndex& index) const {
    CellDelegate::paint(painter, option, index);
    if ((option.state & QStyle::State_HasFocus) == 0) return;
    painter->save();
    painter->setPen(QPen(tokensOf(option.palette).accent, 2));
    painter->drawRect(option.rect.adjusted(1, 1, -2, -2));
    painter->restore();
}

CellLook BoxDelegate::look(const QStyleOptionViewItem& option, const QModelIndex& index) const {
    auto look = CellDelegate::look(option, index);
    look.strong = index.column() == SelectionModel::Name;
    if (index.column() == SelectionModel::Holds) look.ink = tokensOf(option.palette).textMuted;
    return look;
}

int BoxDelegate::lead(const QModelIndex& index) const {
    return index.data(Qt::CheckStateRole).isValid() ? boxSize + 12 : 0;
}

void BoxDelegate::paintLead(QPainter* painter, const QRect& rect, const QStyleOptionViewItem& option,
                            const QModelIndex& index) const {
    paintTick(*painter, rect, tokensOf(option.palette),
              {index.data(Qt::CheckStateRole).toInt() == Qt::Checked});
}

bool BoxDelegate::editorEvent(QEvent* event, QAbstractItemModel* model, const QStyleOptionViewItem&,
                              const QModelIndex& index) {
    if ((index.flags() & Qt::ItemIsUserCheckable) == 0 || !asksForChange(*event)) return false;
    const bool on = index.data(Qt::CheckStateRole).toInt() == Qt::Checked;
    return model->setData(index, on ? Qt::Unchecked : Qt::Checked, Qt::CheckStateRole);
}

TypedHeader::TypedHeader(QWidget* parent) : QHeaderView(Qt::Horizontal, parent) {
    setSectionsClickable(false);
    setHighlightSections(false);
}

void TypedHeader::paintSection(QPainter* painter, const QRect& rect, int section) const {
    const auto& tokens = tokensOf(palette());
    const auto value = [&](int role) { return model()->headerData(section, Qt::Horizontal, role); };
    painter->save();
    painter->fillRect(rect, tokens.surfaceAlt);
    painter->fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), tokens.border);
    const auto room = rect.adjusted(padding, 8, -padding, -8);
    const auto side = value(PreviewModel::NumericRole).toBool() ? Qt::AlignRight : Qt::AlignLeft;
    auto strong = font();
    strong.setWeight(QFont::DemiBold);
    painter->setFont(strong);
    painter->setPen(tokens.text);
    painter->drawText(
        room, int(side | Qt::AlignTop),
        QFontMetrics(strong).elidedText(value(Qt::DisplayRole).toString(), Qt::ElideRight, room.width()));
    painter->setFont(font());
    painter->setPen(tokens.textMuted);
    painter->drawText(room, int(side | Qt::AlignBottom),
                      QFontMetrics(font()).elidedText(value(PreviewModel::TypeNameRole).toString(),
                                                      Qt::ElideRight, room.width()));
    painter->restore();
}

QSize TypedHeader::sectionSizeFromContents(int section) const {
    auto strong = font();
    strong.setWeight(QFont::DemiBold);
    const auto width = [&](const QFont& used, int role) {
        return QFontMetrics(used).horizontalAdvance(
            model()->headerData(section, Qt::Horizontal, role).toString());
    };
    const int widest = qMax(width(strong, Qt::DisplayRole), width(font(), PreviewModel::TypeNameRole));
    return {widest + 2 * padding + 2, 2 * QFontMetrics(strong).height() + 20};
}

QTableView* makeTable(const QString& objectName, const QString& accessibleName, QAbstractItemModel* model,
                      CellDelegate* delegate) {
    auto* table = new QTableView;
    table->setObjectName(objectName);
    table->setAccessibleName(accessibleName);
    table->setModel(model);
    table->setItemDelegate(delegate);
    delegate->setParent(table);
    table->setProperty("data", true);
    table->setShowGrid(false);
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->setSelectionMode(QAbstractItemView::SingleSelection);
    table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table->setTabKeyNavigation(false);
    table->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    table->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    table->setWordWrap(false);
    table->setCornerButtonEnabled(false);
    table->verticalHeader()->setVisible(false);
    table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    table->horizontalHeader()->setAccessibleName(accessibleName);
    table->horizontalHeader()->setHighlightSections(false);
    table->horizontalHeader()->setSectionsClickable(false);
    table->horizontalHeader()->setResizeContentsPrecision(measuredRows);
    return table;
}

void fitRows(QTableView* table) {
    if (table->model()->rowCount() == 0) return;
    QStyleOptionViewItem option;
    option.font = table->font();
    option.palette = table->palette();
    const auto size = table->itemDelegate()->sizeHint(option, table->model()->index(0, 0));
    table->verticalHeader()->setDefaultSectionSize(size.height());
}

void fitWrappedRows(QTableView* table) {
    const auto& model = *table->model();
    const QFontMetrics metrics(table->font());
    std::vector<QHash<QString, int>> known(std::size_t(model.columnCount()));  // the sentences are few
    for (int row = 0; row < model.rowCount(); ++row) {
        int height = 0;
        for (int column = 0; column < model.columnCount(); ++column) {
            const auto text = model.index(row, column).data().toString();
            auto& heights = known[std::size_t(column)];
            const auto found = heights.constFind(text);
            const int its = found != heights.constEnd()
                                ? *found
                                : CellDelegate::wrappedHeight(metrics, text, table->columnWidth(column));
            if (found == heights.constEnd()) heights.insert(text, its);
            height = qMax(height, its);
        }
        if (table->rowHeight(row) != height) table->setRowHeight(row, height);
    }
}

}  // namespace tacit::ui
