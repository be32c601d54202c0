// A table that a database made of groups, where a group counts as the rows in it: every answer is that of the
// rows themselves. And where a group counts as one row, the check says so.
#include <QTest>
#include <map>

#include "crypto/random.h"
#include "engine/question/question_runs.h"
#include "question/decision/builder.h"
#include "question/decision/own_values.h"
#include "question/total/total.h"
#include "support/grouped_table.h"

using namespace tacit;
using namespace tacit::question;
using table::Decimal;
using testing::grouped_table;
using testing::runAll;

namespace {

using Data = std::shared_ptr<const table::Dataset>;

Data tableOf(const std::string& csv) {
    table::ImportOptions options;
    options.decimal = table::DecimalMark::point;
    options.delimiter = ',';
    return table::load_bytes(csv, "data.csv", options).value();
}

/// The same orders as rows and as groups of customers within a team as it is spelled.
struct Orders {
    Data rows, groups;
};

Orders randomOrders(crypto::Random& random) {
    const std::vector<std::string> teams{"North", "north ", "SOUTH", "South", "East"};
    struct Group {
        Decimal sum;
        std::uint64_t count = 0;
    };
    std::map<std::pair<std::string, std::uint64_t>, Group> groups;
    std::string rows = "team,amount\n";
    for (auto n = 1 + random.below(60); n > 0; --n) {
        const auto& team = teams[random.below(teams.size())];
        auto& group = groups[{team, random.below(4)}];
        rows += team + ',';
        if (random.below(4) > 0) {
            const Decimal value(static_cast<table::Int128>(random.below(2'000'000'000'000)) -
                                1'000'000'000'000);
            rows += value.text();
            group.sum += value;
            ++group.count;
        }
        rows += '\n';
    }
    std::string lines = "team,customer,sum of amount,count of amount\n";
    for (const auto& [key, group] : groups)
        lines += key.first + ",c" + std::to_string(key.second) + ',' +
                 (group.count > 0 ? group.sum.text() : "") + ',' + std::to_string(group.count) + '\n';
    return {tableOf(rows), grouped_table(lines, {{}, {}, 3, {}}).value()};
}

/// What everybody sees.
QStringList seen(const Result<Outcome>& outcome) {
    if (!outcome.ok()) return {QString::fromStdString(outcome.error().detail)};
    const auto& result = std::get<api::TotalResult>(outcome->view);
    QStringList out;
    const auto add = [&](bool hidden, const std::string& sum, std::uint64_t count, const std::string& mean,
                         const std::vector<std::string>& statistics) {
        out << QString("%1 %2 %3 %4").arg(hidden).arg(sum.c_str()).arg(count).arg(mean.c_str());
        for (const auto& one : statistics) out << QString::fromStdString(one);
    };
    for (const auto& column : result.columns) {
        add(column.hidden, column.sum, column.count, column.mean, column.statistics);
        for (const auto& cell : column.cells)
            add(cell.hidden, cell.sum, cell.count, cell.mean, cell.statistics);
    }
    return out;
}

api::ContributionCheck checked(const api::Question& question, const Data& data,
                               std::vector<std::string> columns) {
    return definition_of(question).check(question, {data, std::move(columns)}).value();
}

QString notes(const api::ContributionCheck& check) {
    QStringList out;
    for (const auto& note : check.notes) out << QString::fromStdString(note);
    return out.join('\n');
}

const std::string customers =
    "team,sum of n,count of n,maximum of n\nNorth,-10,4,3\nSouth,,0,\nNorth,6,1,6\nEast,1200,1200,5\n";
const std::vector<std::optional<std::uint32_t>> counted_beside{{}, 2, {}, {}};

Data asRows() {
    return grouped_table(customers, counted_beside).value();
}
Data asOne() {
    return grouped_table(customers, {}).value();
}

}  // namespace

class TestGroups : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void totalsAreThoseOfRows_data();
    void totalsAreThoseOfRows();
    void theCheckSaysWhatCounts();
    void impossibleCountsAreNamedByCell();
    void moreThanACircuitCountsIsRefused();
    void decisionsAreThoseOfRows();
    void anExtremeOfSumsIsRefused();
    void anOverlapSaysWhatARowIs();
};

