// The Decision: formulas from text, their words, and the joint answer against the one computed in the clear.
#include <QTest>

#include "crypto/random.h"
#include "engine/question/question_runs.h"
#include "mpc/progress.h"
#include "question/catalogue.h"
#include "question/decision/builder.h"
#include "question/decision/decision.h"
#include "question/decision/oracle.h"
#include "question/decision/own_values.h"
#include "question/decision/parser.h"
#include "question/decision/words.h"
#include "table/load.h"

using namespace tacit;
using namespace tacit::question;
using table::Decimal;
using testing::runAll;

namespace {

constexpr const char* comparisons[] = {">", ">=", "<", "<="};

std::shared_ptr<const table::Dataset> tableOf(const std::string& csv) {
    table::ImportOptions options;
    options.decimal = table::DecimalMark::point;
    options.delimiter = ',';
    return table::load_bytes(csv, "data.csv", options).value();
}

/// A participant's number, with the edges of the range likelier than chance.
Decimal randomValue(crypto::Random& random) {
    switch (random.below(8)) {
        case 0:
            return Decimal();
        case 1:
            return Decimal::whole(decision::largest_value);
        case 2:
            return Decimal::whole(-decision::largest_value);
        case 3:
            return Decimal(random.below(2) == 0 ? 1 : -1);
        default:
            break;
    }
    auto micros =
        static_cast<table::Int128>(random.below(random.below(2) == 0 ? 1000 : decision::largest_value)) *
            Decimal::scale +
        random.below(Decimal::scale);
    return Decimal(random.below(2) == 0 ? micros : -micros);
}

/// sum(x) against a limit that is the true sum, or a millionth beside it, or anywhere.
struct SumFormula {
    std::string comparison;
    Decimal limit;
    std::string text() const { return "sum(x) " + comparison + ' ' + limit.text(); }
};

SumFormula randomFormula(crypto::Random& random, const std::vector<Decimal>& values) {
    SumFormula formula{comparisons[random.below(4)], {}};
    for (const auto& mine : values) formula.limit += mine;
    switch (random.below(4)) {
        case 0:
            formula.limit += Decimal(1);
            break;
        case 1:
            formula.limit += Decimal(-1);
            break;
        case 2:
            formula.limit = randomValue(random);
            break;
        default:
            break;
    }
    return formula;
}

/// By hand, without the clear evaluator.
bool holds(const SumFormula& formula, const std::vector<Decimal>& values) {
    table::Int128 difference = -formula.limit.micros();
    for (const auto& mine : values) difference += mine.micros();
    if (difference == 0) return formula.comparison.ends_with('=');
    return (difference > 0) == (formula.comparison[0] == '>');
}

}  // namespace

class TestDecision : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void nothingOverflowsWhateverBitsAreGiven();
    void jointAnswersEqualTheClearOnes_data();
    void jointAnswersEqualTheClearOnes();
    void onlyRecipientsLearn_data();
    void onlyRecipientsLearn();
    void proposalSaysWhatTheAnswerReveals();
    void ownDataIsChecked();
    void summaryTellsNothing();
    void onlyNamedRecipientsLearn();
    void ownNumbersOfAColumn();
    void votesOfAColumn();
    void onlyWhoIsAskedBrings();
    void earlierSessionsNarrowDown();
};

/// An altered program may put in bits that stand for no number within the range: still nothing wraps round.
void TestDecision::nothingOverflowsWhateverBitsAreGiven() {
    for (const std::uint16_t participants : {2, 3, 8}) {
        const auto prepared = decision::prepare({"sum(x) > 0"}, participants).value();
        for (const bool negative : {false, true}) {
            mpc::circuit::Bits extreme(decision::input_width({"x"}, {}), !negative);
            extreme.back() = negative;
            const std::vector<mpc::circuit::Bits> inputs(participants, extreme);
            QCOMPARE(mpc::circuit::evaluate(prepared.compiled.circuit, inputs).value().at(0).at(0),
                     !negative);
        }
    }
}

void TestDecision::jointAnswersEqualTheClearOnes_data() {
    QTest::addColumn<int>("participants");
    QTest::addColumn<int>("trials");
    QTest::addRow("two") << 2 << 12;
    QTest::addRow("three") << 3 << 3;
    QTest::addRow("eight") << 8 << 1;
}

