// What the organizer of a Total expects of the numbers: said to all, held against one's own, of no say in the
// sum.
#include <QTest>

#include "engine/question/question_runs.h"
#include "question/catalogue.h"
#include "table/load.h"

using namespace tacit;
using namespace tacit::question;

namespace {

api::TotalQuestion salaries(std::vector<api::TotalExpectation> expectations) {
    api::TotalQuestion question{{"salary", "bonus"}};
    question.expectations = std::move(expectations);
    return question;
}

Input input_of(const std::string& csv, const table::ImportOptions& options = {}) {
    Input input;
    input.dataset = table::load_bytes(csv, "pay.csv", options).value();
    input.columns = {"salary", "bonus"};
    input.participants = 3;
    return input;
}

}  // namespace

class TestTotalExpectations : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void roundTrips();
    void isSaidToAll();
    void whatMakesNoSenseIsRefused();
    void warnsAndCountsAllTheSame();
    void warnsOfAnotherUnit();
};

void TestTotalExpectations::roundTrips() {
    auto by_team = salaries({{"EUR", "0", ""}, {}});
    by_team.group = "team";
    by_team.categories = {"a", "b"};
    auto with_hosts = salaries({{}, {"", "-5", "12.50"}});
    with_hosts.hosts = 2;
    for (const auto& question : {salaries({{"EUR", "0", "500000"}, {}}), by_team, with_hosts}) {
        const auto& total = definition_of(question);
        const auto bytes = total.encode(question);
        const auto back = total.decode(bytes);
        QVERIFY(back.ok() && *back == api::Question(question));
        for (std::size_t n = 0; n < bytes.size(); ++n) QVERIFY(!total.decode(View(bytes).first(n)).ok());
        auto longer = bytes;
        longer.push_back(0);
        QVERIFY(!total.decode(longer).ok());
    }
    // Nothing expected has one form only: that of before.
    const auto& total = *find("total");
    const auto plain = total.encode(salaries({}));
    QVERIFY(total.encode(salaries({{}, {}})) == plain);
    auto empty = plain;
    empty[0] = 4;
    empty.insert(empty.end(), 1 + 2 * 3 * 4, 0);
    QVERIFY(!total.decode(empty).ok());
}

void TestTotalExpectations::isSaidToAll() {
    for (const bool jointly : {false, true}) {
        auto question = salaries({{"EUR", "0", "500000"}, {"", "", "1000"}});
        if (jointly) question.statistics = {api::Statistic::median};
        const auto text = find("total")->describe(question, 3);
        QCOMPARE(
            QString::fromStdString(text.asked[0].purpose),
            QString("a column of numbers, in EUR, each probably between 0 and 500,000; its sum and count "
                    "enter the total"));
        QCOMPARE(
            QString::fromStdString(text.asked[1].purpose),
            QString("a column of numbers, each probably at most 1,000; its sum and count enter the total"));
    }
}

void TestTotalExpectations::whatMakesNoSenseIsRefused() {
    const auto& total = *find("total");
    for (const auto& wrong :
         std::vector<std::vector<api::TotalExpectation>>{{{"EUR", "", ""}},
                                                         {{"E.R", "", ""}, {}},
                                                         {{"5", "", ""}, {}},
                                                         {{"", "1,5", ""}, {}},
                                                         {{"", "x", ""}, {}},
                                                         {{"", "", "1e5"}, {}},
                                                         {{"", "2", "1"}, {}},
                                                         {{}, {"", "", "9999999999999999999"}}}) {
        const auto valid = total.validate(salaries(wrong), 3);
        QVERIFY(!valid.ok() && valid.error().fault == Fault::usage);
    }
    QVERIFY(total.validate(salaries({{"", "1", "1"}, {}}), 3).ok());
}

void TestTotalExpectations::warnsAndCountsAllTheSame() {
    const auto question = salaries({{"", "0", "100"}, {}});
    auto input = input_of("salary,bonus\n0,1\n100,2\n-0.5,3\n,4\n100.01,5\n");
    const auto check = find("total")->check(question, input, {});
    QVERIFY(check.ok() && check->acceptable && check->problems.empty());
    QCOMPARE(check->warnings.size(), std::size_t{1});
    QCOMPARE(
        QString::fromStdString(check->warnings[0]),
        QString("2 numbers of \"salary\" are not as expected, between 0 and 100: A4 \"-0.5\", A6 \"100.01\". "
                "They count all the same; make sure that nothing is mistyped."));
    std::vector<Input> inputs{input, input_of("salary,bonus\n1,1\n")};
    for (auto& one : inputs) one.participants = 2;
    const auto outcomes = testing::runAll(question, inputs);
    for (const auto& outcome : outcomes) {
        QVERIFY(outcome.ok());
        QCOMPARE(std::get<api::TotalResult>(outcome->view).columns[0].sum, std::string("200.51"));
    }
    input = input_of("salary,bonus\n5,7\n");
    QVERIFY(find("total")->check(question, input, {})->warnings.empty());
    std::string many = "salary,bonus\n";
    for (int i = 0; i < 8; ++i) many += "-1,\n";
    const auto named = find("total")->check(question, input_of(many), {})->warnings.at(0);
    QVERIFY(named.find("A6 \"-1\" and 3 more.") != std::string::npos);
}

void TestTotalExpectations::warnsOfAnotherUnit() {
    table::ImportOptions options;
    options.columns = {{"salary", table::ColumnUse::detected, false, "USD"}};
    const auto input = input_of("salary;bonus\n5 USD;7\n", options);
    const auto check = find("total")->check(salaries({{"EUR", "", ""}, {"EUR", "", ""}}), input, {});
    QVERIFY(check.ok() && check->acceptable);
    QCOMPARE(check->warnings,
             (std::vector<std::string>{"\"salary\" has numbers in USD, and the proposal asks for EUR."}));
    for (const char* unit : {"USD", "usd", "$", ""})
        QVERIFY(find("total")->check(salaries({{unit, "0", ""}, {}}), input, {})->warnings.empty());
    // A part of a code is no code.
    for (const char* unit : {"\u20ac", "us", "thousand"})
        QCOMPARE(find("total")->check(salaries({{unit, "", ""}, {}}), input, {})->warnings.size(),
                 std::size_t{1});
}

QTEST_APPLESS_MAIN(TestTotalExpectations)
#include "test_total_expectations.moc"
