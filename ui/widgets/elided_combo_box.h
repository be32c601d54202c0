#pragma once

#include <QComboBox>

namespace tacit::ui {

/// A list whose chosen text ends in an ellipsis where it does not fit; the tool tip then has all of it. The
/// list that opens is as wide as its texts need.
class ElidedComboBox final : public QComboBox {
    Q_OBJECT
  public:
    /// At least so many characters wide.
    explicit ElidedComboBox(int characters, QWidget* parent = nullptr);

  protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;
    void showPopup() override;

  private:
    int room() const;
};

}  // namespace tacit::ui
