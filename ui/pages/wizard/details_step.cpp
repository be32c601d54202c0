#include "ui/pages/wizard/details_step.h"

#include <QButtonGroup>
#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QRadioButton>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QToolButton>
#include <algorithm>

#include "ui/text/decision_text.h"
#include "ui/text/sanitize.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/card.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/file_chooser.h"

namespace tacit::ui {

namespace {

constexpr int widestField = 460;
constexpr int mostNamed = 7;  ///< partners of a Decision
enum Reach { OnlyHere, OverNetwork };
/// Beside the values of api::Recipients.
constexpr int namedRecipients = 100;

QRadioButton* addRadio(QVBoxLayout* column, QButtonGroup* group, int id, const QString& text,
                       const QString& note, const QString& name) {
    auto* radio = new QRadioButton(text);
    radio->setObjectName(name);
    radio->setAccessibleName(text);
    radio->setAccessibleDescription(note);
    group->addButton(radio, id);
    auto* box = new QVBoxLayout;
    box->setSpacing(0);
    box->addWidget(radio);
    if (!note.isEmpty()) {
        auto* line = makeMutedLabel(note, TextRole::caption);
        line->setContentsMargins(32, 0, 0, 0);
        box->addWidget(line);
    }
    column->addLayout(box);
    return radio;
}

}  // namespace

DetailsStep::DetailsStep(FileChooser& chooser, WizardState& state, QWidget* parent)
    : Page(QStringLiteral("wizardDetailsPage"), wizardColumn, parent), chooser_(chooser), state_(state) {
    header()->setTitle(tr("Details"));
    header()->setSubtitle(tr("What the session is called, who takes part, and how the partners reach you."));
    content()->addWidget(buildSession());
    content()->addWidget(overlap_ = buildOverlap());
    content()->addWidget(buildInvitations());
    content()->addWidget(buildNetwork());
    content()->addStretch(1);
    connect(&state_, &WizardState::changed, this, &DetailsStep::refresh);
    refresh();
}

/// A label above, the widget, and below it room for what is wrong with it.
void DetailsStep::addField(QBoxLayout* column, const QString& name, QWidget* widget, const QString& field) {
    auto* label = makeLabel(name, TextRole::strong);
    label->setBuddy(widget);
    widget->setAccessibleName(name);
    auto* message = makeLabel({}, TextRole::caption);
    message->setProperty("tone", QStringLiteral("error"));
    message->setObjectName(field + QStringLiteral("Problem"));
    message->hide();
    auto* box = new QVBoxLayout;
    box->setSpacing(6);
    box->addWidget(label);
    box->addWidget(widget);
    box->addWidget(message);
    box->addStretch(1);
    column->addLayout(box, widget->maximumWidth() < QWIDGETSIZE_MAX ? 0 : 1);
    messages_.insert(field, message);
    fields_.insert(field, widget);
}

QWidget* DetailsStep::buildSession() {
    auto* card = new Card(tr("Session"), {}, column());
    title_ = new QLineEdit;
    title_->setObjectName(QStringLiteral("titleEdit"));
    title_->setPlaceholderText(tr("For example: Salary benchmark 2024"));
    auto* row = new QHBoxLayout;
    row->setSpacing(spaceXl);
    card->body()->addLayout(row);
    addField(row, tr("Title"), title_, QStringLiteral("title"));
    partnersBox_ = new QWidget(card);
    auto* column = new QVBoxLayout(partnersBox_);
    column->setContentsMargins(0, 0, 0, 0);
    partners_ = new QSpinBox;
    partners_->setObjectName(QStringLiteral("partnersBox"));
    partners_->setFixedWidth(180);
    addField(column, tr("Number of partners"), partners_, QStringLiteral("partners"));
    row->addWidget(partnersBox_);
    hostsBox_ = new QWidget(card);
    auto* computing = new QVBoxLayout(hostsBox_);
    computing->setContentsMargins(0, 0, 0, 0);
    hosts_ = new QComboBox;
    hosts_->setObjectName(QStringLiteral("hostsBox"));
    hosts_->setFixedWidth(260);
    for (const int count : {0, 2, 3}) hosts_->addItem({}, count);
    addField(computing, tr("Who computes"), hosts_, QStringLiteral("hosts"));
    row->addWidget(hostsBox_);
    connect(hosts_, &QComboBox::activated, this,
            [this] { state_.answer([&](auto& answers) { answers.hosts = hosts_->currentData().toInt(); }); });
    partnersNote_ = makeMutedLabel({}, TextRole::caption);
    card->body()->addWidget(partnersNote_);
    connect(title_, &QLineEdit::textEdited, this,
            [this](const QString& text) { state_.answer([&](auto& answers) { answers.title = text; }); });
    connect(partners_, &QSpinBox::valueChanged, this,
            [this](int value) { state_.answer([&](auto& answers) { answers.partners = value; }); });
    return card;
}

QWidget* DetailsStep::buildOverlap() {
    auto* card = new Card(tr("Answer"), tr("What becomes known, and to whom."), column());
    auto* columns = new QHBoxLayout;
    columns->setSpacing(spaceXxl);
    reveal_ = new QButtonGroup(this);
    revealBox_ = new QWidget(card);
    auto* what = new QVBoxLayout(revealBox_);
    what->setContentsMargins(0, 0, 0, 0);
    what->setSpacing(spaceS);
    what->addWidget(makeLabel(tr("What is revealed"), TextRole::strong));
    columns->addWidget(revealBox_, 1);
    addRadio(what, reveal_, int(api::Reveal::rows), tr("Which ones"),
             tr("Each recipient sees which of its own rows match."), QStringLiteral("revealRows"));
    addRadio(what, reveal_, int(api::Reveal::count), tr("Only how many"), tr("Nobody sees which rows match."),
             QStringLiteral("revealCount"));
    what->addStretch(1);
    to_ = new QButtonGroup(this);
    // With a parent from the start, so that Tab comes here before it goes to the group behind.
    auto* whoBox = new QWidget(card);
    auto* who = new QVBoxLayout(whoBox);
    who->setContentsMargins(0, 0, 0, 0);
    who->setSpacing(spaceS);
    who->addWidget(makeLabel(tr("Who gets the answer"), TextRole::strong));
    columns->addWidget(whoBox, 1);
    addRadio(who, to_, int(api::Recipients::all), tr("Both of us"), {}, QStringLiteral("toAll"));
    addRadio(who, to_, int(api::Recipients::organizer), tr("Only me"), {}, QStringLiteral("toOrganizer"));
    addRadio(who, to_, int(api::Recipients::partner), tr("Only the partner"), {},
             QStringLiteral("toPartner"));
    addRadio(who, to_, namedRecipients, tr("Only those that I name"), {}, QStringLiteral("toNamed"));
    who->addWidget(named_ = buildNamed());
    who->addStretch(1);
    protectBox_ = new QWidget(card);
    security_ = new QButtonGroup(this);
    auto* protect = new QVBoxLayout(protectBox_);
    protect->setContentsMargins(0, 0, 0, 0);
    protect->setSpacing(spaceS);
    protect->addWidget(makeLabel(tr("How keys are protected"), TextRole::strong));
    addRadio(protect, security_, int(api::Security::malicious), tr("Against any partner"),
             tr("Even one whose program was altered."), QStringLiteral("protectMalicious"));
    addRadio(protect, security_, int(api::Security::honest_but_curious), tr("Against an honest partner"),
             tr("Slower, for small lists: another, older kind of mathematics."),
             QStringLiteral("protectHonest"));
    protect->addStretch(1);
    columns->addWidget(protectBox_, 1);
    card->body()->addLayout(columns);
    connect(security_, &QButtonGroup::idClicked, this, [this](int id) {
        state_.answer([&](auto& answers) { answers.security = static_cast<api::Security>(id); });
    });
    connect(reveal_, &QButtonGroup::idClicked, this, [this](int id) {
        state_.answer([&](auto& answers) { answers.reveal = static_cast<api::Reveal>(id); });
    });
    connect(to_, &QButtonGroup::idClicked, this, [this](int id) {
        state_.answer([&](auto& answers) {
            answers.decision.named = id == namedRecipients;
            answers.to = answers.decision.named ? api::Recipients::all : static_cast<api::Recipients>(id);
        });
    });
    return card;
}

/// Nobody has a name yet: the invitations have numbers.
QWidget* DetailsStep::buildNamed() {
    auto* box = new QWidget(column());
    box->setProperty("transparent", true);
    auto* lines = new QVBoxLayout(box);
    lines->setContentsMargins(32, 0, 0, 0);
    lines->setSpacing(spaceXs);
    auto* note = makeMutedLabel(tr("Partner 1 is whoever gets the first invitation file, and so on."),
                                TextRole::caption, box);
    lines->addWidget(note);
    for (int place = 0; place <= mostNamed; ++place) {
        auto* one = new QCheckBox(placeText(static_cast<std::uint16_t>(place)), box);
        one->setObjectName(QStringLiteral("toPlace%1").arg(place));
        one->setAccessibleName(tr("%1 learns the answer").arg(one->text()));
        lines->addWidget(one);
        names_.push_back(one);
        connect(one, &QCheckBox::toggled, this, [this] {
            std::vector<std::uint16_t> places;
            for (int i = 0; i <= state_.partners(); ++i)
                if (names_[i]->isChecked()) places.push_back(static_cast<std::uint16_t>(i));
            state_.answer([&](auto& answers) { answers.decision.places = places; });
        });
    }
    auto* message = makeLabel({}, TextRole::caption, box);
    message->setProperty("tone", QStringLiteral("error"));
    message->setObjectName(QStringLiteral("toProblem"));
    lines->addWidget(message);
    messages_.insert(QStringLiteral("to"), message);
    fields_.insert(QStringLiteral("to"), box);
    return box;
}

void DetailsStep::refreshNamed() {
    const auto& answers = state_.answers();
    const bool decision = answers.kind == "decision";
    const bool named = decision && answers.decision.named;
    to_->button(namedRecipients)->setVisible(decision && state_.partners() > 1);
    named_->setVisible(named);
    const auto& places = answers.decision.places;
    for (int place = 0; place < names_.size(); ++place) {
        const QSignalBlocker quiet(names_[place]);
        names_[place]->setVisible(place <= state_.partners());
        names_[place]->setChecked(std::find(places.begin(), places.end(), place) != places.end());
    }
}

QWidget* DetailsStep::buildInvitations() {
    auto* card =
        new Card(tr("Invitations"), tr("Each partner gets a file of their own, which works once."), column());
    auto* place = new QFrame(card);
    place->setProperty("card", QStringLiteral("inset"));
    auto* row = new QHBoxLayout(place);
    row->setContentsMargins(spaceM, 0, 0, 0);
    folder_ = new ElidedLabel(Qt::ElideMiddle);
    folder_->setObjectName(QStringLiteral("folderLabel"));
    auto* change = makeButton(tr("Change…"), ButtonKind::secondary, QStringLiteral("folderButton"));
    change->setAccessibleName(tr("Change the folder for the invitations"));
    row->addWidget(folder_, 1);
    row->addWidget(change);
    auto* both = new QHBoxLayout;
    both->setSpacing(spaceXl);
    card->body()->addLayout(both);
    addField(both, tr("Folder"), place, QStringLiteral("folder"));
    files_ = makeMutedLabel({}, TextRole::caption);
    files_->setObjectName(QStringLiteral("filesLabel"));
    wait_ = new QComboBox;
    wait_->setObjectName(QStringLiteral("waitBox"));
    wait_->setFixedWidth(180);
    wait_->addItem(tr("1 hour"), 1);
    wait_->addItem(tr("8 hours"), 8);
    wait_->addItem(tr("1 day"), 24);
    wait_->addItem(tr("3 days"), 72);
    addField(both, tr("Partners can join for"), wait_, QStringLiteral("wait"));
    card->body()->addWidget(files_);
    connect(change, &QPushButton::clicked, this, &DetailsStep::chooseFolder);
    connect(wait_, &QComboBox::activated, this, [this] {
        state_.answer([&](auto& answers) { answers.waitHours = wait_->currentData().toInt(); });
    });
    return card;
}

QWidget* DetailsStep::buildNetwork() {
    auto* card = new Card(tr("How partners reach you"),
                          tr("This computer waits for the partners while the session is open."), column());
    reach_ = new QButtonGroup(this);
    addRadio(card->body(), reach_, OnlyHere, tr("On this computer only"),
             tr("To try it out: the partners run on this computer as well."), QStringLiteral("reachLocal"));
    const auto& addresses = state_.surroundings().addresses;
    auto* network = addRadio(card->body(), reach_, OverNetwork, tr("Over the network"),
                             addresses.isEmpty() ? tr("This computer has no network address at the moment.")
                                                 : tr("Partners connect to the address that you choose."),
                             QStringLiteral("reachNetwork"));
    network->setEnabled(!addresses.isEmpty());
    address_ = new QComboBox;
    address_->setObjectName(QStringLiteral("addressBox"));
    address_->setAccessibleName(tr("Address of this computer"));
    address_->addItems(addresses);
    address_->setMaximumWidth(260);
    auto* indented = new QHBoxLayout;
    indented->setContentsMargins(32, 0, 0, 0);
    indented->addWidget(address_);
    indented->addStretch(1);
    card->body()->addLayout(indented);
    advancedToggle_ = new QToolButton;
    advancedToggle_->setObjectName(QStringLiteral("advancedButton"));
    advancedToggle_->setProperty("kind", QStringLiteral("disclosure"));
    advancedToggle_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    advancedToggle_->setCheckable(true);
    advancedToggle_->setFocusPolicy(Qt::StrongFocus);
    advancedToggle_->setText(tr("Advanced"));
    advancedToggle_->setAccessibleName(tr("Advanced network settings"));
    advancedToggle_->setIcon(icon(QStringLiteral("chevron-right"), Ink::accent));
    card->body()->addWidget(advancedToggle_, 0, Qt::AlignLeft);
    card->body()->addWidget(advanced_ = buildAdvanced());
    advanced_->hide();
    connect(advancedToggle_, &QToolButton::toggled, this, [this](bool on) {
        advanced_->setVisible(on);
        advancedToggle_->setIcon(
            icon(on ? QStringLiteral("chevron-down") : QStringLiteral("chevron-right"), Ink::accent));
    });
    connect(reach_, &QButtonGroup::idClicked, this, &DetailsStep::networkChanged);
    connect(address_, &QComboBox::activated, this, &DetailsStep::networkChanged);
    return card;
}

QWidget* DetailsStep::buildAdvanced() {
    auto* box = new QWidget(column());
    box->setObjectName(QStringLiteral("advancedBox"));
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(spaceM);
    port_ = new QSpinBox;
    port_->setObjectName(QStringLiteral("portBox"));
    port_->setRange(0, 65'535);
    port_->setSpecialValueText(tr("Any free port"));
    port_->setFixedWidth(180);
    addField(column, tr("Port"), port_, QStringLiteral("port"));
    advertise_ = new QLineEdit;
    advertise_->setObjectName(QStringLiteral("advertiseEdit"));
    advertise_->setPlaceholderText(tr("For example: gateway.example.com:7441"));
    advertise_->setMaximumWidth(widestField);
    addField(column, tr("Address in the invitations"), advertise_, QStringLiteral("advertise"));
    column->addWidget(makeMutedLabel(
        tr("Only needed when a router or firewall forwards another address and port to this computer."),
        TextRole::caption));
    connect(port_, &QSpinBox::valueChanged, this,
            [this](int value) { state_.answer([&](auto& answers) { answers.port = value; }); });
    connect(advertise_, &QLineEdit::textEdited, this,
            [this](const QString& text) { state_.answer([&](auto& answers) { answers.advertise = text; }); });
    return box;
}

void DetailsStep::chooseFolder() {
    FileRequest request;
    request.title = tr("Folder for the invitations");
    request.suggested = state_.answers().folder;
    chooser_.folder(this, request, [this](const QString& path) {
        state_.answer([&](auto& answers) { answers.folder = path; });
    });
}

void DetailsStep::networkChanged() {
    const bool network = reach_->checkedId() == OverNetwork;
    state_.answer([&](auto& answers) { answers.address = network ? address_->currentText() : QString(); });
}

void DetailsStep::refresh() {
    const auto& answers = state_.answers();
    const bool overlap = answers.kind == "overlap";
    const QSignalBlocker quietPartners(partners_), quietPort(port_), quietTitle(title_),
        quietAdvertise(advertise_);
    if (title_->text() != answers.title) title_->setText(answers.title);
    partners_->setRange(state_.leastPartners(), state_.mostPartners());
    partners_->setValue(state_.partners());
    // A Decision has it beside the formula, which may depend on it.
    partnersBox_->setVisible(answers.kind == "total");
    partnersNote_->setText(
        overlap ? tr("An overlap is between you and one partner.")
        : answers.kind == "decision" && state_.partners() == 1 ? tr("One partner takes part besides you.")
        : answers.kind == "decision"
            ? tr("%1 partners take part besides you. All of them, or the session does not start.")
                  .arg(state_.partners())
            : tr("Besides you, from %1 to %2. All of them take part, or the session does not start.")
                  .arg(state_.leastPartners())
                  .arg(state_.mostPartners()));
    refreshHosts();
    overlap_->setVisible(answers.kind != "total");
    reveal_->button(int(answers.reveal))->setChecked(true);
    const bool named = answers.kind == "decision" && answers.decision.named;
    to_->button(named ? namedRecipients : int(answers.to))->setChecked(true);
    refreshNamed();
    revealBox_->setVisible(overlap);
    protectBox_->setVisible(overlap && answers.reveal == api::Reveal::rows);
    const bool two = state_.partners() == 1;
    nameRadio(api::Recipients::all, two ? tr("Both of us") : tr("All of us"));
    nameRadio(api::Recipients::partner, two ? tr("Only the partner") : tr("Only the partners"));
    security_->button(int(answers.security))->setChecked(true);
    folder_->setText(plain(answers.folder, 400));
    const auto first = state_.firstInvitation();
    files_->setText(state_.partners() == 1 ? tr("File: %1").arg(first)
                                           : tr("%1 files: %2 and so on").arg(state_.partners()).arg(first));
    wait_->setCurrentIndex(qMax(0, wait_->findData(answers.waitHours)));
    reach_->button(answers.address.isEmpty() ? OnlyHere : OverNetwork)->setChecked(true);
    address_->setVisible(!answers.address.isEmpty());
    if (const int at = address_->findText(answers.address); at >= 0) address_->setCurrentIndex(at);
    port_->setValue(answers.port);
    if (advertise_->text() != answers.advertise) advertise_->setText(answers.advertise);
    refreshProblems();
}

void DetailsStep::refreshHosts() {
    const auto& answers = state_.answers();
    constexpr int mostWhoAllCompute = 7;  ///< partners
    hostsBox_->setVisible(answers.kind == "total" && state_.mostPartners() > 1);
    hosts_->setItemText(
        0, state_.partners() <= mostWhoAllCompute ? tr("Everybody") : tr("As usual for so many"));
    hosts_->setItemText(1, tr("You and partner 1"));
    hosts_->setItemText(2, tr("You, partner 1 and partner 2"));
    hosts_->setCurrentIndex(qMax(0, hosts_->findData(answers.hosts)));
}

void DetailsStep::nameRadio(api::Recipients to, const QString& text) {
    auto* radio = to_->button(int(to));
    radio->setText(text);
    radio->setAccessibleName(text);
}

void DetailsStep::refreshProblems() {
    QHash<QString, QString> found;
    for (const auto& problem : state_.problems(WizardPage::details))
        found.insert(problem.field, problem.text);
    // What is wrong behind a closed door could not be seen.
    if (found.contains(QStringLiteral("advertise")) && advanced_->isHidden())
        advancedToggle_->setChecked(true);
    for (auto it = messages_.begin(); it != messages_.end(); ++it) {
        const auto text = found.value(it.key());
        it.value()->setText(text);
        it.value()->setVisible(!text.isEmpty());
        auto* field = fields_.value(it.key());
        field->setAccessibleDescription(text);
        if (field->property("invalid").toBool() == text.isEmpty()) {
            field->setProperty("invalid", !text.isEmpty());
            restyle(field);
        }
    }
}

}  // namespace tacit::ui
