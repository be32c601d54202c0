#pragma once

#include <memory>
#include <vector>

#include "api/engine.h"
#include "ui/widgets/card.h"

class QCheckBox;
class QComboBox;
class QLabel;

namespace tacit::ui {

class CategoriesAction;
class ContributionState;
class RulesForm;
class WizardState;

/// What a Total tells besides sum, count and mean: statistics of the participants' own sums, or numbers by
/// category, of a column of the dataset that is chosen; and the rules.
class TotalForm final : public Card {
    Q_OBJECT
  public:
    TotalForm(std::shared_ptr<api::Engine> engine, WizardState& state, const ContributionState& own,
              QWidget* parent = nullptr);

  private:
    QWidget* buildStatistics();
    void chooseStatistics();
    void offerColumns();
    void chooseGroup(const std::string& column);
    void stopReading();
    void refresh();

    std::shared_ptr<api::Engine> engine_;
    WizardState& state_;
    const ContributionState& data_;
    /// What a box stands for; several where it is a pair.
    struct StatisticBox {
        QCheckBox* box;
        std::vector<api::Statistic> statistics;
    };
    std::vector<StatisticBox> statistics_;
    QLabel* statisticsNote_ = nullptr;
    QComboBox* group_;
    QLabel* note_;
    QLabel* problem_;
    RulesForm* rules_;
    CategoriesAction* reading_ = nullptr;
};

}  // namespace tacit::ui