void TestDecision::jointAnswersEqualTheClearOnes() {
    QFETCH(int, participants);
    QFETCH(int, trials);
    if (qEnvironmentVariableIsSet("TACIT_SOAK")) trials *= 20;
    crypto::SeededRandom random(static_cast<std::uint64_t>(participants));
    for (int trial = 0; trial < trials; ++trial) {
        std::vector<Decimal> values;
        std::vector<Input> inputs;
        for (int p = 0; p < participants; ++p) {
            const auto first = randomValue(random);
            values.push_back(first);
            if (random.below(2) == 0) {
                inputs.push_back({nullptr, {""}, {first.text()}});
            } else {
                // Two cells and a blank one that come to the same.
                const Decimal part(first.micros() / 3);
                inputs.push_back(
                    {tableOf("id,mine\na," + part.text() + "\nb,\nc," + (first - part).text() + "\n"),
                     {"mine"}});
            }
        }
        const auto formula = randomFormula(random, values);
        const auto outcomes = runAll(api::DecisionQuestion{formula.text()}, inputs);
        for (const auto& outcome : outcomes) {
            QVERIFY2(outcome.ok(), outcome.ok() ? "" : outcome.error().detail.c_str());
            const auto& result = std::get<api::DecisionResult>(outcome->view);
            QCOMPARE(result.answer, holds(formula, values));
            const auto read = decision::parse_formula(formula.text()).value();
            decision::Answer answer;
            answer.yes = result.answer;
            QCOMPARE(result.question, decision::question_of(read));
            QCOMPARE(result.means, decision::meaning_of(read, answer, {}));
            QVERIFY(outcome->rows.empty());
        }
    }
}

void TestDecision::onlyRecipientsLearn_data() {
    QTest::addColumn<int>("participants");
    QTest::addColumn<int>("to");
    for (const int participants : {2, 3})
        for (const auto to : {api::Recipients::organizer, api::Recipients::partner})
            QTest::addRow("%d, to %d", participants, int(to)) << participants << int(to);
}

void TestDecision::onlyRecipientsLearn() {
    QFETCH(int, participants);
    QFETCH(int, to);
    const std::vector<Input> inputs(static_cast<std::size_t>(participants), Input{nullptr, {""}, {"5.5"}});
    const auto outcomes =
        runAll(api::DecisionQuestion{"sum(x) > 10.999999", static_cast<api::Recipients>(to)}, inputs);
    for (std::size_t me = 0; me < outcomes.size(); ++me) {
        QVERIFY2(outcomes[me].ok(), outcomes[me].ok() ? "" : outcomes[me].error().detail.c_str());
        const bool learns = (to == int(api::Recipients::organizer)) == (me == 0);
        QCOMPARE(std::holds_alternative<api::NotForYou>(outcomes[me]->view), !learns);
        if (learns) QVERIFY(std::get<api::DecisionResult>(outcomes[me]->view).answer);
    }
}

