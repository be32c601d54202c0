#include "ui/widgets/badge.h"

#include <QHBoxLayout>

#include "ui/theme/theme.h"
#include "ui/widgets/icon_label.h"

namespace tacit::ui {

Badge::Badge(QWidget* parent)
    : QFrame(parent), icon_(new IconLabel({}, Ink::muted, 14)), label_(makeLabel({}, TextRole::caption)) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(10, 4, 10, 4);
    row->setSpacing(6);
    row->addWidget(icon_);
    row->addWidget(label_);
    label_->setWordWrap(false);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

Badge::Badge(const QString& text, Tone tone, const QString& iconName, QWidget* parent) : Badge(parent) {
    set(text, tone, iconName);
}

void Badge::set(const QString& text, Tone tone, const QString& iconName) {
    // Pages set it with every news of a session, and styling takes time.
    const bool same_tone = property("badge").toString() == QLatin1String(toneName(tone));
    label_->setText(text);
    setAccessibleName(text);
    icon_->setIcon(iconName, inkOf(tone));
    icon_->setVisible(!iconName.isEmpty());
    setProperty("badge", QLatin1String(toneName(tone)));
    label_->setProperty("tone", QLatin1String(toneName(tone)));
    label_->setProperty("muted", tone == Tone::neutral);
    if (same_tone) return;
    restyle(label_);
    restyle(this);
}

}  // namespace tacit::ui
