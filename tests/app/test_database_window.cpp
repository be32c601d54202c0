// The window reads tables of databases: the real engine and the real widgets.
#include <QAbstractButton>
#include <QComboBox>
#include <QCompleter>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

#include "adapters/database_address.h"
#include "adapters/engine_factory.h"
#include "app/adapters/database_helpers.h"
#include "support/scripted_file_chooser.h"
#include "ui/model/contribution_state.h"
#include "ui/model/selection_model.h"
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
    void columnsAndRowsAreChosen();
    void groupsAreMadeByKeyboard();
    void aGroupCountsAsChosen();
    void aTableIsOfferedFirst();
    void whatCannotBeLookedAtIsSaid();

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
    /// The shop's table pay, with its columns in sight.
    void openPart();
    QString sql() const { return find<QPlainTextEdit>("selectionSql")->toPlainText().simplified(); }
    void clickCell(int row, SelectionModel::Column column) const {
        auto* table = find<QTableView>("selectionTable");
        QTest::mouseClick(table->viewport(), Qt::LeftButton, {},
                          table->visualRect(table->model()->index(row, column)).center());
    }
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
    DatabaseChoice part{Kind::sqlite, "a.db", {}, {}, {}, {}, "t"};
    part.selection.columns = {"a,b", "c&d=%41", " e ", "Ü\"'"};
    for (int c = 0; c <= int(api::Comparison::not_empty); ++c) {
        api::RowFilter filter{"x,y", static_cast<api::Comparison>(c), {"1,2"}};
        if (filter.comparison == api::Comparison::one_of) filter.values.push_back(" ;&%");
        if (filter.comparison == api::Comparison::between) filter.values.push_back("");
        if (filter.comparison >= api::Comparison::empty) filter.values.clear();
        part.selection.filters.push_back(filter);
    }
    QTest::newRow("part") << part;
    DatabaseChoice groups{Kind::sqlite, "a.db", {}, {}, {}, {}, "t"};
    groups.selection.group_by = {"k", "l,m"};
    for (int a = 0; a <= int(api::Aggregation::squares); ++a)
        groups.selection.aggregates.push_back({static_cast<api::Aggregation>(a), "*"});
    groups.selection.aggregates.push_back({api::Aggregation::count, ""});
    QTest::newRow("groups") << groups;
    groups.selection.group_counts_as = api::GroupCountsAs::its_rows;
    QTest::newRow("groups that count as their rows") << groups;
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
    QVERIFY(parsed->selection == choice.selection);
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

void TestDatabaseWindow::openPart() {
    startPanel();
    openDialog("databaseButton");
    type("databaseFile", folder_.filePath("shop & co.db"));
    type("databaseTable", "pay");
    QVERIFY(!shown("selectionForm"));
    click("databasePartButton");
    QTRY_VERIFY(shown("selectionForm"));
}

