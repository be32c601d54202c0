#include "ui/widgets/protection_dialog.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QScrollArea>

#include "ui/text/sanitize.h"
#include "ui/theme/theme.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/icon_label.h"

namespace tacit::ui {
namespace {

constexpr int textLimit = 1200;
constexpr QSize usual(640, 600);

}  // namespace

ProtectionDialog::ProtectionDialog(const std::string& security,
                                   const std::vector<api::Explanation>& protection, QWidget* parent)
    : QDialog(parent) {
    setObjectName(QStringLiteral("protectionDialog"));
    setWindowTitle(tr("How this is protected"));
    setAttribute(Qt::WA_DeleteOnClose);
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(spaceXxl, spaceXl, spaceXxl, spaceXl);
    all->setSpacing(spaceL);

    auto* head = new QHBoxLayout;
    head->setSpacing(spaceM);
    auto* sign = new IconLabel(QStringLiteral("shield"), Ink::accent, 22);
    sign->setDisc(Tone::accent, 44);
    head->addWidget(sign, 0, Qt::AlignTop);
    head->addWidget(makeLabel(plain(security, textLimit), TextRole::strong), 1, Qt::AlignVCenter);
    all->addLayout(head);

    auto* area = new QScrollArea;
    area->setObjectName(QStringLiteral("protectionText"));
    area->setAccessibleName(windowTitle());
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setFocusPolicy(Qt::StrongFocus);  // so that the keyboard can scroll it
    auto* words = new QWidget;
    words->setProperty("transparent", true);
    auto* column = new QVBoxLayout(words);
    column->setContentsMargins(0, 0, spaceM, 0);
    column->setSpacing(spaceXs);
    for (const auto& part : protection) {
        column->addWidget(makeLabel(plain(part.heading, 120), TextRole::heading));
        column->addWidget(makeLabel(plain(part.text, textLimit)));
        column->addSpacing(spaceM);
    }
    column->addStretch(1);
    area->setWidget(words);
    all->addWidget(area, 1);

    auto* foot = new QHBoxLayout;
    foot->addStretch(1);
    auto* close = makeButton(tr("Close"), ButtonKind::secondary, QStringLiteral("protectionCloseButton"));
    close->setDefault(true);
    foot->addWidget(close);
    all->addLayout(foot);
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    resize(usual);
    close->setFocus();
}

}  // namespace tacit::ui
