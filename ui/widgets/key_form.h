#pragma once

#include "ui/widgets/card.h"

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;

namespace tacit::ui {

class ContributionState;

/// What the keys of an Overlap are, which decides about the spellings that are the same: the organizer says
/// so, partners find it in the proposal. Both may leave rows out whose key is not of that kind.
class KeyForm final : public Card {
    Q_OBJECT
  public:
    explicit KeyForm(ContributionState& state, QWidget* parent = nullptr);

  private:
    QCheckBox* addOption(const QString& text, const QString& objectName);
    void chosen();
    void refresh();

    ContributionState& state_;
    QWidget* chooser_;
    QComboBox* kind_;
    QLabel* note_;
    QWidget* region_;
    QLineEdit* country_;
    QCheckBox* digits_;
    QCheckBox* zeros_;
    QCheckBox* dots_;
    QCheckBox* tags_;
    QCheckBox* leaveOut_;
};

}  // namespace tacit::ui
