#include "ui/model/column_model.h"

#include "ui/model/data_text.h"
#include "ui/text/sanitize.h"

namespace tacit::ui {

namespace {

QString samples(const api::ColumnView& view) {
    QStringList texts;
    for (const auto& sample : view.samples) {
        if (texts.size() < 3) texts << plain(sample, 40);
    }
    return texts.join(QStringLiteral(",  "));
}

}  // namespace

ColumnModel::ColumnModel(ContributionState& state, QObject* parent)
    : QAbstractTableModel(parent), state_(state) {
    const auto reset = [this] {
        beginResetModel();
        rows_ = state_.dataset() ? static_cast<int>(state_.dataset()->columns.size()) : 0;
        endResetModel();
    };
    reset();
    connect(&state_, &ContributionState::datasetChanged, this, reset);
    connect(&state_, &ContributionState::choiceChanged, this, [this] {
        if (rows_ > 0) Q_EMIT dataChanged(index(0, 0), index(rows_ - 1, ColumnCount - 1));
    });
}

int ColumnModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : rows_;
}

int ColumnModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

Qt::ItemFlags ColumnModel::flags(const QModelIndex& index) const {
    if (!index.isValid()) return Qt::NoItemFlags;
    if (!choosing()) return Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren;
    if (!state_.canTick(index.row())) return Qt::ItemIsSelectable | Qt::ItemNeverHasChildren;
    auto flags = Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren;
    if (index.column() == Name) flags |= Qt::ItemIsUserCheckable;
    return flags;
}

QVariant ColumnModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) return {};
    const auto& view = state_.dataset()->columns[static_cast<std::size_t>(index.row())];
    switch (role) {
        case Qt::DisplayRole:
            return cell(view, index.column());
        case Qt::CheckStateRole:
            if (!choosing() || index.column() != Name) return {};
            return state_.ticked(index.row()) ? Qt::Checked : Qt::Unchecked;
        case Qt::TextAlignmentRole:
            return QVariant(Qt::AlignVCenter | (index.column() >= Valid ? Qt::AlignRight : Qt::AlignLeft));
        case Qt::ToolTipRole:
            return tip(index.row());
        case TickableRole:
            return choosing() && state_.canTick(index.row());
        case BadRole:
            return index.column() == Invalid && view.invalid > 0 && !view.unfit_as_missing;
        default:
            return {};
    }
}

bool ColumnModel::setData(const QModelIndex& index, const QVariant& value, int role) {
    if (role != Qt::CheckStateRole || !choosing() || !index.isValid() || !state_.canTick(index.row()))
        return false;
    state_.setTicked(index.row(), value.toInt() == Qt::Checked);
    return true;
}

QVariant ColumnModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation == Qt::Vertical) return {};
    if (role == Qt::TextAlignmentRole) {
        return QVariant(Qt::AlignVCenter | (section >= Valid ? Qt::AlignRight : Qt::AlignLeft));
    }
    return role == Qt::DisplayRole ? QVariant(headerCell(section)) : QVariant();
}

QString ColumnModel::cell(const api::ColumnView& view, int column) const {
    switch (column) {
        case Name:
            return plain(view.name, 60);
        case Type:
            return DataText::holds(view);
        case Sample:
            return samples(view);
        case Valid:
            return DataText::number(view.valid);
        case Blank:
            return DataText::number(view.blank);
        case Invalid:
            return DataText::number(view.invalid);
        case Distinct:
            return DataText::number(view.distinct);
        default:
            return {};
    }
}

QString ColumnModel::headerCell(int column) const {
    switch (column) {
        case Name:
            return tr("Column");
        case Type:
            return tr("Holds");
        case Sample:
            return tr("For example");
        case Valid:
            return tr("Valid");
        case Blank:
            return tr("Blank");
        case Invalid:
            return tr("Invalid");
        case Distinct:
            return tr("Distinct");
        default:
            return {};
    }
}

QString ColumnModel::tip(int row) const {
    if (choosing() && !state_.canTick(row)) {
        if (state_.dataset()->columns[static_cast<std::size_t>(row)].ignored)
            return tr("You chose to ignore this column.");
        return state_.exclusive() ? tr("This column is empty.")
                                  : tr("Only columns of numbers can be added up.");
    }
    return samples(state_.dataset()->columns[static_cast<std::size_t>(row)]);
}

}  // namespace tacit::ui
