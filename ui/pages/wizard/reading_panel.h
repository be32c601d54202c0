#pragma once

#include "ui/pages/wizard/wizard_state.h"
#include "ui/widgets/card.h"

class QLabel;
class QVBoxLayout;

namespace tacit::ui {

/// A Decision in plain language while it is put together: what is asked, what kind of answer comes, and what
/// the answer gives away.
class ReadingPanel final : public Card {
    Q_OBJECT
  public:
    explicit ReadingPanel(WizardState& state, QWidget* parent = nullptr);

  private:
    void refresh();
    void show(const QString& caption, const QString& sentence, const QString& kind,
              const std::vector<std::string>& reveals);

    WizardState& state_;
    QLabel* caption_;
    QLabel* sentence_;
    QLabel* kind_;
    QLabel* revealsTitle_;
    QWidget* reveals_ = nullptr;
    QString shown_;
};

}  // namespace tacit::ui
