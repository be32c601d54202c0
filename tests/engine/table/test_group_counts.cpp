// Sums of groups and the counts of the cells in them.
#include <QTest>

#include "support/grouped_table.h"
#include "table/import_options.h"

using namespace tacit;
using namespace tacit::table;
using testing::grouped_table;

namespace {

constexpr std::optional<std::uint32_t> none;
const std::vector<std::optional<std::uint32_t>> counted_beside{none, 2, none};

}  // namespace

class TestGroupCounts : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void countsStandBesideSums();
    void aGroupIsOneCellWithoutCounts();
    void impossibleCountsAreRefused_data();
    void impossibleCountsAreRefused();
    void whatIsLeftOutTakesItsCellsWithIt();
    void aPartOfTheTableKeepsItsCounts();
};

void TestGroupCounts::countsStandBesideSums() {
    const auto table =
        grouped_table("team,sum of n,count of n\na,-10.5,3\nb,,0\nc,0,2\nd,7,1000000000000\n", counted_beside)
            .value();
    QVERIFY(table->origin().groups.any);
    QCOMPARE(table->columns()[1].counts_in, std::optional<std::size_t>(2));
    QVERIFY(!table->columns()[0].counts_in && !table->columns()[2].counts_in);
    const auto sums = numeric_column(*table, 1).value();
    QCOMPARE(sums.counts, (std::vector<std::uint64_t>{3, 0, 2, 1000000000000}));
    QCOMPARE(sums.count, std::uint64_t{1000000000005});
    QVERIFY(!sums.values[1] && sums.values[2] == Decimal());
    QCOMPARE(sums.cells(3), std::uint64_t{1000000000000});
    // The counts themselves are one number for each group.
    const auto counts = numeric_column(*table, 2).value();
    QVERIFY(counts.counts.empty());
    QCOMPARE(counts.count, std::uint64_t{4});
}

void TestGroupCounts::aGroupIsOneCellWithoutCounts() {
    const auto table = grouped_table("team,sum of n,count of n\na,-10.5,3\nb,,0\nc,0,2\n", {}).value();
    QVERIFY(table->origin().groups.any);
    const auto sums = numeric_column(*table, 1).value();
    QVERIFY(sums.counts.empty());
    QCOMPARE(sums.count, std::uint64_t{2});
    QCOMPARE(sums.cells(0) + sums.cells(1) + sums.cells(2), std::uint64_t{2});
}

void TestGroupCounts::impossibleCountsAreRefused_data() {
    QTest::addColumn<QString>("row");
    QTest::newRow("a sum of nothing") << "c,5,0";
    QTest::newRow("a sum without a count") << "c,5,";
    QTest::newRow("cells without a sum") << "c,,4";
    QTest::newRow("parts of a cell") << "c,5,1.5";
    QTest::newRow("fewer than none") << "c,5,-1";
    QTest::newRow("no number") << "c,5,many";
    QTest::newRow("more than there can be") << "c,5,100000000000000000";
    QTest::newRow("more than a number") << "c,5,99999999999999999999999";
}

void TestGroupCounts::impossibleCountsAreRefused() {
    QFETCH(QString, row);
    const auto table =
        grouped_table("team,sum of n,count of n\na,1,1\nb,2,3\n" + row.toStdString() + "\nd,1,1\n",
                      counted_beside)
            .value();
    const auto sums = numeric_column(*table, 1);
    QVERIFY(!sums.ok());
    QCOMPARE(sums.error().fault, Fault::cell_invalid);
    const auto detail = QString::fromStdString(sums.error().detail);
    QVERIFY2(detail.startsWith("1 cell of \"count of n\" holds no possible count") && detail.contains("C4"),
             qPrintable(detail));
    const auto issues = numeric_issues(*table, 1, 10);
    QCOMPARE(issues.listed.size(), std::size_t{1});
    QCOMPARE(issues.listed[0].cell, std::string("C4"));
    QVERIFY(issues.listed[0].problem.find("B4") != std::string::npos);
    QCOMPARE(numeric_issues(*table, 1, 0).more, std::uint64_t{1});
    // A sum that is none is told before its count is looked at.
    const auto both =
        grouped_table("team,sum of n,count of n\na,1,1\nb,2,3\nc,x,0\nd,1,1\n", counted_beside).value();
    QCOMPARE(numeric_issues(*both, 1, 10).listed.at(0).cell, std::string("B4"));
}

void TestGroupCounts::whatIsLeftOutTakesItsCellsWithIt() {
    ImportOptions options;
    options.columns = {{"sum of n", ColumnUse::number, true}};
    const auto table = grouped_table("team,sum of n,count of n\na,1,2\nb,1000000000000000000000,5\nc,3,4\n",
                                     counted_beside, options)
                           .value();
    const auto sums = numeric_column(*table, 1).value();
    QCOMPARE(sums.counts, (std::vector<std::uint64_t>{2, 0, 4}));
    QCOMPARE(sums.count, std::uint64_t{6});
}

void TestGroupCounts::aPartOfTheTableKeepsItsCounts() {
    const std::string lines = "team,sum of n,count of n\na,1,2\nb,2,3\n";
    ImportOptions options;
    options.range = parse_range("B1:C3").value();
    const auto part = grouped_table(lines, counted_beside, options).value();
    QCOMPARE(numeric_column(*part, 0).value().count, std::uint64_t{5});
    options.range = parse_range("A1:B3").value();
    const auto without = grouped_table(lines, counted_beside, options);
    QVERIFY(!without.ok());
    QCOMPARE(without.error().fault, Fault::file_refused);
    QVERIFY2(without.error().detail.find("column C") != std::string::npos, without.error().detail.c_str());
}

QTEST_GUILESS_MAIN(TestGroupCounts)
#include "test_group_counts.moc"
