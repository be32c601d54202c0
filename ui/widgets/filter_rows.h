#pragma once

#include <QWidget>
#include <vector>

#include "api/database.h"

class QComboBox;
class QLabel;
class QLineEdit;
class QToolButton;
class QVBoxLayout;

namespace tacit::ui {

/// Comparisons that rows must fulfil, one below the other: a column, how it is compared, and with what.
class FilterRows final : public QWidget {
    Q_OBJECT
  public:
    explicit FilterRows(QWidget* parent = nullptr);
    /// Begins with these comparisons of these columns.
    void setTable(const std::vector<api::DatabaseColumn>& columns,
                  const std::vector<api::RowFilter>& filters);
    std::vector<api::RowFilter> filters() const;
    /// One more, which takes the focus.
    void add();

  Q_SIGNALS:
    void changed();

  private:
    struct Row {
        QWidget* line = nullptr;
        QComboBox* column = nullptr;
        QComboBox* comparison = nullptr;
        QLineEdit* value = nullptr;
        QLabel* and_ = nullptr;
        QLineEdit* to = nullptr;  ///< the other end of between
        QToolButton* remove = nullptr;
    };
    void addRow(const api::RowFilter& filter);
    void removeRow(const QWidget* line);
    /// Fields for as many values as the comparison has, numbered from 1.
    void showRows();
    api::Comparison comparisonOf(const Row& row) const;

    std::vector<api::DatabaseColumn> columns_;
    std::vector<Row> rows_;
    QVBoxLayout* lines_;
};

}  // namespace tacit::ui
