#pragma once

#include <QPushButton>

namespace tacit::ui {

/// A large button with an icon, a title and a sentence: one of the few things to begin with.
class ActionCard : public QPushButton {
    Q_OBJECT
  public:
    ActionCard(const QString& iconName, const QString& title, const QString& text, bool primary,
               const QString& objectName, QWidget* parent = nullptr);
    QSize sizeHint() const override;
};

}  // namespace tacit::ui
