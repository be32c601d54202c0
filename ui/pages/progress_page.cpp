#include "ui/pages/progress_page.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>

#include "ui/text/format.h"
#include "ui/text/sanitize.h"
#include "ui/theme/theme.h"
#include "ui/widgets/badge.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/card.h"
#include "ui/widgets/icon_label.h"
#include "ui/widgets/participant_list.h"
#include "ui/widgets/stat_tile.h"

namespace tacit::ui {
namespace {

// The way of a session as people see it; where a stage stands on it.
int positionOf(api::Stage stage) {
    switch (stage) {
        case api::Stage::connecting:
            return 0;
        case api::Stage::review:
        case api::Stage::lobby:
            return 1;
        case api::Stage::sealing:
            return 2;
        case api::Stage::running:
            return 3;
        case api::Stage::done:
        case api::Stage::failed:
            return 4;
    }
    return 0;
}

}  // namespace

ProgressPage::ProgressPage(QWidget* parent)
    : Page(QStringLiteral("progressPage"), 1120, parent),
      badge_(new Badge),
      step_(makeLabel({}, TextRole::heading)),
      wait_(makeMutedLabel({})),
      bar_(new QProgressBar),
      left_(new StatTile(QStringLiteral("progressLeft"))),
      sent_(new StatTile(QStringLiteral("progressSent"))),
      received_(new StatTile(QStringLiteral("progressReceived"))),
      participants_(new ParticipantList) {
    header()->setBackVisible(true, tr("Back to all sessions; this one goes on"));
    header()->side()->addWidget(badge_);

    auto* card = new Card;
    card->body()->setSpacing(spaceL);
    auto* way = new QHBoxLayout;
    way->setSpacing(spaceS);
    for (const QString& name : {tr("Connect"), tr("Agree"), tr("Sign"), tr("Compute"), tr("Result")}) {
        if (!steps_.empty()) {
            way->addWidget(makeLine(), 1);
        }
        Step step{new IconLabel(QStringLiteral("check"), Ink::muted, 14), makeLabel(name, TextRole::caption)};
        step.icon->setDisc(Tone::neutral, 26);
        step.name->setWordWrap(false);
        way->addWidget(step.icon);
        way->addWidget(step.name);
        steps_.push_back(step);
    }
    card->body()->addLayout(way);
    card->body()->addSpacing(spaceM);
    step_->setObjectName(QStringLiteral("progressStepLabel"));
    wait_->setObjectName(QStringLiteral("progressWaitLabel"));
    auto* now = new QVBoxLayout;
    now->setSpacing(spaceXs);
    now->addWidget(step_);
    now->addWidget(wait_);
    card->body()->addLayout(now);
    bar_->setObjectName(QStringLiteral("progressBar"));
    bar_->setAccessibleName(tr("Progress of this step"));
    bar_->setTextVisible(false);
    card->body()->addWidget(bar_);
    auto* tiles = new QHBoxLayout;
    tiles->setSpacing(spaceXl);
    for (StatTile* tile : {left_, sent_, received_}) tiles->addWidget(tile, 1);
    card->body()->addSpacing(spaceS);
    card->body()->addLayout(tiles);
    content()->addWidget(card);

    auto* people = new Card(tr("Participants"));
    people->body()->addWidget(participants_);
    content()->addWidget(people);
    content()->addStretch(1);

    auto* cancel =
        makeButton(tr("Cancel session"), ButtonKind::danger, QStringLiteral("progressCancelButton"));
    footer()->addWidget(cancel);
    addFooterNote(tr("Cancelling ends the session for everybody."));
    connect(cancel, &QPushButton::clicked, this, &ProgressPage::cancelWanted);
    tick_.setInterval(1000);
    connect(&tick_, &QTimer::timeout, this, &ProgressPage::updateTimes);
}

void ProgressPage::show(const api::SessionView& view) {
    view_ = view;
    header()->setTitle(plain(view.title, 120));
    header()->setSubtitle(plain(view.proposal.question));
    const StateText state = stageText(view);
    badge_->set(state.text, state.tone, state.icon);
    step_->setText(view.progress.step.empty() ? state.text : plain(view.progress.step));
    const auto& progress = view.progress;
    if (progress.total == 0) {
        bar_->setRange(0, 0);  // unknown: the bar only shows that something goes on
    } else {
        bar_->setRange(0, 1000);
        bar_->setValue(
            static_cast<int>(1000.0 * static_cast<double>(std::min(progress.done, progress.total)) /
                             static_cast<double>(progress.total)));
    }
    participants_->set(view.participants);
    updateSteps();
    updateTimes();
}

void ProgressPage::updateSteps() {
    const int here = positionOf(view_.stage);
    for (int i = 0; i < static_cast<int>(steps_.size()); ++i) {
        const Step& step = steps_[static_cast<std::size_t>(i)];
        const Tone tone = i < here ? Tone::success : i == here ? Tone::accent : Tone::neutral;
        step.icon->setIcon(i < here    ? QStringLiteral("check")
                           : i == here ? QStringLiteral("refresh")
                                       : QStringLiteral("more"),
                           inkOf(tone));
        step.icon->setDisc(tone, 26);
        step.name->setProperty("muted", i > here);
        setTextRole(step.name, i == here ? TextRole::strong : TextRole::body);
        step.name->setAccessibleName(i < here    ? tr("%1: done").arg(step.name->text())
                                     : i == here ? tr("%1: now").arg(step.name->text())
                                                 : tr("%1: to come").arg(step.name->text()));
    }
}

void ProgressPage::updateTimes() {
    const auto& progress = view_.progress;
    const auto since = std::chrono::duration_cast<std::chrono::seconds>(wallNow() - progress.since);
    QStringList names;
    for (const auto& name : progress.waiting_for) names << plain(name, 60);
    QString amount;
    if (progress.total > 0) {
        amount = tr("%1 of %2").arg(formatCount(progress.done), formatCount(progress.total));
    }
    const QString wait =
        names.isEmpty()
            ? tr("Under way for %1").arg(formatDuration(since))
            : tr("Waiting for %1 · %2 so far").arg(names.join(QStringLiteral(", ")), formatDuration(since));
    wait_->setText(amount.isEmpty() ? wait : amount + QStringLiteral(" · ") + wait);
    left_->set(progress.left ? formatDuration(*progress.left) : QStringLiteral("–"),
               progress.left ? tr("Time left, estimated") : tr("Time left: not known yet"));
    sent_->set(formatBytes(progress.bytes_sent), tr("Sent, encrypted"));
    received_->set(formatBytes(progress.bytes_received), tr("Received, encrypted"));
}

void ProgressPage::showEvent(QShowEvent* event) {
    tick_.start();
    Page::showEvent(event);
}

void ProgressPage::hideEvent(QHideEvent* event) {
    tick_.stop();
    Page::hideEvent(event);
}

}  // namespace tacit::ui
