// How a table is read, decided in the window: the real engine and the real widgets.
#include <QAbstractButton>
#include <QClipboard>
#include <QComboBox>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QSpinBox>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QtEndian>
#include <algorithm>
#include <map>

#include "adapters/engine_factory.h"
#include "support/scripted_file_chooser.h"
#include "ui/model/contribution_state.h"
#include "ui/model/pasted_cells.h"
#include "ui/theme/theme.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/data_panel.h"
#include "ui/widgets/option_field.h"

using namespace tacit;
using namespace tacit::ui;

class TestImportWindow : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void initTestCase();
    void init();
    void optionsShowWhatWasDetected();
    void aTotalComesOutOfAFileThatWasReadWrongly();
    void openQuestionsAreAsked();
    void rowsOfNamesAreReadTogether();
    void whatMakesNoSenseIsExplained();
    void onlyWhatAFormatKnowsIsAsked();
    void changesInQuickSuccessionAllCount();
    void columnsHoldWhatIsChosen();
    void cellsThatDoNotFitCountAsMissing();
    void unitsAreLeftOutByChoice();
    void aFindingIsShownInItsRow();
    void findingsAreSaved();
    void nextMonthsFileIsReadAsThisMonths();
    void whatDoesNotFitNextMonthsFileIsSaid();
    void cellsArePasted();
    void pastedTextIsReadAsItWasCopied_data();
    void pastedTextIsReadAsItWasCopied();
    void valuesArePastedNotPictures_data();
    void valuesArePastedNotPictures();
    void onlyDisplayedNumbersAreSaid();
    void clipboardsOfOtherProgramsAreRead_data();
    void clipboardsOfOtherProgramsAreRead();
    void whatIsNoTableIsNotPasted();

  private:
    template <class T>
    T* find(const char* name) const {
        return panel_->findChild<T*>(QString::fromLatin1(name));
    }
    void click(const char* name) const { QTest::mouseClick(find<QAbstractButton>(name), Qt::LeftButton); }
    bool shown(const char* name) const {
        const auto* widget = find<QWidget>(name);
        return widget != nullptr && widget->isVisibleTo(panel_.get());
    }
    OptionField::Mark mark(const char* name) const {
        return qobject_cast<OptionField*>(find<QWidget>(name)->parentWidget())->mark();
    }
    const api::DatasetView& dataset() const { return *panel_->state().dataset(); }
    void read(const QString& name, const QByteArray& bytes);
    /// As the mouse and the arrow keys do in the list.
    void choose(const char* name, const QVariant& data) const;
    /// If they are not shown by themselves.
    void openOptions() const {
        if (!shown("importOptions")) click("importOptionsButton");
    }
    /// The program is closed and opened again.
    void restart();
    void settle() const { QTRY_VERIFY(!panel_->importing()); }

    QTemporaryDir folder_;
    int profiles_ = 0;
    adapters::EngineFactory engines_;
    test::ScriptedFileChooser chooser_;
    std::unique_ptr<DataPanel> panel_;
};

using Mark = OptionField::Mark;

void TestImportWindow::initTestCase() {
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom));
    applyTheme(*qApp);
}

void TestImportWindow::init() {
    QVERIFY(QDir().mkdir(folder_.filePath("profile" + QString::number(++profiles_))));
    restart();
}

void TestImportWindow::restart() {
    panel_.reset();
    auto engine = engines_.openPassing(folder_.filePath("profile" + QString::number(profiles_)));
    QVERIFY(engine.ok());
    panel_ = std::make_unique<DataPanel>(std::shared_ptr<api::Engine>(std::move(*engine)), chooser_);
    panel_->resize(1000, 900);
    panel_->show();
    panel_->chooseColumns(api::TotalQuestion{});
}

void TestImportWindow::read(const QString& name, const QByteArray& bytes) {
    QFile file(folder_.filePath(name));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(bytes);
    file.close();
    panel_->setFile(file.fileName());
    QVERIFY(panel_->importing());
    settle();
    QVERIFY(panel_->state().dataset().has_value());
}

void TestImportWindow::choose(const char* name, const QVariant& data) const {
    auto* box = find<QComboBox>(name);
    const int index = box->findData(data);
    QVERIFY2(index >= 0, name);
    box->setCurrentIndex(index);
    Q_EMIT box->activated(index);
}

