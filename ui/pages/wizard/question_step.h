#pragma once

#include "ui/pages/wizard/wizard_state.h"
#include "ui/widgets/page.h"

class QButtonGroup;

namespace tacit::ui {

/// First page: which question.
class QuestionStep final : public Page {
    Q_OBJECT
  public:
    explicit QuestionStep(WizardState& state, QWidget* parent = nullptr);

  private:
    void refresh();
    WizardState& state_;
    QButtonGroup* cards_;
};

}  // namespace tacit::ui
