#pragma once

#include <QDialog>

#include "ui/model/database_choice.h"

class QComboBox;
class QGridLayout;
class QLabel;
class QLineEdit;
class QPushButton;

namespace tacit::ui {

class FileChooser;

/// Asks for a database: its kind, where it is, who asks, and the table. Deletes itself when closed; the
/// password goes with it, and with whoever takes the signal.
class DatabaseDialog final : public QDialog {
    Q_OBJECT
  public:
    /// `chooser` must outlive the dialog. Begins with what was chosen before.
    DatabaseDialog(const DatabaseChoice& before, FileChooser& chooser, QWidget* parent);

  Q_SIGNALS:
    void chosen(const tacit::ui::DatabaseChoice& choice, const QString& password);

  private:
    struct Field {
        QLabel* label = nullptr;
        QLineEdit* edit = nullptr;
    };
    Field addField(QGridLayout* grid, const QString& text, const QString& example, const QString& objectName);
    void askForFile(FileChooser& chooser);
    void showKind();
    DatabaseChoice choice() const;
    void finish();

    QComboBox* kind_;
    Field file_, source_, host_, database_, user_, password_, table_;
    QPushButton* browse_ = nullptr;
    QPushButton* open_ = nullptr;
};

}  // namespace tacit::ui