void TestImportWindow::optionsShowWhatWasDetected() {
    read("pay.csv", "Pay of 2024\n\nname;pay\nM\xfcller;1.234,50\nB;-2,5\n");
    QVERIFY(!shown("importOptions"));  // nothing to decide
    click("importOptionsButton");
    QVERIFY(shown("importOptions") && shown("previewTable"));
    QCOMPARE(find<QComboBox>("headerRowBox")->currentText(), QString("Row 3: name, pay"));
    QCOMPARE(find<QComboBox>("delimiterBox")->currentText(), QString("Semicolon"));
    QCOMPARE(find<QComboBox>("encodingBox")->currentText(), QString("Windows-1252, Western European"));
    QCOMPARE(find<QComboBox>("decimalBox")->currentText(), QString("Comma: 1.234,56"));
    for (const char* name : {"headerRowBox", "delimiterBox", "encodingBox", "decimalBox"}) {
        QCOMPARE(mark(name), Mark::detected);
        QCOMPARE(find<QWidget>(name)->accessibleDescription(), QString("detected"));
    }
    QVERIFY(!shown("dateOrderBox") && !shown("importResetButton"));
    QVERIFY(find<QComboBox>("encodingBox")->count() > 10);
    click("importOptionsButton");
    QVERIFY(!shown("importOptions"));
}

void TestImportWindow::aTotalComesOutOfAFileThatWasReadWrongly() {
    // In Windows-1250 \xa3 is a letter, the names stand in row 2, and the last row repeats what is above.
    read("pay.csv", "Pay;;of;2024\nteam;day;pay;\n\xa3;05/06/2024;1.234;\nB;07/06/2024;-2.000;\n;;-766;\n");
    click("importOptionsButton");
    choose("headerRowBox", 2);
    settle();
    QCOMPARE(dataset().columns[2].name, std::string("pay"));
    QCOMPARE(mark("headerRowBox"), Mark::chosen);
    choose("encodingBox", "Windows-1250");
    settle();
    QCOMPARE(dataset().preview[0][0], std::string("\xc5\x81"));
    choose("decimalBox", int(','));
    settle();
    QCOMPARE(dataset().columns[2].type, api::ColumnType::integer);
    QCOMPARE(dataset().columns[2].valid, 3u);
    choose("dateOrderBox", int(api::DateOrder::month_first));
    settle();
    QCOMPARE(dataset().columns[1].dates, api::DateOrder::month_first);
    auto* last = find<QSpinBox>("skipLastBox");
    last->setFocus();
    QTest::keyClick(last, Qt::Key_Up);
    settle();
    QCOMPARE(dataset().rows, 2u);
    QCOMPARE(QApplication::focusWidget(), last);  // one goes on where one was
    auto* range = find<QLineEdit>("rangeEdit");
    QTest::keyClicks(range, "A:C");
    QTest::keyClick(range, Qt::Key_Return);
    settle();
    QCOMPARE(dataset().columns.size(), std::size_t(3));
    QVERIFY(dataset().issues.empty());
    for (const char* name :
         {"headerRowBox", "encodingBox", "decimalBox", "dateOrderBox", "skipLastBox", "rangeEdit"})
        QCOMPARE(mark(name), Mark::chosen);
    QCOMPARE(mark("delimiterBox"), Mark::detected);
    panel_->state().setTicked(2, true);
    QTRY_VERIFY(panel_->state().acceptable());
    // And back.
    QVERIFY(shown("importResetButton"));
    click("importResetButton");
    settle();
    QCOMPARE(mark("headerRowBox"), Mark::detected);
    QCOMPARE(dataset().columns[0].name, std::string("Pay"));
    QVERIFY(!shown("importResetButton"));
}

void TestImportWindow::openQuestionsAreAsked() {
    // What another column shows is no answer.
    read("open.csv", "day;pay;rate\n05/06/2024;1,234;0.5\n07/06/2024;2,345;0.25\n");
    QCOMPARE(find<QComboBox>("decimalBox")->currentText(), QString("Detect the character"));
    QVERIFY(shown("importOptions"));  // by itself
    QCOMPARE(mark("decimalBox"), Mark::open);
    QCOMPARE(mark("dateOrderBox"), Mark::open);
    QVERIFY(shown("importOpenNotes"));
    choose("decimalBox", int('.'));
    settle();
    QCOMPARE(mark("decimalBox"), Mark::chosen);
    QCOMPARE(dataset().columns[1].invalid, 0u);
    choose("dateOrderBox", int(api::DateOrder::day_first));
    settle();
    QVERIFY(!shown("importOpenNotes"));
    QVERIFY(shown("importOptions"));
}

