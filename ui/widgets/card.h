#pragma once

#include <QFrame>
#include <QVBoxLayout>

namespace tacit::ui {

/// A white area with a hairline and round corners. Children go into body().
class Card : public QFrame {
    Q_OBJECT
  public:
    explicit Card(QWidget* parent = nullptr);
    /// With a heading, and optionally a muted line under it.
    explicit Card(const QString& heading, const QString& note = {}, QWidget* parent = nullptr);
    QVBoxLayout* body() const { return body_; }

  private:
    QVBoxLayout* body_;
};

/// A hairline between two areas of a card.
QFrame* makeLine(QWidget* parent = nullptr);

}  // namespace tacit::ui
