#include "ui/widgets/banner.h"

#include <QHBoxLayout>
#include <QLabel>

#include "ui/text/sanitize.h"
#include "ui/theme/theme.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/icon_label.h"

namespace tacit::ui {

Banner::Banner(const QString& objectName, QWidget* parent)
    : QFrame(parent),
      icon_(new IconLabel({}, Ink::info, 22)),
      happened_(makeLabel({}, TextRole::strong)),
      means_(makeLabel({})),
      next_(makeLabel({})),
      action_(makeButton({}, ButtonKind::secondary, objectName + "Action")) {
    setObjectName(objectName);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(spaceL, spaceL, spaceL, spaceL);
    row->setSpacing(spaceM);
    row->addWidget(icon_, 0, Qt::AlignTop);
    auto* texts = new QVBoxLayout;
    texts->setSpacing(6);
    for (QLabel* label : {happened_, means_, next_}) {
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
        texts->addWidget(label);
    }
    row->addLayout(texts, 1);
    row->addWidget(action_, 0, Qt::AlignVCenter);
    connect(action_, &QPushButton::clicked, this, &Banner::actionTriggered);
    setVisible(false);
}

void Banner::show(Tone tone, const Message& message, const QString& action) {
    const QString name = tone == Tone::error     ? QStringLiteral("x-circle")
                         : tone == Tone::warning ? QStringLiteral("alert")
                         : tone == Tone::success ? QStringLiteral("check-circle")
                                                 : QStringLiteral("info");
    icon_->setIcon(name, inkOf(tone));
    happened_->setText(message.happened);
    happened_->setProperty("tone", QLatin1String(toneName(tone)));
    means_->setText(message.means);
    next_->setText(message.next);
    means_->setVisible(!message.means.isEmpty());
    next_->setVisible(!message.next.isEmpty());
    action_->setText(action);
    action_->setAccessibleName(QString(action).remove(u'&'));
    action_->setVisible(!action.isEmpty());
    setProperty("banner", QLatin1String(toneName(tone)));
    setAccessibleName(text());
    restyle(happened_);
    restyle(this);
    setVisible(true);
}

QString Banner::text() const {
    QStringList parts{happened_->text(), means_->text(), next_->text()};
    parts.removeAll(QString());
    return parts.join(u'\n');
}

void showCautions(Banner& banner, const std::vector<std::string>& cautions) {
    banner.setVisible(false);
    if (cautions.empty()) return;
    QStringList sentences;
    for (const auto& text : cautions) sentences << plain(text, 600);
    banner.show(Tone::warning,
                {Banner::tr("Together with earlier sessions, this answer tells more"), sentences.join(u'\n'),
                 Banner::tr("Go on only if you want your partners to be able to conclude this.")});
}

}  // namespace tacit::ui
