#include "ui/pages/result_page.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QScrollBar>
#include <QTableView>

#include "ui/model/result_models.h"
#include "ui/pages/saving.h"
#include "ui/text/decision_text.h"
#include "ui/text/format.h"
#include "ui/text/rules_text.h"
#include "ui/text/sanitize.h"
#include "ui/theme/theme.h"
#include "ui/widgets/badge.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/card.h"
#include "ui/widgets/data_tables.h"
#include "ui/widgets/icon_label.h"
#include "ui/widgets/participant_list.h"
#include "ui/widgets/stat_tile.h"
#include "ui/widgets/who_learns_panel.h"

namespace tacit::ui {
namespace {

constexpr int resultRowHeight = 40;

QTableView* makeTable(QAbstractItemModel* model, const QString& objectName, const QString& name) {
    auto* table = new QTableView;
    table->setObjectName(objectName);
    table->setAccessibleName(name);
    table->setModel(model);
    table->setShowGrid(false);
    table->setWordWrap(false);
    table->setTabKeyNavigation(false);
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->verticalHeader()->hide();
    table->verticalHeader()->setDefaultSectionSize(resultRowHeight);
    table->horizontalHeader()->setHighlightSections(false);
    table->horizontalHeader()->setResizeContentsPrecision(measuredRows);
    table->horizontalHeader()->setSectionsClickable(false);
    return table;
}

QString signOf(const api::DecisionResult& result) {
    if (result.withheld) return QStringLiteral("eye-off");
    if (result.kind == api::AnswerKind::names)
        return result.places.size() > 1 ? QStringLiteral("users") : QStringLiteral("building");
    if (result.kind == api::AnswerKind::number) return QStringLiteral("total");
    return result.answer ? QStringLiteral("check-circle") : QStringLiteral("x-circle");
}

}  // namespace

ResultPage::ResultPage(FileChooser& files, QWidget* parent)
    : Page(QStringLiteral("resultPage"), 1120, parent),
      banner_(new Banner(QStringLiteral("resultBanner"))),
      saving_(new Saving(files, *banner_, *this)),
      badge_(new Badge),
      totalModel_(new TotalResultModel(this)),
      rowsModel_(new RowsModel(this)),
      panel_(new WhoLearnsPanel),
      receiptNote_(makeMutedLabel({})),
      participants_(new ParticipantList),
      saveResult_(makeButton(tr("Save as CSV…"), ButtonKind::primary, QStringLiteral("saveResultButton"),
                             QStringLiteral("download"))),
      saveReceipt_(makeButton(tr("Save receipt…"), ButtonKind::secondary, QStringLiteral("saveReceiptButton"),
                              QStringLiteral("receipt"))) {
    header()->setBackVisible(true, tr("Back to all sessions"));
    header()->side()->addWidget(badge_);
    content()->addWidget(banner_);
    total_ = makeTotal();
    overlap_ = makeOverlap();
    decision_ = makeDecision();
    notForYou_ = makeNotForYou();
    for (QWidget* widget : {total_, overlap_, decision_, notForYou_}) content()->addWidget(widget);

    auto* row = new QHBoxLayout;
    row->setSpacing(spaceL);
    auto* agreed = new Card;
    agreed->body()->addWidget(panel_);
    agreed->body()->addStretch(1);
    row->addWidget(agreed, 3);
    auto* people = new Card(tr("Participants"));
    people->body()->addWidget(receiptNote_);
    people->body()->addWidget(participants_);
    people->body()->addStretch(1);
    row->addWidget(people, 2);
    content()->addLayout(row);
    content()->addStretch(1);

    auto* home = makeButton(tr("All sessions"), ButtonKind::secondary, QStringLiteral("resultHomeButton"));
    footer()->addWidget(home);
    footer()->addStretch(1);
    footer()->addWidget(saveReceipt_);
    footer()->addWidget(saveResult_);
    connect(home, &QPushButton::clicked, this, &ResultPage::homeWanted);
    connect(saveResult_, &QPushButton::clicked, saving_, [this] { saving_->save(SaveAction::What::result); });
    connect(saveReceipt_, &QPushButton::clicked, saving_,
            [this] { saving_->save(SaveAction::What::receipt); });
    connect(saving_, &Saving::changed, this, &ResultPage::updateActions);
}

QWidget* ResultPage::makeTotal() {
    auto* card = new Card;
    card->body()->setSpacing(spaceXl);
    card->body()->setContentsMargins(spaceXxl, spaceXxl, spaceXxl, spaceXxl);
    auto* row = new QHBoxLayout;
    row->setSpacing(spaceXl);
    totalMain_ = new StatTile(QStringLiteral("totalSum"), StatTile::Size::large);
    totalMean_ = new StatTile(QStringLiteral("totalMean"));
    totalCount_ = new StatTile(QStringLiteral("totalCount"));
    totalContributors_ = new StatTile(QStringLiteral("totalContributors"));
    row->addWidget(totalMain_, 5, Qt::AlignBottom);
    row->addWidget(totalMean_, 3, Qt::AlignBottom);
    row->addWidget(totalCount_, 2, Qt::AlignBottom);
    row->addWidget(totalContributors_, 2, Qt::AlignBottom);
    card->body()->addLayout(row);
    totalNote_ = makeMutedLabel({}, TextRole::caption);
    totalNote_->setObjectName(QStringLiteral("totalNote"));
    QTableView* table =
        makeTable(totalModel_, QStringLiteral("totalTable"), tr("Sum, count and mean per column"));
    table->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    table->setVerticalScrollBarPolicy(Qt::ScrollBarAsNeeded);
    totalTable_ = table;
    card->body()->addWidget(table);
    card->body()->addWidget(totalNote_);
    return card;
}

QWidget* ResultPage::makeOverlap() {
    auto* area = new QWidget;
    auto* column = new QVBoxLayout(area);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(spaceL);
    auto* card = new Card;
    card->body()->setContentsMargins(spaceXxl, spaceXxl, spaceXxl, spaceXxl);
    auto* row = new QHBoxLayout;
    row->setSpacing(spaceXl);
    overlapMain_ = new StatTile(QStringLiteral("overlapCount"), StatTile::Size::large);
    overlapMine_ = new StatTile(QStringLiteral("overlapMine"));
    overlapPartner_ = new StatTile(QStringLiteral("overlapPartner"));
    overlapRows_ = new StatTile(QStringLiteral("overlapRows"));
    row->addWidget(overlapMain_, 4, Qt::AlignBottom);
    for (StatTile* tile : {overlapRows_, overlapMine_, overlapPartner_})
        row->addWidget(tile, 3, Qt::AlignBottom);
    card->body()->addLayout(row);
    overlapNote_ = makeMutedLabel({}, TextRole::caption);
    card->body()->addWidget(overlapNote_);
    column->addWidget(card);

    auto* rows = new Card;
    rows->body()->addWidget(makeLabel(tr("Your matching rows"), TextRole::heading));
    rowsNote_ = makeMutedLabel({});
    rows->body()->addWidget(rowsNote_);
    QTableView* table = makeTable(rowsModel_, QStringLiteral("overlapTable"), tr("Your matching rows"));
    table->setMinimumHeight(8 * resultRowHeight);
    table->horizontalHeader()->setStretchLastSection(true);
    table->horizontalHeader()->setDefaultSectionSize(190);
    rows->body()->addWidget(table);
    rowsTable_ = table;
    rowsCard_ = rows;
    column->addWidget(rows);
    return area;
}

QWidget* ResultPage::makeDecision() {
    auto* card = new Card;
    card->setObjectName(QStringLiteral("decisionCard"));
    card->body()->setContentsMargins(spaceXxl, spaceXxl, spaceXxl, spaceXxl);
    auto* row = new QHBoxLayout;
    row->setSpacing(spaceXl);
    // Neither answer is the good one: both come in the same colour.
    decisionSign_ = new IconLabel(QStringLiteral("check-circle"), Ink::accent, 40);
    decisionSign_->setDisc(Tone::accent, 80);
    row->addWidget(decisionSign_, 0, Qt::AlignTop);
    auto* texts = new QVBoxLayout;
    texts->setSpacing(spaceS);
    decisionQuestion_ = makeMutedLabel({}, TextRole::heading);
    decisionAnswer_ = makeLabel({}, TextRole::display);
    decisionMeaning_ = makeLabel({});
    decisionQuestion_->setObjectName(QStringLiteral("decisionQuestion"));
    decisionAnswer_->setObjectName(QStringLiteral("decisionAnswer"));
    decisionMeaning_->setObjectName(QStringLiteral("decisionMeaning"));
    for (QLabel* label : {decisionQuestion_, decisionAnswer_, decisionMeaning_}) texts->addWidget(label);
    decisionNote_ = makeMutedLabel({});
    decisionNote_->setObjectName(QStringLiteral("decisionNote"));
    texts->addWidget(decisionNote_);
    row->addLayout(texts, 1);
    card->body()->addLayout(row);
    return card;
}

QWidget* ResultPage::makeNotForYou() {
    auto* card = new Card;
    card->setObjectName(QStringLiteral("notForYouCard"));
    card->body()->setContentsMargins(spaceXxl, spaceXxl, spaceXxl, spaceXxl);
    auto* row = new QHBoxLayout;
    row->setSpacing(spaceL);
    auto* sign = new IconLabel(QStringLiteral("check-circle"), Ink::success, 28);
    sign->setDisc(Tone::success, 56);
    row->addWidget(sign, 0, Qt::AlignTop);
    auto* texts = new QVBoxLayout;
    texts->setSpacing(spaceS);
    texts->addWidget(makeLabel(tr("The session is complete. The result is not for you."), TextRole::heading));
    texts->addWidget(
        makeLabel(tr("As agreed, only others receive it. Your contribution was used for this one question, "
                     "your rows never left this computer, and you have learnt nothing about the other "
                     "data beyond what the agreement below says.")));
    texts->addWidget(
        makeMutedLabel(tr("Your receipt proves what was agreed. Save it if somebody may ask for it.")));
    row->addLayout(texts, 1);
    card->body()->addLayout(row);
    return card;
}

void ResultPage::show(const api::SessionView& view, const api::SessionPtr& session) {
    if (view.id != view_.id) banner_->setVisible(false);
    view_ = view;
    saving_->setSession(view, session);
    header()->setTitle(plain(view.title, 120));
    header()->setSubtitle(tr("%1 · %2").arg(plain(view.proposal.question), formatDateTime(view.updated)));
    const StateText state = stageText(view);
    badge_->set(state.text, state.tone, state.icon);
    panel_->setProposal(view.proposal, plain(view.proposal_hash, 128));
    participants_->set(view.participants);
    const auto* total = view.result ? std::get_if<api::TotalResult>(&*view.result) : nullptr;
    const auto* overlap = view.result ? std::get_if<api::OverlapResult>(&*view.result) : nullptr;
    const auto* decision = view.result ? std::get_if<api::DecisionResult>(&*view.result) : nullptr;
    decision_->setVisible(decision != nullptr);
    if (decision) showDecision(*decision);
    total_->setVisible(total != nullptr);
    overlap_->setVisible(overlap != nullptr);
    notForYou_->setVisible(!total && !overlap && !decision);
    if (total) showTotal(*total);
    if (overlap) showOverlap(*overlap);
    saveResult_->setVisible(total || overlap || decision);
    receiptNote_->setText(receiptText(view.receipt));
    if (const auto note = lateNote(view); note && banner_->isHidden()) banner_->show(Tone::warning, *note);
    updateActions();
}

void ResultPage::updateActions() {
    saveResult_->setEnabled(saving_->canSave());
    saveReceipt_->setEnabled(saving_->canSave() && view_.receipt.kept);
}

void ResultPage::showTotal(const api::TotalResult& result) {
    totalModel_->setResult(result);
    totalContributors_->set(formatCount(result.contributors), tr("contributors"));
    if (result.columns.empty()) return;
    const api::TotalColumn& first = result.columns.front();
    totalMain_->set(
        first.hidden ? tr("Hidden") : formatDecimal(first.sum),
        first.hidden ? tr("Sum of “%1” over all contributors: hidden by the rules").arg(plain(first.name, 60))
                     : tr("Sum of “%1” over all contributors").arg(plain(first.name, 60)));
    totalMean_->set(first.mean.empty() ? QStringLiteral("–") : formatDecimal(first.mean), tr("mean"));
    totalCount_->set(first.hidden ? QStringLiteral("–") : formatCount(first.count), tr("values"));
    const auto rules = rulesTexts(result.rules);
    QStringList notes;
    if (!result.statistics.empty() && !result.group.empty())
        notes << tr(
            "Smallest, quartiles, median and largest are of the participants' own sums in a category: "
            "everybody who has a value in it counts once.");
    else if (!result.statistics.empty())
        notes << tr(
            "Smallest, quartiles, median and largest are of the participants' own sums: everybody who "
            "has a value counts once.");
    if (!rules.isEmpty()) {
        auto text =
            tr("A number is shown only under these rules, the strictest of all participants: %1 What is "
               "hidden, nobody has learnt: no participant's program has it.")
                .arg(rules.join(u' '));
        if (!result.group.empty())
            text += u' ' + tr("Where a category is hidden, so is the total over all, because the difference "
                              "would show it.");
        notes << text;
    }
    totalNote_->setVisible(!notes.isEmpty());
    totalNote_->setText(notes.join(u'\n'));
    totalTable_->setColumnHidden(TotalResultModel::Category, result.group.empty());
    // No number is cut short: with many columns the table scrolls sideways.
    const bool many = !result.statistics.empty();
    auto* columns = totalTable_->horizontalHeader();
    columns->setSectionResizeMode(many ? QHeaderView::ResizeToContents : QHeaderView::Stretch);
    if (many) columns->setSectionResizeMode(TotalResultModel::Name, QHeaderView::Stretch);
    const int rows = std::min(totalModel_->rowCount(), 10);
    totalTable_->setFixedHeight(rows * resultRowHeight + columns->sizeHint().height() + 2 +
                                (many ? totalTable_->horizontalScrollBar()->sizeHint().height() : 0));
    totalTable_->setVisible(totalModel_->rowCount() > 1 || !result.statistics.empty());
}

void ResultPage::showOverlap(const api::OverlapResult& result) {
    overlapMain_->set(formatCount(result.count), tr("keys in common"));
    const bool rows = result.reveal == api::Reveal::rows;
    overlapRows_->setVisible(rows);
    overlapRows_->set(formatCount(result.matching_rows), tr("of your rows match"));
    overlapMine_->set(formatCount(result.distinct),
                      tr("different keys in your %1 rows").arg(formatCount(result.rows)));
    overlapNote_->setText(
        tr("%1 of your rows had a blank key and were left out.").arg(formatCount(result.blank)));
    overlapNote_->setVisible(result.blank > 0);
    overlapPartner_->set(formatCount(result.partner_distinct), tr("different keys of your partner"));
    rowsCard_->setVisible(rows);
    // The rows of a result never change, and the page is shown anew with every news of the session.
    if (!rows || rowsOf_ == view_.id) return;
    rowsOf_ = view_.id;
    rowsModel_->setRows(result.header, result.preview);
    rowsTable_->resizeColumnsToContents();
    for (int column = 0; column < rowsModel_->columnCount(); ++column) {
        rowsTable_->setColumnWidth(column, qBound(110, rowsTable_->columnWidth(column) + spaceL, 320));
    }
    rowsNote_->setText(
        result.preview.size() < result.matching_rows
            ? tr("The first %1 of %2 rows. The saved file has all of them.")
                  .arg(formatCount(result.preview.size()), formatCount(result.matching_rows))
            : tr("All %1 rows, with all your columns. The partner's columns are not here: they never "
                 "left the partner.")
                  .arg(formatCount(result.matching_rows)));
}

void ResultPage::showDecision(const api::DecisionResult& result) {
    decisionSign_->setIcon(signOf(result), Ink::accent);
    decisionAnswer_->setText(answerText(result));
    decisionNote_->setText(answerNote(result));
    decisionQuestion_->setText(plain(result.question, 600));
    decisionMeaning_->setText(plain(result.means, 600));
}

}  // namespace tacit::ui
