#pragma once

#include "ui/model/decision_answers.h"
#include "ui/widgets/card.h"

class QLabel;
class QLineEdit;

namespace tacit::ui {

class WizardState;

/// Total: the unit of the numbers of each column, and between what they probably lie, for whoever brings
/// some.
class ExpectationsForm final : public Card {
    Q_OBJECT
  public:
    explicit ExpectationsForm(WizardState& state, QWidget* parent = nullptr);

  private:
    void refresh();
    void rebuild();
    QLineEdit* makeField(const std::string& column, const QString& objectName, const QString& name,
                         QString DecisionAnswers::Limits::*member);

    WizardState& state_;
    QWidget* grid_ = nullptr;
    QLabel* problem_;
    std::vector<std::string> built_;  ///< the columns that the rows are of
};

}  // namespace tacit::ui
