#include "ui/widgets/participant_list.h"

#include <QClipboard>
#include <QDesktopServices>
#include <QFileInfo>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QUrl>

#include "ui/text/format.h"
#include "ui/text/sanitize.h"
#include "ui/theme/theme.h"
#include "ui/widgets/badge.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/icon_label.h"
#include "ui/widgets/page.h"

namespace tacit::ui {

ParticipantRow::ParticipantRow(int place, QWidget* parent)
    : QWidget(parent),
      icon_(new IconLabel(QStringLiteral("building"), Ink::accent, 20)),
      name_(makeLabel({}, TextRole::strong)),
      person_(makeMutedLabel({}, TextRole::caption)),
      fingerprint_(makeMutedLabel({}, TextRole::mono)),
      badge_(new Badge),
      invitation_(new QWidget),
      path_(new ElidedLabel(Qt::ElideMiddle)),
      copied_(makeMutedLabel(tr("Copied"), TextRole::caption)) {
    setObjectName(QStringLiteral("participant%1").arg(place));
    icon_->setDisc(Tone::accent, 40);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, spaceM, 0, spaceM);
    row->setSpacing(spaceM);
    row->addWidget(icon_, 0, Qt::AlignTop);
    auto* middle = new QVBoxLayout;
    middle->setSpacing(2);
    middle->addWidget(name_);
    middle->addWidget(person_);
    fingerprint_->setObjectName(QStringLiteral("fingerprint%1").arg(place));
    fingerprint_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    fingerprint_->setToolTip(tr("Fingerprint of this participant's key, to compare by voice"));
    middle->addWidget(fingerprint_);
    auto* top = new QHBoxLayout;
    top->setSpacing(spaceM);
    top->addLayout(middle, 1);
    top->addWidget(badge_, 0, Qt::AlignTop);
    auto* right = new QVBoxLayout;
    right->setSpacing(0);
    right->addLayout(top);
    right->addWidget(invitation_);
    row->addLayout(right, 1);

    auto* line = new QHBoxLayout(invitation_);
    line->setContentsMargins(0, spaceXs, 0, 0);
    line->setSpacing(spaceXs);
    line->addWidget(new IconLabel(QStringLiteral("file"), Ink::muted, 16));
    path_->setMuted(true);
    path_->setObjectName(QStringLiteral("invitationPath%1").arg(place));
    line->addWidget(path_, 1);
    line->addWidget(copied_);
    auto* copy = makeIconButton(QStringLiteral("copy"), tr("Copy the path of invitation %1").arg(place),
                                QStringLiteral("copyInvitation%1").arg(place));
    auto* folder = makeIconButton(QStringLiteral("folder"), tr("Open the folder of invitation %1").arg(place),
                                  QStringLiteral("openInvitationFolder%1").arg(place));
    line->addWidget(copy);
    line->addWidget(folder);
    copied_->setVisible(false);
    copied_->setWordWrap(false);
    connect(copy, &QToolButton::clicked, this, &ParticipantRow::copyPath);
    connect(folder, &QToolButton::clicked, this, [this] {
        QDesktopServices::openUrl(QUrl::fromLocalFile(QFileInfo(path_->text()).absolutePath()));
    });
}

void ParticipantRow::copyPath() {
    QGuiApplication::clipboard()->setText(path_->text());
    copied_->setVisible(true);
}

void ParticipantRow::set(const api::ParticipantView& participant) {
    const bool known = !participant.organisation.empty();
    icon_->setIcon(known ? QStringLiteral("building") : QStringLiteral("mail-open"),
                   known ? Ink::accent : Ink::muted);
    icon_->setDisc(known ? Tone::accent : Tone::neutral, 40);
    name_->setText(participantName(participant));
    QStringList about;
    if (participant.place == 0) about << tr("Organizer");
    //: Where not everybody computes: this participant holds encrypted pieces of everybody's numbers.
    if (participant.computes) about << tr("Computes for all");
    if (!participant.person.empty()) about << plain(participant.person, 80);
    if (!participant.verified.empty()) about << tr("known %1").arg(plain(participant.verified, 80));
    if (!known) about << tr("Waiting for this invitation to be opened");
    person_->setText(about.join(QStringLiteral(" · ")));
    person_->setVisible(!about.isEmpty());
    const QString fingerprint = plain(participant.fingerprint, 120);
    fingerprint_->setText(fingerprint);
    fingerprint_->setAccessibleName(tr("Fingerprint of the key: %1").arg(fingerprint));
    fingerprint_->setVisible(!fingerprint.isEmpty());
    const StateText state = participantText(participant.state);
    badge_->set(state.text, state.tone, state.icon);
    const QString path = plain(participant.invitation_file, 4096);
    // Nobody can use an invitation twice, so its file matters until its partner has joined.
    const bool open = !path.isEmpty() && participant.state == api::ParticipantState::invited;
    path_->setText(path);
    invitation_->setVisible(open);
    setAccessibleName(QStringLiteral("%1, %2").arg(name_->text(), state.text));
}

ParticipantList::ParticipantList(QWidget* parent) : QWidget(parent), column_(new QVBoxLayout(this)) {
    column_->setContentsMargins(0, 0, 0, 0);
    column_->setSpacing(0);
}

void ParticipantList::set(const std::vector<api::ParticipantView>& participants) {
    while (rows_.size() > participants.size()) {
        delete rows_.back();
        rows_.pop_back();
    }
    for (std::size_t i = 0; i < participants.size(); ++i) {
        if (i == rows_.size()) {
            rows_.push_back(new ParticipantRow(static_cast<int>(i)));
            column_->addWidget(rows_.back());
            Page::orderFocus(this);
        }
        rows_[i]->set(participants[i]);
    }
}

}  // namespace tacit::ui
