#pragma once

#include <QWidget>

class QLabel;
class QPushButton;

namespace tacit::ui {

/// Below the list of findings: what can be done with it, and how many it does not have.
class FindingsBar final : public QWidget {
    Q_OBJECT
  public:
    explicit FindingsBar(QWidget* parent = nullptr);
    /// `more`: beyond those listed. `any`: there is something in the list.
    void showCount(bool any, quint64 more);
    /// Whether the cell of the current finding is among the rows that are shown.
    void setReachable(bool on);

  Q_SIGNALS:
    void goRequested();
    void saveRequested();

  private:
    QPushButton* go_;
    QPushButton* save_;
    QLabel* more_;
};

}  // namespace tacit::ui
