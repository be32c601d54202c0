#pragma once

#include "ui/pages/wizard/wizard_state.h"
#include "ui/widgets/page.h"

class QButtonGroup;
class QSpinBox;

namespace tacit::ui {

class FormulaEditor;
class TemplateList;

/// A Decision's page: what is decided. A ready-made question that is filled in, or a formula of one's own;
/// beside it in plain words what it says and gives away, and below a rehearsal.
class FormulaStep final : public Page {
    Q_OBJECT
  public:
    explicit FormulaStep(WizardState& state, QWidget* parent = nullptr);

  private:
    QWidget* buildChoice();
    void refresh();

    WizardState& state_;
    QButtonGroup* modes_;
    QSpinBox* partners_ = nullptr;
    TemplateList* templates_;
    FormulaEditor* editor_;
};

}  // namespace tacit::ui