void TestDecision::proposalSaysWhatTheAnswerReveals() {
    const auto all = [](const api::ProposalText& text) {
        QString out = QString::fromStdString(text.question + '\n' + text.security + '\n');
        for (const auto& line : text.learns) out += QString::fromStdString(line.who + ' ' + line.text + '\n');
        for (const auto& line : text.never) out += QString::fromStdString(line + '\n');
        for (const auto& line : text.beware) out += QString::fromStdString(line + '\n');
        for (const auto& part : text.protection)
            out += QString::fromStdString(part.heading + part.text + '\n');
        return out;
    };
    const Decision decision;
    const auto text = decision.describe(api::DecisionQuestion{"sum(exposure) > 100"}, 2);
    const auto two = all(text);
    QCOMPARE(text.asked.size(), std::size_t{1});
    QVERIFY(text.asked[0].name == "exposure" && text.asked[0].numeric);
    QVERIFY(two.contains("Is the combined total of exposure above 100?"));
    QVERIFY(two.contains("Both participants learn a yes or no"));
    QVERIFY(two.contains(
        "if the answer is yes and your own total is 10, you know that the other one's total is above 90"));
    QVERIFY(two.contains("malicious security") && two.contains("2018/578"));
    QVERIFY(two.contains("could keep it from the organizer"));
    const auto four = all(decision.describe(api::DecisionQuestion{"sum(exposure) > 100"}, 4));
    QVERIFY(four.contains("even if all 3 others join forces") && four.contains("2017/189"));
    QVERIFY(four.contains("organizer's word alone"));
    const auto alone =
        all(decision.describe({api::DecisionQuestion{"sum(a) > 1", api::Recipients::organizer}}, 2));
    QVERIFY(alone.contains("The organizer learns a yes or no") &&
            alone.contains("The partner learns nothing"));
    QVERIFY(!alone.contains("could keep it"));
    for (const std::uint16_t participants : {0, 1, 9})
        QVERIFY(!decision.validate(api::DecisionQuestion{"sum(a) > 1"}, participants).ok());
    for (const std::uint16_t participants : {2, 8})
        QVERIFY(decision.validate(api::DecisionQuestion{"sum(a) > 1"}, participants).ok());
    // What is sent does not depend on the data, and is counted.
    const auto estimate = decision.estimate(api::DecisionQuestion{"sum(a) > 1"}, 2, 1, {{1e9, 2e4}, 1});
    QVERIFY(estimate && estimate->at_organizer && estimate->seconds < 1 && estimate->bytes < 2'000'000);
    QVERIFY(decision.bytes_estimate(api::DecisionQuestion{"sum(a) > 1"}, 2, 5) < estimate->bytes);
    const auto eight = decision.estimate(api::DecisionQuestion{"sum(a) > 1"}, 8, 1, {{1e9, 2e4}, 1});
    QVERIFY(eight && eight->participants == 8 && eight->bytes > 10 * estimate->bytes);
}

void TestDecision::ownDataIsChecked() {
    const Decision decision;
    const api::Question question = api::DecisionQuestion{"sum(x) > 0"};
    const auto checked = [&](const Input& input) { return decision.check(question, input, {}).value(); };
    const auto good = checked({tableOf("x\n1.5\n\n-3\n"), {"x"}});
    QVERIFY(good.acceptable);
    QVERIFY2(QString::fromStdString(good.notes.at(0)).contains("-1.50: 2 numbers, 1 blank cell"),
             good.notes[0].c_str());
    const auto bad = checked({tableOf("x,y\n1,a\nn/a,b\n2,c\n3,d\n4,e\n"), {"x"}});
    QVERIFY(!bad.acceptable && bad.problems.at(0).cell == "A3");
    QVERIFY(!checked({tableOf("x,y\n1,a\n"), {"y"}}).acceptable);
    QCOMPARE(decision.check(question, {tableOf("x\n1\n"), {"z"}}, {}).error().fault, Fault::column_missing);
    QCOMPARE(decision.check(question, {tableOf("x\n1\n"), {}}, {}).error().fault, Fault::column_missing);
    // The largest total fits, a millionth more is refused, in the check as in the run.
    QVERIFY(checked({tableOf("x\n1000000000000000000\n0.000001\n-0.000001\n"), {"x"}}).acceptable);
    for (const auto* csv : {"x\n1000000000000000000\n0.000001\n", "x\n-1000000000000000000\n-0.000001\n"}) {
        const auto beyond = checked({tableOf(csv), {"x"}});
        QVERIFY(!beyond.acceptable);
        QVERIFY(QString::fromStdString(beyond.problems.at(0).problem).contains("beyond the 10^18"));
        const auto outcomes =
            runAll(api::DecisionQuestion{"sum(x) > 0"}, {{tableOf(csv), {"x"}}, {nullptr, {""}, {"1"}}});
        QCOMPARE(outcomes[0].error().fault, Fault::cell_invalid);
        QVERIFY(!outcomes[1].ok());
    }
    QVERIFY(checked({nullptr, {""}, {"-12.50"}}).acceptable);
    // The wizard asks before the formula is in order.
    QCOMPARE(decision.check(api::DecisionQuestion{"sum("}, {nullptr, {""}, {"1"}}, {}).error().fault,
             Fault::usage);
    for (const auto* typed : {"12,5", "abc", "1.0000001", "1000000000000000001", " 1", "1e3"}) {
        const auto wrong = checked({nullptr, {""}, {typed}});
        QVERIFY2(!wrong.acceptable && wrong.problems.at(0).text == typed, typed);
    }
}