void TestImportWindow::rowsOfNamesAreReadTogether() {
    read("pay.csv", "Team;2024;\n;March;April\nA;1;2\nB;3;4\n");
    openOptions();
    choose("headerRowBox", 1);
    settle();
    auto* rows = find<QSpinBox>("headerRowsBox");
    rows->setFocus();
    QTest::keyClick(rows, Qt::Key_Up);
    settle();
    QCOMPARE(rows->value(), 2);
    QCOMPARE(mark("headerRowsBox"), Mark::chosen);
    QCOMPARE(dataset().columns[2].name, std::string("2024 / April"));
    QCOMPARE(dataset().columns[2].type, api::ColumnType::integer);
    choose("headerRowBox", -1);
    settle();
    QVERIFY(!shown("headerRowsBox"));
}

void TestImportWindow::whatMakesNoSenseIsExplained() {
    read("pay.csv", "name;pay\nA;1\n");
    click("importOptionsButton");
    auto* range = find<QLineEdit>("rangeEdit");
    QTest::keyClicks(range, "everything");
    QTest::keyClick(range, Qt::Key_Return);
    settle();
    QVERIFY(shown("fileBanner"));
    QVERIFY(find<Banner>("fileBanner")->text().contains("B3:F200"));
    QCOMPARE(range->text(), QString());
    QCOMPARE(dataset().rows, 1u);
    choose("encodingBox", "UTF-16 (little-endian)");
    settle();
    QVERIFY(shown("fileBanner"));
    QCOMPARE(find<QComboBox>("encodingBox")->currentText(), QString("UTF-8"));
}

void TestImportWindow::onlyWhatAFormatKnowsIsAsked() {
    read("page.xls", "<html><table><tr><td>name<td>pay<tr><td>A<td>1</table>");
    click("importOptionsButton");
    QVERIFY(shown("encodingBox") && !shown("delimiterBox"));
    read("sheet.xls",
         "<?xml version='1.0'?><Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet' "
         "xmlns:ss='urn:schemas-microsoft-com:office:spreadsheet'>"
         "<Worksheet ss:Name='S'><Table><Row><Cell><Data ss:Type='String'>pay</Data></Cell></Row>"
         "<Row><Cell><Data ss:Type='Number'>1</Data></Cell></Row></Table></Worksheet></Workbook>");
    QVERIFY(!shown("encodingBox") && !shown("delimiterBox") && shown("headerRowBox"));
}

void TestImportWindow::changesInQuickSuccessionAllCount() {
    read("pay.csv", "name;pay\nA;1\nB;2\nC;3\nD;4\n");
    click("importOptionsButton");
    auto* last = find<QSpinBox>("skipLastBox");
    last->setFocus();
    for (int i = 0; i < 3; ++i) QTest::keyClick(last, Qt::Key_Up);
    choose("decimalBox", int('.'));
    QVERIFY(panel_->importing());
    settle();
    QCOMPARE(dataset().rows, 1u);
    QCOMPARE(last->value(), 3);
    QCOMPARE(mark("decimalBox"), Mark::chosen);
}

void TestImportWindow::columnsHoldWhatIsChosen() {
    read("pay.csv", "code;pay;note\n007;1;x\n12;n/a;y\n13;oops;\n");
    QCOMPARE(dataset().columns[1].type, api::ColumnType::text);
    QVERIFY(shown("columnBox") && shown("columnUseBox"));
    find<QComboBox>("columnBox")->setCurrentIndex(1);
    QCOMPARE(find<QComboBox>("columnUseBox")->currentText(), QString("Text"));
    QCOMPARE(mark("columnUseBox"), Mark::detected);
    choose("columnUseBox", int(api::ColumnUse::number));
    settle();
    QVERIFY(dataset().columns[1].numeric());
    QCOMPARE(dataset().columns[1].invalid, 2u);
    QCOMPARE(find<QComboBox>("columnBox")->currentText(), QString("B: pay"));
    QCOMPARE(mark("columnUseBox"), Mark::chosen);
    // A click onto the header of the preview chooses the column.
    click("segmentRows");
    auto* header = find<QTableView>("previewTable")->horizontalHeader();
    QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, {header->sectionViewportPosition(2) + 5, 8});
    QCOMPARE(find<QComboBox>("columnBox")->currentText(), QString("C: note"));
    choose("columnUseBox", int(api::ColumnUse::ignored));
    settle();
    QVERIFY(dataset().columns[2].ignored);
    QVERIFY(dataset().columns[1].numeric());  // what was chosen before still holds
    click("importOptionsButton");
    click("importResetButton");
    settle();
    QCOMPARE(dataset().columns[1].type, api::ColumnType::text);
    QVERIFY(!dataset().columns[2].ignored);
}