void TestGroups::totalsAreThoseOfRows_data() {
    QTest::addColumn<bool>("categories");
    QTest::addColumn<int>("contributors");
    QTest::addColumn<int>("values");
    QTest::addColumn<bool>("statistics");
    QTest::newRow("plain") << false << 0 << 0 << false;
    QTest::newRow("categories") << true << 0 << 0 << false;
    QTest::newRow("rules") << false << 2 << 20 << false;
    QTest::newRow("categories and rules") << true << 2 << 9 << false;
    QTest::newRow("statistics") << false << 0 << 0 << true;
}

void TestGroups::totalsAreThoseOfRows() {
    QFETCH(bool, categories);
    QFETCH(int, contributors);
    QFETCH(int, values);
    QFETCH(bool, statistics);
    crypto::SystemRandom random;
    for (int round = 0; round < 6; ++round) {
        const auto first = randomOrders(random), second = randomOrders(random);
        api::TotalQuestion question{{"amount"}};
        std::vector<std::string> ofRows{"amount"}, ofGroups{"sum of amount"};
        if (categories) {
            question.group = "team";
            question.categories = {"East", "North", "South"};
            ofRows.emplace_back("team");
            ofGroups.emplace_back("team");
        }
        question.rules.minimum_contributors = static_cast<std::uint16_t>(contributors);
        question.rules.minimum_group = static_cast<std::uint32_t>(values);
        if (statistics) question.statistics = {api::Statistic::median};
        const auto rows = runAll(question, {{first.rows, ofRows}, {second.rows, ofRows}});
        const auto groups = runAll(question, {{first.groups, ofGroups}, {second.groups, ofGroups}});
        QVERIFY2(rows[0].ok(), rows[0].ok() ? "" : rows[0].error().detail.c_str());
        for (std::size_t me = 0; me < 2; ++me) QCOMPARE(seen(groups[me]), seen(rows[me]));
        // Who reads rows and who reads groups may meet.
        QCOMPARE(seen(runAll(question, {{first.groups, ofGroups}, {second.rows, ofRows}})[0]), seen(rows[0]));
    }
}

void TestGroups::theCheckSaysWhatCounts() {
    const api::TotalQuestion question{{"n"}};
    const auto rows = checked(question, asRows(), {"sum of n"});
    QVERIFY(rows.acceptable);
    QCOMPARE(notes(rows),
             QString("\"sum of n\": 1,205 numbers in 3 groups, 1 blank group (left out, not counted "
                     "as 0)."));
    const auto one = checked(question, asOne(), {"sum of n"});
    QVERIFY(one.acceptable);
    QCOMPARE(
        notes(one),
        QString("\"sum of n\": 3 numbers, 1 blank cell (left out, not counted as 0).\n"
                "Each row of your table is a group, and counts as one row: count and mean of \"sum of n\" "
                "are those of groups."));
    // A number that is no sum stands for its group alone, whatever the sums beside it stand for.
    const auto mixed = checked(api::TotalQuestion{{"n", "m"}}, asRows(), {"sum of n", "maximum of n"});
    QVERIFY2(notes(mixed).contains("count and mean of \"maximum of n\" are those of groups"),
             qPrintable(notes(mixed)));
    // And a file has no groups.
    QVERIFY(!notes(checked(question, tableOf("n,m\n1,2\n"), {"n"})).contains("group"));
}

void TestGroups::impossibleCountsAreNamedByCell() {
    const auto data = grouped_table("team,sum of n,count of n\na,1,1\nb,2,0\nc,3,3\n", {{}, 2, {}}).value();
    for (const bool categories : {false, true}) {
        api::TotalQuestion question{{"n"}};
        std::vector<std::string> columns{"sum of n"};
        if (categories) {
            question.group = "team";
            question.categories = {"a", "b", "c"};
            columns.emplace_back("team");
        }
        const auto check = checked(question, data, columns);
        QVERIFY(!check.acceptable);
        QCOMPARE(check.problems.size(), std::size_t{1});
        QCOMPARE(check.problems[0].cell, std::string("C3"));
        // Nor does a run take it.
        for (const auto& outcome : runAll(question, {{data, columns}, {data, columns}})) {
            QVERIFY(!outcome.ok());
            QCOMPARE(outcome.error().fault, Fault::cell_invalid);
        }
    }
    const auto decision = checked(api::DecisionQuestion{"sum(n) > 0"}, data, {"sum of n"});
    QVERIFY(!decision.acceptable && decision.problems.at(0).cell == "C3");
}

