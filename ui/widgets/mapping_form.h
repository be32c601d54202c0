#pragma once

#include <QVector>

#include "api/question.h"
#include "ui/widgets/card.h"

class QComboBox;
class QGridLayout;

namespace tacit::ui {

class ContributionState;

/// For each column that a proposal asks for, which of one's own columns stands for it.
class MappingForm final : public Card {
    Q_OBJECT
  public:
    explicit MappingForm(ContributionState& state, QWidget* parent = nullptr);

  private:
    void rebuild();
    void addRow(std::size_t asked);
    void showChoice();

    ContributionState& state_;
    QWidget* rows_ = nullptr;
    QVector<QComboBox*> boxes_;
    std::vector<api::AskedColumn> built_;  ///< of what the rows are
};

}  // namespace tacit::ui
