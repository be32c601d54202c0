#pragma once

#include <QHash>

#include "ui/pages/wizard/wizard_state.h"
#include "ui/widgets/card.h"

class QLabel;
class QVBoxLayout;

namespace tacit::ui {

/// What a chosen template is filled in with: a field or a box of choices for each slot.
class SlotForm final : public Card {
    Q_OBJECT
  public:
    explicit SlotForm(WizardState& state, QWidget* parent = nullptr);

  private:
    void refresh();
    void rebuild(const api::DecisionTemplate& from);
    QWidget* makeField(const api::DecisionTemplate& from, const api::TemplateSlot& slot);
    void fill(const api::TemplateSlot& slot, const std::string& value);

    WizardState& state_;
    QLabel* title_;
    QLabel* purpose_;
    QWidget* fields_ = nullptr;
    QLabel* problem_;
    std::string built_;              ///< the template that the fields are of
    QHash<QString, QWidget*> rows_;  ///< slot -> its label and field
};

}  // namespace tacit::ui
