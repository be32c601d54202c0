// A workbook with one of each defect that people's workbooks have, read through the real window: each of them
// counts right, or is said once, by its cell, with what to do. In the end a partner's numbers are added.
#include <QAbstractButton>
#include <QApplication>
#include <QComboBox>
#include <QDir>
#include <QFile>
#include <QSpinBox>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

#include "desktop_person.h"
#include "engine/table/xlsx_file.h"
#include "engine_person.h"
#include "ui/model/contribution_state.h"
#include "ui/theme/theme.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/data_panel.h"
#include "ui/widgets/option_field.h"

using namespace tacit;
using namespace tacit::test;
using ui::OptionField;

namespace {

std::string text(const char* address, const char* value) {
    return "<c r=\"" + std::string(address) + "\" t=\"inlineStr\"><is><t>" + value + "</t></is></c>";
}

std::string number(const char* address, const char* value, const char* attributes = "") {
    return "<c r=\"" + std::string(address) + "\"" + attributes + "><v>" + value + "</v></c>";
}

/// id | team | amount | amount | bonus. Style 1 is a date, style 2 has five digits.
XlsxFile workbook() {
    XlsxFile file;
    file.styles =
        "<numFmts count=\"1\"><numFmt numFmtId=\"170\" formatCode=\"00000\"/></numFmts>"
        "<cellXfs count=\"3\"><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"170\"/></cellXfs>";
    std::string rows;
    int next = 1;
    const auto row = [&](const std::string& cells, const char* attributes = "") {
        rows += "<row r=\"" + std::to_string(next++) + "\"" + attributes + ">" + cells + "</row>";
    };
    row(text("A1", "id") + text("B1", "team") + text("C1", "amount") + text("D1", "amount") +
        text("E1", "bonus"));
    row(text("A2", "00042") + text("B2", "A") + text("C2", "1234,5") + number("D2", "1") +
        text("E2", "1,234"));                                                     // decimal comma
    row(number("A3", "43", " s=\"2\"") + text("B3", "A") + text("E3", "2,500"));  // blank
    row(text("A4", "00044") + text("B4", "A") + text("C4", "17"));                // a number as text
    row(text("A5", "00045") + text("B5", "B") + number("C5", "3000000000"));      // above 2^31
    row(text("A6", "00046") + text("B6", "B") + number("C6", "-250.75"));         // negative
    row(text("A7", "00047") + text("B7", "B") +
        text("C7",
             "\xe2\x88\x92"
             "12"));                                                                      // U+2212
    row(text("A8", "00048") + text("B8", "B") + text("C8", "12-"));                       // behind
    row(text("A9", "00049") + text("B9", "C") + text("C9", "(3,25)"));                    // an accountant's
    row(text("A10", "00050") + text("B10", "C") + number("C10", "#DIV/0!", " t=\"e\""));  // a formula's error
    row(text("A11", "00051") + text("B11", "C") + number("C11", "45352", " s=\"1\""));    // 1 March 2024
    row(text("A12", "00052") + text("B12", "C") + number("C12", "12345678901234567"));    // digits lost
    row(text("A13", "00053") + text("B13", "D") + number("C13", "40"));  // merged with the next
    row(text("A14", "00054") + text("B14", "D"));
    row(text("A15", "00055") + text("B15", "D") + number("C15", "5"), " hidden=\"1\"");
    row(text("A16", "00056") + text("B16", "D") + number("C16", "6"));
    row(text("A17", "00056") + text("B17", "D") + number("C17", "6"));  // the row above once more
    row(text("A18", "Total") + number("C18", "999"));
    // Merged cells stand behind the rows.
    file.sheets = {{"Pay", rows +
                               "</sheetData><mergeCells count=\"1\"><mergeCell ref=\"C13:C14\"/></mergeCells>"
                               "<sheetData>"}};
    return file;
}

struct Finding {
    QString content, problem, next;
};

}  // namespace

class TestDirtyWorkbook : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup() { person_.reset(); }
    void eachDefectCountsRightOrIsSaid();
    void whatIsTickedStopsAtWhatIsWrong();
    void theJointTotalIsRight();

  private:
    template <class T>
    T* find(const char* name) const {
        return panel_->findChild<T*>(QString::fromLatin1(name));
    }
    void click(const char* name) const {
        find<QAbstractButton>(name)->setFocus();
        QTest::keyClick(find<QAbstractButton>(name), Qt::Key_Space);
    }
    bool shown(const char* name) const { return find<QWidget>(name) && find<QWidget>(name)->isVisible(); }
    /// As the mouse and the arrow keys do in the list.
    void choose(const char* name, const QVariant& data) const;
    void settle() const {
        QTRY_VERIFY(!panel_->importing());
        QTRY_VERIFY(!panel_->state().checking());
    }
    const api::ColumnView& column(int at) const {
        return panel_->state().dataset()->columns[std::size_t(at)];
    }
    QString cell(int row, int column) const;
    /// What the list of findings says, by cell.
    QMultiMap<QString, Finding> findings() const;
    /// The only one of this cell; what its two sentences must tell.
    void saidOnce(const QString& cell, const QString& content, const QString& problem,
                  const QString& next) const;
    void tick(const char* column) const;

    std::unique_ptr<QTemporaryDir> folder_;
    std::unique_ptr<DesktopPerson> person_;
    ui::DataPanel* panel_ = nullptr;
};

