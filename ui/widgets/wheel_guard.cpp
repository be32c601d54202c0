#include "ui/widgets/wheel_guard.h"

#include <QAbstractSpinBox>
#include <QApplication>
#include <QComboBox>
#include <QEvent>

namespace tacit::ui {

WheelGuard::WheelGuard(QObject* parent) : QObject(parent) {
    qApp->installEventFilter(this);
}

bool WheelGuard::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() != QEvent::Wheel) return false;
    const auto* number = qobject_cast<QAbstractSpinBox*>(watched);
    const bool kept = number != nullptr ? !number->hasFocus() : qobject_cast<QComboBox*>(watched) != nullptr;
    // Ignored, it goes on to what is around, which scrolls.
    if (kept) event->ignore();
    return kept;
}

}  // namespace tacit::ui
