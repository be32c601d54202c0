// Minimum, quartiles and maximum of the participants' own sums through the real protocol, computed by all or
// by three hosts for all, against the oracle in the clear.
#include <QTest>

#include "crypto/random.h"
#include "engine/question/question_runs.h"
#include "mpc/garble_many/windows.h"
#include "question/total/circuit.h"
#include "question/total/joint.h"
#include "question/total/total.h"
#include "table/load.h"

using namespace tacit;
using namespace tacit::question;
using testing::runAll;

namespace {

using enum api::Statistic;
const std::vector<api::Statistic> all{minimum, lower_quartile, median, upper_quartile, maximum};

Input inputOf(const std::vector<std::string>& values) {
    std::string csv = "id,pay\n";
    for (std::size_t i = 0; i < values.size(); ++i) csv += std::to_string(i) + ',' + values[i] + '\n';
    table::ImportOptions options;
    options.decimal = table::DecimalMark::point;
    options.delimiter = ',';
    return {table::load_bytes(csv, "data.csv", options).value(), {"pay"}};
}

api::TotalQuestion asking(std::vector<api::Statistic> statistics, const api::DisclosureRules& rules = {}) {
    api::TotalQuestion question{{"pay"}};
    question.statistics = std::move(statistics);
    question.rules = rules;
    return question;
}

/// Statistics of the first column, in one line.
std::string told(const api::TotalResult& result) {
    std::string out;
    for (const auto& one : result.columns[0].statistics) out += (out.empty() ? "" : " ") + one;
    return out;
}

std::vector<api::TotalResult> results(const api::TotalQuestion& question, const std::vector<Input>& inputs) {
    std::vector<api::TotalResult> out;
    for (const auto& outcome : runAll(question, inputs)) {
        if (!outcome) {
            qWarning("%s", outcome.error().detail.c_str());
            return {};
        }
        out.push_back(std::get<api::TotalResult>(outcome->view));
    }
    return out;
}

}  // namespace

class TestTotalStatistics : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void ofThree();
    void twoHaveAnExactMedian();
    void whoHasNoValueIsNotZero();
    void threeComputeForMany();
    void hiddenWithTheRest();
    void circuitEqualsTheOracle();
    void circuitsFit();
    void parameters();
    void proposalSaysIt();
};

void TestTotalStatistics::ofThree() {
    const auto run = results(asking(all), {inputOf({"10", "-30.5"}), inputOf({"7"}), inputOf({"-0.000001"})});
    QCOMPARE(run.size(), std::size_t{3});
    for (const auto& one : run) {
        QVERIFY(one.statistics == all);
        QCOMPARE(one.columns[0].sum, std::string("-13.500001"));
        // -20.5, -0.000001, 7: the quartiles lie half-way.
        QCOMPARE(QByteArray::fromStdString(told(one)),
                 QByteArray("-20.50 -10.2500005 -0.000001 3.4999995 7"));
    }
}

void TestTotalStatistics::twoHaveAnExactMedian() {
    const auto run =
        results(asking({lower_quartile, median}), {inputOf({"1000000000000000000"}), inputOf({"-0.000003"})});
    QCOMPARE(run.size(), std::size_t{2});
    QCOMPARE(told(run[0]), std::string("249999999999999999.99999775 499999999999999999.9999985"));
    QCOMPARE(told(run[1]), told(run[0]));
}

void TestTotalStatistics::whoHasNoValueIsNotZero() {
    const auto run =
        results(asking({minimum, median, maximum}), {inputOf({"5"}), inputOf({""}), inputOf({"9"})});
    QCOMPARE(run.size(), std::size_t{3});
    QCOMPARE(told(run[2]), std::string("5 7 9"));
    const auto none = results(asking({median}), {inputOf({""}), inputOf({""})});
    QCOMPARE(none.size(), std::size_t{2});
    QVERIFY(none[0].columns[0].statistics.empty());
    QCOMPARE(none[0].columns[0].count, std::uint64_t{0});
}

