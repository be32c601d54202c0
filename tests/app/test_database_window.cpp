// The window reads tables of databases: the real engine and the real widgets.
#include <QAbstractButton>
#include <QComboBox>
#include <QDialog>
#include <QLineEdit>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

#include "adapters/database_address.h"
#include "adapters/engine_factory.h"
#include "app/adapters/database_helpers.h"
#include "support/scripted_file_chooser.h"
#include "ui/model/contribution_state.h"
#include "ui/theme/theme.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/data_panel.h"

using namespace tacit;
using namespace tacit::ui;
using Kind = DatabaseChoice::Kind;

class TestDatabaseWindow : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void initTestCase();
    void whatIsEnteredIsWhatIsOpened_data();
    void whatIsEnteredIsWhatIsOpened();
    void eachKindAsksForItsOwn();
    void aTableIsReadAndAnotherChosen();
    void whatFailsIsExplained();

  private:
    template <class T>
    T* find(const char* name) const {
        return panel_->findChild<T*>(QString::fromLatin1(name));
    }
    void click(const char* name) const { QTest::mouseClick(find<QAbstractButton>(name), Qt::LeftButton); }
    void type(const char* name, const QString& text) const {
        auto* edit = find<QLineEdit>(name);
        edit->clear();
        QTest::keyClicks(edit, text);
    }
    bool shown(const char* name) const { return find<QWidget>(name)->isVisibleTo(panel_->window()); }
    void startPanel();
    void openDialog(const char* button) {
        click(button);
        QTRY_VERIFY(find<QDialog>("databaseDialog") != nullptr);
    }

    QTemporaryDir folder_;
    int profiles_ = 0;
    adapters::EngineFactory engines_;
    test::ScriptedFileChooser chooser_;
    std::unique_ptr<DataPanel> panel_;
};

void TestDatabaseWindow::initTestCase() {
    applyTheme(*qApp);
    test::makeSqlite(
        folder_.filePath("shop & co.db"),
        {"CREATE TABLE customers (email TEXT)", "INSERT INTO customers VALUES ('a@x.org'), ('b@x.org')",
         "CREATE TABLE pay (who TEXT, amount NUMERIC)",
         "INSERT INTO pay VALUES ('a', -3000000000), ('b', 0.25), ('c', NULL)"});
}

void TestDatabaseWindow::startPanel() {
    const auto profile = folder_.filePath("profile" + QString::number(++profiles_));
    QVERIFY(QDir().mkdir(profile));
    auto engine = engines_.openPassing(profile);
    QVERIFY(engine.ok());
    panel_ = std::make_unique<DataPanel>(std::shared_ptr<api::Engine>(std::move(*engine)), chooser_);
    panel_->resize(1000, 700);
    panel_->show();
    panel_->chooseColumns(api::TotalQuestion{});
}

void TestDatabaseWindow::whatIsEnteredIsWhatIsOpened_data() {
    QTest::addColumn<DatabaseChoice>("choice");
    QTest::newRow("file") << DatabaseChoice{Kind::sqlite, "/a/b c?&%41#.db", {}, {}, {}, {}, "t=1&x"};
    QTest::newRow("server") << DatabaseChoice{Kind::postgresql, {},      {},   "db.x.org:5433",
                                              "sa/les",         "a@b:c", "s.t"};
    QTest::newRow("this computer") << DatabaseChoice{Kind::postgresql, {}, {}, {}, "sales", {}, {}};
    QTest::newRow("socket") << DatabaseChoice{Kind::postgresql, {}, {}, "/run/post gres", "sales", "ada", {}};
    QTest::newRow("IPv6") << DatabaseChoice{Kind::postgresql, {}, {}, "[::1]:5433", "sales", {}, {}};
    QTest::newRow("source") << DatabaseChoice{Kind::odbc, {}, "ware house", {}, {}, "Köln\\ada", "t"};
    QTest::newRow("string") << DatabaseChoice{Kind::odbc, {}, "Driver={A B};Server=x?y", {}, {}, {}, {}};
}

void TestDatabaseWindow::whatIsEnteredIsWhatIsOpened() {
    QFETCH(DatabaseChoice, choice);
    QVERIFY(choice.complete());
    const auto parsed = adapters::parseDatabaseAddress(choice.address().toStdString());
    QVERIFY2(parsed.ok(), qPrintable(choice.address()));
    QCOMPARE(parsed->kind, choice.kind == Kind::sqlite       ? adapters::DatabaseKind::sqlite
                           : choice.kind == Kind::postgresql ? adapters::DatabaseKind::postgresql
                                                             : adapters::DatabaseKind::odbc);
    QCOMPARE(parsed->database, choice.file + choice.source + choice.database);
    auto host = parsed->host;
    if (host.contains(':')) host = '[' + host + ']';
    if (parsed->port > 0) host += ':' + QString::number(parsed->port);
    QCOMPARE(host, choice.host);
    QCOMPARE(parsed->user, choice.user);
    QCOMPARE(parsed->table, choice.table);
}

