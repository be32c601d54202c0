#pragma once

#include <QPushButton>
#include <QVector>
#include <QWidget>

#include "ui/pages/wizard/wizard_state.h"

namespace tacit::ui {

/// One step: its number or, when done, a tick, and its name.
class StepButton final : public QPushButton {
    Q_OBJECT
  public:
    StepButton(int number, const QString& text, QWidget* parent = nullptr);
    enum class Look { ahead, current, done };
    void setLook(Look look);
    void setNumber(int number) { number_ = number; }
    QSize sizeHint() const override;

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    int number_;
    Look look_ = Look::ahead;
};

/// The steps of the wizard; those that can be reached are buttons.
class StepList final : public QWidget {
    Q_OBJECT
  public:
    explicit StepList(WizardState& state, QWidget* parent = nullptr);

  private:
    void refresh();
    WizardState& state_;
    QVector<StepButton*> steps_;
};

QString stepName(WizardPage page);

}  // namespace tacit::ui
