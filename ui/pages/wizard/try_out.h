#pragma once

#include <map>

#include "ui/pages/wizard/wizard_state.h"
#include "ui/widgets/card.h"

class QGridLayout;
class QLabel;

namespace tacit::ui {

/// A rehearsal with made-up numbers, computed in the clear on this computer: what would each participant see?
class TryOut final : public Card {
    Q_OBJECT
  public:
    explicit TryOut(WizardState& state, QWidget* parent = nullptr);

  private:
    void refresh();
    void rebuild(const std::vector<api::FormulaName>& names);
    QWidget* makeField(const api::FormulaName& name, std::size_t column, std::uint16_t place);
    std::string& sample(const api::FormulaName& name, std::uint16_t place);
    void compute();

    WizardState& state_;
    QWidget* grid_ = nullptr;
    QLabel* problem_;
    std::vector<api::FormulaName> names_;
    std::vector<QLabel*> answers_;  ///< by place
    std::map<std::pair<std::string, std::uint16_t>, std::string> samples_;
    QString built_;
};

}  // namespace tacit::ui
