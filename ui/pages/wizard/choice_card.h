#pragma once

#include <QPushButton>

#include "api/question.h"

namespace tacit::ui {

/// A question of the catalogue as a large button that can be checked; one that does not exist yet is shown,
/// says so, and cannot be pressed.
class ChoiceCard final : public QPushButton {
    Q_OBJECT
  public:
    explicit ChoiceCard(const api::QuestionCard& card, QWidget* parent = nullptr);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }
};

}  // namespace tacit::ui