void TestDatabaseWindow::columnsAndRowsAreChosen() {
    openPart();
    QCOMPARE(sql(), QString("SELECT * FROM \"pay\""));
    QVERIFY(!shown("databasePartButton") && !shown("selectionCountRows"));
    auto* open = find<QAbstractButton>("databaseOpenButton");
    clickCell(1, SelectionModel::Keep);
    QCOMPARE(sql(), QString("SELECT \"who\" FROM \"pay\""));
    clickCell(0, SelectionModel::Keep);
    QVERIFY(!open->isEnabled() && shown("selectionProblem") && sql().isEmpty());
    clickCell(1, SelectionModel::Keep);
    click("selectionAddFilter");
    QVERIFY2(!open->isEnabled() && find<QLabel>("selectionProblem")->text().contains("lacks a value"),
             qPrintable(find<QLabel>("selectionProblem")->text()));
    find<QComboBox>("filterColumn1")->setCurrentIndex(1);
    find<QComboBox>("filterComparison1")->setCurrentIndex(int(api::Comparison::between));
    type("filterValue1", "-5000000000");
    QVERIFY(shown("filterTo1") && !open->isEnabled());
    type("filterTo1", "0");
    QCOMPARE(sql(), QString("SELECT \"amount\" FROM \"pay\" WHERE (\"amount\" >= -5000000000 AND "
                            "TYPEOF(\"amount\") <> 'text') AND \"amount\" <= 0"));
    const auto shownSql = find<QPlainTextEdit>("selectionSql")->toPlainText();
    QVERIFY(open->isEnabled());
    click("databaseOpenButton");
    QTRY_VERIFY(panel_->state().dataset().has_value());
    const auto& dataset = *panel_->state().dataset();
    QCOMPARE(dataset.rows, 1u);
    QCOMPARE(dataset.columns.size(), std::size_t{1});
    QCOMPARE(dataset.preview[0][0], std::string("-3000000000"));
    QCOMPARE(QString::fromStdString(dataset.statement), shownSql);
    // What was chosen is what one begins with, also where one does not look at it again.
    openDialog("changeDatabaseButton");
    QVERIFY(shown("databasePartNote") && shown("databasePartButton"));
    click("databasePartButton");
    QTRY_VERIFY(shown("selectionForm"));
    QCOMPARE(find<QPlainTextEdit>("selectionSql")->toPlainText(), shownSql);
    click("filterRemove1");
    QCOMPARE(sql(), QString("SELECT \"amount\" FROM \"pay\""));
    // Another table has other columns.
    type("databaseTable", "customers");
    QVERIFY(!shown("selectionForm") && !shown("databasePartNote") && shown("databasePartButton"));
    click("databaseOpenButton");
    QTRY_COMPARE(panel_->state().dataset()->sheet, std::string("customers"));
    QCOMPARE(panel_->state().dataset()->rows, 2u);
}

void TestDatabaseWindow::groupsAreMadeByKeyboard() {
    openPart();
    QTRY_COMPARE(QApplication::focusWidget(), find<QWidget>("selectionGrouped"));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
    QVERIFY(shown("selectionCountRows") && shown("selectionProblem"));
    QVERIFY(!find<QAbstractButton>("databaseOpenButton")->isEnabled());
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
    auto* table = find<QTableView>("selectionTable");
    QCOMPARE(QApplication::focusWidget(), table);
    // Name, group by; then down and on to the sum.
    for (const auto key : {Qt::Key_Right, Qt::Key_Space, Qt::Key_Down, Qt::Key_Right, Qt::Key_Space})
        QTest::keyClick(table, key);
    QCOMPARE(sql(),
             QString("SELECT \"who\", SUM(\"amount\") AS \"sum of amount\" FROM \"pay\" GROUP BY \"who\""));
    QTest::keyClick(table, Qt::Key_Tab);
    QCOMPARE(QApplication::focusWidget(), find<QWidget>("selectionCountRows"));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
    QVERIFY(sql().contains("COUNT(*) AS \"number of rows\""));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
    QCOMPARE(QApplication::focusWidget(), find<QWidget>("selectionAsOne"));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
    QCOMPARE(QApplication::focusWidget(), find<QWidget>("selectionAddFilter"));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
    QCOMPARE(QApplication::focusWidget(), find<QWidget>("filterColumn1"));
    find<QComboBox>("filterComparison1")->setCurrentIndex(int(api::Comparison::one_of));
    type("filterValue1", "a; b;c");
    QVERIFY2(sql().contains("WHERE (\"who\" = 'a' OR \"who\" = 'b' OR \"who\" = 'c')"), qPrintable(sql()));
    QTest::keyClick(find<QLineEdit>("filterValue1"), Qt::Key_Return);
    QTRY_VERIFY(panel_->state().dataset().has_value());
    const auto& dataset = *panel_->state().dataset();
    QCOMPARE(dataset.rows, 3u);
    QCOMPARE(dataset.columns[1].name, std::string("number of rows"));
    QCOMPARE(dataset.columns[2].name, std::string("sum of amount"));
}

