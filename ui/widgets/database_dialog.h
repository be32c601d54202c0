#pragma once

#include <QDialog>
#include <memory>
#include <optional>

#include "api/engine.h"
#include "ui/model/database_choice.h"

class QComboBox;
class QGridLayout;
class QLabel;
class QLineEdit;
class QPushButton;

namespace tacit::ui {

class Banner;
class DescribeAction;
class FileChooser;
class SelectionForm;

/// Asks for a database: its kind, where it is, who asks, the table, and, for those who want it, which part of
/// the table. Deletes itself when closed; the password goes with it, and with whoever takes the signal.
class DatabaseDialog final : public QDialog {
    Q_OBJECT
  public:
    /// `chooser` must outlive the dialog. Begins with what was chosen before.
    DatabaseDialog(std::shared_ptr<api::Engine> engine, const DatabaseChoice& before, FileChooser& chooser,
                   QWidget* parent);
    ~DatabaseDialog() override;

  Q_SIGNALS:
    void chosen(const tacit::ui::DatabaseChoice& choice, const QString& password);

  private:
    struct Field {
        QLabel* label = nullptr;
        QLineEdit* edit = nullptr;
    };
    QWidget* makePlace(const DatabaseChoice& before);
    void makeKinds(QGridLayout* grid, DatabaseChoice::Kind before);
    Field addField(QGridLayout* grid, const QString& text, const QString& example, const QString& objectName);
    void askForFile(FileChooser& chooser);
    void showKind();
    /// Another place or table: what was found out about the one before no longer holds.
    void placeChanged();
    void describe();
    void described(const Result<api::DatabaseTable>& outcome);
    void offerTables(const std::vector<std::string>& tables);
    void forgetDescription();
    void showParts();
    /// As large as it has to be, and on the screen.
    void fit();
    void showOpen();
    DatabaseChoice place() const;
    DatabaseChoice choice() const;
    QString password() const;
    void finish();

    std::shared_ptr<api::Engine> engine_;
    QComboBox* kind_;
    Field file_, source_, host_, database_, user_, password_, table_;
    QPushButton* browse_ = nullptr;
    QPushButton* part_ = nullptr;
    QLabel* partNote_ = nullptr;
    Banner* banner_ = nullptr;
    SelectionForm* form_ = nullptr;
    QPushButton* open_ = nullptr;
    DescribeAction* describing_ = nullptr;
    std::optional<api::TableSelection> before_;  ///< of the table that is named; until one can see it
    bool seen_ = false;                          ///< the form shows the table that is named
};

}  // namespace tacit::ui
