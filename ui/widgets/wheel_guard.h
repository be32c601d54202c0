#pragma once

#include <QObject>

namespace tacit::ui {

/// Keeps the mouse wheel from changing what it merely passes over: a page that is scrolled has lists and
/// number fields in it, and a decimal character that turned unseen makes a total wrong. Lists open on a click
/// and scroll then; a number field takes the wheel while it has the focus.
class WheelGuard final : public QObject {
    Q_OBJECT
  public:
    /// Watches the whole application as long as it lives.
    explicit WheelGuard(QObject* parent);

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
};

}  // namespace tacit::ui
