#include "ui/pages/receipt_page.h"

#include <QFileInfo>
#include <QLabel>
#include <QPushButton>

#include "ui/text/fault_text.h"
#include "ui/text/format.h"
#include "ui/text/sanitize.h"
#include "ui/theme/theme.h"
#include "ui/widgets/badge.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/card.h"
#include "ui/widgets/participant_list.h"
#include "ui/widgets/who_learns_panel.h"

namespace tacit::ui {
namespace {

struct ReceiptTexts {
    Q_DECLARE_TR_FUNCTIONS(ReceiptText)

  public:
    static QString keeper(const api::ReceiptReading& receipt) {
        for (const auto& participant : receipt.participants)
            if (participant.keeper) return plain(participant.organisation, 80);
        return {};
    }
    static Message verdict() {
        return {
            tr("This receipt is genuine."),
            tr("All signatures fit, and nothing in it was altered since it was saved."),
            tr("A name is what its key says of itself: compare the fingerprints below with those that the "
               "organisations show in their own programs.")};
    }
    /// How the run ended and who says so.
    static QString ending(const api::ReceiptReading& receipt) {
        const QString times =
            tr("Started %1, ended %2, by the clock of %3.")
                .arg(formatDateTime(receipt.started), formatDateTime(receipt.ended), keeper(receipt));
        const QString how = receipt.fault
                                ? tr("For %1 the run failed: %2")
                                      .arg(keeper(receipt), faultMessage({*receipt.fault, {}, {}}).happened)
                                : tr("For %1 the run ended well.").arg(keeper(receipt));
        const QString word = receipt.confirmed_by_all()
                                 ? tr("All confirmed the end with their signatures.")
                                 : tr("How it ended is the word of %1 alone: the others' confirmations did "
                                      "not arrive.")
                                       .arg(keeper(receipt));
        return times + ' ' + how + ' ' + word;
    }
};

std::vector<api::ParticipantView> participantViews(const api::ReceiptReading& receipt,
                                                   const std::string& me) {
    std::vector<api::ParticipantView> out;
    for (const auto& signatory : receipt.participants) {
        api::ParticipantView view;
        view.place = static_cast<std::uint16_t>(out.size());
        view.organisation = signatory.organisation;
        view.person = signatory.person;
        view.fingerprint = signatory.fingerprint;
        view.me = !me.empty() && signatory.fingerprint == me;
        view.state = signatory.confirmed ? api::ParticipantState::finished : api::ParticipantState::ready;
        out.push_back(std::move(view));
    }
    return out;
}

}  // namespace

ReceiptPage::ReceiptPage(QWidget* parent)
    : Page(QStringLiteral("receiptPage"), 1120, parent),
      badge_(new Badge),
      banner_(new Banner(QStringLiteral("receiptBanner"))),
      people_(new Card(tr("Signed by"), tr("All of these agreed to exactly what is said below."))),
      question_(new Card(tr("What was agreed"))),
      whoLearns_(new WhoLearnsPanel),
      times_(makeMutedLabel({})),
      participants_(new ParticipantList) {
    header()->setBackVisible(true, tr("Back to all sessions"));
    header()->side()->addWidget(badge_);
    content()->addWidget(banner_);
    times_->setObjectName(QStringLiteral("receiptTimes"));
    people_->body()->addWidget(times_);
    people_->body()->addWidget(participants_);
    content()->addWidget(people_);
    question_->body()->addWidget(whoLearns_);
    content()->addWidget(question_);
    content()->addStretch(1);
    auto* home = makeButton(tr("All sessions"), ButtonKind::secondary, QStringLiteral("receiptHomeButton"));
    auto* another = makeButton(tr("Check another…"), ButtonKind::primary,
                               QStringLiteral("receiptAnotherButton"), QStringLiteral("receipt"));
    footer()->addWidget(home);
    footer()->addStretch(1);
    footer()->addWidget(another);
    connect(home, &QPushButton::clicked, this, &ReceiptPage::homeWanted);
    connect(another, &QPushButton::clicked, this, &ReceiptPage::anotherWanted);
}

void ReceiptPage::show(const api::ReceiptReading& receipt, const std::string& me) {
    header()->setTitle(plain(receipt.title, 120));
    header()->setSubtitle(receipt.understood
                              ? plain(receipt.proposal.question, 300)
                              : tr("A question of the kind “%1”, which this version of Tacit does not know")
                                    .arg(plain(receipt.kind, 60)));
    badge_->set(tr("Genuine"), Tone::success, QStringLiteral("check-circle"));
    banner_->show(Tone::success, ReceiptTexts::verdict());
    times_->setText(ReceiptTexts::ending(receipt));
    participants_->set(participantViews(receipt, me));
    whoLearns_->setProposal(receipt.proposal, QString::fromStdString(receipt.proposal_hash));
    people_->setVisible(true);
    question_->setVisible(receipt.understood);
}

void ReceiptPage::refuse(const QString& path, const Error& error) {
    header()->setTitle(tr("Check a receipt"));
    header()->setSubtitle(plain(QFileInfo(path).fileName(), 200));
    badge_->set(tr("Not genuine"), Tone::error, QStringLiteral("x-circle"));
    banner_->show(Tone::error, faultMessage(error));
    people_->setVisible(false);
    question_->setVisible(false);
}

}  // namespace tacit::ui
