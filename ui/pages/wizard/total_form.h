#pragma once

#include <memory>

#include "api/engine.h"
#include "ui/widgets/card.h"

class QComboBox;
class QLabel;

namespace tacit::ui {

class CategoriesAction;
class ContributionState;
class RulesForm;
class WizardState;

/// A Total by category and under rules: the column that tells the category, of the dataset that is chosen,
/// and the rules.
class TotalForm final : public Card {
    Q_OBJECT
  public:
    TotalForm(std::shared_ptr<api::Engine> engine, WizardState& state, const ContributionState& own,
              QWidget* parent = nullptr);

  private:
    void offerColumns();
    void chooseGroup(const std::string& column);
    void stopReading();
    void refresh();

    std::shared_ptr<api::Engine> engine_;
    WizardState& state_;
    const ContributionState& data_;
    QComboBox* group_;
    QLabel* note_;
    QLabel* problem_;
    RulesForm* rules_;
    CategoriesAction* reading_ = nullptr;
};

}  // namespace tacit::ui
