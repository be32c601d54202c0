#include "ui/widgets/who_learns_panel.h"

#include <QGridLayout>
#include <QLabel>
#include <QToolButton>

#include "ui/text/sanitize.h"
#include "ui/theme/theme.h"
#include "ui/widgets/card.h"
#include "ui/widgets/icon_label.h"
#include "ui/widgets/protection_dialog.h"

namespace tacit::ui {
namespace {

// One column of icons, one of names, one of sentences, so that all lines of a section stand under each other.
void addRow(QGridLayout* grid, const QString& iconName, Ink ink, const QString& who, const QString& text) {
    const int row = grid->rowCount();
    grid->addWidget(new IconLabel(iconName, ink, 18), row, 0, Qt::AlignTop);
    if (who.isEmpty()) {
        grid->addWidget(makeLabel(text), row, 1, 1, 2);
    } else {
        auto* name = makeLabel(who, TextRole::strong);
        name->setWordWrap(false);
        grid->addWidget(name, row, 1, Qt::AlignTop);
        grid->addWidget(makeLabel(text), row, 2);
    }
}

QGridLayout* makeGrid() {
    auto* grid = new QGridLayout;
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(spaceM);
    grid->setVerticalSpacing(10);
    grid->setColumnStretch(2, 1);
    return grid;
}

void clear(QLayout* layout) {
    while (QLayoutItem* item = layout->takeAt(0)) {
        if (QWidget* widget = item->widget()) {
            widget->hide();
            widget->deleteLater();
        } else if (QLayout* inner = item->layout()) {
            clear(inner);
        }
        delete item;
    }
}

}  // namespace

WhoLearnsPanel::WhoLearnsPanel(QWidget* parent)
    : QWidget(parent),
      column_(new QVBoxLayout),
      explain_(new QToolButton),
      toggle_(new QToolButton),
      details_(new QWidget(this)),
      line_(makeLine()) {
    setObjectName(QStringLiteral("whoLearnsPanel"));
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(spaceL);
    column_->setSpacing(spaceL);
    explain_->setObjectName(QStringLiteral("protectionButton"));
    explain_->setProperty("kind", QStringLiteral("disclosure"));
    explain_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    explain_->setFocusPolicy(Qt::StrongFocus);
    explain_->setText(tr("How this is protected"));
    explain_->setAccessibleName(explain_->text());
    explain_->setIcon(icon(QStringLiteral("info"), Ink::accent));
    toggle_->setObjectName(QStringLiteral("protocolDetailsButton"));
    toggle_->setProperty("kind", QStringLiteral("disclosure"));
    toggle_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    toggle_->setCheckable(true);
    toggle_->setFocusPolicy(Qt::StrongFocus);
    toggle_->setText(tr("Technical details"));
    toggle_->setAccessibleName(tr("Technical details of the protocol"));
    details_->setObjectName(QStringLiteral("protocolDetails"));
    all->addLayout(column_);
    all->addWidget(explain_, 0, Qt::AlignLeft);
    all->addWidget(line_);
    all->addWidget(toggle_, 0, Qt::AlignLeft);
    all->addWidget(details_);
    connect(explain_, &QToolButton::clicked, this, &WhoLearnsPanel::explain);
    connect(toggle_, &QToolButton::toggled, this, &WhoLearnsPanel::expand);
    rebuildDetails();
}

void WhoLearnsPanel::setProposal(const api::ProposalText& proposal, const QString& hash) {
    proposal_ = proposal;
    hash_ = hash;
    rebuild();
}

void WhoLearnsPanel::rebuild() {
    clear(column_);
    const auto section = [this](const QString& heading) {
        auto* box = new QVBoxLayout;
        box->setSpacing(spaceM);
        box->addWidget(makeLabel(heading, TextRole::heading));
        auto* grid = makeGrid();
        box->addLayout(grid);
        if (column_->count() > 0) column_->addWidget(makeLine());
        column_->addLayout(box);
        return grid;
    };
    if (!proposal_.learns.empty()) {
        QGridLayout* grid = section(tr("Who learns what"));
        for (const auto& line : proposal_.learns) {
            addRow(grid, QStringLiteral("eye"), Ink::accent, plain(line.who), plain(line.text, 600));
        }
    }
    if (!proposal_.never.empty()) {
        QGridLayout* grid = section(tr("What nobody learns"));
        for (const auto& text : proposal_.never) {
            addRow(grid, QStringLiteral("eye-off"), Ink::success, {}, plain(text, 600));
        }
    }
    if (!proposal_.beware.empty()) {
        QGridLayout* grid = section(tr("Please note"));
        for (const auto& text : proposal_.beware) {
            addRow(grid, QStringLiteral("alert"), Ink::warning, {}, plain(text, 600));
        }
    }
    if (!proposal_.security.empty()) {
        QGridLayout* grid = section(tr("Whom you have to trust"));
        addRow(grid, QStringLiteral("shield"), Ink::accent, {}, plain(proposal_.security, 600));
    }
    rebuildDetails();
}

void WhoLearnsPanel::rebuildDetails() {
    const bool any = !proposal_.protocol.empty() || !hash_.isEmpty();
    explain_->setVisible(!proposal_.protection.empty());
    line_->setVisible(any);
    toggle_->setVisible(any);
    if (auto* old = details_->layout()) {
        clear(old);
        delete old;
    }
    auto* grid = makeGrid();
    details_->setLayout(grid);
    if (!proposal_.protocol.empty()) {
        addRow(grid, QStringLiteral("lock"), Ink::muted, tr("Protocol"), plain(proposal_.protocol, 600));
    }
    if (!hash_.isEmpty()) {
        // In groups of eight, so that two people can compare it and a narrow window can break it.
        QString grouped;
        for (int i = 0; i < hash_.size(); i += 8) grouped += hash_.mid(i, 8) + u' ';
        addRow(grid, QStringLiteral("key"), Ink::muted, tr("Hash"), plain(grouped.trimmed()));
    }
    expand(toggle_->isChecked());
}

void WhoLearnsPanel::explain() {
    if (window()->findChild<ProtectionDialog*>()) return;
    (new ProtectionDialog(proposal_.security, proposal_.protection, window()))->open();
}

void WhoLearnsPanel::expand(bool on) {
    details_->setVisible(on && !toggle_->isHidden());
    toggle_->setIcon(
        icon(on ? QStringLiteral("chevron-down") : QStringLiteral("chevron-right"), Ink::accent));
}

}  // namespace tacit::ui
