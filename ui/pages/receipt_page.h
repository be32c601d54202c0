#pragma once

#include "api/receipt.h"
#include "ui/widgets/page.h"

class QLabel;

namespace tacit::ui {

class Badge;
class Banner;
class Card;
class ParticipantList;
class WhoLearnsPanel;

/// What a receipt proves that somebody saved, here or elsewhere: that it is genuine, what was agreed, who
/// signed.
class ReceiptPage : public Page {
    Q_OBJECT
  public:
    explicit ReceiptPage(QWidget* parent = nullptr);
    /// `me`: the fingerprint of this profile's own key, empty if it has none yet.
    void show(const api::ReceiptReading& receipt, const std::string& me);
    /// The file at `path` is none, or was altered.
    void refuse(const QString& path, const Error& error);

  Q_SIGNALS:
    void homeWanted();
    void anotherWanted();

  private:
    Badge* badge_;
    Banner* banner_;
    Card* people_;
    Card* question_;
    WhoLearnsPanel* whoLearns_;
    QLabel* times_;
    ParticipantList* participants_;
};

}  // namespace tacit::ui