void TestImportWindow::cellsThatDoNotFitCountAsMissing() {
    read("pay.csv", "name;pay\nA;-1.5\nB;n/a\nC;3000000000\nD;\nE;4\n");
    panel_->state().setTicked(1, true);
    QTRY_VERIFY(shown("checkBanner"));
    find<QComboBox>("columnBox")->setCurrentIndex(0);
    QVERIFY(!shown("columnMissingBox"));  // all fits
    find<QComboBox>("columnBox")->setCurrentIndex(1);
    QVERIFY(shown("columnMissingBox"));
    click("columnMissingBox");
    settle();
    QTRY_VERIFY(panel_->state().acceptable());
    QVERIFY(!shown("checkBanner"));
    QCOMPARE(dataset().columns[1].invalid, 1u);
    QVERIFY(find<QAbstractButton>("columnMissingBox")->isChecked());
    QCOMPARE(find<QAbstractButton>("segmentIssues")->text(), QString("Findings (1)"));  // and it is said
    click("columnMissingBox");
    settle();
    QTRY_VERIFY(shown("checkBanner"));
    QVERIFY(!panel_->state().acceptable());
}

void TestImportWindow::unitsAreLeftOutByChoice() {
    read("pay.csv", "name;pay\nA;1.234,50 EUR\nB;-3 EUR\n");
    panel_->state().setTicked(1, true);
    QTRY_VERIFY(shown("checkBanner"));
    QVERIFY(find<ui::Banner>("checkBanner")->text().contains("numbers are in EUR too"));
    find<QComboBox>("columnBox")->setCurrentIndex(0);
    QVERIFY(!shown("columnUnitBox"));
    find<QComboBox>("columnBox")->setCurrentIndex(1);
    QCOMPARE(find<QAbstractButton>("columnUnitBox")->text(),
             QString::fromUtf8("Read its numbers without “EUR”"));
    click("columnUnitBox");
    settle();
    QTRY_VERIFY(panel_->state().acceptable());
    QCOMPARE(dataset().columns[1].invalid, 0u);
    QVERIFY(find<QAbstractButton>("columnUnitBox")->isChecked() && shown("columnUnitBox"));
    click("columnUnitBox");
    settle();
    QTRY_VERIFY(!panel_->state().acceptable());
}

void TestImportWindow::aFindingIsShownInItsRow() {
    QByteArray text = "Pay of 2024\n\nname;pay\n";
    for (int i = 0; i < 300; ++i) text += i % 140 == 60 ? "B;oops\n" : "A;1\n";
    read("pay.csv", text);
    click("segmentIssues");
    auto* findings = find<QTableView>("issueTable");
    const auto find_row = [&](const QString& cell) {
        for (int i = 0; i < findings->model()->rowCount(); ++i)
            if (findings->model()->index(i, 0).data().toString() == cell) return i;
        return -1;
    };
    QVERIFY(find_row("B64") >= 0 && find_row("B204") >= 0);
    auto* preview = find<QTableView>("previewTable");
    const auto number = [&](int row) { return preview->model()->headerData(row, Qt::Vertical).toInt(); };
    for (const auto& [cell, row] : {std::pair{"B64", 64}, {"B204", 204}}) {  // also beyond the first hundred
        click("segmentIssues");
        findings->selectRow(find_row(cell));
        click("findingGoButton");
        QVERIFY(shown("previewTable"));
        QCOMPARE(preview->currentIndex().data().toString(), QString("oops"));
        QCOMPARE(number(preview->currentIndex().row()), row);
        QVERIFY(preview->viewport()->rect().intersects(preview->visualRect(preview->currentIndex())));
        QVERIFY(!preview->model()->index(preview->currentIndex().row(), 1).data(Qt::ToolTipRole).isNull());
    }
    // From there, page by page.
    QVERIFY(shown("laterRows"));
    click("laterRows");
    QCOMPARE(number(preview->model()->rowCount() - 1), 303);
    QVERIFY(!find<QAbstractButton>("laterRows")->isEnabled());
    while (find<QAbstractButton>("earlierRows")->isEnabled()) click("earlierRows");
    QCOMPARE(number(0), 4);
    QCOMPARE(preview->model()->rowCount(), 100);
}