void TestDatabaseWindow::eachKindAsksForItsOwn() {
    startPanel();
    openDialog("databaseButton");
    auto* kind = find<QComboBox>("databaseKind");
    auto* open = find<QAbstractButton>("databaseOpenButton");
    QVERIFY(shown("databaseFile") && !shown("databaseHost") && !shown("databasePassword"));
    QVERIFY(!open->isEnabled());
    type("databaseFile", "x.db");
    QVERIFY(open->isEnabled());
    kind->setCurrentIndex(1);
    QVERIFY(!shown("databaseFile") && shown("databaseHost") && shown("databaseName") &&
            shown("databasePassword"));
    QVERIFY(!open->isEnabled());
    type("databaseName", "sales");
    QVERIFY(open->isEnabled());
    QCOMPARE(find<QLineEdit>("databasePassword")->echoMode(), QLineEdit::Password);
    kind->setCurrentIndex(2);
    QVERIFY(shown("databaseSource") && !shown("databaseName") && shown("databaseUser"));
    QVERIFY(!open->isEnabled());
    click("databaseCancelButton");
    QTRY_VERIFY(find<QDialog>("databaseDialog") == nullptr);
    QVERIFY(!panel_->importing());
}

void TestDatabaseWindow::aTableIsReadAndAnotherChosen() {
    startPanel();
    openDialog("databaseButton");
    chooser_.setNextPath(folder_.filePath("shop & co.db"));
    click("databaseFileButton");
    QTRY_COMPARE(find<QLineEdit>("databaseFile")->text(), folder_.filePath("shop & co.db"));
    click("databaseOpenButton");
    QTRY_VERIFY(panel_->state().dataset().has_value());
    QCOMPARE(panel_->state().dataset()->sheet, std::string("customers"));
    QCOMPARE(panel_->state().dataset()->file_name, std::string("shop & co.db"));
    auto* sheet = find<QComboBox>("sheetBox");
    QVERIFY(shown("sheetBox"));
    QCOMPARE(sheet->count(), 2);
    sheet->setCurrentIndex(1);
    Q_EMIT sheet->activated(1);
    QTRY_COMPARE(panel_->state().dataset()->sheet, std::string("pay"));
    const auto& columns = panel_->state().dataset()->columns;
    QCOMPARE(columns[1].type, api::ColumnType::decimal);
    QCOMPARE(columns[1].blank, 1u);
    QCOMPARE(panel_->state().dataset()->preview[0][1], std::string("-3000000000"));
    // By a table's name, beginning with what was entered before.
    openDialog("changeDatabaseButton");
    QCOMPARE(find<QLineEdit>("databaseFile")->text(), folder_.filePath("shop & co.db"));
    type("databaseTable", "customers");
    click("databaseOpenButton");
    QTRY_COMPARE(panel_->state().dataset()->sheet, std::string("customers"));
    QCOMPARE(panel_->state().dataset()->sheets.size(), 1u);
    // The same file dropped or chosen as any other: it is known by its content.
    panel_->setFile(folder_.filePath("shop & co.db"));
    QTRY_COMPARE(panel_->state().dataset()->sheets.size(), 2u);
}

void TestDatabaseWindow::whatFailsIsExplained() {
    startPanel();
    openDialog("databaseButton");
    find<QComboBox>("databaseKind")->setCurrentIndex(1);
    type("databaseHost", folder_.path());  // the folder of a socket, where no server is
    type("databaseName", "sales");
    type("databasePassword", "swordfish");
    click("databaseOpenButton");
    auto* banner = find<Banner>("fileBanner");
    QTRY_VERIFY(banner->isVisible());
    QString text;
    for (const auto* label : banner->findChildren<QLabel*>()) text += label->text() + '\n';
    QVERIFY2(text.contains("The database cannot be read") && text.contains("cannot be opened"),
             qPrintable(text));
    QVERIFY(!text.contains("swordfish"));
    QVERIFY(!panel_->state().dataset().has_value());
}

QTEST_MAIN(TestDatabaseWindow)
#include "test_database_window.moc"
