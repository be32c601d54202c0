#pragma once

#include <QFrame>
#include <QLabel>

#include "ui/theme/tokens.h"

namespace tacit::ui {

class IconLabel;

/// A small pill that names a state: an icon and a word on a soft colour.
class Badge : public QFrame {
    Q_OBJECT
  public:
    explicit Badge(QWidget* parent = nullptr);
    Badge(const QString& text, Tone tone, const QString& iconName = {}, QWidget* parent = nullptr);
    void set(const QString& text, Tone tone, const QString& iconName = {});
    QString text() const { return label_->text(); }

  private:
    IconLabel* icon_;
    QLabel* label_;
};

}  // namespace tacit::ui