void TestImportWindow::findingsAreSaved() {
    read("pay.csv", "name;pay\nA;1\nB;oops \"now\"\nC;2\nD;3\n");
    click("segmentIssues");
    const auto path = folder_.filePath("findings.csv");
    chooser_.setNextPath(path);
    click("findingSaveButton");
    QFile file(path);
    QTRY_VERIFY(file.exists());
    QVERIFY(file.open(QIODevice::ReadOnly));
    const auto lines = file.readAll().split('\n');
    QCOMPARE(lines.size(), 3);
    QVERIFY2(lines[1].startsWith("\"B3\",\"oops \"\"now\"\"\","), lines[1].constData());
    QVERIFY(find<Banner>("fileBanner")->text().contains("saved"));
    chooser_.setNextPath(folder_.filePath("no such folder/findings.csv"));
    click("findingSaveButton");
    QTRY_VERIFY(find<Banner>("fileBanner")->text().contains("could not be written"));
}

void TestImportWindow::nextMonthsFileIsReadAsThisMonths() {
    read("Pay 2024-02.csv",
         "Pay;of;2024\ncode;pay;day;note\n007;1.000;05/06/2024;\n008;-2.500;07/06/2024;x\n");
    openOptions();
    QVERIFY(!shown("importKeepButton"));  // nothing is chosen
    choose("headerRowBox", 2);
    settle();
    choose("decimalBox", int(','));
    settle();
    find<QComboBox>("columnBox")->setCurrentIndex(0);
    choose("columnUseBox", int(api::ColumnUse::text));
    settle();
    QVERIFY(shown("importKeepButton"));
    click("importKeepButton");
    QVERIFY(!find<QAbstractButton>("importKeepButton")->isEnabled());
    QCOMPARE(find<QAbstractButton>("importKeepButton")->text(), QString("Remembered for files of this name"));
    restart();
    read("Other.csv", "a;b\n1;2\n");
    QVERIFY(!shown("recipeBanner"));
    read("pay 2024-11.csv",
         "Pay;of;2024;\ncode;salary;day;remark;team\n9;3.000;05/06/2024;;A\n10;0;07/06/2024;;B\n");
    QCOMPARE(dataset().columns[1].name, std::string("salary"));
    QCOMPARE(dataset().columns[0].type, api::ColumnType::text);
    QCOMPARE(dataset().columns[1].invalid, 0u);
    QVERIFY(shown("recipeBanner"));
    const auto said = find<Banner>("recipeBanner")->text();
    for (const char* part : {"Pay 2024-02.csv", "“pay” is called “salary”", "New: “team”"})
        QVERIFY2(said.contains(QString::fromUtf8(part)), qPrintable(said));
    click("recipeBannerAction");
    settle();
    QVERIFY(!shown("recipeBanner"));
    QCOMPARE(dataset().columns[0].name, std::string("Pay"));
    restart();  // and it is not remembered any more
    read("pay 2024-12.csv", "Pay;of;2024\ncode;pay;day\n1;2;3\n");
    QVERIFY(!shown("recipeBanner"));
}

void TestImportWindow::whatDoesNotFitNextMonthsFileIsSaid() {
    read("pay1.csv", "x\n\n\n\n\nname;pay\nA;1\n");
    openOptions();
    choose("headerRowBox", 6);
    settle();
    click("importKeepButton");
    read("pay2.csv", "name;pay\nA;1\n");
    QCOMPARE(dataset().columns.size(), std::size_t(2));
    QVERIFY(shown("recipeBanner"));
    QVERIFY(find<Banner>("recipeBanner")->text().contains("row 6"));
    QVERIFY(!shown("fileBanner"));
    QCOMPARE(mark("headerRowBox"), Mark::detected);
    read("pay3.csv", "x\n\n\n\n\nname;pay\nB;2\n");  // it is still kept
    QVERIFY(find<Banner>("recipeBanner")->text().contains("the same columns"));
}

