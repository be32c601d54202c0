#include "ui/pages/wizard/review_step.h"

#include <QCheckBox>
#include <QFileInfo>
#include <QGridLayout>
#include <QLabel>
#include <QSignalBlocker>

#include "ui/text/estimate_text.h"
#include "ui/text/fault_text.h"
#include "ui/text/sanitize.h"
#include "ui/theme/theme.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/card.h"
#include "ui/widgets/who_learns_panel.h"

namespace tacit::ui {

namespace {

QString fingerprintOf(const api::ProposalText& text) {
    QStringList parts{QString::fromStdString(text.question), QString::fromStdString(text.security)};
    for (const auto& line : text.learns) parts << QString::fromStdString(line.who + line.text);
    for (const auto& line : text.never) parts << QString::fromStdString(line);
    for (const auto& line : text.beware) parts << QString::fromStdString(line);
    return parts.join(QChar(0x1f));
}

}  // namespace

ReviewStep::ReviewStep(WizardState& state, QWidget* parent)
    : Page(QStringLiteral("wizardReviewPage"), wizardColumn, parent),
      state_(state),
      banner_(new Banner(QStringLiteral("hostBanner"), column())),
      caution_(new Banner(QStringLiteral("cautionBanner"), column())),
      refused_(new Banner(QStringLiteral("refusedBanner"), column())),
      warned_(new Banner(QStringLiteral("warningsBanner"), column())),
      advice_(new Banner(QStringLiteral("hostsAdviceBanner"), column())),
      panel_(new WhoLearnsPanel),
      read_(new QCheckBox(tr("I have read who learns what"))) {
    header()->setTitle(tr("Who learns what"));
    header()->setSubtitle(
        tr("Your partners will read the same words, and all of you sign them before anything is computed."));
    content()->addWidget(banner_);
    content()->addWidget(refused_);
    content()->addWidget(warned_);
    content()->addWidget(caution_);
    auto* summary = new Card(column());
    factsPlace_ = summary->body();
    content()->addWidget(summary);
    content()->addWidget(advice_);
    auto* words = new Card(column());
    words->body()->addWidget(panel_);
    content()->addWidget(words);
    auto* confirm = new Card(column());
    read_->setObjectName(QStringLiteral("readCheck"));
    read_->setAccessibleName(read_->text());
    confirm->body()->setContentsMargins(spaceXl, spaceL, spaceXl, spaceL);
    confirm->body()->addWidget(read_, 0, Qt::AlignLeft);
    content()->addWidget(confirm);
    content()->addStretch(1);
    connect(advice_, &Banner::actionTriggered, this, [this] {
        if (!state_.estimate()) return;
        const int hosts = state_.estimate()->advised.hosts;
        state_.answer([&](auto& answers) { answers.hosts = hosts; });
    });
    connect(read_, &QCheckBox::toggled, this, [this](bool on) { state_.setRead(on); });
    connect(&state_, &WizardState::changed, this, &ReviewStep::refresh);
    connect(&state_, &WizardState::pageChanged, this, &ReviewStep::clearError);
    refresh();
}

void ReviewStep::showError(const Error& error) {
    auto message = faultMessage(error);
    message.means = tr("No session was made, and nothing has left this computer.");
    banner_->Banner::show(Tone::error, message);
}

void ReviewStep::clearError() {
    banner_->hide();
}

void ReviewStep::refreshAdvice() {
    const auto problems = state_.problems(WizardPage::review);
    const bool refused = !problems.empty() && problems.front().field == QStringLiteral("refused");
    if (refused)
        refused_->Banner::show(Tone::error,
                               {tr("Your data does not do for this session."), problems.front().text,
                                tr("Go back to your data, or invite fewer partners.")});
    refused_->setVisible(refused);
    QStringList warnings;
    for (const auto& warning : state_.warnings()) warnings << plain(warning, 400);
    if (!warnings.isEmpty())
        warned_->Banner::show(Tone::warning,
                              {tr("Your numbers may not be as you expect."), warnings.join(u' '),
                               tr("Go back to your data if something is mistyped, or go on.")});
    warned_->setVisible(!warnings.isEmpty());
    const auto advice = state_.estimate() ? hostsAdvice(*state_.estimate()) : std::nullopt;
    if (advice) advice_->Banner::show(Tone::info, *advice, tr("Let only these compute"));
    advice_->setVisible(advice.has_value());
}

void ReviewStep::addFact(const QString& name, const QString& value) {
    auto* grid = static_cast<QGridLayout*>(facts_->layout());
    const int row = grid->rowCount();
    auto* label = makeMutedLabel(name);
    label->setWordWrap(false);
    grid->addWidget(label, row, 0, Qt::AlignTop);
    grid->addWidget(makeLabel(value, row == 1 ? TextRole::strong : TextRole::body), row, 1);
}

void ReviewStep::refresh() {
    const QSignalBlocker quiet(read_);
    read_->setChecked(state_.read());
    if (state_.page() != WizardPage::review) return;
    const auto proposal = state_.proposal();
    if (!proposal) return;
    if (const auto text = fingerprintOf(*proposal); text != shown_) {
        shown_ = text;
        panel_->setProposal(*proposal);
        showCautions(*caution_, state_.cautions());
    }
    delete facts_;
    facts_ = new QWidget;
    facts_->setProperty("transparent", true);
    auto* grid = new QGridLayout(facts_);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(spaceXl);
    grid->setVerticalSpacing(spaceS);
    grid->setColumnMinimumWidth(0, 150);
    grid->setColumnStretch(1, 1);
    const auto& answers = state_.answers();
    addFact(tr("Session"), answers.title.trimmed());
    addFact(tr("Question"), plain(proposal->question));
    if (state_.expects())
        for (const auto& asked : proposal->asked)
            addFact(tr("Everyone is asked for"),
                    plain(asked.name, 60) + QStringLiteral(": ") + plain(asked.purpose, 200));
    const auto folder = plain(answers.folder);
    addFact(tr("Invitations"),
            state_.partners() == 1
                ? tr("1 file in %1").arg(folder)
                : tr("%1 files in %2, one for each partner").arg(state_.partners()).arg(folder));
    addFact(tr("Partners reach you"), answers.address.isEmpty()
                                          ? tr("on this computer only")
                                          : tr("over the network, at %1").arg(answers.address));
    if (state_.estimating())
        addFact(tr("Time and traffic"), tr("being worked out…"));
    else if (state_.estimate())
        addFact(tr("Time and traffic"), estimateText(*state_.estimate()));
    factsPlace_->addWidget(facts_);
    refreshAdvice();
}

}  // namespace tacit::ui