/// The number of rows is nobody's business here.
void TestDecision::summaryTellsNothing() {
    const Decision decision;
    QCOMPARE(decision.summary({tableOf("x\n1\n2\n"), {"x"}}), decision.summary({nullptr, {""}, {"7"}}));
}

void TestDecision::onlyNamedRecipientsLearn() {
    api::DecisionQuestion question{"mine(x) >= max(x)"};
    question.to_places = {0, 2};
    const auto value = [](const char* text) { return Input{nullptr, {""}, {text}}; };
    const auto outcomes = runAll(question, {value("1"), value("3"), value("3")});
    QVERIFY(!std::get<api::DecisionResult>(outcomes[0].value().view).answer);
    QVERIFY(std::holds_alternative<api::NotForYou>(outcomes[1].value().view));
    const auto& last = std::get<api::DecisionResult>(outcomes[2].value().view);
    QVERIFY(last.answer && last.own);
    const auto text = Decision().describe(question, 3);
    QCOMPARE(text.learns.at(0).who, std::string("The organizer and partner 2"));
    QCOMPARE(text.never.at(0), std::string("Partner 1 learns nothing, not even the answer."));
    // The circuit itself has no output for the others.
    const auto prepared = decision::prepare(question, 3).value();
    for (const auto& output : prepared.compiled.circuit.shape().outputs)
        QVERIFY((output.recipients & ~std::uint32_t{5}) == 0);
}

void TestDecision::ownNumbersOfAColumn() {
    const auto csv = tableOf("x,y\n1.5,a\n,b\n-3,c\n2,d\n");
    const auto holds = [&](const std::string& formula) {
        const api::DecisionQuestion question{formula + " and sum(x) = 4.5"};
        const Input column{csv, {"x"}};
        Input typed{nullptr, {""}, {"4"}};
        typed.place = 1;
        const auto setting = decision::prepare(question, 2).value().setting;
        const auto mine = decision::own_values(setting.formula, setting.ranges, column).value();
        const auto theirs = decision::own_values(setting.formula, setting.ranges, typed).value();
        return decision::evaluate(setting.formula, {mine, theirs}).value().yes;
    };
    QVERIFY(holds("organizer(x) = 0.5") && holds("organizer(x.sum) = 0.5"));
    QVERIFY(holds("organizer(x.count) = 3") && holds("partner(x.count) = 1"));
    QVERIFY(holds("organizer(x.min) = -3") && holds("organizer(x.max) = 2"));
    QVERIFY(holds("organizer(x.average) = 0.166667"));
    QVERIFY(holds("sum(x) = 4.5 and sum(x.count) = 4 and max(x.max) = 4 and partner(x.average) = 4"));
    // A blank column has a total and a count, but no least value.
    const auto blank = tableOf("x,y\n,1\n,2\n");
    const auto checked = [&](const char* formula) {
        return Decision().check(api::DecisionQuestion{formula}, {blank, {"x"}}, {}).value().acceptable;
    };
    QVERIFY(checked("sum(x) > 0") && checked("sum(x.count) > 0"));
    QVERIFY(!checked("min(x.min) > 0") && !checked("sum(x.average) > 0"));
}

void TestDecision::votesOfAColumn() {
    const auto check = [](const Input& input) {
        return Decision().check(api::DecisionQuestion{"all(v)"}, input, {}).value();
    };
    QVERIFY(check({tableOf("v,w\nYes,1\n,2\ntrue,3\n"), {"v"}}).acceptable);
    QVERIFY(check({tableOf("v,w\n0,1\nno,2\n"), {"v"}}).acceptable);
    QVERIFY(!check({tableOf("v,w\nyes,1\nno,2\n"), {"v"}}).acceptable);
    QVERIFY(!check({tableOf("v,w\nyes,1\nperhaps,2\n"), {"v"}}).acceptable);
    QVERIFY(!check({tableOf("v,w\n,1\n"), {"v"}}).acceptable);
    QVERIFY(check({nullptr, {""}, {"NO"}}).acceptable);
    QVERIFY(!check({nullptr, {""}, {"2"}}).acceptable);
    const auto asked = Decision().describe(api::DecisionQuestion{"all(v)"}, 2).asked;
    QVERIFY(asked[0].vote && !asked[0].numeric && asked[0].places.empty());
}