void TestImportWindow::cellsArePasted() {
    auto* clipboard = QGuiApplication::clipboard();
    clipboard->setText(" \n");
    click("pasteButton");
    QVERIFY(!panel_->importing());
    QVERIFY(find<Banner>("fileBanner")->text().contains("no cells"));
    clipboard->setText(
        QString::fromUtf8("name\tpay\tday\nMüller\t1,5\t2024-01-02\n\"B\nC\"\t-3000000000\t\n"));
    click("pasteButton");
    settle();
    QVERIFY(!shown("fileBanner"));
    QCOMPARE(dataset().file_name, std::string("Pasted cells"));
    QCOMPARE(dataset().rows, 2u);
    QCOMPARE(dataset().preview[0][0], std::string("M\xc3\xbcller"));
    QCOMPARE(dataset().preview[1][0], std::string("B\nC"));
    QCOMPARE(dataset().columns[1].type, api::ColumnType::decimal);
    QCOMPARE(dataset().columns[1].decimal, ',');
    panel_->state().setTicked(1, true);
    QTRY_VERIFY(panel_->state().acceptable());
    // The same options as for a file, and no word about keeping them for files of its name.
    openOptions();
    QCOMPARE(find<QComboBox>("delimiterBox")->currentText(), QString("Tab"));
    QCOMPARE(mark("delimiterBox"), Mark::detected);
    choose("headerRowBox", -1);
    settle();
    QCOMPARE(dataset().rows, 3u);
    QVERIFY(!shown("importKeepButton"));
    click("importResetButton");
    settle();
    QCOMPARE(dataset().rows, 2u);
    // By the keyboard, from wherever one is.
    clipboard->setText("pay\n1,5\n2,5\nn/a\n4\n");
    find<QTableView>("previewTable")->setFocus();
    QVERIFY(QTest::qWaitForWindowActive(panel_.get()));
    QTest::keySequence(find<QTableView>("previewTable"), QKeySequence::Paste);
    QVERIFY(panel_->importing());
    settle();
    QCOMPARE(dataset().columns.size(), std::size_t(1));
    QCOMPARE(dataset().columns[0].invalid, 1u);  // the same checks
    QCOMPARE(dataset().issues[0].cell, std::string("A4"));
    // Into a field, it is the field's.
    clipboard->setText("A:A");
    auto* range = find<QLineEdit>("rangeEdit");
    range->setFocus();
    QTest::keySequence(range, QKeySequence::Paste);
    QVERIFY(!panel_->importing());
    QCOMPARE(range->text(), QString("A:A"));
    panel_.reset();  // with something typed that was not passed on yet
}

void TestImportWindow::pastedTextIsReadAsItWasCopied_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("columns");
    QTest::newRow("one column with decimal commas") << "pay\n1,5\n2,5\n" << 1;
    QTest::newRow("names with commas") << "name\tpay\nLind, Anna\t1\nNoor, B\t2\n" << 2;
    QTest::newRow("decimal commas") << "a\tb\n1,5\t2,5\n3,5\t4,5\n" << 2;
    QTest::newRow("from a text file") << "name;pay\nA;1,5\nB;2\n" << 2;
    QTest::newRow("Windows line ends") << "name\tpay\r\nA\t1\r\nB\t2\r\n" << 2;
}

void TestImportWindow::pastedTextIsReadAsItWasCopied() {
    QFETCH(QString, text);
    QFETCH(int, columns);
    QGuiApplication::clipboard()->setText(text);
    click("pasteButton");
    settle();
    QCOMPARE(int(dataset().columns.size()), columns);
    QCOMPARE(dataset().rows, 2u);
    QVERIFY(dataset().issues.empty());
}

