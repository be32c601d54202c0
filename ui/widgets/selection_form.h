#pragma once

#include <QWidget>

#include "api/database.h"

class QCheckBox;
class QLabel;
class QPlainTextEdit;
class QPushButton;
class QRadioButton;
class QTableView;

namespace tacit::ui {

class FilterRows;
class SelectionModel;

/// Which columns and rows of a table the database is asked for, or which numbers for each group of rows; and,
/// in a part of its own, the statement that says so, or what is still missing.
class SelectionForm final : public QWidget {
    Q_OBJECT
  public:
    explicit SelectionForm(QWidget* parent = nullptr);
    /// Begins with a selection of it.
    void setTable(const api::DatabaseTable& table, const api::TableSelection& selection);
    api::TableSelection selection() const;
    /// Whether the database can be asked for it.
    bool valid() const { return valid_; }
    void takeFocus();
    /// The statement, for whoever shows the form to lay out beside it.
    QWidget* statement() { return statement_; }

  Q_SIGNALS:
    void changed();

  private:
    QWidget* makeMeaning();
    void showGrouped();
    void showStatement();

    SelectionModel* model_;
    QCheckBox* grouped_;
    QTableView* table_;
    QCheckBox* countRows_;
    QRadioButton* asOne_;
    QRadioButton* asRows_;
    QWidget* meaning_;  ///< of a group, where it is counted
    QLabel* meaningNote_;
    FilterRows* filters_;
    QPushButton* add_;
    QWidget* statement_;
    QPlainTextEdit* sql_;
    QWidget* problemLine_;
    QLabel* problem_;
    api::DatabaseTable described_;
    bool valid_ = true;
};

}  // namespace tacit::ui
