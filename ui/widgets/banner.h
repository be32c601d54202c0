#pragma once

#include <QFrame>

#include "ui/text/message.h"
#include "ui/theme/tokens.h"

class QLabel;
class QPushButton;

namespace tacit::ui {

class IconLabel;

/// A coloured area with a message and at most one button. Texts are shown as plain text.
class Banner : public QFrame {
    Q_OBJECT
  public:
    explicit Banner(const QString& objectName, QWidget* parent = nullptr);
    void show(Tone tone, const Message& message, const QString& action = {});
    QString text() const;  ///< all of it, for tests and for copying

  Q_SIGNALS:
    void actionTriggered();

  private:
    IconLabel* icon_;
    QLabel* happened_;
    QLabel* means_;
    QLabel* next_;
    QPushButton* action_;
};

/// What earlier sessions together with this one could narrow down; hidden if nothing.
void showCautions(Banner& banner, const std::vector<std::string>& cautions);

}  // namespace tacit::ui
