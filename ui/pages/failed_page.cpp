#include "ui/pages/failed_page.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

#include "ui/pages/saving.h"
#include "ui/text/fault_text.h"
#include "ui/text/format.h"
#include "ui/text/sanitize.h"
#include "ui/theme/theme.h"
#include "ui/widgets/badge.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/card.h"
#include "ui/widgets/participant_list.h"

namespace tacit::ui {

FailedPage::FailedPage(FileChooser& files, QWidget* parent)
    : Page(QStringLiteral("failedPage"), 1120, parent),
      badge_(new Badge),
      banner_(new Banner(QStringLiteral("failedBanner"))),
      savedBanner_(new Banner(QStringLiteral("failedSavedBanner"))),
      saving_(new Saving(files, *savedBanner_, *this)),
      receiptNote_(makeMutedLabel({})),
      saveReceipt_(makeButton(tr("Save receipt…"), ButtonKind::secondary,
                              QStringLiteral("failedSaveReceiptButton"), QStringLiteral("receipt"))),
      participants_(new ParticipantList) {
    header()->setBackVisible(true, tr("Back to all sessions"));
    header()->side()->addWidget(badge_);
    content()->addWidget(banner_);
    content()->addWidget(savedBanner_);
    auto* people = new Card(tr("Participants"), tr("Where each of them stood when the session ended."));
    people->body()->addWidget(receiptNote_);
    people->body()->addWidget(participants_);
    people_ = people;
    content()->addWidget(people);
    content()->addStretch(1);
    auto* home = makeButton(tr("All sessions"), ButtonKind::secondary, QStringLiteral("failedHomeButton"));
    auto* again = makeButton(tr("New session"), ButtonKind::primary, QStringLiteral("failedNewSessionButton"),
                             QStringLiteral("plus"));
    footer()->addWidget(home);
    footer()->addStretch(1);
    footer()->addWidget(saveReceipt_);
    footer()->addWidget(again);
    connect(saveReceipt_, &QPushButton::clicked, saving_,
            [this] { saving_->save(SaveAction::What::receipt); });
    connect(saving_, &Saving::changed, this, &FailedPage::updateActions);
    connect(home, &QPushButton::clicked, this, &FailedPage::homeWanted);
    connect(again, &QPushButton::clicked, this, &FailedPage::newSessionWanted);
}

void FailedPage::show(const api::SessionView& view, const api::SessionPtr& session) {
    if (view.id != view_.id) savedBanner_->setVisible(false);
    view_ = view;
    saving_->setSession(view, session);
    header()->setTitle(plain(view.title, 120));
    header()->setSubtitle(tr("%1 · %2").arg(plain(view.proposal.question), formatDateTime(view.updated)));
    const StateText state = stageText(view);
    badge_->set(state.text, state.tone, state.icon);
    // What people decided is no fault of anything.
    const bool decided = state.tone == Tone::neutral;
    banner_->show(decided ? Tone::info : state.tone,
                  view.fault ? faultMessage(*view.fault) : interruptedMessage());
    participants_->set(view.participants);
    people_->setVisible(!view.participants.empty());
    receiptNote_->setText(receiptText(view.receipt));
    receiptNote_->setVisible(view.receipt.kept);
    updateActions();
}

void FailedPage::updateActions() {
    // Without an agreement there never was a receipt.
    saveReceipt_->setVisible(view_.receipt.kept);
    saveReceipt_->setEnabled(saving_->canSave());
}

}  // namespace tacit::ui
