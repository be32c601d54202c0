#include "ui/widgets/database_dialog.h"

#include <QComboBox>
#include <QCompleter>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QScreen>
#include <algorithm>

#include "ui/bridge/describe_action.h"
#include "ui/text/fault_text.h"
#include "ui/theme/theme.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/file_chooser.h"
#include "ui/widgets/page.h"
#include "ui/widgets/selection_form.h"

namespace tacit::ui {
namespace {

constexpr int databaseFieldWidth = 270;
constexpr int formWidth = 670;
constexpr int longestEntry = 400;
constexpr int tablesAtOnce = 12;

}  // namespace

DatabaseDialog::DatabaseDialog(std::shared_ptr<api::Engine> engine, const DatabaseChoice& before,
                               FileChooser& chooser, QWidget* parent)
    : QDialog(parent), engine_(std::move(engine)), kind_(new QComboBox) {
    setObjectName(QStringLiteral("databaseDialog"));
    setWindowTitle(tr("Table of a database"));
    setAttribute(Qt::WA_DeleteOnClose);
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(spaceXxl, spaceXl, spaceXxl, spaceXl);
    all->setSpacing(spaceL);
    all->setSizeConstraint(QLayout::SetMinimumSize);
    all->addWidget(
        makeMutedLabel(tr("The table is read on this computer and not changed. The password is used for "
                          "this alone, and kept nowhere.")));
    auto* halves = new QHBoxLayout;
    halves->setSpacing(spaceXxl);
    form_ = new SelectionForm(this);
    form_->setMinimumWidth(formWidth);
    halves->addWidget(makePlace(before));
    halves->addWidget(form_, 1);
    all->addLayout(halves, 1);
    auto* foot = new QHBoxLayout;
    foot->setSpacing(spaceM);
    foot->addStretch(1);
    auto* cancel = makeButton(tr("Cancel"), ButtonKind::secondary, QStringLiteral("databaseCancelButton"));
    open_ = makeButton(tr("Read the table"), ButtonKind::primary, QStringLiteral("databaseOpenButton"));
    open_->setDefault(true);
    foot->addWidget(cancel);
    foot->addWidget(open_);
    all->addLayout(foot);
    connect(kind_, &QComboBox::currentIndexChanged, this, &DatabaseDialog::showKind);
    connect(browse_, &QPushButton::clicked, this, [this, &chooser] { askForFile(chooser); });
    connect(part_, &QPushButton::clicked, this, &DatabaseDialog::describe);
    connect(form_, &SelectionForm::changed, this, &DatabaseDialog::showOpen);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(open_, &QPushButton::clicked, this, &DatabaseDialog::finish);
    showKind();
    if (before.selection.any()) before_ = before.selection;
    showParts();
}

DatabaseDialog::~DatabaseDialog() {
    // A field that loses the focus while all of this goes passes on what was typed into it.
    form_->disconnect(this);
    if (describing_ != nullptr) {
        describing_->setParent(nullptr);
        describing_->abandon();
    }
}

QWidget* DatabaseDialog::makePlace(const DatabaseChoice& before) {
    auto* place = new QWidget(this);
    place->setProperty("transparent", true);
    auto* column = new QVBoxLayout(place);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(spaceL);
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(spaceL);
    grid->setVerticalSpacing(spaceM);
    makeKinds(grid, before.kind);
    file_ = addField(grid, tr("File"), tr("e.g. %1").arg("customers.db"), QStringLiteral("databaseFile"));
    browse_ = makeButton(tr("Choose…"), ButtonKind::secondary, QStringLiteral("databaseFileButton"));
    browse_->setAccessibleName(tr("Choose the file of the database"));
    grid->addWidget(browse_, grid->rowCount() - 1, 2);
    source_ = addField(grid, tr("Data source"), tr("Its name in the settings of ODBC"),
                       QStringLiteral("databaseSource"));
    host_ =
        addField(grid, tr("Host"), tr("e.g. %1").arg("db.example.org:5432"), QStringLiteral("databaseHost"));
    database_ = addField(grid, tr("Database"), tr("e.g. %1").arg("sales"), QStringLiteral("databaseName"));
    user_ = addField(grid, tr("User"), tr("Empty: as on this computer"), QStringLiteral("databaseUser"));
    password_ = addField(grid, tr("Password"), {}, QStringLiteral("databasePassword"));
    password_.edit->setEchoMode(QLineEdit::Password);
    table_ =
        addField(grid, tr("Table or view"), tr("Empty: choose among all"), QStringLiteral("databaseTable"));
    // The tables that were offered are those of another place.
    for (const auto& field : {file_, source_, host_, database_})
        connect(field.edit, &QLineEdit::textChanged, table_.edit,
                [this] { table_.edit->setCompleter(nullptr); });
    column->addLayout(grid);
    part_ = makeButton({}, ButtonKind::quiet, QStringLiteral("databasePartButton"), QStringLiteral("table"));
    partNote_ = makeMutedLabel(tr("Columns and rows are chosen as before."));
    partNote_->setObjectName(QStringLiteral("databasePartNote"));
    banner_ = new Banner(QStringLiteral("databaseBanner"), place);
    banner_->hide();
    column->addWidget(part_, 0, Qt::AlignLeft);
    column->addWidget(partNote_);
    column->addWidget(banner_);
    column->addWidget(form_->statement(), 1);
    column->addStretch(0);
    file_.edit->setText(before.file);
    source_.edit->setText(before.source);
    host_.edit->setText(before.host);
    database_.edit->setText(before.database);
    user_.edit->setText(before.user);
    table_.edit->setText(before.table);
    return place;
}

void DatabaseDialog::makeKinds(QGridLayout* grid, DatabaseChoice::Kind before) {
    auto* label = makeLabel(tr("Kind"), TextRole::strong);
    label->setBuddy(kind_);
    kind_->setObjectName(QStringLiteral("databaseKind"));
    kind_->setAccessibleName(label->text());
    kind_->addItem(tr("SQLite file"), int(DatabaseChoice::Kind::sqlite));
    kind_->addItem(tr("PostgreSQL server"), int(DatabaseChoice::Kind::postgresql));
    kind_->addItem(tr("ODBC data source"), int(DatabaseChoice::Kind::odbc));
    kind_->setCurrentIndex(kind_->findData(int(before)));
    grid->addWidget(label, 0, 0);
    grid->addWidget(kind_, 0, 1);
}

DatabaseDialog::Field DatabaseDialog::addField(QGridLayout* grid, const QString& text, const QString& example,
                                               const QString& objectName) {
    const int row = grid->rowCount();
    auto* label = makeLabel(text, TextRole::strong);
    label->setWordWrap(false);
    auto* edit = new QLineEdit;
    edit->setObjectName(objectName);
    edit->setAccessibleName(text);
    edit->setPlaceholderText(example);
    edit->setMaxLength(longestEntry);
    edit->setMinimumWidth(databaseFieldWidth);
    label->setBuddy(edit);
    grid->addWidget(label, row, 0);
    grid->addWidget(edit, row, 1);
    connect(edit, &QLineEdit::textChanged, this, &DatabaseDialog::placeChanged);
    return {label, edit};
}

void DatabaseDialog::askForFile(FileChooser& chooser) {
    FileRequest request;
    request.title = tr("Choose the file of a database");
    request.suggested = file_.edit->text();
    request.filters = {tr("SQLite databases (*.db *.sqlite *.sqlite3)"), tr("All files (*)")};
    chooser.openFile(this, request, [this](const QString& path) { file_.edit->setText(path); });
}

void DatabaseDialog::showKind() {
    const auto kind = place().kind;
    const bool file = kind == DatabaseChoice::Kind::sqlite;
    const bool server = kind == DatabaseChoice::Kind::postgresql;
    const auto show = [](const Field& field, bool on) {
        field.label->setVisible(on);
        field.edit->setVisible(on);
    };
    show(file_, file);
    browse_->setVisible(file);
    show(source_, !file && !server);
    show(host_, server);
    show(database_, server);
    show(user_, !file);
    show(password_, !file);
    placeChanged();
}

void DatabaseDialog::placeChanged() {
    if (open_ == nullptr) return;  // while all of this is made
    before_.reset();
    seen_ = false;
    banner_->hide();
    forgetDescription();
    showParts();
}

void DatabaseDialog::forgetDescription() {
    if (describing_ == nullptr) return;
    describing_->setParent(nullptr);
    describing_->abandon();
    describing_ = nullptr;
}

void DatabaseDialog::showParts() {
    part_->setVisible(!seen_);
    part_->setEnabled(describing_ == nullptr && place().complete());
    part_->setText(describing_ == nullptr ? tr("Choose columns and rows…") : tr("Looking at the table…"));
    part_->setAccessibleName(part_->text());
    partNote_->setVisible(!seen_ && before_.has_value());
    const bool other = form_->isVisibleTo(this) != seen_;
    form_->setVisible(seen_);
    form_->statement()->setVisible(seen_);
    showOpen();
    if (other && isVisible()) fit();
}

void DatabaseDialog::fit() {
    layout()->activate();
    adjustSize();
    const auto room = screen()->availableGeometry();
    auto place = frameGeometry();
    place.moveCenter(parentWidget() != nullptr ? parentWidget()->window()->frameGeometry().center()
                                               : room.center());
    move(std::max(room.left(), std::min(place.left(), room.right() - place.width())),
         std::max(room.top(), std::min(place.top(), room.bottom() - place.height())));
}

void DatabaseDialog::showOpen() {
    open_->setEnabled(place().complete() && (!seen_ || form_->valid()));
}

void DatabaseDialog::describe() {
    if (describing_ != nullptr) return;
    banner_->hide();
    describing_ = new DescribeAction(engine_, place().address(), password(), this);
    connect(describing_, &DescribeAction::finished, this, &DatabaseDialog::described);
    showParts();
}

void DatabaseDialog::described(const Result<api::DatabaseTable>& outcome) {
    describing_->deleteLater();
    describing_ = nullptr;
    if (!outcome) {
        banner_->show(Tone::error, faultMessage(outcome.error()));
    } else if (!outcome->tables.empty()) {
        offerTables(outcome->tables);
    } else {
        form_->setTable(*outcome, before_.value_or(api::TableSelection{}));
        seen_ = true;
        Page::orderFocus(form_);
    }
    showParts();
    if (seen_) form_->takeFocus();
}

/// A list below the field; whoever picks one goes on from there.
void DatabaseDialog::offerTables(const std::vector<std::string>& tables) {
    banner_->show(Tone::info,
                  {tr("Choose the table first."), {}, tr("The list below its field has them all.")});
    QStringList names;
    for (const auto& name : tables) names << QString::fromStdString(name);
    auto* completer = new QCompleter(names, table_.edit);
    completer->setCompletionMode(QCompleter::UnfilteredPopupCompletion);
    completer->setMaxVisibleItems(tablesAtOnce);
    table_.edit->setCompleter(completer);
    // The field takes the text by itself only if its window was active when it got the list. Queued:
    // describing may put another list in the place of the one that is telling.
    connect(
        completer, qOverload<const QString&>(&QCompleter::activated), this,
        [this](const QString& name) {
            table_.edit->setText(name);
            describe();
        },
        Qt::QueuedConnection);
    table_.edit->setFocus();
    completer->complete();
}

QString DatabaseDialog::password() const {
    return place().kind == DatabaseChoice::Kind::sqlite ? QString() : password_.edit->text();
}

DatabaseChoice DatabaseDialog::place() const {
    DatabaseChoice out;
    out.kind = static_cast<DatabaseChoice::Kind>(kind_->currentData().toInt());
    out.file = file_.edit->text();
    out.source = source_.edit->text();
    out.host = host_.edit->text();
    out.database = database_.edit->text();
    out.user = user_.edit->text();
    out.table = table_.edit->text();
    return out;
}

DatabaseChoice DatabaseDialog::choice() const {
    auto out = place();
    out.selection = seen_ ? form_->selection() : before_.value_or(api::TableSelection{});
    return out;
}

void DatabaseDialog::finish() {
    const auto answer = choice();
    if (!open_->isEnabled()) return;
    const auto secret = password();
    accept();
    Q_EMIT chosen(answer, secret);
}

}  // namespace tacit::ui
