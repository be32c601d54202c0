#pragma once

#include <QWidget>

#include "api/import.h"

class QCheckBox;
class QComboBox;
class QLabel;

namespace tacit::ui {

class OptionField;

/// What a column of the table holds: as it was detected, or as a person says over that; and what becomes of
/// its cells that do not fit.
class ColumnChoiceBar final : public QWidget {
    Q_OBJECT
  public:
    explicit ColumnChoiceBar(QWidget* parent = nullptr);
    /// `choices`: what has been chosen so far. The column that is shown stays, by its name.
    void showDataset(const api::DatasetView& dataset, const std::vector<api::ColumnChoice>& choices);
    /// Shows this one of the dataset's.
    void showColumn(int column);

    int column() const;  ///< that is shown, or -1

  Q_SIGNALS:
    void chosen(const tacit::api::ColumnChoice& choice);

  private:
    static QString noteOf(const api::ColumnView& column);
    void choose();
    void refresh();

    std::vector<api::ColumnView> columns_;
    std::vector<api::ColumnChoice> choices_;  ///< for each column
    QComboBox* column_;
    QComboBox* use_;
    OptionField* field_;
    QLabel* note_;
    QCheckBox *missing_, *unit_;
};

}  // namespace tacit::ui
