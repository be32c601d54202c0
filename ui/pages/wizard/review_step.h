#pragma once

#include "ui/pages/wizard/wizard_state.h"
#include "ui/widgets/page.h"

class QCheckBox;
class QGridLayout;

namespace tacit::ui {

class Banner;
class WhoLearnsPanel;

/// Last page: what the invitations will say, and who learns what. It has to be read before they are made.
class ReviewStep final : public Page {
    Q_OBJECT
  public:
    explicit ReviewStep(WizardState& state, QWidget* parent = nullptr);
    void showError(const Error& error);
    void clearError();

  private:
    void refresh();
    void refreshAdvice();
    void addFact(const QString& name, const QString& value);

    WizardState& state_;
    Banner* banner_;
    Banner* caution_;
    Banner* refused_;
    Banner* warned_;
    Banner* advice_;  ///< to have fewer participants compute
    QWidget* facts_ = nullptr;
    QVBoxLayout* factsPlace_ = nullptr;
    WhoLearnsPanel* panel_;
    QCheckBox* read_;
    QString shown_;  ///< what the panel shows now, so that it is rebuilt only when the text changes
};

}  // namespace tacit::ui