void TestDirtyWorkbook::initTestCase() {
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom));
    QApplication::setQuitOnLastWindowClosed(false);
    ui::applyTheme(*qApp);
}

void TestDirtyWorkbook::init() {
    folder_ = std::make_unique<QTemporaryDir>();
    QFile file(folder_->filePath("pay.xlsx"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray::fromStdString(workbook().bytes()));
    file.close();
    person_ = std::make_unique<DesktopPerson>(folder_->filePath("Northwind"));
    auto wrong = person_->introduce("Northwind", "Ann Aas");
    if (wrong.isEmpty()) wrong = person_->openData("total", file.fileName());
    QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
    for (auto* panel : person_->window()->findChildren<ui::DataPanel*>())
        if (panel->isVisible()) panel_ = panel;
    QVERIFY(panel_ != nullptr);
    settle();
    QVERIFY2(panel_->state().dataset().has_value(), qPrintable(person_->screen()));
}

void TestDirtyWorkbook::choose(const char* name, const QVariant& data) const {
    auto* box = find<QComboBox>(name);
    const int index = box->findData(data);
    QVERIFY2(index >= 0, name);
    box->setCurrentIndex(index);
    Q_EMIT box->activated(index);
    settle();
}

QString TestDirtyWorkbook::cell(int row, int column) const {
    const auto* model = find<QTableView>("previewTable")->model();
    return model->index(row - 2, column).data().toString();
}

QMultiMap<QString, Finding> TestDirtyWorkbook::findings() const {
    const auto* model = find<QTableView>("issueTable")->model();
    QMultiMap<QString, Finding> out;
    const auto at = [&](int row, int column) { return model->index(row, column).data().toString(); };
    for (int row = 0; row < model->rowCount(); ++row)
        out.insert(at(row, 0), {at(row, 1), at(row, 2), at(row, 3)});
    return out;
}

void TestDirtyWorkbook::saidOnce(const QString& cell, const QString& content, const QString& problem,
                                 const QString& next) const {
    const auto all = findings().values(cell);
    QVERIFY2(all.size() == 1, qPrintable(cell + ": " + QString::number(all.size()) + " findings"));
    QCOMPARE(all[0].content, content);
    QVERIFY2(all[0].problem.contains(problem), qPrintable(cell + ": " + all[0].problem));
    QVERIFY2(all[0].next.contains(next), qPrintable(cell + ": " + all[0].next));
}

void TestDirtyWorkbook::tick(const char* column) const {
    auto* model = find<QTableView>("columnTable")->model();
    for (int row = 0; row < model->rowCount(); ++row)
        if (model->index(row, 0).data().toString() == QLatin1String(column))
            QVERIFY(model->setData(model->index(row, 0), Qt::Checked, Qt::CheckStateRole));
    settle();
}

void TestDirtyWorkbook::eachDefectCountsRightOrIsSaid() {
    // What identifies rows keeps its zeros, whether they were typed or are shown by a format.
    QCOMPARE(column(0).type, api::ColumnType::text);
    QCOMPARE(cell(2, 0), QString("00042"));
    QCOMPARE(cell(3, 0), QString("00043"));
    // Of the amounts 13 cells count, 2 are blank, and 2 are no numbers.
    QCOMPARE(column(2).name, std::string("amount"));
    QCOMPARE(column(2).type, api::ColumnType::decimal);
    QCOMPARE(column(2).valid, 13u);
    QCOMPARE(column(2).blank, 2u);
    QCOMPARE(column(2).invalid, 2u);
    QCOMPARE(column(3).name, std::string("amount (2)"));
    QCOMPARE(column(3).valid, 1u);
    QCOMPARE(column(3).blank, 16u);

    saidOnce("D1", "amount", "called \"amount (2)\" here", "different names");
    saidOnce("E2", "1,234", "could be 1234 or 1.234", "Choose the decimal character");
    saidOnce("E3", "2,500", "could be 1234 or 1.234", "Choose the decimal character");
    saidOnce("C10", "#DIV/0!", "error of a formula", "empty the cell");
    saidOnce("C11", "2024-03-01", "This is a date", "number");
    saidOnce("C12", "12345678901234567", "15 digits", "");
    saidOnce("C13", "C13:C14", "merged", "Undo the merge");
    saidOnce("A15", "(blank)", "hidden", "Delete the rows");
    saidOnce("A17", "00056", "the same as row 16", "Delete");
    saidOnce("A18", "Total", "seems to hold totals", "Leave it out");
    QCOMPARE(findings().size(), 10);
    QCOMPARE(find<QAbstractButton>("segmentIssues")->text(), QString("Findings (10)"));
    // What is open is asked, without a look into any menu.
    QVERIFY(shown("importOptions") && shown("importOpenNotes"));
    QCOMPARE(qobject_cast<OptionField*>(find<QWidget>("decimalBox")->parentWidget())->mark(),
             OptionField::Mark::open);
}

void TestDirtyWorkbook::whatIsTickedStopsAtWhatIsWrong() {
    tick("amount");
    QVERIFY(!panel_->state().acceptable());
    QVERIFY(shown("checkBanner"));
    QVERIFY2(find<ui::Banner>("checkBanner")->text().contains("2 cells must be put right first"),
             qPrintable(find<ui::Banner>("checkBanner")->text()));
    saidOnce("C10", "#DIV/0!", "error of a formula", "empty the cell");  // still once
    QCOMPARE(findings().size(), 10);
    click("checkBannerAction");
    // Below a form and a banner, the list is brought before one's eyes, and the keyboard goes on in it.
    auto* list = find<QTableView>("issueTable");
    QTRY_VERIFY(!list->viewport()->visibleRegion().isEmpty());
    QCOMPARE(QApplication::focusWidget(), list);
}

void TestDirtyWorkbook::theJointTotalIsRight() {
    choose("decimalBox", int(','));
    find<QComboBox>("columnBox")->setCurrentIndex(2);
    click("columnMissingBox");
    settle();
    auto* last = find<QSpinBox>("skipLastBox");
    last->setFocus();
    QTest::keyClick(last, Qt::Key_Up);
    settle();
    QCOMPARE(panel_->state().dataset()->rows, 16u);
    saidOnce("C10", "#DIV/0!", "It counts as missing, as you chose", "Correct the cell");
    QCOMPARE(findings().size(), 7);  // neither the totals nor the two bonuses
    tick("amount");
    tick("bonus");
    QVERIFY(panel_->state().acceptable());
    QVERIFY(!shown("checkBanner") && !shown("importOpenNotes"));
    // What was left out by choice is said once more where it takes part.
    QTRY_VERIFY(
        person_->screen().contains("12 numbers, 2 blank cells (left out, not counted as 0); 2 cells that "
                                   "do not fit are left out too, as you chose."));

    const auto wrong = person_->goOn({"amount", "bonus"}, folder_->path());
    QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
    QStringList invitations;
    QTRY_VERIFY(!(invitations = QDir(folder_->path()).entryList({"*.tacit"})).isEmpty());

    QFile theirs(folder_->filePath("theirs.csv"));
    QVERIFY(theirs.open(QIODevice::WriteOnly));
    theirs.write("amount;bonus\n-12345678901234567;0,266\n-0,25;\n;\n");
    theirs.close();
    EnginePerson partner(folder_->filePath("Alder"), "Alder");
    const auto session = partner.join(folder_->filePath(invitations.first()));
    QVERIFY2(session != nullptr, qPrintable(partner.problem));
    QVERIFY2(partner.agree(*session, theirs.fileName()), qPrintable(partner.problem));
    QVERIFY2(EnginePerson::reaches(*session, api::Stage::done, 60000),
             qPrintable(EnginePerson::fault(*session)));

    // 1234.5 + 17 + 3000000000 - 250.75 - 12 - 12 - 3.25 + 40 + 5 + 6 + 6 - 0.25: what is lost of the
    // seventeen digits would show.
    QCOMPARE(EnginePerson::sum(*session), QString("3000001030.25"));
    const auto screen = person_->result();
    QVERIFY2(screen.contains("3,000,001,030.25"), qPrintable(screen));
    QVERIFY(person_->save(folder_->filePath("result.csv")).isEmpty());
    QFile saved(folder_->filePath("result.csv"));
    QTRY_VERIFY(saved.exists());
    QVERIFY(saved.open(QIODevice::ReadOnly));
    const auto lines = saved.readAll().split('\n');
    QVERIFY2(lines[1].startsWith("amount,3000001030.25,14,"), lines[1].constData());
    QVERIFY2(lines[2].startsWith("bonus,4,3,"), lines[2].constData());
}

QTEST_MAIN(TestDirtyWorkbook)
#include "test_dirty_workbook.moc"