void TestDatabaseWindow::aGroupCountsAsChosen() {
    openPart();
    QVERIFY(!shown("selectionAsOne") && !shown("selectionAsRows"));
    click("selectionGrouped");
    clickCell(0, SelectionModel::Group);
    auto* one = find<QAbstractButton>("selectionAsOne");
    auto* rows = find<QAbstractButton>("selectionAsRows");
    // Nothing is added yet that could count for more than itself.
    QVERIFY(shown("selectionAsRows") && !one->isEnabled() && !rows->isEnabled() && one->isChecked());
    clickCell(1, SelectionModel::Sum);
    QVERIFY(rows->isEnabled() && one->isChecked() && !sql().contains("COUNT"));
    const auto said = find<QLabel>("selectionMeaning")->text();
    click("selectionAsRows");
    QVERIFY(rows->isChecked() && !one->isChecked());
    QVERIFY(
        sql().contains("AS \"sum of amount\", COUNT(NULLIF(TRIM(\"amount\"), '')) AS \"count of amount\""));
    QVERIFY(find<QLabel>("selectionMeaning")->text() != said);
    // What holds is what is shown; what was chosen comes back with the sum.
    clickCell(1, SelectionModel::Sum);
    QVERIFY(one->isChecked() && !rows->isChecked() && !rows->isEnabled() && !sql().contains("COUNT"));
    clickCell(1, SelectionModel::Sum);
    QVERIFY(rows->isChecked() && sql().contains("COUNT"));
    click("databaseOpenButton");
    QTRY_VERIFY(panel_->state().dataset().has_value());
    const auto& dataset = *panel_->state().dataset();
    QCOMPARE(dataset.columns.size(), std::size_t{3});
    QCOMPARE(dataset.columns[1].counts_in, std::string("count of amount"));
    // One begins with it again, and can take the other.
    openDialog("changeDatabaseButton");
    click("databasePartButton");
    QTRY_VERIFY(shown("selectionForm"));
    QVERIFY(find<QAbstractButton>("selectionAsRows")->isChecked() && sql().contains("COUNT"));
    click("selectionAsOne");
    QVERIFY(!sql().contains("COUNT") && !find<QAbstractButton>("selectionAsRows")->isChecked());
    click("databaseOpenButton");
    QTRY_COMPARE(panel_->state().dataset()->columns.size(), std::size_t{2});
    QVERIFY(panel_->state().dataset()->columns[1].counts_in.empty());
}

void TestDatabaseWindow::aTableIsOfferedFirst() {
    startPanel();
    openDialog("databaseButton");
    type("databaseFile", folder_.filePath("shop & co.db"));
    click("databasePartButton");
    auto* edit = find<QLineEdit>("databaseTable");
    QTRY_VERIFY(edit->completer() != nullptr && edit->completer()->popup()->isVisible());
    auto* list = edit->completer()->popup();
    QCOMPARE(list->model()->rowCount(), 2);
    QTest::keyClick(list, Qt::Key_Down);
    QTest::keyClick(list, Qt::Key_Down);
    QTest::keyClick(list, Qt::Key_Return);
    QTRY_VERIFY(shown("selectionForm"));
    QCOMPARE(edit->text(), QString("pay"));
    QCOMPARE(find<QTableView>("selectionTable")->model()->rowCount(), 2);
    click("databaseCancelButton");
    QTRY_VERIFY(find<QDialog>("databaseDialog") == nullptr);
}

void TestDatabaseWindow::whatCannotBeLookedAtIsSaid() {
    startPanel();
    openDialog("databaseButton");
    type("databaseFile", folder_.filePath("none.db"));
    type("databaseTable", "pay");
    click("databasePartButton");
    auto* banner = find<Banner>("databaseBanner");
    QTRY_VERIFY(shown("databaseBanner"));
    QVERIFY2(banner->text().contains("is not there"), qPrintable(banner->text()));
    QVERIFY(!shown("selectionForm") && find<QAbstractButton>("databasePartButton")->isEnabled());
    // Closed while it still looks.
    click("databasePartButton");
    click("databaseCancelButton");
    QTRY_VERIFY(find<QDialog>("databaseDialog") == nullptr);
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
