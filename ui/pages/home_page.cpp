#include "ui/pages/home_page.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QMessageBox>
#include <QPushButton>
#include <QShortcut>
#include <QTableView>

#include "ui/model/session_list_model.h"
#include "ui/text/fault_text.h"
#include "ui/text/format.h"
#include "ui/text/sanitize.h"
#include "ui/theme/theme.h"
#include "ui/widgets/action_card.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/card.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/session_delegate.h"

namespace tacit::ui {
namespace {

constexpr int homeRowHeight = 68;

}  // namespace

HomePage::HomePage(std::shared_ptr<api::Engine> engine, QWidget* parent)
    : Page(QStringLiteral("homePage"), 1120, parent),
      engine_(engine),
      model_(new SessionListModel(this)),
      sessions_(std::move(engine)) {
    header()->setTitle(tr("What do you want to find out together?"));
    header()->setSubtitle(
        tr("Your rows stay on this computer. Only encrypted pieces leave it, and only after everybody "
           "has agreed."));
    auto* receipt = makeButton(tr("Check a receipt…"), ButtonKind::quiet,
                               QStringLiteral("checkReceiptButton"), QStringLiteral("receipt"));
    header()->side()->addWidget(receipt);
    connect(receipt, &QPushButton::clicked, this, &HomePage::checkReceiptWanted);
    banner_ = new Banner(QStringLiteral("homeBanner"));
    content()->addWidget(banner_);

    auto* actions = new QHBoxLayout;
    actions->setSpacing(spaceL);
    auto* start = new ActionCard(QStringLiteral("plus"), tr("New session"),
                                 tr("Pick a question, choose your data and invite partners."), true,
                                 QStringLiteral("newSessionButton"));
    auto* join = new ActionCard(QStringLiteral("mail-open"), tr("Open invitation"),
                                tr("A partner sent you a .tacit file? Read it first, then decide."), false,
                                QStringLiteral("openInvitationButton"));
    actions->addWidget(start, 1);
    actions->addWidget(join, 1);
    content()->addLayout(actions);
    connect(start, &QPushButton::clicked, this, &HomePage::newSessionWanted);
    connect(join, &QPushButton::clicked, this, &HomePage::openInvitationWanted);

    auto* card = new Card;
    card->body()->setContentsMargins(1, 1, 1, radiusCard);
    card->body()->setSpacing(0);
    makeTable(card);
    list_ = card;
    content()->addSpacing(spaceS);
    content()->addWidget(card, 1);

    auto* emptyCard = new Card;
    emptyCard->body()->setContentsMargins(spaceXxl, spaceXxl, spaceXxl, spaceXxl);
    emptyCard->body()->addWidget(new EmptyState(
        tr("No sessions yet"), tr("A session asks one question once. It takes three steps."),
        {{QStringLiteral("table"), tr("Ask"),
          tr("Pick a question, such as a total or the customers in common, and the "
             "columns of your spreadsheet.")},
         {QStringLiteral("send"), tr("Invite"),
          tr("Send each partner its invitation file. Everybody reads who will "
             "learn what, and agrees or declines.")},
         {QStringLiteral("check-circle"), tr("Get the answer"),
          tr("The computers work it out from encrypted pieces. You get the result and a signed receipt.")}}));
    emptyCard->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    empty_ = emptyCard;
    content()->addWidget(emptyCard);
    content()->addStretch(0);
    connect(&sessions_, &SessionsBridge::changed, this, &HomePage::refresh);
    refresh();
}

void HomePage::makeTable(Card* card) {
    auto* head = new QHBoxLayout;
    head->setContentsMargins(spaceXl, spaceL, spaceL, spaceM);
    auto* heading = makeLabel(tr("Your sessions"), TextRole::heading);
    head->addWidget(heading, 1);
    open_ = makeButton(tr("Open"), ButtonKind::quiet, QStringLiteral("openSessionButton"),
                       QStringLiteral("chevron-right"));
    erase_ = makeButton(tr("Erase…"), ButtonKind::quiet, QStringLiteral("eraseSessionButton"),
                        QStringLiteral("trash"));
    head->addWidget(open_);
    head->addWidget(erase_);
    card->body()->addLayout(head);

    table_ = new QTableView;
    table_->setObjectName(QStringLiteral("sessionTable"));
    table_->setAccessibleName(tr("Your sessions"));
    table_->setProperty("embedded", true);
    table_->setModel(model_);
    table_->setItemDelegate(new SessionDelegate(table_));
    table_->setSelectionBehavior(QAbstractItemView::SelectRows);
    table_->setSelectionMode(QAbstractItemView::SingleSelection);
    table_->setTabKeyNavigation(false);
    table_->setShowGrid(false);
    table_->setMouseTracking(true);
    table_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    table_->verticalHeader()->hide();
    table_->verticalHeader()->setDefaultSectionSize(homeRowHeight);
    QHeaderView* columns = table_->horizontalHeader();
    columns->setHighlightSections(false);
    columns->setSectionsClickable(false);
    columns->setSectionResizeMode(QHeaderView::Fixed);
    columns->setSectionResizeMode(SessionListModel::Session, QHeaderView::Stretch);
    columns->resizeSection(SessionListModel::Partners, 310);
    columns->resizeSection(SessionListModel::State, 190);
    columns->resizeSection(SessionListModel::Updated, 160);
    table_->setMinimumHeight(3 * homeRowHeight);
    card->body()->addWidget(table_, 1);

    table_->setContextMenuPolicy(Qt::ActionsContextMenu);
    auto* openAction = new QAction(tr("Open"), table_);
    auto* eraseAction = new QAction(tr("Erase from this computer…"), table_);
    eraseAction->setShortcut(QKeySequence::Delete);
    eraseAction->setShortcutContext(Qt::WidgetShortcut);
    table_->addActions({openAction, eraseAction});
    connect(openAction, &QAction::triggered, this, &HomePage::openSelected);
    connect(eraseAction, &QAction::triggered, this, &HomePage::askToErase);
    connect(open_, &QPushButton::clicked, this, &HomePage::openSelected);
    connect(erase_, &QPushButton::clicked, this, &HomePage::askToErase);
    connect(table_, &QTableView::activated, this, &HomePage::openSelected);
    connect(table_, &QTableView::doubleClicked, this, &HomePage::openSelected);
    connect(table_->selectionModel(), &QItemSelectionModel::selectionChanged, this, &HomePage::updateActions);
    connect(model_, &QAbstractItemModel::modelReset, this, &HomePage::updateActions);
}

void HomePage::refresh() {
    model_->setSessions(engine_->sessions(), wallNow());
    const bool any = model_->rowCount() > 0;
    list_->setVisible(any);
    empty_->setVisible(!any);
    updateActions();
}

void HomePage::showError(const Error& error) {
    banner_->show(Tone::error, faultMessage(error));
}

void HomePage::hideError() {
    banner_->setVisible(false);
}

void HomePage::updateActions() {
    const auto rows = table_->selectionModel()->selectedRows();
    const api::SessionView* view = rows.isEmpty() ? nullptr : model_->at(rows.front().row());
    open_->setEnabled(view != nullptr);
    erase_->setEnabled(view != nullptr && !view->live);
}

void HomePage::openSelected() {
    const auto rows = table_->selectionModel()->selectedRows();
    if (rows.isEmpty()) return;
    // The id is copied: opening may reload the list.
    const std::string id = model_->at(rows.front().row())->id;
    banner_->setVisible(false);
    Q_EMIT sessionChosen(id);
}

void HomePage::askToErase() {
    const auto rows = table_->selectionModel()->selectedRows();
    const api::SessionView* view = rows.isEmpty() ? nullptr : model_->at(rows.front().row());
    if (!view || view->live) return;
    auto* box = new QMessageBox(QMessageBox::NoIcon, tr("Erase session"),
                                tr("Erase “%1”?").arg(plain(view->title, 80)), QMessageBox::NoButton, this);
    box->setObjectName(QStringLiteral("eraseDialog"));
    box->setTextFormat(Qt::PlainText);
    box->setInformativeText(
        tr("Its result, receipt and keys are removed from this computer for good. Files that you "
           "have saved elsewhere, and what your partners hold, stay."));
    auto* yes = makeButton(tr("Erase"), ButtonKind::danger, QStringLiteral("eraseConfirmButton"));
    auto* no = makeButton(tr("Keep"), ButtonKind::secondary, QStringLiteral("eraseKeepButton"));
    box->addButton(yes, QMessageBox::DestructiveRole);
    box->addButton(no, QMessageBox::RejectRole);
    box->setDefaultButton(no);
    box->setAttribute(Qt::WA_DeleteOnClose);
    connect(yes, &QPushButton::clicked, this, [this, id = view->id] { erase(id); });
    box->open();
}

void HomePage::erase(const std::string& id) {
    const Status erased = engine_->erase_session(id);
    if (!erased.ok()) showError(erased.error());
    refresh();
}

}  // namespace tacit::ui