namespace {

constexpr auto excelOnWindows = "application/x-qt-windows-mime;value=\"XML Spreadsheet\"";
const QByteArray shownText = "name\tpay\tday\nA\t1,234.57\t1 Mar\nB\t4.91723E+12\t2 Mar\n";

QByteArray workbook() {
    return "<?xml version=\"1.0\"?>\r\n<?mso-application progid=\"Excel.Sheet\"?>\r\n<Workbook "
           "xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\" "
           "xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\">\r\n<Worksheet ss:Name=\"S\"><Table>"
           "<Row><Cell><Data ss:Type=\"String\">name</Data></Cell><Cell><Data "
           "ss:Type=\"String\">pay</Data></Cell><Cell><Data ss:Type=\"String\">day</Data></Cell></Row>"
           "<Row><Cell><Data ss:Type=\"String\">A</Data></Cell><Cell><Data "
           "ss:Type=\"Number\">1234.5678</Data></Cell><Cell><Data "
           "ss:Type=\"DateTime\">2024-03-01T00:00:00.000</Data></Cell></Row>"
           "<Row><Cell><Data ss:Type=\"String\">B</Data></Cell><Cell><Data "
           "ss:Type=\"Number\">4917237283061</Data></Cell><Cell><Data "
           "ss:Type=\"DateTime\">2024-03-02T00:00:00.000</Data></Cell></Row>"
           "</Table></Worksheet></Workbook>\r\n";
}

QString pageOfLibreOffice() {
    return "<!DOCTYPE html>\n<html>\n<head>\n\t<meta http-equiv=\"content-type\" content=\"text/html; "
           "charset=utf-8\"/>\n\t<title></title>\n\t<meta name=\"generator\" content=\"LibreOffice 7.4.7.2 "
           "(Linux)\"/>\n</head>\n<body>\n<table cellspacing=\"0\" border=\"0\">\n"
           "<tr><td>name</td><td>pay</td><td>day</td></tr>\n"
           "<tr><td>A</td><td sdval=\"1234,5678\" sdnum=\"1031;0;#.##0,00\">1.234,57</td>"
           "<td sdval=\"45352\" sdnum=\"1031;0;T. MMM\">1. M\u00e4r</td></tr>\n"
           "<tr><td>B</td><td sdval=\"4917237283061\" sdnum=\"1031;0;0,00000E+00\">4,91724E+12</td>"
           "<td sdval=\"45353\" sdnum=\"1031;0;T. MMM\">2. M\u00e4r</td></tr>\n</table>\n</body>\n</html>\n";
}

QString pageOfGoogle() {
    const QString date =
        "data-sheets-numberformat=\"{&quot;1&quot;:5,&quot;2&quot;:&quot;d mmm&quot;,&quot;3&quot;:1}\"";
    return "<meta charset='utf-8'><google-sheets-html-origin><style type=\"text/css\"><!--td {border: 1px "
           "solid #cccccc;}--></style><table data-sheets-root=\"1\"><tbody>"
           "<tr><td data-sheets-value=\"{&quot;1&quot;:2,&quot;2&quot;:&quot;name&quot;}\">name</td>"
           "<td>pay</td><td>day</td></tr>"
           "<tr><td>A</td><td data-sheets-value=\"{&quot;1&quot;:3,&quot;3&quot;:1234.5678}\" "
           "data-sheets-numberformat=\"{&quot;1&quot;:2,&quot;2&quot;:&quot;#,##0.00&quot;,&quot;3&quot;:1}"
           "\">"
           "1,234.57</td><td data-sheets-value=\"{&quot;1&quot;:3,&quot;3&quot;:45352}\" " +
           date +
           ">1 Mar</td></tr><tr><td>B</td><td data-sheets-value=\"{&quot;1&quot;:3,&quot;3&quot;:"
           "4917237283061}\">4917237283061</td><td "
           "data-sheets-value=\"{&quot;1&quot;:3,&quot;3&quot;:45353}\" " +
           date + ">2 Mar</td></tr></tbody></table></google-sheets-html-origin>";
}

/// Several forms at once, as other programs offer them.
void copyForms(const QByteArray& text, const std::map<QString, QByteArray>& forms) {
    auto* data = new QMimeData;
    if (!text.isEmpty()) data->setText(QString::fromUtf8(text));
    for (const auto& [format, bytes] : forms) data->setData(format, bytes);
    QGuiApplication::clipboard()->setMimeData(data);
}

}  // namespace

void TestImportWindow::valuesArePastedNotPictures_data() {
    QTest::addColumn<QString>("format");
    QTest::addColumn<QByteArray>("bytes");
    const auto utf16 = [](const QString& page) {
        return QByteArray(reinterpret_cast<const char*>(page.utf16()), page.size() * 2);
    };
    QTest::newRow("Excel on Windows") << excelOnWindows << workbook() + QByteArray(3, '\0');
    QTest::newRow("LibreOffice") << "text/html" << pageOfLibreOffice().toUtf8();
    QTest::newRow("Google Sheets") << "text/html" << pageOfGoogle().toUtf8();
    QTest::newRow("ended with a zero") << "text/html" << pageOfGoogle().toUtf8() + '\0';
    QTest::newRow("UTF-16") << "text/html" << utf16(pageOfLibreOffice());
    auto otherEnd = pageOfGoogle();
    for (auto& c : otherEnd) c = QChar(qbswap(c.unicode()));
    QTest::newRow("UTF-16, the other end first") << "text/html" << utf16(otherEnd);
    QTest::newRow("UTF-16 and a mark") << "text/html" << utf16(QChar(0xfeff) + pageOfGoogle());
    QTest::newRow("with the offsets of Windows")
        << "text/html"
        << "Version:0.9\r\nStartHTML:0000000105\r\nEndHTML:0000009999\r\nStartFragment:0000000141\r\n" +
               pageOfLibreOffice().toUtf8();
}

