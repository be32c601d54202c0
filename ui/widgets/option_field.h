#pragma once

#include <QWidget>

class QLabel;

namespace tacit::ui {

class Badge;

/// A title above a control, and a mark that says who decided what the control shows.
class OptionField final : public QWidget {
    Q_OBJECT
  public:
    /// open: nothing decides it, so a person has to.
    enum class Mark { none, detected, chosen, open };

    /// Takes `control`, which gets the title as its accessible name.
    OptionField(const QString& title, QWidget* control, QWidget* parent = nullptr);
    void setMark(Mark mark);
    Mark mark() const { return mark_; }
    /// What the mark says; empty without one.
    QString badgeText() const;

  private:
    QWidget* control_;
    Badge* badge_;
    Mark mark_ = Mark::none;
};

}  // namespace tacit::ui
