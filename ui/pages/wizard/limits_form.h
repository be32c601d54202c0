#pragma once

#include "ui/pages/wizard/wizard_state.h"
#include "ui/widgets/card.h"

class QLabel;
class QLineEdit;

namespace tacit::ui {

/// A short line for one end of what numbers lie between, or for their unit.
QLineEdit* makeLimitField(const QString& text, const QString& objectName, const QString& name,
                          QWidget* parent);

/// Between what the numbers of a Decision may lie: a row for each, to be filled in or left open, what is
/// wrong below it, and whether the limits make the computation shorter or longer.
class LimitsForm final : public Card {
    Q_OBJECT
  public:
    explicit LimitsForm(WizardState& state, QWidget* parent = nullptr);

  private:
    struct Row {
        std::string name;
        QLineEdit* smallest;
        QLineEdit* largest;
        QLineEdit* unit;  ///< null where there is none
        QLabel* problem;
    };
    void refresh();
    void rebuild(const std::vector<api::FormulaRange>& numbers);
    QLineEdit* makeField(const api::FormulaRange& number, const QString& objectName, const QString& name,
                         QString DecisionAnswers::Limits::*member);
    /// What is wrong in a row, and with which of its fields.
    struct Told {
        QString text;
        bool smallest = false, largest = false, unit = false;
    };
    void mark(const std::optional<api::FormulaProblem>& problem);
    Told aboutUnit() const;
    Told aboutLimits(const Row& row) const;
    /// How much joint computing it is with the limits, and how much it would be without.
    QString effect(const api::DecisionQuestion& asked, const api::FormulaReading& reading);

    WizardState& state_;
    QWidget* grid_ = nullptr;
    QLabel* effect_;
    std::vector<Row> rows_;
    QString built_;  ///< the numbers that the rows are of
    /// What was asked last without limits, among how many, and its gates: it takes a circuit to know.
    api::DecisionQuestion open_;
    int openPartners_ = 0;
    std::uint64_t openGates_ = 0;
};

}  // namespace tacit::ui
