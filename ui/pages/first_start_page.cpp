#include "ui/pages/first_start_page.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

#include "ui/text/fault_text.h"
#include "ui/text/sanitize.h"
#include "ui/theme/theme.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/card.h"
#include "ui/widgets/icon_label.h"

namespace tacit::ui {
namespace {

QLineEdit* addField(QVBoxLayout* column, const QString& name, const QString& example,
                    const QString& objectName) {
    auto* label = makeLabel(name, TextRole::strong);
    auto* edit = new QLineEdit;
    edit->setObjectName(objectName);
    edit->setAccessibleName(name);
    edit->setPlaceholderText(example);
    edit->setMaxLength(80);
    label->setBuddy(edit);
    auto* field = new QVBoxLayout;
    field->setSpacing(6);
    field->addWidget(label);
    field->addWidget(edit);
    column->addLayout(field);
    return edit;
}

void addPoint(QVBoxLayout* column, const QString& iconName, const QString& title, const QString& text) {
    auto* row = new QHBoxLayout;
    row->setSpacing(spaceM);
    row->addWidget(new IconLabel(iconName, Ink::accent, 20), 0, Qt::AlignTop);
    auto* texts = new QVBoxLayout;
    texts->setSpacing(2);
    texts->addWidget(makeLabel(title, TextRole::strong));
    texts->addWidget(makeMutedLabel(text));
    row->addLayout(texts, 1);
    column->addLayout(row);
}

}  // namespace

FirstStartPage::FirstStartPage(std::shared_ptr<api::Engine> engine, QWidget* parent)
    : Page(QStringLiteral("firstStartPage"), 920, parent), engine_(std::move(engine)) {
    header()->setTitle(tr("Welcome to Tacit"));
    header()->setSubtitle(tr("Joint answers from data that nobody hands over."));

    banner_ = new Banner(QStringLiteral("firstStartBanner"));
    content()->addWidget(banner_);
    auto* row = new QHBoxLayout;
    row->setSpacing(spaceXl);
    auto* card = new Card(tr("Who are you?"), tr("Your partners see these two names, signed by you."));
    card->body()->setSpacing(spaceL);
    organisation_ = addField(card->body(), tr("Organisation"), tr("e.g. Northwind Logistics"),
                             QStringLiteral("organisationEdit"));
    person_ = addField(card->body(), tr("Your name"), tr("e.g. Jon Berg"), QStringLiteral("personEdit"));
    create_ = makeButton(tr("Create my identity"), ButtonKind::primary,
                         QStringLiteral("createIdentityButton"), QStringLiteral("check"));
    create_->setDefault(true);
    create_->setEnabled(false);
    card->body()->addSpacing(spaceS);
    card->body()->addWidget(create_, 0, Qt::AlignLeft);
    card->body()->addStretch(1);
    row->addWidget(card, 3);

    const api::ProfileView profile = engine_->profile();
    auto* points = new QVBoxLayout;
    points->setSpacing(spaceXl);
    points->addSpacing(spaceXl);
    addPoint(
        points, QStringLiteral("key"), tr("What is made"),
        tr("A pair of keys that proves to your partners that it is you. There is no account and no password "
           "to remember."));
    addPoint(points, QStringLiteral("laptop"), tr("Where it stays"),
             profile.protection.empty()
                 ? tr("On this computer only, in %1.").arg(plain(profile.directory, 200))
                 : tr("On this computer only, in %1, protected by %2.")
                       .arg(plain(profile.directory, 200), plain(profile.protection, 120)));
    addPoint(
        points, QStringLiteral("lock"), tr("What is sent"),
        tr("Nothing now. Later, your name and the public half of the key go to partners whom you invite or "
           "whose invitation you accept."));
    points->addStretch(1);
    row->addLayout(points, 2);
    content()->addLayout(row);
    content()->addStretch(1);

    const auto check = [this] {
        create_->setEnabled(!plain(organisation_->text()).isEmpty() && !plain(person_->text()).isEmpty());
    };
    for (QLineEdit* edit : {organisation_, person_}) {
        connect(edit, &QLineEdit::textChanged, this, check);
        connect(edit, &QLineEdit::returnPressed, this, &FirstStartPage::submit);
    }
    connect(create_, &QPushButton::clicked, this, &FirstStartPage::submit);
    setFocusProxy(organisation_);
}

void FirstStartPage::submit() {
    if (!create_->isEnabled()) return;
    const Status made = engine_->set_identity(plain(organisation_->text(), 80).toStdString(),
                                              plain(person_->text(), 80).toStdString());
    if (!made.ok()) {
        banner_->show(Tone::error, faultMessage(made.error()));
        return;
    }
    Q_EMIT identityMade();
}

}  // namespace tacit::ui
