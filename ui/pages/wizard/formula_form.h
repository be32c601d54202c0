#pragma once

#include "ui/widgets/card.h"

class QComboBox;
class QLabel;
class QLineEdit;

namespace tacit::ui {

class WizardState;

/// The Decision that is asked: comparison and limit, and beside them the sentence that everybody will read.
class FormulaForm final : public Card {
    Q_OBJECT
  public:
    explicit FormulaForm(WizardState& state, QWidget* parent = nullptr);

  private:
    void refresh();

    WizardState& state_;
    QComboBox* comparison_;
    QLineEdit* limit_;
    QLabel* sentence_;
    QLabel* problem_;
};

}  // namespace tacit::ui
