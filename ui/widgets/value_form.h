#pragma once

#include <QVector>

#include "ui/widgets/card.h"

class QButtonGroup;

namespace tacit::ui {

class ContributionState;

/// Where one's own part of a Decision comes from: columns, or typed here, a number or a yes or no for each
/// name that is asked for.
class ValueForm final : public Card {
    Q_OBJECT
  public:
    explicit ValueForm(ContributionState& state, QWidget* parent = nullptr);

  private:
    void rebuild();
    QWidget* makeNumber(std::size_t asked);
    QWidget* makeVote(std::size_t asked);
    void refresh();
    /// What was typed and cannot be used.
    void mark();

    ContributionState& state_;
    QButtonGroup* source_;
    QWidget* fields_ = nullptr;
    QString built_;  ///< of what the fields are
};

}  // namespace tacit::ui
