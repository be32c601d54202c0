#pragma once

#include <QFrame>

class QMimeData;
class QPushButton;

namespace tacit::ui {

/// Where a spreadsheet is dropped or chosen.
class DropArea final : public QFrame {
    Q_OBJECT
  public:
    explicit DropArea(QWidget* parent = nullptr);
    /// The one local file with the ending of a spreadsheet or of an SQLite database, or empty.
    static QString spreadsheetIn(const QMimeData* data);

  Q_SIGNALS:
    void chooseRequested();
    void databaseRequested();
    void pasteRequested();
    void dropped(const QString& path);

  protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;

  private:
    void setOver(bool over);
};

}  // namespace tacit::ui
