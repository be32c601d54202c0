// The data panel, driven as a person would.
#include <QAbstractButton>
#include <QComboBox>
#include <QDropEvent>
#include <QHeaderView>
#include <QMimeData>
#include <QProgressBar>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>

#include "support/fake_engine.h"
#include "support/scripted_file_chooser.h"
#include "ui/model/column_model.h"
#include "ui/model/contribution_state.h"
#include "ui/theme/theme.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/data_panel.h"

using namespace tacit;
using namespace tacit::ui;

namespace {

struct World {
    std::shared_ptr<test::FakeEngine> engine = std::make_shared<test::FakeEngine>();
    test::ScriptedFileChooser chooser;
    std::unique_ptr<DataPanel> panel = std::make_unique<DataPanel>(engine, chooser);
    api::Contribution last;
    bool acceptable = false;

    World() {
        QObject::connect(panel.get(), &DataPanel::contributionChanged, panel.get(),
                         [this](const api::Contribution& contribution, bool good) {
                             last = contribution;
                             acceptable = good;
                         });
        panel->resize(1000, 700);
        panel->show();
    }
    template <class T>
    T* find(const char* name) const {
        return panel->findChild<T*>(QString::fromLatin1(name));
    }
    void click(const char* name) const { QTest::mouseClick(find<QAbstractButton>(name), Qt::LeftButton); }
    bool shown(const char* name) const { return find<QWidget>(name)->isVisibleTo(panel.get()); }
    void load(const QString& path) {
        panel->setFile(path);
        QTRY_VERIFY(!panel->importing());
    }
    /// Clicks into a row of the column table, not onto its tick.
    void clickRow(int row) const {
        auto* table = find<QTableView>("columnTable");
        const auto rect = table->visualRect(table->model()->index(row, ColumnModel::Valid));
        QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, rect.center());
    }
};

using Names = std::vector<std::string>;

}  // namespace

