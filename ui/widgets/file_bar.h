#pragma once

#include <QFrame>

#include "api/import.h"

class QBoxLayout;
class QComboBox;
class QLabel;
class QPushButton;

namespace tacit::ui {

class ElidedLabel;

/// Which table was read: its file, what it is like, and its sheet; and the ways to another one.
class FileBar final : public QFrame {
    Q_OBJECT
  public:
    explicit FileBar(QWidget* parent = nullptr);
    void showDataset(const api::DatasetView& dataset, const api::ImportOptions& options);
    /// Whether the options of the import are shown below.
    void setOptionsShown(bool on);

  Q_SIGNALS:
    void sheetChosen(const std::string& sheet);
    void optionsToggled(bool on);
    void fileRequested();
    void databaseRequested();
    void pasteRequested();

  protected:
    void resizeEvent(QResizeEvent* event) override;

  private:
    void showToggle();
    void foldIfNarrow();
    QWidget* buildSheet();
    QBoxLayout* buildControls();

    ElidedLabel* name_;
    ElidedLabel* summary_;
    QWidget* sheetField_;
    QLabel* sheetLabel_;
    QComboBox* sheet_;
    QPushButton* options_;
    QBoxLayout* controls_;
    QBoxLayout*
        row_;  ///< what it is like, and the ways to another one: beside each other or, if narrow, below
};

}  // namespace tacit::ui
