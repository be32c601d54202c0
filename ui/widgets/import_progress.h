#pragma once

#include "ui/widgets/card.h"

class QLabel;
class QProgressBar;
class QPushButton;

namespace tacit::ui {

/// What is seen while a table is read: how far it is, and a button that stops it.
class ImportProgress final : public Card {
    Q_OBJECT
  public:
    explicit ImportProgress(QWidget* parent = nullptr);
    /// Another table begins; `name` is for people.
    void begin(const QString& name);
    /// Bytes; `total` 0 = unknown.
    void show(quint64 done, quint64 total);
    void takeFocus();

  Q_SIGNALS:
    void cancelled();

  private:
    QLabel* title_;
    QLabel* note_;
    QProgressBar* bar_;
    QPushButton* cancel_;
};

}  // namespace tacit::ui