class TestDataPanel : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void initTestCase() {
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom));
        applyTheme(*qApp);
    }

    void goodDataIsChosenAndTicked() {
        World w;
        w.panel->chooseColumns(api::TotalQuestion{});
        QVERIFY(w.shown("dropArea"));
        w.chooser.setNextPath("/d/salaries-2024.xlsx");
        w.click("chooseFileButton");
        QTRY_VERIFY(w.shown("columnTable"));
        QVERIFY(!w.shown("dropArea"));
        QVERIFY(w.shown("sheetBox"));
        w.engine->hold_work();
        w.clickRow(2);
        QVERIFY(!w.acceptable);
        QVERIFY(w.shown("checkNotes"));  // that it is being checked
        w.engine->release_work();
        QTRY_VERIFY(w.acceptable);
        QVERIFY((w.last.columns == Names{"salary"}));
        QVERIFY(w.shown("checkNotes"));
        QVERIFY(!w.shown("checkBanner"));
        w.clickRow(0);  // text cannot be added up
        QVERIFY((w.last.columns == Names{"salary"}));
        w.clickRow(2);
        QVERIFY(!w.acceptable);
    }

    /// The partner's consent page; an organizer is told at the end of the wizard.
    void whoIsAskedSeesWhatItTakes() {
        World w;
        const auto notes = [&] {
            QString all;
            for (const auto* label : w.find<QWidget>("checkNotes")->findChildren<QLabel*>())
                if (label->isVisibleTo(w.panel.get())) all += label->text() + '\n';
            return all;
        };
        w.panel->setQuestion(api::OverlapQuestion{"customer_id"});
        w.load("/d/customers.csv");
        QTRY_VERIFY(w.acceptable);
        QTRY_VERIFY2(notes().contains("About 3 seconds and 34 MB of encrypted traffic"), qPrintable(notes()));
        w.panel->chooseColumns(api::OverlapQuestion{});
        w.clickRow(0);
        QTRY_VERIFY(w.acceptable);
        QVERIFY2(!notes().contains("encrypted traffic"), qPrintable(notes()));
    }

    void theKeyboardTicksToo() {
        World w;
        w.panel->chooseColumns(api::OverlapQuestion{});
        w.load("/d/customers.csv");
        auto* table = w.find<QTableView>("columnTable");
        table->setCurrentIndex(table->model()->index(0, 0));
        QTest::keyClick(table, Qt::Key_Space);
        QVERIFY((w.last.columns == Names{"customer_id"}));
        QTest::keyClick(table, Qt::Key_Down);
        QTest::keyClick(table, Qt::Key_Space);
        QVERIFY((w.last.columns == Names{"email"}));
        QTest::keyClick(table, Qt::Key_Space);  // a key that is chosen stays chosen
        QVERIFY((w.last.columns == Names{"email"}));
    }

    void badCellsAreListedAndKeepItFromBeingAcceptable() {
        World w;
        w.panel->chooseColumns(api::TotalQuestion{});
        w.load("/d/salaries-with-problems.csv");
        w.clickRow(2);
        QTRY_VERIFY(w.shown("checkBanner"));
        QVERIFY(!w.acceptable);
        QVERIFY(w.find<Banner>("checkBanner")->text().startsWith("3 cells"));
        QVERIFY(!w.shown("checkNotes"));
        w.click("checkBannerAction");
        QVERIFY(w.shown("issueTable"));
        auto* issues = w.find<QTableView>("issueTable")->model();
        QCOMPARE(issues->rowCount(), 3);
        QCOMPARE(issues->index(0, 0).data().toString(), QString("C4"));
        QCOMPARE(w.find<QAbstractButton>("segmentIssues")->text(), QString("Findings (3)"));
        w.click("segmentColumns");
        w.clickRow(2);
        QVERIFY(!w.shown("checkBanner"));
        w.clickRow(3);
        QTRY_VERIFY(w.acceptable);
    }

    void aNarrowWindowCutsNoSentence() {
        World w;
        w.panel->chooseColumns(api::TotalQuestion{});
        w.load("/d/salaries-noted.xlsx");
        w.clickRow(2);
        QTRY_VERIFY(w.shown("checkBanner"));
        auto* columns = w.find<QTableView>("columnTable");
        auto* issues = w.find<QTableView>("issueTable");
        QVERIFY(!columns->isColumnHidden(ColumnModel::Valid));
        w.panel->resize(630, 700);  // as in the smallest window
        QTRY_VERIFY(columns->isColumnHidden(ColumnModel::Valid));
        QTRY_VERIFY(columns->columnWidth(ColumnModel::Sample) > 100);
        QTRY_VERIFY(w.find<QWidget>("fileName")->width() > 180);
        w.click("segmentIssues");
        const QFontMetrics metrics(issues->font());
        const auto fits = [&](const QModelIndex& cell) {
            const QRect room(0, 0, issues->columnWidth(cell.column()) - 20, 0);
            const auto text = cell.data().toString();
            const int wanted = metrics.boundingRect(room, Qt::TextWordWrap, text).height();
            return wanted < issues->rowHeight(cell.row());
        };
        QVERIFY(issues->model()->rowCount() > 3);
        for (int row = 0; row < issues->model()->rowCount(); ++row)
            for (int column = 2; column < 4; ++column) QTRY_VERIFY(fits(issues->model()->index(row, column)));
        w.panel->resize(1000, 700);
        QTRY_VERIFY(!columns->isColumnHidden(ColumnModel::Valid));
    }

    void anotherDecimalCharacterReadsTheFileAnewAndKeepsTheTick() {
        World w;
        w.panel->chooseColumns(api::TotalQuestion{});
        w.load("/d/salaries-with-problems.csv");
        w.clickRow(2);
        auto* decimal = w.find<QComboBox>("decimalBox");
        decimal->setCurrentIndex(decimal->findData(int(',')));
        Q_EMIT decimal->activated(decimal->currentIndex());
        QVERIFY(w.panel->importing());
        QTRY_VERIFY(!w.panel->importing());
        QVERIFY((w.last.columns == Names{"salary"}));
        QTRY_VERIFY(w.find<Banner>("checkBanner")->text().startsWith("2 cells"));
        QCOMPARE(w.engine->datasets().size(), std::size_t(1));
    }

    void anotherSheetIsRead() {
        World w;
        w.panel->chooseColumns(api::TotalQuestion{});
        w.load("/d/salaries-2024.xlsx");
        auto* sheet = w.find<QComboBox>("sheetBox");
        QCOMPARE(sheet->count(), 2);
        sheet->setCurrentIndex(1);
        Q_EMIT sheet->activated(1);
        QTRY_VERIFY(!w.panel->importing());
        QCOMPARE(w.panel->state().dataset()->sheet, std::string("Contractors"));
        QCOMPARE(sheet->currentText(), QString("Contractors (hidden)"));
    }

    void cancelDuringImportGoesBackToChoosing() {
        World w;
        w.panel->chooseColumns(api::TotalQuestion{});
        w.engine->hold_imports();
        w.panel->setFile("/d/salaries-2024.xlsx");
        QVERIFY(w.panel->importing());
        QTRY_VERIFY(w.find<QProgressBar>("importProgress")->value() > 0);
        QVERIFY(w.shown("cancelImportButton"));
        w.click("cancelImportButton");
        QTRY_VERIFY(!w.panel->importing());
        QVERIFY(w.shown("dropArea"));
        QVERIFY(!w.shown("fileBanner"));
        QVERIFY(w.engine->datasets().empty());
    }

    void cancellingASecondReadingKeepsTheFirst() {
        World w;
        w.panel->chooseColumns(api::TotalQuestion{});
        w.load("/d/salaries-2024.xlsx");
        w.clickRow(2);
        w.engine->hold_imports();
        auto* sheet = w.find<QComboBox>("sheetBox");
        sheet->setCurrentIndex(1);
        Q_EMIT sheet->activated(1);
        QTRY_VERIFY(w.shown("cancelImportButton"));
        w.click("cancelImportButton");
        QTRY_VERIFY(!w.panel->importing());
        QCOMPARE(sheet->currentText(), QString("Staff"));
        QTRY_VERIFY(w.panel->state().acceptable());
    }

    void closingDuringImportLeavesNothingBehind() {
        World w;
        w.engine->hold_imports();
        w.panel->setFile("/d/salaries-2024.xlsx");
        w.panel.reset();
        w.engine->release_imports();
        QVERIFY(w.engine->datasets().empty());
    }

    void aRefusedFileSaysSoAndTheOldOneStays() {
        World w;
        w.panel->chooseColumns(api::TotalQuestion{});
        w.load("/d/photo.png");
        QVERIFY(w.shown("fileBanner"));
        QVERIFY(w.shown("dropArea"));
        w.load("/d/salaries-2024.xlsx");
        QVERIFY(!w.shown("fileBanner"));
        w.load("/d/photo.png");
        QVERIFY(w.shown("fileBanner"));
        QCOMPARE(w.panel->state().dataset()->file_name, std::string("salaries-2024.xlsx"));
    }

    void aPartnerMapsColumns() {
        World w;
        w.panel->setQuestion(api::TotalQuestion{{"pay", "bonus"}});
        w.load("/d/salaries-2024.xlsx");
        QVERIFY(w.shown("mappingForm"));
        auto* pay = w.find<QComboBox>("mappingBox0");
        auto* bonus = w.find<QComboBox>("mappingBox1");
        QCOMPARE(pay->currentText(), QString("salary"));
        QCOMPARE(bonus->currentText(), QString("bonus"));
        QCOMPARE(pay->count(), 3);  // two columns of numbers, and "choose"
        QTRY_VERIFY(w.acceptable);
        pay->setCurrentIndex(0);
        QVERIFY(!w.acceptable);
        pay->setCurrentIndex(2);
        QVERIFY((w.last.columns == Names{"bonus", "bonus"}));
        QVERIFY(!w.find<QTableView>("columnTable")->model()->index(2, 0).data(Qt::CheckStateRole).isValid());
    }

    void spreadsheetsAreDroppedOthersAreLeftToTheWindow() {
        World w;
        const auto drop = [&](const QString& path) {
            QMimeData data;
            data.setUrls({QUrl::fromLocalFile(path)});
            QDragEnterEvent enter({10, 10}, Qt::CopyAction, &data, Qt::LeftButton, {});
            enter.ignore();
            QCoreApplication::sendEvent(w.find<QWidget>("dropArea"), &enter);
            if (!enter.isAccepted()) return false;
            QDropEvent event({10, 10}, Qt::CopyAction, &data, Qt::LeftButton, {});
            QCoreApplication::sendEvent(w.find<QWidget>("dropArea"), &event);
            return true;
        };
        QVERIFY(!drop("/d/invitation.tacit"));
        QVERIFY(!w.panel->importing());
        QVERIFY(drop("/d/customers.csv"));
        QVERIFY(w.panel->importing());
        QTRY_VERIFY(!w.panel->importing());
        QVERIFY(w.engine->imported() == Names{"/d/customers.csv"});
    }

    void everyControlHasANameForScreenReaders() {
        World w;
        w.panel->setQuestion(api::TotalQuestion{{"pay"}});
        w.load("/d/salaries-2024.xlsx");
        for (auto* widget : w.panel->findChildren<QWidget*>()) {
            if ((widget->focusPolicy() & Qt::TabFocus) != Qt::TabFocus) continue;
            if (qobject_cast<QHeaderView*>(widget) != nullptr || widget->objectName().startsWith("qt_"))
                continue;
            if (widget->parentWidget() != nullptr && widget->parentWidget()->inherits("QComboBox")) continue;
            if (widget->inherits("QComboBoxListView")) continue;
            if (const auto* banner = qobject_cast<Banner*>(widget->parentWidget());
                banner && banner->isHidden()) {
                continue;  // has no text yet
            }
            QVERIFY2(!widget->objectName().isEmpty(), widget->metaObject()->className());
            QVERIFY2(!widget->accessibleName().isEmpty(), qPrintable(widget->objectName()));
        }
    }
};

QTEST_MAIN(TestDataPanel)
#include "test_data_panel.moc"
