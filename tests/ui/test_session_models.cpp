#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

#include "support/fake_views.h"
#include "ui/model/result_models.h"
#include "ui/model/session_list_model.h"
#include "ui/text/format.h"

using namespace tacit;
using namespace tacit::ui;

class SessionModelsTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void sessions();
    void sessionsKeepRowsThatStay();
    void total();
    void hiddenCategoriesHaveNoNumbers();
    void statisticsStandBehindTheRest();
    void totalWithoutValuesHasNoMean();
    void rows();
    void raggedRows();
};

void SessionModelsTest::sessions() {
    SessionListModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QCOMPARE(model.rowCount(), 0);
    model.setSessions({test::total_in_lobby(), test::overlap_done_rows()}, wallNow());
    QCOMPARE(model.rowCount(), 2);
    const auto text = [&](int row, int column) { return model.index(row, column).data().toString(); };
    QCOMPARE(text(0, SessionListModel::Session), QString("Salary benchmark 2024"));
    QCOMPARE(text(0, SessionListModel::State), QString("Waiting for partners"));
    QCOMPARE(text(1, SessionListModel::Partners), QString("Birch & Partners"));
    QCOMPARE(text(1, SessionListModel::State), QString("Done"));
    QVERIFY(model.index(0, 0).data(SessionListModel::SubtitleRole).toString().contains("salary"));
    QCOMPARE(model.at(1)->kind, std::string("overlap"));
    QVERIFY(model.at(2) == nullptr);
    QVERIFY(model.at(-1) == nullptr);
}

void SessionModelsTest::sessionsKeepRowsThatStay() {
    SessionListModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setSessions({test::total_in_lobby()}, wallNow());
    QSignalSpy reset(&model, &QAbstractItemModel::modelReset),
        changed(&model, &QAbstractItemModel::dataChanged);
    model.setSessions({test::total_done()}, wallNow());  // the same session, further on
    QCOMPARE(reset.count(), 0);
    QCOMPARE(changed.count(), 1);
    QCOMPARE(model.index(0, SessionListModel::State).data().toString(), QString("Done"));
    model.setSessions({}, wallNow());
    QCOMPARE(reset.count(), 1);
}

void SessionModelsTest::total() {
    QLocale::setDefault(QLocale("en_US"));
    TotalResultModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setResult(std::get<api::TotalResult>(*test::total_done().result));
    QCOMPARE(model.rowCount(), 2);
    QCOMPARE(model.index(0, TotalResultModel::Sum).data().toString(), QString("218,450,300.50"));
    QCOMPARE(model.index(1, TotalResultModel::Sum).data().toString(), QString("-41,250.75"));
    QCOMPARE(model.index(1, TotalResultModel::Mean).data().toString(), QString("-13.551495"));
    QCOMPARE(model.headerData(TotalResultModel::Count, Qt::Horizontal, Qt::DisplayRole).toString(),
             QString("Values"));
}

void SessionModelsTest::hiddenCategoriesHaveNoNumbers() {
    QLocale::setDefault(QLocale("en_US"));
    TotalResultModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setResult(std::get<api::TotalResult>(*test::total_done_by_category().result));
    const auto at = [&](int row, int column) { return model.index(row, column).data().toString(); };
    QCOMPARE(model.rowCount(), 4);
    QCOMPARE(at(0, TotalResultModel::Category), QString("Operations"));
    QCOMPARE(at(1, TotalResultModel::Sum), QString("-41,250.75"));
    for (const int row : {2, 3}) {
        QCOMPARE(at(row, TotalResultModel::Sum), QString("Hidden by the rules"));
        QCOMPARE(at(row, TotalResultModel::Count), QStringLiteral("–"));
        QCOMPARE(at(row, TotalResultModel::Mean), QStringLiteral("–"));
        QVERIFY(!model.index(row, TotalResultModel::Sum).data(Qt::ToolTipRole).toString().isEmpty());
    }
    QCOMPARE(at(3, TotalResultModel::Category), QString("All categories"));
}

void SessionModelsTest::statisticsStandBehindTheRest() {
    QLocale::setDefault(QLocale("en_US"));
    TotalResultModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    api::TotalResult result{3, {{"salary", "6", 3, "2"}, {"bonus", "", 0, "", true}}};
    result.statistics = {api::Statistic::lower_quartile, api::Statistic::maximum};
    result.columns[0].statistics = {"1000.25", "-3"};
    model.setResult(result);
    constexpr int first = TotalResultModel::ColumnCount;
    QCOMPARE(model.columnCount(), first + 2);
    QCOMPARE(model.headerData(first, Qt::Horizontal, Qt::DisplayRole).toString(), QString("Lower quartile"));
    QCOMPARE(model.headerData(first + 1, Qt::Horizontal, Qt::DisplayRole).toString(), QString("Largest"));
    QCOMPARE(model.index(0, first).data().toString(), QString("1,000.25"));
    QCOMPARE(model.index(0, first + 1).data().toString(), QString("-3"));
    QCOMPARE(model.index(1, first).data().toString(), QStringLiteral("–"));
    model.setResult({3, {{"salary", "6", 3, "2"}}});
    QCOMPARE(model.columnCount(), first);
}

void SessionModelsTest::totalWithoutValuesHasNoMean() {
    TotalResultModel model;
    model.setResult({2, {{"salary", "0", 0, ""}}});
    QCOMPARE(model.index(0, TotalResultModel::Sum).data().toString(), QString("0"));
    QCOMPARE(model.index(0, TotalResultModel::Mean).data().toString(), QStringLiteral("–"));
}

void SessionModelsTest::rows() {
    RowsModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    const auto result = std::get<api::OverlapResult>(*test::overlap_done_rows().result);
    model.setRows(result.header, result.preview);
    QCOMPARE(model.rowCount(), static_cast<int>(result.preview.size()));
    QCOMPARE(model.columnCount(), static_cast<int>(result.header.size()));
    QCOMPARE(model.index(0, 0).data().toString(), QString::fromStdString(result.preview[0][0]));
}

void SessionModelsTest::raggedRows() {
    RowsModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setRows({"a", "b"}, {{"1"}, {"1", "x\u202Ey\nz"}, {}});
    QCOMPARE(model.index(0, 1).data().toString(), QString());
    QCOMPARE(model.index(1, 1).data().toString(), QString("xy z"));
    QCOMPARE(model.index(2, 0).data().toString(), QString());
}

QTEST_GUILESS_MAIN(SessionModelsTest)
#include "test_session_models.moc"
