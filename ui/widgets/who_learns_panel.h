#pragma once

#include <QWidget>

#include "api/question.h"

class QToolButton;
class QVBoxLayout;

namespace tacit::ui {

/// A proposal in plain words: who learns what, what nobody learns, what to beware of, whom to trust, with a
/// link to how it is protected; the technical name and the hash are behind a button.
class WhoLearnsPanel : public QWidget {
    Q_OBJECT
  public:
    explicit WhoLearnsPanel(QWidget* parent = nullptr);
    /// `hash` (hexadecimal) may be empty while the proposal is being put together.
    void setProposal(const api::ProposalText& proposal, const QString& hash = {});

  private:
    void rebuild();
    void rebuildDetails();
    void expand(bool on);
    void explain();

    api::ProposalText proposal_;
    QString hash_;
    QVBoxLayout* column_;
    // Made once, so that Tab finds the buttons always in the same place.
    QToolButton* explain_;
    QToolButton* toggle_;
    QWidget* details_;
    QWidget* line_;
};

}  // namespace tacit::ui
