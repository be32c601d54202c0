#include "ui/pages/review_page.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <algorithm>

#include "ui/bridge/agree_action.h"
#include "ui/bridge/begin_action.h"
#include "ui/model/contribution_state.h"
#include "ui/text/fault_text.h"
#include "ui/text/format.h"
#include "ui/text/sanitize.h"
#include "ui/theme/theme.h"
#include "ui/widgets/badge.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/card.h"
#include "ui/widgets/data_panel.h"
#include "ui/widgets/icon_label.h"
#include "ui/widgets/rules_form.h"
#include "ui/widgets/who_learns_panel.h"

namespace tacit::ui {
namespace {

constexpr int reasonLimit = 500;  // what the engine passes on
constexpr std::chrono::seconds joinDeadline{24 * 3600};

void clear(QLayout* layout) {
    while (QLayoutItem* item = layout->takeAt(0)) {
        if (QWidget* widget = item->widget()) widget->deleteLater();
        if (QLayout* inner = item->layout()) clear(inner);
        delete item;
    }
}

std::uint16_t placeOf(const api::SessionView& view) {
    for (const auto& participant : view.participants)
        if (participant.me) return participant.place;
    return 0;
}

std::uint16_t partnersOf(const api::SessionView& view) {
    return static_cast<std::uint16_t>(std::max<std::size_t>(view.participants.size(), 2) - 1);
}

}  // namespace

ReviewPage::ReviewPage(std::shared_ptr<api::Engine> engine, FileChooser& files, QWidget* parent)
    : Page(QStringLiteral("reviewPage"), 1120, parent),
      engine_(std::move(engine)),
      files_(files),
      badge_(new Badge),
      banner_(new Banner(QStringLiteral("reviewBanner"))),
      organisation_(makeLabel({}, TextRole::heading)),
      person_(makeMutedLabel({})),
      facts_(makeMutedLabel({})),
      fingerprint_(makeLabel({}, TextRole::mono)),
      asked_(new QVBoxLayout),
      panel_(new WhoLearnsPanel) {
    header()->setBackVisible(true, tr("Back to all sessions"));
    header()->side()->addWidget(badge_);
    content()->addWidget(banner_);
    content()->addWidget(caution_ = new Banner(QStringLiteral("reviewCautionBanner"), column()));
    makeDecline();
    dataArea_ = new QWidget(column());
    dataPlace_ = new QVBoxLayout(dataArea_);
    dataPlace_->setContentsMargins(0, 0, 0, spaceS);
    dataPlace_->setSpacing(spaceXs);
    dataPlace_->addWidget(makeLabel(tr("Your data"), TextRole::heading));
    dataPlace_->addWidget(dataNote_ = makeMutedLabel({}));
    dataPlace_->addSpacing(spaceS);
    content()->addWidget(dataArea_);

    auto* row = new QHBoxLayout;
    row->setSpacing(spaceL);
    auto* proposal = new Card(column());
    proposal->body()->addWidget(panel_);
    proposal->body()->addStretch(1);
    row->addWidget(proposal, 3);

    auto* side = new QVBoxLayout;
    side->setSpacing(spaceL);
    auto* from = new Card(column());
    auto* who = new QHBoxLayout;
    who->setSpacing(spaceM);
    auto* sign = new IconLabel(QStringLiteral("building"), Ink::accent, 22);
    sign->setDisc(Tone::accent, 44);
    who->addWidget(sign, 0, Qt::AlignTop);
    auto* names = new QVBoxLayout;
    names->setSpacing(2);
    names->addWidget(organisation_);
    names->addWidget(person_);
    who->addLayout(names, 1);
    from->body()->addLayout(who);
    auto* finger = new QWidget;
    auto* fingerColumn = new QVBoxLayout(finger);
    fingerColumn->setContentsMargins(0, spaceS, 0, 0);
    fingerColumn->setSpacing(spaceXs);
    fingerColumn->addWidget(makeMutedLabel(tr("Fingerprint"), TextRole::caption));
    fingerprint_->setObjectName(QStringLiteral("fingerprintLabel"));
    fingerprint_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    fingerColumn->addWidget(fingerprint_);
    fingerColumn->addWidget(makeMutedLabel(tr("If in doubt, call them and compare it."), TextRole::caption));
    fingerprintRow_ = finger;
    from->body()->addWidget(finger);
    from->body()->addWidget(makeLine());
    from->body()->addWidget(facts_);
    side->addWidget(from);
    auto* needed = new Card(tr("What you would bring"), {}, column());
    asked_->setSpacing(spaceM);
    needed->body()->addLayout(asked_);
    needed->body()->addWidget(
        makeMutedLabel(tr("From a spreadsheet of yours with a header row, which stays on this computer."),
                       TextRole::caption));
    side->addWidget(needed);
    side->addStretch(1);
    row->addLayout(side, 2);
    content()->addLayout(row);

    content()->addStretch(1);
    makeFooter();
    setInert(true);
}

void ReviewPage::makeDecline() {
    declineCard_ =
        new Card(tr("Decline the proposal"), tr("The organizer sees your reason. Nothing else is sent, and "
                                                "the session ends."));
    reason_ = new QPlainTextEdit;
    reason_->setObjectName(QStringLiteral("declineReasonEdit"));
    reason_->setAccessibleName(tr("Reason for declining"));
    reason_->setPlaceholderText(tr("Your reason, if you want to give one"));
    reason_->setTabChangesFocus(true);
    reason_->setFixedHeight(96);
    declineCard_->body()->addWidget(reason_);
    auto* row = new QHBoxLayout;
    row->setSpacing(spaceM);
    auto* keep = makeButton(tr("Go on reading"), ButtonKind::secondary, QStringLiteral("declineBackButton"));
    auto* send = makeButton(tr("Decline now"), ButtonKind::danger, QStringLiteral("declineSendButton"));
    row->addWidget(send);
    row->addWidget(keep);
    row->addStretch(1);
    declineCard_->body()->addLayout(row);
    content()->addWidget(declineCard_);
    connect(keep, &QPushButton::clicked, this, [this] { showDecline(false); });
    connect(send, &QPushButton::clicked, this, [this] {
        if (session_) session_->decline(reason_->toPlainText().left(reasonLimit).toStdString());
    });
}

void ReviewPage::makeFooter() {
    close_ = makeButton(tr("Close"), ButtonKind::secondary, QStringLiteral("closeInvitationButton"));
    decline_ = makeButton(tr("Decline…"), ButtonKind::danger, QStringLiteral("declineButton"));
    join_ = makeButton(tr("Join"), ButtonKind::primary, QStringLiteral("joinButton"), QStringLiteral("link"));
    agree_ = makeButton(tr("Agree and take part"), ButtonKind::primary, QStringLiteral("agreeButton"),
                        QStringLiteral("check"));
    footer()->addWidget(close_);
    footer()->addWidget(decline_);
    footerNote_ = addFooterNote({});
    footer()->addWidget(join_);
    footer()->addWidget(agree_);
    connect(close_, &QPushButton::clicked, this, &ReviewPage::closeWanted);
    connect(join_, &QPushButton::clicked, this, &ReviewPage::join);
    connect(decline_, &QPushButton::clicked, this, [this] { showDecline(true); });
    connect(agree_, &QPushButton::clicked, this, &ReviewPage::agree);
}

void ReviewPage::setInert(bool inert) {
    close_->setVisible(inert);
    join_->setVisible(inert);
    decline_->setVisible(!inert);
    agree_->setVisible(!inert);
    dataArea_->setVisible(!inert);
    fingerprintRow_->setVisible(inert);
    declineCard_->setVisible(false);
    if (inert) {
        badge_->set(tr("Not joined"), Tone::neutral, QStringLiteral("mail-open"));
        footerNote_->setText(tr("Nobody has been contacted yet. Joining tells them that you are there."));
    } else {
        badge_->set(tr("Your turn"), Tone::warning, QStringLiteral("eye"));
    }
    updateAgree();
}

void ReviewPage::showInvitation(const api::InvitationView& invitation) {
    leaveSession();
    invitation_ = invitation;
    banner_->setVisible(false);
    header()->setTitle(plain(invitation.title, 120));
    header()->setSubtitle(plain(invitation.proposal.question));
    organisation_->setText(plain(invitation.organisation, 80));
    person_->setText(tr("%1 invites you").arg(plain(invitation.person, 80)));
    fingerprint_->setText(plain(invitation.fingerprint, 120));
    showCautions(*caution_, engine_->cautions(invitation.question, {invitation.fingerprint}));
    QStringList addresses;
    for (const auto& endpoint : invitation.endpoints) addresses << plain(endpoint, 120);
    facts_->setText(
        tr("%1 participants, you included\nOpen until %2\nAt %3")
            .arg(invitation.participants)
            .arg(formatDateTime(invitation.expires), addresses.mid(0, 3).join(QStringLiteral(", "))));
    panel_->setProposal(invitation.proposal, plain(invitation.proposal_hash, 128));
    showAsked(invitation.proposal.asked, invitation.place);
    setInert(true);
    // The time of the other side counts as well, so this only spares a try that would fail.
    const bool expired = invitation.expires < wallNow();
    join_->setEnabled(!expired);
    if (expired) banner_->show(Tone::warning, faultMessage(error(Fault::invitation_expired)));
}

void ReviewPage::showSession(const api::SessionView& view, const api::SessionPtr& session) {
    session_ = session;
    if (shownSession_ == view.id) return;
    leaveSession();
    session_ = session;
    shownSession_ = view.id;
    banner_->setVisible(false);
    header()->setTitle(plain(view.title, 120));
    header()->setSubtitle(plain(view.proposal.question));
    for (const auto& participant : view.participants) {
        if (participant.place != 0) continue;
        organisation_->setText(plain(participant.display(), 80));
        person_->setText(participant.verified.empty()
                             ? tr("%1 invites you").arg(plain(participant.person, 80))
                             : tr("%1 invites you · known %2")
                                   .arg(plain(participant.person, 80), plain(participant.verified, 80)));
    }
    facts_->setText(tr("With %1").arg(partnersText(view)));
    panel_->setProposal(view.proposal, plain(view.proposal_hash, 128));
    showAsked(view.proposal.asked, placeOf(view));
    std::vector<std::string> others;
    for (const auto& participant : view.participants)
        if (!participant.me && !participant.fingerprint.empty()) others.push_back(participant.fingerprint);
    showCautions(*caution_, engine_->cautions(view.question, others));
    dataNote_->setText(
        std::holds_alternative<api::DecisionQuestion>(view.question)
            ? tr("Choose a spreadsheet and its columns, or type what is asked of you. Nothing is sent before "
                 "you agree.")
            : tr("Choose the spreadsheet and say which of your columns is meant. Nothing is sent "
                 "before you agree."));
    data_ = new DataPanel(engine_, files_, dataArea_);
    connect(data_, &DataPanel::contributionChanged, this,
            [this](const api::Contribution& contribution, bool acceptable) {
                contribution_ = contribution;
                acceptable_ = acceptable;
                updateAgree();
            });
    dataPlace_->addWidget(data_);
    if (const auto* total = std::get_if<api::TotalQuestion>(&view.question); total && total->compares())
        addRules();
    orderFocus(this);
    data_->setQuestion(view.question, partnersOf(view), placeOf(view));
    setInert(false);
}

void ReviewPage::leaveSession() {
    delete joining_;
    joining_ = nullptr;
    delete agreeing_;
    agreeing_ = nullptr;
    session_.reset();
    shownSession_.clear();
    contribution_ = {};
    acceptable_ = false;
    reason_->clear();
    if (data_) {
        data_->hide();
        data_->deleteLater();
        data_ = nullptr;
    }
    if (rulesCard_) {
        rulesCard_->hide();
        rulesCard_->deleteLater();
        rulesCard_ = nullptr;
    }
}

/// Own rules, besides those of the proposal.
void ReviewPage::addRules() {
    rulesCard_ =
        new Card(tr("Stricter rules of your own"),
                 tr("If you need stricter rules than the proposal has, ask for them here: of all "
                    "participants' rules, the strictest hold for everybody. Your partners see them."));
    auto* form = new RulesForm;
    rulesCard_->body()->addWidget(form);
    connect(form, &RulesForm::changed, this, [this, form] { data_->state().setRules(form->rules()); });
    dataPlace_->addWidget(rulesCard_);
}

void ReviewPage::showAsked(const std::vector<api::AskedColumn>& asked, std::uint16_t place) {
    clear(asked_);
    for (const auto& column : asked) {
        if (!column.asks(place)) continue;
        auto* row = new QHBoxLayout;
        row->setSpacing(spaceM);
        row->addWidget(new IconLabel(QStringLiteral("table"), Ink::accent, 18), 0, Qt::AlignTop);
        auto* texts = new QVBoxLayout;
        texts->setSpacing(2);
        texts->addWidget(makeLabel(plain(column.name, 80), TextRole::strong));
        texts->addWidget(makeMutedLabel(column.vote      ? tr("a yes or no, %1").arg(plain(column.purpose))
                                        : column.numeric ? tr("numbers, %1").arg(plain(column.purpose))
                                                         : plain(column.purpose),
                                        TextRole::caption));
        row->addLayout(texts, 1);
        asked_->addLayout(row);
    }
}

void ReviewPage::updateAgree() {
    agree_->setEnabled(session_ && acceptable_ && !agreeing_);
    dataArea_->setEnabled(!agreeing_);
    if (agree_->isVisibleTo(this)) {
        const bool checking = agreeing_ || (data_ && data_->state().checking());
        footerNote_->setText(checking      ? tr("Checking your data…")
                             : acceptable_ ? tr("By agreeing you sign the proposal that is shown here.")
                             : data_ && data_->state().check()
                                 ? tr("Put your data right to be able to agree.")
                                 : tr("Choose your data to be able to agree."));
    }
}

void ReviewPage::join() {
    if (joining_) return;
    joining_ = new BeginAction(engine_, invitation_.path, joinDeadline, this);
    connect(joining_, &BeginAction::finished, this, &ReviewPage::joinFinished);
    join_->setEnabled(false);
}

void ReviewPage::joinFinished(const Result<api::SessionPtr>& outcome) {
    joining_->deleteLater();
    joining_ = nullptr;
    join_->setEnabled(true);
    if (!outcome.ok()) {
        banner_->show(Tone::error, faultMessage(outcome.error()));
        reveal(banner_);
        return;
    }
    Q_EMIT joined(*outcome);
}

void ReviewPage::agree() {
    if (!session_ || !acceptable_ || agreeing_) return;
    banner_->setVisible(false);
    agreeing_ = new AgreeAction(session_, contribution_, this);
    connect(agreeing_, &AgreeAction::finished, this, &ReviewPage::agreed);
    updateAgree();
}

void ReviewPage::agreed(const Status& outcome) {
    agreeing_->deleteLater();
    agreeing_ = nullptr;
    if (outcome.ok()) {
        // The view moves on by itself; until then nothing can be pressed twice.
        agree_->setEnabled(false);
        return;
    }
    updateAgree();
    banner_->show(Tone::error, faultMessage(outcome.error()));
    reveal(banner_);
}

void ReviewPage::showDecline(bool on) {
    declineCard_->setVisible(on);
    decline_->setEnabled(!on);
    if (!on) return;
    reason_->setFocus();
    reveal(declineCard_);
}

}  // namespace tacit::ui
