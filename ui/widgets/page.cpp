#include "ui/widgets/page.h"

#include <QApplication>
#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QScrollArea>
#include <QScrollBar>
#include <QTimer>

#include "ui/theme/theme.h"
#include "ui/widgets/buttons.h"

namespace tacit::ui {
namespace {

void collectStops(QWidget* widget, QList<QWidget*>& stops);

void collectStops(QLayout* layout, QList<QWidget*>& stops) {
    for (int i = 0; i < layout->count(); ++i) {
        if (QWidget* widget = layout->itemAt(i)->widget()) collectStops(widget, stops);
        if (QLayout* inner = layout->itemAt(i)->layout()) collectStops(inner, stops);
    }
}

/// What Tab may stop at, in the order of the layouts.
void collectStops(QWidget* widget, QList<QWidget*>& stops) {
    const bool stop = (widget->focusPolicy() & Qt::TabFocus) == Qt::TabFocus;
    if (stop) stops << widget;
    if (auto* area = qobject_cast<QScrollArea*>(widget)) return collectStops(area->widget(), stops);
    if (!stop && widget->layout()) collectStops(widget->layout(), stops);
}

}  // namespace

PageHeader::PageHeader(QWidget* parent)
    : QWidget(parent),
      title_(makeLabel({}, TextRole::title)),
      subtitle_(makeMutedLabel({})),
      side_(new QHBoxLayout) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(spaceM);
    auto* backButton = makeIconButton(QStringLiteral("arrow-left"), tr("Back"), QStringLiteral("backButton"));
    connect(backButton, &QToolButton::clicked, this, &PageHeader::back);
    back_ = backButton;
    back_->setVisible(false);
    row->addWidget(back_, 0, Qt::AlignTop);
    auto* texts = new QVBoxLayout;
    texts->setSpacing(spaceXs);
    texts->addWidget(title_);
    texts->addWidget(subtitle_);
    subtitle_->setVisible(false);
    row->addLayout(texts, 1);
    side_->setSpacing(spaceS);
    row->addLayout(side_);
}

void PageHeader::setTitle(const QString& title) {
    title_->setText(title);
}
QString PageHeader::title() const {
    return title_->text();
}

void PageHeader::setSubtitle(const QString& subtitle) {
    subtitle_->setText(subtitle);
    subtitle_->setVisible(!subtitle.isEmpty());
}

void PageHeader::setBackVisible(bool visible, const QString& name) {
    back_->setVisible(visible);
    if (!name.isEmpty()) {
        back_->setAccessibleName(name);
        back_->setToolTip(name);
    }
}

Page::Page(const QString& objectName, int columnWidth, QWidget* parent)
    : QWidget(parent),
      columnWidth_(columnWidth),
      header_(new PageHeader),
      outer_(new QVBoxLayout(this)),
      scroll_(new QScrollArea(this)) {
    setObjectName(objectName);
    outer_->setContentsMargins(0, 0, 0, 0);
    outer_->setSpacing(0);

    scroll_->setWidgetResizable(true);
    scroll_->setFrameShape(QFrame::NoFrame);
    scroll_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll_->setFocusPolicy(Qt::NoFocus);
    scroll_->viewport()->setProperty("transparent", true);
    auto* area = new QWidget;
    area->setProperty("transparent", true);
    auto* centre = new QHBoxLayout(area);
    centre->setContentsMargins(spaceXxl, spaceXxl, spaceXxl, spaceXxl);
    column_ = new QWidget(area);
    column_->setMaximumWidth(columnWidth);
    auto* columnLayout = new QVBoxLayout(column_);
    columnLayout->setContentsMargins(0, 0, 0, 0);
    columnLayout->setSpacing(spaceXl);
    columnLayout->addWidget(header_);
    content_ = new QVBoxLayout;
    content_->setSpacing(spaceL);
    columnLayout->addLayout(content_, 1);
    // The column takes all the room up to its widest; what is left goes to both sides.
    centre->addStretch(1);
    centre->addWidget(column_, 1000);
    centre->addStretch(1);
    scroll_->setWidget(area);
    outer_->addWidget(scroll_, 1);
    // The column must not move aside when a scroll bar comes, or it would leave the line of the footer.
    connect(scroll_->verticalScrollBar(), &QScrollBar::rangeChanged, this, [this, centre](int, int most) {
        const int bar = most > 0 ? scroll_->verticalScrollBar()->sizeHint().width() : 0;
        centre->setContentsMargins(spaceXxl, spaceXxl, spaceXxl - bar, spaceXxl);
    });
    connect(header_, &PageHeader::back, this, &Page::back);
    connect(qApp, &QApplication::focusChanged, this, [this](QWidget*, QWidget* now) { showFocus(now); });
}

QLabel* Page::addFooterNote(const QString& text) {
    QLabel* note = makeMutedLabel(text);
    note->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    footer()->addWidget(note, 1);
    return note;
}

void Page::showFocus(QWidget* focused) {
    // A scroll area follows the focus only while it moves inside. A click must not move what it hits.
    if (!focused || !scroll_->widget()->isAncestorOf(focused)) return;
    if (QGuiApplication::mouseButtons() != Qt::NoButton) return;
    scroll_->ensureWidgetVisible(focused, 0, spaceXl);
}

void Page::orderFocus(QWidget* child) {
    while (child && !qobject_cast<Page*>(child) && !child->isWindow()) child = child->parentWidget();
    if (!child) return;
    QList<QWidget*> stops;
    collectStops(child, stops);
    for (qsizetype i = 1; i < stops.size(); ++i) setTabOrder(stops[i - 1], stops[i]);
}

void Page::scrollToTop() {
    scroll_->verticalScrollBar()->setValue(0);
}

void Page::reveal(QWidget* widget) {
    QTimer::singleShot(0, widget, [this, widget] { scroll_->ensureWidgetVisible(widget, 0, spaceXl); });
}

QHBoxLayout* Page::footer() {
    if (footer_) return footer_;
    auto* bar = new QFrame;
    bar->setProperty("surface", QStringLiteral("footer"));
    auto* centre = new QHBoxLayout(bar);
    centre->setContentsMargins(spaceXxl, spaceM, spaceXxl, spaceM);
    auto* column = new QWidget;
    column->setMaximumWidth(columnWidth_);
    footer_ = new QHBoxLayout(column);
    footer_->setContentsMargins(0, 0, 0, 0);
    footer_->setSpacing(spaceM);
    centre->addStretch(1);
    centre->addWidget(column, 1000);
    centre->addStretch(1);
    outer_->addWidget(bar);
    return footer_;
}

}  // namespace tacit::ui
