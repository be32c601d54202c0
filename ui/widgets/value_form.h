#pragma once

#include <QVector>

#include "ui/widgets/card.h"

class QButtonGroup;
class QLineEdit;

namespace tacit::ui {

class ContributionState;

/// Where one's own number for a Decision comes from: the sum of a column, or typed here. The organizer also
/// says what a typed number is called; a partner types one for each name that is asked for.
class ValueForm final : public Card {
    Q_OBJECT
  public:
    explicit ValueForm(ContributionState& state, QWidget* parent = nullptr);

  private:
    void rebuild();
    QLineEdit* addField(const QString& label, const QString& objectName, const QString& placeholder);
    void refresh();

    ContributionState& state_;
    QButtonGroup* source_;
    QWidget* fields_ = nullptr;
    QString built_;  ///< of what the fields are
};

}  // namespace tacit::ui