void TestDecision::onlyWhoIsAskedBrings() {
    const api::Question question = api::DecisionQuestion{"organizer(bid) >= partner(ask)"};
    const auto asked = Decision().describe(question, 2).asked;
    QVERIFY(asked[0].asks(0) && !asked[0].asks(1) && !asked[1].asks(0) && asked[1].asks(1));
    const Input organizer{nullptr, {"", ""}, {"7", ""}};
    Input partner{nullptr, {"", ""}, {"", "7.000001"}};
    partner.place = 1;
    for (const auto& input : {organizer, partner}) {
        const auto check = Decision().check(question, input, {}).value();
        QVERIFY(check.acceptable && check.items == 1 && check.notes.size() == 1);
    }
    QCOMPARE(Decision().check(question, {nullptr, {"", ""}, {"", "7"}}, {}).error().fault,
             Fault::column_missing);
    for (const auto& outcome : runAll(question, {organizer, partner}))
        QVERIFY(!std::get<api::DecisionResult>(outcome.value().view).answer);
    // A cost can be told although only two can take part.
    QVERIFY(Decision().estimate(question, 0, 1, {{1e9, 2e4}, 1}).has_value());
}

void TestDecision::earlierSessionsNarrowDown() {
    const auto said = [](const char* formula, const char* before, bool answer) {
        api::DecisionResult result;
        result.answer = answer;
        const decision::Past past{api::DecisionQuestion{before}, result, "2026-11-20"};
        const auto all = decision::cautions_for({formula}, std::vector<decision::Past>{past});
        return all.empty() ? QString() : QString::fromStdString(all[0]);
    };
    QCOMPARE(
        said("sum(x) > 90", "sum(x) > 100", false),
        QString("On 2026-11-20 a Decision with such a partner asked \"sum(x) > 100\" (answer: no). This one "
                "asks of the same number with another limit, and if this one is answered yes, the combined "
                "total of x is known to be above 90 and at most 100."));
    QVERIFY(said("sum(x) > 110", "sum(x) > 100", true)
                .contains("answered no, the combined total of x is known to be at most 110 and above 100"));
    QVERIFY(said("sum(x) < 90", "sum(x) > 100", false)
                .contains("answered no, the combined total of x is known to be at least 90 and at most 100"));
    // The limit moves into what is known already.
    const auto nothing_new = said("sum(x) > 110", "sum(x) > 100", false);
    QVERIFY(nothing_new.contains("another limit.") && !nothing_new.contains("known to be"));
    QVERIFY(said("sum(x) > 100", "sum(x) > 100", true).contains("the same question"));
    QVERIFY(said("sum(x) between 1 and 2", "sum(x) between 2 and 3", true)
                .contains("differs in its numbers only"));
    QVERIFY(said("max(x) > 1", "sum(x) + sum(y) > 1", true).contains("is about \"x\" as well"));
    QVERIFY(said("max(x) > 1", "sum(y) > 1", true).isEmpty());
    const decision::Past total{api::TotalQuestion{{"a", "x"}}, api::TotalResult{}, "2026-11-20"};
    QCOMPARE(decision::cautions_for({"max(x) > 1"}, std::vector<decision::Past>{total}).size(),
             std::size_t{1});
    const decision::Past others{api::DecisionQuestion{"sum(x) > 1"}, api::NotForYou{"decision"},
                                "2026-11-20"};
    QVERIFY(decision::cautions_for({"sum(x) > 2"}, std::vector<decision::Past>{others}).empty());
    QCOMPARE(decision::cautions_for({"max(x) > 1"}, std::vector<decision::Past>(9, total)).size(),
             decision::most_cautions);
}

QTEST_GUILESS_MAIN(TestDecision)
#include "test_decision.moc"
