#pragma once

#include <QAbstractTableModel>
#include <string>
#include <vector>

#include "api/session.h"

namespace tacit::ui {

/// "Lower quartile".
QString statisticName(api::Statistic statistic);

/// The result of a Total: a row per column that was added up, or one for each of its categories and then one
/// for all of them.
class TotalResultModel : public QAbstractTableModel {
    Q_OBJECT
  public:
    /// Behind these are the statistics that were asked for, if any.
    enum Column { Name, Category, Sum, Count, Mean, ColumnCount };

    explicit TotalResultModel(QObject* parent = nullptr);
    void setResult(api::TotalResult result);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

  private:
    struct Row {
        QString name, category;
        bool hidden = false;  ///< by the rules
        std::string sum, mean;
        std::uint64_t count = 0;
        std::vector<std::string> statistics{};  ///< none where it is hidden, or of all categories
    };
    static QString cell(const Row& row, Column column);
    static QString headerCell(Column column);
    std::vector<Row> rows_;
    std::vector<api::Statistic> statistics_;
};

/// Rows of one's own table, as raw texts: the preview of an overlap.
class RowsModel : public QAbstractTableModel {
    Q_OBJECT
  public:
    explicit RowsModel(QObject* parent = nullptr);
    void setRows(std::vector<std::string> header, std::vector<std::vector<std::string>> rows);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

  private:
    std::vector<std::string> header_;
    std::vector<std::vector<std::string>> rows_;
};

}  // namespace tacit::ui
