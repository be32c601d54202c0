#include "ui/pages/wizard/new_session_wizard.h"

#include <QFrame>
#include <QLabel>
#include <QPushButton>
#include <QStackedWidget>
#include <QTimer>
#include <QVBoxLayout>

#include "ui/bridge/begin_action.h"
#include "ui/pages/wizard/data_step.h"
#include "ui/pages/wizard/details_step.h"
#include "ui/pages/wizard/formula_step.h"
#include "ui/pages/wizard/question_step.h"
#include "ui/pages/wizard/review_step.h"
#include "ui/pages/wizard/step_list.h"
#include "ui/theme/theme.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/data_panel.h"
#include "ui/widgets/icon_label.h"

namespace tacit::ui {

namespace {

/// The last widget on the page that Tab may come to; null if there is none.
QWidget* lastStop(const QWidget* page) {
    QWidget* last = nullptr;
    for (auto* widget = page->nextInFocusChain(); widget != page; widget = widget->nextInFocusChain())
        if (page->isAncestorOf(widget) && (widget->focusPolicy() & Qt::TabFocus) == Qt::TabFocus)
            last = widget;
    return last;
}

}  // namespace

NewSessionWizard::NewSessionWizard(std::shared_ptr<api::Engine> engine, FileChooser& chooser,
                                   WizardSurroundings surroundings, QWidget* parent)
    : QWidget(parent),
      engine_(engine),
      state_(new WizardState(std::move(engine), std::move(surroundings), this)),
      chooser_(chooser),
      pages_(new QStackedWidget(this)) {
    setObjectName(QStringLiteral("newSessionWizard"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    auto* right = new QVBoxLayout;
    right->setSpacing(0);
    right->addWidget(pages_, 1);
    right->addWidget(buildBar());
    row->addWidget(rail_ = buildRail());
    row->addLayout(right, 1);
    connect(state_, &WizardState::pageChanged, this, &NewSessionWizard::showPage);
    connect(state_, &WizardState::changed, this, &NewSessionWizard::refresh);
    refresh();
    showPage();
    QTimer::singleShot(0, this, &NewSessionWizard::makeRest);
}

QWidget* NewSessionWizard::made(WizardPage page) {
    const auto index = static_cast<std::size_t>(page);
    if (made_[index]) return made_[index];
    QWidget* one = nullptr;
    switch (page) {
        case WizardPage::question:
            one = new QuestionStep(*state_, pages_);
            break;
        case WizardPage::formula:
            one = new FormulaStep(*state_, pages_);
            break;
        case WizardPage::data:
            one = data_ = new DataStep(engine_, chooser_, *state_, pages_);
            connect(&data_->panel(), &DataPanel::importingChanged, this, &NewSessionWizard::refresh);
            break;
        case WizardPage::details:
            one = new DetailsStep(chooser_, *state_, pages_);
            break;
        case WizardPage::review:
            one = review_ = new ReviewStep(*state_, pages_);
            break;
    }
    pages_->addWidget(made_[index] = one);
    // What was made last would come last for Tab, but the bar is below all pages.
    QWidget* before = lastStop(one);
    for (QWidget* button : {cancel_, back_, next_}) {
        if (before) setTabOrder(before, button);
        before = button;
    }
    return one;
}

void NewSessionWizard::makeRest() {
    for (int page = 0; page < wizardPages; ++page) {
        if (made_[static_cast<std::size_t>(page)] || !state_->has(static_cast<WizardPage>(page))) continue;
        made(static_cast<WizardPage>(page));
        QTimer::singleShot(0, this, &NewSessionWizard::makeRest);
        return;
    }
}

DataPanel& NewSessionWizard::dataPanel() {
    made(WizardPage::data);
    return data_->panel();
}

QWidget* NewSessionWizard::buildRail() {
    auto* rail = new QFrame(this);
    rail->setProperty("surface", QStringLiteral("rail"));
    rail->setFixedWidth(248);
    auto* column = new QVBoxLayout(rail);
    column->setContentsMargins(spaceL, spaceXxl, spaceL, spaceXl);
    column->setSpacing(spaceL);
    auto* title = makeLabel(tr("New session"), TextRole::heading);
    title->setContentsMargins(spaceS, 0, 0, 0);
    column->addWidget(title);
    column->addWidget(new StepList(*state_));
    column->addStretch(1);
    auto* note = new QHBoxLayout;
    note->setContentsMargins(spaceS, 0, spaceS, 0);
    note->setSpacing(spaceM);
    note->addWidget(new IconLabel(QStringLiteral("lock"), Ink::muted, 18), 0, Qt::AlignTop);
    note->addWidget(
        makeMutedLabel(tr("Your rows stay on this computer. Only encrypted pieces leave it, after everyone "
                          "has agreed."),
                       TextRole::caption),
        1);
    column->addLayout(note);
    return rail;
}

QWidget* NewSessionWizard::buildBar() {
    auto* bar = new QFrame(this);
    bar->setProperty("surface", QStringLiteral("footer"));
    auto* centre = new QHBoxLayout(bar);
    centre->setContentsMargins(spaceXxl, spaceM, spaceXxl, spaceM);
    auto* column = new QWidget(bar);
    column->setMaximumWidth(wizardColumn);
    centre->addStretch(1);
    centre->addWidget(column, 1000);
    centre->addStretch(1);
    auto* row = new QHBoxLayout(column);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(spaceM);
    cancel_ = makeButton(tr("Cancel"), ButtonKind::quiet, QStringLiteral("wizardCancel"));
    hint_ = makeMutedLabel({}, TextRole::caption);
    hint_->setObjectName(QStringLiteral("wizardHint"));
    hint_->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    back_ = makeButton(tr("Back"), ButtonKind::secondary, QStringLiteral("wizardBack"));
    next_ = makeButton(tr("Next"), ButtonKind::primary, QStringLiteral("wizardNext"));
    next_->setMinimumWidth(120);
    row->addWidget(cancel_);
    row->addWidget(hint_, 1);
    row->addWidget(back_);
    row->addWidget(next_);
    connect(cancel_, &QPushButton::clicked, this, [this] { Q_EMIT finished(nullptr); });
    connect(back_, &QPushButton::clicked, state_, &WizardState::back);
    connect(next_, &QPushButton::clicked, this, &NewSessionWizard::goOn);
    return bar;
}

void NewSessionWizard::goOn() {
    if (state_->page() == WizardPage::review) {
        host();
    } else {
        state_->next();
    }
}

void NewSessionWizard::host() {
    if (hosting_ || !state_->readyToHost()) return;
    review_->clearError();
    hosting_ = new BeginAction(engine_, state_->draft(), this);
    connect(hosting_, &BeginAction::finished, this, &NewSessionWizard::hostFinished);
    refresh();
}

void NewSessionWizard::hostFinished(const Result<api::SessionPtr>& outcome) {
    hosting_->deleteLater();
    hosting_ = nullptr;
    refresh();
    if (!outcome) {
        review_->showError(outcome.error());
        next_->setFocus(Qt::OtherFocusReason);
        return;
    }
    next_->setEnabled(false);
    Q_EMIT finished(*outcome);
}

void NewSessionWizard::showPage() {
    auto* page = made(state_->page());
    pages_->setCurrentWidget(page);
    // A page begins at its first control, wherever the pointer was on the one before.
    for (auto* widget = page->nextInFocusChain(); widget != page; widget = widget->nextInFocusChain()) {
        const bool takes = (widget->focusPolicy() & Qt::TabFocus) == Qt::TabFocus && widget->isEnabled();
        if (takes && page->isAncestorOf(widget) && widget->isVisibleTo(page)) {
            widget->setFocus(Qt::OtherFocusReason);
            return;
        }
    }
}

void NewSessionWizard::refresh() {
    const auto page = state_->page();
    const bool last = page == WizardPage::review;
    const bool importing = page == WizardPage::data && data_ && data_->panel().importing();
    const auto problems = state_->problems(page);
    next_->setText(last ? tr("Create invitations") : tr("Next"));
    next_->setAccessibleName(next_->text());
    next_->setEnabled(problems.empty() && !importing && !hosting_);
    back_->setVisible(page != WizardPage::question);
    hint_->setText(hosting_                        ? tr("Checking your data and writing the invitations…")
                   : importing || problems.empty() ? QString()
                   : state_->formulaMistake()      ? tr("Put the formula right.")  // it is told below it
                                                   : problems.front().text);
    // The draft is on its way: nothing of it may change any more, but one may still cancel.
    for (QWidget* part : {rail_, static_cast<QWidget*>(pages_), static_cast<QWidget*>(back_)})
        part->setEnabled(!hosting_);
}

}  // namespace tacit::ui
