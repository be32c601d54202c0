#pragma once

#include <QPushButton>
#include <QWidget>

#include "ui/pages/wizard/wizard_state.h"

class QButtonGroup;
class QVBoxLayout;

namespace tacit::ui {

/// A ready-made Decision as a button that can be checked: its title and one sentence.
class TemplateCard final : public QPushButton {
    Q_OBJECT
  public:
    explicit TemplateCard(const api::DecisionTemplate& from, QWidget* parent = nullptr);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

  protected:
    void resizeEvent(QResizeEvent* event) override;
};

/// The ready-made Decisions, one below the other; one is chosen.
class TemplateList final : public QWidget {
    Q_OBJECT
  public:
    explicit TemplateList(WizardState& state, QWidget* parent = nullptr);

  private:
    void refresh();

    WizardState& state_;
    QButtonGroup* cards_;
};

}  // namespace tacit::ui
