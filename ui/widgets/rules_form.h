#pragma once

#include <QWidget>

#include "api/question.h"

class QSpinBox;

namespace tacit::ui {

/// Three fields for disclosure rules, each of which may be left without.
class RulesForm final : public QWidget {
    Q_OBJECT
  public:
    explicit RulesForm(QWidget* parent = nullptr);
    api::DisclosureRules rules() const;
    /// Emits nothing.
    void setRules(const api::DisclosureRules& rules);

  Q_SIGNALS:
    void changed();

  private:
    QSpinBox* contributors_;
    QSpinBox* group_;
    QSpinBox* dominance_;
};

}  // namespace tacit::ui