void TestTotalStatistics::threeComputeForMany() {
    std::vector<Input> inputs;
    for (int i = 0; i < 11; ++i) inputs.push_back(inputOf({std::to_string((i * 7) % 11 - 5)}));
    const auto run = results(asking(all), inputs);
    QCOMPARE(run.size(), std::size_t{11});
    for (const auto& one : run) {
        QCOMPARE(one.contributors, std::uint16_t{11});
        QCOMPARE(one.columns[0].sum, std::string("0"));
        QCOMPARE(one.columns[0].count, std::uint64_t{11});
        QCOMPARE(QByteArray::fromStdString(told(one)), QByteArray("-5 -2.50 0 2.50 5"));
    }
}

void TestTotalStatistics::hiddenWithTheRest() {
    const auto run = results(asking({median}, {3, 0, 100}), {inputOf({"5"}), inputOf({""}), inputOf({"9"})});
    QCOMPARE(run.size(), std::size_t{3});
    QVERIFY(run[0].columns[0].hidden && run[0].columns[0].statistics.empty());
}

void TestTotalStatistics::circuitEqualsTheOracle() {
    crypto::SeededRandom random(9);
    for (const std::size_t participants : {2u, 3u, 8u, 9u, 16u}) {
        total::Layout layout{participants, 2, 1, {static_cast<std::uint16_t>(participants / 3), 0, 100}, all};
        const auto circuit = total::circuit_of(layout);
        for (int trial = 0; trial < 20; ++trial) {
            std::vector<std::vector<total::Part>> parts(participants);
            std::vector<mpc::circuit::Bits> inputs;
            for (auto& mine : parts) {
                for (int column = 0; column < 2; ++column) {
                    total::Part part;
                    part.count = random.below(3);
                    const auto limit = table::Decimal::whole(total::largest_sum).micros();
                    if (part.count > 0)
                        part.sum = random.below(4) == 0
                                       ? (random.below(2) == 0 ? limit : -limit)
                                       : static_cast<table::Int128>(random.below(2001)) - 1000;
                    mine.push_back(part);
                }
                for (auto& bits : total::inputs_of(mine)) inputs.push_back(std::move(bits));
            }
            const auto got =
                total::disclosed(layout, mpc::circuit::evaluate(circuit, inputs).value()).value();
            const auto expected = total::disclose(layout, parts);
            for (std::size_t cell = 0; cell < 2; ++cell) {
                QCOMPARE(got[cell].shown, expected[cell].shown);
                QVERIFY(got[cell].statistics == expected[cell].statistics);
            }
        }
    }
}

void TestTotalStatistics::circuitsFit() {
    for (const std::size_t participants : {8u, 16u}) {
        const total::Layout layout{participants, total::statistics_most_columns, 1, {3, 1000, 63}, all};
        QVERIFY(total::circuit_of(layout).shape().ands <= mpc::garble_many::most_ands(layout.hosts()));
    }
    const total::Layout cells{16, 1, total::most_cells(16), {3, 1000, 63}};
    QVERIFY(total::circuit_of(cells).shape().ands <= mpc::garble_many::most_ands(cells.hosts()));
}

void TestTotalStatistics::parameters() {
    const Total total;
    const auto question = api::Question(asking({minimum, median}));
    QVERIFY(total.decode(total.encode(question)).value() == question);
    QVERIFY(total.validate(question, 16).ok());
    QVERIFY(!total.validate(question, 17).ok());
    QVERIFY(!total.validate(asking({median, minimum}), 3).ok());
    QVERIFY(!total.validate(asking({median, median}), 3).ok());
    auto grouped = asking({median});
    grouped.group = "dept";
    grouped.categories = {"A"};
    QVERIFY(!total.validate(grouped, 3).ok());
    auto wide = asking({median});
    for (std::size_t i = 0; i < total::statistics_most_columns; ++i)
        wide.columns.push_back("c" + std::to_string(i));
    QVERIFY(!total.validate(wide, 3).ok());
}

void TestTotalStatistics::proposalSaysIt() {
    const Total total;
    const auto text = total.describe(asking({lower_quartile, median, maximum}), 3);
    QVERIFY(text.learns[1].text.starts_with(
        "learns the lower quartile, the median and the largest of the participants' own sums of"));
    QVERIFY(text.security.find("both others") != std::string::npos);
    const auto many = total.describe(asking({median}), 12);
    QVERIFY(many.security.find("unless all 3 of them join forces") != std::string::npos);
}

QTEST_APPLESS_MAIN(TestTotalStatistics)
#include "test_total_statistics.moc"