void TestImportWindow::valuesArePastedNotPictures() {
    QFETCH(QString, format);
    QFETCH(QByteArray, bytes);
    copyForms(shownText, {{format, bytes}});
    click("pasteButton");
    settle();
    QVERIFY(!shown("fileBanner") && !shown("displayedNote"));
    QCOMPARE(dataset().rows, 2u);
    const auto& rows = dataset().preview;
    QCOMPARE(rows[0], (std::vector<std::string>{"A", "1234.5678", "2024-03-01"}));
    QCOMPARE(rows[1], (std::vector<std::string>{"B", "4917237283061", "2024-03-02"}));
    QCOMPARE(dataset().columns[1].type, api::ColumnType::decimal);
    QCOMPARE(dataset().columns[2].type, api::ColumnType::date);
    QVERIFY(dataset().issues.empty());
    // With other options it is still the same form that is read.
    openOptions();
    choose("headerRowBox", -1);
    settle();
    QCOMPARE(dataset().preview[1][1], std::string("1234.5678"));
}

void TestImportWindow::onlyDisplayedNumbersAreSaid() {
    copyForms(shownText, {});
    click("pasteButton");
    settle();
    QCOMPARE(dataset().preview[0][1], std::string("1,234.57"));
    QVERIFY(shown("displayedNote"));
    const auto labels = find<QWidget>("displayedNote")->findChildren<QLabel*>();
    QVERIFY(std::any_of(labels.begin(), labels.end(), [](const QLabel* label) {
        return label->text().contains("rounded where it rounds");
    }));
    // Whoever pastes names is told nothing of numbers.
    copyForms("name\tcity\nAda\tUlm\nBo\tBonn\n", {});
    click("pasteAgainButton");
    settle();
    QVERIFY(!shown("displayedNote"));
    copyForms(shownText, {});
    click("pasteAgainButton");
    settle();
    QVERIFY(shown("displayedNote"));
    // A file has what it has.
    read("pay.csv", shownText);
    QVERIFY(!shown("displayedNote"));
}

void TestImportWindow::clipboardsOfOtherProgramsAreRead_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("html");
    QTest::addColumn<QString>("cell");
    const QByteArray table =
        "<table><tr><td>name</td><td>pay</td></tr><tr><td>A</td><td>7.5</td></tr></table>";
    QTest::newRow("mail without tabs") << QByteArray("name\npay\nA\n7.5\n") << table << "7.5";
    QTest::newRow("browser") << QByteArray("name\tpay\nA\t7.50\n") << table << "7.50";
    QTest::newRow("page alone") << QByteArray() << table << "7.5";
    QTest::newRow("styled text") << QByteArray("name\tpay\nA\t7\n")
                                 << QByteArray("<p>name pay</p><p><b>A</b> 7.5</p>") << "7";
    QTest::newRow("part of what was copied")
        << QByteArray("name\tpay\nA\t7\n") << "<p>Dear all</p>" + table << "7";
}

void TestImportWindow::clipboardsOfOtherProgramsAreRead() {
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, html);
    QFETCH(QString, cell);
    copyForms(text, {{"text/html", html}});
    click("pasteButton");
    settle();
    QCOMPARE(dataset().columns.size(), std::size_t(2));
    QCOMPARE(QString::fromStdString(dataset().preview[0][1]), cell);
    QVERIFY(shown("displayedNote"));
}

void TestImportWindow::whatIsNoTableIsNotPasted() {
    copyForms({}, {{"text/html", "<p>No table</p>"}});
    click("pasteButton");
    QVERIFY(!panel_->importing());
    QVERIFY(find<Banner>("fileBanner")->text().contains("no cells"));
    QVERIFY(pastedCells(nullptr) == nullptr);
    // What is too large as a page is still there as text.
    QMimeData data;
    data.setText("a\n1\n");
    data.setHtml(pageOfGoogle());
    data.setData(excelOnWindows, workbook());
    QVERIFY(!pastedCells(&data)->page.empty() && !pastedCells(&data)->workbook.empty());
    const auto copied = pastedCells(&data, 100);
    QVERIFY(copied->page.empty() && copied->workbook.empty());
    QCOMPARE(copied->text, std::string("a\n1\n"));
}

QTEST_MAIN(TestImportWindow)
#include "test_import_window.moc"