void TestGroups::moreThanACircuitCountsIsRefused() {
    api::TotalQuestion question{{"n"}};
    question.rules.minimum_contributors = 2;
    const auto with = [](const char* count) {
        return grouped_table(std::string("team,sum of n,count of n\na,1,") + count + "\nb,2,1\n", {{}, 2, {}})
            .value();
    };
    QVERIFY(checked(question, with("4294967294"), {"sum of n"}).acceptable);
    const auto beyond = checked(question, with("4294967295"), {"sum of n"});
    QVERIFY(!beyond.acceptable);
    QVERIFY2(beyond.problems.at(0).problem.find("4,294,967,296 numbers") != std::string::npos,
             beyond.problems[0].problem.c_str());
    const Input input{with("4294967295"), {"sum of n"}};
    QCOMPARE(runAll(question, {input, input})[0].error().fault, Fault::cell_invalid);
    // Added up as shares, it is no limit.
    const auto plain = runAll(api::TotalQuestion{{"n"}}, {input, input});
    QCOMPARE(std::get<api::TotalResult>(plain[0]->view).columns[0].count, std::uint64_t{8589934592});
}

void TestGroups::decisionsAreThoseOfRows() {
    crypto::SystemRandom random;
    const api::DecisionQuestion question{"sum(x) > 0 and sum(x.count) > 0 and sum(x.average) > 0"};
    for (int round = 0; round < 20; ++round) {
        const auto orders = randomOrders(random);
        const auto setting = decision::prepare(question, 2).value().setting;
        const auto of = [&](const Data& data, const char* column) {
            return decision::own_values(setting.formula, setting.ranges, {data, {column}});
        };
        const auto rows = of(orders.rows, "amount"), groups = of(orders.groups, "sum of amount");
        QCOMPARE(groups.ok(), rows.ok());
        if (rows.ok()) QVERIFY(*groups == *rows);
    }
    const api::DecisionQuestion average{"sum(x.average) > 0"};
    const auto rows = checked(average, asRows(), {"sum of n"});
    QVERIFY2(notes(rows).contains("is 0.99253") &&
                 notes(rows).contains("1,205 numbers in 3 groups, 1 blank group left out"),
             qPrintable(notes(rows)));
    QVERIFY(!notes(rows).contains("those of groups"));
    const auto one = checked(average, asOne(), {"sum of n"});
    QVERIFY2(notes(one).contains("is 398.66") &&
                 notes(one).contains("the average of \"sum of n\" is that of groups"),
             qPrintable(notes(one)));
    QVERIFY(
        !notes(checked(api::DecisionQuestion{"sum(x) > 0"}, asOne(), {"sum of n"})).contains("of groups"));
}

void TestGroups::anExtremeOfSumsIsRefused() {
    for (const auto* formula : {"max(x.max) > 0", "min(x.min) > 0"}) {
        const api::DecisionQuestion question{formula};
        const auto sums = checked(question, asRows(), {"sum of n"});
        QVERIFY(!sums.acceptable);
        QCOMPARE(sums.problems.size(), std::size_t{1});
        QVERIFY2(sums.problems[0].problem.find("sums of groups") != std::string::npos,
                 sums.problems[0].problem.c_str());
        const auto setting = decision::prepare(question, 2).value().setting;
        QCOMPARE(
            decision::own_values(setting.formula, setting.ranges, {asRows(), {"sum of n"}}).error().fault,
            Fault::cell_invalid);
        QVERIFY(checked(question, asRows(), {"maximum of n"}).acceptable);
        QVERIFY(checked(question, asOne(), {"sum of n"}).acceptable);
    }
}

void TestGroups::anOverlapSaysWhatARowIs() {
    const api::OverlapQuestion question{"team"};
    for (const auto& data : {asRows(), asOne()})
        QVERIFY(notes(checked(question, data, {"team"})).contains("Each row of your table is a group"));
    QVERIFY(!notes(checked(question, tableOf("team,n\na,1\n"), {"team"})).contains("group"));
}

QTEST_GUILESS_MAIN(TestGroups)
#include "test_groups.moc"
