#include "ui/widgets/database_dialog.h"

#include <QComboBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>

#include "ui/theme/theme.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/file_chooser.h"

namespace tacit::ui {
namespace {

constexpr int databaseFieldWidth = 340;
constexpr int longestEntry = 400;

}  // namespace

DatabaseDialog::DatabaseDialog(const DatabaseChoice& before, FileChooser& chooser, QWidget* parent)
    : QDialog(parent), kind_(new QComboBox) {
    setObjectName(QStringLiteral("databaseDialog"));
    setWindowTitle(tr("Table of a database"));
    setAttribute(Qt::WA_DeleteOnClose);
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(spaceXxl, spaceXl, spaceXxl, spaceXl);
    all->setSpacing(spaceL);
    all->addWidget(
        makeMutedLabel(tr("The table is read on this computer and not changed. The password is used for "
                          "this alone, and kept nowhere.")));
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(spaceL);
    grid->setVerticalSpacing(spaceM);
    auto* kindLabel = makeLabel(tr("Kind"), TextRole::strong);
    kindLabel->setBuddy(kind_);
    kind_->setObjectName(QStringLiteral("databaseKind"));
    kind_->setAccessibleName(kindLabel->text());
    kind_->addItem(tr("SQLite file"), int(DatabaseChoice::Kind::sqlite));
    kind_->addItem(tr("PostgreSQL server"), int(DatabaseChoice::Kind::postgresql));
    kind_->addItem(tr("ODBC data source"), int(DatabaseChoice::Kind::odbc));
    kind_->setCurrentIndex(kind_->findData(int(before.kind)));
    grid->addWidget(kindLabel, 0, 0);
    grid->addWidget(kind_, 0, 1);
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
    all->addLayout(grid);
    all->addStretch(1);
    file_.edit->setText(before.file);
    source_.edit->setText(before.source);
    host_.edit->setText(before.host);
    database_.edit->setText(before.database);
    user_.edit->setText(before.user);
    table_.edit->setText(before.table);

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
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(open_, &QPushButton::clicked, this, &DatabaseDialog::finish);
    showKind();
}

DatabaseDialog::Field DatabaseDialog::addField(QGridLayout* grid, const QString& text, const QString& example,
                                               const QString& objectName) {
    const int row = grid->rowCount();
    auto* label = makeLabel(text, TextRole::strong);
    auto* edit = new QLineEdit;
    edit->setObjectName(objectName);
    edit->setAccessibleName(text);
    edit->setPlaceholderText(example);
    edit->setMaxLength(longestEntry);
    edit->setMinimumWidth(databaseFieldWidth);
    label->setBuddy(edit);
    grid->addWidget(label, row, 0);
    grid->addWidget(edit, row, 1);
    connect(edit, &QLineEdit::textChanged, this, [this] {
        if (open_ != nullptr) open_->setEnabled(choice().complete());
    });
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
    const auto kind = choice().kind;
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
    open_->setEnabled(choice().complete());
}

DatabaseChoice DatabaseDialog::choice() const {
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

void DatabaseDialog::finish() {
    const auto answer = choice();
    if (!answer.complete()) return;
    const auto password = answer.kind == DatabaseChoice::Kind::sqlite ? QString() : password_.edit->text();
    accept();
    Q_EMIT chosen(answer, password);
}

}  // namespace tacit::ui
