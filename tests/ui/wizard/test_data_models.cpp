// The item models of the data panel.
#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

#include "support/fake_datasets.h"
#include "support/fake_engine.h"
#include "ui/model/column_model.h"
#include "ui/model/data_text.h"
#include "ui/model/findings_csv.h"
#include "ui/model/issue_model.h"
#include "ui/model/preview_model.h"
#include "ui/model/recipe_changes.h"
#include "ui/model/selection_model.h"

using namespace tacit;
using namespace tacit::ui;

namespace {
constexpr auto strict = QAbstractItemModelTester::FailureReportingMode::QtTest;
}

class TestDataModels : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void init() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom)); }

    void cellAddresses_data() {
        QTest::addColumn<QString>("cell");
        QTest::addColumn<int>("column");
        QTest::newRow("first") << "A1" << 0;
        QTest::newRow("C4") << "C4" << 2;
        QTest::newRow("Z9") << "Z9" << 25;
        QTest::newRow("AA10") << "AA10" << 26;
        QTest::newRow("last of Excel") << "XFD1048576" << 16383;
        QTest::newRow("empty") << "" << -1;
        QTest::newRow("no letters") << "12" << -1;
        QTest::newRow("no digits") << "ABC" << -1;
        QTest::newRow("four letters") << "ABCD1" << -1;
        QTest::newRow("rest") << "A1x" << -1;
    }
    void cellAddresses() {
        QFETCH(QString, cell);
        QFETCH(int, column);
        QCOMPARE(columnOfCell(cell.toStdString()), column);
    }

    void previewShowsRawTextsAndMarksBadCells() {
        PreviewModel model;
        const QAbstractItemModelTester tester(&model, strict);
        model.setDataset(test::salaries_with_problems(false));
        QCOMPARE(model.rowCount(), 100);
        QCOMPARE(model.columnCount(), 6);
        const auto bad = model.index(2, 2);
        QCOMPARE(bad.data().toString(), QString("n/a"));
        QVERIFY(bad.data(PreviewModel::InvalidRole).toBool());
        QVERIFY(bad.data(Qt::ToolTipRole).toString().contains("holds numbers"));
        const auto good = model.index(1, 2);
        QVERIFY(!good.data(PreviewModel::InvalidRole).toBool());
        QVERIFY(!good.data(Qt::ToolTipRole).isValid());
        QCOMPARE(model.headerData(2, Qt::Horizontal).toString(), QString("salary"));
        QCOMPARE(model.headerData(2, Qt::Horizontal, PreviewModel::TypeNameRole).toString(),
                 QString("Number"));
        QVERIFY(!model.headerData(99, Qt::Horizontal).isValid());
        model.clear();
        QCOMPARE(model.rowCount(), 0);
    }

    void cellsThatCountAreNotMarkedAsWrong() {
        auto view = test::salaries_noted();
        PreviewModel model;
        const QAbstractItemModelTester tester(&model, strict);
        // The cell that is no number is below merged ones besides.
        view.issues.push_back({"C4", "#DIV/0!", "These cells are merged.", "Undo it.", true});
        model.setDataset(view);
        const auto marks = [&](int row, int column) {
            const auto at = model.index(row, column);
            return at.data(PreviewModel::InvalidRole).toBool() ? 'x'
                   : at.data(PreviewModel::NotedRole).toBool() ? 'i'
                                                               : '-';
        };
        QCOMPARE(marks(2, 2), 'x');  // C4
        QCOMPARE(marks(7, 2), 'i');  // C9
        QCOMPARE(marks(5, 0), 'i');  // A7
        QCOMPARE(marks(7, 0), '-');
        const auto tip = model.index(2, 2).data(Qt::ToolTipRole).toString();
        QVERIFY2(tip.contains("error of a formula") && tip.contains("merged"), qPrintable(tip));
        // Nor does the one finding of a cell hide the other.
        IssueModel issues;
        const QAbstractItemModelTester second(&issues, strict);
        const std::vector<api::ImportIssue> blocking{view.issues[1]};
        issues.setIssues(blocking, view.issues);
        QCOMPARE(issues.rowCount(), int(view.issues.size()));
        QCOMPARE(issues.index(0, 0).data(Qt::AccessibleTextRole).toString(),
                 QString("C4, must be put right first"));
        QVERIFY(!issues.index(0, 0).data(IssueModel::CountsRole).toBool());
        QVERIFY(issues.index(1, 0).data(IssueModel::CountsRole).toBool());
        // Whoever reads the list stays there while nothing in it changes.
        QVERIFY(!issues.setIssues(blocking, view.issues));
        QVERIFY(issues.setIssues({}, view.issues));
    }

    void previewBearsRaggedRowsAndHostileTexts() {
        api::DatasetView view;
        view.columns = {{"a", api::ColumnType::text, 1, 0, 0, 1, {}},
                        {"b", api::ColumnType::text, 1, 0, 0, 1, {}}};
        view.preview = {{"only one"}, {std::string("x\n") + "\xe2\x80\xae" + "y", std::string(5'000, 'z')}};
        PreviewModel model;
        const QAbstractItemModelTester tester(&model, strict);
        model.setDataset(view);
        QCOMPARE(model.index(0, 1).data().toString(), QString());
        QCOMPARE(model.index(1, 0).data().toString(), QString("x y"));
        QVERIFY(model.index(1, 1).data().toString().size() <= 121);
    }

    void issuesPutBlockingCellsFirstAndEachCellOnce() {
        const auto view = test::salaries_with_problems(false);
        IssueModel model;
        const QAbstractItemModelTester tester(&model, strict);
        model.setIssues({view.issues[2]}, view.issues);
        QCOMPARE(model.rowCount(), 3);
        QCOMPARE(model.blockingCount(), 1);
        QCOMPARE(model.index(0, IssueModel::Cell).data().toString(), QString("C203"));
        QVERIFY(model.index(0, 0).data(IssueModel::BlockingRole).toBool());
        QCOMPARE(model.index(1, IssueModel::Cell).data().toString(), QString("C4"));
        QVERIFY(!model.index(1, 0).data(IssueModel::BlockingRole).toBool());
        QCOMPARE(model.index(1, IssueModel::Content).data().toString(), QString("n/a"));
        QVERIFY(!model.index(1, IssueModel::Next).data().toString().isEmpty());
        model.setIssues({{"", "", "Too few rows.", ""}}, {});
        QCOMPARE(model.index(0, IssueModel::Cell).data().toString(), QString("Whole table"));
        QCOMPARE(model.index(0, IssueModel::Content).data().toString(), QString("(blank)"));
        for (int i = 0; i < IssueModel::ColumnCount; ++i) {
            QVERIFY(!model.headerData(i, Qt::Horizontal).toString().isEmpty());
        }
    }

    void columnsShowTheProfileAndTick() {
        const auto engine = std::make_shared<test::FakeEngine>();
        ContributionState state(engine);
        ColumnModel model(state);
        const QAbstractItemModelTester tester(&model, strict);
        QCOMPARE(model.rowCount(), 0);
        state.choose(api::TotalQuestion{});
        state.setDataset(test::salaries_with_problems(false));
        QCOMPARE(model.rowCount(), 6);
        const auto text = [&](int row, int column) { return model.index(row, column).data().toString(); };
        QCOMPARE(text(2, ColumnModel::Name), QString("salary"));
        QCOMPARE(text(2, ColumnModel::Valid), QString("1,245"));
        QCOMPARE(text(2, ColumnModel::Invalid), QString("3"));
        QVERIFY(model.index(2, ColumnModel::Invalid).data(ColumnModel::BadRole).toBool());
        QCOMPARE(text(3, ColumnModel::Blank), QString("208"));
        QVERIFY(text(0, ColumnModel::Sample).startsWith("E-1001"));
        QVERIFY(!model.flags(model.index(0, 0)).testFlag(Qt::ItemIsEnabled));
        QVERIFY(!model.setData(model.index(0, 0), Qt::Checked, Qt::CheckStateRole));
        QVERIFY(model.index(0, 0).data(Qt::ToolTipRole).toString().contains("numbers"));
        QSignalSpy changed(&model, &ColumnModel::dataChanged);
        QVERIFY(model.setData(model.index(2, 0), Qt::Checked, Qt::CheckStateRole));
        QCOMPARE(model.index(2, 0).data(Qt::CheckStateRole).toInt(), int(Qt::Checked));
        QVERIFY(!changed.isEmpty());
        for (int i = 0; i < ColumnModel::ColumnCount; ++i) {
            QVERIFY(!model.headerData(i, Qt::Horizontal).toString().isEmpty());
        }
    }

    void mappedColumnsHaveNoTick() {
        const auto engine = std::make_shared<test::FakeEngine>();
        ContributionState state(engine);
        ColumnModel model(state);
        const QAbstractItemModelTester tester(&model, strict);
        state.map(api::OverlapQuestion{"customer_id"});
        state.setDataset(test::customers());
        QVERIFY(!model.index(0, 0).data(Qt::CheckStateRole).isValid());
        QVERIFY(!model.setData(model.index(0, 0), Qt::Checked, Qt::CheckStateRole));
    }

    void findingsAreATableForASpreadsheet() {
        const auto text =
            FindingsCsv::text({{"C4", "=1+\"x\",\n", "No number.", "Correct it."}, {"", "-", "b", ""}});
        QCOMPARE(text, QByteArray("\xef\xbb\xbf\"Cell\",\"Content\",\"What was found\",\"What to do\"\r\n"
                                  "\"C4\",\"'=1+\"\"x\"\",\n\",\"No number.\",\"Correct it.\"\r\n"
                                  "\"\",\"'-\",\"b\",\"\"\r\n"));
    }

    void cellsAreFoundAmongTheFirstRows() {
        auto view = test::salaries_with_problems(false);
        view.reading.first_row = 12;
        view.reading.first_column = 1;
        PreviewModel model;
        model.setDataset(view);
        QCOMPARE(model.place("B12"), model.index(0, 0));
        QCOMPARE(model.place("D14"), model.index(2, 2));
        for (const char* out : {"A12", "B11", "B112", "H12", "", "12"}) QVERIFY(!model.place(out).isValid());
        QCOMPARE(model.headerData(0, Qt::Vertical).toInt(), 12);
    }

    void whatChangedSinceARecipeWasMade_data() {
        QTest::addColumn<QString>("now");
        QTest::addColumn<QString>("said");
        // The recipe was made for text id, number pay, date day, text note.
        const auto row = [](const char* name, const char* now, const char* said) {
            QTest::newRow(name) << now << QString::fromUtf8(said);
        };
        row("nothing", "id:t pay:n day:d note:t", "It has the same columns in the same order.");
        row("gone", "id:t pay:n day:d", "Gone: “note”.");
        row("new", "id:t pay:n day:d note:t more:n", "New: “more”.");
        row("new in between", "id:t more:n pay:n day:d note:t", "New: “more”.");
        row("renamed", "id:t salary:n day:d note:t", "“pay” is called “salary” now, it seems.");
        row("another kind is no new name", "id:t salary:t day:d note:t", "Gone: “pay”. New: “salary”.");
        row("moved", "id:t day:d note:t pay:n", "In another place: “pay”.");
        row("holds another thing", "id:t pay:t day:d note:t", "“pay” held number and now holds text.");
        row("nothing in it yet", "id:t pay:e day:d note:t", "It has the same columns in the same order.");
        row("all at once", "note:t id:n wage:n day:d x:t",
            "Gone: “pay”. New: “wage”, “x”. In another place: “note”. “id” held text and now holds number.");
    }
    void whatChangedSinceARecipeWasMade() {
        QFETCH(QString, now);
        QFETCH(QString, said);
        const auto columns = [](const QString& text) {
            std::vector<api::RecipeColumn> out;
            for (const auto& part : text.split(' ')) {
                const auto type = part.back() == 't'   ? api::ColumnType::text
                                  : part.back() == 'n' ? api::ColumnType::decimal
                                  : part.back() == 'd' ? api::ColumnType::date
                                                       : api::ColumnType::empty;
                out.push_back({part.chopped(2).toStdString(), type});
            }
            return out;
        };
        const api::ImportRecipe recipe{"pay-01.csv", {}, columns("id:t pay:n day:d note:t")};
        api::DatasetView dataset;
        for (const auto& column : columns(now))
            dataset.columns.push_back({column.name, column.type, 0, 0, 0, 0, {}});
        QCOMPARE(RecipeChanges::text(recipe, dataset), said);
    }

    void aPartOfATableIsTicked() {
        using api::Aggregation;
        SelectionModel model;
        const QAbstractItemModelTester tester(&model, strict);
        QSignalSpy changes(&model, &SelectionModel::changed);
        const auto table = test::fake_table("sqlite:staff.db?table=salaries");
        QVERIFY(table.ok());
        model.setTable(table->columns, {});
        const auto tick = [&](int row, int column, bool on) {
            return model.setData(model.index(row, column), on ? Qt::Checked : Qt::Unchecked,
                                 Qt::CheckStateRole);
        };
        QCOMPARE(model.rowCount(), 6);
        QVERIFY(!model.selection().any() && model.problem().isEmpty());
        QVERIFY(model.shown(SelectionModel::Keep) && !model.shown(SelectionModel::Sum));
        QVERIFY(tick(2, SelectionModel::Keep, false));
        QCOMPARE(model.selection().columns,
                 (std::vector<std::string>{"employee_id", "department", "bonus", "start_date", "full_time"}));
        for (int row = 0; row < 6; ++row) tick(row, SelectionModel::Keep, false);
        QVERIFY(!model.problem().isEmpty());
        model.setGrouped(true);
        QVERIFY(!model.shown(SelectionModel::Keep) && model.shown(SelectionModel::Sum));
        QVERIFY(!model.problem().isEmpty());
        QVERIFY(tick(1, SelectionModel::Group, true) && model.problem().isEmpty());
        // Nothing is added of texts and days, and nothing counted of what makes the groups.
        QVERIFY(!tick(0, SelectionModel::Sum, true) && !tick(4, SelectionModel::Squares, true));
        QVERIFY(!tick(1, SelectionModel::Count, true));
        QVERIFY(tick(2, SelectionModel::Sum, true) && tick(2, SelectionModel::Maximum, true));
        QVERIFY(tick(3, SelectionModel::Count, true));
        model.setCountRows(true);
        const api::TableSelection wanted{{},
                                         {},
                                         {"department"},
                                         {{Aggregation::count, ""},
                                          {Aggregation::sum, "salary"},
                                          {Aggregation::maximum, "salary"},
                                          {Aggregation::count, "bonus"}}};
        QVERIFY(model.selection() == wanted);
        QVERIFY(changes.size() > 10);
        // It begins with what it gave.
        SelectionModel other;
        other.setTable(table->columns, wanted);
        QVERIFY(other.grouped() && other.countRows() && other.selection() == wanted);
        // A group counts as its rows only while something is added.
        QVERIFY(model.addsUp());
        model.setGroupCountsAs(api::GroupCountsAs::its_rows);
        auto asRows = wanted;
        asRows.group_counts_as = api::GroupCountsAs::its_rows;
        QVERIFY(model.selection() == asRows);
        other.setTable(table->columns, asRows);
        QVERIFY(other.selection() == asRows);
        QVERIFY(tick(2, SelectionModel::Sum, false) && !model.addsUp());
        QCOMPARE(model.selection().group_counts_as, api::GroupCountsAs::one_row);
        QVERIFY(tick(2, SelectionModel::Sum, true) && model.selection() == asRows);
        // What makes groups by now is no longer added.
        QVERIFY(tick(2, SelectionModel::Group, true));
        QCOMPARE(model.selection().aggregates.size(), 2u);
        QVERIFY(model.data(model.index(3, SelectionModel::Sum), Qt::AccessibleTextRole)
                    .toString()
                    .contains("bonus, Sum"));
    }

    void summaryOfADataset() {
        QCOMPARE(DataText::summary(test::customers()),
                 QString("2,000 rows  ·  5 columns  ·  CSV, comma, UTF-8"));
        api::DatasetView one;
        one.rows = 1;
        one.columns.resize(1);
        QCOMPARE(DataText::summary(one), QString("1 row  ·  1 column"));
    }
};

QTEST_MAIN(TestDataModels)
#include "test_data_models.moc"
