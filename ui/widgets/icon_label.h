#pragma once

#include <QWidget>

#include "ui/theme/icons.h"

namespace tacit::ui {

/// Shows one icon, tinted when painted; optionally on a soft disc of the same tone.
class IconLabel : public QWidget {
    Q_OBJECT
  public:
    IconLabel(const QString& name, Ink ink, int size, QWidget* parent = nullptr);
    void setIcon(const QString& name, Ink ink);
    /// Draws a rounded square of the tone's background behind the icon; the widget grows accordingly.
    void setDisc(Tone tone, int discSize);
    QSize sizeHint() const override;

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    QString name_;
    Ink ink_;
    int size_;
    int disc_ = 0;
    Tone tone_ = Tone::neutral;
};

}  // namespace tacit::ui
