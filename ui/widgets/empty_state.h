#pragma once

#include <QString>
#include <QVector>
#include <QWidget>

namespace tacit::ui {

/// What a page shows when it has nothing yet: a sentence, and numbered steps that lead out of it.
class EmptyState : public QWidget {
    Q_OBJECT
  public:
    struct Step {
        QString icon;
        QString title;
        QString text;
    };
    EmptyState(const QString& title, const QString& text, const QVector<Step>& steps,
               QWidget* parent = nullptr);
};

}  // namespace tacit::ui
