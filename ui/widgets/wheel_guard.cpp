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
    if (event->type() != QEvent::Wheel && event->type() != QEvent::Polish) return false;
    auto* number = qobject_cast<QAbstractSpinBox*>(watched);
    auto* list = qobject_cast<QComboBox*>(watched);
    if (number == nullptr && list == nullptr) return false;
    if (event->type() == QEvent::Polish) {
        // Nor does the wheel give them the focus, which Qt does before it asks anybody.
        auto* field = static_cast<QWidget*>(watched);
        if (field->focusPolicy() == Qt::WheelFocus) field->setFocusPolicy(Qt::StrongFocus);
        return false;
    }
    const bool kept = list != nullptr || !number->hasFocus();
    // Ignored, it goes on to what is around, which scrolls.
    if (kept) event->ignore();
    return kept;
}

}  // namespace tacit::ui
