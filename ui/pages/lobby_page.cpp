#include "ui/pages/lobby_page.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

#include "ui/text/format.h"
#include "ui/text/sanitize.h"
#include "ui/theme/theme.h"
#include "ui/widgets/badge.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/card.h"
#include "ui/widgets/icon_label.h"
#include "ui/widgets/participant_list.h"
#include "ui/widgets/who_learns_panel.h"

namespace tacit::ui {

LobbyPage::LobbyPage(QWidget* parent)
    : Page(QStringLiteral("lobbyPage"), 1120, parent),
      badge_(new Badge),
      summary_(makeLabel({}, TextRole::heading)),
      wait_(makeMutedLabel({})),
      participants_(new ParticipantList),
      panel_(new WhoLearnsPanel) {
    header()->setBackVisible(true, tr("Back to all sessions; this one keeps waiting"));
    header()->side()->addWidget(badge_);

    auto* row = new QHBoxLayout;
    row->setSpacing(spaceXl);
    auto* people = new Card;
    auto* head = new QVBoxLayout;
    head->setSpacing(spaceXs);
    head->addWidget(summary_);
    wait_->setObjectName(QStringLiteral("lobbyWaitLabel"));
    head->addWidget(wait_);
    people->body()->addLayout(head);

    auto* hint = new QFrame;
    hint->setProperty("card", QStringLiteral("inset"));
    auto* hintRow = new QHBoxLayout(hint);
    hintRow->setContentsMargins(spaceL, spaceM, spaceL, spaceM);
    hintRow->setSpacing(spaceM);
    hintRow->addWidget(new IconLabel(QStringLiteral("send"), Ink::accent, 20), 0, Qt::AlignTop);
    hintRow->addWidget(
        makeLabel(tr("Send each partner its own invitation file over a channel that you trust, such as "
                     "your usual e-mail with them. Each file works once, for one partner.")),
        1);
    hint_ = hint;
    people->body()->addWidget(hint);
    people->body()->addWidget(participants_);
    people->body()->addStretch(1);
    row->addWidget(people, 6);

    auto* proposal = new Card;
    proposal->body()->addWidget(panel_);
    proposal->body()->addStretch(1);
    row->addWidget(proposal, 5);
    content()->addLayout(row);
    content()->addStretch(1);

    auto* cancel = makeButton(tr("Cancel session"), ButtonKind::danger, QStringLiteral("lobbyCancelButton"));
    footer()->addWidget(cancel);
    addFooterNote(tr("It starts by itself as soon as everybody has agreed."));
    connect(cancel, &QPushButton::clicked, this, &LobbyPage::cancelWanted);
    tick_.setInterval(1000);
    connect(&tick_, &QTimer::timeout, this, &LobbyPage::updateWait);
}

void LobbyPage::show(const api::SessionView& view) {
    view_ = view;
    header()->setTitle(plain(view.title, 120));
    header()->setSubtitle(plain(view.proposal.question));
    const StateText state = stageText(view);
    badge_->set(state.text, state.tone, state.icon);
    int ready = 0;
    bool open = false;
    for (const auto& participant : view.participants) {
        ready += participant.state == api::ParticipantState::ready ? 1 : 0;
        open = open ||
               (!participant.invitation_file.empty() && participant.state == api::ParticipantState::invited);
    }
    summary_->setText(tr("%1 of %2 have agreed").arg(ready).arg(view.participants.size()));
    hint_->setVisible(open);
    participants_->set(view.participants);
    if (shownHash_ != view.proposal_hash) {
        shownHash_ = view.proposal_hash;
        panel_->setProposal(view.proposal, plain(view.proposal_hash, 128));
    }
    updateWait();
}

void LobbyPage::updateWait() {
    QStringList names;
    for (const auto& name : view_.progress.waiting_for) names << plain(name, 60);
    if (names.isEmpty()) {
        wait_->setText(tr("Waiting for the others"));
        return;
    }
    const auto since = std::chrono::duration_cast<std::chrono::seconds>(wallNow() - view_.progress.since);
    wait_->setText(
        tr("Waiting for %1 · %2 so far").arg(names.join(QStringLiteral(", ")), formatDuration(since)));
}

void LobbyPage::showEvent(QShowEvent* event) {
    tick_.start();
    Page::showEvent(event);
}

void LobbyPage::hideEvent(QHideEvent* event) {
    tick_.stop();
    Page::hideEvent(event);
}

}  // namespace tacit::ui
